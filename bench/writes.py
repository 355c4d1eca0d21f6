"""Writes by REST from 1, 8 and 32 clients at once, on each database, beside what one connection commits. Run: python -m bench.writes."""

import itertools
import json
import os
import sqlite3
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from damage.watchbill.postgresql import Server

from bench.load import Load
from bench.mcp import UNLIMITED, WATCHBILL, started

CLIENTS = (1, 8, 32)
SECONDS = 3.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        measure(
            "sqlite", {"WATCHBILL_DATA_DIR": folder}, sqlite_commits(Path(folder) / "floor.db")
        )
    with (
        tempfile.TemporaryDirectory() as folder,
        Server.started(is_durable=True) as server,
        server.fresh_database() as url,
    ):
        given = {"WATCHBILL_DATA_DIR": folder, "WATCHBILL_DATABASE_URL": url}
        measure("postgresql", given, postgresql_commits(url))


def measure(store: str, given: dict[str, str], floor: float) -> None:
    """Add tasks as fast as each number of clients can. Raises RuntimeError when one is refused or lost."""
    environ = os.environ | UNLIMITED | given | {"WATCHBILL_PORT": "0", "WATCHBILL_MCP_PORT": "0"}
    create = [*WATCHBILL, "token", "create", "bench", "--mode", "act"]
    token = subprocess.check_output(create, env=environ, text=True, stderr=subprocess.DEVNULL)
    headers = {"Authorization": f"Bearer {token.strip()}", "Content-Type": "application/json"}
    with started([*WATCHBILL, "serve"], environ, r"localhost:([0-9]+)") as port:
        for clients in CLIENTS:
            load = Load(
                port=port,
                path="/api/v1/tasks",
                headers=headers,
                connections=clients,
                seconds=SECONDS,
            )
            with counted(port, headers) as made:
                rate = load.rate(lambda: next(made), b'"change":')
            print(
                f"{store:10} {clients:2} clients {rate:6.0f} writes/s   "
                f"{rate / floor:5.1%} of one connection's {floor:.0f} commits/s",
                flush=True,
            )


@contextmanager
def counted(port: int, headers: dict[str, str]) -> Iterator[Iterator[bytes]]:
    """Requests to add a task; at the end, as many changes have to be there as were asked for."""
    numbers, before = itertools.count(1), _changes(port, headers)
    yield (json.dumps({"title": f"Task {number}"}).encode() for number in numbers)
    asked, done = next(numbers) - 1, _changes(port, headers) - before
    if asked != done:
        raise RuntimeError(f"{asked} writes were answered, {done} are there")


def _changes(port: int, headers: dict[str, str]) -> int:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/changes?limit=1", headers=headers
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 -- the same
        changes = json.load(answer)["changes"]
    return int(changes[0]["number"]) if changes else 0


def sqlite_commits(file: Path) -> float:
    """Commits of one row each per second, as durable as Watchbill's."""
    connection = sqlite3.connect(file, isolation_level=None)
    for line in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {line}")
    connection.execute("CREATE TABLE floor (text)")
    return _rate(lambda: connection.execute("INSERT INTO floor VALUES ('a task')"))


def postgresql_commits(url: str) -> float:
    """The same in PostgreSQL."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE floor (text text)")
        return _rate(lambda: connection.execute("INSERT INTO floor VALUES ('a task')"))


def _rate(commit: Callable[[], object]) -> float:
    count, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < SECONDS:
        commit()
        count += 1
    return count / (time.perf_counter() - begin)


if __name__ == "__main__":
    main()
