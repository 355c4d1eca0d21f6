"""Looking up what the ids in tasks stand for: one query for each noun that they use."""

from collections.abc import Sequence

from watchbill.domain.names import Names
from watchbill.domain.task import Task
from watchbill.storage.transaction import Reader


def names_of(reader: Reader, tasks: Sequence[Task]) -> Names:
    """The projects, tags, parents and blockers of these tasks."""
    others = {other for task in tasks for other in (task.parent_id, *task.blocked_by) if other}
    return Names(
        projects=reader.projects.by_id(task.project_id for task in tasks if task.project_id),
        tags=reader.tags.by_id(id for task in tasks for id in task.tags),
        tasks=reader.tasks.by_id(sorted(others)),
    )
