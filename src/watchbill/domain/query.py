"""What a caller looks for, and what it wants changed: one filter, one patch, on every door."""

from dataclasses import dataclass
from typing import Literal

State = Literal["open", "done", "deleted", "all"]
LIMIT_MAX = 500
LIMIT_DEFAULT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """Which tasks, in which order they come: open ones oldest first, done and deleted ones newest first.

    `words`: each has to be in the title or the description, case aside.
    `refs`: just these, whatever their state.
    `state`: `all` is open and done; the trash is seen by `deleted` alone.
    `cursor`: what the page before gave as `next_cursor`.
    """

    words: tuple[str, ...] = ()
    refs: tuple[int, ...] | None = None
    state: State = "open"
    limit: int = LIMIT_DEFAULT
    cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPatch:
    """The fields to change: None leaves a field as it is, so that nothing is blanked that nobody named.

    `append` adds a line to the description, after the new description if that is given too.
    """

    title: str | None = None
    description: str | None = None
    append: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.title is None and self.description is None and self.append is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFilter:
    """Which changes. `since` and `before` are numbers, both exclusive; `newest_first` says from which end.

    `task_id`, `actor` (as `str(actor)` writes it) and `run` narrow it down.
    """

    since: int = 0
    before: int | None = None
    task_id: str | None = None
    actor: str | None = None
    run: str | None = None
    newest_first: bool = True
    limit: int = LIMIT_DEFAULT
