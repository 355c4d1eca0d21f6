"""What holds of every store, whatever was done, undone and redone in it: nothing refers to what isn't there, and no rule is broken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from watchbill.domain.comment import Comment
from watchbill.domain.task import Task
from watchbill.domain.tree import DEPTH_MAX
from watchbill.storage.database import Database
from watchbill.storage.schema import comments, projects, tags, tasks


@dataclass(frozen=True)
class Store:
    """All of a workspace's content, in memory."""

    tasks: Mapping[str, Task]
    projects: frozenset[str]
    tags: frozenset[str]
    comments: Mapping[str, Comment]

    @classmethod
    def read(cls, database: Database, workspace_id: str) -> "Store":
        with database.read(workspace_id) as reader:

            def ids(table: Any) -> list[str]:
                mine = table.select().where(table.c.workspace_id == workspace_id)
                return [row.id for row in reader.connection.execute(mine)]

            return cls(
                reader.tasks.by_id(ids(tasks)),
                frozenset(ids(projects)),
                frozenset(ids(tags)),
                reader.comments.by_id(ids(comments)),
            )


def faults(database: Database, workspace_id: str) -> list[str]:
    """What is wrong, in words; nothing in a sound store."""
    store = Store.read(database, workspace_id)
    found = [fault for task in store.tasks.values() for fault in _of_task(store, task)]
    lost = [one for one in store.comments.values() if one.task_id not in store.tasks]
    return [*found, *(f"a comment is on {one.task_id}, which isn't there" for one in lost)]


def _of_task(store: Store, task: Task) -> Iterator[str]:
    yield from _of_references(store, task)
    if task.recurrence and not (task.due and task.occurrence):
        yield f"{task.name} repeats from nothing"
    if task.occurrence and not task.recurrence:
        yield f"{task.name} has a place in no series"
    above, at = [task.id], task
    while at.parent_id in store.tasks and at.parent_id not in above:
        at = store.tasks[at.parent_id]
        above.append(at.id)
    if at.parent_id in above:
        yield f"{task.name} stands under itself"
    elif len(above) > DEPTH_MAX:
        yield f"{task.name} is on level {len(above)}"
    if task.id in _waits(store, task):
        yield f"{task.name} waits for itself"


def _of_references(store: Store, task: Task) -> Iterator[str]:
    if missing := set(task.tags) - store.tags:
        yield f"{task.name} has tags that aren't there: {missing}"
    if missing := set(task.blocked_by) - store.tasks.keys():
        yield f"{task.name} waits for what isn't there: {missing}"
    if task.parent_id and task.parent_id not in store.tasks:
        yield f"{task.name} is under what isn't there"
    if task.is_deleted:
        return
    if task.project_id and task.project_id not in store.projects:
        yield f"{task.name} is in a project that isn't there"
    parent = store.tasks.get(task.parent_id or "")
    if parent and not parent.is_deleted and parent.project_id != task.project_id:
        yield f"{task.name} isn't where its parent is"


def _waits(store: Store, task: Task) -> set[str]:
    found: set[str] = set()
    ahead = list(task.blocked_by)
    while ahead:
        id = ahead.pop()
        if id not in found and id in store.tasks:
            found.add(id)
            ahead += store.tasks[id].blocked_by
    return found
