"""What may stand under what, and what may wait for what."""

from collections.abc import Mapping, Sequence

from watchbill.domain.errors import ConflictError, InvalidError
from watchbill.domain.task import Task

DEPTH_MAX = 5
"""Levels of tasks: one without a parent is on the first."""


def check_parent(task: Task | None, parents: Sequence[Task], *, height: int) -> None:
    """Refuse a parent that can't be.

    `task` is None for a new one. `parents` are the wanted parent, its parent, and so on to the top; `height` is how many levels
    the task has with all that stands under it. Raises INVALID_PARENT for a circle or over 5 levels, CONFLICT when the parent is in the trash.
    """
    parent = parents[0]
    if parent.is_deleted:
        raise ConflictError(
            f"{parent.name} is in the trash, so nothing can stand under it.",
            hint="Restore it first.",
        )
    if task is not None and any(above.id == task.id for above in parents):
        if parent.id == task.id:
            said = f"{task.name} can't stand under itself."
        else:
            said = f"{task.name} can't stand under {parent.name}, which stands under it."
        raise InvalidError.of("parent", said, hint="Name another parent.")
    if len(parents) + height > DEPTH_MAX:
        raise InvalidError.of(
            "parent",
            f"Under {parent.name} this would make {len(parents) + height} levels, {DEPTH_MAX} is the most.",
            hint="Name a parent further up.",
        )


def check_blockers(
    task: Task, blockers: Sequence[Task], waits: Mapping[str, Sequence[str]]
) -> None:
    """Refuse what `task` can't wait for.

    `waits` gives, by id, what each blocker waits for, and those in turn, as far as there is anything. Raises INVALID_BLOCKED_BY.
    """
    for blocker in blockers:
        if blocker.id == task.id:
            raise InvalidError.of(
                "blocked_by", f"{task.name} can't wait for itself.", hint="Name another task."
            )
        if task.id in _reached(blocker.id, waits):
            raise InvalidError.of(
                "blocked_by",
                f"{task.name} can't wait for {blocker.name}: that one waits for it.",
                hint="Take the other dependency away first, or name another task.",
            )


def _reached(start: str, waits: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        following = set(waits.get(ahead.pop(), ())) - found
        found |= following
        ahead.extend(following)
    return found
