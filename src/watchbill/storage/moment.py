"""The moments of reminders that are still to come: kept up to each change, found by time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, literal, select, tuple_

from watchbill.domain import due as dues
from watchbill.domain.due import DueTime
from watchbill.domain.operation import Change, Fields
from watchbill.domain.reminder import from_stored, moment
from watchbill.domain.task import NOUN
from watchbill.storage.record import in_steps
from watchbill.storage.schema import memberships, task_moments, tasks, users

_FIELDS = frozenset({"due", "reminders", "completed_at", "deleted_at"})
"""What a task's moments depend on."""
_WIDEST = timedelta(hours=14)
"""How far the clocks of a zone are ahead of UTC, at most."""
_MINUTE = "%Y-%m-%dT%H:%M"

_mine = task_moments.c.workspace_id == bindparam("workspace")
# Built once: every change of a due date needs these.
_STATES = select(tasks.c.id, tasks.c.due, tasks.c.reminders).where(
    tasks.c.workspace_id == bindparam("workspace"),
    tasks.c.id.in_(bindparam("ids", expanding=True)),
    tasks.c.reminders != [],
    tasks.c.completed_at.is_(None),
    tasks.c.deleted_at.is_(None),
)
_KNOWN = select(
    task_moments.c.task_id, task_moments.c.reminder, task_moments.c.at, task_moments.c.wall
).where(_mine, task_moments.c.task_id.in_(bindparam("ids", expanding=True)))

Key = tuple[str, str]
Moment = tuple[datetime | None, str | None]
"""An instant, or what clocks show."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder of an open task and its instant. `since`: when it was set."""

    task_id: str
    reminder: str
    at: datetime
    since: datetime


def schedule(connection: Connection, workspace_id: str, change: Change) -> None:
    """Bring the moments of all that a change touches up to it; what was there already stays as it is."""
    made: dict[str, Fields] = {}
    edited: list[str] = []
    for operation in change.operations:
        after = operation.after or {}
        if operation.noun != NOUN or not _FIELDS & after.keys():
            continue
        if operation.before is not None:
            edited.append(operation.id)
        elif after.get("reminders"):
            made[operation.id] = after
    wanted = dict(_wanted(made)) | _states(connection, workspace_id, edited)
    known = _known(connection, workspace_id, edited)
    _write(connection, workspace_id, wanted, known, change.at)


def _wanted(states: Mapping[str, Fields]) -> Iterator[tuple[Key, Moment]]:
    for id, fields in states.items():
        if fields["completed_at"] is not None or fields["deleted_at"] is not None:
            continue
        yield from _moments(id, fields["due"], fields["reminders"])


def _moments(id: str, due: str | None, reminders: Sequence[str]) -> Iterator[tuple[Key, Moment]]:
    when = None if due is None else dues.from_stored(due)
    for text in reminders:
        at = moment(from_stored(text), when)
        if at is not None:
            yield (id, text), (at, None) if at.tzinfo else (None, at.strftime(_MINUTE))


def _states(connection: Connection, workspace_id: str, ids: list[str]) -> dict[Key, Moment]:
    return {
        key: at
        for some in in_steps(ids)
        for row in connection.execute(_STATES, {"workspace": workspace_id, "ids": some})
        for key, at in _moments(row.id, row.due, row.reminders)
    }


def _known(connection: Connection, workspace_id: str, ids: list[str]) -> dict[Key, Moment]:
    return {
        (row.task_id, row.reminder): (row.at, row.wall)
        for some in in_steps(ids)
        for row in connection.execute(_KNOWN, {"workspace": workspace_id, "ids": some})
    }


def _write(
    connection: Connection,
    workspace_id: str,
    wanted: Mapping[Key, Moment],
    known: Mapping[Key, Moment],
    since: datetime,
) -> None:
    gone = [key for key in known if wanted.get(key) != known[key]]
    new = {key: at for key, at in wanted.items() if known.get(key) != at}
    if gone:
        _remove(connection, workspace_id, gone)
    if new:
        connection.execute(
            insert(task_moments),
            [
                {
                    "workspace_id": workspace_id,
                    "task_id": id,
                    "reminder": reminder,
                    "at": at,
                    "wall": wall,
                    "since": since,
                }
                for (id, reminder), (at, wall) in new.items()
            ],
        )


def _remove(connection: Connection, workspace_id: str, keys: Sequence[Key]) -> None:
    column = tuple_(task_moments.c.task_id, task_moments.c.reminder)
    mine = task_moments.c.workspace_id == workspace_id
    for some in in_steps(keys):
        connection.execute(delete(task_moments).where(mine, column.in_(list(some))))


class MomentRows:
    """What is to come: of one workspace, and by time alone of all. `zone` is that of owners who have named none."""

    def __init__(self, connection: Connection, workspace_id: str, *, zone: str) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
        self._zone = zone

    def first(self, until: datetime) -> dict[str, datetime]:
        """By workspace, the first moment up to then; those that have passed are among them."""
        at = task_moments.c.at
        found = (
            select(task_moments.c.workspace_id, func.min(at).label("at"))
            .where(at <= until)
            .group_by(task_moments.c.workspace_id)
        )
        first: dict[str, datetime] = {
            row.workspace_id: row.at for row in self._connection.execute(found)
        }
        for row in self._connection.execute(self._first_walls(until)):
            moment = _in_zone(row.wall, row.time_zone or self._zone)
            if moment <= until:
                first[row.workspace_id] = min(moment, first.get(row.workspace_id, moment))
        return first

    def _first_walls(self, until: datetime) -> Any:
        wall = task_moments.c.wall
        return (
            select(
                task_moments.c.workspace_id,
                _zone_of_owner(task_moments.c.workspace_id).label("time_zone"),
                func.min(wall).label("wall"),
            )
            .where(wall <= (until + _WIDEST).strftime(_MINUTE))
            .group_by(task_moments.c.workspace_id)
        )

    def until(self, until: datetime, *, limit: int) -> tuple[Coming, ...]:
        """This workspace's moments up to then, in order; `limit` is a bound for either kind."""
        zone = self.owner_zone()
        wall = dues.wall_at(until, zone).strftime(_MINUTE)
        rows = [
            *self._found(task_moments.c.at <= until, task_moments.c.at, limit),
            *self._found(task_moments.c.wall <= wall, task_moments.c.wall, limit),
        ]
        found = [
            Coming(row.task_id, row.reminder, row.at or _in_zone(row.wall, zone), row.since)
            for row in rows
        ]
        return tuple(sorted((one for one in found if one.at <= until), key=_order)[:limit])

    def remove(self, coming: Sequence[Coming]) -> None:
        """Take out what has come."""
        _remove(
            self._connection, self._workspace_id, [(one.task_id, one.reminder) for one in coming]
        )

    def _found(self, condition: Any, order: Any, limit: int) -> Sequence[Any]:
        query = (
            select(task_moments)
            .where(task_moments.c.workspace_id == self._workspace_id, condition)
            .order_by(order, task_moments.c.task_id)
            .limit(limit)
        )
        return self._connection.execute(query).all()

    def owner_zone(self) -> str:
        """The zone of the workspace's days."""
        query = select(_zone_of_owner(literal(self._workspace_id)))
        return self._connection.execute(query).scalar_one_or_none() or self._zone

    def zone_of(self, user_id: str) -> str:
        """The zone of one person's days."""
        query = select(users.c.time_zone).where(users.c.id == user_id)
        return self._connection.execute(query).scalar_one_or_none() or self._zone


def _zone_of_owner(workspace_id: Any) -> Any:
    """Of several owners the one who was here first, so that every server and every question agrees."""
    return (
        select(users.c.time_zone)
        .join(memberships, memberships.c.user_id == users.c.id)
        .where(memberships.c.workspace_id == workspace_id, memberships.c.role == "owner")
        .order_by(users.c.created_at, users.c.id)
        .limit(1)
        .scalar_subquery()
    )


def _order(coming: Coming) -> tuple[datetime, str, str]:
    return coming.at, coming.task_id, coming.reminder


def _in_zone(wall: str, zone: str) -> datetime:
    return DueTime(datetime.fromisoformat(wall), zone).at
