"""The assistant's own HTTP: one route for turns, two for probes. It has no store and knows nobody's password."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from http import HTTPStatus

import httpx2
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from watchbill.assistant.agent import build_agent
from watchbill.assistant.model import ModelSettings, open_model
from watchbill.assistant.turn import TurnService
from watchbill.domain.errors import InvalidError, TooLargeError, WatchbillError
from watchbill.schemas.request import to_error
from watchbill.schemas.turn import (
    HEARTBEAT,
    MEDIA_TYPE,
    Event,
    TurnRequest,
    TurnRunner,
    encode,
)

BEAT = 10.0
"""Seconds of silence after which a heartbeat is sent."""
BODY_MAX = 1_000_000
CONNECT = 2.0
_ENDED = None


def build_turns(
    url: str, model: ModelSettings, transport: httpx2.AsyncBaseTransport | None = None
) -> TurnService:
    """Turns over the MCP server at `url`; through `transport` when that is in this process."""
    client = httpx2.AsyncClient(transport=transport, timeout=httpx2.Timeout(30, connect=CONNECT))
    opened = open_model(model)
    closing = [client.aclose, *([] if opened is None else [opened.client.close])]
    return TurnService(build_agent(url, client), opened, closing)


def build_application(turns: TurnRunner) -> Starlette:
    async def take_turn(request: Request) -> Response:
        try:
            wanted = await _read(request)
        except WatchbillError as error:
            return _refused(error)
        return StreamingResponse(
            stream(turns.run(wanted)),
            media_type=MEDIA_TYPE,
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

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
            Route("/healthz", probe),
            Route("/readyz", probe),
        ],
    )


async def _read(request: Request) -> TurnRequest:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_MAX:
            raise TooLargeError("The turn is too large.", hint="Begin a new conversation.")
    try:
        return TurnRequest.model_validate_json(bytes(body))
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
