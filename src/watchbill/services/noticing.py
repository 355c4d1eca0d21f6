"""Reminders whose moment comes: each is told once, whichever process sees it, however late."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchbill.domain.errors import InvalidError, NotFoundError
from watchbill.domain.query import LIMIT_MAX
from watchbill.domain.task import Task
from watchbill.services.caller import Caller
from watchbill.services.writing import Clock
from watchbill.storage.channel import ChannelRows
from watchbill.storage.database import Database
from watchbill.storage.moment import Coming, MomentRows
from watchbill.storage.notice import Delivery, Notice, NoticeRows, Outbox
from watchbill.storage.transaction import Reader, Transaction

__all__ = ["ComingTask", "Delivery", "Notice", "NoticeService", "Told"]

LATE = timedelta(minutes=2)
"""What is told later than this after its moment is said to be late."""
KEPT = timedelta(days=30)
"""How long the page and the outbox show what was told."""
_AT_ONCE = 200
_NAMESPACE = uuid.UUID("5be7e8d2-3f1b-4f0e-9a9a-6c1c43b7a3fd")


@dataclass(frozen=True, slots=True)
class ComingTask:
    """A reminder to come, with its task."""

    task: Task
    reminder: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with its task, if that is still there, and what became of it on each channel."""

    notice: Notice
    task: Task | None
    deliveries: tuple[Delivery, ...]


class NoticeService:
    """Turns moments that have come into notices. Any number of processes may: the workspace's lock lets just one find each."""

    def __init__(self, database: Database, clock: Clock, *, zone: str = "UTC") -> None:
        self._database = database
        self._clock = clock
        self._zone = zone

    def tell(self, *, within: timedelta = timedelta(0)) -> datetime | None:
        """Tell all that is due, in every workspace; the next moment in so much time from now, if there is one."""
        now = self._clock()
        with self._database.read() as reader:
            first = _moments(reader, self._zone).first(now + within)
        due = [id for id, at in first.items() if at <= now]
        for id in due:
            while self._tell_some(id, now) == _AT_ONCE:
                pass
        return min((at for id, at in first.items() if id not in due), default=None)

    def prune(self) -> int:
        """Forget what was told over 30 days ago."""
        with self._database.begin() as tx:
            return Outbox(tx.connection).prune(self._clock() - KEPT)

    def coming(self, caller: Caller, *, limit: int = 50) -> tuple[ComingTask, ...]:
        """The caller's reminders to come, the next one first."""
        caller.require("tasks:read")
        _check_limit(limit)
        far = self._clock() + timedelta(days=365_000)
        with self._database.read(caller.workspace_id) as reader:
            found = _moments(reader, self._zone).until(far, limit=limit)
            tasks = reader.tasks.by_id(list({one.task_id for one in found}))
        return tuple(ComingTask(tasks[one.task_id], one.reminder, one.at) for one in found)

    def last(self, workspace_id: str) -> int:
        """The number of the newest notice."""
        with self._database.read(workspace_id) as reader:
            return NoticeRows(reader.connection, workspace_id).last()

    def view(
        self, caller: Caller, *, since: int | None = None, limit: int = 50
    ) -> tuple[Told, ...]:
        """What was told: after a number, the oldest first; without one, the newest first."""
        caller.require("tasks:read")
        _check_limit(limit)
        with self._database.read(caller.workspace_id) as reader:
            rows = NoticeRows(reader.connection, caller.workspace_id)
            newest_first = since is None
            found = rows.page(since=since or 0, newest_first=newest_first, limit=limit)
            return _told(reader, rows, found)

    def failed(self, caller: Caller, *, limit: int = 50) -> tuple[Told, ...]:
        """What didn't reach one of its channels and isn't tried any more, the newest first."""
        caller.require("tasks:read")
        _check_limit(limit)
        with self._database.read(caller.workspace_id) as reader:
            rows = NoticeRows(reader.connection, caller.workspace_id)
            return _told(reader, rows, rows.failed(limit=limit))

    def retry(self, caller: Caller, number: int) -> int:
        """Send again what has failed of a notice; to how many channels. Raises NOTICE_NOT_FOUND where nothing has."""
        caller.require("admin")
        with self._database.begin(caller.workspace_id) as tx:
            rows = NoticeRows(tx.connection, caller.workspace_id)
            count = rows.retry(number, now=self._clock())
            tx.has_news = True
        if not count:
            raise NotFoundError.of(
                "notice",
                f"There is no notice {number} that has failed.",
                hint="View the notices for the numbers.",
            )
        return count

    def _tell_some(self, workspace_id: str, now: datetime) -> int:
        with self._database.begin(workspace_id) as tx:
            moments = _moments(tx, self._zone)
            coming = moments.until(now, limit=_AT_ONCE)
            if coming:
                moments.remove(coming)
                _note(tx, coming, now)
                tx.has_news = True
            return len(coming)


def _note(tx: Transaction, coming: Sequence[Coming], now: datetime) -> None:
    """Make notices of moments; what had passed when it was set, and what was told before, is none."""
    rows = NoticeRows(tx.connection, tx.workspace_id)
    new = {_notice_id(tx.workspace_id, one): one for one in coming if one.at > one.since}
    known, last = rows.known(list(new)), rows.last()
    made = [
        Notice(
            number=number,
            id=id,
            task_id=one.task_id,
            reminder=one.reminder,
            at=one.at,
            told_at=now,
            is_late=now - one.at > LATE,
        )
        for number, (id, one) in enumerate(
            ((id, one) for id, one in new.items() if id not in known), last + 1
        )
    ]
    if made:
        channels = ChannelRows(tx.connection, tx.workspace_id)
        rows.add(made, to=channels.wanting("reminders", now=now))


def _notice_id(workspace_id: str, coming: Coming) -> str:
    """The same wherever and however often it is made."""
    said = f"{workspace_id}/{coming.task_id}/{coming.reminder}/{coming.at.isoformat()}"
    return str(uuid.uuid5(_NAMESPACE, said))


def _told(reader: Reader, rows: NoticeRows, found: Sequence[Notice]) -> tuple[Told, ...]:
    tasks = reader.tasks.by_id(list({notice.task_id for notice in found}))
    deliveries: dict[int, list[Delivery]] = {}
    for delivery in rows.deliveries([notice.number for notice in found]):
        deliveries.setdefault(delivery.number, []).append(delivery)
    return tuple(
        Told(notice, tasks.get(notice.task_id), tuple(deliveries.get(notice.number, ())))
        for notice in found
    )


def _moments(reader: Reader, zone: str) -> MomentRows:
    return MomentRows(reader.connection, reader.workspace_id, zone=zone)


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= LIMIT_MAX:
        raise InvalidError.of("limit", f"The limit is {limit}.", hint=f"Use 1 to {LIMIT_MAX}.")
