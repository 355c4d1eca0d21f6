"""Into the trash with what stands below, and out again: as it was, but for what is gone meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass

from watchbill.domain.merge import Workbench
from watchbill.domain.operation import Operation
from watchbill.domain.task import NOUN, Task, to_fields
from watchbill.services.settling import settle
from watchbill.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore does: to the named `tasks` that are in the trash, and those below. `note` goes on with the sentence: what isn't as it was."""

    tasks: tuple[Task, ...]
    operations: tuple[Operation, ...]
    note: str


def kept_below(tx: Transaction, tasks: Sequence[Task]) -> Sequence[Task]:
    """What stands under these and isn't in the trash."""
    named = {task.id for task in tasks}
    below = tx.relations.descendants([task.id for task in tasks if not task.is_deleted])
    return [task for task in below if not task.is_deleted and task.id not in named]


def restore(tx: Transaction, tasks: Sequence[Task]) -> Restored:
    """Take these out of the trash, with what went there with them. What was in a project that is gone comes to the Inbox."""
    gone = [task for task in (*tasks, *_gone_below(tx, tasks)) if task.is_deleted]
    bench = Workbench({(NOUN, task.id): to_fields(task) for task in gone})
    for task in gone:
        bench.set((NOUN, task.id), {"deleted_at": None})
    settle(tx, bench)
    return Restored(tuple(gone), bench.operations(), _note(bench))


def _note(bench: Workbench) -> str:
    lost = {one.id for one in bench.conflicts if one.field == "project_id"}
    if not lost:
        return ""
    which = "it" if len(bench.all()) == 1 else f"{len(lost)} of them"
    return f"; {which} came to the Inbox, since the project is gone"


def _gone_below(tx: Transaction, tasks: Sequence[Task]) -> Sequence[Task]:
    """What stands under these and went to the trash in the same change."""
    gone = {task.deleted_at for task in tasks if task.is_deleted}
    named = {task.id for task in tasks}
    below = tx.relations.descendants([task.id for task in tasks if task.is_deleted])
    return [task for task in below if task.deleted_at in gone and task.id not in named]
