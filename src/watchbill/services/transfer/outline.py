"""What stands under what in a file, and what waits for what: without circles, and no deeper than a list can be."""

from collections.abc import Mapping
from dataclasses import dataclass

from watchbill.domain.task import Task
from watchbill.domain.tree import DEPTH_MAX
from watchbill.services.transfer.record import Found, Record
from watchbill.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Outline:
    """The parent of each record that has one, by ids; and all ids, each after its parent's."""

    parents: Mapping[str, str]
    order: list[str]


def arrange(
    fresh: Mapping[str, Record],
    by_key: Mapping[str, str],
    there: Mapping[str, Task],
    tx: Transaction,
    found: Found,
) -> Outline:
    """Put records under their parents: those of the file, and those that are here from an earlier import."""
    parents = {
        id: by_key[record.parent]
        for id, record in fresh.items()
        if record.parent in by_key and by_key[record.parent] != id
    }
    gone = {id for id, task in there.items() if task.is_deleted}
    parents = {id: parent for id, parent in parents.items() if parent not in gone}
    levels = {
        parent: len(tx.relations.ancestors(parent))
        for parent in set(parents.values()) & set(there)
    }
    order: list[str] = []
    for start in fresh:
        _walk(start, fresh, parents, levels, order, found)
    return Outline(parents, order)


def _walk(
    start: str,
    fresh: Mapping[str, Record],
    parents: dict[str, str],
    levels: dict[str, int],
    order: list[str],
    found: Found,
) -> None:
    """Give the record and those above it their levels, from the top down."""
    chain: list[str] = []
    id: str | None = start
    while id is not None and id not in levels:
        if id in chain:
            found.lose_part(fresh[start].place, "It stands under itself; it is put at the top.")
            del parents[id]
            return _walk(start, fresh, parents, levels, order, found)
        chain.append(id)
        id = parents.get(id)
    for below in reversed(chain):
        parent = parents.get(below)
        if parent is not None and levels[parent] >= DEPTH_MAX:
            parent = parents[below] = _above(parent, parents, levels)
            found.lose_part(
                fresh[below].place, f"It is over {DEPTH_MAX} levels deep; it is put higher."
            )
        levels[below] = levels[parent] + 1 if parent is not None else 1
        order.append(below)
    return None


def _above(id: str, parents: Mapping[str, str], levels: Mapping[str, int]) -> str:
    """The nearest above that something can still stand under."""
    while levels[id] >= DEPTH_MAX:
        id = parents[id]
    return id


def blockers(
    fresh: Mapping[str, Record],
    by_key: Mapping[str, str],
    there: Mapping[str, Task],
    found: Found,
) -> Mapping[str, set[str]]:
    """What each record waits for, by ids; where records wait for each other in a circle, none of them does."""
    waits = {
        id: {by_key[key] for key in record.blocked_by if key in by_key and by_key[key] != id}
        for id, record in fresh.items()
        if record.blocked_by
    }
    for id in _circle(waits, set(there)):
        found.lose_part(
            fresh[id].place, "It waits for what waits for it; it is taken without that."
        )
        waits[id] = {blocker for blocker in waits[id] if blocker in there}
    return waits


def _circle(waits: Mapping[str, set[str]], there: set[str]) -> set[str]:
    """Those that never get free when whatever waits for nothing is done, again and again."""
    left = {
        id: {other for other in others if other in waits} - there for id, others in waits.items()
    }
    while free := {id for id, others in left.items() if not others}:
        left = {id: others - free for id, others in left.items() if id not in free}
    return set(left)
