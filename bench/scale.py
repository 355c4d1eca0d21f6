"""How the cost of a list, a filter, a search, an undo and a check grows with the number of tasks, on each database.

Run: python -m bench.scale [--sizes 1000,100000] [--stores sqlite,postgresql] [--json FILE]
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from os import getloadavg
from pathlib import Path

from damage.watchbill.postgresql import Server

from bench.crowd import fill, words
from watchbill.domain.operation import Actor
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.undoing import Selection
from watchbill.services.verification import verify
from watchbill.storage.database import Database
from watchbill.storage.opening import OWNER, WORKSPACE, prepare

ROUNDS = 101
CHANGES = 1_000
"""How many are taken back as one, and how long ago the list of then is."""
PERSON = Caller(workspace_id=WORKSPACE, user_id=OWNER, user_name=OWNER, actor=Actor("user", OWNER))


@dataclass(frozen=True, slots=True)
class Figure:
    """One kind of work on one store: milliseconds, the median and what 99 of 100 stay under."""

    store: str
    tasks: int
    work: str
    median: float
    p99: float


def main() -> None:
    given = _arguments()
    figures: list[Figure] = []
    for store in given.stores.split(","):
        for size in map(int, given.sizes.split(",")):
            with opened(store) as database:
                begin = time.perf_counter()
                fill(database, size)
                each = (time.perf_counter() - begin) / size
                print(f"{store}, {size:,} tasks: made at {each * 1e6:.0f} µs each", flush=True)
                for one in measured(Services.over(database, _now), store, size):
                    figures.append(one)
                    _tell(one)
    if given.json:
        rows = [{name: getattr(one, name) for name in Figure.__slots__} for one in figures]
        Path(given.json).parent.mkdir(exist_ok=True)
        Path(given.json).write_text(json.dumps(rows, indent=1) + "\n")


def _tell(one: Figure) -> None:
    load = getloadavg()[0]
    print(
        f"  {one.work:17} {one.median:10.1f} ms   p99 {one.p99:10.1f} ms   load {load:.1f}",
        flush=True,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,100000")
    parser.add_argument("--stores", default="sqlite,postgresql")
    parser.add_argument("--json", default="")
    return parser.parse_args()


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def opened(store: str) -> Iterator[Database]:
    """An empty store, as durable as people have it."""
    with tempfile.TemporaryDirectory() as folder:
        if store == "sqlite":
            yield from _prepared(f"sqlite:///{folder}/watchbill.db")
            return
        with Server.started(is_durable=True) as server, server.fresh_database() as url:
            yield from _prepared(url)


def _prepared(url: str) -> Iterator[Database]:
    database = Database(url)
    prepare(database, now=_now())
    yield database
    database.close()


def measured(services: Services, store: str, size: int) -> Iterator[Figure]:
    """Each kind of work; those that write first, so that the list of then has something to tell."""
    for work, rounds, run in (*_writing(services, size), *_reading(services)):
        times = [_milliseconds(run) for _ in range(rounds)]
        p99 = statistics.quantiles(times, n=100)[-1] if len(times) > 1 else times[0]
        yield Figure(store, size, work, statistics.median(times), min(p99, max(times)))


def _milliseconds(run: Callable[[], object]) -> float:
    begin = time.perf_counter()
    run()
    return (time.perf_counter() - begin) * 1_000


Work = tuple[str, int, Callable[[], object]]


def _writing(services: Services, size: int) -> Iterator[Work]:
    tasks, journal = services.tasks, services.journal
    yield "add one", ROUNDS, lambda: tasks.add(PERSON, [TaskDraft(title="Oil the hinges")])
    tasks.update(PERSON, ["1"], TaskPatch(title="Once more"))
    yield "undo one", ROUNDS, lambda: journal.undo(PERSON, journal.last_change(WORKSPACE))
    waits = TaskDraft(title="Paint the hinges", blocked_by=(str(size),), tags=("seldom",))
    tasks.add(PERSON, [waits])
    run = replace(PERSON, run="many")
    for number in range(CHANGES):
        tasks.update(run, [str(number % size + 1)], TaskPatch(append=f"Line {number}"))
    yield "undo 1,000", 1, lambda: journal.undo_many(PERSON, Selection(run="many"))
    yield "redo 1,000", 1, lambda: journal.undo(PERSON, journal.last_change(WORKSPACE))


def _reading(services: Services) -> Iterator[Work]:
    known = words(20_000)
    then = str(services.journal.last_change(WORKSPACE) - CHANGES)

    def view(**asked: object) -> Callable[[], object]:
        return lambda: services.tasks.view(PERSON, TaskFilter(**asked))  # type: ignore[arg-type]

    yield "list of 50", ROUNDS, view()
    yield "filter", ROUNDS, view(query="p1 tag:tag7 sort:due")
    yield "filter, ready", ROUNDS, view(query="is:ready tag:tag7")
    yield "filter, blocked", 9, view(query="is:blocked")
    yield "filter, rare tag", 9, view(query="tag:seldom")
    yield "due soon", ROUNDS, view(query="due:..2026-12-31 -project:Inbox sort:due")
    yield "search, one", ROUNDS, view(query=known[9])
    yield "search, rare", ROUNDS, view(query=f"{known[40]} {known[9_000]}")
    yield "search, prefix", ROUNDS, view(query=known[60][:3])
    yield "as it was", 9, view(as_of=then)
    yield "as it was, search", 9, view(as_of=then, query=known[9])
    database, now = services.database, _now()
    yield "verify", 1, lambda: _verified(database, now)


def _verified(database: Database, now: datetime) -> None:
    verdict = verify(database, WORKSPACE, now=now)
    if not verdict.is_clean:
        raise RuntimeError(verdict.problem)


if __name__ == "__main__":
    main()
