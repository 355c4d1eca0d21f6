"""A proposal as the review page shows it: what would become of each thing, at a glance."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from watchbill.domain.due import describe, from_stored
from watchbill.domain.question import question_of
from watchbill.schemas.field_change import FieldChange
from watchbill.schemas.proposal import Proposal
from watchbill.services.proposal import Shown

_SHOWN = 300
_STATES = {
    "completed_at": ("open", "done"),
    "deleted_at": ("on the list", "in the trash"),
    "archived_at": ("in use", "archived"),
}
_ASIDE = ("title", "name", "position")


@dataclass(frozen=True, slots=True)
class Line:
    """One field, before and after, in words."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What would be changed, with its fields. `ref`: the number of a task, by which it can be accepted alone."""

    ref: int | None
    name: str
    is_new: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What waits, thing by thing."""

    proposal: Proposal
    question: str
    things: tuple[Thing, ...]

    @property
    def has_parts(self) -> bool:
        """Whether some of it can be accepted."""
        return len([thing for thing in self.things if thing.ref is not None]) > 1

    @classmethod
    def of(cls, shown: Shown) -> "Card":
        proposal = Proposal.of(shown)
        fields: dict[str, list[FieldChange]] = {}
        for field in proposal.fields:
            fields.setdefault(field.id, []).append(field)
        made = {op.id for op in proposal.operations if op.before is None}
        things = (_thing(shown, changed, is_new=id in made) for id, changed in fields.items())
        return cls(proposal, question_of(shown.proposal).text, tuple(things))


def _thing(shown: Shown, changed: list[FieldChange], *, is_new: bool) -> Thing:
    first = changed[0]
    told = {field.field: field for field in changed}
    named = told.get("title") or told.get("name")
    task = shown.names.tasks.get(first.id)
    name = named.old or named.new if named else (task.title if task else first.noun)
    lines = tuple(_lines(changed, is_new=is_new))
    return Thing(first.task, str(name), is_new, lines)


def _lines(changed: list[FieldChange], *, is_new: bool) -> Iterator[Line]:
    for field in changed:
        if field.field in _STATES:
            before, after = _STATES[field.field]
            old, new = (before, after) if field.old is None else (after, before)
            yield Line("state", old, new)
        elif field.field not in _ASIDE or not (is_new or field.old is None or field.new is None):
            yield Line(
                field.field.replace("_", " "),
                _said(field.field, field.old),
                _said(field.field, field.new),
            )


def _said(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "nothing"
    if name == "due":
        return describe(from_stored(value))
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
