"""The offline interpreter as a model: it runs in the same loop, over the same tools, as any other."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence

from pydantic_ai.messages import ModelMessage, ToolReturnPart, UserPromptPart
from pydantic_ai.models import Model
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, DeltaToolCalls, FunctionModel

from watchbill.assistant.interpreter import converse
from watchbill.assistant.memory import Memory
from watchbill.assistant.plan import Call, Outcome, Plan, Say, Step, advance
from watchbill.assistant.rehearsal import Look, Rehearsal, rehearse
from watchbill.assistant.toolset import SEVERAL, to_json
from watchbill.language.intent import Moment

_APART = ("NEEDS_REVIEW", "STALE")
"""Codes of what was refused together, and may be done one by one."""


class Interpreter:
    """The offline interpreter for one turn, as a model. `memory` is what it wants to keep, once it has spoken.

    What a sentence writes in several calls is tried with `look`, and then done as one change.
    """

    def __init__(self, memory: Memory, moment: Moment, look: Look) -> None:
        self._before = memory
        self._moment = moment
        self._look = look
        self._known: list[Outcome] = []
        self._counted = 0
        self._rehearsed: Rehearsal | None = None
        self._is_apart = False
        self.memory = memory

    def as_model(self) -> Model:
        return FunctionModel(stream_function=self._step, model_name="interpreter")

    async def _step(
        self, messages: list[ModelMessage], _info: AgentInfo
    ) -> AsyncIterator[str | DeltaToolCalls]:
        text, answered = _so_far(messages)
        step: Step | None = self._take(answered[self._counted :])
        if step is None:
            step = advance(self._plan(text), self._known)
        self._counted = len(answered)
        if isinstance(step, Call):
            call = await self._joined(text, step)
            arguments = json.dumps(call.arguments)
            yield {0: DeltaToolCall(call.tool, arguments, tool_call_id=f"step-{self._counted}")}
        else:
            self.memory = step.memory
            yield _asked(step.text, self._known)

    def _plan(self, text: str) -> Plan:
        return converse(text, self._before, self._moment)

    def _take(self, answers: Sequence[Outcome]) -> Say | None:
        """Note what was answered; what is to be said at once, where there is no going on."""
        rehearsed, self._rehearsed = self._rehearsed, None
        if rehearsed is None:
            self._known += answers
            return None
        [whole] = answers
        if whole.is_ok:
            self._known = rehearsed.done(whole)
            return None
        self._is_apart = whole.error.startswith(_APART)
        return None if self._is_apart else Say(whole.reason, self._before.without_question())

    async def _joined(self, text: str, call: Call) -> Call:
        """The call, with all that is written after it where that can be one change."""
        if not (call.is_write and call.is_followed) or self._is_apart:
            return call
        rehearsed = await rehearse(self._plan(text), self._known, self._look)
        if len(rehearsed.writes) < 2:  # noqa: PLR2004 -- two are the first that are several
            return call
        self._rehearsed = rehearsed
        calls = [to_json(write) for write in rehearsed.writes]
        return Call(SEVERAL, {"calls": calls, "state": rehearsed.state})


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
