"""Quick-add for every door: what a line of text says becomes a task to add."""

from dataclasses import replace
from typing import TYPE_CHECKING

from watchbill.domain.due import Due
from watchbill.domain.due import to_text as due_text
from watchbill.domain.errors import InvalidError
from watchbill.domain.recurrence import Recurrence
from watchbill.domain.reminder import to_text as reminder_text
from watchbill.services.drafting import TaskDraft
from watchbill.services.meaning import Meanings

if TYPE_CHECKING:
    from watchbill.language.quick_add import QuickTask

TEXT_MAX = 10_000


def understand(text: str, meanings: Meanings) -> "QuickTask":
    """What a line says, and where it says it. Raises INVALID_TEXT over 10,000 characters."""
    if len(text) > TEXT_MAX:
        raise InvalidError.of(
            "text",
            f"The text has {len(text)} characters, {TEXT_MAX} is the most.",
            hint="Add several tasks, or put a part into the description.",
        )
    from watchbill.language.quick_add import parse  # noqa: PLC0415 -- the grammar is slow to load, and a list needs none of it

    customs = meanings.customs
    said = parse(
        text, now=meanings.now, zone=meanings.zone, habits=customs.habits, style=customs.style
    )
    skipped = len(text) - len(text.lstrip())
    moved = (
        replace(chip, start=chip.start + skipped, end=chip.end + skipped) for chip in said.chips
    )
    return replace(said, chips=tuple(moved))


def expand(draft: TaskDraft, meanings: Meanings) -> TaskDraft:
    """The draft with what its text says: fields of its own go before that, tags, reminders and subtasks come together.

    A project that only the text names is made where it isn't there, as its tags are. Raises INVALID_TITLE for a title beside the text.
    """
    subtasks = tuple(expand(subtask, meanings) for subtask in draft.subtasks)
    if draft.text is None:
        return replace(draft, subtasks=subtasks)
    if draft.title:
        raise InvalidError.of(
            "title", "There is a title beside the text.", hint="Give one of the two."
        )
    said = understand(draft.text, meanings)
    return replace(
        draft,
        title=said.title,
        text=None,
        priority=said.priority if draft.priority is None else draft.priority,
        due=draft.due or _text(said.due),
        recurrence=draft.recurrence or _rule(said.recurrence),
        reminders=(*draft.reminders, *map(reminder_text, said.reminders)),
        project=draft.project or said.project,
        makes_project=draft.project is None,
        tags=(*draft.tags, *said.tags),
        subtasks=(*subtasks, *(TaskDraft(title=title) for title in said.subtasks)),
    )


def _text(due: Due | None) -> str | None:
    return None if due is None else due_text(due)


def _rule(recurrence: Recurrence | None) -> str | None:
    if recurrence is None:
        return None
    after = " after completion" if recurrence.basis == "completion" else ""
    return f"{recurrence.rule}{after}"
