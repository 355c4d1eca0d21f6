"""What is to know about tasks besides their own fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from watchbill.domain.comment import Comment
from watchbill.domain.names import Names
from watchbill.domain.query import ChangeFilter
from watchbill.domain.task import Task
from watchbill.services.caller import Caller
from watchbill.services.journal import Entry, entries_of
from watchbill.services.lookup import find_task
from watchbill.services.naming import names_of
from watchbill.storage.database import Database

CHANGES_SHOWN = 20
"""So many changes come with a task; the journal has the others."""


@dataclass(frozen=True, slots=True)
class Details:
    """The names of what some tasks refer to, what was said about them, and what stands right under them."""

    names: Names
    comments: tuple[Comment, ...]
    subtasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDetail:
    """One task with all that there is about it.

    `above` is what it stands under, nearest first; `subtasks` all that stands under it, level by level, the trash left out.
    `blockers` is what it waits for and `waiting` what waits for it; `entries` are its newest changes.
    """

    task: Task
    names: Names
    above: tuple[Task, ...]
    subtasks: tuple[Task, ...]
    blockers: tuple[Task, ...]
    waiting: tuple[Task, ...]
    comments: tuple[Comment, ...]
    entries: tuple[Entry, ...]


class DetailService:
    """Reads alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, caller: Caller, tasks: Sequence[Task]) -> Details:
        """Comments oldest first, subtasks in the order of the list, those in the trash left out."""
        caller.require("tasks:read")
        ids = [task.id for task in tasks]
        with self._database.read(caller.workspace_id) as reader:
            return Details(
                names_of(reader, tasks),
                reader.comments.of_tasks(ids),
                tuple(
                    task
                    for task in reader.relations.descendants(ids)
                    if task.parent_id in ids and not task.is_deleted
                ),
            )

    def find(self, caller: Caller, name: str) -> TaskDetail:
        """The task so called. Raises TASK_NOT_FOUND or AMBIGUOUS."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            task = find_task(reader, name)
            below = [one for one in reader.relations.descendants([task.id]) if not one.is_deleted]
            waiting = reader.relations.waiting(task.id)
            page = reader.changes.page(ChangeFilter(thing_id=task.id, limit=CHANGES_SHOWN))
            operations = [operation for change in page for operation in change.operations]
            names = names_of(reader, [task, *below, *waiting], operations)
            return TaskDetail(
                task=task,
                names=names,
                above=reader.relations.ancestors(task.id)[1:],
                subtasks=tuple(below),
                blockers=tuple(names.tasks[id] for id in task.blocked_by if id in names.tasks),
                waiting=waiting,
                comments=reader.comments.of_tasks([task.id]),
                entries=entries_of(reader, page),
            )
