"""Conversations with the assistant: what the list is at the start, what is said, and what has to be so afterwards.

Every scenario runs over a real store and the real MCP tools, in this process, on Wednesday 25 November 2026 at 10:00 UTC.
`start`: lines of quick-add; one that begins with `x ` is done, one with `- ` is in the trash. `end`: the tasks that
are new or changed, by number, as `describe` tells them; all others have to be as they were. `waits`: how many proposals wait for a person; `changes`: how many changes were written; `answer`: what the last answer has to contain.
"""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import httpx2
import yaml

from watchbill.assistant.toolset import TaskTools
from watchbill.assistant.turn import TurnService
from watchbill.domain.budget import Budget
from watchbill.domain.due import DueDate
from watchbill.domain.query import TaskFilter
from watchbill.domain.recurrence import describe as in_words
from watchbill.domain.reminder import to_text as reminder_text
from watchbill.domain.task import Task
from watchbill.mcp.server import build_application
from watchbill.schemas.turn import Event, PastMessage, TurnFinished, TurnRequest
from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft
from watchbill.storage.database import Database
from watchbill.storage.opening import prepare

FOLDER = Path(__file__).resolve().parent / "scenarios"
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
_URL = "http://127.0.0.1:8081/mcp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One conversation. `kind` is the file that it stands in."""

    kind: str
    say: tuple[str, ...]
    start: tuple[str, ...] = ()
    end: Mapping[int, str] = field(default_factory=dict)
    answer: tuple[str, ...] = ()
    waits: int = 0
    changes: int | None = None
    projects: tuple[str, ...] | None = None

    @property
    def name(self) -> str:
        return " / ".join(self.say)


@dataclass(slots=True)
class Result:
    """What came of it: `wrong` is empty where all was as it has to be. `times`: milliseconds for each turn."""

    scenario: Scenario
    answers: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


def load(folder: Path = FOLDER) -> list[Scenario]:
    return [one for path in sorted(folder.glob("*.yaml")) for one in _scenarios(path)]


def _scenarios(path: Path) -> Iterator[Scenario]:
    """A file's scenarios; those of a group share the start of the group."""
    for group in yaml.safe_load(path.read_text(encoding="utf-8")):
        shared = {name: value for name, value in group.items() if name != "cases"}
        for case in group["cases"]:
            said = {name: _texts(value) for name, value in {**shared, **case}.items()}
            yield Scenario(kind=path.stem, **said)


def _texts(value: Any) -> Any:
    if isinstance(value, int | dict):
        return value
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)


class Turns(Protocol):
    """Who answers."""

    def run(self, request: TurnRequest) -> AsyncGenerator[Event]: ...

    async def close(self) -> None: ...


Make = Callable[[TaskTools], Turns]


class Clock:
    """A second passes each time that it is looked at."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class Stage:
    """A prepared store for each list that scenarios start with; each scenario gets a copy of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty = folder / "empty.db"
        self._prepared: dict[tuple[str, ...], tuple[Path, datetime]] = {}
        database = Database(f"sqlite:///{self._empty}")
        prepare(database, now=NOW)
        services = Services.over(database, Clock())
        services.users.owner()
        services.close()

    async def play(self, scenario: Scenario, make: Make = TurnService) -> Result:
        if scenario.start not in self._prepared:
            self._prepared[scenario.start] = self._prepare(scenario.start)
        prepared, now = self._prepared[scenario.start]
        store = self._folder / "store.db"
        for path in self._folder.glob("store.db*"):
            path.unlink()
        shutil.copy(prepared, store)
        clock = Clock(now)
        services = Services.over(Database(f"sqlite:///{store}"), clock, budget=Budget())
        try:
            return await _play(scenario, services, clock, make)
        finally:
            services.close()

    def _prepare(self, start: tuple[str, ...]) -> tuple[Path, datetime]:
        """The store with these tasks, and when the last of them was written."""
        path = Path(shutil.copy(self._empty, self._folder / f"start-{len(self._prepared)}.db"))
        clock = Clock()
        services = Services.over(Database(f"sqlite:///{path}"), clock)
        _set_up(services, start)
        services.close()
        return path, clock.now


async def _play(scenario: Scenario, services: Services, clock: Clock, make: Make) -> Result:
    result = Result(scenario)
    before, first = _tasks(services), _last_change(services)
    app = build_application(services, is_local=False)
    async with app.router.lifespan_context(app):
        turns = make(TaskTools(_URL, httpx2.ASGITransport(app=app)))
        history: list[PastMessage] = []
        for text in scenario.say:
            begin = asyncio.get_running_loop().time()
            said, data = await _turn(turns, services, clock, text, history)
            result.times.append((asyncio.get_running_loop().time() - begin) * 1000)
            history.append(PastMessage(role="user", text=text))
            history.append(PastMessage(role="assistant", text=said, data=data))
            result.answers.append(said)
        await turns.close()
    result.wrong = list(_differences(scenario, before, services, result.answers[-1]))
    written = _last_change(services) - first
    if scenario.changes is not None and written != scenario.changes:
        result.wrong.append(f"{written} changes were written, not {scenario.changes}")
    return result


async def _turn(
    turns: Turns,
    services: Services,
    clock: Clock,
    text: str,
    history: Sequence[PastMessage],
) -> tuple[str, dict[str, Any]]:
    owner = services.users.owner()
    turn = f"t{len(history)}"
    request = TurnRequest(
        turn=turn,
        text=text,
        history=tuple(history),
        now=clock(),
        token=services.tokens.mint_turn(owner, turn, clock()),
    )
    *_, ended = [event async for event in turns.run(request)]
    if isinstance(ended, TurnFinished):
        return ended.text, ended.data
    return f"FAILED {ended}", {}


def _set_up(services: Services, lines: Sequence[str]) -> None:
    owner = services.users.owner()
    for line in lines:
        mark, _, rest = line.partition(" ")
        text = rest if mark in ("x", "-") else line
        added = services.tasks.add(owner, [TaskDraft(text=text, makes_project=True)])
        ref = f"#{added.tasks[0].ref}"
        if mark == "x":
            services.tasks.complete(owner, [ref])
        if mark == "-":
            services.tasks.delete(owner, [ref])


def _last_change(services: Services) -> int:
    return services.journal.last_change(services.users.owner().workspace_id)


def _tasks(services: Services) -> dict[int, str]:
    owner = services.users.owner()
    names = {one.id: one.name for one, _ in services.projects.view(owner, archived=True).projects}
    tags = {one.id: one.name for one, _ in services.projects.view(owner).tags}
    found = [
        task
        for state in ("all", "deleted")
        for task in services.tasks.view(owner, TaskFilter(state=state, limit=500)).tasks
    ]
    return {task.ref: describe(task, names | tags) for task in found}


def describe(task: Task, names: dict[str, str]) -> str:
    """“Pay rent | 2026-12-01 09:00 | every month | p1 | @Home | #money | remind 2 hours before | note: by transfer | done”."""
    facts = [
        _when(task),
        in_words(task.recurrence) if task.recurrence else "",
        f"p{task.priority}" if task.priority != 4 else "",  # noqa: PLR2004 -- none
        f"@{names[task.project_id]}" if task.project_id else "",
        *sorted(f"#{names[tag]}" for tag in task.tags),
        *(f"remind {reminder_text(one)}" for one in task.reminders),
        f"note: {task.description}" if task.description else "",
        "deleted" if task.is_deleted else "done" if task.is_done else "",
    ]
    return " | ".join([task.title, *(fact for fact in facts if fact)])


def _when(task: Task) -> str:
    if task.due is None:
        return ""
    return (
        str(task.due.on) if isinstance(task.due, DueDate) else f"{task.due.local:%Y-%m-%d %H:%M}"
    )


def _differences(
    scenario: Scenario, before: Mapping[int, str], services: Services, said: str
) -> Iterator[str]:
    after = _tasks(services)
    expected = {**before, **scenario.end}
    for ref in sorted({*after, *expected}):
        if after.get(ref) != expected.get(ref):
            yield f"#{ref} is “{after.get(ref)}”, not “{expected.get(ref)}”"
    for part in scenario.answer:
        if part.casefold() not in said.casefold():
            yield f"the answer lacks “{part}”"
    owner = services.users.owner()
    waiting = services.proposals.count_waiting(owner)
    if waiting != scenario.waits:
        yield f"{waiting} proposals wait, not {scenario.waits}"
    names = tuple(one.name for one, _ in services.projects.view(owner).projects)
    if scenario.projects is not None and names != scenario.projects:
        yield f"the projects are {list(names)}"


async def play_all(scenarios: Sequence[Scenario]) -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        return [await stage.play(one) for one in scenarios]
