"""Serving several ports until a signal."""

import os
import signal
import threading
from collections.abc import Callable

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from watchbill.domain.errors import InvalidError, ServiceUnavailableError
from watchbill.web.server import Listener, listen, run


def saying(word: str) -> Starlette:
    def answer(request: Request) -> PlainTextResponse:
        return PlainTextResponse(word)

    return Starlette(routes=[Route("/", answer)])


def get(port: int) -> str:
    return httpx2.get(f"http://127.0.0.1:{port}/", trust_env=False, timeout=20).text


def send(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)


def run_while(listeners: list[Listener], work: Callable[[], None]) -> list[str]:
    """Serve while `work` runs in a thread; it has to send the signal. What happened, in order."""
    seen: list[str] = []
    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 -- handed to the test
            failures.append(error)
            send(signal.SIGTERM)

    worker = threading.Thread(target=guarded)

    def ready() -> None:
        seen.append("ready")
        worker.start()

    run(listeners, on_ready=ready, on_stop=lambda: seen.append("stop"))
    worker.join()
    assert failures == []
    return seen


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_every_port_answers_until_one_signal_ends_all(number: signal.Signals):
    listeners = [listen(saying(word), "127.0.0.1", 0) for word in ("web", "mcp")]
    ports = [listener.port for listener in listeners]
    said: list[str] = []

    def work() -> None:
        said.extend(get(port) for port in ports)
        send(number)

    assert run_while(listeners, work) == ["ready", "stop"]
    assert said == ["web", "mcp"]
    for port in ports:
        with pytest.raises(httpx2.ConnectError):
            get(port)


def test_a_request_under_way_comes_to_its_end_after_the_signal():
    begun, stopped = threading.Event(), threading.Event()

    def slow(request: Request) -> PlainTextResponse:
        begun.set()
        assert stopped.wait(10)
        return PlainTextResponse("done")

    listener = listen(Starlette(routes=[Route("/", slow)]), "127.0.0.1", 0)
    said: list[str] = []

    def ask() -> None:
        said.append(get(listener.port))

    def work() -> None:
        asking = threading.Thread(target=ask)
        asking.start()
        assert begun.wait(10)
        send(signal.SIGTERM)
        asking.join()

    def ready() -> None:
        threading.Thread(target=work).start()

    run([listener], on_ready=ready, on_stop=stopped.set)
    assert said == ["done"]


def test_a_second_signal_ends_at_once():
    begun, stopped, over = threading.Event(), threading.Event(), threading.Event()

    async def endless(scope, receive, send):
        if scope["type"] == "lifespan":
            await Starlette()(scope, receive, send)
            return
        begun.set()
        await receive()
        await receive()

    listener = listen(endless, "127.0.0.1", 0)

    said: list[str] = []

    def ask() -> None:
        said.append(get(listener.port))
        over.set()

    def work() -> None:
        asking = threading.Thread(target=ask)
        asking.start()
        assert begun.wait(10)
        send(signal.SIGTERM)
        assert stopped.wait(10)
        send(signal.SIGTERM)

    def ready() -> None:
        threading.Thread(target=work).start()

    run([listener], on_ready=ready, on_stop=stopped.set)
    assert over.wait(10)
    assert said == ["Internal Server Error"]


def test_an_application_that_cant_start_ends_all():
    async def broken(scope, receive, send):
        await receive()
        await send({"type": "lifespan.startup.failed", "message": "no"})

    listeners = [listen(app, "127.0.0.1", 0) for app in (saying("web"), broken)]
    seen: list[str] = []
    with pytest.raises(ServiceUnavailableError):
        run(listeners, on_ready=lambda: seen.append("ready"), on_stop=lambda: seen.append("stop"))
    assert seen == []


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_port_that_is_taken_is_said_so(host: str):
    first = listen(saying("web"), host, 0)
    with pytest.raises(InvalidError) as caught:
        listen(saying("web"), host, first.port)
    assert caught.value.code == "INVALID_PORT"
    assert str(first.port) in caught.value.message
    first.socket.close()


def test_a_host_that_isnt_ours_is_said_so():
    with pytest.raises(InvalidError) as caught:
        listen(saying("web"), "203.0.113.9", 0)
    assert caught.value.code == "INVALID_PORT"
