"""How much programs have used of what they may, as rows: every replica counts in the same place."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Executable, Row, Table, bindparam, delete, select

from watchbill.storage.schema import runs, uses

MINUTE = timedelta(minutes=1)
_KEPT = timedelta(hours=2)
"""Longer than any budget looks back."""
_MINE = runs.c.workspace_id == bindparam("workspace")
_RUNS = select(runs.c.id, runs.c.last_at, runs.c.changes)
# Built once: every write of a program needs most of these.
_RUN = _RUNS.where(_MINE, runs.c.id == bindparam("run"))
_NEWEST = (
    _RUNS.where(_MINE, runs.c.actor == bindparam("actor")).order_by(runs.c.last_at.desc()).limit(1)
)
_WRITES = (
    select(uses.c.minute, uses.c.writes)
    .where(
        uses.c.workspace_id == bindparam("workspace"),
        uses.c.actor == bindparam("actor"),
        uses.c.minute > bindparam("after"),
    )
    .order_by(uses.c.minute)
)


class Run(NamedTuple):
    """What a program did at one go: when it last wrote or proposed, and how many changes it made by itself."""

    id: str
    last_at: datetime
    changes: int


class UsageRows:
    """The counts of one workspace. Who counts a write has to hold its lock; reads are counted without it."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def run(self, id: str) -> Run | None:
        return self._one(_RUN, {"run": id})

    def newest_run(self, actor: str) -> Run | None:
        return self._one(_NEWEST, {"actor": actor})

    def writes(self, actor: str, *, after: datetime) -> Sequence[tuple[datetime, int]]:
        """How many there were in each minute that began after then, oldest first."""
        given = {"workspace": self._workspace_id, "actor": actor, "after": after}
        return [(row.minute, row.writes) for row in self._connection.execute(_WRITES, given)]

    def count_write(self, actor: str, run: str, *, changes: int, now: datetime) -> None:
        """Count one more write, of so many changes by itself; a proposal is one of none."""
        if self._use(actor, now, reads=0, writes=1).writes == 1:
            self._forget(runs, runs.c.last_at < now - _KEPT, actor)
        place = {"workspace_id": self._workspace_id, "id": run, "actor": actor}
        self._add(runs, {**place, "last_at": now, "changes": changes})

    def count_reads(self, actor: str, reads: int, *, now: datetime) -> int:
        """Count so many reads more; return how many there are in this minute, with them."""
        counted: int = self._use(actor, now, reads=reads, writes=0).reads
        if counted == reads:
            self._forget(uses, uses.c.minute < now - _KEPT, actor)
        return counted

    def _use(self, actor: str, now: datetime, **counts: int) -> Row[Any]:
        place = {"workspace_id": self._workspace_id, "actor": actor, "minute": minute_of(now)}
        return self._add(uses, {**place, **counts})

    def _add(self, table: Table, values: Mapping[str, Any]) -> Row[Any]:
        """The row as it is with these counts added."""
        return self._connection.execute(
            _adding(self._connection.dialect.name, table.name), values
        ).one()

    def _forget(self, table: Table, is_old: Any, actor: str) -> None:
        mine = table.c.workspace_id == self._workspace_id
        self._connection.execute(delete(table).where(mine, table.c.actor == actor, is_old))

    def _one(self, query: Any, given: Mapping[str, Any]) -> Run | None:
        row = self._connection.execute(
            query, {"workspace": self._workspace_id, **given}
        ).one_or_none()
        return None if row is None else Run(*row)


def minute_of(moment: datetime) -> datetime:
    """The beginning of the minute."""
    return moment.replace(second=0, microsecond=0)


@cache
def _adding(dialect: str, name: str) -> Executable:
    """Insert a row, or add its counts to the one that is there: one statement, so that nothing is lost between replicas."""
    table = {"runs": runs, "uses": uses}[name]
    inserted: Any = _insert(dialect)(table)
    counts = {"runs": ("changes",), "uses": ("reads", "writes")}[name]
    added = {count: table.c[count] + inserted.excluded[count] for count in counts}
    if name == "runs":
        added["last_at"] = inserted.excluded.last_at
    upserted: Executable = inserted.on_conflict_do_update(
        index_elements=list(table.primary_key), set_=added
    ).returning(*(table.c[count] for count in counts))
    return upserted


def _insert(dialect: str) -> Any:
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as into_postgresql  # noqa: PLC0415 -- slow to import, and SQLite does without

        return into_postgresql
    from sqlalchemy.dialects.sqlite import insert as into_sqlite  # noqa: PLC0415 -- the same

    return into_sqlite
