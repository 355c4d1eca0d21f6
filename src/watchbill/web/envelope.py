"""What every answer gets: a request id, security headers, and one shape for a defect. And a limit to what comes in."""

import logging
import re
import uuid
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchbill.domain.errors import TooLargeError
from watchbill.web.errors import internal, problem

log = logging.getLogger("watchbill.web")

BODY_MAX = 1_048_576
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}
_DEFAULTS = [
    (name.lower().encode(), value.encode())
    for name, value in {**SECURITY, "Cache-Control": "no-store"}.items()
]


class Envelope:
    """ASGI middleware around all of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(Headers(scope=scope))
        started = False

        async def send_dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _dress(message, request_id)
            await send(message)

        try:
            await self._app(scope, receive, send_dressed)
        except Exception:
            log.exception("request %s: %s %s failed", request_id, scope["method"], scope["path"])
            if started:
                raise  # too late for an answer: the connection is cut, so that it isn't taken for whole
            await internal(request_id)(scope, receive, send_dressed)


def _request_id(headers: Headers) -> str:
    """The caller's own X-Request-ID, if it is a plain one."""
    given = headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _dress(message: Message, request_id: str) -> None:
    """Add what the answer doesn't say otherwise itself."""
    headers = list(message["headers"])
    said = {name for name, _ in headers}
    headers += [pair for pair in _DEFAULTS if pair[0] not in said]
    headers.append((b"x-request-id", request_id.encode()))
    message["headers"] = headers


class BodyLimit:
    """ASGI middleware: a body over the limit is TOO_LARGE, whether its length is told or not. `larger`: limits of other paths."""

    def __init__(
        self, app: ASGIApp, *, most: int = BODY_MAX, larger: Mapping[str, int] | None = None
    ) -> None:
        self._app = app
        self._most = most
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            most = self._larger.get(scope["path"], self._most)
            is_over = _length(headers) > most
            if "transfer-encoding" in headers:
                is_over, receive = await self._taken(receive, most)
            if is_over:
                await problem(_too_large(most))(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _taken(self, receive: Receive, most: int) -> tuple[bool, Receive]:
        """Read a body of unknown length as far as the limit; whether it is over, and how to read it again."""
        messages: list[Message] = []
        size = 0
        while True:
            messages.append(await receive())
            size += len(messages[-1].get("body", b""))
            if size > most or not messages[-1].get("more_body", False):
                break

        async def receive_again() -> Message:
            return messages.pop(0) if messages else await receive()

        return size > most, receive_again


def _too_large(most: int) -> TooLargeError:
    return TooLargeError(f"The body is over {most:,} bytes.", hint="Split the request.")


def _length(headers: Headers) -> int:
    text = headers.get("content-length", "0")
    return int(text) if text.isdecimal() else 0
