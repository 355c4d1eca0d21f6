"""Column types that both databases have, and the one collection of tables."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

from watchbill.domain.instant import from_text, to_text


class Instant(TypeDecorator[datetime]):
    """Aware UTC: a real timestamp where the database has one, sortable text in SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | str | None:
        if value is None or dialect.name == "postgresql":
            return value
        return to_text(value)

    def process_result_value(
        self, value: datetime | str | None, dialect: Dialect
    ) -> datetime | None:
        if isinstance(value, str):
            return from_text(value)
        return None if value is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """JSON: binary where the database has it, text in SQLite. None is NULL."""

    impl = JSON
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(none_as_null=True)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON(none_as_null=True))
        from sqlalchemy.dialects.postgresql import JSONB  # noqa: PLC0415 -- slow to import, and SQLite does without

        return dialect.type_descriptor(JSONB(none_as_null=True))


Key = String(64)
_LEXEME = re.compile(r"'([^']+)':([\d,]+)")


class Value(TypeDecorator[Any]):
    """JSON that is compared whole: binary where the database has it, text in one spelling in SQLite. None is NULL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(Text())
        from sqlalchemy.dialects.postgresql import JSONB  # noqa: PLC0415 -- slow to import, and SQLite does without

        return dialect.type_descriptor(JSONB(none_as_null=True))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return json.loads(value) if isinstance(value, str) else value


class Words(TypeDecorator[Any]):
    """Words in their order, to be looked up: what full text search reads. In SQLite text with spaces between."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(Text())
        from sqlalchemy.dialects.postgresql import TSVECTOR  # noqa: PLC0415 -- slow to import, and SQLite does without

        return dialect.type_descriptor(TSVECTOR())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        words = value or ()
        if dialect.name != "postgresql":
            return " ".join(words)
        # A word holds letters, digits, marks or one symbol, so nothing in it has to be escaped.
        return " ".join(f"'{word}':{place}" for place, word in enumerate(words, 1))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        if value is None or dialect.name != "postgresql":
            return None if value is None else tuple(value.split())
        places = [
            (int(place), word) for word, all in _LEXEME.findall(value) for place in all.split(",")
        ]
        return tuple(word for _, word in sorted(places))


SortText = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by code point, whatever the database's language is."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
