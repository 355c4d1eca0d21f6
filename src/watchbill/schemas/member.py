"""People and workspaces on the wire."""

from typing import Literal

from pydantic import BaseModel, StrictStr

from watchbill.domain.instant import to_text
from watchbill.schemas.request import Request
from watchbill.schemas.task import Instant
from watchbill.services.caller import Caller
from watchbill.services.invitation import Invitation
from watchbill.services.member import Member as MemberInfo
from watchbill.services.member import Workspace as WorkspaceInfo
from watchbill.services.session import SessionInfo

Role = Literal["owner", "member", "viewer"]


class Me(BaseModel):
    """Who asks: the user, the name in the history, where, and what is allowed."""

    user: str
    actor: str
    workspace_id: str
    time_zone: str
    scopes: list[str]
    mode: str

    @classmethod
    def of(cls, caller: Caller) -> "Me":
        return cls(
            user=caller.user_name,
            actor=str(caller.actor),
            workspace_id=caller.workspace_id,
            time_zone=caller.zone,
            scopes=sorted(caller.scopes),
            mode=caller.mode,
        )


class MeChange(Request):
    """What to change of oneself."""

    time_zone: str


class Workspace(BaseModel):
    """A workspace of the caller's, with their role in it."""

    id: str
    name: str
    role: str
    created_at: Instant

    @classmethod
    def of(cls, row: WorkspaceInfo) -> "Workspace":
        return cls(id=row.id, name=row.name, role=row.role, created_at=to_text(row.created_at))


class WorkspaceList(BaseModel):
    workspaces: list[Workspace]


class WorkspaceName(Request):
    name: str


class Member(BaseModel):
    """A person in the workspace."""

    id: str
    name: str
    role: str

    @classmethod
    def of(cls, row: MemberInfo) -> "Member":
        return cls(id=row.id, name=row.name, role=row.role)


class MemberList(BaseModel):
    members: list[Member]


class RoleChange(Request):
    role: Role


class InvitationAdd(Request):
    """`note` is for whoever invites."""

    role: Role
    note: str = ""


class Invited(BaseModel):
    """An invitation that still holds."""

    id: str
    role: str
    note: str
    created_at: Instant
    expires_at: Instant

    @classmethod
    def of(cls, row: Invitation) -> "Invited":
        return cls(
            id=row.id,
            role=row.role,
            note=row.note,
            created_at=to_text(row.created_at),
            expires_at=to_text(row.expires_at),
        )


class NewInvitation(Invited):
    """The same, with the path of its link, which is shown this once."""

    path: str

    @classmethod
    def with_secret(cls, row: Invitation, secret: str) -> "NewInvitation":
        return cls(**Invited.of(row).model_dump(), path=f"/invitation/{secret}")


class InvitationList(BaseModel):
    invitations: list[Invited]


class Session(BaseModel):
    """A browser that the caller is signed in with; `client` is what it calls itself."""

    id: str
    client: str | None
    created_at: Instant
    expires_at: Instant

    @classmethod
    def of(cls, row: SessionInfo) -> "Session":
        return cls(
            id=row.id,
            client=row.client,
            created_at=to_text(row.created_at),
            expires_at=to_text(row.expires_at),
        )


class SignIn(Request):
    """Who comes in; without a name the owner is meant."""

    password: StrictStr
    name: StrictStr = ""


class SignedIn(BaseModel):
    """The session that began: by this id it can be ended. What it is known by is in the cookie alone."""

    session: str
    user: str
    workspace_id: str


class SessionList(BaseModel):
    sessions: list[Session]
