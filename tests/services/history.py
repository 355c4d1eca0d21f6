"""Random histories of every noun, by people and programs: what may happen, and a world to play it in."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from sqlalchemy import insert, select
from tests.conftest import Clock

from watchbill.domain.errors import WatchbillError
from watchbill.domain.operation import Actor
from watchbill.domain.query import ChangeFilter, Place, TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.tag import TagPatch
from watchbill.services.undoing import Selection
from watchbill.services.writing import PLAIN
from watchbill.storage.comparison import CONTENT
from watchbill.storage.database import Database
from watchbill.storage.opening import prepare
from watchbill.storage.schema import workspaces

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
Action = tuple[Any, ...]
History = list[tuple[str, Action]]

TITLES = st.sampled_from(["a", "b", "Straße", "  spaced  ", "\U0001f600", "x" * 255, ""])
TEXTS = st.sampled_from(["", "one", "two\nlines", "☃"])
REFS = st.integers(1, 6).map(str)
NAMES = st.sampled_from(["home", "Work", "other"])
RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY;COUNT=2",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=DAILY after completion",
    ]
)
DUES = st.sampled_from(["2026-11-20", "2026-11-24", "2027-03-27T02:30[Europe/Berlin]"])
QUERIES = st.sampled_from(["p1", "a", "tag:home or is:blocked", "filter:home"])
PATCHES = st.fixed_dictionaries(
    {},
    optional={
        "title": TITLES,
        "description": TEXTS,
        "append": TEXTS,
        "priority": st.integers(1, 4),
        "due": st.none() | DUES,
        "recurrence": st.none() | RULES,
        "project": st.none() | NAMES,
        "parent": st.none() | REFS,
        "tags": st.lists(NAMES, max_size=2, unique=True).map(tuple),
        "add_tags": NAMES.map(lambda name: (name,)),
        "remove_tags": NAMES.map(lambda name: (name,)),
        "blocked_by": st.lists(REFS, max_size=2, unique=True).map(tuple),
        "reminders": st.sampled_from([(), ("when due",), ("2026-11-25T09:00[UTC]",)]),
        "place": st.sampled_from([Place("first"), Place("last"), Place("before", "1")]),
        "scope": st.sampled_from(["this", "later"]),
    },
)
DRAFTS = st.builds(
    TaskDraft,
    title=TITLES,
    description=TEXTS,
    priority=st.none() | st.integers(1, 4),
    due=st.none() | DUES,
    parent=st.none() | st.none() | REFS,
    tags=st.lists(NAMES, max_size=2, unique=True).map(tuple),
    subtasks=st.lists(st.builds(TaskDraft, title=TITLES), max_size=1).map(tuple),
)
WRITES = st.one_of(
    st.tuples(st.just("add"), st.lists(DRAFTS, min_size=1, max_size=2)),
    st.tuples(st.just("edit"), REFS, PATCHES),
    st.tuples(st.just("repeat"), REFS, RULES, DUES),
    st.tuples(
        st.sampled_from(["complete", "complete all", "skip", "reopen", "delete", "restore"]),
        st.lists(REFS, min_size=1, max_size=3),
    ),
    st.tuples(st.sampled_from(["add project", "delete project"]), NAMES),
    st.tuples(st.just("edit project"), NAMES, NAMES, st.booleans()),
    st.tuples(st.just("edit tag"), NAMES, NAMES, st.booleans()),
    st.tuples(st.just("delete tag"), NAMES),
    st.tuples(st.just("comment"), REFS, TEXTS),
    st.tuples(st.sampled_from(["edit comment", "delete comment"]), st.integers(0, 3)),
    st.tuples(st.just("save filter"), NAMES, QUERIES),
    st.tuples(st.just("edit filter"), NAMES, QUERIES),
    st.tuples(st.just("delete filter"), NAMES),
)
ACTIONS = st.one_of(
    WRITES,
    st.tuples(st.just("together"), st.lists(WRITES, min_size=2, max_size=4)),
    st.tuples(st.sampled_from(["undo", "redo"]), st.integers(1, 20)),
    st.tuples(st.just("undo many"), st.sampled_from(["user:owner", "token:robot"])),
    st.tuples(st.just("force"), st.integers(1, 20)),
    st.tuples(st.just("wait"), st.sampled_from([1, 31])),
    st.tuples(st.just("purge")),
)
ERASURES = st.tuples(st.just("erase"), REFS)
ACTORS = st.sampled_from(["user", "token"])
FOUNDING: History = [
    ("user", ("add project", "Work")),
    ("user", ("add project", "home")),
    (
        "user",
        (
            "add",
            [
                TaskDraft(title="a", project="Work", tags=("home", "other")),
                TaskDraft(title="b", due="2026-11-24", subtasks=(TaskDraft(title="under b"),)),
                TaskDraft(title="c", recurrence="FREQ=DAILY", due="2026-11-24", tags=("home",)),
                TaskDraft(title="d", description="one", priority=1),
            ],
        ),
    ),
    ("token", ("edit", "2", {"blocked_by": ("1",), "reminders": ("when due",)})),
    ("token", ("comment", "1", "one")),
    ("user", ("save filter", "home", "tag:home")),
]
"""What each history begins with, so that there is something of every noun to act on."""
_STEPS = st.tuples(ACTORS, ACTIONS)
HISTORIES = st.lists(_STEPS, min_size=4, max_size=16)
ERASING_HISTORIES = st.lists(st.tuples(ACTORS, ACTIONS | ERASURES), min_size=4, max_size=16)


@dataclass(frozen=True)
class World:
    """One store, and a fresh workspace in it for each history, which begins at the same time."""

    database: Database
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def opened(cls, url: str) -> Iterator["World"]:
        database = Database(url)
        prepare(database, now=Clock()())
        yield cls(database)
        database.close()

    @property
    def services(self) -> Services:
        return Services.over(self.database, self.clock)

    def caller(self) -> Caller:
        self.clock.now = Clock().now
        id = uuid4().hex
        row = {"id": id, "name": "", "last_change": 0, "last_ref": 0, "created_at": Clock()()}
        with self.database.begin() as tx:
            tx.connection.execute(insert(workspaces).values(row))
        return Caller(
            workspace_id=id, user_id="owner", user_name="owner", actor=Actor("user", "owner")
        )

    def founded(self) -> Caller:
        """The same with something of every noun."""
        caller = self.caller()
        assert set(self.play(caller, FOUNDING)) == {"ok"}
        return caller

    def play(self, caller: Caller, history: History) -> list[str]:
        """Do what the history says; the answer has the code of every refusal."""
        player = Player(self.services)
        return [player.play(caller, step) for step in history]

    def content(self, caller: Caller) -> str:
        """All content as text, but for what belongs to the journal; ids are put as what they stand for."""
        tables = {}
        with self.database.read(caller.workspace_id) as reader:
            for table in CONTENT:
                query = select(table).where(table.c.workspace_id == caller.workspace_id)
                rows = reader.connection.execute(query).mappings()
                tables[table.name] = [dict(row) for row in rows]
        words = dict(_labels(tables)) | {caller.workspace_id: "here"}
        return json.dumps(_put(tables, words), default=str, sort_keys=True, indent=1)


def _labels(tables: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, str]]:
    for name in ("tasks", "projects", "tags", "comments", "filters"):
        rows = tables[name]
        rows.sort(key=lambda row: (row["created_at"], row.get("ref"), row.get("name")))
        yield from ((row["id"], f"{name} {number}") for number, row in enumerate(rows))


def _put(value: Any, words: dict[str, str]) -> Any:
    """The same with ids as words, and lists sorted; without what belongs to the journal."""
    match value:
        case dict():
            without = ("version", "updated_at", "series")
            return {key: _put(one, words) for key, one in value.items() if key not in without}
        case list() | tuple():
            return sorted((_put(one, words) for one in value), key=str)
        case str():
            return words.get(value, "gone" if _ID.fullmatch(value) else value)
        case _:
            return value


@dataclass(frozen=True)
class Player:
    """Does what a history says, step by step."""

    services: Services

    def play(self, caller: Caller, step: tuple[str, Action]) -> str:
        """Do one thing; the code of a refusal, or “ok”."""
        who, (name, *arguments) = step
        if who == "token":
            caller = replace(caller, actor=Actor("token", "robot"))
        try:
            self.verbs(caller)[name](*arguments)
        except WatchbillError as error:
            return error.code
        return "ok"

    def verbs(self, caller: Caller) -> dict[str, Callable[..., object]]:
        return {
            **self._task_verbs(caller),
            **self._journal_verbs(caller),
            **self._other_verbs(caller),
            "together": lambda actions: self._together(caller, actions),
        }

    def _together(self, caller: Caller, actions: list[Action]) -> None:
        def act(services: Services) -> None:
            for name, *arguments in actions:
                Player(services).verbs(caller)[name](*arguments)

        self.services.together(caller, act, body={}, options=PLAIN)

    def _task_verbs(self, caller: Caller) -> dict[str, Callable[..., object]]:
        tasks = self.services.tasks
        return {
            "add": lambda drafts: tasks.add(caller, drafts),
            "edit": lambda ref, patch: tasks.update(caller, [ref], TaskPatch(**patch)),
            "repeat": lambda ref, rule, due: tasks.update(
                caller, [ref], TaskPatch(recurrence=rule, due=due)
            ),
            "complete": lambda refs: tasks.complete(caller, refs),
            "complete all": lambda refs: tasks.complete(caller, refs, children="complete"),
            "skip": lambda refs: tasks.skip(caller, refs),
            "reopen": lambda refs: tasks.reopen(caller, refs),
            "delete": lambda refs: tasks.delete(caller, refs),
            "restore": lambda refs: tasks.restore(caller, refs),
            "erase": lambda ref: self.services.erasing.erase(caller, ref),
            "purge": lambda: self.services.purging.purge(caller.workspace_id),
            "wait": self._wait,
        }

    def _journal_verbs(self, caller: Caller) -> dict[str, Callable[..., object]]:
        journal = self.services.journal
        return {
            "undo": lambda number: journal.undo(caller, number),
            "redo": lambda number: journal.redo(caller, number),
            "force": lambda number: journal.undo(caller, number, force=True),
            "undo many": lambda actor: journal.undo_many(caller, Selection(actor=actor)),
        }

    def _other_verbs(self, caller: Caller) -> dict[str, Callable[..., object]]:
        projects, tags, filters = self.services.projects, self.services.tags, self.services.filters
        comments = self.services.comments
        return {
            "add project": lambda name: projects.add(caller, name, ProjectPatch(colour="#ff0000")),
            "edit project": lambda name, new, gone: projects.update(
                caller, name, ProjectPatch(name=new, archived=gone)
            ),
            "delete project": lambda name: projects.delete(caller, name),
            "edit tag": lambda name, new, gone: tags.update(
                caller, name, TagPatch(name=new, archived=gone)
            ),
            "delete tag": lambda name: tags.delete(caller, name),
            "comment": lambda ref, text: comments.add(caller, ref, text),
            "edit comment": lambda at: comments.update(caller, self._comment(caller, at), "new"),
            "delete comment": lambda at: comments.delete(caller, self._comment(caller, at)),
            "save filter": lambda name, query: filters.add(caller, name, query),
            "edit filter": lambda name, query: filters.update(caller, name, query=query),
            "delete filter": lambda name: filters.delete(caller, name),
        }

    def _wait(self, days: int) -> None:
        clock = self.services.clock
        assert isinstance(clock, Clock)
        clock.now += timedelta(days)

    def _comment(self, caller: Caller, at: int) -> str:
        """The id of a comment that there is, by its place among all; of none, if there aren't so many."""
        made = [
            operation.id
            for entry in self.services.journal.view(caller, ChangeFilter(limit=100))
            for operation in entry.change.operations
            if operation.noun == "comment" and operation.before is None
        ]
        return made[at] if at < len(made) else "none"
