"""Random histories: undone in reverse, the start is back byte for byte; and both databases tell the same story."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from tests.conftest import Clock
from tests.postgresql import Server

from watchbill.domain.errors import WatchbillError
from watchbill.domain.operation import Actor
from watchbill.domain.query import ChangeFilter, TaskPatch
from watchbill.domain.task import to_fields
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.journal import JournalService
from watchbill.services.past import tasks_after
from watchbill.services.task import TaskService
from watchbill.storage.database import Database
from watchbill.storage.opening import prepare
from watchbill.storage.schema import tasks as task_table
from watchbill.storage.schema import workspaces

TITLES = st.sampled_from(["a", "b", "Straße", "  spaced  ", "\U0001f600", "x" * 255, ""])
TEXTS = st.sampled_from(["", "one", "two\nlines", "☃"])
REFS = st.integers(1, 6).map(str)
RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY;COUNT=2",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=DAILY after completion",
    ]
)
REMINDERS = st.sampled_from(["2 hours before", "1 day before at 18:00", "2027-01-01T09:00"])
DUES = st.sampled_from(["2026-11-20", "2027-03-27T02:30[Europe/Berlin]"])
ACTIONS = st.one_of(
    st.tuples(st.just("add"), st.lists(TITLES, min_size=1, max_size=3)),
    st.tuples(st.just("edit"), REFS, TITLES, TEXTS),
    st.tuples(st.just("append"), REFS, TEXTS),
    st.tuples(st.just("once"), REFS, TITLES),
    st.tuples(st.just("repeat"), REFS, RULES, DUES),
    st.tuples(st.just("move"), REFS, DUES),
    st.tuples(st.just("remind"), REFS, REMINDERS, st.sampled_from(["this", "later"])),
    st.tuples(st.just("forget"), REFS, REMINDERS),
    st.tuples(st.just("under"), REFS, REFS),
    st.tuples(
        st.sampled_from(["complete", "complete all", "skip", "reopen", "delete", "restore"]),
        st.lists(REFS, min_size=1, max_size=3),
    ),
    st.tuples(st.sampled_from(["undo", "redo"]), st.integers(1, 20)),
)
HISTORIES = st.lists(st.tuples(st.sampled_from(["user", "token"]), ACTIONS), max_size=14)
EXAMPLES = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True)
class World:
    """One store, and a fresh workspace in it for each history."""

    database: Database

    def caller(self) -> Caller:
        id = uuid4().hex
        with self.database.begin() as tx:
            tx.connection.execute(
                insert(workspaces).values(
                    id=id, name="", last_change=0, last_ref=0, created_at=Clock()()
                )
            )
        return Caller(
            workspace_id=id, user_id="owner", user_name="owner", actor=Actor("user", "owner")
        )

    def play(self, caller: Caller, history: list[tuple[str, tuple[object, ...]]]) -> list[str]:
        """Do what the history says; the answer has the code of every refusal."""
        clock = Clock()
        tasks, journal = TaskService(self.database, clock), JournalService(self.database, clock)
        return [_outcome(tasks, journal, _as(caller, who), action) for who, action in history]

    def content(self, caller: Caller) -> str:
        """All tasks as text, but for the two fields that belong to the journal."""
        query = select(task_table).where(task_table.c.workspace_id == caller.workspace_id)
        with self.database.read(caller.workspace_id) as reader:
            rows = [dict(row) for row in reader.connection.execute(query).mappings()]
        refs = {row["id"]: row["ref"] for row in rows}
        for row in rows:
            row["parent_id"] = refs.get(row["parent_id"])
            row["occurrence"] = row["occurrence"] and {**row["occurrence"], "series": "any"}
            for name in ("workspace_id", "id", "version", "updated_at"):
                del row[name]
        return json.dumps(sorted(rows, key=lambda row: row["ref"]), default=str, sort_keys=True)


def _as(caller: Caller, kind: str) -> Caller:
    return caller if kind == "user" else replace(caller, actor=Actor("token", "robot"))


def _outcome(
    tasks: TaskService, journal: JournalService, caller: Caller, action: tuple[object, ...]
) -> str:
    calls: dict[str, Callable[..., object]] = {
        "add": lambda titles: tasks.add(caller, [TaskDraft(title=title) for title in titles]),
        "edit": lambda ref, title, text: tasks.update(
            caller, [ref], TaskPatch(title=title, description=text)
        ),
        "append": lambda ref, text: tasks.update(caller, [ref], TaskPatch(append=text)),
        "once": lambda ref, title: tasks.update(
            caller, [ref], TaskPatch(title=title, scope="this")
        ),
        "repeat": lambda ref, rule, due: tasks.update(
            caller, [ref], TaskPatch(recurrence=rule, due=due)
        ),
        "move": lambda ref, due: tasks.update(caller, [ref], TaskPatch(due=due, scope="later")),
        "remind": lambda ref, text, scope: tasks.update(
            caller, [ref], TaskPatch(add_reminders=(text,), scope=scope)
        ),
        "forget": lambda ref, text: tasks.update(
            caller, [ref], TaskPatch(remove_reminders=(text,))
        ),
        "under": lambda ref, parent: tasks.update(caller, [ref], TaskPatch(parent=parent)),
        "complete": lambda refs: tasks.complete(caller, refs),
        "complete all": lambda refs: tasks.complete(caller, refs, children="complete"),
        "skip": lambda refs: tasks.skip(caller, refs),
        "reopen": lambda refs: tasks.reopen(caller, refs),
        "delete": lambda refs: tasks.delete(caller, refs),
        "restore": lambda refs: tasks.restore(caller, refs),
        "undo": lambda number: journal.undo(caller, number),
        "redo": lambda number: journal.redo(caller, number),
    }
    name, *arguments = action
    try:
        calls[str(name)](*arguments)
    except WatchbillError as error:
        return error.code
    return "ok"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    if request.param == "sqlite":
        yield from _world(_file(tmp_path_factory))
    else:
        server: Server = request.getfixturevalue("postgresql")
        with server.fresh_database() as url:
            yield from _world(url)


@pytest.fixture(scope="module")
def worlds(
    tmp_path_factory: pytest.TempPathFactory, postgresql: Server
) -> Iterator[tuple[World, World]]:
    with postgresql.fresh_database() as url:
        for first in _world(_file(tmp_path_factory)):
            for second in _world(url):
                yield first, second


def _file(folders: pytest.TempPathFactory) -> str:
    path: Path = folders.mktemp("world") / "watchbill.db"
    return f"sqlite:///{path}"


def _world(url: str) -> Iterator[World]:
    database = Database(url)
    prepare(database, now=Clock()())
    yield World(database)
    database.close()


@EXAMPLES
@given(before=HISTORIES, history=HISTORIES)
def test_a_history_undone_in_reverse_leads_back_to_the_start(
    world: World,
    before: list[tuple[str, tuple[object, ...]]],
    history: list[tuple[str, tuple[object, ...]]],
) -> None:
    caller = world.caller()
    journal = JournalService(world.database, Clock())
    world.play(caller, before)
    start, first = world.content(caller), journal.last_change(caller.workspace_id)
    world.play(caller, history)
    for number in range(journal.last_change(caller.workspace_id), first, -1):
        if journal.find(caller, number).undone_by is None:
            journal.undo(caller, number)
    assert world.content(caller) == start


@EXAMPLES
@given(history=HISTORIES)
def test_both_databases_tell_the_same_story(
    worlds: tuple[World, World], history: list[tuple[str, tuple[object, ...]]]
) -> None:
    outcomes = []
    for world in worlds:
        caller = world.caller()
        refusals = world.play(caller, history)
        outcomes.append((refusals, world.content(caller)))
    assert outcomes[0] == outcomes[1]


@EXAMPLES
@given(history=HISTORIES)
def test_every_task_can_be_read_as_it_was_after_any_change(
    world: World, history: list[tuple[str, tuple[object, ...]]]
) -> None:
    caller, clock = world.caller(), Clock()
    tasks, journal = TaskService(world.database, clock), JournalService(world.database, clock)
    seen = {}
    for who, action in history:
        _outcome(tasks, journal, _as(caller, who), action)
        with world.database.read(caller.workspace_id) as reader:
            change = reader.changes.by_number(reader.last_change())
            if change is not None:
                ids = change.ids("task")
                now = reader.tasks.by_id(ids)
                seen[change.number] = {id: to_fields(now[id]) for id in ids if id in now}
    with world.database.read(caller.workspace_id) as reader:
        for entry in journal.view(caller, ChangeFilter(limit=100)):
            then = tasks_after(reader, entry.change, entry.change.ids("task"))
            assert {task.id: to_fields(task) for task in then} == seen[entry.change.number]
