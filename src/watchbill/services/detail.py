"""What is to know about tasks besides their own fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from watchbill.domain.comment import Comment
from watchbill.domain.names import Names
from watchbill.domain.task import Task
from watchbill.services.caller import Caller
from watchbill.services.naming import names_of
from watchbill.storage.database import Database


@dataclass(frozen=True, slots=True)
class Details:
    """The names of what some tasks refer to, what was said about them, and what stands right under them."""

    names: Names
    comments: tuple[Comment, ...]
    subtasks: tuple[Task, ...]


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
