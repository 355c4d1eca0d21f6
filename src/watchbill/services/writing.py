"""How every use case writes: decide, apply, answer; once per request key; or look only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from watchbill.domain.comment import Comment
from watchbill.domain.errors import ConflictError, NeedsReviewError
from watchbill.domain.merge import Key
from watchbill.domain.names import NO_NAMES, Names
from watchbill.domain.operation import Change, Operation
from watchbill.domain.project import Project
from watchbill.domain.proposal import BECAUSE, REASON_MAX, Proposal, Why, check_text
from watchbill.domain.saved_filter import SavedFilter
from watchbill.domain.tag import Tag
from watchbill.domain.task import NOUN, Task
from watchbill.domain.watch import Watch, unwatched
from watchbill.services import past, reviewing
from watchbill.services.caller import Caller
from watchbill.services.clash import Clash
from watchbill.services.naming import names_of
from watchbill.services.request import digest_of, own_key
from watchbill.services.version import check_version
from watchbill.storage.database import Database
from watchbill.storage.record import Rows
from watchbill.storage.transaction import Transaction

Clock = Callable[[], datetime]
Subject = Project | Tag | Comment | SavedFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOptions:
    """How to write.

    `request_key`: a repeat by the same actor with the same key and body answers the first result and writes nothing.
    `version`: what the caller has read; a write to a field of its one thing that has changed since is refused.
    `preview`: answer what would happen, conflicts too, and write nothing.
    `may_wait`: what a person has to decide becomes a proposal; else it is refused.
    `watch` is told how far a long one is: how much is written, of how much.
    `reason`: why somebody does or wants it, in their own words: the note of the change, or what whoever has to accept it reads.
    """

    request_key: str | None = None
    version: int | None = None
    preview: bool = False
    may_wait: bool = True
    reason: str = ""
    watch: Watch = field(default=unwatched, compare=False, repr=False)


PLAIN = WriteOptions()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a write did.

    `change` is None when everything was so already. A preview's change has the number 0, and so has what a `proposal` waits with.
    `tasks` are those that the caller named, as they are after it; `is_repeat`: as they were after the first time.
    `names` says what the ids in them and in the change stand for; `subject` is the project, tag, comment or saved filter that was named.
    `conflicts` are what an undo left as it is. `held`: why a person would have to decide on what a preview shows.
    """

    change: Change | None
    tasks: tuple[Task, ...]
    is_preview: bool = False
    is_repeat: bool = False
    names: Names = NO_NAMES
    subject: Subject | None = None
    conflicts: tuple[Clash, ...] = ()
    proposal: Proposal | None = None
    held: Why | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a use case wants done.

    `task_ids` are the tasks to answer with, also when nothing changes; `subject` is the noun and id of another thing to answer with.
    `conflicts` are what was asked for and is left as it is; `then` is done once the change is written, and nothing takes it back.
    `is_own`: what goes is what the caller itself put there. `gone` is the noun and id of what is removed, so that a version of it can be asked for.
    """

    sentence: str
    operations: tuple[Operation, ...]
    task_ids: Sequence[str] = ()
    subject: Key | None = None
    undoes: tuple[int, ...] = ()
    conflicts: tuple[Clash, ...] = ()
    then: Callable[[Transaction], None] | None = None
    is_own: bool = False
    gone: Key | None = None

    def keys(self) -> list[Key]:
        """What it is about."""
        named = self.gone or self.subject
        return [named] if named else [(NOUN, id) for id in dict.fromkeys(self.task_ids)]


class Writer:
    """Opens the transaction of a write and gives its receipt."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def write(
        self,
        caller: Caller,
        decide: Callable[[Transaction, datetime], Decision],
        *,
        body: Mapping[str, Any],
        options: WriteOptions,
    ) -> Receipt:
        """Run `decide` in one transaction and apply what it says, or let it wait for a person as a proposal.

        `body` is the request in JSON: what a request key stands for. Raises CONFLICT when the key came with another one,
        RATE_LIMITED for a program that is too fast, NEEDS_REVIEW for what may not wait. In a trial, all that is for who began it.
        """
        key, digest = own_key(caller, options.request_key), digest_of(body)
        with self._database.begin(caller.workspace_id) as tx:
            now = self._clock()
            if tx.is_trial:
                return _tried(tx, *_decided(tx, caller, decide, now, options))
            tx.watch = options.watch
            if first := _first(tx, key, digest):
                return _repeated(tx, first)
            caller = reviewing.in_run(tx, caller, now)
            if caller.is_machine and not options.preview:
                if found := reviewing.earlier(tx, caller, key, digest, now):
                    return _proposed_before(tx, found)
                reviewing.check_hour(tx, caller, now)
            decision, change = _decided(tx, caller, decide, now, options)
            keyed = replace(change, request_key=key, request_digest=digest if key else None)
            why = _why_held(tx, caller, decision)
            if options.preview:
                return replace(applied(tx, keyed, decision, preview=True), held=why)
            if why:
                _check_may_wait(why, options)
                asked = replace(keyed, request_digest=digest)
                kept = reviewing.keep(tx, caller, asked, why, decision.task_ids)
                return _waiting(tx, kept, decision)
            receipt = applied(tx, keyed, decision)
            if receipt.change:
                reviewing.count(tx, caller, receipt.change)
            return receipt


def _decided(
    tx: Transaction,
    caller: Caller,
    decide: Callable[[Transaction, datetime], Decision],
    now: datetime,
    options: WriteOptions,
) -> tuple[Decision, Change]:
    """What is to be done, and the change that it would be."""
    reason = check_text("reason", options.reason, REASON_MAX)
    decision = decide(tx, now)
    if options.version is not None:
        check_version(tx, decision.keys(), options.version, decision.operations)
    change = Change(
        actor=caller.actor,
        at=now,
        sentence=decision.sentence,
        operations=decision.operations,
        undoes=decision.undoes,
        run=caller.run,
        client=caller.client,
        on_behalf_of=caller.user_name if caller.is_machine else None,
        note=reason,
    )
    return decision, change


def _tried(tx: Transaction, decision: Decision, change: Change) -> Receipt:
    """What it would do, with all that was tried before it done: a preview that the next one stands on."""
    receipt = applied(tx, change, decision)
    return replace(receipt, change=change if receipt.change else None, is_preview=True)


def _why_held(tx: Transaction, caller: Caller, decision: Decision) -> Why | None:
    why = reviewing.why_held(
        tx,
        caller,
        decision.operations,
        is_own=decision.is_own,
        is_final=decision.then is not None,
    )
    return why if decision.operations else None


def _check_may_wait(why: Why, options: WriteOptions) -> None:
    if not options.may_wait:
        raise NeedsReviewError(
            f"A person has to decide on this, since {BECAUSE[why]}.",
            hint="Nothing was written. Do them one by one: what a person decides on becomes a proposal.",
            details={"why": why},
        )


def _waiting(tx: Transaction, proposal: Proposal, decision: Decision) -> Receipt:
    """What it would do, with things as they would be."""
    with tx.trial():
        receipt = applied(tx, proposal.change, replace(decision, then=None))
    return replace(receipt, change=proposal.change, proposal=proposal)


def _proposed_before(tx: Transaction, proposal: Proposal) -> Receipt:
    """What became of a request that is or was a proposal: its change, once that was accepted."""
    if proposal.result is not None:
        [change] = tx.changes.by_numbers([proposal.result])
        tasks = past.tasks_after(tx, change, change.ids(NOUN))
        receipt = _repeated(tx, Receipt(change, tasks, is_repeat=True))
        return replace(receipt, proposal=proposal)
    decision = Decision("", (), proposal.task_ids)
    try:
        receipt = _waiting(tx, proposal, decision)
    except ConflictError:  # what it stands on has changed, so it can't be shown as it would be
        tasks = _tasks(tx, proposal.task_ids)
        names = names_of(tx, tasks, proposal.change.operations)
        receipt = Receipt(proposal.change, tasks, names=names, proposal=proposal)
    return replace(receipt, is_repeat=True)


def applied(
    tx: Transaction, change: Change, decision: Decision, *, preview: bool = False
) -> Receipt:
    """Apply the change, if it has anything to do, and give its receipt; a preview is dropped when the transaction ends."""
    done = tx.apply(change) if change.operations else None
    if done and decision.then:
        decision.then(tx)
    tasks = _tasks(tx, decision.task_ids)
    receipt = Receipt(
        done,
        tasks,
        is_preview=preview,
        names=names_of(tx, tasks, change.operations),
        subject=decision.subject and _subject(tx, *decision.subject),
        conflicts=decision.conflicts,
    )
    if not preview:
        return receipt
    tx.roll_back()
    return replace(receipt, change=change if done else None)


def _repeated(tx: Transaction, receipt: Receipt) -> Receipt:
    operations = receipt.change.operations if receipt.change else ()
    names = names_of(tx, receipt.tasks, operations)
    return replace(receipt, names=names, subject=_repeated_subject(tx, receipt))


def _repeated_subject(tx: Transaction, receipt: Receipt) -> Subject | None:
    """What a repeated change was about, when that wasn't a task, as it is now."""
    operations = receipt.change.operations if receipt.change else ()
    if not operations or any(op.noun == NOUN for op in operations):
        return None
    return _subject(tx, operations[0].noun, operations[0].id)


def _subject(tx: Transaction, noun: str, id: str) -> Subject | None:
    rows: Mapping[str, Rows[Any]] = {
        "project": tx.projects,
        "tag": tx.tags,
        "comment": tx.comments,
        "filter": tx.filters,
    }
    return rows[noun].by_id([id]).get(id)


def _tasks(tx: Transaction, ids: Sequence[str]) -> tuple[Task, ...]:
    found = tx.tasks.by_id(ids)
    return tuple(found[id] for id in dict.fromkeys(ids) if id in found)


def _first(tx: Transaction, key: str | None, digest: str) -> Receipt | None:
    """The receipt of the request that came with this key before."""
    if key is None:
        return None
    change = tx.changes.by_request_key(key)
    if change is None:
        return None
    if change.request_digest != digest:
        raise ConflictError(
            f"The request key was used for another request, which became change {change.number}.",
            hint="Use a new key for a new request.",
            details={"change": change.number},
        )
    return Receipt(change, past.tasks_after(tx, change, change.ids(NOUN)), is_repeat=True)
