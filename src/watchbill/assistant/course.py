"""The course of one run: what of the loop's events a person sees, and what was said and done by then."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_ai.messages import (
    AgentStreamEvent,
    FunctionToolCallEvent,
    FunctionToolResultEvent,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ToolCallPart,
    ToolReturnPart,
)

from watchbill.assistant.claim import claims
from watchbill.assistant.failure import IdleError, LoopingError
from watchbill.assistant.model import to_outcome
from watchbill.assistant.speech import NOTHING_CHANGED, Speech
from watchbill.assistant.toolset import SEVERAL
from watchbill.schemas.turn import (
    Event,
    FieldShift,
    NamedTask,
    TextDelta,
    ToolFinished,
    ToolStarted,
)

LABELS: Mapping[str, str] = {
    "view_tasks": "Looking at the list",
    "add_task": "Adding",
    "update_task": "Changing",
    "complete_task": "Completing",
    "delete_task": "Deleting",
    "view_projects": "Looking at the projects",
    "save_project": "Saving the project",
    "view_changes": "Looking at the history",
    "undo_change": "Undoing",
    SEVERAL: "Doing all of it",
}
_SHIFTS = 6
"""So many fields a card shows."""
_SAME = 3
"""So often the same call makes a loop."""


class Course:
    """One run of the loop. It doubts a model: what that says is checked. `is_ours`: the interpreter speaks, and is not doubted.

    `needs_tools`: what was asked can't be answered without them, so nothing is heard of a model before it has used one.
    """

    def __init__(self, *, is_ours: bool = False, needs_tools: bool = False) -> None:
        self._is_ours = is_ours
        self._needs_tools = needs_tools
        self.mentioned: list[int] = []
        self.has_spoken = False
        self.said = ""
        self._speech = Speech(LABELS)
        self._written = False
        self._questions: list[str] = []
        self._open: set[str] = set()
        self._calls: Counter[tuple[str, str]] = Counter()

    @property
    def may_have_written(self) -> bool:
        """Whether something was written, or a write began whose end isn't known."""
        return self._written or bool(self._open)

    def tell(self, event: AgentStreamEvent) -> Iterator[Event]:
        """What a person sees of it. Raises LoopingError for words or calls that go round."""
        match event:
            case PartStartEvent(part=TextPart(content=text)):
                yield from self._say(text)
            case PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
                yield from self._say(text)
            case FunctionToolCallEvent(part=part, args_valid=is_carried_out):
                yield self._called(part, is_write=bool(is_carried_out) and _writes(part))
            case FunctionToolResultEvent(part=ToolReturnPart() as part):
                yield self._answered(part)
            case _:
                pass

    def end(self, said: str) -> Iterator[Event]:
        """The rest of the answer. Raises MisspokenError when it can't be one, IdleError when it had to use a tool and didn't.

        A deed that wasn't done is denied.

        Where something was proposed the question is all that is said: no words of a model stand beside what a person is asked.
        """
        self.said = said
        if self._is_ours:
            return
        if self._questions:
            self.said = "\n".join(self._questions)
            yield TextDelta(text=f"\n{self.said}" if self.has_spoken else self.said)
            return
        rest = self._speech.end()
        if self._needs_tools:
            raise IdleError(said)
        if rest:
            yield TextDelta(text=rest)
        if claims(said) and not self.may_have_written:
            yield TextDelta(text=f"\n{NOTHING_CHANGED}")
            self.said = f"{said}\n{NOTHING_CHANGED}"

    def _say(self, text: str) -> Iterator[Event]:
        if self._questions and not self._is_ours:
            return
        if self._needs_tools:
            self._speech.take(text)
            return
        if shown := text if self._is_ours else self._speech.take(text):
            self.has_spoken = True
            yield TextDelta(text=shown)

    def _called(self, part: ToolCallPart, *, is_write: bool) -> ToolStarted:
        self._speech = Speech(LABELS)
        self._needs_tools = False
        call = (part.tool_name, part.args_as_json_str())
        self._calls[call] += 1
        if self._calls[call] >= _SAME and not self._is_ours:
            raise LoopingError(f"{part.tool_name} is called over and over")
        if is_write:
            self._open.add(part.tool_call_id)
        label = LABELS.get(part.tool_name, part.tool_name)
        return ToolStarted(call=part.tool_call_id, tool=part.tool_name, label=label)

    def _answered(self, part: ToolReturnPart) -> ToolFinished:
        finished = _finished(part)
        self._open.discard(part.tool_call_id)
        if finished.is_card:
            self._written = True
            self.mentioned = [task.ref for task in finished.tasks]
        if question := to_outcome(part).content.get("question"):
            self._questions.append(str(question))
        return finished


def _writes(part: ToolCallPart) -> bool:
    return not part.tool_name.startswith("view_")


def _finished(part: ToolReturnPart) -> ToolFinished:
    outcome = to_outcome(part)
    content: Mapping[str, Any] = outcome.content
    change, proposal = _number(content, "change"), _number(content, "proposal")
    rows = content.get("tasks", []) if change is not None or proposal is not None else []
    label = LABELS.get(part.tool_name, part.tool_name)
    return ToolFinished(
        call=part.tool_call_id,
        tool=part.tool_name,
        ok=outcome.is_ok,
        summary=label if outcome.is_ok else outcome.reason,
        change=change,
        proposal=proposal,
        tasks=[
            NamedTask(ref=row["ref"], title=row["title"], state=row.get("state", "open"))
            for row in rows
        ],
        fields=_shifts(content) if rows else [],
    )


def _shifts(content: Mapping[str, Any]) -> list[FieldShift]:
    of_tasks = [row for row in content.get("changed", []) if "ref" in row]
    return [FieldShift(**row) for row in of_tasks[:_SHIFTS]]


def _number(content: Mapping[str, Any], name: str) -> int | None:
    found = content.get(name)
    return found if isinstance(found, int) else None
