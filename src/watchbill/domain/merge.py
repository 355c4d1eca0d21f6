"""Taking changes back beside later ones: field by field, three-way, on what is there now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from watchbill.domain.chain import ERASED
from watchbill.domain.field import SETS
from watchbill.domain.operation import Change, Fields, Operation
from watchbill.domain.task import NOUN as TASK
from watchbill.domain.task import complete_fields
from watchbill.domain.text_merge import merge_text

Key = tuple[str, str]
"""Noun and id of a thing."""
Reason = Literal["changed", "gone", "there", "used", "erased", "taken", "unfit"]
REASONS: Mapping[Reason, str] = {
    "changed": "changed since",
    "gone": "gone since",
    "there": "there again",
    "used": "used since",
    "erased": "erased for good",
    "taken": "taken since",
    "unfit": "which doesn't fit what is there now",
}
"""In words, to go on after what the conflict is about."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What is kept as it is, because a later change is in the way.

    `reason`: the field was `changed` since; or the whole thing, or what the field referred to, is `gone`; or the thing is `there` again, or is `used` by others;
    or its name is `taken`; or the value is `unfit`: it would make a circle, or break another rule; or the text was `erased`, or was changed after it was made (`field` is then “”).
    `was`, `wrote` and `now` are the values before the change `number` that is taken back, after it, and now.
    `other`: the id of another thing that is in the way.
    """

    noun: str
    id: str
    field: str
    reason: Reason
    number: int
    was: Any = None
    wrote: Any = None
    now: Any = None
    other: str = ""


class Workbench:
    """What is there now, in memory, and changes taken back on it one by one, the newest first.

    Each thing's fields are whole, or None where there is none. With `force`, what stands against a change is overwritten.
    """

    def __init__(self, things: Mapping[Key, Fields | None], *, force: bool = False) -> None:
        self._start = dict(things)
        self._now: dict[Key, Fields | None] = dict(things)
        self._force = force
        self._numbers: dict[Key, int] = {}
        self.conflicts: list[Conflict] = []

    def take_back(self, change: Change) -> None:
        """Undo one change, as far as it goes; the rest is a conflict."""
        for operation in reversed(change.operations):
            key = (operation.noun, operation.id)
            self._numbers.setdefault(key, change.number)
            self._now[key] = self._taken_back(self._now[key], operation, change.number)

    def now(self, key: Key) -> Fields | None:
        """What is on the bench. Raises KeyError for what was never brought there."""
        return self._now[key]

    def start(self, key: Key) -> Fields | None:
        """What was there when the work began. Raises KeyError for what was never brought to the bench."""
        return self._start[key]

    def has(self, key: Key) -> bool:
        """Whether it was brought to the bench."""
        return key in self._now

    def all(self) -> Sequence[tuple[Key, Fields | None]]:
        """Everything that is on the bench."""
        return tuple(self._now.items())

    def moved(self) -> tuple[Key, ...]:
        """What is otherwise than at the start."""
        return tuple(key for key, now in self._now.items() if now != self._start[key])

    def removed(self) -> tuple[Key, ...]:
        """What would be taken out of the store."""
        return tuple(
            key for key, now in self._now.items() if now is None and self._start[key] is not None
        )

    def bring(self, key: Key, fields: Fields | None) -> None:
        """Lay another thing on the bench, as it is; what is there stays."""
        if key not in self._now:
            self._start[key] = self._now[key] = fields

    def set(self, key: Key, fields: Fields) -> None:
        """Give a thing these values, or make one of all its fields."""
        self._now[key] = {**(self._now[key] or {}), **fields}

    def keep(self, key: Key, reason: Reason, other: str = "") -> None:
        """Leave a thing as it was at the start: others use it, or it can't be again."""
        self._now[key] = self._start[key]
        number = self._numbers.get(key, 0)
        self.conflicts.append(Conflict(*key, "", reason, number, other=other))

    def put(self, key: Key, name: str, value: Any, reason: Reason, other: str = "") -> None:
        """Give a field another value than it would get, and tell it."""
        start, now = self._start[key] or {}, self._now[key] or {}
        values = (now[name], start.get(name), value)
        number = self._numbers.get(key, 0)
        self.conflicts.append(Conflict(*key, name, reason, number, *values, other))
        self.set(key, {name: value})

    def operations(self) -> tuple[Operation, ...]:
        """What leads from the start to what is on the bench; first what is made, then edits, then what is removed."""
        made, edited, removed = [], [], []
        for (noun, id), now in self._now.items():
            start = self._start[noun, id]
            if start is None and now is not None:
                made.append(Operation(noun, id, None, now))
            elif start is not None and now is None:
                removed.append(Operation(noun, id, start, None))
            elif start is not None and now is not None and (new := _different(start, now)):
                edited.append(Operation(noun, id, {name: start[name] for name in new}, new))
        return (*made, *edited, *removed)

    def _taken_back(self, now: Fields | None, operation: Operation, number: int) -> Fields | None:
        before, after = operation.before, operation.after
        if before is None:
            return self._unmade(now, operation, number)
        if after is None:
            return self._remade(now, operation, number)
        if now is None:
            self._conflict(operation, number, "gone")
            return None
        return {**now, **dict(self._fields(now, operation, number))}

    def _unmade(self, now: Fields | None, operation: Operation, number: int) -> Fields | None:
        wrote = _whole(operation.noun, operation.after or {})
        if now is None or self._force or not _different(wrote, now):
            return None
        self._conflict(operation, number, "changed")
        return now

    def _remade(self, now: Fields | None, operation: Operation, number: int) -> Fields | None:
        was = _whole(operation.noun, operation.before or {})
        if now is None or self._force or not _different(was, now):
            return was
        self._conflict(operation, number, "there")
        return now

    def _fields(self, now: Fields, operation: Operation, number: int) -> Iterable[tuple[str, Any]]:
        before, after = operation.before or {}, operation.after or {}
        for name in after:
            if ERASED in (before[name], after[name]):
                self._conflict(operation, number, "erased", name)
                continue
            merged = _merged(name, before[name], after[name], now[name], force=self._force)
            if merged is None:
                values = (before[name], after[name], now[name])
                self._conflict(operation, number, "changed", name, values)
            else:
                yield name, merged[0]

    def _conflict(
        self,
        operation: Operation,
        number: int,
        reason: Reason,
        field: str = "",
        values: tuple[Any, Any, Any] = (None, None, None),
    ) -> None:
        self.conflicts.append(
            Conflict(operation.noun, operation.id, field, reason, number, *values)
        )


def _whole(noun: str, fields: Fields) -> Fields:
    """All fields, also of what was made before there were all of them."""
    return complete_fields(fields) if noun == TASK else fields


def _different(old: Fields, new: Fields) -> dict[str, Any]:
    """The fields of `old` that are otherwise in `new`, with their new values."""
    return {name: new[name] for name, value in old.items() if new[name] != value}


def _merged(name: str, was: Any, wrote: Any, now: Any, *, force: bool) -> tuple[Any] | None:
    """The value after taking `was` → `wrote` back, in a tuple; None where a later change is in the way."""
    if now in (wrote, was):
        return (was,)
    if name in SETS:
        return (sorted((set(now) - (set(wrote) - set(was))) | (set(was) - set(wrote))),)
    if name == "description" and (text := merge_text(wrote, now, was)) is not None:
        return (text,)
    return (was,) if force else None
