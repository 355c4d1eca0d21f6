"""What agents do to a task list, and what they get to see, in words that no product owns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["done", "unchanged", "repeated", "proposed", "refused", "failed"]
State = Literal["open", "done", "deleted"]
Fields = Mapping[str, Any]
"""By name: title, description, priority (1 highest to 4 none), due, recurrence, project, tags. Only those named are sent.

`due` is ISO 8601: a date, or a time with its zone as RFC 9557 has it. `recurrence` is a rule of RFC 5545.
"""


@dataclass(frozen=True, slots=True)
class Add:
    """Add tasks, all of them in one call."""

    items: tuple[Fields, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """Change these fields of these tasks; `version` is the one that the agent read."""

    tasks: tuple[str, ...]
    fields: Fields
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Append:
    """Add a line to a description."""

    task: str
    text: str


@dataclass(frozen=True, slots=True)
class Finish:
    """Mark as done, or as open again."""

    tasks: tuple[str, ...]
    done: bool = True


@dataclass(frozen=True, slots=True)
class Remove:
    """Delete, or take back from the trash."""

    tasks: tuple[str, ...]
    restore: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """List tasks by words, or read those that are named."""

    words: str = ""
    tasks: tuple[str, ...] = ()
    limit: int | None = None
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """Take a change back: this one, or the agent's last."""

    change: str | None = None


Action = Add | Update | Append | Finish | Remove | Look | Undo


@dataclass(frozen=True, slots=True)
class Answer:
    """What the agent was told.

    `text` is what it reads, unless its client shows it `data`, the same for programs. `change` is the journal's name of what was written. `tasks` are the names of the tasks
    that the answer shows, `versions` theirs, as far as it tells; `cursor` leads to the next page. `tool` is what was called, as the catalogue has it.
    """

    text: str
    status: Status
    code: str = ""
    change: str | None = None
    tasks: tuple[str, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)
    cursor: str | None = None
    tool: str = ""
    data: str = ""

    @property
    def is_written(self) -> bool:
        """Whether it says that the list is now as the agent wanted."""
        return self.status in ("done", "repeated")


@dataclass(frozen=True, slots=True)
class Task:
    """A task as a person sees it. `id` is how agents name it."""

    id: str
    title: str
    description: str
    state: State
    due: str | None = None
    priority: int = 4
    project: str | None = None
    tags: tuple[str, ...] = ()
    recurrence: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in the history, as a person sees it."""

    change: str
    actor: str
    said: str
    is_undone: bool = False


@dataclass(frozen=True, slots=True)
class Hints:
    """What a tool says of itself, before anyone calls it."""

    is_read_only: bool
    is_destructive: bool
    is_idempotent: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The tools that a model is shown: their hints by name, and the whole text that it reads before its first call."""

    tools: Mapping[str, Hints]
    text: str
