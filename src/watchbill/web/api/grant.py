"""OAuth, as programs speak it: metadata, registration, tokens and their end. The person's part is the consent page."""

import json
import re
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from watchbill.domain.errors import InvalidError
from watchbill.services.grant import ACCESS_LIFETIME, GRANTABLE, Issued
from watchbill.services.program import scopes_in
from watchbill.web.auth import services_of
from watchbill.web.remote import Remote, oauth_problem

router = APIRouter(include_in_schema=False)

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


@router.get("/.well-known/oauth-protected-resource")
@router.get("/.well-known/oauth-protected-resource/mcp")
def show_resource(request: Request) -> Response:
    return JSONResponse(_remote(request).resource_metadata())


@router.get("/.well-known/oauth-authorization-server")
def show_server(request: Request) -> Response:
    return JSONResponse(_remote(request).server_metadata())


@router.post("/oauth/register")
async def register(request: Request) -> Response:
    """Dynamic client registration (RFC 7591). Every program is a public one: it gets no secret, and proves itself by PKCE."""
    grants = services_of(request).grants
    try:
        given = _object(await request.body())
        program, id = await to_thread.run_sync(grants.register, given)
    except InvalidError as error:
        return oauth_problem(error)
    body = {
        "client_id": id,
        "client_id_issued_at": int(time.time()),
        "client_name": program.name,
        "redirect_uris": list(program.redirects),
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
    }
    return JSONResponse(body, HTTPStatus.CREATED, {"Cache-Control": "no-store"})


@router.post("/oauth/token")
async def give_token(request: Request) -> Response:
    try:
        given = await _fields(request)
        _remote(request).check_resource(given.get("resource", ""))
        issued = await to_thread.run_sync(_asked_for(request, given))
    except InvalidError as error:
        return oauth_problem(error)
    body = {
        "access_token": issued.access,
        "token_type": "Bearer",
        "expires_in": int(ACCESS_LIFETIME.total_seconds()),
        "refresh_token": issued.refresh,
        "scope": " ".join(issued.scopes),
    }
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.post("/oauth/revoke")
async def revoke(request: Request) -> Response:
    """RFC 7009: whatever the token was, it is none any more."""
    grants = services_of(request).grants
    try:
        given = await _fields(request)
        token, client_id = _needed(given, "token"), _needed(given, "client_id")
        await to_thread.run_sync(lambda: grants.revoke(token, client_id=client_id))
    except InvalidError as error:
        return oauth_problem(error)
    return Response(headers={"Cache-Control": "no-store"})


def _asked_for(request: Request, given: Mapping[str, str]) -> Callable[[], Issued]:
    """What gives the tokens, by the kind of the grant. Raises INVALID_REQUEST, INVALID_GRANT and INVALID_GRANT_TYPE."""
    grants, client_id = services_of(request).grants, _needed(given, "client_id")
    match _needed(given, "grant_type"):
        case "authorization_code":
            code, verifier = _needed(given, "code"), _needed(given, "code_verifier")
            if not _VERIFIER.fullmatch(verifier):
                raise InvalidError.of("grant", "The code_verifier isn't one (RFC 7636).")
            return lambda: grants.exchange(
                code,
                client_id=client_id,
                redirect_uri=given.get("redirect_uri", ""),
                verifier=verifier,
            )
        case "refresh_token":
            text = _needed(given, "refresh_token")
            scopes_in(given.get("scope", ""), GRANTABLE)
            return lambda: grants.refresh(text, client_id=client_id)
        case _:
            raise InvalidError.of("grant_type", "It is authorization_code or refresh_token.")


def _remote(request: Request) -> Remote:
    remote: Remote = request.app.state.remote
    return remote


async def _fields(request: Request) -> Mapping[str, str]:
    """The form's fields. Raises INVALID_REQUEST for one that is given twice (RFC 6749, section 3.2)."""
    form = await request.form()
    names = [name for name, _ in form.multi_items()]
    if len(names) != len(set(names)):
        raise InvalidError("A parameter is given twice.")
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _needed(given: Mapping[str, str], name: str) -> str:
    if not given.get(name):
        raise InvalidError(f"{name} is missing.")
    return given[name]


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise InvalidError.of("client_metadata", "The body has to be a JSON object.")
    return found
