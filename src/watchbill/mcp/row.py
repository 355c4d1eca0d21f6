"""Tasks as rows of an answer: a few words each, or all there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from watchbill.domain.comment import Comment
from watchbill.domain.due import Due, DueTime, describe
from watchbill.domain.field import PRIORITY_NONE
from watchbill.domain.instant import to_text
from watchbill.domain.names import NO_NAMES, Names
from watchbill.domain.recurrence import describe as in_words
from watchbill.domain.reminder import to_text as reminder_text
from watchbill.domain.task import Task
from watchbill.mcp.text import TITLE_SHOWN, clean, cut, quote

State = Literal["open", "done", "deleted"]
PART = 500
"""Characters of a description that a full row of several shows."""
_COMMENTS = 5
_COMMENT_SHOWN = 300


class TaskRow(BaseModel):
    """A task in brief: what is as usual is absent, an open state, the Inbox, no priority.

    `due` is the day, or the time on the caller's clocks unless a zone follows. `waits`: a task that it is blocked by is open.
    `described`: there is a description to read.
    """

    ref: int
    title: str
    state: str | None = None
    due: str | None = None
    repeats: str | None = None
    priority: int | None = None
    project: str | None = None
    tags: list[str] | None = None
    parent: int | None = None
    waits: bool | None = None
    described: bool | None = None


class Remark(BaseModel):
    """A comment, by whom and when."""

    at: str
    by: str
    text: str


class FullRow(TaskRow):
    """A task with all that was asked for. `characters`: the length of a description that is shown in part."""

    description: str | None = None
    characters: int | None = None
    reminders: list[str] | None = None
    blocked_by: list[int] | None = None
    subtasks: list[int] | None = None
    comments: list[Remark] | None = None
    more_comments: int | None = None
    version: int | None = None
    id: str | None = None
    created_at: str | None = None
    completed_at: str | None = None
    deleted_at: str | None = None
    updated_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How rows are shown: the names of what ids stand for, the caller's zone, and how much of a title.

    `comments` and `subtasks` are those of the tasks that are shown in full.
    """

    names: Names = NO_NAMES
    zone: str = ""
    most: int = TITLE_SHOWN
    comments: Sequence[Comment] = ()
    subtasks: Sequence[Task] = ()


def state_of(task: Task) -> State:
    if task.is_deleted:
        return "deleted"
    return "done" if task.is_done else "open"


def brief(task: Task, shown: Shown) -> TaskRow:
    """What a list says of a task."""
    return TaskRow(**_brief(task, shown))


def listed(task: Task, shown: Shown) -> FullRow:
    """The same, as a row of a list that could show more."""
    return FullRow(**_brief(task, shown))


def _brief(task: Task, shown: Shown) -> dict[str, Any]:
    state, names = state_of(task), shown.names
    return {
        "ref": task.ref,
        "title": cut(clean(task.title), shown.most),
        "state": None if state == "open" else state,
        "due": None if task.due is None else local(task.due, shown.zone),
        "repeats": None if task.recurrence is None else in_words(task.recurrence),
        "priority": None if task.priority == PRIORITY_NONE else task.priority,
        "project": clean(names.project(task)) if task.project_id else None,
        "tags": [clean(tag) for tag in names.tags_of(task)] or None,
        "parent": names.parent(task),
        "waits": names.is_blocked(task) or None,
        "described": True if task.description else None,
    }


def local(due: Due, zone: str) -> str:
    """A due date with its weekday; a time with its zone, unless that is the caller's."""
    said = describe(due)
    return said.removesuffix(f" {zone}") if isinstance(due, DueTime) else said


def full(task: Task, shown: Shown, *, start: int = 0, most: int = PART) -> FullRow:
    """All there is, of the description a part."""
    part = task.description[start : start + most]
    said = [one for one in shown.comments if one.task_id == task.id]
    values: dict[str, Any] = {
        **_brief(task, shown),
        "described": None,
        "description": clean(part),
        "characters": len(task.description) if len(part) < len(task.description) else None,
        "reminders": [reminder_text(one) for one in task.reminders] or None,
        "blocked_by": shown.names.refs(task.blocked_by) or None,
        "subtasks": [one.ref for one in shown.subtasks if one.parent_id == task.id] or None,
        "comments": [_remark(one) for one in said[-_COMMENTS:]] or None,
        "more_comments": len(said[:-_COMMENTS]) or None,
        "version": task.version,
        "id": task.id,
        "created_at": to_text(task.created_at),
        "completed_at": _text(task.completed_at),
        "deleted_at": _text(task.deleted_at),
        "updated_at": to_text(task.updated_at),
    }
    return FullRow(**values)


def _remark(comment: Comment) -> Remark:
    return Remark(
        at=to_text(comment.created_at),
        by=clean(comment.author),
        text=cut(clean(comment.text), _COMMENT_SHOWN),
    )


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else to_text(instant)


def line(row: TaskRow) -> str:
    """`#12 "Pay rent" (done) due Tue 2026-12-01, p1, "Flat", #home`; what a full row adds follows below it."""
    marks = [row.state or "", "described" if row.described else "", "waits" if row.waits else ""]
    said = ", ".join(mark for mark in marks if mark)
    told = ", ".join(_facts(row))
    first = f"#{row.ref} {quote(row.title)}" + (f" ({said})" if said else "")
    first += f" {told}" if told else ""
    return (
        f"{first}\n{_rest(row)}" if isinstance(row, FullRow) and row.version is not None else first
    )


def _facts(row: TaskRow) -> list[str]:
    facts = [
        f"due {row.due}" if row.due else "",
        row.repeats or "",
        f"p{row.priority}" if row.priority else "",
        f"in {quote(row.project)}" if row.project else "",
        *(f"#{tag}" for tag in row.tags or ()),
        f"under #{row.parent}" if row.parent else "",
    ]
    return [fact for fact in facts if fact]


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
    if row.reminders:
        lines.append(f"  reminders: {', '.join(row.reminders)}")
    for name, refs in (("blocked by", row.blocked_by), ("subtasks", row.subtasks)):
        if refs:
            lines.append(f"  {name}: {', '.join(f'#{ref}' for ref in refs)}")
    lines += [
        f"  {quote(remark.by)} {remark.at[:16]}Z: {quote(remark.text)}"
        for remark in row.comments or ()
    ]
    if row.more_comments:
        lines.append(f"  and {row.more_comments} older comments")
    return "\n".join(lines)
