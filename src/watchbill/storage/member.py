"""Workspaces, who belongs to them, and who is invited, as rows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from watchbill.storage.schema import (
    channels,
    feeds,
    invitations,
    memberships,
    sessions,
    tokens,
    users,
    workspaces,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceRow:
    """A workspace of somebody's, with the role that they have in it."""

    id: str
    name: str
    role: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A person in a workspace."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRow:
    """A link that lets one person into a workspace. `note` is for whoever made it."""

    id: str
    workspace_id: str
    role: str
    note: str
    made_by: str
    created_at: datetime
    expires_at: datetime


class MemberRows:
    """Who is where, over all workspaces of a store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def workspaces(self, user_id: str) -> tuple[WorkspaceRow, ...]:
        """Those that the user belongs to, the oldest first."""
        query = (
            select(
                workspaces.c.id,
                workspaces.c.name,
                memberships.c.role,
                workspaces.c.created_at,
            )
            .join_from(memberships, workspaces, memberships.c.workspace_id == workspaces.c.id)
            .where(memberships.c.user_id == user_id)
            .order_by(workspaces.c.created_at, workspaces.c.id)
        )
        return tuple(WorkspaceRow(**row) for row in self._connection.execute(query).mappings())

    def rename(self, workspace_id: str, name: str) -> None:
        self._connection.execute(
            update(workspaces).where(workspaces.c.id == workspace_id).values(name=name)
        )

    def members(self, workspace_id: str) -> tuple[MemberRow, ...]:
        """By name."""
        query = (
            select(users.c.id, users.c.name, memberships.c.role)
            .join_from(memberships, users, memberships.c.user_id == users.c.id)
            .where(memberships.c.workspace_id == workspace_id)
            .order_by(users.c.name_key)
        )
        return tuple(MemberRow(**row) for row in self._connection.execute(query).mappings())

    def lock(self, workspace_id: str) -> None:
        """Keep all others who would change who belongs to it waiting until the end."""
        self._connection.execute(
            select(workspaces.c.id).where(workspaces.c.id == workspace_id).with_for_update()
        )

    def add(self, workspace_id: str, user_id: str, role: str) -> None:
        self._connection.execute(
            insert(memberships).values(workspace_id=workspace_id, user_id=user_id, role=role)
        )

    def set_role(self, workspace_id: str, user_id: str, role: str) -> None:
        self._connection.execute(
            update(memberships)
            .where(memberships.c.workspace_id == workspace_id, memberships.c.user_id == user_id)
            .values(role=role)
        )

    def remove(self, workspace_id: str, user_id: str, *, now: datetime) -> None:
        """Take somebody out, with the sessions, devices, tokens and calendars that they have there."""
        for table in (channels, sessions, feeds, memberships):
            self._connection.execute(
                delete(table).where(
                    table.c.workspace_id == workspace_id, table.c.user_id == user_id
                )
            )
        self._connection.execute(
            update(tokens)
            .where(
                tokens.c.workspace_id == workspace_id,
                tokens.c.user_id == user_id,
                tokens.c.revoked_at.is_(None),
            )
            .values(revoked_at=now)
        )

    def count_owners(self, workspace_id: str) -> int:
        query = select(func.count()).where(
            memberships.c.workspace_id == workspace_id, memberships.c.role == "owner"
        )
        return self._connection.execute(query).scalar_one()

    def invitations(self, workspace_id: str, *, now: datetime) -> tuple[InvitationRow, ...]:
        """Those that still hold, newest first."""
        query = (
            select(*_OF_INVITATION)
            .where(invitations.c.workspace_id == workspace_id, invitations.c.expires_at > now)
            .order_by(invitations.c.created_at.desc(), invitations.c.id)
        )
        return tuple(InvitationRow(**row) for row in self._connection.execute(query).mappings())

    def invitation(
        self, digest: str, *, now: datetime, lock: bool = False
    ) -> InvitationRow | None:
        """The one of this link, if it still holds. With `lock`, nobody else can use it meanwhile."""
        query = select(*_OF_INVITATION).where(
            invitations.c.digest == digest, invitations.c.expires_at > now
        )
        query = query.with_for_update() if lock else query
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else InvitationRow(**row)

    def invite(self, invitation: InvitationRow, digest: str) -> None:
        """Add one; those that are over go."""
        self._connection.execute(
            delete(invitations).where(invitations.c.expires_at <= invitation.created_at)
        )
        values = {column.name: getattr(invitation, column.name) for column in _OF_INVITATION}
        self._connection.execute(insert(invitations).values(digest=digest, **values))

    def drop_invitation(self, id: str) -> None:
        self._connection.execute(delete(invitations).where(invitations.c.id == id))


_OF_INVITATION = [column for column in invitations.c if column.name != "digest"]
