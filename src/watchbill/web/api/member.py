"""REST: oneself, workspaces, members, invitations and sessions."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import InvalidError
from watchbill.schemas import member as wire
from watchbill.web import session
from watchbill.web.answer import json_of
from watchbill.web.auth import COOKIE, Asker, Served

router = APIRouter(tags=["people"])


@router.get("/me", response_model=wire.Me)
def show(caller: Asker) -> Response:
    """Who asks, and what is allowed."""
    return json_of(wire.Me.of(caller))


@router.patch("/me", response_model=wire.Me)
def change(body: wire.MeChange, caller: Asker, services: Served) -> Response:
    """Say which zone one's days are in."""
    caller.require_keys()
    return json_of(wire.Me.of(services.users.set_time_zone(caller, body.time_zone)))


@router.get("/workspaces", response_model=wire.WorkspaceList)
def view_workspaces(caller: Asker, services: Served) -> Response:
    """The workspaces that one belongs to; a program sees its own."""
    found = [wire.Workspace.of(one) for one in services.members.workspaces(caller)]
    return json_of(wire.WorkspaceList(workspaces=found))


@router.post("/workspaces", response_model=wire.Workspace, status_code=HTTPStatus.CREATED)
def add_workspace(body: wire.WorkspaceName, caller: Asker, services: Served) -> Response:
    """Make a workspace of one's own."""
    made = services.members.add_workspace(caller, body.name)
    return json_of(wire.Workspace.of(made), status=HTTPStatus.CREATED)


@router.patch("/workspace", response_model=wire.Workspace)
def rename_workspace(body: wire.WorkspaceName, caller: Asker, services: Served) -> Response:
    """Give this workspace another name."""
    return json_of(wire.Workspace.of(services.members.rename_workspace(caller, body.name)))


@router.post("/workspaces/{workspace}/enter", response_model=wire.Workspace)
def enter(workspace: str, request: Request, caller: Asker, services: Served) -> Response:
    """Go on in another workspace, by id or name: for a browser that is signed in."""
    secret = request.cookies.get(COOKIE)
    if secret is None:
        raise InvalidError.of(
            "session",
            "Only a browser that is signed in goes from one workspace to another.",
            hint="Set a password and sign in, or use a token of that workspace.",
        )
    return json_of(wire.Workspace.of(services.members.enter(caller, secret, workspace)))


@router.get("/members", response_model=wire.MemberList)
def view_members(caller: Asker, services: Served) -> Response:
    """Who belongs to the workspace."""
    found = [wire.Member.of(one) for one in services.members.members(caller)]
    return json_of(wire.MemberList(members=found))


@router.patch("/members/{member}", response_model=wire.Member)
def set_role(member: str, body: wire.RoleChange, caller: Asker, services: Served) -> Response:
    """Give a member, by name or id, another role. For owners in person."""
    return json_of(wire.Member.of(services.members.set_role(caller, member, body.role)))


@router.delete("/members/{member}", response_model=wire.Member)
def remove(member: str, caller: Asker, services: Served) -> Response:
    """Take a member out, or leave: sessions, tokens and calendars there end."""
    return json_of(wire.Member.of(services.members.remove(caller, member)))


@router.get("/invitations", response_model=wire.InvitationList)
def view_invitations(caller: Asker, services: Served) -> Response:
    """The invitations that still hold, without their links."""
    found = [wire.Invited.of(one) for one in services.invitations.invitations(caller)]
    return json_of(wire.InvitationList(invitations=found))


@router.post("/invitations", response_model=wire.NewInvitation, status_code=HTTPStatus.CREATED)
def invite(body: wire.InvitationAdd, caller: Asker, services: Served) -> Response:
    """Make a link that lets one person in, within a week. Its path is in the answer, and never shown again."""
    made, secret = services.invitations.invite(caller, body.role, body.note)
    return json_of(wire.NewInvitation.with_secret(made, secret), status=HTTPStatus.CREATED)


@router.delete("/invitations/{id}", response_model=wire.Invited)
def withdraw(id: str, caller: Asker, services: Served) -> Response:
    """Take an invitation back."""
    return json_of(wire.Invited.of(services.invitations.withdraw(caller, id)))


@router.post(
    "/signin",
    response_model=wire.SignedIn,
    status_code=HTTPStatus.CREATED,
    openapi_extra={"security": []},
)
def sign_in(body: wire.SignIn, request: Request) -> Response:
    """Begin a session, as a person, by name and password; it is in the answer's cookie. End it when it is done with."""
    signed_in, secret = session.begin(request, body.password, name=body.name)
    answer = json_of(signed_in, status=HTTPStatus.CREATED)
    session.keep(request, answer, secret)
    return answer


@router.get("/sessions", response_model=wire.SessionList)
def view_sessions(caller: Asker, services: Served) -> Response:
    """The browsers that one is signed in with."""
    found = [wire.Session.of(one) for one in services.users.sessions(caller)]
    return json_of(wire.SessionList(sessions=found))


@router.delete("/sessions/{id}", response_model=wire.Session)
def end_session(id: str, caller: Asker, services: Served) -> Response:
    """Sign a browser out."""
    return json_of(wire.Session.of(services.users.end_session(caller, id)))
