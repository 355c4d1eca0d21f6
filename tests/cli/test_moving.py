"""A server's move into another database that is killed in the middle goes on where it was, and ends with all of it."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from damage.watchbill.postgresql import Server
from sqlalchemy import select
from tests.conftest import Clock

from watchbill.domain import task as rules
from watchbill.domain.operation import Actor, Change
from watchbill.storage.comparison import first_difference
from watchbill.storage.database import Database
from watchbill.storage.opening import WORKSPACE, prepare
from watchbill.storage.schema import changes, users

COUNT = 2_100
"""More changes than are moved in four transactions."""
LAST = "SELECT last_change FROM workspaces"


@pytest.fixture
def source(tmp_path: Path, clock: Clock) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'source.db'}")
    prepare(database, now=clock())
    with database.begin(WORKSPACE) as tx:
        for number in range(COUNT):
            made = rules.add({"title": f"Task {number}"}, ref=tx.next_ref(), now=clock())
            said = Change(
                actor=Actor("user", "owner"), at=clock(), sentence="", operations=(made,)
            )
            tx.apply(said)
    yield database
    database.close()


def moving(source: str, target: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "watchbill", "migrate-store", source, target]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def killed_at(last: Callable[[], int], process: subprocess.Popen[str]) -> int:
    """Kill it with something moved, and not all; how much that was."""
    while process.poll() is None and not last():
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    return last()


def of_sqlite(file: Path) -> int:
    if not file.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
            return int((connection.execute(LAST).fetchone() or [0])[0])
    except sqlite3.OperationalError:  # the tables are being made
        return 0


def of_postgresql(url: str) -> int:
    with psycopg.connect(url) as connection:
        there = connection.execute("SELECT to_regclass('workspaces')").fetchone()
        row = connection.execute(LAST).fetchone() if there and there[0] else None
        return int(row[0]) if row else 0


def check_same(source: Database, target: Database) -> None:
    """Every row of content, of the journal, and of who may in."""
    with source.read(WORKSPACE) as one, target.read(WORKSPACE) as other:
        assert first_difference(one, other) is None
        assert one.last_hash() == other.last_hash()
        for table in (changes, users):
            query = select(table).order_by(*table.primary_key)
            ours, theirs = (reader.connection.execute(query).all() for reader in (one, other))
            assert ours == theirs


def test_a_move_into_sqlite_that_was_killed_goes_on(source: Database, tmp_path: Path) -> None:
    file = tmp_path / "target.db"
    check_move(source, f"sqlite:///{file}", lambda: of_sqlite(file))


def test_a_move_into_postgresql_that_was_killed_goes_on(
    source: Database, postgresql: Server
) -> None:
    with postgresql.fresh_database() as url:
        check_move(source, url, lambda: of_postgresql(url))


def check_move(source: Database, url: str, last: Callable[[], int]) -> None:
    path = str(source.engine.url)
    done = killed_at(last, moving(path, url))
    assert 0 < done < COUNT
    assert done % 500 == 0
    out, _ = moving(path, url).communicate()
    assert out == f"default: {COUNT} changes, {COUNT} rows, all as the journal says.\n"
    target = Database(url)
    check_same(source, target)
    target.close()
