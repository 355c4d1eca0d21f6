"""Full text, in the words of each database: FTS5 in SQLite, `tsvector` in PostgreSQL."""

import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Select,
    and_,
    cast,
    column,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import UserDefinedType

from watchbill.domain import condition as tree
from watchbill.domain.condition import Condition
from watchbill.domain.query import State
from watchbill.storage.schema import tasks

Spellings = Mapping[str, Sequence[str]]
"""By the beginning of a word: all words of the workspace that begin so, if they aren't too many to name."""

Write = Callable[[tree.Text], str]
_WORDS: ColumnElement[Any] = literal_column(
    "(setweight(tasks.title_words, 'A') || setweight(tasks.description_words, 'B'))"
)
_WEIGHTS = {"any": ("A", "B"), "title": ("A",), "description": ("B",)}
_SERIALS = table("workspace_serials", column("serial"), column("workspace_id"))
_FOUND = table("task_words", column("rowid"))
_REF = 0xFFFFFFFF
_RANKS: Mapping[State | None, tuple[int, int]] = {
    "open": (2, 2),
    "done": (1, 1),
    "deleted": (0, 0),
    "all": (1, 2),
    None: (0, 2),
}


class TsQuery(UserDefinedType[str]):
    """PostgreSQL's question to a `tsvector`."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "tsquery"


@dataclass(frozen=True, slots=True)
class SqliteSearch:
    """Matches come from an index whose rows are numbered by workspace, state and ref: see the migration."""

    workspace_id: str
    spellings: Spellings

    def matches(self, condition: Condition) -> ColumnElement[bool]:
        """A condition on text alone, as SQL."""
        found = select(_FOUND.c.rowid.op("&")(_REF)).where(*self._within(condition, None))
        return tasks.c.ref.in_(found)

    def streamed(
        self,
        columns: Sequence[Column[Any]],
        condition: Condition,
        state: State | None,
        place: Sequence[int] | None,
    ) -> Select[Any]:
        """The tasks that match, open ones first, then the newest, as the index gives them: after a cursor's place."""
        here = and_(
            tasks.c.workspace_id == self.workspace_id, tasks.c.ref == _FOUND.c.rowid.op("&")(_REF)
        )
        query = select(*columns).select_from(_FOUND.join(tasks, here))
        query = query.where(*self._within(condition, state)).order_by(_FOUND.c.rowid.desc())
        if place is None:
            return query
        *states, ref = place
        rank = 2 - states[0] if states else _RANKS[state][1]
        return query.where(_FOUND.c.rowid < self._place(rank << 32 | ref))

    def _within(
        self, condition: Condition, state: State | None
    ) -> tuple[ColumnElement[bool], ...]:
        """Conditions on the index's rows: what they match, and in which state the tasks are."""
        low, high = _RANKS[state]
        return (
            literal_column("task_words").op("MATCH", is_comparison=True)(
                _joined(condition, self._text, (" AND ", " OR "))
            ),
            _FOUND.c.rowid >= self._place(low << 32),
            _FOUND.c.rowid <= self._place((high << 32) | _REF),
        )

    def _place(self, offset: int) -> ColumnElement[int]:
        serial = (
            select(_SERIALS.c.serial.op("<<")(34))
            .where(_SERIALS.c.workspace_id == self.workspace_id)
            .scalar_subquery()
        )
        return serial + offset

    def _text(self, text: tree.Text) -> str:
        field = "" if text.field == "any" else f"{text.field} : "
        named = _named(text, self.spellings)
        if named:
            return f"{field}({' OR '.join(map(_quoted, named))})"
        return f"{field}{_quoted(' '.join(text.words))}{' *' if text.is_prefix else ''}"


@dataclass(frozen=True, slots=True)
class PostgresSearch:
    """One expression over both fields, with the title's words marked A and the description's B."""

    spellings: Spellings

    def matches(self, condition: Condition) -> ColumnElement[bool]:
        """A condition on text alone, as SQL."""
        wanted = cast(literal(_joined(condition, self._text, (" & ", " | "))), TsQuery())
        return _WORDS.op("@@", is_comparison=True)(wanted)

    def _text(self, text: tree.Text) -> str:
        if named := _named(text, self.spellings):
            texts = [tree.Text((word,), is_prefix=False, field=text.field) for word in named]
            return f"({' | '.join(map(self._text, texts))})"
        return f"({' | '.join(_phrase(text, weight) for weight in _WEIGHTS[text.field])})"


def _phrase(text: tree.Text, weight: str) -> str:
    """The words one after the other; the last one maybe as a beginning."""
    *words, last = text.words
    marked = [*(f"'{word}':{weight}" for word in words), f"'{last}':{_star(text)}{weight}"]
    return f"({' <-> '.join(marked)})"


def _star(text: tree.Text) -> str:
    return "*" if text.is_prefix else ""


def _named(text: tree.Text, spellings: Spellings) -> Sequence[str]:
    """The words that the only word of the text may be."""
    is_beginning = text.is_prefix and len(text.words) == 1
    return spellings.get(text.words[0], ()) if is_beginning else ()


def _quoted(words: str) -> str:
    return f'"{words}"'


def _joined(condition: Condition, write: Write, signs: tuple[str, str]) -> str:
    """A condition on text alone as one expression."""
    if isinstance(condition, tree.And | tree.Or):
        sign = signs[isinstance(condition, tree.Or)]
        return f"({sign.join(_joined(part, write, signs) for part in condition.parts)})"
    return write(typing.cast("tree.Text", condition))
