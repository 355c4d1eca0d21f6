"""Conditions and orders applied to tasks in memory: what every store has to agree with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from watchbill.domain import condition as tree
from watchbill.domain import due as days
from watchbill.domain.condition import Condition
from watchbill.domain.instant import to_text
from watchbill.domain.query import Sort
from watchbill.domain.reference import title_key
from watchbill.domain.task import Task
from watchbill.domain.word import words_of

NO_DUE = "~"
"""Sorts after every due date and time."""


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of what a condition names, by the name as it is written there; None is the Inbox."""

    tags: Mapping[str, str] = field(default_factory=dict)
    projects: Mapping[str, str | None] = field(default_factory=dict)
    tasks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """When and where it is asked, and what else has to be known. `is_open` tells of a task's id whether it is still to do."""

    now: datetime
    zone: str
    ids: Ids = field(default_factory=Ids)
    is_open: Callable[[str], bool] = lambda _: False


def matches(condition: Condition, task: Task, setting: Setting) -> bool:
    """Whether the condition holds for the task. Saved filters have to be put in before."""
    match condition:
        case tree.And(parts):
            return all(matches(part, task, setting) for part in parts)
        case tree.Or(parts):
            return any(matches(part, task, setting) for part in parts)
        case tree.Not(part):
            return not matches(part, task, setting)
        case tree.Text():
            return any(_follow(condition, words_of(text)) for text in _fields(condition, task))
        case tree.Days() | tree.Is():
            return _holds_now(condition, task, setting)
        case _:
            return _matches_leaf(condition, task, setting.ids)


def _holds_now(leaf: tree.Days | tree.Is, task: Task, setting: Setting) -> bool:
    if isinstance(leaf, tree.Days):
        return _falls(leaf, task, setting.zone)
    return _is(leaf.trait, task, setting)


def _matches_leaf(leaf: tree.Leaf, task: Task, ids: Ids) -> bool:
    match leaf:
        case tree.Tag(name):
            return ids.tags[name] in task.tags
        case tree.Project(name):
            return ids.projects[name] == task.project_id
        case tree.Priority(first, last):
            return first <= task.priority <= last
        case tree.Has(thing):
            return _has(thing, task)
        case tree.Parent(name):
            return ids.tasks[name] == task.parent_id
        case tree.Ref(ref):
            return ref == task.ref
        case _:
            raise ValueError(f"{leaf} has to be put in before")


def _fields(text: tree.Text, task: Task) -> Sequence[str]:
    return {
        "title": (task.title,),
        "description": (task.description,),
        "any": (task.title, task.description),
    }[text.field]


def _follow(text: tree.Text, words: Sequence[str]) -> bool:
    wanted, last = text.words[:-1], text.words[-1]
    return any(
        tuple(words[at : at + len(wanted)]) == wanted
        and (word.startswith(last) if text.is_prefix else word == last)
        for at, word in enumerate(words[len(wanted) :])
    )


def _falls(span: tree.Days, task: Task, zone: str) -> bool:
    if span.moment == "due":
        day = None if task.due is None else days.day_of(task.due, zone)
    else:
        at = getattr(task, f"{span.moment}_at")
        day = None if at is None else days.day_at(at, zone)
    if day is None:
        return False
    return (span.first is None or span.first <= day) and (span.last is None or day <= span.last)


def _has(thing: tree.Thing, task: Task) -> bool:
    match thing:
        case "tag":
            return bool(task.tags)
        case "reminder":
            return bool(task.reminders)
        case "description":
            return task.description != ""
        case "due" | "recurrence":
            return getattr(task, thing) is not None
        case _:
            return getattr(task, f"{thing}_id") is not None


def _is(trait: tree.Trait, task: Task, setting: Setting) -> bool:
    match trait:
        case "all":
            return not task.is_deleted
        case "done":
            return task.is_done and not task.is_deleted
        case "deleted":
            return task.is_deleted
        case "open":
            return task.is_open
        case "overdue":
            return task.is_open and _is_overdue(task, setting)
        case _:
            waits = any(map(setting.is_open, task.blocked_by))
            return task.is_open and waits == (trait == "blocked")


def _is_overdue(task: Task, setting: Setting) -> bool:
    return task.due is not None and days.is_overdue(task.due, now=setting.now, zone=setting.zone)


def due_key(due: days.Due | None) -> str:
    """The day or the wall time that a due date shows, to sort by; what isn't due comes last."""
    if due is None:
        return NO_DUE
    return str(due.on) if isinstance(due, days.DueDate) else due.local.isoformat()


def sort_key(sort: Sort, task: Task) -> Any:
    """The value that a task has in this order, as text or a number; instants that aren't there come last."""
    match sort.field:
        case "due":
            return due_key(task.due)
        case "title":
            return title_key(task.title)
        case "state":
            return 2 if task.is_deleted else int(task.is_done)
        case "priority" | "position" | "ref":
            return getattr(task, sort.field)
        case _:
            at = getattr(task, f"{sort.field}_at")
            return NO_DUE if at is None else to_text(at)


def order_of(condition: Condition, sort: Sequence[Sort]) -> tuple[Sort, ...]:
    """The whole order of what a condition finds: the one that is asked for, else what fits what is looked for.

    Words: open tasks first, then the newest. Done and deleted tasks: the last done or deleted first. Else as the list is sorted.
    """
    state = tree.state_of(condition)
    parts = condition.parts if isinstance(condition, tree.And) else (condition,)
    newest = Sort("ref", is_descending=True)
    if sort:
        return keys_of(sort)
    if any(isinstance(leaf, tree.Text) for part in parts for leaf in _found_by(part)):
        return (newest,) if state in ("open", "done", "deleted") else (Sort("state"), newest)
    if state == "done":
        return (Sort("completed", is_descending=True), newest)
    return (Sort("deleted", is_descending=True), newest) if state == "deleted" else keys_of(())


def _found_by(part: Condition) -> Sequence[Condition]:
    return part.parts if isinstance(part, tree.Or) else (part,)


def keys_of(sort: Sequence[Sort]) -> tuple[Sort, ...]:
    """The whole order: after the fields named, the order of the list, turned with the last field."""
    turned = bool(sort) and sort[-1].is_descending
    named = {one.field for one in sort}
    if "ref" in named:
        return tuple(sort)
    rest = [Sort("position", turned), Sort("ref", turned)]
    return (*sort, *(one for one in rest if one.field not in named))


def is_after(task: Task, sort: Sequence[Sort], place: Sequence[Any]) -> bool:
    """Whether the task comes after the one that has these values in this order."""
    for one, there in zip(sort, place, strict=True):
        here = sort_key(one, task)
        if here != there:
            return bool(here < there) == one.is_descending
    return False


def ordered(tasks: Iterable[Task], sort: Sequence[Sort]) -> list[Task]:
    """The tasks in this order."""
    found = list(tasks)
    for key in reversed(keys_of(sort)):
        found.sort(key=lambda task: sort_key(key, task), reverse=key.is_descending)
    return found
