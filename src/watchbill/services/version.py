"""What a write is based on: versions count field by field, so that edits of different fields don't meet."""

from collections.abc import Iterator, Sequence
from typing import Any

from watchbill.domain.errors import ConflictError, InvalidError
from watchbill.domain.operation import Change, Operation
from watchbill.domain.task import Task, to_fields
from watchbill.services.past import touching
from watchbill.storage.transaction import Reader


def check_version(
    reader: Reader, tasks: Sequence[Task], version: int, operations: Sequence[Operation]
) -> None:
    """Refuse operations on fields that changes after `version` wrote: CONFLICT with each field's values, and who wrote.

    Raises INVALID_VERSION when there is not just one task, or the version isn't one that it had.
    """
    if len(tasks) != 1:
        raise InvalidError.of(
            "version", "A version belongs to one task.", hint="Name one task, or leave it out."
        )
    [task] = tasks
    if version > task.version:
        raise InvalidError.of(
            "version",
            f"{task.name} is at version {task.version}, not yet at {version}.",
            hint="Send the version that you read.",
        )
    if version < task.version and (found := list(_differences(reader, task, version, operations))):
        raise _stale(task, version, found)


def _differences(
    reader: Reader, task: Task, version: int, operations: Sequence[Operation]
) -> Iterator[dict[str, Any]]:
    later = list(touching(reader, task.id, version))
    for operation in operations:
        if operation.id != task.id or operation.before is None or operation.after is None:
            continue
        for name, yours in operation.after.items():
            change = next((one for one in later if _writes(one, task.id, name)), None)
            if change is not None:
                yield {
                    "field": name,
                    "yours": yours,
                    "theirs": operation.before[name],
                    "change": change.number,
                    "actor": str(change.actor),
                }


def _writes(change: Change, id: str, field: str) -> bool:
    return any(op.id == id and field in (op.after or {}) for op in change.operations)


def _stale(task: Task, version: int, found: list[dict[str, Any]]) -> ConflictError:
    names = ", ".join(
        f"{one['field']} (change {one['change']} of {one['actor']})" for one in found
    )
    return ConflictError(
        f"{task.name} has changed since version {version}: {names}.",
        hint=f"Read it, then send version {task.version} with the write.",
        details={
            "ref": task.ref,
            "version": task.version,
            "current": dict(to_fields(task)),
            "differences": found,
        },
    )
