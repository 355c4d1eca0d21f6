"""Completing tasks with what hangs on it: subtasks, and the next occurrence of what repeats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from watchbill.domain import completion
from watchbill.domain import task as rules
from watchbill.domain.operation import Operation
from watchbill.domain.task import Task
from watchbill.services.settling import settled
from watchbill.storage.transaction import Transaction

Children = Literal["refuse", "complete"]
"""What becomes of open subtasks that aren't named: the request is refused, or they are completed, too."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What is done by it: `tasks` are newly done, `following` are the occurrences that it made."""

    tasks: tuple[Task, ...]
    following: tuple[Task, ...]
    operations: tuple[Operation, ...]


class Family:
    """Some tasks with all that stands under them, the trash aside."""

    def __init__(self, tx: Transaction, tasks: Sequence[Task]) -> None:
        below = tx.relations.descendants([task.id for task in tasks])
        kept = {task.id: task for task in (*tasks, *below) if not task.is_deleted}
        self._children: dict[str, list[Task]] = {}
        for task in kept.values():
            self._children.setdefault(task.parent_id or "", []).append(task)

    def below(self, task: Task) -> tuple[Task, ...]:
        """All that stands under the task, parents first."""
        found: list[Task] = []
        level = [task]
        while level:
            level = [child for above in level for child in self._children.get(above.id, ())]
            found += level
        return tuple(found)


def complete(
    tx: Transaction, tasks: Sequence[Task], *, children: Children, now: datetime, zone: str
) -> Completed:
    """Complete these. What repeats comes again, unless it is a subtask that is completed together with its parent.

    Raises CONFLICT for open subtasks, unless `children` says to complete them, too.
    """
    family = Family(tx, tasks)
    left = _left_open(family, tasks)
    for task in tasks if children == "refuse" else ():
        completion.check_children(task, left.get(task.id, ()))
    also = {child.id: child for children in left.values() for child in children}
    made = [(task, rules.complete(task, now=now)) for task in (*tasks, *also.values())]
    done = tuple(task for task, operations in made if operations)
    inside = {child.id for task in done for child in family.below(task)}
    following = tuple(
        operation
        for task in done
        if task.id not in inside
        for operation in _following(tx, family, task, now=now, zone=zone)
    )
    operations = (*(op for _, ops in made for op in ops), *following)
    return Completed(done, tuple(_next_tasks(following, now)), operations)


def _left_open(family: Family, tasks: Sequence[Task]) -> dict[str, list[Task]]:
    """By task that is to be completed, its open subtasks that aren't."""
    named = {task.id for task in tasks}
    return {
        task.id: [child for child in family.below(task) if child.is_open and child.id not in named]
        for task in tasks
        if task.is_open
    }


def _following(
    tx: Transaction, family: Family, task: Task, *, now: datetime, zone: str
) -> Iterator[Operation]:
    occurrence = completion.following(task, now=now, zone=zone)
    if occurrence is None:
        return
    below = family.below(task)
    wanted = completion.next_ids(task, occurrence, below)
    taken = tx.tasks.by_id(list(wanted.values()))
    ids = completion.next_ids(task, occurrence, below, taken=taken)
    made = completion.make_next(task, occurrence, below, ids, new_ref=tx.next_ref, now=now)
    # What was kept for later ones may be gone by now: a project, a tag, a parent.
    yield from settled(tx, tuple(made)) if any(one.template for one in (task, *below)) else made


def _next_tasks(operations: Sequence[Operation], now: datetime) -> Iterator[Task]:
    """The occurrences among what was made, without what stands under them."""
    made = {op.id for op in operations}
    for op in operations:
        fields = op.after or {}
        if fields["parent_id"] not in made:
            yield rules.from_fields(op.id, fields, version=0, updated_at=now)


def skip(tx: Transaction, task: Task, *, now: datetime, zone: str) -> tuple[Operation, ...]:
    """Make the task the next occurrence. Raises CONFLICT where there is none, or where it is there already."""
    occurrence = completion.following(task, now=now, zone=zone)
    ids = [] if occurrence is None else completion.next_ids(task, occurrence, ()).values()
    is_taken = bool(tx.tasks.by_id(list(ids)))
    return completion.skip(task, now=now, zone=zone, is_taken=is_taken)
