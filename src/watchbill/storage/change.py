"""The journal as rows. Nothing here removes a change, and what changes one is erasing alone."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update

from watchbill.domain.chain import ERASED
from watchbill.domain.operation import Actor, Change, Operation
from watchbill.domain.query import ChangeFilter
from watchbill.storage.schema import change_things, change_undoes, changes, tasks

_OPERATION = ("noun", "id", "before", "after")
_STEP = 500
_INSERT = insert(changes)
_INSERT_TOUCHED = insert(change_things)
_INSERT_UNDOES = insert(change_undoes)


class Stamp(NamedTuple):
    """Which change wrote a thing last, and when."""

    number: int
    at: datetime


class ChangeRows:
    """The journal of one workspace."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def append(self, change: Change) -> None:
        row = {"workspace_id": self._workspace_id, **to_row(change)}
        self._connection.execute(_INSERT, row)
        place = {"workspace_id": self._workspace_id, "number": change.number}
        if touched := [{**place, "thing_id": id} for id in change.touched()]:
            self._connection.execute(_INSERT_TOUCHED, touched)
        if undoes := [{**place, "undoes": number} for number in change.undoes]:
            self._connection.execute(_INSERT_UNDOES, undoes)

    def erase(self, change: Change) -> None:
        """Write a change from which something was erased in the place of what it was."""
        row = to_row(change)
        self._connection.execute(
            update(changes)
            .where(changes.c.workspace_id == self._workspace_id, changes.c.number == change.number)
            .values(
                {name: row[name] for name in ("sentence", "note", "operations", "salt", "leaves")}
                | {"request_digest": row["request_key"] and ERASED}
            )
        )

    def saying(self, text: str) -> tuple[Change, ...]:
        """The changes whose sentence has this text, oldest first; looks through all."""
        said = changes.c.sentence.contains(text, autoescape=True)
        return self._all(self._mine(select(changes)).where(said).order_by(changes.c.number))

    def noting(self, text: str) -> tuple[Change, ...]:
        """The same of those whose note has it, in whatever case."""
        said = changes.c.note.icontains(text, autoescape=True)
        return self._all(self._mine(select(changes)).where(said).order_by(changes.c.number))

    def by_number(self, number: int) -> Change | None:
        return self._one(changes.c.number == number)

    def by_numbers(self, numbers: Sequence[int]) -> tuple[Change, ...]:
        """Those of these changes that there are, oldest first."""
        return self._all(
            self._mine(select(changes))
            .where(changes.c.number.in_(numbers))
            .order_by(changes.c.number)
        )

    def by_request_key(self, key: str) -> Change | None:
        return self._one(changes.c.request_key == key)

    def page(self, filter: ChangeFilter) -> tuple[Change, ...]:
        query = self._mine(select(changes)).where(changes.c.number > filter.since)
        if filter.before is not None:
            query = query.where(changes.c.number < filter.before)
        if filter.actor is not None:
            query = query.where(changes.c.actor == filter.actor)
        if filter.run is not None:
            query = query.where(changes.c.run == filter.run)
        if filter.since_at is not None:
            query = query.where(changes.c.at >= filter.since_at)
        if filter.until_at is not None:
            query = query.where(changes.c.at < filter.until_at)
        if filter.thing_id is not None:
            query = query.where(changes.c.number.in_(self._numbers_of(filter.thing_id)))
        if filter.project_id is not None:
            query = query.where(changes.c.number.in_(self._numbers_around(filter.project_id)))
        order = changes.c.number.desc() if filter.newest_first else changes.c.number
        return self._all(query.order_by(order).limit(filter.limit))

    def touching(self, ids: Sequence[str], since: int) -> tuple[Change, ...]:
        """The changes after a number that touch any of these things, oldest first."""
        numbers = select(change_things.c.number).where(
            change_things.c.workspace_id == self._workspace_id,
            change_things.c.thing_id.in_(ids),
            change_things.c.number > since,
        )
        query = self._mine(select(changes)).where(changes.c.number.in_(numbers))
        return self._all(query.order_by(changes.c.number))

    def newest_of(self, actors: Sequence[str]) -> Change | None:
        """The newest change that any of these made."""
        query = self._mine(select(changes)).where(changes.c.actor.in_(actors))
        found = self._all(query.order_by(changes.c.number.desc()).limit(1))
        return found[0] if found else None

    def operations_since(self, number: int) -> Iterator[Operation]:
        """What was written after a change, the oldest first, a few at a time."""
        query = self._mine(select(changes.c.operations)).where(changes.c.number > number)
        streamed = query.order_by(changes.c.number).execution_options(yield_per=_STEP)
        for [operations] in self._connection.execute(streamed):
            yield from (Operation(**operation) for operation in operations)

    def number_at(self, moment: datetime) -> int:
        """The number of the newest change that there was at that moment; 0 before the first."""
        latest = self._mine(select(func.max(changes.c.at))).where(changes.c.at <= moment)
        query = self._mine(select(func.max(changes.c.number))).where(
            changes.c.at == latest.scalar_subquery()
        )
        return self._connection.execute(query).scalar_one() or 0

    def stamps(self, ids: Sequence[str], *, until: int) -> dict[str, Stamp]:
        """For each of these things the number and time of the last change up to `until` that wrote it, not only a comment on it."""
        touched = self._touched(ids, until)
        found: dict[str, Stamp] = {}
        while heads := {
            id: left.pop() for id, left in touched.items() if left and id not in found
        }:
            changed = {one.number: one for one in self.by_numbers(sorted({*heads.values()}))}
            for id, number in heads.items():
                if any(operation.id == id for operation in changed[number].operations):
                    found[id] = Stamp(number, changed[number].at)
        return found

    def _touched(self, ids: Sequence[str], until: int) -> dict[str, list[int]]:
        """The numbers of the changes in which each of these is found, up to a change."""
        links = change_things.c
        query = (
            select(links.thing_id, links.number)
            .where(links.workspace_id == self._workspace_id, links.thing_id.in_(ids))
            .where(links.number <= until)
            .order_by(links.number)
        )
        found: dict[str, list[int]] = {}
        for id, number in self._connection.execute(query):
            found.setdefault(id, []).append(number)
        return found

    def undone(self, numbers: Sequence[int]) -> dict[int, int]:
        """For each of these changes that doesn't hold any more: the number of the change that took it back.

        A change that took another back may have been taken back itself, and so on: one query per step of the longest such chain.
        """
        if not numbers:
            return {}
        links = change_undoes.c
        rows = self._connection.execute(
            select(links.undoes, links.number)
            .where(links.workspace_id == self._workspace_id, links.undoes.in_(numbers))
            .order_by(links.number)
        ).all()
        gone = self.undone([row.number for row in rows])
        return {row.undoes: row.number for row in rows if row.number not in gone}

    def _numbers_of(self, thing_id: str) -> Select[tuple[int]]:
        return select(change_things.c.number).where(
            change_things.c.workspace_id == self._workspace_id,
            change_things.c.thing_id == thing_id,
        )

    def _numbers_around(self, project_id: str) -> Select[tuple[int]]:
        """Those that touched the project, or a task that is in it."""
        within = select(tasks.c.id).where(
            tasks.c.workspace_id == self._workspace_id, tasks.c.project_id == project_id
        )
        links = change_things.c
        return select(links.number).where(
            links.workspace_id == self._workspace_id,
            or_(links.thing_id == project_id, links.thing_id.in_(within)),
        )

    def _mine(self, query: Select[Any]) -> Select[Any]:
        return query.where(changes.c.workspace_id == self._workspace_id)

    def _one(self, condition: Any) -> Change | None:
        row = self._connection.execute(self._mine(select(changes)).where(condition)).one_or_none()
        return None if row is None else _from_row(row)

    def _all(self, query: Select[Any]) -> tuple[Change, ...]:
        return tuple(_from_row(row) for row in self._connection.execute(query))


def to_row(change: Change) -> dict[str, Any]:
    """The columns of a change, but for its workspace."""
    return {
        "number": change.number,
        "at": change.at,
        "actor": str(change.actor),
        "sentence": change.sentence,
        "operations": [
            {name: getattr(operation, name) for name in _OPERATION}
            for operation in change.operations
        ],
        "undoes": list(change.undoes) or None,
        "run": change.run,
        "client": change.client,
        "on_behalf_of": change.on_behalf_of,
        "proposal": change.proposal,
        "accepted_by": change.accepted_by and str(change.accepted_by),
        "note": change.note,
        "request_key": change.request_key,
        "request_digest": change.request_digest,
        "hash": change.hash,
        "salt": change.salt,
        "leaves": change.leaves,
    }


def _from_row(row: Row[Any]) -> Change:
    return Change(
        number=row.number,
        at=row.at,
        actor=Actor.parse(row.actor),
        sentence=row.sentence,
        operations=tuple(Operation(**operation) for operation in row.operations),
        undoes=tuple(row.undoes or ()),
        run=row.run,
        client=row.client,
        on_behalf_of=row.on_behalf_of,
        proposal=row.proposal,
        accepted_by=row.accepted_by and Actor.parse(row.accepted_by),
        note=row.note,
        request_key=row.request_key,
        request_digest=row.request_digest,
        hash=row.hash,
        salt=row.salt,
        leaves=row.leaves,
    )
