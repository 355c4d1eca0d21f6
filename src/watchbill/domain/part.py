"""A change in parts that make sense each by itself, so that a person can accept some of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from watchbill.domain.comment import NOUN as COMMENT
from watchbill.domain.merge import Key
from watchbill.domain.operation import Fields, Operation
from watchbill.domain.task import NOUN as TASK

Part = tuple[Operation, ...]


def split(
    operations: Sequence[Operation], things: Mapping[Key, Fields | None]
) -> tuple[Part, ...]:
    """The parts, in the order of their first operations; what several need, such as a new tag, is in each of them.

    A task stays together with those above and below it, with its comments, and with its next occurrence. What changes a
    project or a tag that is there can't be parted. `things` is what is there now.
    """
    shared = [op for op in operations if op.noun not in (TASK, COMMENT)]
    owned = [op for op in operations if op.noun in (TASK, COMMENT)]
    if not owned or any(op.before is not None for op in shared):
        return (tuple(operations),)
    groups = _Groups(op.id for op in owned)
    for op in owned:
        groups.join(op.id, _owner(op, things))
    for ids in _together(owned, things):
        for id in ids[1:]:
            groups.join(ids[0], id)
    return tuple(_parts(operations, shared, groups))


def _parts(
    operations: Sequence[Operation], shared: Sequence[Operation], groups: "_Groups"
) -> Iterator[Part]:
    made = {op.id for op in shared}
    for members in groups.all():
        mine = [op for op in operations if op.id in members]
        needed = {id for op in mine for id in _mentioned(op.after or {}) if id in made}
        yield tuple(op for op in operations if op.id in members or op.id in needed)


def _owner(operation: Operation, things: Mapping[Key, Fields | None]) -> str:
    """The task that an operation is on; itself, where that can't be told any more."""
    if operation.noun == TASK:
        return operation.id
    now = things.get((operation.noun, operation.id))
    fields = operation.before or operation.after or {}
    return str(fields.get("task_id") or (now or {}).get("task_id") or operation.id)


def _together(
    operations: Sequence[Operation], things: Mapping[Key, Fields | None]
) -> Iterator[list[str]]:
    """Tasks of one family, and tasks of one series."""
    series: dict[str, list[str]] = {}
    for op in operations:
        now = things.get((op.noun, op.id)) or {}
        for fields in (now, op.after or {}):
            if parent := fields.get("parent_id"):
                yield [parent, op.id]
            if occurrence := fields.get("occurrence"):
                series.setdefault(occurrence["series"], []).append(op.id)
    yield from series.values()


def _mentioned(fields: Fields) -> Iterator[str]:
    values: Iterable[Any] = fields.values()
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, str))


class _Groups:
    """Ids that belong together, those that aren't ours aside."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._of = {id: {id} for id in ids}

    def join(self, one: str, other: str) -> None:
        if one in self._of and other in self._of and self._of[one] is not self._of[other]:
            joined = self._of[one] | self._of[other]
            for id in joined:
                self._of[id] = joined

    def all(self) -> list[set[str]]:
        found: list[set[str]] = []
        for group in self._of.values():
            if not any(group is known for known in found):
                found.append(group)
        return found
