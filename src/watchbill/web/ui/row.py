"""A change as pages show it: who, when, what, and each field before and after."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from watchbill.domain.due import describe, from_stored
from watchbill.domain.instant import to_text
from watchbill.domain.names import Names
from watchbill.domain.operation import Change, Operation
from watchbill.schemas.field_change import field_changes
from watchbill.services.journal import Entry

_SHOWN = 200
_MOST = 20
_STATES = {"completed_at", "deleted_at", "archived_at", "position"}
"""What the sentence says better."""
_LABELS = {
    "blocked_by": "waits for",
    "recurrence": "repeats",
    "parent": "under",
    "parent_id": "under",
    "project_id": "project",
}
_NAMES = {"title", "name", "text"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one thing, before and after, in words. `task` is a task's number."""

    task: int | None
    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Row:
    """A change in a list of changes."""

    number: int
    sentence: str
    actor: str
    client: str | None
    run: str | None
    note: str
    at: str
    when: str
    undone_by: int | None
    fields: tuple[Field, ...]

    @property
    def whose(self) -> str:
        """Whose words the note is in: a program's are marked as its own."""
        return "Why" if self.actor.startswith("user:") else "Why, in its own words"


def edits(entries: Iterable[Entry]) -> list[Operation]:
    """The operations whose fields are shown, so that their names can be looked up."""
    return [operation for entry in entries for operation in _edits(entry.change)]


def rows(entries: Iterable[Entry], names: Names) -> list[Row]:
    """The changes, each with what it changed; what is made, removed or completed the sentence says."""
    return [_row(entry, names) for entry in entries]


def _row(entry: Entry, names: Names) -> Row:
    change = entry.change
    return Row(
        number=change.number,
        sentence=change.sentence,
        actor=str(change.actor),
        client=change.client,
        run=change.run,
        note=change.note,
        at=to_text(change.at),
        when=f"{change.at:%Y-%m-%d %H:%M} UTC",
        undone_by=entry.undone_by,
        fields=tuple(fields(replace(change, operations=_edits(change)), names)),
    )


def _edits(change: Change) -> tuple[Operation, ...]:
    """Those that change what is there before and after; of many, the first."""
    found = (op for op in change.operations if op.before is not None and op.after is not None)
    return tuple(islice(found, _MOST))


def fields(change: Change, names: Names) -> Iterator[Field]:
    """Field by field, in words; of what goes as a whole, its name."""
    gone = {operation.id for operation in change.operations if operation.after is None}
    for one in field_changes(change, names):
        if one.field not in _STATES and (one.id not in gone or one.field in _NAMES):
            yield Field(
                one.task, label(one.field), shown(one.field, one.old), shown(one.field, one.new)
            )


def label(field: str) -> str:
    return _LABELS.get(field, field.replace("_", " "))


def shown(field: str, value: Any, *, most: int = _SHOWN) -> str:
    """A value as a person reads it, not too long; nothing is “”."""
    if value is None or value == []:
        return ""
    text = _text(field, value)
    return text if len(text) <= most else f"{text[:most]}…"


def _text(field: str, value: Any) -> str:
    if field == "due":
        return describe(from_stored(value))
    if field in ("parent", "task") and isinstance(value, int):
        return f"#{value}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        mark = "#" if field == "blocked_by" else ""
        return ", ".join(f"{mark}{one}" for one in value)
    return str(value)
