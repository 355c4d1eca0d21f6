"""The gate of the MCP port: right Host, no foreign page, a token wherever others could come; in this order."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from watchbill.domain.errors import (
    ForbiddenError,
    InvalidError,
    UnauthenticatedError,
    WatchbillError,
)
from watchbill.services.caller import Caller
from watchbill.services.freezing import FreezingService
from watchbill.services.token import PREFIX, TokenService

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# The Service's names inside a cluster; a name below .svc can't be bought.
_SERVICE = re.compile(r"watchbill-mcp(\.[a-z0-9-]+\.svc(\.cluster\.local)?)?")
_PROXIED = ("forwarded", "x-forwarded-for", "x-forwarded-host")
FIRST_SCOPES = "tasks:read tasks:write"
_STATUS = {
    "INVALID_HOST": HTTPStatus.MISDIRECTED_REQUEST,
    "INVALID_METHOD": HTTPStatus.METHOD_NOT_ALLOWED,
    "FORBIDDEN": HTTPStatus.FORBIDDEN,
    "UNAUTHENTICATED": HTTPStatus.UNAUTHORIZED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Who may in. `local`: who comes without a token, where only this machine can come; None: nobody.

    `metadata`: the address that tells programs elsewhere how to get a token (RFC 9728); there, tokens of a turn are of no use.
    """

    tokens: TokenService
    freezing: FreezingService
    is_quick: bool = False
    local: Caller | None = None
    hosts: tuple[str, ...] = ()
    metadata: str = ""

    async def admit(self, request: HTTPConnection) -> Caller:
        """Who asks. Raises INVALID_HOST, FORBIDDEN for a foreign page, INVALID_METHOD, UNAUTHENTICATED; FORBIDDEN while it is frozen."""
        self._check_host(request.headers.get("host", ""))
        self._check_origin(request.headers.get("origin"))
        if request.scope["method"] != "POST":
            raise InvalidError.of(
                "method", "Only POST is answered.", hint="Every call stands alone."
            )
        text = _bearer(request.headers)
        if text is not None:
            return await self._verify(text)
        if self.local is None or any(name in request.headers for name in _PROXIED):
            raise UnauthenticatedError(
                "A token is needed.", hint="Send Authorization: Bearer wb_…, made by the owner."
            )
        return await self._let_in(self.local)

    async def _let_in(self, caller: Caller) -> Caller:
        """Who comes without a token, unless it is frozen."""
        if self.is_quick:
            self.freezing.check(caller)
        else:
            await to_thread.run_sync(self.freezing.check, caller)
        return caller

    async def _verify(self, text: str) -> Caller:
        """On SQLite a token is found in less time than the way to a thread takes; noting its use may wait."""
        if not self.is_quick or not text.startswith(PREFIX):
            verify = self.tokens.verify_api if self.metadata else self.tokens.verify
            return await to_thread.run_sync(verify, text)
        token = self.tokens.find(text)
        if self.tokens.is_due(token):
            await to_thread.run_sync(self.tokens.touch, token)
        return self.tokens.bearer(token)

    def _check_host(self, host: str) -> None:
        if not self._is_ours(_name(f"//{host}")):
            raise InvalidError.of(
                "host",
                "This server isn't known by that name.",
                hint="Use localhost, or have the name added to WATCHBILL_ALLOWED_HOSTS.",
            )

    def _check_origin(self, origin: str | None) -> None:
        if origin is not None and not self._is_ours(_name(origin)):
            raise ForbiddenError(
                "Another site's page sent this.", hint="Connect with a program, not from a page."
            )

    def _is_ours(self, name: str) -> bool:
        if name in LOOPBACK or _SERVICE.fullmatch(name):
            return True
        return any(_matches(name, pattern.removesuffix(":*")) for pattern in self.hosts)


class Gate:
    """ASGI middleware: what passes has `request.state.caller`."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = {**scope, "headers": _trimmed(scope["headers"])}
        request = HTTPConnection(scope)
        try:
            request.state.caller = await self._door.admit(request)
        except WatchbillError as error:
            await _refused(request, error, self._door.metadata)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _trimmed(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """RFC 9110, section 5.5: white space around a value is no part of it. The HTTP parser leaves what follows."""
    return [(name, value.strip(b" \t")) for name, value in headers]


def _bearer(headers: Mapping[str, str]) -> str | None:
    """The token; "" when the header has something else."""
    if "authorization" not in headers:
        return None
    scheme, _, text = headers["authorization"].partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def _name(url: str) -> str:
    """The name in a URL, without the port; "" when there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _matches(name: str, pattern: str) -> bool:
    if pattern.startswith("*."):
        return name.endswith(pattern[1:])
    return bool(name) and pattern in ("*", name)


def _refused(request: HTTPConnection, error: WatchbillError, metadata: str) -> JSONResponse:
    headers = {"Cache-Control": "no-store"}
    if error.code == "UNAUTHENTICATED":
        # RFC 6750, section 3.1: no error code for who came without a token.
        wrong = ', error="invalid_token"' if "authorization" in request.headers else ""
        # RFC 9728, section 5.1: how to get one; and what to ask for first.
        told = f', resource_metadata="{metadata}", scope="{FIRST_SCOPES}"' if metadata else ""
        headers["WWW-Authenticate"] = f'Bearer realm="watchbill"{wrong}{told}'
    if error.code == "INVALID_METHOD":
        headers["Allow"] = "POST"
    body = {"code": error.code, "detail": error.message, "hint": error.hint}
    status = _STATUS.get(error.code, HTTPStatus.SERVICE_UNAVAILABLE)
    return JSONResponse(body, status, headers)
