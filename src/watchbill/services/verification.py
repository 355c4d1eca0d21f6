"""Is the store what its journal says? Replayed into an empty store, every row compared, every link of the chain checked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from watchbill.domain import chain
from watchbill.domain.errors import ConflictError
from watchbill.domain.operation import Change
from watchbill.domain.query import ChangeFilter
from watchbill.storage.comparison import Difference, count_rows, first_difference
from watchbill.storage.database import Database
from watchbill.storage.opening import add_workspace, prepare
from watchbill.storage.transaction import Reader, Transaction

Progress = Callable[[int, int], None]
"""Is told how many changes were looked at, and how many there are."""
_STEP = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. `problem` is empty when all is as the journal says; `change` is the number where it begins, if it is a change."""

    changes: int
    rows: int
    problem: str = ""
    change: int | None = None

    @property
    def is_clean(self) -> bool:
        return not self.problem


class _BrokenError(Exception):
    def __init__(self, problem: str, change: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.change = change


def verify(
    database: Database, workspace_id: str, *, now: datetime, progress: Progress = lambda *_: None
) -> Verdict:
    """Compare a workspace with its journal. The store is read in one go, as it was at the start, and nothing is written to it."""
    with (
        TemporaryDirectory(prefix="watchbill-verify-") as folder,
        database.read(workspace_id) as reader,
    ):
        empty = Database(f"sqlite:///{Path(folder) / 'replayed.db'}")
        try:
            prepare(empty, now=now)
            return _verified(reader, empty, now, progress)
        finally:
            empty.close()


def _verified(reader: Reader, empty: Database, now: datetime, progress: Progress) -> Verdict:
    total = reader.last_change()
    try:
        with empty.begin() as tx:
            add_workspace(tx, reader.workspace_id, name="", now=now)
        with empty.begin(reader.workspace_id) as tx:
            last = _replayed(reader, tx, total, progress)
            if last != (total, reader.last_hash()):
                raise _BrokenError(  # noqa: TRY301 -- one place says what was found
                    f"The journal ends with change {last[0]}, and the workspace says {total}."
                )
            if found := first_difference(reader, tx):
                raise _BrokenError(_said(found))  # noqa: TRY301 -- the same
    except _BrokenError as broken:
        return Verdict(total, 0, broken.problem, broken.change)
    return Verdict(total, count_rows(reader))


def _replayed(reader: Reader, tx: Transaction, total: int, progress: Progress) -> tuple[int, str]:
    number, last = 0, chain.START
    for change in all_changes(reader):
        _check_link(change, number + 1, last)
        try:
            tx.replay(change)
        except ConflictError as error:
            raise _BrokenError(
                f"Change {change.number} ({change.sentence}) doesn't fit what the changes before it made: "
                f"{error.details['noun']} {error.details['id']}, {', '.join(error.details['fields'])}.",
                change.number,
            ) from None
        number, last = change.number, change.hash
        if number % _STEP == 0 or number == total:
            progress(number, total)
    return number, last


def all_changes(reader: Reader, since: int = 0) -> Iterator[Change]:
    """The journal from a number on, oldest first, a page at a time."""
    while page := reader.changes.page(ChangeFilter(since=since, newest_first=False, limit=_STEP)):
        yield from page
        since = page[-1].number


def _check_link(change: Change, number: int, last: str) -> None:
    if change.number != number:
        raise _BrokenError(f"Change {number} is missing.", number)
    if change.hash != chain.link(last, change):
        raise _BrokenError(
            f"Change {number} ({change.sentence}) isn't as it was written, or one before it isn't.",
            number,
        )


def _said(found: Difference) -> str:
    where = f"{found.table} {found.key}"
    if found.column:
        return f"{where}: the store has {found.column} {found.one!r}, the journal says {found.other!r}."
    has = (
        "the store has it, the journal doesn't"
        if found.one
        else "the journal has it, the store doesn't"
    )
    return f"{where}: {has}."
