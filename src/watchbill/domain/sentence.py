"""The one human sentence of a change."""

from collections.abc import Mapping, Sequence
from typing import Any

from watchbill.domain.due import DueTime
from watchbill.domain.task import Task

_NAMED = 3
_LABELS = {
    "title": "title",
    "description": "description",
    "due": "due date",
    "priority": "priority",
    "recurrence": "recurrence",
    "project_id": "project",
    "parent_id": "parent",
    "tags": "tags",
    "blocked_by": "dependencies",
    "reminders": "reminders",
    "position": "place in the order",
}


def about(verb: str, tasks: Sequence[Task]) -> str:
    """“Completed #1 “Milk”, #2 “Eggs”, #5 “Rent” and 4 more”."""
    return f"{verb} {names(tasks)}"


def completed(tasks: Sequence[Task], following: Sequence[Task]) -> str:
    """“Completed #1 “Rent”; it comes again as #7, due 2026-12-01”."""
    done = about("Completed", tasks)
    if not following:
        return done
    if len(following) == 1:
        again = "it comes again as" if len(tasks) == 1 else "next is"
        return f"{done}; {again} #{following[0].ref}, due {_due(following[0])}"
    again = joined([f"#{task.ref}" for task in following[:_NAMED]])
    rest = f" and {len(following) - _NAMED} more" if len(following) > _NAMED else ""
    return f"{done}; next are {again}{rest}"


def _due(task: Task) -> str:
    due = task.due
    return f"{due.local:%Y-%m-%d %H:%M}" if isinstance(due, DueTime) else f"{due and due.on}"


def names(tasks: Sequence[Task]) -> str:
    """“#1 “Milk”, #2 “Eggs”, #5 “Rent” and 4 more”."""
    named = [task.name for task in tasks[:_NAMED]]
    rest = len(tasks) - len(named)
    return f"{', '.join(named)} and {rest} more" if rest else joined(named)


def joined(words: Sequence[str]) -> str:
    """“a, b and c”."""
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} and {words[-1]}"


def edited(tasks: Sequence[Task], changed: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """What an edit does to these tasks.

    `changed` has the fields with their new values, in JSON; `words` says, by field, the names of what ids stand for.
    """
    about_them = names(tasks)
    labels = [label for name, label in _LABELS.items() if name in changed]
    if not labels and "template" in changed:
        return f"Changed the later occurrences of {about_them}"
    if "title" in changed:
        renamed = f"Renamed {about_them} to “{changed['title']}”"
        rest = labels[1:]
        return f"{renamed} and changed its {joined(rest)}" if rest else renamed
    if len(labels) != 1:
        return f"Changed the {joined(labels or [_LABELS['description']])} of {about_them}"
    [name] = [name for name in _LABELS if name in changed]
    return _alone(name, changed[name], about_them, words.get(name, ""))


_ALONE = {
    "due": ("Made {task} due {value}", "Took the due date off {task}"),
    "priority": ("Set {task} to priority {value}", ""),
    "recurrence": ("Made {task} repeat {word}", "Stopped {task} repeating"),
    "project_id": ("Moved {task} to {word}", "Moved {task} to {word}"),
    "parent_id": ("Put {task} under {word}", "Took {task} from under its parent"),
    "reminders": ("Set {task} to remind {value}", "Took the reminders off {task}"),
}
"""By field, what an edit of it alone says: where there is a value now, and where there is none."""


def _alone(name: str, value: Any, task: str, word: str) -> str:
    """An edit of one field."""
    if name not in _ALONE:
        return f"Changed the {_LABELS[name]} of {task}"
    said = joined(value) if value and isinstance(value, list) else value
    given, taken = _ALONE[name]
    return (given if value else taken).format(task=task, value=said, word=word)
