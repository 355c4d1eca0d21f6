"""What becomes of what a program wants written: a change, a proposal for a person, or a wait."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from watchbill.domain.errors import ConflictError, RateLimitedError
from watchbill.domain.operation import Change, Operation
from watchbill.domain.proposal import (
    Proposal,
    Why,
    count_tasks,
    takes_away,
)
from watchbill.services.caller import Caller
from watchbill.storage.transaction import Reader, Transaction
from watchbill.storage.usage import MINUTE

RUN_GAP = timedelta(minutes=15)
"""A program without turns begins a new run when it wrote nothing for so long."""
HOUR = timedelta(hours=1)
WAITING_MAX = 100
"""Proposals of one program that may wait at once."""


def in_run(reader: Reader, caller: Caller, now: datetime) -> Caller:
    """A program in its run: its turn, or what it does without a long pause. Every replica tells the same, from what was counted."""
    if not caller.is_machine or caller.run is not None:
        return caller
    last = reader.usage.newest_run(str(caller.actor))
    if last is not None and now - last.last_at < RUN_GAP:
        return replace(caller, run=last.id)
    return replace(caller, run=f"run-{uuid.uuid4().hex[:12]}")


def earlier(
    reader: Reader, caller: Caller, key: str | None, digest: str, now: datetime
) -> Proposal | None:
    """What the same request became before, in the same run or by its key. Raises CONFLICT when the key came with another one."""
    if key is not None and (found := reader.proposals.by_request_key(key)):
        if found.digest != digest:
            raise ConflictError(
                f"The request key was used for another request, which became {found.name}.",
                hint="Use a new key for a new request.",
                details={"proposal": found.number},
            )
        return found
    found = reader.proposals.by_digest(digest, actor=str(caller.actor), run=caller.run or "")
    if found is None or found.state_at(now) in ("expired", "withdrawn"):
        return None
    return found


def check_hour(reader: Reader, caller: Caller, now: datetime) -> None:
    """Raises RATE_LIMITED, with the seconds to wait, for a program that wrote or proposed as much as it may within an hour."""
    limit = caller.budget.changes_per_hour
    if not limit:
        return
    total = 0
    used = reader.usage.writes(str(caller.actor), after=now - HOUR - MINUTE)
    for minute, writes in reversed(used):
        total += writes
        if total >= limit:
            frees_at = minute + MINUTE + HOUR
            raise _too_fast(f"{limit} changes in an hour are the most", frees_at - now)


def count(tx: Transaction, caller: Caller, change: Change) -> None:
    """Note what a program did by itself, or with the number 0 proposed; a person's change is not counted."""
    if caller.is_machine:
        changes = _weight(change.operations) if change.number else 0
        tx.usage.count_write(str(caller.actor), caller.run or "", changes=changes, now=change.at)


def why_held(
    reader: Reader,
    caller: Caller,
    operations: Sequence[Operation],
    *,
    is_own: bool,
    is_final: bool,
) -> Why | None:
    """Why a person has to decide; None: it may be done. `is_own`: it takes back what the caller did itself. `is_final`: nothing takes it back.

    Raises FORBIDDEN for a person who may not delete.
    """
    is_loss = not is_own and any(map(takes_away, operations))
    if not caller.is_machine:
        if is_loss:
            caller.require("tasks:delete")
        return None
    if caller.mode == "propose":
        return "mode"
    if is_final:
        return "erasing"
    if is_loss and "tasks:delete" not in caller.scopes:
        return "deletion"
    return _over_budget(reader, caller, operations, is_own=is_own)


def _over_budget(
    reader: Reader, caller: Caller, operations: Sequence[Operation], *, is_own: bool
) -> Why | None:
    budget = caller.budget
    if budget.tasks_per_call and count_tasks(operations) > budget.tasks_per_call:
        return "bulk"
    most = budget.changes_per_run
    if most and not is_own:
        run = reader.usage.run(caller.run or "")
        if (run.changes if run else 0) + _weight(operations) > most:
            return "run"
    return None


def _weight(operations: Sequence[Operation]) -> int:
    """A change counts once for each task, so that many small calls don't come to more than a big one."""
    return max(1, count_tasks(operations))


def keep(
    tx: Transaction, caller: Caller, change: Change, why: Why, ids: Sequence[str]
) -> Proposal:
    """Let the change wait. Raises RATE_LIMITED when too many of this program wait already."""
    waiting = tx.proposals.count_waiting(now=change.at, actor=str(caller.actor))
    if waiting >= WAITING_MAX:
        raise _too_fast(f"{waiting} proposals of yours wait already", HOUR)
    proposal = Proposal(
        number=tx.proposals.next_number(),
        change=change,
        why=why,
        task_ids=tuple(ids),
        stands_on=tx.last_change(),
        expires_at=change.at + timedelta(days=caller.budget.proposal_days),
        request_key=change.request_key,
        digest=change.request_digest or "",
    )
    tx.proposals.add(proposal)
    tx.note_review()
    count(tx, caller, change)
    return proposal


def _too_fast(what: str, wait: timedelta) -> RateLimitedError:
    seconds = ceil(wait.total_seconds())
    return RateLimitedError(
        f"{what[0].upper()}{what[1:]}; wait {seconds} s.",
        hint="Stop here, and tell the person what is still to do.",
        details={"retry_after": seconds},
    )
