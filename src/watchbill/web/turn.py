"""The way to the assistant: in this process or in its own, the same turns; and the turns that are running."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol, cast

import anyio.to_thread
import httpx2
from starlette.requests import HTTPConnection

from watchbill.domain.errors import INTERNAL, StorageUnavailableError, WatchbillError
from watchbill.schemas.endpoint import ModelEndpoint, ModelTrial
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

CONNECT, ANSWER, READ = 2.0, 2.5, 8.0
"""Seconds for a connection to the assistant, for the head of its answer, and between two of its events or heartbeats."""
_TRIAL = httpx2.Timeout(40, connect=CONNECT)
BEAT = 0.5
"""Seconds between two looks whether a turn shall stop."""
UNAVAILABLE = (
    "The assistant is unavailable just now. Your list works as always; try again in a moment."
)
BUSY = (
    "The assistant has too much to do just now. Your list works as always; try again in a moment."
)


@dataclass(frozen=True, slots=True)
class Chat:
    """What the conversations' routes need: the assistant, and the zone that it is to think in."""

    turns: TurnRunner
    time_zone: str = "UTC"


def chat_of(connection: HTTPConnection) -> Chat:
    return cast("Chat", connection.app.state.chat)


class RemoteTurns:
    """An assistant in a process of its own."""

    def __init__(self, url: str) -> None:
        self._base = url.rstrip("/")
        self._client = httpx2.AsyncClient(timeout=httpx2.Timeout(READ, connect=CONNECT))

    async def run(self, request: TurnRequest) -> AsyncGenerator[Event]:
        try:
            answer = await self._begun(request)
        except (httpx2.TransportError, TimeoutError) as error:
            log.warning("the assistant is away: %r", error)
            yield unavailable()
            return
        async with aclosing(_told(answer)) as events:
            async for event in events:
                yield event

    async def _begun(self, request: TurnRequest) -> httpx2.Response:
        """The head of the answer. Where a replica went away before it gave one, another is asked.

        What the first may have done is not done twice, since the calls of a turn have their keys.
        """
        body = request.model_dump_json()
        headers = {"Content-Type": "application/json"}
        asked = self._client.build_request(
            "POST", f"{self._base}/turns", content=body, headers=headers
        )
        async with asyncio.timeout(ANSWER):
            try:
                return await self._client.send(asked, stream=True)
            except (httpx2.NetworkError, httpx2.RemoteProtocolError) as error:
                log.warning("the assistant broke off, and is asked again: %r", error)
                return await self._client.send(asked, stream=True)

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


async def _told(answer: httpx2.Response) -> AsyncGenerator[Event]:
    """The events that an assistant's process sends, to the end or to where it breaks off."""
    async with aclosing(answer):
        if not answer.is_success:
            log.warning("the assistant answered %s", answer.status_code)
            is_busy = answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
            yield unavailable(BUSY if is_busy else UNAVAILABLE)
            return
        try:
            async for event in decode(answer.aiter_lines()):
                yield event
        except (httpx2.TransportError, ValueError) as error:
            log.warning("the assistant broke off: %r", error)
            yield unavailable()


def unavailable(message: str = UNAVAILABLE) -> TurnFailed:
    return TurnFailed(code="SERVICE_UNAVAILABLE", message=message)


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
            case ToolFinished() if event.is_card:
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
        memory: dict[str, Any] = {}
        if isinstance(self._ended, TurnFinished):
            replies = [reply.model_dump() for reply in self._ended.replies]
            memory = {**self._ended.data, **({"replies": replies} if replies else {})}
        failed = self._ended.code if isinstance(self._ended, TurnFailed) else None
        return {**memory, "cards": self._cards, **({"failed": failed} if failed else {})}


class Kept(Protocol):
    """Where a turn is kept, whoever still listens; and where whichever replica is asked says that it shall stop."""

    @property
    def conversation(self) -> str: ...

    def keep(self, answer: Answer) -> None: ...

    def is_stopped(self) -> bool: ...


class Running:
    """The turns that are running here. They go on when the browser leaves, and end when the person says stop."""

    def __init__(self) -> None:
        self._tasks: dict[asyncio.Task[None], Kept] = {}

    def follow(self, events: AsyncGenerator[Event], kept: Kept) -> asyncio.Queue[Event | None]:
        """Run a turn; its events come through the queue, None at the end, when it is kept."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        task = asyncio.create_task(self._run(events, kept, queue))
        self._tasks[task] = kept
        watching = asyncio.create_task(_stop_when_told(kept, task))
        task.add_done_callback(lambda _: watching.cancel())
        task.add_done_callback(self._tasks.pop)
        return queue

    async def _run(
        self, events: AsyncGenerator[Event], kept: Kept, queue: asyncio.Queue[Event | None]
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
                await _keep(kept, answer)
            queue.put_nowait(None)

    async def look(self, conversation: str) -> None:
        """End the conversation's turns that run here and shall stop, at once; others see it soon."""
        for task, kept in list(self._tasks.items()):
            if kept.conversation == conversation and await anyio.to_thread.run_sync(
                kept.is_stopped
            ):
                await _ended(task)

    async def close(self) -> None:
        """End all turns; what they said and did by then is kept."""
        for task in list(self._tasks):
            await _ended(task)


async def _keep(kept: Kept, answer: Answer) -> None:
    try:
        await anyio.to_thread.run_sync(kept.keep, answer)
    except WatchbillError as error:
        log.error("an answer could not be kept: %s", error)  # noqa: TRY400 -- expected, and told without a trace


async def _stop_when_told(kept: Kept, turn: asyncio.Task[None]) -> None:
    """Another replica may be the one that is told to stop this turn."""
    while True:
        await asyncio.sleep(BEAT)
        try:
            if await anyio.to_thread.run_sync(kept.is_stopped):
                turn.cancel()
        except StorageUnavailableError:
            continue  # away for a moment


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])
