"""Tasks as they were after a change: the pages that a list would have shown then.

What hasn't been written since is found in the rows, by the indexes of every list; what has is rewound, and looked at in memory.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, select
from sqlalchemy.sql.elements import ColumnElement

from watchbill.domain import condition as tree
from watchbill.domain.matching import is_after, matches, ordered
from watchbill.domain.reference import title_key
from watchbill.domain.rewinding import Rewinding
from watchbill.domain.task import NOUN, Task, TaskPage, from_fields, to_fields
from watchbill.storage.change import ChangeRows
from watchbill.storage.listing import Selection
from watchbill.storage.record import in_steps
from watchbill.storage.schema import change_things, task_blockers
from watchbill.storage.schema import tasks as table
from watchbill.storage.task import TaskRows

_UNKNOWN = datetime.min.replace(tzinfo=UTC)
"""The time of a task whose stamp nobody has asked for yet."""


class PastTasks:
    """The tasks of one workspace after the change `number`; `since` is what later changes wrote over."""

    def __init__(
        self, connection: Connection, workspace_id: str, number: int, since: Rewinding
    ) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
        self._number = number
        self._since = since
        self._rows = TaskRows(connection, workspace_id)
        self._kept = TaskRows(connection, workspace_id, only=table.c.version <= number)

    def by_id(self, ids: Sequence[str]) -> dict[str, Task]:
        return {task.id: task for task in self._stamped(self._then(ids))}

    def by_ref(self, refs: Sequence[int]) -> dict[int, Task]:
        # A ref is never given twice: who has it now had it then, or it was there and is gone.
        known = self._rows.by_ref(refs)
        found = list(self._then([task.id for task in known.values()]))
        if gone := set(refs) - set(known):
            found += [task for task in self._written() if task.ref in gone]
        return {task.ref: task for task in self._stamped(found)}

    def by_title(self, key: str, *, limit: int = 10) -> tuple[Task, ...]:
        """Tasks outside the trash whose title has this key, open ones first."""
        found = [task for task in self._written() if title_key(task.title) == key]
        kept = (task for task in self._stamped(found) if not task.is_deleted)
        named = (*self._kept.by_title(key, limit=limit), *kept)
        return tuple(sorted(named, key=lambda task: (task.is_done, task.ref))[:limit])

    def titles(self, *, limit: int) -> list[tuple[int, str]]:
        """The newest open tasks, as (ref, title)."""
        moved = [(task.ref, task.title) for task in self._written() if task.is_open]
        return sorted((*self._kept.titles(limit=limit), *moved), reverse=True)[:limit]

    def page(self, wanted: Selection) -> TaskPage:
        """At most `limit` tasks and the cursor to go on with."""
        rows = self._untouched(wanted)
        listing, kept = rows.listing(wanted), rows.page(wanted)
        place = listing.order.place(wanted.cursor) if wanted.cursor else None
        found = list(kept.tasks)
        for chunk in self._matching(wanted):
            found += [
                task for task in chunk if place is None or is_after(task, listing.sort, place)
            ]
            found = ordered(found, listing.sort)[: wanted.limit + 1]
        shown = self._stamped(found[: wanted.limit])
        more = kept.next_cursor is not None or len(found) > wanted.limit
        return TaskPage(tuple(shown), listing.order.cursor(shown[-1]) if more else None)

    def count(self, wanted: Selection, *, cap: int) -> int:
        """How many tasks are found, up to `cap`."""
        found = self._untouched(wanted).count(wanted, cap=cap)
        for chunk in self._matching(wanted):
            found = min(found + len(chunk), cap)
        return found

    def _untouched(self, wanted: Selection) -> TaskRows:
        """The tasks of which the rows tell what the condition asks: not written since, nor, if it matters, what they wait for."""
        if not _asks_for_blockers(wanted):
            return self._kept
        only = and_(table.c.version <= self._number, ~self._waits_for_touched())
        return TaskRows(self._connection, self._workspace_id, only=only)

    def _waits_for_touched(self) -> ColumnElement[bool]:
        links, things = task_blockers.c, change_things.c
        return (
            select(links.blocker_id)
            .join(
                change_things,
                and_(
                    things.workspace_id == links.workspace_id, things.thing_id == links.blocker_id
                ),
            )
            .where(links.workspace_id == self._workspace_id, links.task_id == table.c.id)
            .where(things.number > self._number)
            .exists()
        )

    def _matching(self, wanted: Selection) -> Iterator[list[Task]]:
        """All other tasks that fit, some at a time."""
        by_blockers = _asks_for_blockers(wanted)
        for ids in self._touched(by_blockers=by_blockers):
            tasks = list(self._then(ids))
            if _asks_for_stamps(wanted):
                tasks = self._stamped(tasks)
            setting = wanted.setting
            if by_blockers:
                setting = replace(setting, is_open=self._open_blockers(tasks).__contains__)
            yield [task for task in tasks if matches(wanted.condition, task, setting)]

    def _touched(self, *, by_blockers: bool) -> Iterator[Sequence[str]]:
        """The ids of the tasks written since, and with `by_blockers` of those that wait for what was."""
        yield from in_steps(self._since.ids(NOUN))
        if not by_blockers:
            return
        links, waiting = task_blockers.c, set[str]()
        for ids in in_steps(list(self._since.touched)):
            mine = links.workspace_id == self._workspace_id
            query = select(links.task_id).where(mine, links.blocker_id.in_(ids))
            waiting |= set(self._connection.execute(query).scalars())
        yield from in_steps([id for id in waiting if not self._since.has(NOUN, id)])

    def _open_blockers(self, tasks: Sequence[Task]) -> Collection[str]:
        blockers = {id for task in tasks for id in task.blocked_by}
        return {task.id for task in self._then(sorted(blockers)) if task.is_open}

    def _written(self) -> Iterator[Task]:
        """Every task that was there and has been written since, as it was, without its stamp."""
        for ids in in_steps(self._since.ids(NOUN)):
            yield from self._then(ids)

    def _then(self, ids: Sequence[str]) -> Iterator[Task]:
        """Those of these tasks that there were, as they were; without a stamp where they have been written since."""
        rows = self._rows.by_id(ids)
        for id in ids:
            row = rows.get(id)
            if not self._since.has(NOUN, id):
                yield from (row,) if row else ()
                continue
            fields = self._since.fields(NOUN, id, to_fields(row) if row else None)
            if fields is not None:
                yield from_fields(id, fields, version=0, updated_at=_UNKNOWN)

    def _stamped(self, tasks: Iterable[Task]) -> list[Task]:
        """The same, each with its version and time of then."""
        found = list(tasks)
        written = [task.id for task in found if self._since.has(NOUN, task.id)]
        changes = ChangeRows(self._connection, self._workspace_id)
        stamps = changes.stamps(written, until=self._number) if written else {}
        return [
            replace(task, version=stamps[task.id].number, updated_at=stamps[task.id].at)
            if task.id in stamps
            else task
            for task in found
        ]


def _asks_for_blockers(wanted: Selection) -> bool:
    return any(
        isinstance(leaf, tree.Is) and leaf.trait in ("ready", "blocked")
        for leaf in tree.leaves(wanted.condition)
    )


def _asks_for_stamps(wanted: Selection) -> bool:
    return any(one.field == "updated" for one in wanted.sort) or any(
        isinstance(leaf, tree.Days) and leaf.moment == "updated"
        for leaf in tree.leaves(wanted.condition)
    )
