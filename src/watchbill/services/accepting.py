"""Accepting a proposal: what is chosen of it, whether it still stands, and the change that it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watchbill.domain import sentence
from watchbill.domain.drift import Ground, drift
from watchbill.domain.errors import ConflictError, InvalidError
from watchbill.domain.operation import Change, Operation
from watchbill.domain.part import Part, split
from watchbill.domain.proposal import WAITING, Proposal
from watchbill.domain.task import NOUN as TASK
from watchbill.services.caller import Caller
from watchbill.services.clash import Clash, clashes, listed
from watchbill.services.erasing import forget_task
from watchbill.services.footing import ground_of
from watchbill.services.naming import names_of
from watchbill.services.past import tasks_after
from watchbill.services.undoing import as_json
from watchbill.services.writing import Decision, Receipt, applied
from watchbill.storage.transaction import Reader, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What of a proposal to accept: all; just these tasks, by ref, with what hangs on them; or the `rest`, which nothing stands against."""

    tasks: tuple[int, ...] = ()
    rest: bool = False


ALL = Choice()


def accept(
    tx: Transaction,
    caller: Caller,
    proposal: Proposal,
    choice: Choice,
    now: datetime,
    *,
    preview: bool,
) -> Receipt | ConflictError:
    """Apply what is chosen of a proposal; a conflict is given back, not raised, so that what it says of the proposal is kept.

    Raises CONFLICT when it was decided otherwise.
    """
    if proposal.result is not None:
        return _accepted_before(tx, proposal, proposal.result)
    check_waits(proposal, now)
    ground = ground_of(tx, proposal.change.operations, proposal.stands_on)
    whole = split(proposal.change.operations, ground.things)
    parts = _chosen(proposal, whole, choice, ground)
    if choice.rest:
        parts = tuple(part for part in parts if not drift(part, ground))
    operations = _joined(proposal, parts)
    found = clashes(tx, drift(operations, ground), ground.things)
    if found or not operations:
        return _stale(tx, proposal, found, preview=preview)
    change = _accepted(tx, proposal, caller, operations, now)
    receipt = applied(tx, change, _decision(proposal, change, now), preview=preview)
    number = receipt.change.number if receipt.change else None
    is_whole = len(operations) == len(proposal.change.operations)
    decided = replace(
        proposal,
        state="accepted" if is_whole else "partly accepted",
        decided_at=now,
        decided_by=caller.actor,
        result=number,
    )
    if not preview:
        tx.proposals.write(decided)
        tx.note_review()
    return replace(receipt, proposal=decided)


def check_waits(proposal: Proposal, now: datetime) -> None:
    """Raises CONFLICT for what can't be decided any more."""
    state = proposal.state_at(now)
    if state not in WAITING:
        by = f" by {proposal.decided_by}" if proposal.decided_by else ""
        raise ConflictError(
            f"{proposal.name.capitalize()} is {state}{by}.",
            hint="There is nothing left to decide.",
            details={"state": state},
        )


def refs_of(operations: Sequence[Operation], ground: Ground) -> dict[str, int]:
    """By id, the short numbers of the tasks that are changed or made."""
    found = {}
    for op in operations:
        fields = {**(ground.things[op.noun, op.id] or {}), **(op.before or {}), **(op.after or {})}
        if op.noun == TASK and "ref" in fields:
            found[op.id] = fields["ref"]
    return found


def _chosen(
    proposal: Proposal, parts: Sequence[Part], choice: Choice, ground: Ground
) -> tuple[Part, ...]:
    if not choice.tasks:
        return tuple(parts)
    refs = refs_of(proposal.change.operations, ground)
    unknown = sorted(set(choice.tasks) - set(refs.values()))
    if unknown:
        known = ", ".join(f"#{ref}" for ref in sorted(refs.values()))
        raise InvalidError.of(
            "tasks", f"#{unknown[0]} is not in {proposal.name}.", hint=f"Choose from {known}."
        )
    return tuple(part for part in parts if any(refs.get(op.id) in choice.tasks for op in part))


def _joined(proposal: Proposal, parts: Sequence[Part]) -> tuple[Operation, ...]:
    """The operations of these parts, each once, in their order."""
    wanted = {(op.noun, op.id) for part in parts for op in part}
    return tuple(op for op in proposal.change.operations if (op.noun, op.id) in wanted)


def _stale(
    tx: Transaction, proposal: Proposal, found: Sequence[Clash], *, preview: bool
) -> ConflictError:
    if not preview and proposal.state != "stale":
        tx.proposals.write(replace(proposal, state="stale"))
        tx.note_review()
    what = f"What {proposal.name} stands on has changed since: {listed(found)}." if found else ""
    return ConflictError(
        what or f"Nothing of {proposal.name} can be done any more.",
        hint="Nothing was written. Accept the rest, or just some tasks, or decline it.",
        details={"proposal": proposal.number, "conflicts": [as_json(clash) for clash in found]},
    )


def _accepted(
    tx: Transaction,
    proposal: Proposal,
    caller: Caller,
    operations: tuple[Operation, ...],
    now: datetime,
) -> Change:
    """The change that a proposal becomes: its author's, and it says who accepted it."""
    said, undoes = proposal.change.sentence, proposal.change.undoes
    if len(operations) != len(proposal.change.operations):
        said, undoes = f"Only {_about(tx, operations)}: {said}", ()
    return replace(
        proposal.change,
        at=now,
        sentence=f"{said} ({proposal.name}, accepted by {caller.actor})",
        operations=operations,
        undoes=undoes,
        proposal=proposal.number,
        accepted_by=caller.actor,
        request_key=proposal.name,
    )


def _about(tx: Transaction, operations: Sequence[Operation]) -> str:
    ids = dict.fromkeys(op.id for op in operations if op.noun == TASK)
    there = tx.tasks.by_id(list(ids))
    named = {id: task.name for id, task in there.items()}
    made = {op.id: op.after for op in operations if op.before is None and op.after}
    named |= {
        id: f"#{fields['ref']} “{fields['title']}”" for id, fields in made.items() if id in ids
    }
    return sentence.joined([named[id] for id in ids])


def _decision(proposal: Proposal, change: Change, now: datetime) -> Decision:
    ids = [op.id for op in change.operations if op.noun == TASK]
    named = [id for id in proposal.task_ids if id in ids] or ids
    if proposal.why != "erasing":
        return Decision(change.sentence, change.operations, named)
    [id] = proposal.task_ids
    return Decision(
        change.sentence, change.operations, named, then=lambda tx: forget_task(tx, id, now)
    )


def _accepted_before(reader: Reader, proposal: Proposal, number: int) -> Receipt:
    [change] = reader.changes.by_numbers([number])
    tasks = tasks_after(reader, change, change.ids(TASK))
    names = names_of(reader, tasks, change.operations)
    return Receipt(change, tasks, is_repeat=True, names=names, proposal=proposal)
