"""A saved filter: a question to the list, in the filter language, under a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watchbill.domain import editing
from watchbill.domain.errors import InvalidError
from watchbill.domain.field import to_json
from watchbill.domain.name import check_name
from watchbill.domain.operation import Operation

NOUN = "filter"
NAME_MAX = 60
QUERY_MAX = 1_000
FIELDS = ("name", "query", "created_at", "position")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """A filter's text, kept under a name of the workspace."""

    id: str
    name: str
    query: str
    created_at: datetime
    position: str
    version: int = 0
    updated_at: datetime


def check_filter_name(name: str) -> str:
    """Return the name with single spaces. Raises INVALID_NAME."""
    return check_name(name, noun=NOUN, most=NAME_MAX, without='"')


def check_query(query: str) -> str:
    """Return the text without space around it. Raises INVALID_QUERY when blank or over 1,000 characters."""
    trimmed = query.strip()
    if not 0 < len(trimmed) <= QUERY_MAX:
        raise InvalidError.of(
            "query",
            f"The filter has {len(trimmed)} characters.",
            hint=f"Write 1 to {QUERY_MAX}, such as due:today p1.",
        )
    return trimmed


_CHECKS: editing.Checks = {"name": check_filter_name, "query": check_query}


def add(values: Mapping[str, Any], *, position: str, now: datetime) -> Operation:
    """Save a filter of these field values, name and query at least."""
    fields = {
        "created_at": to_json("created_at", now),
        "position": position,
        **editing.checked(values, _CHECKS),
    }
    return editing.make(NOUN, fields)


def edit(filter: SavedFilter, values: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Give the filter these field values, and leave all others."""
    return editing.edit(NOUN, filter, editing.checked(values, _CHECKS))


def remove(filter: SavedFilter) -> Operation:
    return editing.remove(NOUN, filter, FIELDS)
