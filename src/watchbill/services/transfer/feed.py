"""Calendars that other programs subscribe to: read-only, at an address that only its maker knows."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, cast

from watchbill.domain.errors import InvalidError, NotFoundError, TooLargeError
from watchbill.domain.name import check_name
from watchbill.domain.operation import Actor
from watchbill.domain.query import TaskFilter
from watchbill.services.caller import Caller
from watchbill.services.selecting import select
from watchbill.services.transfer.exporting import ExportService
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.feed import FEEDS_MAX, FeedRow, FeedRows

NAME_MAX = 80
FeedKind = Literal["todo", "event"]
FeedInfo = FeedRow
_TOUCH_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a subscriber gets: the file, and what it is called."""

    name: str
    data: bytes


class FeedService:
    """Makes, lists and ends such addresses, and answers those who ask at one."""

    def __init__(self, database: Database, clock: Clock, *, zone: str = "UTC") -> None:
        self._database = database
        self._clock = clock
        self._zone = zone

    def create(
        self, caller: Caller, name: str, *, query: str = "", kind: str = "todo"
    ) -> tuple[FeedRow, str]:
        """Make an address; the secret in it is shown this once. Raises INVALID_QUERY, INVALID_KIND, TOO_LARGE over 50."""
        caller.require_keys()
        if kind not in ("todo", "event"):
            raise InvalidError.of("kind", f"“{kind}” is no kind.", hint="Use todo or event.")
        now = self._clock()
        with self._database.read(caller.workspace_id) as reader:
            select(reader, TaskFilter(query=query), now=now, zone=caller.zone)
        feed = FeedRow(
            id=str(uuid.uuid4()),
            name=check_name(name, noun="feed", most=NAME_MAX),
            query=query,
            kind=kind,
            user_id=caller.user_id,
            user_name=caller.user_name,
            workspace_id=caller.workspace_id,
            created_at=now,
        )
        secret = secrets.token_urlsafe(32)
        with self._database.begin() as tx:
            rows = FeedRows(tx.connection)
            if len(rows.of_user(caller.user_id, caller.workspace_id)) >= FEEDS_MAX:
                raise TooLargeError(f"{FEEDS_MAX} feeds are the most.", hint="End one first.")
            rows.add(feed, _digest(secret))
        return feed, secret

    def list(self, caller: Caller) -> tuple[FeedRow, ...]:
        """The caller's feeds, newest first, without their secrets."""
        caller.require_keys()
        with self._database.read() as reader:
            return FeedRows(reader.connection).of_user(caller.user_id, caller.workspace_id)

    def end(self, caller: Caller, id: str) -> FeedRow:
        """End an address at once. Raises FEED_NOT_FOUND."""
        caller.require_keys()
        with self._database.begin() as tx:
            rows = FeedRows(tx.connection)
            mine = {one.id: one for one in rows.of_user(caller.user_id, caller.workspace_id)}
            if id not in mine:
                raise NotFoundError.of(
                    "feed", "There is no such feed.", hint="List the feeds for their ids."
                )
            rows.remove(id)
        return mine[id]

    def read(self, secret: str) -> Calendar:
        """The calendar at the address with this secret. Raises FEED_NOT_FOUND."""
        with self._database.read() as reader:
            feed = FeedRows(reader.connection).by_digest(_digest(secret))
        if feed is None:
            raise NotFoundError.of(
                "feed", "There is no calendar at this address.", hint="It may have been ended."
            )
        now = self._clock()
        if feed.used_at is None or now - feed.used_at >= _TOUCH_EVERY:
            with self._database.begin() as tx:
                FeedRows(tx.connection).touch(feed.id, now=now)
        exports = ExportService(self._database, self._clock)
        kind = cast("FeedKind", feed.kind)
        pieces = exports.write(
            self._reader(feed), "ics", query=feed.query, kind=kind, title=feed.name
        )
        return Calendar(feed.name, b"".join(pieces))

    def _reader(self, feed: FeedRow) -> Caller:
        """Who asks there: nobody who could write."""
        return Caller(
            workspace_id=feed.workspace_id,
            user_id=feed.user_id,
            user_name=feed.user_name,
            actor=Actor("token", feed.name),
            scopes=frozenset({"tasks:read"}),
            zone=feed.time_zone or self._zone,
        )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
