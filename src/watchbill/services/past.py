"""Tasks as they were: the journal read backwards."""

from collections.abc import Sequence

from watchbill.domain.operation import Change, Fields
from watchbill.domain.query import ChangeFilter
from watchbill.domain.task import NOUN, Task, from_fields, to_fields
from watchbill.storage.transaction import Reader

_STEP = 500


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
    before: int | None = None
    while later := reader.changes.page(
        ChangeFilter(since=until.number, before=before, thing_id=id, limit=_STEP)
    ):
        for change in later:
            fields = _taken_back(fields, change, id)
        before = later[-1].number
    return fields


def _taken_back(fields: Fields | None, change: Change, id: str) -> Fields | None:
    for operation in change.inverse_operations():
        if (operation.noun, operation.id) != (NOUN, id):
            continue
        fields = None if operation.after is None else {**(fields or {}), **operation.after}
    return fields
