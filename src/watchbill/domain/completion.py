"""What a recurring task leaves behind when it is completed: its next occurrence, with fresh subtasks."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from watchbill.domain import task as rules
from watchbill.domain.due import Due, DueDate, moved
from watchbill.domain.errors import ConflictError
from watchbill.domain.field import from_json
from watchbill.domain.operation import Operation
from watchbill.domain.recurrence import Occurrence, child_id, next_occurrence, occurrence_id
from watchbill.domain.reminder import Reminder, is_relative
from watchbill.domain.task import Task

COPIED = ("title", "description", "priority", "project_id", "parent_id", "tags", "position")
_NAMED = 5


def following(task: Task, *, now: datetime, zone: str) -> Occurrence | None:
    """What comes after this task if it is completed now; None when it doesn't repeat or was the last."""
    if task.recurrence is None or task.occurrence is None:
        return None
    return next_occurrence(task.recurrence, task.occurrence, completed_at=now, zone=zone)


def check_children(task: Task, left: Sequence[Task]) -> None:
    """Refuse to complete a task with subtasks that stay open."""
    if not left:
        return
    named = ", ".join(child.name for child in left[:_NAMED])
    rest = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    raise ConflictError(
        f"{task.name} has open subtasks: {named}{rest}.",
        hint="Complete those too, in the same request or before.",
        details={"open": [{"ref": child.ref, "title": child.title} for child in left]},
    )


def next_ids(
    task: Task, occurrence: Occurrence, below: Sequence[Task], *, taken: Collection[str] = ()
) -> Mapping[str, str]:
    """By the id of what is there, that of its fresh copy; nothing for what has one already, nor for what stands under it.

    `below` is all that stands under the task, the trash aside, parents first.
    """
    ids: dict[str, str] = {}
    _keep(ids, task.id, occurrence_id(occurrence.series, occurrence.number), taken)
    for child in _latest(below):
        if parent := ids.get(child.parent_id or ""):
            _keep(ids, child.id, child_id(parent, child.id), taken)
    return ids


def _keep(ids: dict[str, str], old: str, new: str, taken: Collection[str]) -> None:
    if new not in taken:
        ids[old] = new


def _latest(below: Sequence[Task]) -> Sequence[Task]:
    """Of subtasks that repeat themselves, the latest of each series alone."""
    numbers: dict[str, int] = {}
    for child in below:
        if one := child.occurrence:
            numbers[one.series] = max(one.number, numbers.get(one.series, 0))
    return [
        child
        for child in below
        if child.occurrence is None or child.occurrence.number == numbers[child.occurrence.series]
    ]


def make_next(
    task: Task,
    occurrence: Occurrence,
    below: Sequence[Task],
    ids: Mapping[str, str],
    *,
    new_ref: Callable[[], int],
    now: datetime,
) -> Iterator[Operation]:
    """The next occurrence and what stands under it, open, with the copies' `ids` from `next_ids`."""
    if task.id not in ids:
        return
    values = {
        **_values(task),
        "due": occurrence.slot,
        "recurrence": task.recurrence,
        "occurrence": occurrence,
    }
    days = _days_between(task, occurrence)
    yield rules.add(values, id=ids[task.id], ref=new_ref(), now=now)
    for child in below:
        if child.id in ids:
            copied = {**_copied(child, ids, days), "project_id": values["project_id"]}
            yield rules.add(copied, id=ids[child.id], ref=new_ref(), now=now)


def _values(task: Task) -> dict[str, Any]:
    """What a copy gets from a task: an edit of this one alone stays behind."""
    values = {name: getattr(task, name) for name in COPIED} | dict(task.template or {})
    return values | {"reminders": _lasting(task)}


def _lasting(task: Task) -> tuple[Reminder, ...]:
    """What reminds of the next occurrence, too: all that counts from the due. A time of its own stays behind."""
    kept = (task.template or {}).get("reminders")
    reminders = task.reminders if kept is None else from_json("reminders", kept)
    return tuple(one for one in reminders if is_relative(one))


def _copied(child: Task, ids: Mapping[str, str], days: timedelta) -> dict[str, Any]:
    due = child.due and moved(child.due, days)
    values = _values(child) | {
        "parent_id": ids[child.parent_id or ""],
        "due": due,
        "blocked_by": tuple(sorted(ids[id] for id in child.blocked_by if id in ids)),
    }
    if child.recurrence and due:
        series = Occurrence(ids[child.id], 1, start=due, slot=due)
        values |= {"recurrence": child.recurrence, "occurrence": series}
    return values


def _days_between(task: Task, occurrence: Occurrence) -> timedelta:
    """How far the next occurrence is from this one; subtasks with a due are moved as far."""
    this = task.occurrence or occurrence
    return _day(occurrence.slot) - _day(this.slot)


def _day(due: Due) -> date:
    return due.on if isinstance(due, DueDate) else due.local.date()


def skip(task: Task, *, now: datetime, zone: str, is_taken: bool) -> tuple[Operation, ...]:
    """Make the task the next occurrence, without having done this one: what was edited for this one alone goes with it.

    `is_taken` says that the next one is there. Raises CONFLICT then, and when there is none, or the task is done or deleted.
    """
    occurrence = following(task, now=now, zone=zone)
    if task.is_done or is_taken:
        problem = "is done" if task.is_done else "has its next one already"
        raise _nothing(task, problem, "Look at the open tasks for it.")
    if occurrence is None:
        problem = "is the last of its series" if task.recurrence else "doesn't repeat"
        raise _nothing(task, problem, "Complete it, or give it another due date.")
    values = {
        **(task.template or {}),
        "reminders": _lasting(task),
        "due": occurrence.slot,
        "occurrence": occurrence,
    }
    return rules.edit(task, {**values, "template": None})


def _nothing(task: Task, problem: str, hint: str) -> ConflictError:
    return ConflictError(
        f"{task.name} {problem}, so there is nothing to skip.",
        hint=hint,
        details={"task": {"ref": task.ref, "title": task.title}},
    )
