"""What a proposal stands on, as it is now: a few queries, however many tasks it is about."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from watchbill.domain.drift import Ground, closes, keys_of
from watchbill.domain.merge import Key
from watchbill.domain.operation import Operation
from watchbill.domain.reference import title_key
from watchbill.domain.task import NOUN as TASK
from watchbill.services.current import current_fields
from watchbill.storage.record import NamedRows
from watchbill.storage.transaction import Reader


def ground_of(reader: Reader, operations: Sequence[Operation], since: int) -> Ground:
    """The ground of these operations, which were made when change `since` was the newest."""
    touched = [op.id for op in operations]
    return Ground(
        since=since,
        things=current_fields(reader, sorted(keys_of(operations))),
        later=reader.changes.touching(touched, since),
        names=frozenset(_taken_names(reader, operations)),
        users=frozenset(_users(reader, operations)),
        above=dict(_above(reader, operations)),
    )


def _taken_names(reader: Reader, operations: Sequence[Operation]) -> Iterator[Key]:
    rows: Mapping[str, NamedRows[Any]] = {
        "project": reader.projects,
        "tag": reader.tags,
        "filter": reader.filters,
    }
    for noun, named in rows.items():
        given = {
            str((op.after or {})["name"]): op.id
            for op in operations
            if op.noun == noun and "name" in (op.after or {})
        }
        ids = set(given.values())
        for key, thing in named.by_name(given).items():
            if thing.id not in ids:
                yield noun, title_key(key)


def _users(reader: Reader, operations: Sequence[Operation]) -> Iterator[str]:
    """The ids of what would be closed and has something under it, or in it, that isn't closed as well."""
    touched = {(op.noun, op.id) for op in operations}
    done = {op.id for op in operations if op.noun == TASK and closes(op)}
    completed = {op.id for op in operations if (op.after or {}).get("completed_at")}
    for task in reader.relations.descendants(sorted(done)):
        is_left = not task.is_deleted and (task.is_open or task.parent_id not in completed)
        if is_left and (TASK, task.id) not in touched and task.parent_id:
            yield task.parent_id
    removed = [op.id for op in operations if op.after is None]
    if removed:
        for id, users in reader.relations.referrers(removed).items():
            if users - touched:
                yield id


def _above(
    reader: Reader, operations: Sequence[Operation]
) -> Iterator[tuple[str, frozenset[str]]]:
    """What stands above each new parent: a task put under one that by now is under it would be a circle."""
    moved = {
        str((op.after or {})["parent_id"])
        for op in operations
        if op.noun == TASK and op.before is not None and (op.after or {}).get("parent_id")
    }
    for parent in sorted(moved):
        yield parent, frozenset(task.id for task in reader.relations.ancestors(parent))
