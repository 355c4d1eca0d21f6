"""The one door, on both databases: all or nothing, in order, and only on what still holds."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError
from tests.conftest import Clock

from watchbill.domain import tag
from watchbill.domain import task as rules
from watchbill.domain.errors import ConflictError, StorageUnavailableError
from watchbill.domain.operation import SYSTEM, Change, Operation
from watchbill.domain.query import ChangeFilter, TaskFilter
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.journal import JournalService
from watchbill.services.task import TaskService
from watchbill.storage.database import Database
from watchbill.storage.opening import WORKSPACE
from watchbill.storage.schema import changes, tasks


def change(clock: Clock, *operations: Operation) -> Change:
    return Change(actor=SYSTEM, at=clock(), sentence="Test", operations=operations)


def added(clock: Clock, title: str, ref: int) -> Operation:
    return rules.add({"title": title}, ref=ref, now=clock())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda op: Operation("task", op.id, {"title": "other"}, {"title": "b"}),
        lambda op: Operation("task", op.id, {**op.after, "title": "other"}, None),
        lambda _: Operation("task", "elsewhere", {"title": "a"}, {"title": "b"}),
        lambda op: Operation("task", op.id, None, op.after),
    ],
    ids=["update", "remove", "missing", "insert"],
)
def test_a_change_whose_before_no_longer_holds_is_dropped_whole(
    database: Database, clock: Clock, spoil: Callable[[Operation], Operation]
) -> None:
    first = added(clock, "a", 1)
    with database.begin(WORKSPACE) as tx:
        tx.apply(change(clock, first))
    with pytest.raises(ConflictError) as refused, database.begin(WORKSPACE) as tx:
        tx.apply(change(clock, added(clock, "new", 2), spoil(first)))
    assert refused.value.details["noun"] == "task"
    with database.read(WORKSPACE) as reader:
        assert reader.tasks.titles(limit=9) == [(1, "a")]
        assert reader.last_change() == 1
        assert reader.changes.by_number(2) is None


def test_a_name_that_is_taken_drops_a_change_whole(database: Database, clock: Clock) -> None:
    made = [tag.add({"name": name}, now=clock()) for name in ("home", "work")]
    with database.begin(WORKSPACE) as tx:
        tx.apply(change(clock, *made))
    with (
        pytest.raises(ConflictError, match="There is a tag “home” by now") as refused,
        database.begin(WORKSPACE) as tx,
    ):
        tx.apply(change(clock, Operation("tag", made[1].id, {"name": "work"}, {"name": "home"})))
    assert refused.value.details == {"noun": "tag", "id": made[1].id, "fields": ["name"]}


def test_a_change_of_nothing_is_kept_in_the_journal(database: Database, clock: Clock) -> None:
    with database.begin(WORKSPACE) as tx:
        assert tx.apply(change(clock)).number == 1
    with database.read(WORKSPACE) as reader:
        assert reader.last_change() == 1


def test_writers_at_once_are_all_served_and_numbered_without_a_gap(
    database: Database, tasks: TaskService, journal: JournalService, caller: Caller
) -> None:
    def write(n: int) -> int:
        receipt = tasks.add(caller, [TaskDraft(title=f"t{n}")])
        assert receipt.change is not None
        return receipt.change.number

    with ThreadPoolExecutor(16) as pool:
        numbers = list(pool.map(write, range(64)))
    assert sorted(numbers) == list(range(1, 65))
    page = tasks.view(caller, TaskFilter(limit=100)).tasks
    assert [task.ref for task in page] == list(range(1, 65))
    assert sorted(task.version for task in page) == list(range(1, 65))


def test_two_programs_on_one_sqlite_file_take_turns(
    tmp_path: Path, sqlite_database: Database, clock: Clock, caller: Caller
) -> None:
    other = Database(f"sqlite:///{tmp_path / 'watchbill.db'}")
    services = [TaskService(sqlite_database, clock), TaskService(other, clock)]
    with ThreadPoolExecutor(8) as pool:
        done = list(
            pool.map(lambda n: services[n % 2].add(caller, [TaskDraft(title=f"t{n}")]), range(40))
        )
    other.close()
    assert sorted(r.tasks[0].ref for r in done) == list(range(1, 41))


def test_a_reader_keeps_its_view_while_others_write(
    database: Database, tasks: TaskService, caller: Caller
) -> None:
    tasks.add(caller, [TaskDraft(title="a")])
    with database.read(WORKSPACE) as reader:
        assert reader.last_change() == 1
        tasks.add(caller, [TaskDraft(title="b")])
        assert reader.last_change() == 1
        assert len(reader.tasks.titles(limit=9)) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_number_of_queries_however_long_they_are(
    database: Database, tasks: TaskService, journal: JournalService, caller: Caller, count: int
) -> None:
    tasks.add(caller, [TaskDraft(title=f"t{n}") for n in range(count)])
    for n in range(count):
        tasks.complete(caller, [str(n + 1)])
    assert queries(database, lambda: tasks.view(caller, TaskFilter(state="done"))) == 1
    assert queries(database, lambda: journal.view(caller, ChangeFilter())) == 2


def queries(database: Database, use: Callable[[], object]) -> int:
    seen: list[str] = []

    def listen(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(database.engine, "before_cursor_execute", listen)
    use()
    event.remove(database.engine, "before_cursor_execute", listen)
    return len([statement for statement in seen if statement.startswith("SELECT")])


def test_a_store_that_is_away_is_said_to_be_unavailable() -> None:
    database = Database("postgresql://watchbill@127.0.0.1:1/none")
    with pytest.raises(StorageUnavailableError), database.read():
        raise AssertionError("unreachable")  # pragma: no cover -- the store is away
    database.close()


def test_a_connection_that_breaks_meanwhile_is_said_to_be_unavailable(
    sqlite_database: Database,
) -> None:
    broken = DBAPIError("SELECT 1", {}, sqlite3.Error("gone"), connection_invalidated=True)
    with pytest.raises(StorageUnavailableError), sqlite_database.read():
        raise broken


def test_a_statement_that_is_wrong_is_a_defect_and_not_hidden(sqlite_database: Database) -> None:
    wrong = DBAPIError("SELECT 1", {}, sqlite3.Error("wrong"))
    with pytest.raises(DBAPIError), sqlite_database.read():
        raise wrong


def test_a_locked_file_is_said_to_be_unavailable(
    tmp_path: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchbill.storage.database.BUSY_TIMEOUT_MS", 10)
    other = Database(f"sqlite:///{tmp_path / 'watchbill.db'}")
    with (
        sqlite_database.begin(WORKSPACE),
        pytest.raises(StorageUnavailableError),
        other.begin(WORKSPACE),
    ):
        raise AssertionError("unreachable")  # pragma: no cover -- the file is locked
    other.close()


def test_sqlite_is_durable_and_lets_readers_in_beside_the_writer(
    sqlite_database: Database,
) -> None:
    with sqlite_database.read() as reader:
        pragmas = {
            name: reader.connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_what_is_in_the_store_is_what_the_journal_says(
    database: Database, caller: Caller, clock: Clock
) -> None:
    TaskService(database, clock).add(caller, [TaskDraft(title="Straße", description="Ü\n☃")])
    with database.read(WORKSPACE) as reader:
        row = reader.connection.execute(select(tasks)).one()
        journal = reader.connection.execute(select(changes)).one()
    assert (row.title, row.title_key, row.description) == ("Straße", "strasse", "Ü\n☃")
    assert journal.operations[0]["after"]["title"] == "Straße"
    assert row.created_at == row.updated_at == journal.at
