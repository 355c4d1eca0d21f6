"""What was erased is nowhere any more: not in the files of the database, nor in what is written from it later."""

import gzip
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from damage.watchbill.postgresql import program
from tests.conftest import Clock
from tests.services.proposals import proposed

from watchbill.domain.query import ChangeFilter, TaskFilter, TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.transfer.exporting import ExportFormat
from watchbill.services.verification import verify
from watchbill.services.writing import WriteOptions

SECRETS = ("Zorblatt", "quixotic mill", "vermilion scarf", "Plimsoll")
"""Titles that the task had, a description, a comment."""
FORMATS: tuple[ExportFormat, ...] = ("json", "csv", "todo.txt", "ics")


@pytest.fixture
def erased(services: Services, caller: Caller, proposer: Caller, clock: Clock) -> Services:
    """A store in which one task was written about everywhere, told of, proposed on, purged and had back; and then erased."""
    draft = TaskDraft(
        title="Meet Zorblatt",
        description="At the quixotic mill",
        due="2026-11-24T13:00",
        recurrence="FREQ=DAILY",
        reminders=("when due",),
    )
    services.tasks.add(caller, [draft])
    services.comments.add(caller, "1", "He wears a vermilion scarf")
    services.tasks.update(caller, ["1"], TaskPatch(title="Meet Plimsoll", scope="this"))
    told = WriteOptions(reason="Because of Meet Plimsoll")
    proposed(services.tasks.delete(proposer, ["1"], told))
    machine = replace(proposer, mode="act")
    services.tasks.update(machine, ["1"], TaskPatch(priority=1), replace(told, request_key="k"))
    clock.now += timedelta(hours=2)
    services.notices.tell()
    assert len(services.notices.view(caller)) == 1
    services.tasks.delete(caller, ["1"])
    clock.now += timedelta(31)
    assert services.purging.purge(caller.workspace_id) == 1
    services.journal.undo(caller, services.journal.last_change(caller.workspace_id))
    services.tasks.restore(caller, ["1"])
    services.erasing.erase(caller, "1")
    return services


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret.casefold() in text.casefold()]


def test_no_byte_of_it_is_left_in_the_files_of_the_database(
    erased: Services, database_url: str
) -> None:
    if not database_url.startswith("sqlite"):
        dumped = subprocess.check_output([program("pg_dump"), database_url], text=True)
        assert "[erased]" in dumped
        assert found_in(dumped) == []
        return
    path = Path(database_url.removeprefix("sqlite:///"))
    files = [file.read_bytes().decode("latin-1") for file in path.parent.glob(f"{path.name}*")]
    assert any("[erased]" in text for text in files)
    assert [found_in(text) for text in files] == [[] for _ in files]


def test_no_export_and_no_backup_has_it(erased: Services, caller: Caller, tmp_path: Path) -> None:
    for format in FORMATS:
        written = b"".join(erased.exports.write(caller, format)).decode()
        assert "[erased]" in written, format
        assert found_in(written) == [], format
    erased.backups.write(tmp_path / "all.backup")
    kept = gzip.decompress((tmp_path / "all.backup").read_bytes()).decode()
    assert "[erased]" in kept
    assert found_in(kept) == []


def test_no_reading_tells_it_of_now_or_of_then(erased: Services, caller: Caller) -> None:
    last = erased.journal.last_change(caller.workspace_id)
    assert [found_in(repr(read)) for read in _read(erased, caller, last)] == [[]] * (last + 4)
    for word in ("zorblatt", "plimsoll", "vermilion", "quixotic", "zorblat"):
        page = erased.tasks.view(caller, TaskFilter(query=word, state="all"))
        assert (page.tasks, page.corrections) == ((), ())
    assert verify(erased.database, caller.workspace_id, now=erased.clock()).is_clean


def _read(services: Services, caller: Caller, last: int) -> Iterator[object]:
    for number in range(last + 1):
        yield services.tasks.view(caller, TaskFilter(state="all", as_of=str(number)))
    yield services.journal.view(caller, ChangeFilter(limit=100))
    yield services.proposals.view(caller)
    yield services.notices.view(caller, limit=100)
