"""What the list page shows, as the templates need it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from watchbill.domain.query import State, TaskFilter
from watchbill.domain.task import Task
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller

_CAP = 1_000
_PAGE = 100
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


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of the list, with the words around it."""

    state: State
    query: str
    tasks: tuple[Task, ...]
    total: int
    next_cursor: str | None
    last_change: int

    @property
    def label(self) -> str:
        return _LABELS[self.state]

    @property
    def count_text(self) -> str:
        count = f"{_CAP}+" if self.total == _CAP else str(self.total)
        name = self.label if self.total != 1 else self.label.replace("Tasks", "Task", 1)
        name = name.replace("tasks", "task") if self.total == 1 else name
        return f"{count} {name[0].lower()}{name[1:]}" + (
            f" with “{self.query}”" if self.query else ""
        )

    @property
    def empty_title(self) -> str:
        return f"Nothing with “{self.query}”" if self.query else _EMPTY[self.state][0]

    @property
    def empty_text(self) -> str:
        return "Try fewer or other words." if self.query else _EMPTY[self.state][1]

    @property
    def next_href(self) -> str | None:
        if self.next_cursor is None:
            return None
        wanted = {"state": self.state, "query": self.query, "cursor": self.next_cursor}
        return f"/?{urlencode(wanted)}"


def read(services: Services, caller: Caller, wanted: Mapping[str, str]) -> ListView:
    """The list that a form or address asks for; a state that isn't one is `open`."""
    state = cast("State", wanted.get("state") if wanted.get("state") in _LABELS else "open")
    query = " ".join(wanted.get("query", "").split())
    filter = TaskFilter(query=query, state=state, limit=_PAGE, cursor=wanted.get("cursor") or None)
    last = services.journal.last_change(caller.workspace_id)
    page = services.tasks.view(caller, filter)
    return ListView(
        state=state,
        query=query,
        tasks=page.tasks,
        total=services.tasks.count(caller, filter, cap=_CAP),
        next_cursor=page.next_cursor,
        last_change=last,
    )
