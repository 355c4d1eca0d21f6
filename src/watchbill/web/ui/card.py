"""A proposal as the review page shows it: what would become of each thing, at a glance."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from watchbill.domain.names import Names
from watchbill.domain.operation import Change
from watchbill.domain.question import question_of
from watchbill.schemas.field_change import FieldChange, field_changes
from watchbill.schemas.proposal import Proposal
from watchbill.services.proposal import Shown
from watchbill.web.ui import row

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
    """What would be changed, with its fields. `ref`: the number of a task, by which it can be accepted alone; `is_gone`: removed as a whole."""

    ref: int | None
    name: str
    is_new: bool
    is_gone: bool
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
        things = _things(shown.proposal.change, proposal.fields, shown.names)
        return cls(proposal, question_of(shown.proposal).text, tuple(things))


def things_of(change: Change, names: Names) -> tuple[Thing, ...]:
    """Thing by thing, what a change does."""
    return tuple(_things(change, field_changes(change, names), names))


def _things(change: Change, changed: Iterable[FieldChange], names: Names) -> Iterator[Thing]:
    fields: dict[str, list[FieldChange]] = {}
    for field in changed:
        fields.setdefault(field.id, []).append(field)
    made = {op.id for op in change.operations if op.before is None}
    gone = {op.id for op in change.operations if op.after is None}
    for id, own in fields.items():
        yield _thing(own, names, is_new=id in made, is_gone=id in gone)


def _thing(changed: list[FieldChange], names: Names, *, is_new: bool, is_gone: bool) -> Thing:
    first = changed[0]
    told = {field.field: field for field in changed}
    named = told.get("title") or told.get("name")
    task = names.tasks.get(first.id)
    name = named.old or named.new if named else (task.title if task else first.noun)
    lines = tuple(_lines(changed, is_new=is_new))
    return Thing(first.task, str(name), is_new, is_gone, lines)


def _lines(changed: list[FieldChange], *, is_new: bool) -> Iterator[Line]:
    for field in changed:
        if field.field in _STATES:
            before, after = _STATES[field.field]
            old, new = (before, after) if field.old is None else (after, before)
            yield Line("state", old, new)
        elif field.field not in _ASIDE or not (is_new or field.old is None or field.new is None):
            yield Line(
                row.label(field.field),
                _said(field.field, field.old),
                _said(field.field, field.new),
            )


def _said(name: str, value: Any) -> str:
    return row.shown(name, value, most=_SHOWN) or "nothing"
