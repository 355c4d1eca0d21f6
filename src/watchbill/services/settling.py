"""What things on a workbench stand to, read from the store: a few queries, however many things there are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from watchbill.domain import settling
from watchbill.domain.field import references
from watchbill.domain.merge import Key, Workbench
from watchbill.domain.operation import Fields, Operation
from watchbill.domain.settling import Around
from watchbill.domain.task import NOUN as TASK
from watchbill.domain.task import to_fields
from watchbill.services.current import current_fields
from watchbill.storage.record import NamedRows
from watchbill.storage.transaction import Reader

_STRUCTURE = ("parent_id", "project_id", "deleted_at")


def settle(reader: Reader, bench: Workbench) -> bool:
    """Put right what can't stand beside what there is now; whether anything had to be."""
    moved = {key: now for key in bench.moved() if (now := bench.now(key)) is not None}
    return bool(moved) and settling.settle(bench, _around(reader, bench, moved))


def settled(reader: Reader, made: Sequence[Operation]) -> tuple[Operation, ...]:
    """The operations that make new things, without what those would refer to and isn't there."""
    bench = Workbench({(op.noun, op.id): None for op in made})
    for op in made:
        bench.set((op.noun, op.id), op.after or {})
    settle(reader, bench)
    return tuple(op for op in bench.operations() if op.before is None)


def _around(reader: Reader, bench: Workbench, moved: Mapping[Key, Fields]) -> Around:
    referred = {to for fields in _both(bench, moved) for _, to in references(fields)}
    found = current_fields(reader, sorted(referred))
    return Around(
        tasks=_family(reader, bench, moved),
        missing=frozenset(key for key, fields in found.items() if fields is None),
        holders=_holders(reader, bench, moved),
        waits=reader.relations.waits(_gained(bench, moved)),
    )


def _both(bench: Workbench, moved: Mapping[Key, Fields]) -> Iterable[Fields]:
    """What moved, as it is and as it was."""
    return (*moved.values(), *(start for key in moved if (start := bench.start(key))))


def _family(reader: Reader, bench: Workbench, moved: Mapping[Key, Fields]) -> dict[str, Fields]:
    """All above and below the tasks whose place has changed."""
    ids = [
        id
        for (noun, id), now in moved.items()
        if noun == TASK and _has_changed(bench.start((noun, id)), now)
    ]
    parents = {parent for id in ids if (parent := moved[TASK, id]["parent_id"])}
    relations = reader.relations
    tasks = (*relations.descendants(ids), *relations.above(sorted(parents)))
    return {task.id: to_fields(task) for task in tasks}


def _has_changed(start: Fields | None, now: Fields) -> bool:
    return start is None or any(start[name] != now[name] for name in _STRUCTURE)


def _holders(reader: Reader, bench: Workbench, moved: Mapping[Key, Fields]) -> dict[Key, str]:
    """Who has the names now that are to be given."""
    rows: Mapping[str, NamedRows[Any]] = {
        "project": reader.projects,
        "tag": reader.tags,
        "filter": reader.filters,
    }
    found: dict[Key, str] = {}
    for noun, named in rows.items():
        names = [
            now["name"]
            for key, now in moved.items()
            if key[0] == noun and (bench.start(key) or {}).get("name") != now["name"]
        ]
        found |= {(noun, key): one.id for key, one in named.by_name(names).items()}
    return found


def _gained(bench: Workbench, moved: Mapping[Key, Fields]) -> list[str]:
    """What tasks wait for now and didn't at the start."""
    return sorted(
        {
            id
            for key, now in moved.items()
            for id in now.get("blocked_by", ())
            if id not in (bench.start(key) or {}).get("blocked_by", ())
        }
    )
