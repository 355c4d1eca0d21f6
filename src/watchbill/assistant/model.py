"""The offline interpreter as a model: it runs in the same loop, over the same tools, as any other."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence

from pydantic_ai.messages import ModelMessage, ToolReturnPart, UserPromptPart
from pydantic_ai.models import Model
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, DeltaToolCalls, FunctionModel

from watchbill.assistant.interpreter import converse
from watchbill.assistant.memory import Memory
from watchbill.assistant.plan import Call, Outcome, advance
from watchbill.language.intent import Moment


class Interpreter:
    """The offline interpreter for one turn, as a model. `memory` is what it wants to keep, once it has spoken."""

    def __init__(self, memory: Memory, moment: Moment) -> None:
        self._before = memory
        self._moment = moment
        self.memory = memory

    def as_model(self) -> Model:
        return FunctionModel(stream_function=self._step, model_name="interpreter")

    async def _step(
        self, messages: list[ModelMessage], _info: AgentInfo
    ) -> AsyncIterator[str | DeltaToolCalls]:
        text, outcomes = _so_far(messages)
        step = advance(converse(text, self._before, self._moment), outcomes)
        if isinstance(step, Call):
            arguments = json.dumps(step.arguments)
            yield {0: DeltaToolCall(step.tool, arguments, tool_call_id=f"step-{len(outcomes)}")}
        else:
            self.memory = step.memory
            yield _asked(step.text, outcomes)


def _asked(said: str, outcomes: Sequence[Outcome]) -> str:
    """What is said; where something was proposed instead of done, that is asked, and not told as done."""
    questions = [str(each.content["question"]) for each in outcomes if "question" in each.content]
    return said if all(question in said for question in questions) else "\n".join(questions)


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
    """A tool's answer, as its session kept it beside the text for a model."""
    if part.outcome == "success" and isinstance(part.metadata, Mapping):
        return Outcome(is_ok=True, content=part.metadata)
    return Outcome(is_ok=False, error=str(part.content))
