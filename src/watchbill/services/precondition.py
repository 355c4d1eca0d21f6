"""What has to hold before tasks are written: how many there are, and that the caller knows what it replaces."""

from collections.abc import Sequence

from watchbill.domain import task as rules
from watchbill.domain.errors import ConflictError, InvalidError, TooLargeError
from watchbill.domain.query import TaskPatch
from watchbill.domain.task import Task
from watchbill.services.caller import Caller
from watchbill.services.lookup import MOST


def check_count(count: int) -> None:
    if count == 0:
        raise InvalidError.of("items", "No task is given.", hint="Give at least one title.")
    if count > MOST:
        raise TooLargeError(
            f"{count} tasks at once; {MOST} is the most.", hint="Split the request."
        )


def check_patch(
    caller: Caller, tasks: Sequence[Task], patch: TaskPatch, version: int | None
) -> None:
    if patch.title is not None and len(tasks) != 1:
        raise InvalidError.of(
            "title",
            f"One title can't be given to {len(tasks)} tasks.",
            hint="Rename one at a time.",
        )
    if patch.description is None or not caller.is_machine or version is not None:
        return
    for task in tasks:
        if task.description not in ("", patch.description):
            raise _stale(task, f"{task.name} has a description, which this would replace.")


def _stale(task: Task, message: str) -> ConflictError:
    return ConflictError(
        message,
        hint=f"Read it, then send version {task.version} with the write; or append instead.",
        details={"ref": task.ref, "version": task.version, "current": dict(rules.to_fields(task))},
    )
