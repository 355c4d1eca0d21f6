"""Secret addresses of calendars as rows. The secret itself is kept only as its digest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from watchbill.storage.schema import feeds, memberships, users

FEEDS_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A calendar of one user in one workspace; `kind` is todo or event. `used_at` is exact to the hour."""

    id: str
    name: str
    query: str
    kind: str
    user_id: str
    user_name: str
    workspace_id: str
    created_at: datetime
    used_at: datetime | None = None
    time_zone: str | None = None


class FeedRows:
    """All feeds of a store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_digest(self, digest: str) -> FeedRow | None:
        found = self._all(_query(feeds.c.digest == digest))
        return found[0] if found else None

    def of_user(self, user_id: str, workspace_id: str) -> tuple[FeedRow, ...]:
        """Newest first."""
        query = _query(feeds.c.user_id == user_id, feeds.c.workspace_id == workspace_id)
        return self._all(query.order_by(feeds.c.created_at.desc(), feeds.c.id))

    def add(self, feed: FeedRow, digest: str) -> None:
        values = {name: getattr(feed, name) for name in _COLUMNS}
        self._connection.execute(insert(feeds).values(digest=digest, **values))

    def remove(self, id: str) -> None:
        self._connection.execute(delete(feeds).where(feeds.c.id == id))

    def touch(self, id: str, *, now: datetime) -> None:
        self._connection.execute(update(feeds).where(feeds.c.id == id).values(used_at=now))

    def _all(self, query: Select[Any]) -> tuple[FeedRow, ...]:
        return tuple(FeedRow(**row) for row in self._connection.execute(query).mappings())


_COLUMNS = ("id", "name", "query", "kind", "user_id", "workspace_id", "created_at", "used_at")


def _query(*conditions: ColumnElement[bool]) -> Select[Any]:
    columns = [feeds.c[name] for name in _COLUMNS]
    user = (users.c.name.label("user_name"), users.c.time_zone)
    query = select(*columns, *user).join_from(feeds, users, feeds.c.user_id == users.c.id)
    still_in = (memberships.c.user_id == feeds.c.user_id) & (
        memberships.c.workspace_id == feeds.c.workspace_id
    )
    return query.join(memberships, still_in).where(*conditions)
