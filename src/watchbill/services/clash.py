"""Who stands in the way of an undo: the conflicts of a merge, with names and the changes that made them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from watchbill.domain.merge import REASONS, Conflict, Key
from watchbill.domain.operation import Change, Fields
from watchbill.domain.query import LIMIT_MAX, ChangeFilter
from watchbill.storage.transaction import Reader

_SAID = 3


@dataclass(frozen=True, slots=True)
class Clash:
    """A conflict as a person reads it. `name` is the thing's, `ref` a task's; `by` is the later change that is in the way."""

    conflict: Conflict
    name: str
    ref: int | None
    by: Change | None

    def __str__(self) -> str:
        """“title of #3 “Milk”, changed by change 7 of user:owner”."""
        what = f"{self.conflict.field} of {self.name}" if self.conflict.field else self.name
        return f"{what}, {REASONS[self.conflict.reason]}{self._who()}"

    def _who(self) -> str:
        return "" if self.by is None else f" by change {self.by.number} of {self.by.actor}"


def clashes(
    reader: Reader, conflicts: Sequence[Conflict], things: Mapping[Key, Fields | None]
) -> tuple[Clash, ...]:
    """The conflicts with who made them. `things` is what is there now."""
    later: dict[str, tuple[Change, ...]] = {}
    found = []
    for conflict in conflicts:
        id = conflict.other or conflict.id
        if id not in later:
            later[id] = reader.changes.page(ChangeFilter(thing_id=id, limit=LIMIT_MAX))
        fields = things.get((conflict.noun, conflict.id)) or {}
        by = next((c for c in later[id] if _is_in_the_way(c, conflict)), None)
        found.append(Clash(conflict, _name(conflict, fields), fields.get("ref"), by))
    return tuple(found)


def _is_in_the_way(change: Change, conflict: Conflict) -> bool:
    if change.number <= conflict.number:
        return False
    if conflict.other:
        return any(operation.id == conflict.other for operation in change.operations)
    return any(
        operation.id == conflict.id
        and (not conflict.field or conflict.field in (operation.after or {}))
        for operation in change.operations
    )


def _name(conflict: Conflict, fields: Fields) -> str:
    if "ref" in fields:
        return f"#{fields['ref']} “{fields['title']}”"
    called = fields.get("name")
    return f"{conflict.noun} “{called}”" if called else f"a {conflict.noun}"


def listed(found: Sequence[Clash]) -> str:
    """The first few in words."""
    rest = len(found) - _SAID
    said = "; ".join(str(clash) for clash in found[:_SAID])
    return f"{said}; and {rest} more" if rest > 0 else said
