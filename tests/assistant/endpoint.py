"""A language model's endpoint that does as it is told, over real HTTP: OpenAI's protocol, and Anthropic's."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

Step = str | tuple[str, str] | int | None
"""Words, a call (tool, arguments as text), a status that refuses, or silence for good."""


NONSENSE = "\0"
"""What no model answers."""


class Endpoint:
    """Does these steps, one per request, and the last one for ever. Keeps what it was asked, and with which key."""

    def __init__(self, *steps: Step) -> None:
        self._rest = list(steps)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/chat/completions", self._openai, methods=["POST"]),
                Route("/v1/messages", self._anthropic, methods=["POST"]),
            ]
        )

    async def _step(self, request: Request) -> Step:
        self.asked.append(await request.json())
        self.keys.append(request.headers["authorization"])
        return self._rest.pop(0) if len(self._rest) > 1 else self._rest[0]

    async def _openai(self, request: Request) -> Response:
        step = await self._step(request)
        if isinstance(step, int):
            return JSONResponse({"error": {"message": "secret words"}}, step)
        if not self.asked[-1].get("stream"):
            return await _at_once(step)
        return StreamingResponse(_chunks(step, len(self.asked)), media_type="text/event-stream")

    async def _anthropic(self, request: Request) -> Response:
        step = await self._step(request)
        return StreamingResponse(_events(step), media_type="text/event-stream")


_HEAD = {"id": "x", "created": 0, "model": "small"}
_USAGE = {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}


async def _at_once(step: Step) -> Response:
    if step is None:
        await asyncio.Event().wait()
    return JSONResponse({"nonsense": True} if step == NONSENSE else _whole(step))


def _whole(step: Step) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": step}
    if isinstance(step, tuple):
        call = {"name": step[0], "arguments": step[1]}
        calls = [{"id": "c1", "type": "function", "function": call}]
        message = {"role": "assistant", "content": None, "tool_calls": calls}
    choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
    return {**_HEAD, "object": "chat.completion", "choices": choices, "usage": _USAGE}


async def _chunks(step: Step, number: int) -> AsyncIterator[str]:
    if step is None:
        await asyncio.Event().wait()
    deltas = _call(step, number) if isinstance(step, tuple) else _words(str(step))
    reason = "tool_calls" if isinstance(step, tuple) else "stop"
    head = {**_HEAD, "object": "chat.completion.chunk"}
    for place, delta in enumerate([*deltas, {}]):
        ended = reason if place == len(deltas) else None
        choices = [{"index": 0, "delta": delta, "finish_reason": ended}]
        yield f"data: {json.dumps({**head, 'choices': choices})}\n\n"
    yield f"data: {json.dumps({**head, 'choices': [], 'usage': _USAGE})}\n\n"
    yield "data: [DONE]\n\n"


def _words(text: str) -> list[dict[str, Any]]:
    """In pieces, as a model speaks."""
    return [{"content": text[start : start + 9]} for start in range(0, len(text), 9)]


def _call(step: tuple[str, str], number: int) -> list[dict[str, Any]]:
    """A tool call that comes in two pieces."""
    tool, arguments = step
    half = len(arguments) // 2
    first = {"name": tool, "arguments": arguments[:half]}
    return [
        {"tool_calls": [{"index": 0, "id": f"c{number}", "type": "function", "function": first}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": arguments[half:]}}]},
    ]


async def _events(step: Step) -> AsyncIterator[str]:
    """One message of Anthropic's stream: words, or a call."""
    block: dict[str, Any] = {"type": "text", "text": ""}
    delta: dict[str, Any] = {"type": "text_delta", "text": step}
    if isinstance(step, tuple):
        block = {"type": "tool_use", "id": "toolu_1", "name": step[0], "input": {}}
        delta = {"type": "input_json_delta", "partial_json": step[1]}
    reason = "tool_use" if isinstance(step, tuple) else "end_turn"
    usage = {"input_tokens": 9, "output_tokens": 9}
    message = {"id": "m", "type": "message", "role": "assistant", "model": "small", "content": []}
    message |= {"stop_reason": None, "stop_sequence": None, "usage": usage}
    for event in (
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": reason, "stop_sequence": None},
            "usage": {"output_tokens": 9},
        },
        {"type": "message_stop"},
    ):
        yield f"event: {event['type']}\ndata: {json.dumps(event)}\n\n"
