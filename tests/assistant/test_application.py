"""The assistant as a service of its own: turns as an event stream, probes, refusals."""

import asyncio
from collections.abc import AsyncGenerator

import httpx2
import pytest

from watchbill.assistant.application import BODY_MAX, build_application, stream
from watchbill.schemas.endpoint import ModelEndpoint, ModelTrial
from watchbill.schemas.turn import (
    HEARTBEAT,
    Event,
    TextDelta,
    TurnFinished,
    TurnRequest,
    decode,
    encode,
    read_event,
)

TURN = {"turn": "t", "text": "hello", "now": "2026-11-24T12:00:00Z", "token": "x"}


class Echo:
    """Turns that say what they were asked."""

    async def run(self, request: TurnRequest) -> AsyncGenerator[Event]:
        yield TextDelta(text=request.text)
        yield TurnFinished(text=request.text, data={"seen": request.turn})

    async def try_model(self, endpoint: ModelEndpoint) -> ModelTrial:
        return ModelTrial(ok=endpoint.key == "k3y", message=f"{endpoint.name} answers.")

    async def close(self) -> None:
        pass


def ask(method: str, path: str, **given: object) -> httpx2.Response:
    async def run() -> httpx2.Response:
        transport = httpx2.ASGITransport(app=build_application(Echo()))
        async with httpx2.AsyncClient(transport=transport, base_url="http://assistant") as client:
            return await client.request(method, path, **given)  # type: ignore[arg-type]  # what the test gives

    return asyncio.run(run())


def test_a_turn_streams_its_events() -> None:
    answer = ask("POST", "/turns", json=TURN)
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [event for line in answer.text.split("\n") if (event := read_event(line))]
    assert events == [TextDelta(text="hello"), TurnFinished(text="hello", data={"seen": "t"})]


def test_a_model_is_tried_from_here() -> None:
    answer = ask("POST", "/model/try", json={"url": "http://m", "name": "small", "key": "k3y"})
    assert answer.json() == {"ok": True, "message": "small answers."}
    refused = ask("POST", "/model/try", json={"api": "morse", "key": "k3y"})
    assert (refused.status_code, refused.json()["code"]) == (422, "INVALID_API")
    assert "k3y" not in refused.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_probes_answer(path: str) -> None:
    assert ask("GET", path).json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({**TURN, "text": ""}, 422, "INVALID_TEXT"),
        ({**TURN, "extra": 1}, 400, "UNKNOWN_ARGUMENT"),
        ({"turn": "t"}, 422, "INVALID_TEXT"),
    ],
)
def test_a_turn_that_is_not_one_is_refused(
    body: dict[str, object], status: int, code: str
) -> None:
    answer = ask("POST", "/turns", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_turn_that_is_too_large_is_refused() -> None:
    answer = ask("POST", "/turns", content=b"x" * (BODY_MAX + 1))
    assert (answer.status_code, answer.json()["code"]) == (400, "TOO_LARGE")


def test_a_silence_is_filled_with_heartbeats() -> None:
    async def run() -> list[str]:
        go = asyncio.Event()

        async def slow() -> AsyncGenerator[Event]:
            await go.wait()
            yield TextDelta(text="at last")

        told = []
        async for text in stream(slow(), beat=0.01):
            told.append(text)
            go.set()
        return told

    told = asyncio.run(run())
    assert told[0] == HEARTBEAT
    assert told[-1] == encode(TextDelta(text="at last"))


def test_when_the_reader_goes_the_turn_ends() -> None:
    async def run() -> bool:
        ended = asyncio.Event()

        async def endless() -> AsyncGenerator[Event]:
            try:
                while True:
                    yield TextDelta(text="x")
                    await asyncio.sleep(0)
            finally:
                ended.set()

        reader = stream(endless())
        await anext(reader)
        await reader.aclose()
        return ended.is_set()

    assert asyncio.run(run())


def test_a_stream_is_read_back_as_it_was_written() -> None:
    async def run() -> list[Event]:
        async def lines() -> AsyncGenerator[str]:
            for line in (encode(TextDelta(text="a\nb")) + HEARTBEAT).split("\n"):
                yield line

        return [event async for event in decode(lines())]

    assert asyncio.run(run()) == [TextDelta(text="a\nb")]
