"""One turn: from what the person said to a stream of events, and every failure to one clear sentence."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Any

from mcp import MCPError
from pydantic_ai import Agent
from pydantic_ai.exceptions import (
    AgentRunError,
    ModelAPIError,
    UnexpectedModelBehavior,
    UsageLimitExceeded,
)
from pydantic_ai.messages import (
    AgentStreamEvent,
    FunctionToolCallEvent,
    FunctionToolResultEvent,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ToolReturnPart,
)
from pydantic_ai.models import Model
from pydantic_ai.run import AgentRunResultEvent

from watchbill.assistant.agent import LIMITS, Deps, instructions, to_messages
from watchbill.assistant.memory import Memory
from watchbill.assistant.model import Interpreter, to_outcome
from watchbill.domain.errors import INTERNAL
from watchbill.schemas.turn import (
    Event,
    NamedTask,
    TextDelta,
    ToolFinished,
    ToolStarted,
    TurnFailed,
    TurnFinished,
    TurnRequest,
)

log = logging.getLogger("watchbill.assistant")

TIME_LIMIT = 110.0
"""Seconds for a turn: less than its token lives."""
_LABELS: Mapping[str, str] = {
    "view_tasks": "Looking at the list",
    "add_task": "Adding",
    "update_task": "Changing",
    "complete_task": "Completing",
    "delete_task": "Deleting",
    "view_changes": "Looking at the history",
    "undo_change": "Undoing",
}
_AWAY = (
    "The task service is not answering. Whether the last step was done, the history tells; "
    "try again in a moment."
)


class TurnService:
    """Runs turns. Keeps nothing between them but connections; `closing` lets go of these."""

    def __init__(
        self,
        agent: Agent[Deps, str],
        model: Model | None,
        closing: Sequence[Callable[[], Awaitable[None]]] = (),
    ) -> None:
        self._agent = agent
        self._model = model
        self._closing = closing

    async def close(self) -> None:
        for close in self._closing:
            await close()

    async def run(self, request: TurnRequest) -> AsyncGenerator[Event]:
        """The events of a turn; the last one says how it ended. Closing the stream ends the turn."""
        interpreter = Interpreter(_memory(request))
        model = self._model or interpreter.as_model()
        try:
            async with asyncio.timeout(TIME_LIMIT):
                async with aclosing(self._events(request, model, interpreter)) as events:
                    async for event in events:
                        yield event
        except Exception as error:  # noqa: BLE001 -- whatever it is, the person is told, and nothing leaks
            yield _failure(error)

    async def _events(
        self, request: TurnRequest, model: Model, interpreter: Interpreter
    ) -> AsyncGenerator[Event]:
        mentioned: list[int] = []
        async with self._agent.run_stream_events(
            request.text,
            model=model,
            deps=Deps(request.token, request.turn),
            instructions=instructions(request),
            message_history=to_messages(request.history),
            usage_limits=LIMITS,
        ) as events:
            async for event in events:
                if isinstance(event, AgentRunResultEvent):
                    memory = interpreter.memory
                    if self._model is not None and mentioned:
                        memory = memory.about(mentioned)
                    yield TurnFinished(text=event.result.output, data=memory.to_json())
                elif (told := _told(event)) is not None:
                    if isinstance(told, ToolFinished) and told.change is not None:
                        mentioned = [task.ref for task in told.tasks]
                    yield told


def _memory(request: TurnRequest) -> Memory:
    """What the assistant asked to be remembered last."""
    said = [message for message in request.history if message.role == "assistant"]
    return Memory.from_json(said[-1].data) if said else Memory()


def _told(event: AgentStreamEvent) -> Event | None:
    """What of the loop's events a person sees."""
    match event:
        case PartStartEvent(part=TextPart(content=text)) if text:
            return TextDelta(text=text)
        case PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            return TextDelta(text=text)
        case FunctionToolCallEvent(part=part):
            label = _LABELS.get(part.tool_name, part.tool_name)
            return ToolStarted(call=part.tool_call_id, tool=part.tool_name, label=label)
        case FunctionToolResultEvent(part=ToolReturnPart() as part):
            return _finished(part)
    return None


def _finished(part: ToolReturnPart) -> ToolFinished:
    outcome = to_outcome(part)
    content: Mapping[str, Any] = outcome.content
    change = content.get("change") if isinstance(content.get("change"), int) else None
    titles = outcome.titles() if change is not None else {}
    return ToolFinished(
        call=part.tool_call_id,
        tool=part.tool_name,
        ok=outcome.is_ok,
        summary=_LABELS.get(part.tool_name, part.tool_name) if outcome.is_ok else outcome.reason,
        change=change,
        tasks=[NamedTask(ref=ref, title=title) for ref, title in titles.items()],
    )


def _failure(error: Exception) -> TurnFailed:
    """How a turn that broke is told. The service is blamed only for what the person can wait out."""
    match error:
        case TimeoutError():
            return TurnFailed(
                code="SERVICE_UNAVAILABLE",
                message="That took too long, so I stopped. What was done by then is in the history.",
            )
        case UsageLimitExceeded():
            return TurnFailed(
                code="RATE_LIMITED",
                message="I stopped after too many steps. What was done by then is in the history.",
            )
        case ModelAPIError():
            log.warning("the model failed: %r", error)
            return TurnFailed(
                code="SERVICE_UNAVAILABLE",
                message="The language model is not answering. Try again in a moment.",
            )
        case UnexpectedModelBehavior():
            log.warning("the model misbehaved: %r", error)
            return TurnFailed(
                code="SERVICE_UNAVAILABLE",
                message="The language model answered with something I can't use. Try to say it in other words.",
            )
        case AgentRunError() | MCPError() | RuntimeError() | OSError():
            log.warning("the task service failed: %r", error)
            return TurnFailed(code="SERVICE_UNAVAILABLE", message=_AWAY)
    log.error("a turn failed", exc_info=error)
    return TurnFailed(
        code=INTERNAL,
        message="Something went wrong inside the assistant. The history shows what was done.",
    )
