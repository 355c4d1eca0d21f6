"""The assistant's own HTTP: a route for turns, one for the trial of a model, two for probes. It has no store and knows nobody's password."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from http import HTTPStatus
from typing import TypeVar

import httpx2
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from watchbill.assistant.endpoint import Endpoints
from watchbill.assistant.toolset import TaskTools
from watchbill.assistant.turn import TurnService
from watchbill.domain.errors import InvalidError, TooLargeError, WatchbillError
from watchbill.schemas.endpoint import ModelEndpoint
from watchbill.schemas.request import to_error
from watchbill.schemas.turn import (
    HEARTBEAT,
    MEDIA_TYPE,
    Event,
    TurnRequest,
    TurnRunner,
    encode,
)

BEAT = 2.0
"""Seconds of silence after which a heartbeat is sent."""
BODY_MAX = 1_000_000
TURNS_MAX = 50
"""Turns that run in one process at once; who asks for more is told to try elsewhere, or later."""
_ENDED = None
Shape = TypeVar("Shape", bound=BaseModel)


def build_turns(
    url: str,
    model: ModelEndpoint | None = None,
    transport: httpx2.AsyncBaseTransport | None = None,
) -> TurnService:
    """Turns over the MCP server at `url`, through `transport` when that is in this process; `model` for all that name none."""
    way = transport or httpx2.AsyncHTTPTransport()
    return TurnService(TaskTools(url, way), endpoints=Endpoints(model), closing=[way.aclose])


def build_application(turns: TurnRunner, *, most: int = TURNS_MAX) -> Starlette:
    """`most`: so many turns at once."""
    room = asyncio.Semaphore(most)

    async def take_turn(request: Request) -> Response:
        try:
            wanted = await _read(request, TurnRequest)
        except WatchbillError as error:
            return _refused(error)
        if room.locked():
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return StreamingResponse(
            stream(_within(room, turns.run(wanted))),
            media_type=MEDIA_TYPE,
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def try_model(request: Request) -> Response:
        try:
            endpoint = await _read(request, ModelEndpoint)
        except WatchbillError as error:
            return _refused(error)
        return JSONResponse((await turns.try_model(endpoint)).model_dump())

    async def probe(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    @contextlib.asynccontextmanager
    async def opened(_app: Starlette) -> AsyncIterator[None]:
        yield
        await turns.close()

    return Starlette(
        lifespan=opened,
        routes=[
            Route("/turns", take_turn, methods=["POST"]),
            Route("/model/try", try_model, methods=["POST"]),
            Route("/healthz", probe),
            Route("/readyz", probe),
        ],
    )


async def _within(room: asyncio.Semaphore, events: AsyncGenerator[Event]) -> AsyncGenerator[Event]:
    """The events, while there is room for their turn."""
    async with room, aclosing(events):
        async for event in events:
            yield event


async def _read(request: Request, shape: type[Shape]) -> Shape:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_MAX:
            raise TooLargeError("The turn is too large.", hint="Begin a new conversation.")
    try:
        return shape.model_validate_json(bytes(body))
    except ValidationError as error:
        complaints = [
            {**complaint, "loc": ("body", *complaint["loc"])} for complaint in error.errors()
        ]
        raise to_error(complaints) from None


def _refused(error: WatchbillError) -> Response:
    is_invalid = isinstance(error, InvalidError)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_invalid else HTTPStatus.BAD_REQUEST
    body = {"code": error.code, "detail": error.message, "hint": error.hint}
    return Response(json.dumps(body), status, media_type="application/problem+json")


async def stream(events: AsyncGenerator[Event], *, beat: float = BEAT) -> AsyncIterator[str]:
    """Events as an event stream, with a heartbeat in every silence. When the reader goes, the turn ends."""
    queue: asyncio.Queue[Event | None] = asyncio.Queue(maxsize=100)

    async def pump() -> None:
        async with aclosing(events) as source:
            async for event in source:
                await queue.put(event)
        await queue.put(_ENDED)

    running = asyncio.create_task(pump())
    try:
        while True:
            try:
                event = await asyncio.wait_for(queue.get(), beat)
            except TimeoutError:
                yield HEARTBEAT
                continue
            if event is _ENDED:
                break
            yield encode(event)
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
