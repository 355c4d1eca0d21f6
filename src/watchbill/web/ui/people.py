"""The page of people: workspaces, members, invitations, sessions; and joining by an invitation."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import NotFoundError, UnauthenticatedError, WatchbillError
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.member import ROLES
from watchbill.web import session
from watchbill.web.auth import COOKIE, Asker, Served, identify, own_address, services_of
from watchbill.web.errors import status_of
from watchbill.web.ui.form import Form
from watchbill.web.ui.page import go, render

router = APIRouter(include_in_schema=False)


@router.get("/people")
def show(request: Request, caller: Asker, services: Served) -> Response:
    return render("people.html", _context(request, services, caller))


@router.post("/people/invite")
def invite(request: Request, form: Form, caller: Asker, services: Served) -> Response:
    """The link is shown this once."""
    try:
        _, secret = services.invitations.invite(caller, form.get("role", ""), form.get("note", ""))
    except WatchbillError as error:
        return _problem(request, services, caller, error)
    context = _context(request, services, caller)
    return render(
        "people.html", {**context, "link": f"{own_address(request)}/invitation/{secret}"}
    )


@router.post("/people/enter")
def enter(request: Request, form: Form, caller: Asker, services: Served) -> Response:
    try:
        services.members.enter(caller, request.cookies.get(COOKIE, ""), form.get("name", ""))
    except WatchbillError as error:
        return _problem(request, services, caller, error)
    return go("/")


Act = Callable[[Services, Caller, Mapping[str, str]], object]
_ACTS: Mapping[str, Act] = {
    "withdraw": lambda to, who, form: to.invitations.withdraw(who, form["id"]),
    "role": lambda to, who, form: to.members.set_role(who, form["name"], form["role"]),
    "remove": lambda to, who, form: to.members.remove(who, form["name"]),
    "workspace": lambda to, who, form: to.members.add_workspace(who, form["name"]),
    "rename": lambda to, who, form: to.members.rename_workspace(who, form["name"]),
    "session": lambda to, who, form: to.users.end_session(who, form["id"]),
}


@router.post("/people/{act}")
def act(act: str, request: Request, form: Form, caller: Asker, services: Served) -> Response:
    """One form for each thing that can be done; what is refused is told on the page."""
    if act not in _ACTS:
        raise NotFoundError("There is no such page.", hint="Go back to the people.")
    given = defaultdict(str, form)
    try:
        _ACTS[act](services, caller, given)
    except WatchbillError as error:
        return _problem(request, services, caller, error)
    return go("/people")


def _problem(
    request: Request, services: Services, caller: Caller, error: WatchbillError
) -> Response:
    context = {**_context(request, services, caller), "problem": str(error)}
    return render("people.html", context, status=status_of(error.code))


@router.get("/invitation/{secret}")
async def look_at(secret: str, request: Request) -> Response:
    """What one is invited to: as somebody new, or as who is signed in."""
    try:
        welcome = services_of(request).invitations.look_at(secret)
    except WatchbillError as error:
        return render("invitation.html", {"problem": str(error)}, status=status_of(error.code))
    context = {"welcome": welcome, "who": await _who(request), **_by_provider(request, secret)}
    return render("invitation.html", context)


def _by_provider(request: Request, secret: str) -> dict[str, Any]:
    provider = request.app.state.provider
    return {"provider": provider.client.name, "secret": secret} if provider else {}


async def _who(request: Request) -> Caller | None:
    """Who is signed in, if anybody is."""
    try:
        return await identify(request) if COOKIE in request.cookies else None
    except UnauthenticatedError:
        return None


@router.post("/invitation/{secret}")
async def join(secret: str, request: Request, form: Form) -> Response:
    """Join as who is signed in, or become somebody here."""
    services, name = services_of(request), form.get("name", "")
    who = await _who(request)
    try:
        if form.get("as") == "me" and who is not None:
            services.invitations.join_as(who, secret, request.cookies.get(COOKIE))
            return go("/")
        return await to_thread.run_sync(
            session.join, request, secret, name, form.get("password", "")
        )
    except UnauthenticatedError as error:
        context: dict[str, Any] = {"problem": str(error)}
    except WatchbillError as error:
        welcome = services.invitations.look_at(secret)
        context = {"problem": str(error), "welcome": welcome, "who": who, "name": name}
        context |= _by_provider(request, secret)
    return render("invitation.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _context(request: Request, services: Services, caller: Caller) -> dict[str, Any]:
    is_owner = "admin" in caller.scopes
    return {
        "page": "people",
        "me": caller,
        "is_owner": is_owner,
        "roles": ROLES,
        "members": services.members.members(caller),
        "workspaces": services.members.workspaces(caller),
        "invitations": services.invitations.invitations(caller) if is_owner else (),
        "sessions": services.users.sessions(caller),
        "has_session": COOKIE in request.cookies,
    }
