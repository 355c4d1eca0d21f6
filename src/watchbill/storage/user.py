"""Users and their sessions as rows. A session's secret is kept only as its digest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select, update

from watchbill.domain.reference import title_key
from watchbill.storage.schema import (
    channels,
    identities,
    memberships,
    sessions,
    users,
    workspaces,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    """A person in a workspace, with the role there. `password_hash` and `time_zone` are None until they are set."""

    id: str
    name: str
    workspace_id: str
    password_hash: str | None
    time_zone: str | None
    role: str = "owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A browser that somebody is signed in with; `client` is what it calls itself."""

    digest: str
    client: str | None
    created_at: datetime
    expires_at: datetime


_OF_SESSION = (
    sessions.c.digest,
    sessions.c.client,
    sessions.c.created_at,
    sessions.c.expires_at,
)
_OF_USER = (users.c.id, users.c.name, users.c.password_hash, users.c.time_zone)
# Built once: every request asks one of these.
_IN_WORKSPACE = (
    select(*_OF_USER, memberships.c.workspace_id, memberships.c.role)
    .join_from(users, memberships, memberships.c.user_id == users.c.id)
    .join(workspaces, workspaces.c.id == memberships.c.workspace_id)
    .order_by(workspaces.c.created_at, workspaces.c.id)
)
_BY_ID = _IN_WORKSPACE.where(users.c.id == bindparam("id"))
_BY_NAME = _IN_WORKSPACE.where(users.c.name_key == bindparam("name_key"))
_BY_SESSION = (
    select(*_OF_USER, memberships.c.workspace_id, memberships.c.role)
    .join_from(sessions, users, sessions.c.user_id == users.c.id)
    .join(
        memberships,
        (memberships.c.user_id == sessions.c.user_id)
        & (memberships.c.workspace_id == sessions.c.workspace_id),
    )
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

    def by_name(self, name: str) -> UserRow | None:
        """The user so called, case aside, in the workspace that is the oldest of theirs."""
        return self._one(_BY_NAME, name_key=title_key(name))

    def by_identity(self, issuer: str, subject: str) -> str | None:
        """The id of the user whom a provider knows so."""
        query = select(identities.c.user_id).where(
            identities.c.issuer == issuer, identities.c.subject == subject
        )
        return self._connection.execute(query).scalar_one_or_none()

    def identities(self, id: str) -> tuple[str, ...]:
        """The issuers who know this user."""
        query = select(identities.c.issuer).where(identities.c.user_id == id)
        return tuple(self._connection.execute(query.order_by(identities.c.issuer)).scalars())

    def add_identity(self, id: str, issuer: str, subject: str, *, now: datetime) -> None:
        self._connection.execute(
            insert(identities).values(issuer=issuer, subject=subject, user_id=id, created_at=now)
        )

    def count(self) -> int:
        return self._connection.execute(select(func.count()).select_from(users)).scalar_one()

    def add(self, id: str, name: str, password_hash: str | None, *, now: datetime) -> None:
        self._connection.execute(
            insert(users).values(
                id=id,
                name=name,
                name_key=title_key(name),
                password_hash=password_hash,
                created_at=now,
            )
        )

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

    def sessions(self, id: str, *, now: datetime) -> tuple[SessionRow, ...]:
        """The user's sessions that aren't over, newest first."""
        query = (
            select(*_OF_SESSION)
            .where(sessions.c.user_id == id, sessions.c.expires_at > now)
            .order_by(sessions.c.created_at.desc(), sessions.c.digest)
        )
        return tuple(SessionRow(**row) for row in self._connection.execute(query).mappings())

    def move_session(self, digest: str, workspace_id: str) -> None:
        """Let a session go on in another workspace."""
        self._connection.execute(
            update(sessions).where(sessions.c.digest == digest).values(workspace_id=workspace_id)
        )

    def end_session(self, digest: str) -> None:
        self._connection.execute(delete(sessions).where(sessions.c.digest == digest))

    def end_sessions(self, id: str) -> None:
        """Also the devices of who wasn't signed in when they were added."""
        self._connection.execute(delete(channels).where(channels.c.user_id == id))
        self._connection.execute(delete(sessions).where(sessions.c.user_id == id))
