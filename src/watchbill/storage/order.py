"""Orders as SQL, and cursors: a page goes on after the last task of the one before, however the list has changed."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, case, func, literal, or_, tuple_
from sqlalchemy.sql.elements import ColumnElement

from watchbill.domain.errors import InvalidError
from watchbill.domain.instant import from_text
from watchbill.domain.matching import NO_DUE, sort_key
from watchbill.domain.query import Sort, SortField, State
from watchbill.domain.task import Task
from watchbill.storage.condition import DUE_KEY
from watchbill.storage.schema import Instant
from watchbill.storage.schema import tasks as table

_NEVER = datetime(9999, 12, 31, tzinfo=UTC)
_MOMENTS = ("created", "completed", "updated", "deleted")
_SORT_TEXT: dict[SortField, ColumnElement[Any]] = {
    "due": DUE_KEY,
    "title": table.c.title_key,
    "position": table.c.position,
}
_NUMBERS: dict[SortField, ColumnElement[Any]] = {
    "priority": table.c.priority,
    "ref": table.c.ref,
    "state": case(
        (table.c.deleted_at.is_not(None), 2), (table.c.completed_at.is_not(None), 1), else_=0
    ),
}


class Order:
    """One order of tasks. `state` is what all of them are in, if that is known."""

    def __init__(self, sort: Sequence[Sort], state: State | None, *, collation: str) -> None:
        self._sort = sort
        self._state = state
        self._collation = collation
        self._name = [f"{'-' if one.is_descending else ''}{one.field}" for one in sort]

    @property
    def clauses(self) -> list[ColumnElement[Any]]:
        """What to order by."""
        keys = zip(self._sort, map(self._key, self._sort), strict=True)
        return [key.desc() if one.is_descending else key for one, key in keys]

    def cursor(self, last: Task) -> str:
        """Where the page after this task begins."""
        place = [self._name, [sort_key(one, last) for one in self._sort]]
        text = json.dumps(place, separators=(",", ":"), ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def after(self, cursor: str) -> ColumnElement[bool]:
        """The tasks after that place. Raises INVALID_CURSOR for the cursor of another order, or of none."""
        values = [
            self._value(one, value)
            for one, value in zip(self._sort, self.place(cursor), strict=True)
        ]
        keys = [self._key(one) for one in self._sort]
        if len({one.is_descending for one in self._sort}) == 1:
            here, there = tuple_(*keys), tuple_(*values)
            return here < there if self._sort[0].is_descending else here > there
        return self._mixed(keys, values)

    def place(self, cursor: str) -> list[Any]:
        """The values that a cursor holds."""
        try:
            text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            name, values = json.loads(text)
            if name != self._name or len(values) != len(self._sort):
                raise ValueError(cursor)  # noqa: TRY301 -- one answer for every bad cursor
            for one, value in zip(self._sort, values, strict=True):
                _check(one, value)
        except (ValueError, TypeError, binascii.Error):
            raise InvalidError.of(
                "cursor",
                "The cursor is not one that this list gave.",
                hint="Start again without a cursor.",
            ) from None
        return list(values)

    def _mixed(
        self, keys: Sequence[ColumnElement[Any]], values: Sequence[ColumnElement[Any]]
    ) -> ColumnElement[bool]:
        """What comes after where some fields go up and some down: alike in the first, and after in the rest."""
        sides = [
            key < value if one.is_descending else key > value
            for one, key, value in zip(self._sort, keys, values, strict=True)
        ]
        found = sides[-1]
        for at in range(len(sides) - 2, -1, -1):
            found = or_(sides[at], and_(keys[at] == values[at], found))
        first = keys[0] <= values[0] if self._sort[0].is_descending else keys[0] >= values[0]
        return and_(first, found)

    def _key(self, sort: Sort) -> ColumnElement[Any]:
        if sort.field in _NUMBERS:
            return _NUMBERS[sort.field]
        if sort.field in _MOMENTS:
            return self._moment(sort.field)
        key = _SORT_TEXT[sort.field]
        return key.collate(self._collation) if sort.field == "title" and self._collation else key

    def _moment(self, field: SortField) -> ColumnElement[Any]:
        column = table.c[f"{field}_at"]
        is_there = field in ("created", "updated") or (field, self._state) in (
            ("completed", "done"),
            ("deleted", "deleted"),
        )
        return column if is_there else func.coalesce(column, literal(_NEVER, Instant()))

    def _value(self, sort: Sort, value: Any) -> ColumnElement[Any]:
        if sort.field in _MOMENTS:
            return literal(_NEVER if value == NO_DUE else from_text(value), Instant())
        return literal(value)


def _check(sort: Sort, value: object) -> None:
    """Raise TypeError or ValueError for what can't be a task's value in this order."""
    if isinstance(value, bool) or not isinstance(value, int if sort.field in _NUMBERS else str):
        raise TypeError(value)
    if sort.field in _MOMENTS and value != NO_DUE:
        from_text(str(value))
