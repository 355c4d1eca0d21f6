"""A store that lived through every version, with something written by each: step by step to today's schema, and nothing is lost."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from warnings import catch_warnings, filterwarnings

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Integer,
    MetaData,
    Table,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.types import JSON
from tests.conftest import Clock

from watchbill.domain import chain, comment, project, saved_filter, tag
from watchbill.domain import task as tasks
from watchbill.domain.operation import Actor, Change, Operation
from watchbill.domain.query import TaskFilter
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.verification import verify
from watchbill.storage import schema
from watchbill.storage.change import to_row
from watchbill.storage.content import SHAPES
from watchbill.storage.database import Database
from watchbill.storage.migration import migrate, revisions
from watchbill.storage.opening import OWNER, WORKSPACE, prepare

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONTENT = ("tasks", "projects", "tags", "comments", "filters", "task_tags", "task_blockers")
JOURNAL = ("changes", "change_tasks", "change_things", "change_undoes", "vocabulary")
INDEX = ("task_words", "workspace_serials", "alembic_version")
JSON_TEXTS = ("events", "task_ids", "operations")
MOVED = {
    ("changes", "undoes"),
    ("workspaces", "last_hash"),
    ("changes", "hash"),
    ("changes", "salt"),
}
"""What a step writes anew in a row that it keeps."""
VALUES = {Boolean: True, Integer: 7, DateTime: NOW, JSON: []}
Rows = dict[str, list[dict[str, Any]]]


@dataclass
class OldStore:
    """A store at some revision, written to as the program of then did, as far as its tables go."""

    database: Database
    titles: list[str] = field(default_factory=list)

    def upgrade(self, revision: str) -> None:
        migrate(self.database, revision=revision)

    def live(self, revision: str) -> None:
        """Something of every noun that there was, told by a change; and a row in every other table."""
        with self.database.begin() as tx:
            tables = reflected(tx.connection)
            if revision.endswith("baseline"):
                self._found(tx.connection, tables)
            self._tell(tx.connection, tables, revision)
            for table in tables.sorted_tables:
                if _is_plain(table) and not tx.connection.execute(select(table)).first():
                    tx.connection.execute(insert(table).values(_row(tx.connection, table)))

    def _found(self, connection: Connection, tables: MetaData) -> None:
        people = {"id": OWNER, "name": OWNER, "created_at": NOW}
        here = {"id": WORKSPACE, "name": "", "last_change": 0, "last_ref": 0, "created_at": NOW}
        member = {"workspace_id": WORKSPACE, "user_id": OWNER, "role": "owner"}
        put(connection, tables, schema.users, people)
        put(connection, tables, schema.workspaces, here)
        put(connection, tables, schema.memberships, member)

    def _tell(self, connection: Connection, tables: MetaData, revision: str) -> None:
        places = tables.tables["workspaces"]
        last = connection.execute(select(places)).mappings().one()
        number = last["last_change"] + 1
        self.titles.append(f"Written at {revision}")
        operations = tuple(_made(tables, number, self.titles[-1]))
        change = Change(
            actor=Actor("user", OWNER), at=NOW, sentence="Added", operations=operations
        ).numbered(number)
        if "last_hash" in last:
            change = chain.sealed(last["last_hash"], change, salt=secrets.token_hex(16))
        self._write(connection, tables, change)
        wanted = {"last_change": number, "last_ref": number, "last_hash": change.hash}
        known = {name: value for name, value in wanted.items() if name in places.c}
        connection.execute(update(places).values(known))

    def _write(self, connection: Connection, tables: MetaData, change: Change) -> None:
        here = {"workspace_id": WORKSPACE}
        put(connection, tables, schema.changes, here | to_row(change))
        for operation in change.operations:
            shape = SHAPES[operation.noun]
            columns = shape.to_columns(shape.fill(operation.after or {}))
            stamp = {"id": operation.id, "version": change.number, "updated_at": change.at}
            put(connection, tables, shape.table, here | columns | stamp)
            for id in (operation.after or {}).get("tags", ()):
                row = here | {"task_id": operation.id, "tag_id": id}
                put(connection, tables, schema.task_tags, row)
        links = tables.tables.get("change_things", tables.tables.get("change_tasks"))
        assert links is not None
        name = "thing_id" if "thing_id" in links.c else "task_id"
        for id in change.touched():
            if name == "thing_id" or id in change.ids(tasks.NOUN):
                row = here | {name: id, "number": change.number}
                connection.execute(insert(links).values(row))


def _made(tables: MetaData, ref: int, title: str) -> Iterator[Operation]:
    """A task with all that one could have; from the day that there were such, a project, a tag, a comment and a filter, too."""
    values: dict[str, Any] = {"title": title, "description": "kept"}
    if "projects" in tables.tables:
        place = f"{ref:03d}V"
        at = project.add({"name": f"Project {ref}", "colour": "#123456"}, position=place, now=NOW)
        with_tag = tag.add({"name": f"tag {ref}"}, now=NOW)
        yield from (at, with_tag)
        yield saved_filter.add({"name": f"filter {ref}", "query": "p1"}, position=place, now=NOW)
        values |= {"project_id": at.id, "tags": (with_tag.id,), "priority": 2}
    if "reminders" in tables.tables["tasks"].c:
        values["reminders"] = ()
    made = tasks.add(values, id=f"task-{ref}", ref=ref, now=NOW)
    known = {name: value for name, value in (made.after or {}).items() if _knows(tables, name)}
    yield Operation(made.noun, made.id, None, known)
    if "comments" in tables.tables:
        yield comment.add(made.id, f"said at {ref}", author="user:owner", now=NOW)


def _knows(tables: MetaData, name: str) -> bool:
    return name in tables.tables["tasks"].c


def put(connection: Connection, tables: MetaData, table: Table, values: Mapping[str, Any]) -> None:
    """A row with those of the columns that there are."""
    columns = tables.tables[table.name].c
    known = {
        name: value for name, value in values.items() if name in columns and value is not None
    }
    connection.execute(insert(table).values(known))


def reflected(connection: Connection) -> MetaData:
    """The tables as they are, the search index aside."""
    tables = MetaData()
    names = [name for name in inspect(connection).get_table_names() if not name.startswith(INDEX)]
    with catch_warnings():
        filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
        tables.reflect(connection, only=names)
    return tables


def _is_plain(table: Table) -> bool:
    return table.name not in (*CONTENT, *JOURNAL)


def _row(connection: Connection, table: Table) -> dict[str, Any]:
    """A row that fits: what it refers to is what is there."""
    values: dict[str, Any] = {column.name: _value(column) for column in table.columns}
    for key in table.foreign_key_constraints:
        other = connection.execute(select(key.referred_table)).mappings().first()
        assert other is not None
        for element in key.elements:
            values[element.parent.name] = other[element.column.name]
    return values


def _value(column: Column[Any]) -> Any:
    for kind, value in VALUES.items():
        if isinstance(column.type, kind):
            return value
    if column.name in JSON_TEXTS:
        return "[]"
    if column.name.endswith(("at", "until", "since", "minute")):
        return "2026-11-24T12:00:00.000000Z"
    return column.name[:16]


def rows(database: Database) -> Rows:
    with database.read() as reader:
        return {
            table.name: [dict(row) for row in reader.connection.execute(select(table)).mappings()]
            for table in reflected(reader.connection).sorted_tables
        }


def lost(before: Rows, after: Rows) -> list[str]:
    """The rows of which something isn't there any more."""
    return [
        f"{name}: {row}"
        for name, old in before.items()
        for row in old
        if name != "change_tasks" and not any(_is_kept(name, row, new) for new in after[name])
    ]


def _is_kept(table: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    return all(
        new[name] == value
        for name, value in old.items()
        if (table, name) not in MOVED and not (table == "tasks" and name == "position")
    )


@pytest.fixture
def store(empty_url: str) -> Iterator[OldStore]:
    database = Database(empty_url)
    yield OldStore(database)
    database.close()


def test_what_every_version_wrote_is_there_after_every_step_and_the_chain_holds(
    store: OldStore, clock: Clock, caller: Caller
) -> None:
    for revision in revisions():
        before = rows(store.database)
        store.upgrade(revision)
        assert lost(before, rows(store.database)) == []
        store.live(revision)
    prepare(store.database, now=clock())
    assert all(rows(store.database)[name] for name in ("tokens", "channels", "proposals"))
    services = Services.over(store.database, clock)
    found = services.tasks.view(caller, TaskFilter(query="written")).tasks
    assert [task.title for task in found] == list(reversed(store.titles))
    verdict = verify(store.database, WORKSPACE, now=clock())
    assert (verdict.problem, verdict.changes) == ("", len(store.titles))
    assert [one.text for one in services.comments.view(caller, "2")] == ["said at 2"]
    services.journal.undo(caller, 2)
    services.journal.redo(caller, 2)
    services.tasks.complete(caller, ["1", "2", str(len(store.titles))])
    assert verify(store.database, WORKSPACE, now=clock()).is_clean
