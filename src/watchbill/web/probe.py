"""The probes of both ports. They answer anybody, before any other check, and say nothing but well or not."""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus

import anyio
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from watchbill.domain.errors import StorageUnavailableError, WatchbillError
from watchbill.web.errors import problem

log = logging.getLogger("watchbill.probe")

PATIENCE = 2.0
"""Seconds that the store has to answer in."""
KEPT = 1.0
"""Seconds for which one look at the store is good, so that a crowd of probes costs no more than one."""


class Readiness:
    """Whether this process can serve: not while it drains, and not while the store can't be written."""

    def __init__(self, check: Callable[[], None], *, patience: float = PATIENCE) -> None:
        self._check = check
        self._patience = patience
        self._lock = anyio.Lock()
        self._seen: tuple[float, WatchbillError | None] | None = None
        self.is_draining = False

    async def problem(self) -> WatchbillError | None:
        if self.is_draining:
            return StorageUnavailableError("This process is stopping.", hint="Ask another one.")
        async with self._lock:
            if self._seen is None or time.monotonic() - self._seen[0] > KEPT:
                self._seen = time.monotonic(), await self._look()
            return self._seen[1]

    async def _look(self) -> WatchbillError | None:
        try:
            with anyio.fail_after(self._patience):
                await anyio.to_thread.run_sync(self._check, abandon_on_cancel=True)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the store can't be written
            log.warning("the store can't be written: %r", error)
            return StorageUnavailableError(
                "The task store can't be written.", hint="Look at the server's log."
            )
        return None


class Probes:
    """ASGI middleware around an application: `/healthz` says alive, `/readyz` says can serve."""

    def __init__(self, app: ASGIApp, readiness: Readiness) -> None:
        self._app = app
        self._readiness = readiness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in ("/healthz", "/readyz"):
            answer = await self._answer(scope)
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            return Response(status_code=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET"})
        if scope["path"] == "/readyz" and (error := await self._readiness.problem()):
            return problem(error)
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
