"""Where a task goes: into the order, and under another."""

from collections.abc import Iterable, Mapping

from watchbill.domain import position as rules
from watchbill.domain.errors import InvalidError
from watchbill.domain.query import Place
from watchbill.domain.task import Task
from watchbill.services.lookup import find_task
from watchbill.storage.transaction import Transaction


def position(tx: Transaction, task: Task, place: Place) -> str:
    """The key of that place. One that is there already is kept. Raises INVALID_PLACE for a place beside itself."""
    low, high = _between(tx, task, place)
    if (low or "") < task.position and (high is None or task.position < high):
        return task.position
    return rules.between(low or "", tx.end_position() if high is None else high)


def _between(tx: Transaction, task: Task, place: Place) -> tuple[str | None, str | None]:
    relations = tx.relations
    if place.where == "first":
        return None, relations.neighbour("", is_before=False, without=task.id)
    if place.where == "last":
        return relations.neighbour(tx.end_position(), is_before=True, without=task.id), None
    anchor = find_task(tx, place.anchor or "")
    if anchor.id == task.id:
        raise InvalidError.of(
            "place", f"{task.name} can't go beside itself.", hint="Name another task."
        )
    if place.where == "before":
        return relations.neighbour(
            anchor.position, is_before=True, without=task.id
        ), anchor.position
    return anchor.position, relations.neighbour(anchor.position, is_before=False, without=task.id)


def height(tx: Transaction, task: Task) -> int:
    """How many levels the task has with all that stands under it."""
    return 1 + _deepest(task.id, _children(tx.relations.descendants([task.id])))


def _children(tasks: Iterable[Task]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for task in tasks:
        found.setdefault(task.parent_id or "", []).append(task.id)
    return found


def _deepest(id: str, children: Mapping[str, list[str]]) -> int:
    return max((1 + _deepest(child, children) for child in children.get(id, ())), default=0)
