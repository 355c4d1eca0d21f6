"""Proposals as rows. Their number counts 1, 2, 3 … per workspace; none is ever taken out."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from watchbill.domain.operation import Actor, Change, Operation
from watchbill.domain.proposal import WAITING, Proposal
from watchbill.storage.schema import proposals as table

_OPERATION = ("noun", "id", "before", "after")
_OF_CHANGE = ("at", "sentence", "run", "client", "on_behalf_of")
_OWN = (
    "number",
    "why",
    "stands_on",
    "expires_at",
    "state",
    "decided_at",
    "word",
    "result",
    "request_key",
    "digest",
)


class ProposalRows:
    """The proposals of one workspace. Who writes has to hold its lock."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def next_number(self) -> int:
        newest = self._connection.execute(self._mine(select(func.max(table.c.number))))
        return (newest.scalar_one() or 0) + 1

    def add(self, proposal: Proposal) -> None:
        row = {"workspace_id": self._workspace_id, **_to_row(proposal)}
        self._connection.execute(insert(table), row)

    def write(self, proposal: Proposal) -> None:
        """Write a proposal in the place of what it was."""
        row = _to_row(proposal)
        self._connection.execute(
            update(table)
            .where(table.c.workspace_id == self._workspace_id, table.c.number == proposal.number)
            .values(row)
        )

    def by_number(self, number: int) -> Proposal | None:
        return self._newest(table.c.number == number)

    def by_request_key(self, key: str) -> Proposal | None:
        return self._newest(table.c.request_key == key)

    def by_digest(self, digest: str, *, actor: str, run: str) -> Proposal | None:
        """The newest that came of the same request in the same run."""
        return self._newest(table.c.digest == digest, table.c.actor == actor, table.c.run == run)

    def page(
        self,
        *,
        actor: str | None = None,
        states: Collection[str] = (),
        before: int | None = None,
        limit: int,
    ) -> tuple[Proposal, ...]:
        """Newest first; `states` are those that are kept, so what waited too long is among what waits."""
        query = self._mine(select(table))
        if actor is not None:
            query = query.where(table.c.actor == actor)
        if states:
            query = query.where(table.c.state.in_(states))
        if before is not None:
            query = query.where(table.c.number < before)
        rows = self._connection.execute(query.order_by(table.c.number.desc()).limit(limit))
        return tuple(_from_row(row) for row in rows)

    def count_waiting(self, *, now: datetime, actor: str | None = None) -> int:
        """How many a person can decide now."""
        query = self._mine(select(func.count()).select_from(table)).where(
            table.c.state.in_(WAITING), table.c.expires_at > now
        )
        if actor is not None:
            query = query.where(table.c.actor == actor)
        count: int = self._connection.execute(query).scalar_one()
        return count

    def _mine(self, query: Select[Any]) -> Select[Any]:
        return query.where(table.c.workspace_id == self._workspace_id)

    def _newest(self, *conditions: ColumnElement[bool]) -> Proposal | None:
        query = self._mine(select(table)).where(*conditions)
        row = self._connection.execute(
            query.order_by(table.c.number.desc()).limit(1)
        ).one_or_none()
        return None if row is None else _from_row(row)


def _to_row(proposal: Proposal) -> Mapping[str, Any]:
    change = proposal.change
    return {
        **{name: getattr(proposal, name) for name in _OWN},
        **{name: getattr(change, name) for name in _OF_CHANGE},
        "actor": str(change.actor),
        "reason": proposal.reason,
        "operations": [
            {name: getattr(operation, name) for name in _OPERATION}
            for operation in change.operations
        ],
        "undoes": list(change.undoes) or None,
        "task_ids": list(proposal.task_ids),
        "decided_by": proposal.decided_by and str(proposal.decided_by),
    }


def _from_row(row: Row[Any]) -> Proposal:
    change = Change(
        **{name: getattr(row, name) for name in _OF_CHANGE},
        actor=Actor.parse(row.actor),
        operations=tuple(Operation(**operation) for operation in row.operations),
        undoes=tuple(row.undoes or ()),
        note=row.reason,
    )
    return Proposal(
        **{name: getattr(row, name) for name in _OWN},
        change=change,
        task_ids=tuple(row.task_ids),
        decided_by=row.decided_by and Actor.parse(row.decided_by),
    )
