"""The answer to a write: its number, what changed from what to what, and how to take it back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, WithJsonSchema

from watchbill.domain.operation import Change, Operation
from watchbill.domain.proposal import BECAUSE, WORD_MAX, Proposal
from watchbill.domain.task import Task
from watchbill.mcp.outcome import Outcome, first_in_budget
from watchbill.mcp.row import TaskRow, brief, state_of
from watchbill.mcp.text import clean, cut, quote
from watchbill.services.writing import Receipt

_CUTS = (1_000, 255, 120, 60, 30, 12, 4)
"""How much is shown of a text; less, when the answer would be too long."""
_SAID = 10
"""How many effects the text names; the content has all."""
# Five tools would say what a row has, which the answers show, and view_tasks says once for all.
_ROWS = WithJsonSchema({"type": "array", "items": {"type": "object"}})


class FieldChange(BaseModel):
    """One field of one task, from what to what."""

    ref: int
    field: str
    old: str
    new: str


Status = Literal["done", "unchanged", "repeated", "preview", "proposed", "declined"]


class WriteContent(BaseModel):
    """What a write did. `change` is its number, absent when nothing was written; `proposal` that of what a person decides."""

    status: Status
    change: int | None = None
    proposal: int | None = None
    undo: str | None = None
    changed: Annotated[list[FieldChange], _ROWS] | None = None
    tasks: Annotated[list[TaskRow], _ROWS]


@dataclass(frozen=True, slots=True)
class _Effect:
    """What one operation did to one task: the sentence of it, and the field unless the task was made or removed."""

    said: str
    field: FieldChange | None = None


def outcome_of(receipt: Receipt, *, repeat: str = "") -> Outcome:
    """The fullest answer within the budget. `repeat` says which earlier request a repeat repeats."""
    return first_in_budget(_outcome(receipt, repeat, most) for most in _CUTS)


def _outcome(receipt: Receipt, repeat: str, most: int) -> Outcome:
    change = receipt.change
    tasks = [brief(task, most=most) for task in receipt.tasks]
    if change is None:
        return Outcome(_unchanged(receipt, most), WriteContent(status="unchanged", tasks=tasks))
    effects = list(_effects(change, {task.id: task for task in receipt.tasks}, most))
    undo = f"undo_change(change={change.number})" if change.number else None
    content = WriteContent(
        status=_status(receipt),
        change=change.number or None,
        proposal=receipt.proposal.number if receipt.proposal else None,
        undo=undo,
        changed=[effect.field for effect in effects if effect.field] or None,
        tasks=tasks,
    )
    kept = [f"KEPT {clash}" for clash in receipt.conflicts]
    said = _listed([*kept, *(effect.said for effect in effects)])
    if receipt.proposal and undo is None:
        return Outcome(_waiting(receipt.proposal, said), content)
    if undo is None:
        return Outcome(f"Preview, nothing is written. It would be: {said}.", content)
    return Outcome(
        f"Change {change.number}{_repeated(receipt, repeat)}: {said}.\nUndo: {undo}.", content
    )


def _waiting(proposal: Proposal, said: str) -> str:
    """What a model reads as the end of its errand: it is done with it, and a person isn't."""
    if proposal.state == "declined":
        word = f", saying {quote(proposal.word, WORD_MAX)}" if proposal.word else ""
        return (
            f"Declined: {proposal.decided_by} declined this as proposal {proposal.number}{word}. "
            "Nothing is changed. Don't ask for it again."
        )
    return (
        f"Proposed, not done: proposal {proposal.number} waits for a person, since {BECAUSE[proposal.why]}. "
        f"It would be: {said}.\nThe person decides on Watchbill's page /review or with: watchbill review "
        f"(until {proposal.expires_at:%Y-%m-%d}). Say that, and don't send it again; view_changes tells what became of it."
    )


def _status(receipt: Receipt) -> Status:
    if receipt.proposal and not (receipt.change and receipt.change.number):
        return "declined" if receipt.proposal.state == "declined" else "proposed"
    if receipt.is_preview:
        return "preview"
    return "repeated" if receipt.is_repeat else "done"


def _repeated(receipt: Receipt, repeat: str) -> str:
    if not receipt.is_repeat:
        return ""
    return f" is what {repeat or 'this request'} did before, nothing was done again"


def _unchanged(receipt: Receipt, most: int) -> str:
    named = [f"#{task.ref} {quote(task.title, most)} ({state_of(task)})" for task in receipt.tasks]
    return f"Nothing changed: all was so already for {_listed(named, ', ')}."


def _listed(said: Sequence[str], joint: str = "; ") -> str:
    rest = len(said) - _SAID
    return joint.join(said[:_SAID]) + (f"{joint}and {rest} more" if rest > 0 else "")


def _effects(change: Change, tasks: Mapping[str, Task], most: int) -> Iterator[_Effect]:
    for operation in change.operations:
        if operation.before is None:
            yield _Effect(f"added {_name(operation.after or {}, most)}")
        elif operation.after is None:
            yield _Effect(f"removed {_name(operation.before, most)}, which had been added")
        else:
            yield from _edits(operation, tasks[operation.id], most)


def _name(fields: Mapping[str, Any], most: int) -> str:
    return f"#{fields['ref']} {quote(fields['title'], most)}"


def _edits(operation: Operation, task: Task, most: int) -> Iterator[_Effect]:
    before, after = operation.before or {}, operation.after or {}
    name = f"#{task.ref} {quote(task.title, most)}"
    for field in after:
        match field:
            case "title":
                said = (
                    f"#{task.ref} title {quote(before[field], most)} → {quote(after[field], most)}"
                )
                yield _Effect(said, _field(task, field, before[field], after[field], most))
            case "description":
                said = f"{name} {_described(before[field], after[field], most)}"
                yield _Effect(said, _field(task, field, before[field], after[field], most))
            case _:
                old, new = _states(task, field, before[field])
                yield _Effect(f"{name} {old} → {new}", _field(task, "state", old, new, most))


def _field(task: Task, field: str, old: str, new: str, most: int) -> FieldChange:
    return FieldChange(
        ref=task.ref, field=field, old=cut(clean(old), most), new=cut(clean(new), most)
    )


def _states(task: Task, field: str, before: str | None) -> tuple[str, str]:
    """The state before and after; a task in the trash is as it was put there, under the lid."""
    kept = "done" if task.is_done else "open"
    if field == "deleted_at":
        return (kept, "deleted") if before is None else ("deleted", kept)
    return ("open", "done") if before is None else ("done", "open")


def _described(old: str, new: str, most: int) -> str:
    """What is lost comes first: a model reads the beginning."""
    if not old:
        return f"description added: {quote(new, most)}"
    if new.startswith(old):
        return f"description got appended: {quote(new[len(old) :].lstrip(), most)}"
    return f"description of {len(old)} characters replaced, LOST: {quote(old, most)}, new: {quote(new, most)}"
