"""Tasks as rows of an answer: a few words each, or all there is."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from watchbill.domain.instant import to_text
from watchbill.domain.task import Task
from watchbill.mcp.text import TITLE_SHOWN, clean, cut, quote

State = Literal["open", "done", "deleted"]
PART = 500
"""Characters of a description that a full row of several shows."""


class TaskRow(BaseModel):
    """A task in brief. An absent state is open; `described` says that there is a description to read."""

    ref: int
    title: str
    state: str | None = None
    described: bool | None = None


class FullRow(TaskRow):
    """A task with all that was asked for. `characters`: the length of a description that is shown in part."""

    description: str | None = None
    characters: int | None = None
    version: int | None = None
    id: str | None = None
    created_at: str | None = None
    completed_at: str | None = None
    deleted_at: str | None = None
    updated_at: str | None = None


def state_of(task: Task) -> State:
    if task.is_deleted:
        return "deleted"
    return "done" if task.is_done else "open"


def brief(task: Task, *, most: int = TITLE_SHOWN) -> TaskRow:
    """Ref and title, cut to `most` characters; the rest only where it isn't as usual."""
    return TaskRow(**_brief(task, most))


def listed(task: Task) -> FullRow:
    """The same, as a row of a list that could show more."""
    return FullRow(**_brief(task, TITLE_SHOWN))


def _brief(task: Task, most: int) -> dict[str, Any]:
    state = state_of(task)
    return {
        "ref": task.ref,
        "title": cut(clean(task.title), most),
        "state": None if state == "open" else state,
        "described": True if task.description else None,
    }


def full(task: Task, *, start: int = 0, most: int = PART) -> FullRow:
    """All there is, of the description a part."""
    state = state_of(task)
    part = task.description[start : start + most]
    return FullRow(
        ref=task.ref,
        title=clean(task.title),
        state=None if state == "open" else state,
        description=clean(part),
        characters=len(task.description) if len(part) < len(task.description) else None,
        version=task.version,
        id=task.id,
        created_at=to_text(task.created_at),
        completed_at=_text(task.completed_at),
        deleted_at=_text(task.deleted_at),
        updated_at=to_text(task.updated_at),
    )


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else to_text(instant)


def line(row: TaskRow) -> str:
    """`#12 "Pay rent" (done)`; what a full row adds follows below it."""
    marks = [row.state or "", "described" if row.described else ""]
    said = ", ".join(mark for mark in marks if mark)
    first = f"#{row.ref} {quote(row.title)}" + (f" ({said})" if said else "")
    return (
        f"{first}\n{_rest(row)}" if isinstance(row, FullRow) and row.version is not None else first
    )


def _rest(row: FullRow) -> str:
    times = (
        ("added", row.created_at),
        ("done", row.completed_at),
        ("deleted", row.deleted_at),
        ("changed", row.updated_at),
    )
    told = ", ".join(f"{verb} {at[:16]}Z" for verb, at in times if at)
    lines = [f"  version {row.version}, {told}"]
    if row.description:
        lines.append(f"  description: {quote(row.description, len(row.description))}")
    return "\n".join(lines)
