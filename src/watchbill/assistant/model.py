"""Which model speaks: an OpenAI-compatible endpoint if one is set, else the offline interpreter, in the same loop."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

import httpx2
from openai import AsyncOpenAI
from pydantic_ai.messages import ModelMessage, ToolReturnPart, UserPromptPart
from pydantic_ai.models import Model
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, DeltaToolCalls, FunctionModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from watchbill.assistant.interpreter import converse
from watchbill.assistant.memory import Memory
from watchbill.assistant.plan import Call, Outcome, advance

CONNECT, READ = 3.0, 60.0
"""Seconds that a model has to take a connection, and between two pieces of its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """Where the language model is. Without a URL there is none."""

    url: str = ""
    name: str = ""
    key: str = ""


def open_model(settings: ModelSettings) -> OpenAIChatModel | None:
    """The endpoint as a model; None when none is set."""
    if not settings.url:
        return None
    client = AsyncOpenAI(
        base_url=settings.url,
        api_key=settings.key or "none",
        max_retries=0,
        timeout=httpx2.Timeout(READ, connect=CONNECT),
    )
    return OpenAIChatModel(
        settings.name or "default", provider=OpenAIProvider(openai_client=client)
    )


class Interpreter:
    """The offline interpreter for one turn, as a model. `memory` is what it wants to keep, once it has spoken."""

    def __init__(self, memory: Memory) -> None:
        self._before = memory
        self.memory = memory

    def as_model(self) -> Model:
        return FunctionModel(stream_function=self._step, model_name="interpreter")

    async def _step(
        self, messages: list[ModelMessage], _info: AgentInfo
    ) -> AsyncIterator[str | DeltaToolCalls]:
        text, outcomes = _so_far(messages)
        step = advance(converse(text, self._before), outcomes)
        if isinstance(step, Call):
            arguments = json.dumps(step.arguments)
            yield {0: DeltaToolCall(step.tool, arguments, tool_call_id=f"step-{len(outcomes)}")}
        else:
            self.memory = step.memory
            yield step.text


def _so_far(messages: Sequence[ModelMessage]) -> tuple[str, list[Outcome]]:
    """What the person said last, and what tools answered since."""
    text, outcomes = "", list[Outcome]()
    for message in messages:
        for part in message.parts:
            if isinstance(part, UserPromptPart):
                text, outcomes = str(part.content), []
            elif isinstance(part, ToolReturnPart):
                outcomes.append(to_outcome(part))
    return text, outcomes


def to_outcome(part: ToolReturnPart) -> Outcome:
    """A tool's answer, from whatever shape the loop gives it."""
    if part.outcome == "success" and isinstance(part.content, Mapping):
        return Outcome(is_ok=True, content=part.content)
    return Outcome(is_ok=False, error=str(part.content))
