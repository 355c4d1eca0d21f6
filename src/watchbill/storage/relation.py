"""How tasks stand to each other: under, over, before, and waiting for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, literal, select

from watchbill.domain.task import Task
from watchbill.storage.record import in_steps
from watchbill.storage.schema import comments, task_blockers, task_tags
from watchbill.storage.schema import tasks as table
from watchbill.storage.task import COLUMNS, read_task


def _walk(*, upwards: bool) -> Select[Any]:
    """The tasks with these `ids`, then those above or below them, level by level."""
    mine, other = table.c.workspace_id == bindparam("workspace"), table.alias()
    start = select(table.c.id, table.c.parent_id, literal(0).label("level")).where(
        mine, table.c.id.in_(bindparam("ids", expanding=True))
    )
    chain = start.cte("chain", recursive=True)
    step = other.c.id == chain.c.parent_id if upwards else other.c.parent_id == chain.c.id
    chain = chain.union_all(
        select(other.c.id, other.c.parent_id, chain.c.level + 1).where(
            other.c.workspace_id == bindparam("workspace"), step
        )
    )
    return (
        select(*COLUMNS)
        .join(chain, table.c.id == chain.c.id)
        .where(mine)
        .order_by(chain.c.level, table.c.position, table.c.ref)
    )


# Built once: every completion and every deletion walks down.
_UPWARDS, _DOWNWARDS = _walk(upwards=True), _walk(upwards=False)


class Relations:
    """The relations of one workspace's tasks, to read: one query each."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def ancestors(self, id: str) -> tuple[Task, ...]:
        """The task, its parent, and so on to the top."""
        return self._walked(_UPWARDS, [id])

    def above(self, ids: Sequence[str]) -> tuple[Task, ...]:
        """These and all that they stand under."""
        return self._walked(_UPWARDS, ids)

    def descendants(self, ids: Sequence[str]) -> tuple[Task, ...]:
        """All that stands under these, level by level, those in the trash too."""
        named = set(ids)
        return tuple(task for task in self._walked(_DOWNWARDS, ids) if task.id not in named)

    def waits(self, ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """What each of these waits for, and those in turn, to the end."""
        found: dict[str, list[str]] = {}
        for some in in_steps(ids):
            for task_id, blocker_id in self._waits(some):
                found.setdefault(task_id, []).append(blocker_id)
        return {id: list(dict.fromkeys(blockers)) for id, blockers in found.items()}

    def _waits(self, ids: Sequence[str]) -> Iterable[tuple[str, str]]:
        links = task_blockers
        mine = links.c.workspace_id == self._workspace_id
        chain = (
            select(links.c.task_id, links.c.blocker_id)
            .where(mine, links.c.task_id.in_(ids))
            .cte("chain", recursive=True)
        )
        chain = chain.union(  # not UNION ALL: two ways to one task are walked once
            select(links.c.task_id, links.c.blocker_id).where(
                mine, links.c.task_id == chain.c.blocker_id
            )
        )
        return [(row.task_id, row.blocker_id) for row in self._connection.execute(select(chain))]

    def waiting(self, id: str) -> tuple[Task, ...]:
        """What waits for this task, the trash left out, in the order of the list."""
        links = task_blockers
        query = (
            select(*COLUMNS)
            .join(
                links,
                (links.c.workspace_id == table.c.workspace_id) & (links.c.task_id == table.c.id),
            )
            .where(
                links.c.workspace_id == self._workspace_id,
                links.c.blocker_id == id,
                table.c.deleted_at.is_(None),
            )
            .order_by(table.c.position, table.c.ref)
        )
        return tuple(map(read_task, self._connection.execute(query)))

    def neighbour(self, position: str, *, is_before: bool, without: str) -> str | None:
        """The next place before or after this one, that of the task `without` aside; None at the end."""
        column = table.c.position
        query = select(func.max(column) if is_before else func.min(column)).where(
            table.c.workspace_id == self._workspace_id,
            table.c.id != without,
            table.c.deleted_at.is_(None),
            column < position if is_before else column > position,
        )
        found: str | None = self._connection.execute(query).scalar_one()
        return found

    def referrers(self, ids: Sequence[str]) -> Mapping[str, set[tuple[str, str]]]:
        """Noun and id of all that refers to these things: tasks in, under, with or waiting for them, and comments."""
        found: dict[str, set[tuple[str, str]]] = {}
        for noun, referred, referrer in (
            ("task", table.c.project_id, table.c.id),
            ("task", table.c.parent_id, table.c.id),
            ("task", task_tags.c.tag_id, task_tags.c.task_id),
            ("task", task_blockers.c.blocker_id, task_blockers.c.task_id),
            ("comment", comments.c.task_id, comments.c.id),
        ):
            mine = referred.table.c.workspace_id == self._workspace_id
            for some in in_steps(ids):
                query = select(referred, referrer).where(mine, referred.in_(some))
                for target, id in self._connection.execute(query):
                    found.setdefault(target, set()).add((noun, id))
        return found

    def _walked(self, walk: Select[Any], ids: Sequence[str]) -> tuple[Task, ...]:
        rows: Iterable[Row[Any]] = (
            row
            for some in in_steps(ids)
            for row in self._connection.execute(
                walk, {"workspace": self._workspace_id, "ids": list(some)}
            )
        )
        return tuple({row.id: read_task(row) for row in rows}.values())
