"""What has changed under a proposal since it was made: whatever it stands on has to be as it was shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from watchbill.domain.chain import ERASED
from watchbill.domain.field import references
from watchbill.domain.merge import Conflict, Key
from watchbill.domain.operation import Change, Fields, Operation
from watchbill.domain.proposal import takes_away
from watchbill.domain.reference import title_key

ASIDE = ("position", "occurrence", "template")
"""Where a task stands in the order, and in its series: that says nothing of what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is there now, as far as a proposal stands on it.

    `things`: all that its operations touch or refer to. `later`: the changes after `since` that touched what it touches.
    `names`: the noun and key of names that it would give and that are taken. `users`: by id, what hangs on a thing that it
    would close, and that it doesn't touch. `above`: by id, what stands above a task that it would put others under.
    """

    since: int
    things: Mapping[Key, Fields | None]
    later: Sequence[Change] = ()
    names: frozenset[Key] = frozenset()
    users: frozenset[str] = frozenset()
    above: Mapping[str, frozenset[str]] = field(default_factory=dict)


def keys_of(operations: Sequence[Operation]) -> set[Key]:
    """Noun and id of all that these touch or refer to."""
    touched = {(op.noun, op.id) for op in operations}
    return touched | {key for op in operations for _, key in _references(op)}


def closes(operation: Operation) -> bool:
    """Whether a thing is done with by it: then it stands on all of the thing, and not on the changed field alone."""
    return takes_away(operation) or (operation.after or {}).get("completed_at") is not None


def drift(operations: Sequence[Operation], ground: Ground) -> tuple[Conflict, ...]:
    """What is otherwise than these operations expect, in their order."""
    made = {(op.noun, op.id) for op in operations if op.before is None}
    return tuple(
        conflict
        for op in operations
        for conflict in (*_of_thing(op, ground), *_of_references(op, ground, made))
    )


def _of_thing(op: Operation, ground: Ground) -> Iterator[Conflict]:
    now = ground.things[op.noun, op.id]
    if op.before is None:
        name = (op.noun, title_key(str((op.after or {}).get("name", ""))))
        if now is not None or name in ground.names:
            yield _conflict(op, ground, "there")
        return
    if now is None or _is_in_the_trash(op, now):
        yield _conflict(op, ground, "gone")
        return
    yield from _of_fields(op, ground, now)
    if (op.noun, title_key(str((op.after or {}).get("name", "")))) in ground.names:
        yield _conflict(op, ground, "there", "name")
    if closes(op) and op.id in ground.users:
        yield _conflict(op, ground, "used")


def _is_in_the_trash(op: Operation, now: Fields) -> bool:
    return now.get("deleted_at") is not None and "deleted_at" not in (op.before or {})


def _of_fields(op: Operation, ground: Ground, now: Fields) -> Iterator[Conflict]:
    stood_on = dict(op.before or {})
    if closes(op):
        stood_on = {**_as_shown(op, ground), **stood_on}
    after = op.after or {}
    for name, was in stood_on.items():
        if after.get(name) == ERASED and was in ("", ERASED):
            yield _conflict(op, ground, "erased", name)
        elif now[name] != was:
            yield Conflict(
                op.noun, op.id, name, "changed", ground.since, was, after.get(name), now[name]
            )


def _as_shown(op: Operation, ground: Ground) -> dict[str, Any]:
    """What later changes overwrote in the thing."""
    shown: dict[str, Any] = {}
    for change in ground.later:
        for one in change.operations:
            if (one.noun, one.id) == (op.noun, op.id):
                shown = {**(one.before or {}), **shown}
    return {name: value for name, value in shown.items() if name not in ASIDE}


def _of_references(op: Operation, ground: Ground, made: set[Key]) -> Iterator[Conflict]:
    for name, key in _references(op):
        now = ground.things[key]
        if key not in made and (now is None or now.get("deleted_at") is not None):
            yield _conflict(op, ground, "gone", name)
        elif op.id in ground.above.get(key[1], ()):
            yield _conflict(op, ground, "changed", name)


def _references(op: Operation) -> Iterator[tuple[str, Key]]:
    """The field and the thing of each reference that the operation makes; those that were there are left out."""
    known = set(references(op.before or {}))
    return (made for made in references(op.after or {}) if made not in known)


def _conflict(op: Operation, ground: Ground, reason: Any, name: str = "") -> Conflict:
    return Conflict(op.noun, op.id, name, reason, ground.since)
