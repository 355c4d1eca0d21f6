"""What the ids in tasks stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from watchbill.domain.project import INBOX, Project
from watchbill.domain.tag import Tag
from watchbill.domain.task import Task


@dataclass(frozen=True, slots=True)
class Names:
    """Projects, tags and other tasks that some tasks refer to, by id. One that is gone is left out."""

    projects: Mapping[str, Project] = field(default_factory=dict)
    tags: Mapping[str, Tag] = field(default_factory=dict)
    tasks: Mapping[str, Task] = field(default_factory=dict)

    def project(self, task: Task) -> str:
        """The name of the task's project."""
        found = self.projects.get(task.project_id or "")
        return INBOX if found is None else found.name

    def tags_of(self, task: Task) -> list[str]:
        """The names of the task's tags, in their order."""
        return sorted(self.tags[id].name for id in task.tags if id in self.tags)

    def refs(self, ids: Iterable[str]) -> list[int]:
        """The short numbers of these tasks, in order."""
        return sorted(self.tasks[id].ref for id in ids if id in self.tasks)

    def parent(self, task: Task) -> int | None:
        """The short number of the task's parent."""
        return next(iter(self.refs([task.parent_id] if task.parent_id else [])), None)

    def is_blocked(self, task: Task) -> bool:
        """Whether a task that this one waits for is still to be done."""
        return any(id in self.tasks and self.tasks[id].is_open for id in task.blocked_by)


NO_NAMES = Names()
