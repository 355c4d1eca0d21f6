"""Users and their sessions as rows. A session's secret is kept only as its digest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from watchbill.storage.schema import memberships, sessions, users


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    """A person in a workspace. `password_hash` and `time_zone` are None until they are set."""

    id: str
    name: str
    workspace_id: str
    password_hash: str | None
    time_zone: str | None


_OF_USER = (users.c.id, users.c.name, users.c.password_hash, users.c.time_zone)
# Built once: every request asks one of these.
_BY_ID = (
    select(*_OF_USER, memberships.c.workspace_id)
    .join_from(users, memberships, memberships.c.user_id == users.c.id)
    .where(users.c.id == bindparam("id"))
)
_BY_SESSION = (
    select(*_OF_USER, sessions.c.workspace_id)
    .join_from(sessions, users, sessions.c.user_id == users.c.id)
    .where(sessions.c.digest == bindparam("digest"), sessions.c.expires_at > bindparam("now"))
)


class UserRows:
    """People who may sign in, and the browsers that they are signed in with."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, id: str, *, lock: bool = False) -> UserRow | None:
        """With `lock`, whoever else wants to lock this user waits until the transaction ends."""
        query = _BY_ID.with_for_update(of=users) if lock else _BY_ID
        return self._one(query, id=id)

    def by_session(self, digest: str, *, now: datetime) -> UserRow | None:
        """The user of a session that isn't over."""
        return self._one(_BY_SESSION, digest=digest, now=now)

    def _one(self, query: Select[Any], **values: object) -> UserRow | None:
        row = self._connection.execute(query, values).first()
        return None if row is None else UserRow(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it

    def set_password(self, id: str, password_hash: str) -> None:
        self._connection.execute(
            update(users).where(users.c.id == id).values(password_hash=password_hash)
        )

    def set_time_zone(self, id: str, zone: str) -> None:
        self._connection.execute(update(users).where(users.c.id == id).values(time_zone=zone))

    def add_session(
        self, user: UserRow, digest: str, *, client: str | None, now: datetime, until: datetime
    ) -> None:
        """Also drops the sessions that are over."""
        self._connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
        self._connection.execute(
            insert(sessions).values(
                digest=digest,
                user_id=user.id,
                workspace_id=user.workspace_id,
                client=client,
                created_at=now,
                expires_at=until,
            )
        )

    def end_session(self, digest: str) -> None:
        self._connection.execute(delete(sessions).where(sessions.c.digest == digest))

    def end_sessions(self, id: str) -> None:
        self._connection.execute(delete(sessions).where(sessions.c.user_id == id))
