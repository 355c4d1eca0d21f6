"""Taking back one change, or many as one: what is chosen, what stands in the way, and what is left of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from watchbill.domain import task as task_rules
from watchbill.domain.errors import ConflictError, ForbiddenError, InvalidError, TooLargeError
from watchbill.domain.merge import Key, Workbench
from watchbill.domain.operation import Change, Operation
from watchbill.domain.query import ChangeFilter
from watchbill.services.caller import Caller
from watchbill.services.clash import Clash, clashes, listed
from watchbill.services.current import current_fields
from watchbill.services.meaning import read_instant
from watchbill.services.settling import settle
from watchbill.services.writing import Decision
from watchbill.storage.transaction import Reader, Transaction

MOST = 5_000
"""Changes that can be taken back at once."""
_STEP = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which changes to take back: those that fit all that is given. At least one of these has to be.

    `numbers` names them one by one; `since_at` is inclusive, `until_at` exclusive. What doesn't hold any more is passed over.
    """

    numbers: tuple[int, ...] = ()
    actor: str | None = None
    run: str | None = None
    since_at: datetime | None = None
    until_at: datetime | None = None

    def within(self, since: str | None, until: str | None, *, now: datetime, zone: str) -> Self:
        """The same between these times, as the caller writes them. Raises INVALID_SINCE, INVALID_UNTIL."""
        return replace(
            self,
            since_at=read_instant("since", since, now=now, zone=zone) if since else None,
            until_at=read_instant("until", until, now=now, zone=zone) if until else None,
        )

    def __str__(self) -> str:
        """“ by user:owner since 2026-11-24 14:00 UTC”."""
        return "".join(
            (
                f" by {self.actor}" if self.actor else "",
                f" of run {self.run}" if self.run else "",
                f" since {self.since_at:%Y-%m-%d %H:%M} UTC" if self.since_at else "",
                f" until {self.until_at:%Y-%m-%d %H:%M} UTC" if self.until_at else "",
            )
        )


def select_changes(reader: Reader, selection: Selection) -> list[Change]:
    """The changes of a selection that hold, newest first. Raises INVALID_SELECTION, TOO_LARGE, CONFLICT when there is none."""
    if selection == Selection():
        raise InvalidError.of(
            "selection",
            "It isn't said which changes to undo.",
            hint="Name changes, an actor, a run or a time.",
        )
    found = []
    for change in _fitting(reader, selection):
        found.append(change)
        if len(found) > MOST:
            raise TooLargeError(
                f"Over {MOST} changes would be undone at once.", hint="Choose a shorter time."
            )
    standing = _standing(reader, found)
    if not standing:
        raise ConflictError(
            f"There is nothing{selection} to undo that still holds.",
            hint="Look at the history.",
        )
    return standing


def _fitting(reader: Reader, selection: Selection) -> Iterator[Change]:
    """Newest first."""
    if selection.numbers:
        named = reversed(reader.changes.by_numbers(selection.numbers))
        yield from (change for change in named if _fits(change, selection))
        return
    before: int | None = None
    while page := reader.changes.page(
        ChangeFilter(
            before=before,
            actor=selection.actor,
            run=selection.run,
            since_at=selection.since_at,
            until_at=selection.until_at,
            limit=_STEP,
        )
    ):
        yield from page
        before = page[-1].number


def _fits(change: Change, selection: Selection) -> bool:
    return (
        selection.actor in (None, str(change.actor))
        and selection.run in (None, change.run)
        and (selection.since_at is None or change.at >= selection.since_at)
        and (selection.until_at is None or change.at < selection.until_at)
    )


def _standing(reader: Reader, chosen: Sequence[Change]) -> list[Change]:
    """Without those that were taken back, and without undos that took back only what is chosen as well."""
    numbers = {change.number for change in chosen}
    gone: set[int] = set()
    ordered = sorted(numbers)
    for start in range(0, len(ordered), _STEP):
        gone |= set(reader.changes.undone(ordered[start : start + _STEP]))
    return [
        change
        for change in chosen
        if change.number not in gone and not (change.undoes and numbers.issuperset(change.undoes))
    ]


def reversal(
    tx: Transaction, caller: Caller, chosen: Sequence[Change], said: str, *, force: bool = False
) -> Decision:
    """Take these changes back, the newest first, as far as no later change is in the way.

    Raises FORBIDDEN for a machine with `force`, CONFLICT when nothing at all can be taken back.
    """
    if force and caller.is_machine:
        raise ForbiddenError(
            "Only a person can overwrite later changes.", hint="Undo without force, or ask one."
        )
    things = current_fields(tx, _keys(chosen))
    bench = Workbench(things, force=force)
    for change in chosen:
        bench.take_back(change)
    while _keep_used(tx, bench) or settle(tx, bench):
        pass
    found = clashes(tx, bench.conflicts, things)
    operations = bench.operations()
    if found and not operations:
        raise _refused(chosen, found)
    ids = [id for noun, id in things if noun == task_rules.NOUN]
    numbers = tuple(sorted(change.number for change in chosen))
    return Decision(
        said, operations, ids, undoes=numbers, conflicts=found, is_own=_is_own(caller, chosen)
    )


def _keys(chosen: Sequence[Change]) -> list[Key]:
    return [(op.noun, op.id) for change in chosen for op in change.operations]


def _is_own(caller: Caller, chosen: Sequence[Change]) -> bool:
    """Whether all goes back to what was there before the caller came; a deletion that is done again doesn't."""
    return all(
        change.actor == caller.actor
        and not any(_deletes(op) for op in change.inverse_operations())
        for change in chosen
    )


def _deletes(operation: Operation) -> bool:
    """Whether it puts something into the trash: else undo would be a way around a person's yes."""
    return operation.after is not None and operation.after.get("deleted_at") is not None


def _keep_used(tx: Transaction, bench: Workbench) -> bool:
    """What others refer to can't be taken out of the store; that they do is a later change, too. Whether there is such a thing."""
    removed = bench.removed()
    if not removed:
        return False
    referrers = tx.relations.referrers([id for _, id in removed])
    users = current_fields(tx, {user for users in referrers.values() for user in users})

    def is_used(key: Key) -> bool:
        return any(_refers(bench, users, user, key[1]) for user in referrers.get(key[1], ()))

    count = 0
    # What is kept may use others in its turn, so look until nothing more has to be.
    while used := [key for key in bench.removed() if is_used(key)]:
        for key in used:
            bench.keep(key, "used")
            count += 1
    return count > 0


def _refers(bench: Workbench, users: Mapping[Key, object], user: Key, id: str) -> bool:
    """Whether that thing would still refer to this one."""
    fields = bench.now(user) if bench.has(user) else users[user]
    if not isinstance(fields, dict):
        return False
    return any(
        value == id or (isinstance(value, list) and id in value) for value in fields.values()
    )


def _refused(chosen: Sequence[Change], found: Sequence[Clash]) -> ConflictError:
    which = f"change {chosen[0].number}" if len(chosen) == 1 else f"these {len(chosen)} changes"
    return ConflictError(
        f"What {which} wrote has been changed since: {listed(found)}.",
        hint="Undo the later change first, or, as a person, undo with force.",
        details={"conflicts": [as_json(clash) for clash in found]},
    )


def as_json(clash: Clash) -> dict[str, object]:
    """A conflict for programs."""
    conflict = clash.conflict
    return {
        "noun": conflict.noun,
        "id": conflict.id,
        "ref": clash.ref,
        "name": clash.name,
        "field": conflict.field,
        "reason": conflict.reason,
        "was": conflict.was,
        "wrote": conflict.wrote,
        "now": conflict.now,
        "change": clash.by and clash.by.number,
        "actor": clash.by and str(clash.by.actor),
    }
