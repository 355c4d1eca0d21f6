"""Talking to a whole Watchbill over REST, and assistants that are told what to say."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
from tests.web.live import serving

from watchbill.schemas.turn import Event, TurnRequest, TurnRunner
from watchbill.services.bundle import Services
from watchbill.web.access import Access
from watchbill.web.application import build_application
from watchbill.web.turn import UNAVAILABLE, Chat

TALKS = "/api/v1/conversations"
TASKS = "/api/v1/tasks"
AWAY = {"type": "turn.failed", "code": "SERVICE_UNAVAILABLE", "message": UNAVAILABLE}


@contextmanager
def server(services: Services, turns: TurnRunner) -> Iterator[httpx2.Client]:
    app = build_application(services, Access(), chat=Chat(turns))
    with serving(app) as url, httpx2.Client(base_url=url, timeout=20, trust_env=False) as client:
        yield client


def events(answer: httpx2.Response) -> list[dict[str, Any]]:
    blocks = [block for block in answer.text.split("\n\n") if block.startswith("data: ")]
    return [json.loads(block.removeprefix("data: ")) for block in blocks]


def begin(client: httpx2.Client) -> str:
    made: str = client.post(TALKS).json()["id"]
    return made


def say(client: httpx2.Client, id: str, text: str) -> list[dict[str, Any]]:
    answer = client.post(f"{TALKS}/{id}/messages", json={"text": text})
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        200,
        "text/event-stream; charset=utf-8",
    )
    return events(answer)


def kept(client: httpx2.Client, id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{TALKS}/{id}").json()["messages"]
    return found


def eventually(look: Callable[[], Any], wanted: Any) -> None:
    """Look until it is so, for 5 seconds at most."""
    end = time.monotonic() + 5
    while (found := look()) != wanted and time.monotonic() < end:
        threading.Event().wait(0.01)
    assert found == wanted


class Scripted:
    """An assistant that says what it is told to, and waits where it is told to."""

    def __init__(self, *steps: Event | Exception | None) -> None:
        self.steps = steps
        self.go = asyncio.Event()
        self.asked: list[TurnRequest] = []

    async def run(self, request: TurnRequest) -> AsyncGenerator[Event]:
        self.asked.append(request)
        for step in self.steps:
            if step is None:
                await self.go.wait()
            elif isinstance(step, Exception):
                raise step
            else:
                yield step

    async def close(self) -> None:
        pass
