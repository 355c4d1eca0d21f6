"""Serving: several applications, each on its own port, in one process and one event loop, until a signal."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import uvicorn
import uvloop
from starlette.types import ASGIApp

from watchbill.domain.errors import InvalidError, ServiceUnavailableError

GRACE = 30
"""Seconds that requests have to come to their end after a signal."""

BACKLOG = 2048


@dataclass(frozen=True, slots=True)
class Listener:
    """An application and the open socket that it answers on."""

    app: ASGIApp
    socket: socket.socket

    @property
    def port(self) -> int:
        port: int = self.socket.getsockname()[1]
        return port


def listen(app: ASGIApp, host: str, port: int) -> Listener:
    """Open the port; 0 is any free one. Raises INVALID_PORT when it can't be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol has to be named: else asyncio leaves Nagle's algorithm on, and each answer waits 40 ms.
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        raise InvalidError.of(
            "port",
            f"Port {port} on {host} can't be opened: {error.strerror}.",
            hint="Stop what uses it, or choose another one.",
        ) from None
    return Listener(app, opened)


def run(
    listeners: Sequence[Listener], *, on_ready: Callable[[], None], on_stop: Callable[[], None]
) -> None:
    """Serve until SIGTERM or SIGINT, then let requests end; a second signal ends at once.

    `on_stop` is called at the signal, before the ports close. Raises SERVICE_UNAVAILABLE when an application can't start.
    """
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_run(listeners, on_ready, on_stop))
    finally:
        for listener in listeners:
            listener.socket.close()


async def _run(
    listeners: Sequence[Listener], on_ready: Callable[[], None], on_stop: Callable[[], None]
) -> None:
    servers = [_Server(_config(listener.app)) for listener in listeners]
    tasks = [
        asyncio.create_task(_serve(server, listener))
        for server, listener in zip(servers, listeners, strict=True)
    ]
    with _signals(servers, on_stop):
        if await _started(servers, tasks):
            on_ready()
        else:
            _stop(servers)
        await asyncio.gather(*tasks)
    if not all(server.started for server in servers):
        raise ServiceUnavailableError(
            "Watchbill couldn't start.", hint="The log above says what is wrong."
        )


async def _serve(server: "_Server", listener: Listener) -> None:
    # A start that fails would take the process down from within; here it is one of several, and is seen below.
    with contextlib.suppress(SystemExit):
        await server.serve([listener.socket])


class _Server(uvicorn.Server):
    """Leaves the signals to `_signals`: one for all servers, and the exit code stays 0."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(app: ASGIApp) -> uvicorn.Config:
    # No proxy headers: who the peer is decides whether it is trusted, so nobody else may say it.
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )


async def _started(servers: Sequence[_Server], tasks: Sequence[asyncio.Task[None]]) -> bool:
    """Wait until all answer; False when one of them gave up."""
    while not all(server.started for server in servers):
        if any(task.done() for task in tasks):
            return False
        await asyncio.sleep(0.01)
    return True


@contextlib.contextmanager
def _signals(servers: Sequence[_Server], on_stop: Callable[[], None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        on_stop()
        _stop(servers)

    handled: tuple[Any, ...] = (signal.SIGTERM, signal.SIGINT)
    for number in handled:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in handled:
            loop.remove_signal_handler(number)


def _stop(servers: Sequence[_Server]) -> None:
    for server in servers:
        server.force_exit = server.should_exit
        server.should_exit = True
