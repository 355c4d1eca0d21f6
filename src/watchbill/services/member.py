"""Workspaces and who belongs to them: owners, members and viewers."""

import uuid
from dataclasses import replace
from typing import get_args

from watchbill.domain.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    TooLargeError,
)
from watchbill.domain.name import check_name
from watchbill.services.caller import Caller, Role
from watchbill.services.session import digest_of
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.member import MemberRow, MemberRows, WorkspaceRow
from watchbill.storage.opening import add_workspace
from watchbill.storage.transaction import Transaction
from watchbill.storage.user import UserRows

ROLES: tuple[Role, ...] = get_args(Role)
WORKSPACE_NAME_MAX = 80
WORKSPACES_MAX = 50

Member = MemberRow
Workspace = WorkspaceRow


class MemberService:
    """What isn't content, so it isn't in the journal: each method writes its own rows.

    A workspace always has an owner. Only a person brings others in, or gives them another role.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def workspaces(self, caller: Caller) -> tuple[Workspace, ...]:
        """Those that the caller belongs to, the oldest first; a program sees its own."""
        caller.require("tasks:read")
        with self._database.read() as reader:
            found = MemberRows(reader.connection).workspaces(caller.user_id)
        return tuple(
            one for one in found if not caller.is_machine or one.id == caller.workspace_id
        )

    def add_workspace(self, caller: Caller, name: str) -> Workspace:
        """Make a workspace of the caller's own. Raises INVALID_NAME, TOO_LARGE over 50, FORBIDDEN for a machine."""
        caller.require_person("make a workspace")
        now, id = self._clock(), str(uuid.uuid4())
        checked = check_name(name, noun="workspace", most=WORKSPACE_NAME_MAX)
        with self._database.begin() as tx:
            rows = MemberRows(tx.connection)
            if len(rows.workspaces(caller.user_id)) >= WORKSPACES_MAX:
                raise TooLargeError(
                    f"{WORKSPACES_MAX} workspaces are the most.", hint="Leave one first."
                )
            add_workspace(tx, id, name=checked, now=now)
            rows.add(id, caller.user_id, "owner")
        return Workspace(id=id, name=checked, role="owner", created_at=now)

    def rename_workspace(self, caller: Caller, name: str) -> Workspace:
        """Give the caller's workspace another name."""
        caller.require("admin")
        checked = check_name(name, noun="workspace", most=WORKSPACE_NAME_MAX)
        with self._database.begin() as tx:
            rows = MemberRows(tx.connection)
            rows.rename(caller.workspace_id, checked)
            return find_workspace(rows, caller, caller.workspace_id)

    def enter(self, caller: Caller, session: str, workspace: str) -> Workspace:
        """Let the caller's session go on in another of their workspaces, by id or name. Raises WORKSPACE_NOT_FOUND."""
        caller.require_person("go to another workspace")
        with self._database.begin() as tx:
            found = find_workspace(MemberRows(tx.connection), caller, workspace)
            UserRows(tx.connection).move_session(digest_of(session), found.id)
        return found

    def members(self, caller: Caller) -> tuple[Member, ...]:
        """Who belongs to the caller's workspace, by name."""
        caller.require("tasks:read")
        with self._database.read() as reader:
            return MemberRows(reader.connection).members(caller.workspace_id)

    def set_role(self, caller: Caller, name: str, role: str) -> Member:
        """Give a member, by name or id, another role. Raises MEMBER_NOT_FOUND, CONFLICT for the last owner."""
        wanted = check_role(role)
        with self._database.begin() as tx:
            rows, member = self._member(tx, caller, name, "give somebody a role")
            if member.role == "owner" and wanted != "owner":
                _keep_owner(rows, caller)
            rows.set_role(caller.workspace_id, member.id, wanted)
        return replace(member, role=wanted)

    def remove(self, caller: Caller, name: str) -> Member:
        """Take somebody out, or leave oneself: with the sessions, tokens and calendars there. CONFLICT for the last owner."""
        with self._database.begin() as tx:
            rows, member = self._member(tx, caller, name, "take somebody out")
            if member.role == "owner":
                _keep_owner(rows, caller)
            rows.remove(caller.workspace_id, member.id, now=self._clock())
        return member

    def _member(
        self, tx: Transaction, caller: Caller, name: str, act: str
    ) -> tuple[MemberRows, Member]:
        """The member so called, while nobody else changes the members. Who isn't an owner may only leave."""
        caller.require_person(act)
        rows = MemberRows(tx.connection)
        rows.lock(caller.workspace_id)
        member = _find(rows.members(caller.workspace_id), name)
        if member.id != caller.user_id or act != "take somebody out":
            caller.require("admin")
        return rows, member


def check_role(text: str) -> Role:
    """The role of that name. Raises INVALID_ROLE."""
    for role in ROLES:
        if role == text:
            return role
    raise InvalidError.of(
        "role", f"“{text}” is not a role.", hint=f"Choose from {', '.join(ROLES)}."
    )


def _find(members: tuple[Member, ...], name: str) -> Member:
    key = name.strip().casefold()
    for member in members:
        if key in (member.id, member.name.casefold()):
            return member
    raise NotFoundError.of(
        "member",
        f"Nobody here is called {name}.",
        hint=f"Here are: {', '.join(member.name for member in members)}.",
    )


def find_workspace(rows: MemberRows, caller: Caller, name: str) -> Workspace:
    """The caller's workspace with that id or name."""
    found = rows.workspaces(caller.user_id)
    key = name.strip().casefold()
    for one in found:
        if key in (one.id, one.name.casefold()):
            return one
    raise NotFoundError.of(
        "workspace",
        f"You have no workspace {name}.",
        hint=f"Yours: {', '.join(one.name for one in found)}.",
    )


def _keep_owner(rows: MemberRows, caller: Caller) -> None:
    if rows.count_owners(caller.workspace_id) == 1:
        raise ConflictError(
            "This is the workspace's last owner.", hint="Make somebody else an owner first."
        )
