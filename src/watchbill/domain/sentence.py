"""The one human sentence of a change."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from watchbill.domain import reminder
from watchbill.domain.due import describe as due_words
from watchbill.domain.due import from_stored
from watchbill.domain.recurrence import describe
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


def added(tasks: Sequence[Task]) -> str:
    """“Added #1 “Rent”, due Tue 2026-12-01, every month”; of several just their names."""
    said = about("Added", tasks)
    if len(tasks) != 1:
        return said
    [task] = tasks
    due = f", due {due_words(task.due)}" if task.due else ""
    return f"{said}{due}{f', {describe(task.recurrence)}' if task.recurrence else ''}"


def completed(tasks: Sequence[Task], following: Sequence[Task]) -> str:
    """“Completed #1 “Rent”; it comes again as #7, due Tue 2026-12-01”."""
    done = about("Completed", tasks)
    if not following:
        return done
    if len(following) == 1:
        again = "it comes again as" if len(tasks) == 1 else "next is"
        due = following[0].due
        return f"{done}; {again} #{following[0].ref}, due {due and due_words(due)}"
    again = joined([f"#{task.ref}" for task in following[:_NAMED]])
    rest = f" and {len(following) - _NAMED} more" if len(following) > _NAMED else ""
    return f"{done}; next are {again}{rest}"


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


def together(sentences: Iterable[str]) -> str:
    """“Added #1 “Milk”; completed #2 “Rent””, each once."""
    first, *rest = dict.fromkeys(sentences)
    return "; ".join([first, *(said[:1].lower() + said[1:] for said in rest)])


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
    given, taken = _ALONE[name]
    return (given if value else taken).format(task=task, value=_said(name, value), word=word)


def _said(name: str, value: Any) -> str:
    """A value for people."""
    if name == "due" and value:
        return due_words(from_stored(value))
    if name == "reminders":
        value = [reminder.describe(reminder.from_stored(one)) for one in value or []]
    return joined(value) if value and isinstance(value, list) else value
