"""The journal: what happened, who did it, and taking it back."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watchbill.domain.errors import ConflictError, InvalidError, NotFoundError
from watchbill.domain.names import Names
from watchbill.domain.operation import Change, Operation
from watchbill.domain.query import LIMIT_MAX, ChangeFilter
from watchbill.services.caller import Caller
from watchbill.services.lookup import find_task
from watchbill.services.naming import names_of
from watchbill.services.undoing import Selection, reversal, select_changes
from watchbill.services.writing import PLAIN, Clock, Decision, Receipt, WriteOptions, Writer
from watchbill.storage.database import Database
from watchbill.storage.transaction import Reader, Transaction

_STEP = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as the history shows it. `undone_by` is the change that took it back, if it doesn't hold any more."""

    change: Change
    undone_by: int | None


class JournalService:
    """History, undo and redo. Nothing is ever taken out of the journal: both append."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._writer = Writer(database, clock)

    def last_change(self, workspace_id: str) -> int:
        """The number of the newest change: what has it is up to date."""
        with self._database.read(workspace_id) as reader:
            return reader.last_change()

    def state(self, workspace_id: str) -> str:
        """A word for all content: who has seen it has seen everything as long as it stays the same."""
        with self._database.read(workspace_id) as reader:
            return reader.state()

    def view(
        self, caller: Caller, filter: ChangeFilter, *, task: str | None = None
    ) -> tuple[Entry, ...]:
        """One page of the journal; with `task`, only what touched that one."""
        caller.require("tasks:read")
        if not 1 <= filter.limit <= LIMIT_MAX:
            raise InvalidError.of(
                "limit", f"The limit is {filter.limit}.", hint=f"Use 1 to {LIMIT_MAX}."
            )
        with self._database.read(caller.workspace_id) as reader:
            if task is not None:
                filter = replace(filter, thing_id=find_task(reader, task).id)
            return entries_of(reader, reader.changes.page(filter))

    def find(self, caller: Caller, number: int) -> Entry:
        """One change. Raises CHANGE_NOT_FOUND."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            return entries_of(reader, [_find(reader, number)])[0]

    def names(self, caller: Caller, operations: Iterable[Operation]) -> Names:
        """What the ids in these operations stand for."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            return names_of(reader, (), operations)

    def undo(
        self,
        caller: Caller,
        number: int | None = None,
        options: WriteOptions = PLAIN,
        *,
        force: bool = False,
    ) -> Receipt:
        """Take a change back, by default the caller's last one that holds, as far as no later change is in the way.

        What is in the way stays, and is in the receipt's conflicts; with `force`, which is for persons, it is overwritten.
        Raises CONFLICT when it is taken back already, or when nothing of it can be.
        """
        caller.require("tasks:write")

        def decide(tx: Transaction, _now: datetime) -> Decision:
            change = _find(tx, number) if number is not None else _last_to_undo(tx, caller)
            _check_holds(tx, change)
            said = f"Undid change {change.number}: {change.sentence}"
            return reversal(tx, caller, [change], said, force=force)

        body = {"undo": number, "force": force}
        return self._writer.write(caller, decide, body=body, options=options)

    def undo_many(
        self,
        caller: Caller,
        selection: Selection,
        options: WriteOptions = PLAIN,
        *,
        force: bool = False,
    ) -> Receipt:
        """Take back all changes of a selection that hold, as one change; what others changed since stays, as in `undo`."""
        caller.require("tasks:write")

        def decide(tx: Transaction, _now: datetime) -> Decision:
            chosen = select_changes(tx, selection)
            count = "1 change" if len(chosen) == 1 else f"{len(chosen)} changes"
            return reversal(tx, caller, chosen, f"Undid {count}{selection}", force=force)

        body = {"undo_many": repr(selection), "force": force}
        return self._writer.write(caller, decide, body=body, options=options)

    def redo(
        self,
        caller: Caller,
        number: int | None = None,
        options: WriteOptions = PLAIN,
        *,
        force: bool = False,
    ) -> Receipt:
        """Do again what was undone, by default what the caller undid last. Raises CONFLICT when it wasn't."""
        caller.require("tasks:write")

        def decide(tx: Transaction, _now: datetime) -> Decision:
            change = _find(tx, number) if number is not None else _last_to_redo(tx, caller)
            said = f"Redid change {change.number}: {change.sentence}"
            return reversal(tx, caller, [_undoing(tx, change)], said, force=force)

        body = {"redo": number, "force": force}
        return self._writer.write(caller, decide, body=body, options=options)


def _check_holds(reader: Reader, change: Change) -> None:
    if undone_by := reader.changes.undone([change.number]).get(change.number):
        raise ConflictError(
            f"Change {change.number} was taken back already, by change {undone_by}.",
            hint="Redo it if it should hold again.",
            details={"undone_by": undone_by},
        )


def _undoing(reader: Reader, change: Change) -> Change:
    """The change that took this one back, and nothing else."""
    undone_by = reader.changes.undone([change.number]).get(change.number)
    if undone_by is None:
        raise ConflictError(
            f"Change {change.number} holds, so there is nothing to redo.",
            hint="Look at the history for changes that were undone.",
        )
    undoing = _find(reader, undone_by)
    if len(undoing.undoes) > 1:
        raise ConflictError(
            f"Change {change.number} was undone together with {len(undoing.undoes) - 1} others, by change {undone_by}.",
            hint=f"Undo change {undone_by} to have all of them again.",
            details={"undone_by": undone_by},
        )
    return undoing


def _find(reader: Reader, number: int) -> Change:
    change = reader.changes.by_number(number)
    if change is None:
        raise NotFoundError.of(
            "change", f"There is no change {number}.", hint="View the changes for the numbers."
        )
    return change


def _last_to_undo(reader: Reader, caller: Caller) -> Change:
    """The caller's newest change that holds and isn't itself an undo or a redo."""
    for change in _acts(reader, caller):
        if not change.undoes:
            return change
    raise ConflictError(
        "There is nothing of yours to undo.", hint="Look at the history, and name a change."
    )


def _last_to_redo(reader: Reader, caller: Caller) -> Change:
    """What the caller's newest act took back, if that act was an undo that holds."""
    newest = next(_undoings(reader, caller), None)
    if newest is None:
        raise ConflictError(
            "There is nothing of yours to redo.", hint="Look at the history, and name a change."
        )
    return newest


def _undoings(reader: Reader, caller: Caller) -> Iterator[Change]:
    """What was taken back by the caller's undos since the last act of another kind; redos are passed over."""
    for change in itertools.takewhile(lambda act: bool(act.undoes), _acts(reader, caller)):
        undone = _find(reader, change.undoes[-1])
        if not undone.undoes:
            yield undone


def _acts(reader: Reader, caller: Caller) -> Iterator[Change]:
    """The caller's changes that hold, newest first."""
    before: int | None = None
    while page := reader.changes.page(
        ChangeFilter(actor=str(caller.actor), before=before, limit=_STEP)
    ):
        undone = reader.changes.undone([change.number for change in page])
        yield from (change for change in page if change.number not in undone)
        before = page[-1].number


def entries_of(reader: Reader, changes: Sequence[Change]) -> tuple[Entry, ...]:
    """The changes with what took them back."""
    undone = reader.changes.undone([change.number for change in changes])
    return tuple(Entry(change, undone.get(change.number)) for change in changes)
