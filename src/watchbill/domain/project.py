"""A project, and what may happen to it. The Inbox is where tasks without one are: it is always there, and has no row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watchbill.domain import editing
from watchbill.domain.errors import InvalidError
from watchbill.domain.field import to_json
from watchbill.domain.name import check_colour, check_name
from watchbill.domain.operation import Operation
from watchbill.domain.reference import title_key

NOUN = "project"
NAME_MAX = 120
INBOX = "Inbox"
FIELDS = ("name", "colour", "created_at", "archived_at", "position")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A pile of tasks with a name. An archived one keeps its tasks and leaves the lists."""

    id: str
    name: str
    colour: str | None = None
    created_at: datetime
    archived_at: datetime | None = None
    position: str
    version: int = 0
    updated_at: datetime

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


def is_inbox(name: str) -> bool:
    """Whether the Inbox is meant."""
    return title_key(name) == title_key(INBOX)


def check_project_name(name: str) -> str:
    """Return the name, with single spaces. Raises INVALID_NAME when blank, too long, or the Inbox's."""
    checked = check_name(name, noun=NOUN, most=NAME_MAX)
    if is_inbox(checked):
        raise InvalidError.of(
            "name",
            "The Inbox is there already, and stays as it is.",
            hint="Choose another name.",
        )
    return checked


_CHECKS: editing.Checks = {"name": check_project_name, "colour": check_colour}


def add(values: Mapping[str, Any], *, position: str, now: datetime) -> Operation:
    """Make a project of these field values, a name at least."""
    fields = {
        "colour": None,
        "created_at": to_json("created_at", now),
        "archived_at": None,
        "position": position,
        **editing.checked(values, _CHECKS),
    }
    return editing.make(NOUN, fields)


def edit(project: Project, values: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Give the project these field values, and leave all others."""
    return editing.edit(NOUN, project, editing.checked(values, _CHECKS))


def remove(project: Project) -> Operation:
    """Take the project away; what becomes of its tasks is for the caller to say."""
    return editing.remove(NOUN, project, FIELDS)
