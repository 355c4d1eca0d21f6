"""What a line of quick-add says, on the wire."""

from typing import TYPE_CHECKING

from pydantic import BaseModel

from watchbill.domain.due import describe, to_text
from watchbill.domain.reminder import to_text as reminder_text
from watchbill.schemas.request import Request
from watchbill.schemas.task import Recurrence
from watchbill.schemas.task_request import QuickText

if TYPE_CHECKING:
    from watchbill.language.quick_add import QuickTask


class QuickAddText(Request):
    """A line to understand; nothing is written."""

    text: QuickText


class Chip(BaseModel):
    """One thing that was understood, from `start` up to `end` in the line, counted in characters (code points).

    `kind`: due, recurrence, reminder, range, priority, tag or project.
    """

    kind: str
    start: int
    end: int
    text: str


class QuickAdd(BaseModel):
    """The task that a line would make. `due_text`: the due date for people; what isn't said is null or empty.

    A project that isn't there would be made, unless its name is nearly that of another.
    """

    title: str
    due: str | None
    due_text: str | None
    recurrence: Recurrence | None
    reminders: list[str]
    priority: int | None
    project: str | None
    tags: list[str]
    subtasks: list[str]
    chips: list[Chip]

    @classmethod
    def of(cls, said: "QuickTask") -> "QuickAdd":
        return cls(
            title=said.title,
            due=None if said.due is None else to_text(said.due),
            due_text=None if said.due is None else describe(said.due),
            recurrence=None if said.recurrence is None else Recurrence.of(said.recurrence),
            reminders=[reminder_text(reminder) for reminder in said.reminders],
            priority=said.priority,
            project=said.project,
            tags=list(said.tags),
            subtasks=list(said.subtasks),
            chips=[
                Chip(kind=chip.kind, start=chip.start, end=chip.end, text=chip.text)
                for chip in said.chips
            ],
        )
