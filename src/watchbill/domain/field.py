"""A task's fields as operations hold them: JSON, and back."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from watchbill.domain import due, instant, reminder
from watchbill.domain.recurrence import Occurrence, Recurrence

PRIORITY_NONE = 4

DEFAULTS: Mapping[str, Any] = {
    "priority": PRIORITY_NONE,
    "due": None,
    "recurrence": None,
    "occurrence": None,
    "template": None,
    "project_id": None,
    "parent_id": None,
    "tags": [],
    "blocked_by": [],
    "reminders": [],
}
"""What a task has that was made before there were such fields; `position` then comes from its ref."""

SETS = ("tags", "blocked_by", "reminders")
"""Fields that hold a set, written as a sorted list: two changes of one merge, where values would collide."""


REFERENCES: Mapping[str, str] = {
    "project_id": "project",
    "parent_id": "task",
    "task_id": "task",
    "tags": "tag",
    "blocked_by": "task",
}
"""Fields that hold the id of another thing, or several, and its noun."""


def references(fields: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """All that a thing with these fields refers to: the field, and noun and id of the other."""
    for name, noun in REFERENCES.items():
        value = fields.get(name) or ()
        yield from ((name, (noun, id)) for id in ([value] if isinstance(value, str) else value))


def to_json(name: str, value: Any) -> Any:
    """A field's value as an operation holds it."""
    write = _WRITERS.get(name)
    return value if value is None or write is None else write(value)


def from_json(name: str, value: Any) -> Any:
    """The reverse of `to_json`."""
    read = _READERS.get(name)
    return value if value is None or read is None else read(value)


def _recurrence_to_json(recurrence: Recurrence) -> dict[str, str]:
    return {"rule": recurrence.rule, "basis": recurrence.basis}


def _reminders_to_json(reminders: Iterable[reminder.Reminder | str]) -> list[str]:
    """Sorted texts; what a template holds is text already."""
    return sorted(one if isinstance(one, str) else reminder.to_text(one) for one in reminders)


def _occurrence_to_json(occurrence: Occurrence) -> dict[str, Any]:
    return {
        "series": occurrence.series,
        "number": occurrence.number,
        "start": due.to_text(occurrence.start),
        "slot": due.to_text(occurrence.slot),
    }


def _occurrence_from_json(value: Mapping[str, Any]) -> Occurrence:
    return Occurrence(
        series=value["series"],
        number=value["number"],
        start=due.from_stored(value["start"]),
        slot=due.from_stored(value["slot"]),
    )


_WRITERS: Mapping[str, Callable[[Any], Any]] = {
    "created_at": instant.to_text,
    "completed_at": instant.to_text,
    "deleted_at": instant.to_text,
    "archived_at": instant.to_text,
    "due": due.to_text,
    "recurrence": _recurrence_to_json,
    "occurrence": _occurrence_to_json,
    "template": dict,
    "reminders": _reminders_to_json,
    "tags": sorted,
    "blocked_by": sorted,
}
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "created_at": instant.from_text,
    "completed_at": instant.from_text,
    "deleted_at": instant.from_text,
    "archived_at": instant.from_text,
    "due": due.from_stored,
    "recurrence": lambda value: Recurrence(**value),
    "occurrence": _occurrence_from_json,
    "reminders": lambda texts: tuple(map(reminder.from_stored, texts)),
    "tags": tuple,
    "blocked_by": tuple,
}
