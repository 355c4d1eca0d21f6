"""A tag, and what may happen to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watchbill.domain import editing
from watchbill.domain.field import to_json
from watchbill.domain.name import check_colour, check_name
from watchbill.domain.operation import Operation

NOUN = "tag"
NAME_MAX = 60
TAGS_MAX = 50
"""How many tags one task may have."""
FIELDS = ("name", "colour", "created_at", "archived_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A word that marks tasks of any project. An archived one stays on its tasks and leaves the lists."""

    id: str
    name: str
    colour: str | None = None
    created_at: datetime
    archived_at: datetime | None = None
    version: int = 0
    updated_at: datetime

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


def check_tag_name(name: str) -> str:
    """Return the name with single spaces and without a leading “#”. Raises INVALID_NAME."""
    return check_name(name.strip().removeprefix("#"), noun=NOUN, most=NAME_MAX, without=',"')


_CHECKS: editing.Checks = {"name": check_tag_name, "colour": check_colour}


def add(values: Mapping[str, Any], *, now: datetime) -> Operation:
    """Make a tag of these field values, a name at least."""
    fields = {
        "colour": None,
        "created_at": to_json("created_at", now),
        "archived_at": None,
        **editing.checked(values, _CHECKS),
    }
    return editing.make(NOUN, fields)


def edit(tag: Tag, values: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Give the tag these field values, and leave all others."""
    return editing.edit(NOUN, tag, editing.checked(values, _CHECKS))


def remove(tag: Tag) -> Operation:
    """Take the tag away; taking it off its tasks is for the caller to say."""
    return editing.remove(NOUN, tag, FIELDS)
