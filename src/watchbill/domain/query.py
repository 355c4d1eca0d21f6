"""What a caller looks for, and what it wants changed: one filter, one patch, on every door."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Literal

Scope = Literal["this", "later"]
State = Literal["open", "done", "deleted", "all"]
LIMIT_MAX = 500
LIMIT_DEFAULT = 50


SortField = Literal[
    "due",
    "priority",
    "created",
    "completed",
    "updated",
    "deleted",
    "title",
    "position",
    "ref",
    "state",
]


@dataclass(frozen=True, slots=True)
class Sort:
    """By which field, and which end first. Tasks that are alike come in the order of the list, turned with the last field."""

    field: SortField
    is_descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """Which tasks, in which order they come: as the list is sorted, done and deleted ones newest first.

    `query`: a filter in the filter language; it may name its own states and order. Found words come newest first.
    `also`: another filter, which has to hold as well.
    `words`: each has to begin a word of the title or the description, case and accents aside.
    `refs`: just these, whatever their state.
    `state`: `all` is open and done; the trash is seen by `deleted` alone.
    `cursor`: what the page before gave as `next_cursor`.
    `as_of`: the list as it was then: a change's number, or a time such as “yesterday 18:00”.
    """

    query: str = ""
    also: str = ""
    words: tuple[str, ...] = ()
    refs: tuple[int, ...] | None = None
    state: State = "open"
    limit: int = LIMIT_DEFAULT
    cursor: str | None = None
    as_of: str | None = None


class Keep(Enum):
    """Says of a field that could also be taken away: leave it as it is."""

    KEEP = "keep"


KEEP = Keep.KEEP


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order: before or after the task so called, or first or last of all."""

    where: Literal["before", "after", "first", "last"]
    anchor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPatch:
    """The fields to change, in the caller's words: what isn't given stays, so nothing is blanked that nobody named.

    None leaves title, description, priority and whole sets as they are; the others are left by KEEP and taken away by None.
    `append` adds a line to the description, after the new description if that is given too.
    `tags`, `blocked_by` and `reminders` replace the whole set; `add_tags` and `remove_tags`, `add_reminders` and `remove_reminders` change it.
    `scope` matters for what repeats: “this” changes one occurrence alone, “later” this one and all that come. Where it isn't given,
    a new due is for this one alone, and all else for later ones too.
    `project` and `parent` are names, refs or ids; None is the Inbox, or no parent. `due`, `recurrence` and `reminders` are text.
    """

    title: str | None = None
    description: str | None = None
    append: str | None = None
    priority: int | None = None
    due: str | Keep | None = KEEP
    recurrence: str | Keep | None = KEEP
    project: str | Keep | None = KEEP
    parent: str | Keep | None = KEEP
    tags: tuple[str, ...] | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] | None = None
    reminders: tuple[str, ...] | None = None
    add_reminders: tuple[str, ...] = ()
    remove_reminders: tuple[str, ...] = ()
    place: Place | None = None
    scope: Scope | None = None

    @property
    def is_empty(self) -> bool:
        return replace(self, scope=None) == TaskPatch()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFilter:
    """Which changes. `since` and `before` are numbers, both exclusive; `newest_first` says from which end.

    `thing_id`, `actor` (as `str(actor)` writes it), `run` and the instants `since_at` (inclusive) and `until_at` (exclusive) narrow it down;
    `project_id` to what touched that project, or a task that is in it now.
    """

    since: int = 0
    before: int | None = None
    thing_id: str | None = None
    project_id: str | None = None
    since_at: datetime | None = None
    until_at: datetime | None = None
    actor: str | None = None
    run: str | None = None
    newest_first: bool = True
    limit: int = LIMIT_DEFAULT
