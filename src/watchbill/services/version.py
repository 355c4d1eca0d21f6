"""What a write is based on: versions count field by field, so that edits of different fields don't meet."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from watchbill.domain.drift import ASIDE
from watchbill.domain.errors import ConflictError, InvalidError
from watchbill.domain.merge import Key
from watchbill.domain.operation import Change, Fields, Operation
from watchbill.domain.proposal import takes_away
from watchbill.domain.task import NOUN as TASK
from watchbill.services.current import Thing, find_thing
from watchbill.services.past import touching
from watchbill.storage.transaction import Reader


def check_version(
    reader: Reader, keys: Sequence[Key], version: int, operations: Sequence[Operation]
) -> None:
    """Refuse operations on fields that changes after `version` wrote: CONFLICT with each field's values, and who wrote.

    What takes a thing away stands on all of it. Raises INVALID_VERSION when there is not just one thing, or the version isn't one that it had.
    """
    thing = find_thing(reader, keys[0]) if len(keys) == 1 else None
    if thing is None:
        raise InvalidError.of(
            "version",
            "A version belongs to one task, project, tag, filter or comment.",
            hint="Name one, or leave it out.",
        )
    if version > thing.version:
        raise InvalidError.of(
            "version",
            f"{thing.name} is at version {thing.version}, not yet at {version}.",
            hint="Send the version that you read.",
        )
    if version < thing.version and (
        found := list(_differences(reader, thing, version, operations))
    ):
        raise _stale(thing, version, found)


def _differences(
    reader: Reader, thing: Thing, version: int, operations: Sequence[Operation]
) -> Iterator[dict[str, Any]]:
    later = list(touching(reader, thing.id, version))
    for operation in operations:
        if (operation.noun, operation.id) != (thing.noun, thing.id):
            continue
        for name, yours in _stands_on(operation, thing.fields).items():
            change = next((one for one in later if _writes(one, thing.id, name)), None)
            if change is not None:
                yield {
                    "field": name,
                    "yours": yours,
                    "theirs": thing.fields[name],
                    "change": change.number,
                    "actor": str(change.actor),
                }


def _stands_on(operation: Operation, fields: Fields) -> Mapping[str, Any]:
    """The fields that have to be as they were read, with the values that they get."""
    after = operation.after or {}
    if not takes_away(operation):
        return after
    return {name: after.get(name) for name in fields if name not in ASIDE}


def _writes(change: Change, id: str, field: str) -> bool:
    return any(op.id == id and field in (op.after or {}) for op in change.operations)


def _stale(thing: Thing, version: int, found: list[dict[str, Any]]) -> ConflictError:
    names = ", ".join(
        f"{one['field']} (change {one['change']} of {one['actor']})" for one in found
    )
    what = (
        {"ref": thing.fields["ref"]}
        if thing.noun == TASK
        else {"noun": thing.noun, "id": thing.id}
    )
    return ConflictError(
        f"{thing.name} has changed since version {version}: {names}.",
        hint=f"Read it, then send version {thing.version} with the write.",
        details={
            **what,
            "version": thing.version,
            "current": dict(thing.fields),
            "differences": found,
        },
    )
