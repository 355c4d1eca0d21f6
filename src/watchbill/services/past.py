"""Tasks as they were: the journal read backwards."""

from collections.abc import Iterator, Sequence

from watchbill.domain.operation import Change, Fields
from watchbill.domain.query import ChangeFilter
from watchbill.domain.task import NOUN, Task, from_fields, to_fields
from watchbill.storage.transaction import Reader

_STEP = 500


def touching(reader: Reader, id: str, since: int = 0) -> Iterator[Change]:
    """The changes after a number that touch this thing, newest first."""
    before: int | None = None
    while page := reader.changes.page(
        ChangeFilter(thing_id=id, since=since, before=before, limit=_STEP)
    ):
        yield from page
        before = page[-1].number


def tasks_after(reader: Reader, change: Change, ids: Sequence[str]) -> tuple[Task, ...]:
    """These tasks as they were right after a change that touched them; one that it removed is left out."""
    current = reader.tasks.by_id(ids)
    states = [_rewound(reader, id, current.get(id), change) for id in ids]
    return tuple(
        from_fields(id, fields, version=change.number, updated_at=change.at)
        for id, fields in zip(ids, states, strict=True)
        if fields is not None
    )


def _rewound(reader: Reader, id: str, current: Task | None, until: Change) -> Fields | None:
    fields = None if current is None else to_fields(current)
    for change in touching(reader, id, until.number):
        fields = _taken_back(fields, change, id)
    return fields


def _taken_back(fields: Fields | None, change: Change, id: str) -> Fields | None:
    for operation in change.inverse_operations():
        if (operation.noun, operation.id) != (NOUN, id):
            continue
        fields = None if operation.after is None else {**(fields or {}), **operation.after}
    return fields
