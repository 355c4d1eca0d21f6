"""The consent page: a program elsewhere asks to be let in, and the person who is signed in chooses what it may."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse, Response

from watchbill.domain.errors import InvalidError, UnauthenticatedError, WatchbillError
from watchbill.services import grant
from watchbill.services.caller import Caller
from watchbill.services.grant import GRANTABLE, Choice
from watchbill.services.program import Program, scopes_in
from watchbill.web.auth import identify, services_of
from watchbill.web.envelope import SECURITY
from watchbill.web.errors import status_of
from watchbill.web.remote import Remote, error_name
from watchbill.web.ui.form import Form, Scopes
from watchbill.web.ui.page import render

router = APIRouter(include_in_schema=False)

PATH = "/oauth/authorize"
ASKED = (
    "client_id",
    "redirect_uri",
    "response_type",
    "code_challenge",
    "code_challenge_method",
    "scope",
    "resource",
    "state",
)
DEFAULT_SCOPES = ("tasks:read", "tasks:write")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_SCOPES = {
    "tasks:read": "read tasks",
    "tasks:write": "add and change tasks",
    "tasks:delete": "delete tasks",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser that a program sent here: who asks, where it is answered, and what it gave."""

    program: Program
    redirect_uri: str
    given: Mapping[str, str]

    def back(self, issuer: str, **said: str) -> str:
        """The program's address with an answer; `iss` tells who gives it (RFC 9207)."""
        if state := self.given.get("state"):
            said["state"] = state
        joint = "&" if urlsplit(self.redirect_uri).query else "?"
        return f"{self.redirect_uri}{joint}{urlencode({**said, 'iss': issuer})}"

    def request(self, remote: Remote) -> grant.Request:
        """What it asks for. Raises INVALID_RESPONSE_TYPE, INVALID_REQUEST, INVALID_TARGET and INVALID_SCOPE."""
        given = self.given
        if given.get("response_type") != "code":
            raise InvalidError.of("response_type", "Only code is answered.")
        challenge = given.get("code_challenge", "")
        if given.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
            raise InvalidError("PKCE is needed: a code_challenge by S256.")
        remote.check_resource(given.get("resource", ""))
        return grant.Request(
            client_id=given["client_id"],
            redirect_uri=self.redirect_uri,
            challenge=challenge,
            scopes=scopes_in(given.get("scope", ""), GRANTABLE) or DEFAULT_SCOPES,
        )


@router.get(PATH)
async def ask(request: Request) -> Response:
    try:
        visit = await _visit(request, request.query_params)
        caller = await identify(request)
    except UnauthenticatedError:
        return _away(f"/signin?{urlencode({'next': f'{PATH}?{request.url.query}'})}")
    except WatchbillError as error:
        return _refused(error)
    remote: Remote = request.app.state.remote
    try:
        caller.require_person("let a program in")
        return _page(visit, visit.request(remote), caller)
    except InvalidError as error:
        return _away(visit.back(remote.url, error=error_name(error), error_description=str(error)))
    except WatchbillError as error:
        return _refused(error)


@router.post(PATH)
async def decide(request: Request, form: Form, scopes: Scopes) -> Response:
    """What the person chose. All that the program gave is looked at again: a page can be changed."""
    remote: Remote = request.app.state.remote
    try:
        visit = await _visit(request, QueryParams(form.get("asked", "")))
        caller = await identify(request)
        wanted = visit.request(remote)
    except WatchbillError as error:
        return _refused(error)
    if form.get("answer") != "allow":
        return _away(visit.back(remote.url, error="access_denied"))
    choice = Choice(name=form.get("name", ""), mode=form.get("mode", ""), scopes=scopes)
    grants = services_of(request).grants
    try:
        code = await to_thread.run_sync(grants.approve, caller, wanted, choice)
    except WatchbillError as error:
        return _page(visit, wanted, caller, choice=choice, error=error)
    return _away(visit.back(remote.url, code=code))


async def _visit(request: Request, given: QueryParams) -> Visit:
    """Raises INVALID_REQUEST, INVALID_CLIENT and INVALID_REDIRECT_URI: then nobody is sent anywhere."""
    if len(given.multi_items()) != len(given):
        raise InvalidError("A parameter is given twice.", hint="Connect the program anew.")
    kept = {name: given[name] for name in ASKED if given.get(name)}
    grants = services_of(request).grants
    program = await to_thread.run_sync(grants.program, kept.get("client_id", ""))
    return Visit(program, program.redirect(kept.get("redirect_uri", "")), kept)


def _page(
    visit: Visit,
    wanted: grant.Request,
    caller: Caller,
    *,
    choice: Choice | None = None,
    error: WatchbillError | None = None,
) -> Response:
    target = urlsplit(visit.redirect_uri)
    offered = [scope for scope in wanted.scopes if scope in caller.scopes]
    context: dict[str, Any] = {
        "program": visit.program.name,
        "place": target.netloc or f"{target.scheme}:",
        "asked": urlencode(visit.given),
        "user": caller.user_name,
        "scopes": [(scope, _SCOPES[scope]) for scope in offered],
        # Deleting has to be chosen.
        "choice": choice or Choice(name=visit.program.name, mode="propose", scopes=DEFAULT_SCOPES),
        "problem": str(error) if error else "",
    }
    status = status_of(error.code) if error else HTTPStatus.OK
    answer = render("grant.html", context, status=status)
    answer.headers["Content-Security-Policy"] = _policy(visit.redirect_uri)
    return answer


def _policy(redirect_uri: str) -> str:
    """The form's answer leads to the program, which browsers hold against form-action."""
    parts = urlsplit(redirect_uri)
    is_web = parts.scheme in ("http", "https")
    target = f"{parts.scheme}://{parts.netloc}" if is_web else f"{parts.scheme}:"
    policy = SECURITY["Content-Security-Policy"]
    return policy.replace("form-action 'self'", f"form-action 'self' {target}")


def _away(place: str) -> Response:
    return RedirectResponse(place, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})


def _refused(error: WatchbillError) -> Response:
    page = {"heading": "This program can't be let in", "problem": str(error)}
    return render("signin.html", page, status=status_of(error.code))
