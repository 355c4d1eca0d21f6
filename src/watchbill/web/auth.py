"""The gate: nothing but a few public paths answers a stranger, and every handler behind it knows its caller."""

from http import HTTPStatus
from typing import Annotated, cast

from anyio import to_thread
from fastapi import Depends
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from watchbill.domain.errors import (
    ForbiddenError,
    InvalidError,
    UnauthenticatedError,
    WatchbillError,
)
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.grant import REMOTE
from watchbill.web.access import LOOPBACK, SAFE_METHODS, Access
from watchbill.web.errors import problem
from watchbill.web.reading import soon
from watchbill.web.remote import Remote

COOKIE = "watchbill_session"
PUBLIC_PATHS = frozenset(
    {"/signin", "/api/v1/signin", "/signin/provider", "/signin/provider/back"}
)
PUBLIC_FOLDERS = ("/setup/", "/static/", "/feeds/", "/invitation/")


def services_of(connection: HTTPConnection) -> Services:
    return cast("Services", connection.app.state.services)


def access_of(connection: HTTPConnection) -> Access:
    return cast("Access", connection.app.state.access)


def own_address(request: Request) -> str:
    """Our own address, as the browser and others know it."""
    return access_of(request).public_url or str(request.base_url).rstrip("/")


async def caller_of(request: Request) -> Caller:
    """Who asks. Raises UNAUTHENTICATED on a public path that was asked by a stranger."""
    caller = request.scope["state"].get("caller")
    if caller is None:
        raise _stranger()
    return cast("Caller", caller)


async def _services(request: Request) -> Services:
    return services_of(request)


Asker = Annotated[Caller, Depends(caller_of)]
Served = Annotated[Services, Depends(_services)]


class Gate:
    """ASGI middleware: right Host, no foreign page's writes, a credential; in this order."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        try:
            await _admit(request)
        except WatchbillError as error:
            await _refusal(request, error)(scope, receive, send)
            return
        await self._app(scope, receive, send)


async def _admit(request: HTTPConnection) -> None:
    access = access_of(request)
    if not access.is_our_host(request.headers.get("host", "")):
        raise InvalidError.of(
            "host",
            "This server isn't known by that name.",
            hint="Use localhost, or have the name added to WATCHBILL_ALLOWED_HOSTS.",
        )
    is_write = request.scope["method"] not in SAFE_METHODS
    has_bearer = "authorization" in request.headers
    if is_write and not has_bearer and access.is_cross_origin(request.headers):
        raise ForbiddenError(
            "Another site's page sent this.",
            hint="Do it on Watchbill's own page, or with a token.",
        )
    remote: Remote | None = request.app.state.remote
    path = request.url.path
    if not (_is_public(path) or (remote is not None and remote.is_public(path))):
        caller = await identify(request)
        if not is_write or "preview" in request.query_params:
            await _count_read(services_of(request), caller)
        request.state.caller = caller


async def _count_read(services: Services, caller: Caller) -> None:
    """Raises RATE_LIMITED for a program that reads, or looks at what it would write, too often."""
    if not services.reads.take(caller):
        await to_thread.run_sync(services.reads.fetch, caller)


def _is_public(path: str) -> bool:
    return path in PUBLIC_PATHS or path.startswith(PUBLIC_FOLDERS)


async def identify(request: HTTPConnection) -> Caller:
    """Who the request's credential stands for; a token goes before a cookie. Raises UNAUTHENTICATED."""
    services = services_of(request)
    if (authorization := request.headers.get("authorization")) is not None:
        text = _bearer(authorization)
        token = await soon(services, services.tokens.find, text)
        if text.startswith(REMOTE):
            raise ForbiddenError(
                "This token opens MCP, and nothing else.",
                hint="Make one in the settings for REST, or use /mcp.",
            )
        if services.tokens.is_due(token):
            await to_thread.run_sync(services.tokens.touch, token)
        return services.tokens.bearer(token)
    is_local = access_of(request).is_local and _is_at_this_machine(request)
    session = request.cookies.get(COOKIE)
    return await soon(services, services.users.identify, session, is_local=is_local)


def _bearer(authorization: str) -> str:
    scheme, _, text = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise UnauthenticatedError(
            "Only bearer tokens are taken.", hint="Send Authorization: Bearer wb_…."
        )
    return text.strip()


def _is_at_this_machine(request: HTTPConnection) -> bool:
    """A request that a proxy passed on may come from anywhere."""
    headers: Headers = request.headers
    if any(name in headers for name in ("forwarded", "x-forwarded-for", "x-forwarded-host")):
        return False
    return request.client is not None and request.client.host in LOOPBACK


def _stranger() -> UnauthenticatedError:
    return UnauthenticatedError("You aren't signed in.", hint="Sign in, or send an API token.")


def _refusal(request: HTTPConnection, error: WatchbillError) -> Response:
    """A person's browser is taken to the sign-in page, everyone else is told."""
    wants_page = "text/html" in request.headers.get("accept", "")
    if error.code == "UNAUTHENTICATED" and wants_page and request.scope["method"] == "GET":
        return RedirectResponse("/signin", HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    return problem(error)
