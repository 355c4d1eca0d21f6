"""One task with all that there is about it, on the wire."""

from collections.abc import Sequence

from watchbill.domain import task as rules
from watchbill.schemas.change import Change
from watchbill.schemas.comment import Comment
from watchbill.schemas.task import Task
from watchbill.services import detail


class TaskDetail(Task):
    """A task, and what there is about it.

    `above`: what it stands under, nearest first; `subtasks`: all that stands under it, level by level. `blockers`: what it waits for,
    `waiting`: what waits for it. `comments`: oldest first. `changes`: the newest ones that touched it; the journal has the others.
    """

    above: list[Task]
    subtasks: list[Task]
    blockers: list[Task]
    waiting: list[Task]
    comments: list[Comment]
    changes: list[Change]

    @classmethod
    def whole(cls, found: detail.TaskDetail) -> "TaskDetail":
        def all_of(tasks: Sequence[rules.Task]) -> list[Task]:
            return [Task.of(task, found.names) for task in tasks]

        return cls.model_construct(
            **dict(Task.of(found.task, found.names)),
            above=all_of(found.above),
            subtasks=all_of(found.subtasks),
            blockers=all_of(found.blockers),
            waiting=all_of(found.waiting),
            comments=[Comment.of(comment) for comment in found.comments],
            changes=[Change.of(entry) for entry in found.entries],
        )
