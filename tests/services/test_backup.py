"""Backups: whole, consistent, portable between the databases; and what is damaged is never let in."""

import gzip
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Clock

from watchbill.domain.errors import ConflictError, InvalidError, NotFoundError
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.services.backup import BackupService, Until, check
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.journal import JournalService
from watchbill.services.task import TaskService
from watchbill.services.verification import verify
from watchbill.storage import backup as rows
from watchbill.storage.database import Database
from watchbill.storage.opening import prepare


@pytest.fixture
def backups(database: Database, clock: Clock) -> BackupService:
    return BackupService(database, clock)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "watchbill.backup"


def fill(database: Database, caller: Caller, clock: Clock) -> None:
    tasks = TaskService(database, clock)
    tasks.add(caller, [TaskDraft(title="Straße", description="☃\n"), TaskDraft(title="b")])
    tasks.update(caller, ["1"], TaskPatch(title="c"))
    tasks.complete(caller, ["b"])
    JournalService(database, clock).undo(caller)


def dump(database: Database) -> list[rows.Row]:
    with database.read() as reader:
        return list(rows.dump(reader))


def test_a_restored_store_has_the_same_rows_on_either_database(
    database: Database, sqlite_database: Database, caller: Caller, clock: Clock, file: Path
) -> None:
    fill(database, caller, clock)
    written = BackupService(database, clock).write(file)
    assert file.stat().st_mode & 0o777 == 0o600
    elsewhere = BackupService(sqlite_database, clock)
    assert elsewhere.restore(file, replace=True) == written == len(dump(database))
    assert dump(sqlite_database) == dump(database)
    elsewhere.write(file, replace=True)
    assert BackupService(database, clock).restore(file, replace=True) == written
    assert dump(sqlite_database) == dump(database)
    TaskService(database, clock).add(caller, [TaskDraft(title="goes on")])


def test_a_store_with_content_is_replaced_only_when_that_is_said(
    database: Database, backups: BackupService, caller: Caller, clock: Clock, file: Path
) -> None:
    backups.write(file)
    fill(database, caller, clock)
    before = dump(database)
    with pytest.raises(ConflictError):
        backups.restore(file)
    assert dump(database) == before
    backups.restore(file, replace=True)
    assert TaskService(database, clock).view(caller, TaskFilter(state="all")).tasks == ()
    backups.restore(file)


def test_a_backup_taken_while_others_write_is_one_moment(
    database: Database, backups: BackupService, caller: Caller, clock: Clock, tmp_path: Path
) -> None:
    tasks, stop = TaskService(database, clock), threading.Event()

    def write() -> None:
        while not stop.is_set():
            tasks.add(caller, [TaskDraft(title="x"), TaskDraft(title="y")])

    writer = threading.Thread(target=write)
    writer.start()
    files = [tmp_path / f"{n}.backup" for n in range(5)]
    for file in files:
        backups.write(file)
    stop.set()
    writer.join()
    for file in files:
        check(file)
        lines = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
        [workspace] = [line["row"] for line in lines if line.get("table") == "workspaces"]
        count = lines[0]["counts"]
        assert count["tasks"] == workspace["last_ref"] == 2 * workspace["last_change"]
        assert count["changes"] == workspace["last_change"]


def test_a_workspace_comes_back_as_it_was_after_any_change(
    database: Database, sqlite_database: Database, caller: Caller, clock: Clock, file: Path
) -> None:
    fill(database, caller, clock)
    BackupService(database, clock).write(file)
    there = BackupService(sqlite_database, clock)
    tasks, journal = TaskService(sqlite_database, clock), JournalService(sqlite_database, clock)
    titles = []
    for number in (0, 1, 2, 3, 4):
        there.restore(file, replace=True, until=Until(caller.workspace_id, number))
        assert journal.last_change(caller.workspace_id) == number
        assert verify(sqlite_database, caller.workspace_id, now=clock()).is_clean
        page = tasks.view(caller, TaskFilter(state="open"))
        titles.append([task.title for task in page.tasks])
    assert titles == [[], ["Straße", "b"], ["c", "b"], ["c"], ["c", "b"]]
    journal.undo(caller, 1)
    with pytest.raises(InvalidError) as caught:
        there.restore(file, replace=True, until=Until(caller.workspace_id, 9))
    assert (caught.value.code, caught.value.message) == (
        "INVALID_TO_CHANGE",
        "The backup's last change of default is 4.",
    )
    assert journal.last_change(caller.workspace_id) == 5


def test_a_file_that_is_there_is_not_overwritten_unasked(
    backups: BackupService, file: Path
) -> None:
    file.write_text("precious")
    with pytest.raises(ConflictError):
        backups.write(file)
    assert file.read_text() == "precious"
    backups.write(file, replace=True)
    assert check(file) == 3


def test_a_place_that_cannot_be_written_is_refused_and_nothing_is_left(
    backups: BackupService, tmp_path: Path
) -> None:
    with pytest.raises(InvalidError) as refused:
        backups.write(tmp_path / "none" / "x.backup")
    assert refused.value.code == "INVALID_FILE"
    assert sorted(path.name for path in tmp_path.glob("*.partial")) == []


def unpacked(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    """Damage of what is inside, packed again, so that gzip's own check passes."""
    return lambda data: gzip.compress(
        b"".join(change(gzip.decompress(data).splitlines(keepends=True)))
    )


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "not packed": lambda _: b"hello",
    "cut off": lambda data: data[: len(data) // 2],
    "a flipped byte": lambda data: data[:-30] + bytes([data[-30] ^ 1]) + data[-29:],
    "not JSON": unpacked(lambda lines: [b"hello\n", *lines]),
    "another format": unpacked(
        lambda lines: [lines[0].replace(b"watchbill-backup-1", b"other"), *lines[1:]]
    ),
    "a newer schema": unpacked(
        lambda lines: [lines[0].replace(rows.REVISION.encode(), b"2999_01_01"), *lines[1:]]
    ),
    "a changed row": unpacked(lambda lines: [line.replace(b'"c"', b'"d"') for line in lines]),
    "a missing row": unpacked(lambda lines: lines[:-2] + lines[-1:]),
    "no tail": unpacked(lambda lines: lines[:-1]),
    "more after the tail": unpacked(lambda lines: [*lines, lines[1]]),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=list(DAMAGE))
def test_a_damaged_backup_is_refused_and_the_store_is_untouched(
    sqlite_database: Database,
    caller: Caller,
    clock: Clock,
    file: Path,
    damage: Callable[[bytes], bytes],
) -> None:
    fill(sqlite_database, caller, clock)
    backups = BackupService(sqlite_database, clock)
    backups.write(file)
    before = dump(sqlite_database)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(InvalidError) as refused:
        backups.restore(file, replace=True)
    assert refused.value.code == "INVALID_BACKUP"
    assert dump(sqlite_database) == before


def test_a_backup_that_is_not_there_is_not_found(backups: BackupService, file: Path) -> None:
    with pytest.raises(NotFoundError) as refused:
        backups.restore(file)
    assert refused.value.code == "FILE_NOT_FOUND"


def test_a_restore_that_fails_half_way_leaves_the_store_as_it_was(
    sqlite_database: Database,
    caller: Caller,
    clock: Clock,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(sqlite_database, caller, clock)
    backups = BackupService(sqlite_database, clock)
    backups.write(file)
    before = dump(sqlite_database)

    def fail(*_: object) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(rows, "load", fail)
    with pytest.raises(RuntimeError):
        backups.restore(file, replace=True)
    assert dump(sqlite_database) == before
    prepare(sqlite_database, now=clock())
