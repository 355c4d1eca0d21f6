"""What a change did, thing by thing: a sentence for the model, and the fields for programs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from watchbill.domain.due import describe, from_stored
from watchbill.domain.operation import Change, Operation
from watchbill.domain.task import NOUN as TASK
from watchbill.mcp.text import clean, cut, quote
from watchbill.schemas.field_change import FieldChange as Field
from watchbill.schemas.field_change import field_changes
from watchbill.services.writing import Receipt

_STATES = ("completed_at", "deleted_at", "archived_at")
_TEXTS = ("title", "description", "text", "name")
# A task that is made or removed is told by its title; these follow it.
_WITH = ("due", "recurrence", "priority", "project", "parent", "tags", "blocked_by", "reminders")
_LABELS = {"blocked_by": "blocked by"}


class FieldChange(BaseModel):
    """One field of one task, or of another thing by its noun, from what to what."""

    ref: int | None = None
    noun: str | None = None
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What one operation did to one thing: the sentence of it, and its fields unless it was made or removed."""

    said: str
    fields: list[FieldChange] = field(default_factory=list)


def effects_of(change: Change, receipt: Receipt, most: int) -> Iterator[Effect]:
    """Every effect of the receipt's change, those on tasks first; a text is cut to `most` characters."""
    by_id: dict[str, list[Field]] = {}
    for one in field_changes(change, receipt.names):
        by_id.setdefault(one.id, []).append(one)
    telling = _Telling(receipt, by_id, most)
    operations = sorted(change.operations, key=lambda op: op.noun != TASK)
    yield from filter(None, map(telling.effect, operations))


@dataclass(frozen=True, slots=True)
class _Telling:
    receipt: Receipt
    fields: Mapping[str, list[Field]]
    most: int

    def effect(self, operation: Operation) -> Effect | None:
        """None where nothing is changed that a person would see."""
        fields = self.fields.get(operation.id, [])
        if operation.before is None:
            return Effect(f"added {self._thing(operation, operation.after or {}, fields)}")
        if operation.after is None:
            thing = self._thing(operation, operation.before, [])
            return Effect(f"removed {thing}{', which had been added' if self._is_undo else ''}")
        return self._edit(operation, fields) if fields else None

    @property
    def _is_undo(self) -> bool:
        return bool(self.receipt.change and self.receipt.change.undoes)

    def _thing(self, operation: Operation, whole: Mapping[str, Any], fields: list[Field]) -> str:
        match operation.noun:
            case "task":
                with_it = [self._with(one) for one in fields if one.field in _WITH]
                what = f" ({', '.join(with_it)})" if with_it else ""
                return f"#{whole['ref']} {quote(whole['title'], self.most)}{what}"
            case "comment":
                return f"a comment: {quote(whole['text'], self.most)}"
            case noun:
                return f"{noun} {quote(whole['name'], self.most)}"

    def _with(self, one: Field) -> str:
        said = self._value(one.field, one.new)
        match one.field:
            case "recurrence":
                return said
            case "priority":
                return f"p{said}"
            case "project" | "tags":
                return f"{one.field} {said}"
            case _:
                return f"{_LABELS.get(one.field, one.field)} {said}"

    def _edit(self, operation: Operation, fields: list[Field]) -> Effect:
        name = self._name(operation)
        said = [self._said(one) for one in fields]
        made = [self._made(operation, one) for one in fields]
        is_title = [one.field for one in fields] == ["title"]
        thing = name.partition(" ")[0] if is_title and operation.noun == TASK else name
        return Effect(f"{thing} {', '.join(said)}", made)

    def _name(self, operation: Operation) -> str:
        names = self.receipt.names
        if operation.noun == TASK:
            task = names.tasks.get(operation.id)
            return f"#{task.ref} {quote(task.title, self.most)}" if task else "a task that is gone"
        things: Mapping[str, Any] = {**names.projects, **names.tags}
        thing = things.get(operation.id, self.receipt.subject)
        name = getattr(thing, "name", None) or (operation.after or {}).get("name")
        return f"{operation.noun} {quote(name, self.most)}" if name else f"a {operation.noun}"

    def _said(self, one: Field) -> str:
        if one.field in _STATES:
            return " → ".join(self._states(one))
        if one.field == "position":
            return "place in the order changed"
        if one.field == "description":
            return _described(one.old, one.new, self.most)
        old, new = self._value(one.field, one.old), self._value(one.field, one.new)
        return f"{_LABELS.get(one.field, one.field)} {old} → {new}"

    def _made(self, operation: Operation, one: Field) -> FieldChange:
        is_task = operation.noun == TASK
        old, new = self._values(one)
        return FieldChange(
            ref=one.task if is_task else None,
            noun=None if is_task else operation.noun,
            field="state" if one.field in _STATES else one.field,
            old=cut(clean(old), self.most),
            new=cut(clean(new), self.most),
        )

    def _values(self, one: Field) -> tuple[str, str]:
        if one.field in _STATES:
            return self._states(one)
        if one.field in _TEXTS:
            return one.old or "", one.new or ""
        return self._value(one.field, one.old), self._value(one.field, one.new)

    def _states(self, one: Field) -> tuple[str, str]:
        """The state before and after; a task in the trash is as it was put there, under the lid."""
        task = self.receipt.names.tasks.get(one.id)
        kept = "done" if task and task.is_done else "open"
        before, after = {
            "deleted_at": (kept, "deleted"),
            "archived_at": ("in use", "archived"),
        }.get(one.field, ("open", "done"))
        return (before, after) if one.old is None else (after, before)

    def _value(self, name: str, value: Any) -> str:
        """A value for a model; names and texts that others wrote are quoted."""
        if value in (None, []):
            return "none"
        if name in _WRITERS:
            return _WRITERS[name](value)
        parts = value if isinstance(value, list) else [value]
        return ", ".join(
            quote(part, self.most) if isinstance(part, str) else str(part) for part in parts
        )


def _refs(value: Any) -> str:
    refs = value if isinstance(value, list) else [value]
    return ", ".join(f"#{ref}" for ref in refs)


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "due": lambda value: describe(from_stored(value)),
    "recurrence": str,
    "reminders": ", ".join,
    "blocked_by": _refs,
    "parent": _refs,
}


def _described(old: str | None, new: str | None, most: int) -> str:
    """What is lost comes first: a model reads the beginning."""
    before, after = old or "", new or ""
    if not before:
        return f"description added: {quote(after, most)}"
    if after.startswith(before):
        return f"description got appended: {quote(after[len(before) :].lstrip(), most)}"
    return f"description of {len(before)} characters replaced, LOST: {quote(before, most)}, new: {quote(after, most)}"
