"""Looking up what the ids in tasks stand for: one query for each noun that they use."""

from collections.abc import Iterable, Iterator, Sequence

from watchbill.domain.names import Names
from watchbill.domain.operation import Operation
from watchbill.domain.task import NOUN, Task
from watchbill.storage.view import View

_ONE = {"project_id": "project", "parent_id": NOUN, "task_id": NOUN}
_SEVERAL = {"tags": "tag", "blocked_by": NOUN}


def names_of(reader: View, tasks: Sequence[Task], operations: Iterable[Operation] = ()) -> Names:
    """The projects, tags, parents and blockers of these tasks; and all that the operations speak of."""
    found: dict[str, set[str]] = {"project": set(), "tag": set(), NOUN: set()}
    for noun, id in (*_in_tasks(tasks), *_in_operations(operations)):
        found[noun].add(id)
    others = found[NOUN] - {task.id for task in tasks}
    return Names(
        projects=reader.projects.by_id(sorted(found["project"])),
        tags=reader.tags.by_id(sorted(found["tag"])),
        tasks={**{task.id: task for task in tasks}, **reader.tasks.by_id(sorted(others))},
    )


def _in_tasks(tasks: Iterable[Task]) -> Iterator[tuple[str, str]]:
    for task in tasks:
        if task.project_id:
            yield "project", task.project_id
        if task.parent_id:
            yield NOUN, task.parent_id
        yield from (("tag", id) for id in task.tags)
        yield from ((NOUN, id) for id in task.blocked_by)


def _in_operations(operations: Iterable[Operation]) -> Iterator[tuple[str, str]]:
    for operation in operations:
        if operation.noun == NOUN:
            yield NOUN, operation.id
        for fields in (operation.before or {}, operation.after or {}):
            yield from ((noun, fields[name]) for name, noun in _ONE.items() if fields.get(name))
            yield from (
                (noun, id) for name, noun in _SEVERAL.items() for id in fields.get(name) or ()
            )
