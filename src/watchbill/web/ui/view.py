"""What the list page shows, as the templates need it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from urllib.parse import urlencode

from watchbill.domain.due import is_overdue
from watchbill.domain.errors import InvalidError, NotFoundError, WatchbillError
from watchbill.domain.names import Names
from watchbill.domain.query import State, TaskFilter
from watchbill.domain.recurrence import describe
from watchbill.domain.saved_filter import SavedFilter
from watchbill.domain.task import Task
from watchbill.domain.when import in_words
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.lookup import SEEN_MOST
from watchbill.services.project import Overview

_CAP = 1_000
_PAGE = SEEN_MOST  # so that all that is shown is changed at once
_LABELS: Mapping[State, str] = {
    "open": "Open tasks",
    "done": "Done tasks",
    "deleted": "Tasks in the trash",
}
_EMPTY: Mapping[State, tuple[str, str]] = {
    "open": ("All hands at rest", "Nothing is open. Add what there is to do, above."),
    "done": ("Nothing done yet", "What you complete will be here."),
    "deleted": ("The trash is empty", "What you delete waits here, and can be restored."),
}


_PLACES = (
    ("Today", "due:today"),
    ("Overdue", "due:overdue"),
    ("Next 7 days", "due:next-7-days"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a task below its title."""

    due: str
    is_overdue: bool
    recurrence: str
    priority: int
    project: str
    tags: tuple[str, ...]
    parent: int | None
    is_blocked: bool
    has_reminders: bool

    @classmethod
    def of(cls, task: Task, names: Names, *, now: datetime, zone: str) -> "Facts":
        due = task.due
        return cls(
            due=in_words(due, now=now, zone=zone) if due else "",
            is_overdue=task.is_open and due is not None and is_overdue(due, now=now, zone=zone),
            recurrence=describe(task.recurrence) if task.recurrence else "",
            priority=task.priority,
            project=names.project(task) if task.project_id else "",
            tags=tuple(names.tags_of(task)),
            parent=names.parent(task),
            is_blocked=names.is_blocked(task),
            has_reminders=bool(task.reminders),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A list that one often goes to: a filter under a name."""

    name: str
    query: str
    count: int | None = None

    @property
    def href(self) -> str:
        return f"/?{urlencode({'query': self.query})}"


@dataclass(frozen=True, slots=True)
class Mark:
    """The part of a query that is wrong, between what stands before it and after."""

    before: str
    wrong: str
    after: str

    @classmethod
    def of(cls, error: WatchbillError, query: str) -> "Mark | None":
        """None where the refusal isn't about a place in this query, such as one inside a saved filter."""
        wrong, start = error.details.get("text"), error.details.get("position", 0)
        if not wrong or query[start : start + len(wrong)] != wrong:
            return None
        return cls(query[:start], wrong, query[start + len(wrong) :])


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of the list, with the words around it. `problem` says what is wrong with the query, and `mark` where.

    `cursor`: where it goes on from, on a further page. `is_movable`: whether a task can be put elsewhere in it.
    """

    state: State
    query: str
    tasks: tuple[Task, ...] = ()
    facts: Mapping[str, Facts] = field(default_factory=dict)
    total: int = 0
    cursor: str = ""
    next_cursor: str | None = None
    last_change: int = 0
    problem: str = ""
    mark: Mark | None = None
    is_movable: bool = False

    @property
    def label(self) -> str:
        return _LABELS[self.state]

    @property
    def count_text(self) -> str:
        if self.problem:
            return self.empty_title
        count = f"{_CAP}+" if self.total == _CAP else str(self.total)
        name = self.label if self.total != 1 else self.label.replace("Tasks", "Task", 1)
        name = name.replace("tasks", "task") if self.total == 1 else name
        return f"{count} {name[0].lower()}{name[1:]}" + (
            f" with “{self.query}”" if self.query else ""
        )

    @property
    def empty_title(self) -> str:
        if self.problem:
            return "This filter isn't understood"
        return f"Nothing with “{self.query}”" if self.query else _EMPTY[self.state][0]

    @property
    def empty_text(self) -> str:
        if self.problem:
            return self.problem
        return "Try fewer or other words." if self.query else _EMPTY[self.state][1]

    @property
    def back(self) -> str:
        """What leads back here, as the end of an address."""
        return urlencode(_kept(self.state, self.query, self.cursor))

    @property
    def first_href(self) -> str | None:
        """The first page of it, from a further one."""
        return f"/?{urlencode(_kept(self.state, self.query))}" if self.cursor else None

    @property
    def href_selecting(self) -> str:
        """The same page, with a box for each task."""
        return f"/?{urlencode({'state': self.state, 'query': self.query, 'select': 'on'})}"

    @property
    def next_href(self) -> str | None:
        if self.next_cursor is None:
            return None
        return f"/?{urlencode(_kept(self.state, self.query, self.next_cursor))}"


def href(wanted: Mapping[str, str]) -> str:
    """The address of the list that a form was sent from."""
    return f"/?{urlencode(_kept(_state(wanted), _query(wanted), wanted.get('cursor', '')))}"


def _kept(state: State, query: str, cursor: str = "") -> dict[str, str]:
    return {
        "state": state,
        **{name: text for name, text in (("query", query), ("cursor", cursor)) if text},
    }


def _state(wanted: Mapping[str, str]) -> State:
    return cast("State", wanted.get("state") if wanted.get("state") in _LABELS else "open")


def _query(wanted: Mapping[str, str]) -> str:
    return " ".join(wanted.get("query", "").split())


def read(services: Services, caller: Caller, wanted: Mapping[str, str]) -> ListView:
    """The list that a form or address asks for; a state that isn't one is `open`, and a further page that is empty by now the first."""
    state, query = _state(wanted), _query(wanted)
    filter = TaskFilter(
        query=query,
        state=state,
        limit=_PAGE,
        cursor=wanted.get("cursor") or None,
        as_of=wanted.get("as_of") or None,
    )
    last = services.journal.last_change(caller.workspace_id)
    try:
        page = services.tasks.view(caller, filter)
        total = services.tasks.count(caller, filter, cap=_CAP)
    except (InvalidError, NotFoundError) as error:
        return ListView(
            state, query, last_change=last, problem=str(error), mark=Mark.of(error, query)
        )
    if filter.cursor and not page.tasks:
        return read(services, caller, {"state": state, "query": query})
    now, zone = services.clock(), caller.zone
    return ListView(
        state=state,
        query=query,
        tasks=page.tasks,
        facts={task.id: Facts.of(task, page.names, now=now, zone=zone) for task in page.tasks},
        total=total,
        cursor=filter.cursor or "",
        next_cursor=page.next_cursor,
        last_change=last,
        is_movable=page.is_in_order and page.moment is None and filter.cursor is None,
    )


def places(overview: Overview, filters: Sequence[SavedFilter]) -> tuple[Place, ...]:
    """Where one often goes: by day, saved filters, projects with what is open in them, tags."""
    return (
        *(Place(name, query) for name, query in _PLACES),
        *(Place(saved.name, f"filter:{_quoted(saved.name)}") for saved in filters),
        *(
            Place(project.name, f"project:{_quoted(project.name)}", count.open)
            for project, count in overview.projects
        ),
        *(
            Place(f"#{tag.name}", f"tag:{_quoted(tag.name)}", count.open)
            for tag, count in overview.tags
            if count.open
        ),
    )


def _quoted(name: str) -> str:
    return f'"{name}"'
