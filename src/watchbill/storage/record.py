"""What rows of every noun have in common: fields to columns, and reading those of one workspace."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select, Table, select
from sqlalchemy.sql.elements import ColumnElement

from watchbill.domain.instant import from_text
from watchbill.domain.operation import Fields
from watchbill.domain.reference import title_key

Thing = TypeVar("Thing")
_STEP = 500

_INSTANTS = ("created_at", "completed_at", "deleted_at", "archived_at")


def in_steps(values: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    """The same, some at a time: a database takes only so many in one statement."""
    return (values[start : start + _STEP] for start in range(0, len(values), _STEP))


def instants(fields: Fields) -> dict[str, Any]:
    """The fields, with instants as such."""
    return {
        name: from_text(value) if name in _INSTANTS and value else value
        for name, value in fields.items()
    }


def named(fields: Fields) -> dict[str, Any]:
    """The same for a noun with a name, and what the name is looked up by."""
    columns = instants(fields)
    if "name" in columns:
        columns["name_key"] = title_key(columns["name"])
    return columns


class Rows(Generic[Thing]):
    """The things of one noun in one workspace, to read."""

    def __init__(
        self,
        connection: Connection,
        workspace_id: str,
        table: Table,
        read: Callable[..., Thing],
    ) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
        self._table = table
        self._read = read
        self._columns = [
            column for column in table.c if column.name not in ("workspace_id", "name_key")
        ]

    def by_id(self, ids: Iterable[str]) -> dict[str, Thing]:
        """Those of these ids that there are, by id."""
        found: dict[str, Thing] = {}
        for some in in_steps(list(dict.fromkeys(ids))):
            rows = self._connection.execute(self._mine(self._table.c.id.in_(some))).mappings()
            found |= {row["id"]: self._read(**row) for row in rows}
        return found

    def find(
        self, *conditions: ColumnElement[bool], order: Sequence[Any], limit: int | None = None
    ) -> tuple[Thing, ...]:
        """All that fit, in this order."""
        query = self._mine(*conditions).order_by(*order).limit(limit)
        return tuple(self._read(**row) for row in self._connection.execute(query).mappings())

    def _mine(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        return select(*self._columns).where(
            self._table.c.workspace_id == self._workspace_id, *conditions
        )


class NamedRows(Rows[Thing]):
    """The same for a noun with unique names."""

    def by_name(self, names: Iterable[str]) -> dict[str, Thing]:
        """Those of these names, case and spaces aside; by the key of the name."""
        found: list[Thing] = []
        for keys in in_steps(list(dict.fromkeys(title_key(name) for name in names))):
            query = self._mine(self._table.c.name_key.in_(keys))
            found += [self._read(**row) for row in self._connection.execute(query).mappings()]
        return {title_key(thing.name): thing for thing in found}  # type: ignore[attr-defined]
