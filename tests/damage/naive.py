"""A task server as it is often written: in memory, trusting, and wrong in each of the seventeen ways."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from damage.action import (
    Action,
    Add,
    Answer,
    Append,
    Catalogue,
    Entry,
    Finish,
    Hints,
    Look,
    Remove,
    Task,
    Undo,
    Update,
)

TOOLS = 30
SAME = Hints(is_read_only=True, is_destructive=True, is_idempotent=True)


@dataclass
class Naive:
    """The store, and what answers for it."""

    name: str = "naive"
    doors: Sequence[str] = ("tools", "routes")
    replicas: int = 2
    rows: dict[str, Task] = field(default_factory=dict)
    saved: dict[str, Task] = field(default_factory=dict)
    before: dict[str, Task] = field(default_factory=dict)
    log: list[Entry] = field(default_factory=list)
    session: int = 0

    @property
    def person(self) -> "NaiveAgent":
        return NaiveAgent(self, "routes", self.session)

    def agent(self, door: str, *, mode: str, can_delete: bool) -> "NaiveAgent":
        """Modes are for the prompt to keep."""
        return NaiveAgent(self, door, self.session)

    def tasks(self, marker: str) -> tuple[Task, ...]:
        return tuple(task for task in self.rows.values() if marker in task.title)

    def history(self, since: str | None) -> tuple[Entry, ...]:
        return tuple(self.log[::-1])[: 1 if since is None else None]

    def tidy(self, marker: str) -> None: ...

    def restart(self) -> None:
        """What came since the last save is gone, and so are all sessions."""
        self.rows = dict(self.saved)
        self.session += 1


@dataclass
class NaiveAgent:
    """One client. All write as whoever owns the list."""

    server: Naive
    door: str
    session: int
    name: str = "admin"

    def do(
        self,
        action: Action,
        *,
        key: str | None = None,
        replica: int = 0,
        extra: Mapping[str, Any] | None = None,
    ) -> Answer:
        if self.session != self.server.session or (replica and self.door == "tools"):
            return Answer("session not found", "failed")
        if not isinstance(action, Look | Undo):
            self.server.before = dict(self.server.rows)
        return self._done(action)

    def _done(self, action: Action) -> Answer:
        match action:
            case Look():
                return self._look(action)
            case Undo():
                self.server.rows = dict(self.server.before)
                return Answer("ok", "done", tool="undo")
            case Add(items):
                return self._say([self._add(item) for item in items])
            case Append(task, text):
                return self._say([self._write(task, description=text)])
            case _:
                return self._say([self._write(name, **_changed(action)) for name in action.tasks])

    def _look(self, action: Look) -> Answer:
        found = [t for t in self.server.rows.values() if not action.tasks or t.id in action.tasks]
        found = [t for t in found if action.words in t.title and t.state == "open"]
        text = "\n".join(f"{task.id} {task.title}\n{task.description}" for task in found)
        return Answer(text, "unchanged", tasks=tuple(task.id for task in found), tool="look")

    def _add(self, fields: Mapping[str, Any]) -> str:
        """The next id is one more than there are tasks."""
        alive = [task for task in self.server.rows.values() if task.state != "deleted"]
        id = str(len(alive) + 1)
        self.server.rows[id] = Task(id, **{"description": "", "state": "open", **_stored(fields)})
        return id

    def _write(self, name: str, **fields: Any) -> str:
        """The whole task is written, with what is given; a name is whatever fits first."""
        found = [t for t in self.server.rows.values() if name == t.id or name in t.title]
        if found:
            whole = {"title": found[0].title, "description": "", "state": "open"}
            stored = whole | _stored(fields)
            self.server.rows[found[0].id] = Task(found[0].id, **stored)
        return name

    def _say(self, ids: list[str]) -> Answer:
        self.server.saved = dict(list(self.server.rows.items())[:-1])
        self.server.log.append(Entry("1", "admin", "Saved."))
        return Answer("ok", "done", tasks=tuple(ids), tool="save")

    def hints(self, tool: str) -> Hints:
        return SAME

    def catalogue(self) -> Catalogue:
        """Every task is offered as a tool of its own, too."""
        tools = {f"tool_{number}": SAME for number in range(TOOLS)}
        names = " ".join(task.title for task in self.server.rows.values())
        return Catalogue(tools, f"{names} {'A tool that does what it does. ' * 500}")

    def everything(self) -> Iterator[Answer]:
        for id in self.server.rows:
            self._write(id, state="deleted")
        yield self._say([])

    def forge(self, change: str) -> Iterator[Answer]:
        self.server.log.clear()
        yield self._say([])


def _changed(action: Update | Finish | Remove) -> Mapping[str, Any]:
    match action:
        case Update(fields=fields):
            return fields
        case Finish(done=done):
            return {"state": "done" if done else "open"}
        case Remove():
            return {"state": "deleted"}


def _stored(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A day is kept as midnight somewhere else, which is the day before."""
    given = dict(fields)
    if due := given.get("due"):
        try:
            given["due"] = (date.fromisoformat(due[:10]) - timedelta(days=1)).isoformat()
        except ValueError:
            given["due"] = "today"
    return given
