"""Invitations: a link lets one person into a workspace, as somebody new or as who one is already."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from watchbill.domain.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    UnauthenticatedError,
)
from watchbill.domain.name import check_name
from watchbill.domain.text import has_control
from watchbill.services.caller import Caller
from watchbill.services.member import Workspace, check_role, find_workspace
from watchbill.services.password import check_password, hash_password
from watchbill.services.session import digest_of, start_session
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.member import InvitationRow, MemberRows
from watchbill.storage.transaction import Transaction
from watchbill.storage.user import UserRow, UserRows

USER_NAME_MAX = 40
NOTE_MAX = 80
INVITATION_LIFETIME = timedelta(days=7)

Invitation = InvitationRow


@dataclass(frozen=True, slots=True)
class Welcome:
    """What somebody who was invited sees before they join."""

    workspace: str
    role: str


class InvitationService:
    """Makes invitations, and lets in who comes with one."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def invite(self, caller: Caller, role: str, note: str = "") -> tuple[Invitation, str]:
        """Make a link that lets one person in, once, within a week; its secret is shown this once."""
        caller.require("admin")
        caller.require_person("invite somebody")
        now = self._clock()
        if len(note) > NOTE_MAX or has_control(note, allowed=""):
            raise InvalidError.of(
                "note",
                f"The note isn't one line of up to {NOTE_MAX} characters.",
                hint="Shorten it.",
            )
        invitation = Invitation(
            id=str(uuid.uuid4()),
            workspace_id=caller.workspace_id,
            role=check_role(role),
            note=note.strip(),
            made_by=caller.user_id,
            created_at=now,
            expires_at=now + INVITATION_LIFETIME,
        )
        secret = secrets.token_urlsafe(32)
        with self._database.begin() as tx:
            MemberRows(tx.connection).invite(invitation, digest_of(secret))
        return invitation, secret

    def invitations(self, caller: Caller) -> tuple[Invitation, ...]:
        """Those to the caller's workspace that still hold, newest first."""
        caller.require("admin")
        with self._database.read() as reader:
            rows = MemberRows(reader.connection)
            return rows.invitations(caller.workspace_id, now=self._clock())

    def withdraw(self, caller: Caller, id: str) -> Invitation:
        """Take an invitation back. Raises INVITATION_NOT_FOUND."""
        caller.require("admin")
        with self._database.begin() as tx:
            rows = MemberRows(tx.connection)
            for one in rows.invitations(caller.workspace_id, now=self._clock()):
                if one.id == id:
                    rows.drop_invitation(id)
                    return one
        raise NotFoundError.of(
            "invitation", "There is no such invitation.", hint="List them for their ids."
        )

    def look_at(self, secret: str) -> Welcome:
        """What the link with this secret is for. Raises UNAUTHENTICATED when it doesn't hold any more."""
        with self._database.read() as reader:
            rows = MemberRows(reader.connection)
            invitation = self._invitation(rows, secret)
            found = rows.workspaces(invitation.made_by)
        name = next((one.name for one in found if one.id == invitation.workspace_id), "Watchbill")
        return Welcome(name, invitation.role)

    def join(self, secret: str, name: str, password: str, *, client: str | None = None) -> str:
        """Become a user by an invitation; return the secret of a session. Raises CONFLICT for a name that is taken."""
        with self._database.read() as reader:
            self._invitation(MemberRows(reader.connection), secret)
        checked, password_hash = check_user_name(name), hash_password(check_password(password))
        with self._database.begin() as tx:
            return self._joined(tx, secret, checked, password_hash, client)

    def join_as(self, caller: Caller, secret: str, session: str | None) -> Workspace:
        """Join one more workspace, as who one is; the session goes on there. Raises CONFLICT for who belongs to it."""
        caller.require_person("join a workspace")
        with self._database.begin() as tx:
            rows = MemberRows(tx.connection)
            invitation = self._invitation(rows, secret, lock=True)
            if any(one.id == invitation.workspace_id for one in rows.workspaces(caller.user_id)):
                raise ConflictError("You belong to that workspace already.", hint="Go to it.")
            rows.add(invitation.workspace_id, caller.user_id, invitation.role)
            rows.drop_invitation(invitation.id)
            if session is not None:
                UserRows(tx.connection).move_session(digest_of(session), invitation.workspace_id)
            return find_workspace(rows, caller, invitation.workspace_id)

    def join_by_identity(
        self, tx: Transaction, secret: str, name: str, client: str | None
    ) -> tuple[str, str]:
        """Become a user whom somebody else vouches for: the new user's id, and the secret of a session."""
        free = _free_name(UserRows(tx.connection), check_user_name(name))
        session = self._joined(tx, secret, free, None, client)
        user = UserRows(tx.connection).by_name(free)
        assert user is not None  # noqa: S101 -- made just now
        return user.id, session

    def _joined(
        self,
        tx: Transaction,
        secret: str,
        name: str,
        password_hash: str | None,
        client: str | None,
    ) -> str:
        rows, users, now = MemberRows(tx.connection), UserRows(tx.connection), self._clock()
        invitation = self._invitation(rows, secret, lock=True)
        if users.by_name(name) is not None:
            raise ConflictError(f"The name {name} is taken.", hint="Choose another.")
        user = UserRow(
            id=str(uuid.uuid4()),
            name=name,
            workspace_id=invitation.workspace_id,
            password_hash=password_hash,
            time_zone=None,
            role=invitation.role,
        )
        users.add(user.id, name, password_hash, now=now)
        rows.add(invitation.workspace_id, user.id, invitation.role)
        rows.drop_invitation(invitation.id)
        return start_session(users, user, client, now=now)

    def _invitation(self, rows: MemberRows, secret: str, *, lock: bool = False) -> Invitation:
        found = rows.invitation(digest_of(secret), now=self._clock(), lock=lock)
        if found is None:
            raise UnauthenticatedError(
                "This invitation was used already, or its week is over.",
                hint="Ask for another one.",
            )
        return found


def check_user_name(name: str) -> str:
    """Return the name with single spaces. Raises INVALID_NAME; the history shows it, so it can't look like another actor."""
    return check_name(name, noun="user", most=USER_NAME_MAX, without=':"@/')


def _free_name(users: UserRows, name: str) -> str:
    """The name, or the first with a number behind it that nobody has."""
    number = 1
    while users.by_name(free := name if number == 1 else f"{name} {number}") is not None:
        number += 1
    return free
