"""The way to the assistant: in this process or in its own, the same turns; and the turns that are running."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from typing import Any

import anyio.to_thread
import httpx2

from watchbill.domain.errors import INTERNAL, ConflictError
from watchbill.schemas.model import ModelEndpoint, ModelTrial
from watchbill.schemas.turn import (
    Event,
    TextDelta,
    ToolFinished,
    TurnFailed,
    TurnFinished,
    TurnRequest,
    TurnRunner,
    decode,
)

log = logging.getLogger("watchbill.turn")

CONNECT, READ = 2.0, 30.0
"""Seconds for a connection to the assistant, and between two of its events or heartbeats."""
_TRIAL = httpx2.Timeout(40, connect=CONNECT)
UNAVAILABLE = (
    "The assistant is unavailable just now. Your list works as always; try again in a moment."
)


@dataclass(frozen=True, slots=True)
class Chat:
    """What the conversations' routes need: the assistant, and the zone that it is to think in."""

    turns: TurnRunner
    time_zone: str = "UTC"


class RemoteTurns:
    """An assistant in a process of its own."""

    def __init__(self, url: str) -> None:
        self._base = url.rstrip("/")
        self._client = httpx2.AsyncClient(timeout=httpx2.Timeout(READ, connect=CONNECT))

    async def run(self, request: TurnRequest) -> AsyncGenerator[Event]:
        body = request.model_dump_json()
        headers = {"Content-Type": "application/json"}
        try:
            async with self._client.stream(
                "POST", f"{self._base}/turns", content=body, headers=headers
            ) as answer:
                if not answer.is_success:
                    log.warning("the assistant answered %s", answer.status_code)
                    yield unavailable()
                    return
                async for event in decode(answer.aiter_lines()):
                    yield event
        except (httpx2.TransportError, ValueError) as error:
            log.warning("the assistant is away: %r", error)
            yield unavailable()

    async def try_model(self, endpoint: ModelEndpoint) -> ModelTrial:
        try:
            answer = await self._client.post(
                f"{self._base}/model/try", json=endpoint.model_dump(mode="json"), timeout=_TRIAL
            )
            return ModelTrial.model_validate_json(answer.content)
        except (httpx2.TransportError, ValueError) as error:
            log.warning("the assistant is away: %r", error)
            return ModelTrial(ok=False, message=UNAVAILABLE)

    async def close(self) -> None:
        await self._client.aclose()


class NoTurns:
    """There is no assistant."""

    async def run(self, request: TurnRequest) -> AsyncGenerator[Event]:
        yield unavailable()

    async def try_model(self, endpoint: ModelEndpoint) -> ModelTrial:
        return ModelTrial(ok=False, message=UNAVAILABLE)

    async def close(self) -> None:
        """There is nothing to let go of."""


class LocalTurns:
    """An assistant in this process, made when the first turn needs it: its parts are slow to import."""

    def __init__(self, make: Callable[[], TurnRunner]) -> None:
        self._make = make
        self._made: TurnRunner | None = None
        self._lock = asyncio.Lock()

    async def run(self, request: TurnRequest) -> AsyncGenerator[Event]:
        turns = await self._ready()
        async with aclosing(turns.run(request)) as events:
            async for event in events:
                yield event

    async def try_model(self, endpoint: ModelEndpoint) -> ModelTrial:
        return await (await self._ready()).try_model(endpoint)

    async def _ready(self) -> TurnRunner:
        async with self._lock:
            if self._made is None:
                self._made = await anyio.to_thread.run_sync(self._make)
            return self._made

    async def close(self) -> None:
        if self._made is not None:
            await self._made.close()


def unavailable() -> TurnFailed:
    return TurnFailed(code="SERVICE_UNAVAILABLE", message=UNAVAILABLE)


class Answer:
    """What of a turn is kept: the text, the cards, and what the assistant wants to remember."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._cards: list[dict[str, Any]] = []
        self._ended: TurnFinished | TurnFailed | None = None

    def take(self, event: Event) -> None:
        match event:
            case TextDelta(text=text):
                self._said.append(text)
            case ToolFinished() if event.change is not None:
                self._cards.append(event.model_dump(mode="json"))
            case TurnFinished() | TurnFailed():
                self._ended = event

    @property
    def has_ended(self) -> bool:
        return self._ended is not None

    @property
    def text(self) -> str:
        match self._ended:
            case TurnFinished(text=text):
                return text
            case TurnFailed(message=message):
                return "".join([*self._said, "\n" if self._said else "", message])
        return "".join([*self._said, "\n" if self._said else "", "Stopped."])

    @property
    def data(self) -> dict[str, Any]:
        memory = self._ended.data if isinstance(self._ended, TurnFinished) else {}
        failed = self._ended.code if isinstance(self._ended, TurnFailed) else None
        return {**memory, "cards": self._cards, **({"failed": failed} if failed else {})}


class Running:
    """The turns that are running here. They go on when the browser leaves, and end when the person says stop."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._opening: set[str] = set()

    @contextmanager
    def opening(self, id: str) -> Iterator[None]:
        """Keep others out while a message is taken in. Raises CONFLICT while a turn of this conversation runs or begins."""
        if id in self._tasks or id in self._opening:
            raise ConflictError(
                "I am still at what you said before.", hint="Wait for the answer, or stop it."
            )
        self._opening.add(id)
        try:
            yield
        finally:
            self._opening.discard(id)

    def follow(
        self, id: str, events: AsyncGenerator[Event], keep: Callable[[Answer], None]
    ) -> asyncio.Queue[Event | None]:
        """Run the turn of a conversation that is `opening`; its events come through the queue, None at the end.

        `keep` gets the answer, whoever still listens.
        """
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._tasks[id] = asyncio.create_task(self._run(id, events, keep, queue))
        return queue

    async def _run(
        self,
        id: str,
        events: AsyncGenerator[Event],
        keep: Callable[[Answer], None],
        queue: asyncio.Queue[Event | None],
    ) -> None:
        answer = Answer()

        def tell(event: Event) -> None:
            answer.take(event)
            queue.put_nowait(event)

        try:
            async with aclosing(events):
                async for event in events:
                    tell(event)
            if not answer.has_ended:
                tell(unavailable())
        except Exception:
            log.exception("a turn failed")
            tell(TurnFailed(code=INTERNAL, message="Something went wrong inside Watchbill."))
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(keep, answer)
            del self._tasks[id]
            queue.put_nowait(None)

    async def stop(self, id: str) -> bool:
        """End a conversation's turn; whether there was one."""
        task = self._tasks.get(id)
        if task is None:
            return False
        task.cancel()
        await asyncio.wait([task])
        return True

    async def close(self) -> None:
        """End all turns; what they said and did by then is kept."""
        for id in list(self._tasks):
            await self.stop(id)
