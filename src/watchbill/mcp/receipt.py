"""The answer to a write: its number, what changed from what to what, and how to take it back."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel

from watchbill.domain.proposal import BECAUSE, WORD_MAX, Proposal
from watchbill.domain.question import question_of
from watchbill.mcp.effect import FieldChange, effects_of
from watchbill.mcp.outcome import Outcome, first_in_budget
from watchbill.mcp.row import Shown, TaskRow, brief, state_of
from watchbill.mcp.schema import ROWS, WORD
from watchbill.mcp.text import clean, quote
from watchbill.services.writing import Receipt

_CUTS = (1_000, 255, 120, 60, 30, 12, 4)
"""How much is shown of a text; less, when the answer would be too long."""
_SAID = 10
"""How many effects the text names; the content has all."""


Status = Literal["done", "unchanged", "repeated", "preview", "proposed", "declined"]


class WriteContent(BaseModel):
    """What a write did. `change` is its number, absent when nothing was written; `proposal` that of what a person decides.

    `question` is what that person is asked, in words that are nobody's but Watchbill's.
    """

    status: Annotated[Status, WORD]
    change: int | None = None
    proposal: int | None = None
    question: str | None = None
    undo: str | None = None
    changed: Annotated[list[FieldChange], ROWS] | None = None
    tasks: Annotated[list[TaskRow], ROWS]


def outcome_of(receipt: Receipt, *, repeat: str = "") -> Outcome:
    """The fullest answer within the budget. `repeat` says which earlier request a repeat repeats."""
    return first_in_budget(_outcome(receipt, repeat, most) for most in _CUTS)


def _outcome(receipt: Receipt, repeat: str, most: int) -> Outcome:
    change = receipt.change
    shown = Shown(names=receipt.names, most=most)
    tasks = [brief(task, shown) for task in receipt.tasks]
    if change is None:
        return Outcome(_unchanged(receipt, most), WriteContent(status="unchanged", tasks=tasks))
    effects = list(effects_of(change, receipt, most))
    undo = f"undo_change(change={change.number})" if change.number else None
    status = _status(receipt)
    asked = receipt.proposal if status == "proposed" else None
    content = WriteContent(
        status=status,
        change=change.number or None,
        proposal=receipt.proposal.number if receipt.proposal else None,
        question=clean(question_of(asked).text) if asked else None,
        undo=undo,
        changed=[field for effect in effects for field in effect.fields] or None,
        tasks=tasks,
    )
    kept = [f"KEPT {clash}" for clash in receipt.conflicts]
    said = _listed([*kept, *(effect.said for effect in effects)]) or quote(change.sentence, most)
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
    if not receipt.tasks:
        return "Nothing changed: it was so already."
    named = [f"#{task.ref} {quote(task.title, most)} ({state_of(task)})" for task in receipt.tasks]
    return f"Nothing changed: all was so already for {_listed(named, ', ')}."


def _listed(said: Sequence[str], joint: str = "; ") -> str:
    rest = len(said) - _SAID
    return joint.join(said[:_SAID]) + (f"{joint}and {rest} more" if rest > 0 else "")
