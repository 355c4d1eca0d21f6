"""Conditions as SQL. Each may be NULL where it doesn't hold; only its negation cares."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, false, func, literal_column, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from watchbill.domain import condition as tree
from watchbill.domain.condition import Condition
from watchbill.domain.due import day_at, day_bounds
from watchbill.domain.matching import NO_DUE, Setting
from watchbill.storage.content_schema import EMPTY
from watchbill.storage.schema import task_blockers, task_tags
from watchbill.storage.schema import tasks as table
from watchbill.storage.search import PostgresSearch, SqliteSearch

_WIDE = timedelta(2)
"""A wall time shows a day at most this far from the day that it falls on for somebody else: zones are up to 26 hours apart."""
_NEXT = timedelta(1)
DUE_KEY: ColumnElement[str] = func.coalesce(table.c.due_key, literal_column(f"'{NO_DUE}'"))
"""What a due shows, and what comes after all that: one index gives days and the order by them."""
_HAS: dict[tree.Thing, ColumnElement[bool]] = {
    "due": table.c.due_key.is_not(None),
    "tag": table.c.tags != [],
    "reminder": table.c.reminders != EMPTY,
    "project": table.c.project_id.is_not(None),
    "parent": table.c.parent_id.is_not(None),
    "recurrence": table.c.recurrence.is_not(None),
    "description": table.c.description != "",
}
_KEPT = table.c.deleted_at.is_(None)
_OPEN = table.c.completed_at.is_(None) & _KEPT


@dataclass(frozen=True, slots=True)
class Compiler:
    """Writes conditions on the tasks of one workspace."""

    workspace_id: str
    setting: Setting
    search: SqliteSearch | PostgresSearch

    def write(self, condition: Condition) -> ColumnElement[bool]:
        if tree.is_text(condition):
            return self.search.matches(condition)
        match condition:
            case tree.And():
                return self._all(condition)
            case tree.Or(parts):
                return or_(false(), *map(self.write, parts))
            case tree.Not(part):
                return self.write(part).is_not(true())
            case tree.Days() | tree.Is():
                return self._now(condition)
            case _:
                return self._leaf(condition)

    def _all(self, condition: tree.And) -> ColumnElement[bool]:
        """All the parts, with all that is text alone as one: an index answers that at once."""
        text, rest = tree.parted(condition)
        parts = rest.parts if isinstance(rest, tree.And) else (rest,)
        return and_(true(), *map(self.write, (text, *parts) if text else parts))

    def _leaf(self, leaf: tree.Leaf) -> ColumnElement[bool]:
        ids = self.setting.ids
        match leaf:
            case tree.Tag(name):
                return table.c.id.in_(
                    select(task_tags.c.task_id).where(
                        task_tags.c.workspace_id == self.workspace_id,
                        task_tags.c.tag_id == ids.tags[name],
                    )
                )
            case tree.Project(name):
                return table.c.project_id == ids.projects[name]
            case tree.Priority(first, last):
                return table.c.priority.in_(range(first, last + 1))
            case tree.Has(thing):
                return _HAS[thing]
            case tree.Parent(name):
                return table.c.parent_id == ids.tasks[name]
            case tree.Ref(ref):
                return table.c.ref == ref
            case _:
                raise ValueError(f"{leaf} has to be put in before")

    def _now(self, leaf: tree.Days | tree.Is) -> ColumnElement[bool]:
        return self._days(leaf) if isinstance(leaf, tree.Days) else self._is(leaf.trait)

    def _days(self, span: tree.Days) -> ColumnElement[bool]:
        if span.moment != "due":
            return and_(*self._between(table.c[f"{span.moment}_at"], span))
        on = [
            *([] if span.first is None else [table.c.due_on >= str(span.first)]),
            *([] if span.last is None else [table.c.due_on <= str(span.last)]),
        ]
        timed = and_(*self._between(table.c.due_at, span))
        return and_(*_near(span.first, span.last), or_(and_(*on), timed))

    def _between(self, column: ColumnElement[Any], span: tree.Days) -> list[ColumnElement[bool]]:
        zone = self.setting.zone
        found = []
        if span.first is not None:
            found.append(column >= day_bounds(span.first, zone)[0])
        if span.last is not None:
            found.append(column < day_bounds(span.last, zone)[1])
        return found

    def _is(self, trait: tree.Trait) -> ColumnElement[bool]:
        match trait:
            case "open":
                return _OPEN
            case "done":
                return table.c.completed_at.is_not(None) & _KEPT
            case "deleted":
                return table.c.deleted_at.is_not(None)
            case "all":
                return _KEPT
            case "overdue":
                return self._overdue()
            case _:
                waits = self._waits()
                return _OPEN & (
                    (table.c.blocked_by != EMPTY) & waits if trait == "blocked" else ~waits
                )

    def _overdue(self) -> ColumnElement[bool]:
        now = self.setting.now
        today = day_at(now, self.setting.zone)
        passed = or_(table.c.due_on < str(today), table.c.due_at < now)
        return and_(_OPEN, *_near(None, today), passed)

    def _waits(self) -> ColumnElement[bool]:
        """Whether something that it waits for is still to do."""
        other = table.alias()
        return (
            select(task_blockers.c.blocker_id)
            .join(
                other,
                and_(
                    other.c.workspace_id == task_blockers.c.workspace_id,
                    other.c.id == task_blockers.c.blocker_id,
                ),
            )
            .where(
                task_blockers.c.workspace_id == self.workspace_id,
                task_blockers.c.task_id == table.c.id,
                # Written so that no index of all open tasks answers it: each blocker is looked up by its id.
                func.coalesce(other.c.completed_at, other.c.deleted_at).is_(None),
            )
            .exists()
        )


def _near(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    """The same days roughly, by what the due date or time shows: for the index."""
    found: list[ColumnElement[bool]] = [literal_column(f"'{NO_DUE}'") > DUE_KEY]
    if first is not None:
        found.append(str(first - _WIDE) <= DUE_KEY)
    if last is not None:
        found.append(str(last + _WIDE + _NEXT) > DUE_KEY)
    return found
