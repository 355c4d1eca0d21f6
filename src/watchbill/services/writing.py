"""How every use case writes: decide, apply, answer; once per request key; or look only."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from watchbill.domain.comment import Comment
from watchbill.domain.errors import ConflictError, InvalidError, NeedsReviewError
from watchbill.domain.names import NO_NAMES, Names
from watchbill.domain.operation import Change, Operation
from watchbill.domain.project import Project
from watchbill.domain.saved_filter import SavedFilter
from watchbill.domain.tag import Tag
from watchbill.domain.task import NOUN, Task
from watchbill.services import past
from watchbill.services.caller import Caller
from watchbill.services.clash import Clash
from watchbill.services.naming import names_of
from watchbill.services.version import check_version
from watchbill.storage.database import Database
from watchbill.storage.record import Rows
from watchbill.storage.transaction import Transaction

Clock = Callable[[], datetime]
KEY_MAX = 200
Subject = Project | Tag | Comment | SavedFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOptions:
    """How to write.

    `request_key`: a repeat by the same actor with the same key and body answers the first result and writes nothing.
    `version`: what the caller has read; a write to a field of its one task that has changed since is refused.
    `preview`: answer what would happen, conflicts too, and write nothing.
    """

    request_key: str | None = None
    version: int | None = None
    preview: bool = False


PLAIN = WriteOptions()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a write did.

    `change` is None when everything was so already. A preview's change has the number 0.
    `tasks` are those that the caller named, as they are after it; `is_repeat`: as they were after the first time.
    `names` says what the ids in them and in the change stand for; `subject` is the project, tag, comment or saved filter that was named.
    `conflicts` are what an undo left as it is.
    """

    change: Change | None
    tasks: tuple[Task, ...]
    is_preview: bool = False
    is_repeat: bool = False
    names: Names = NO_NAMES
    subject: Subject | None = None
    conflicts: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a use case wants done.

    `task_ids` are the tasks to answer with, also when nothing changes; `subject` is the noun and id of another thing to answer with.
    `conflicts` are what was asked for and is left as it is; `then` is done once the change is written.
    """

    sentence: str
    operations: tuple[Operation, ...]
    task_ids: Sequence[str] = ()
    subject: tuple[str, str] | None = None
    undoes: tuple[int, ...] = ()
    conflicts: tuple[Clash, ...] = ()
    then: Callable[[Transaction], None] | None = None


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
        """Run `decide` in one transaction and apply what it says.

        `body` is the request in JSON: what a request key stands for. Raises CONFLICT when the key came with another one.
        """
        if caller.mode == "propose" and not options.preview:
            raise NeedsReviewError(
                "This token may only propose, and nothing was written.",
                hint="Use preview, and tell the owner what you would do.",
            )
        key, digest = _own_key(caller, options.request_key), _digest(body)
        with self._database.begin(caller.workspace_id) as tx:
            if first := _first(tx, key, digest):
                return _repeated(tx, first)
            now = self._clock()
            decision = decide(tx, now)
            if options.version is not None:
                named = _tasks(tx, decision.task_ids)
                check_version(tx, named, options.version, decision.operations)
            change = Change(
                actor=caller.actor,
                at=now,
                sentence=decision.sentence,
                operations=decision.operations,
                undoes=decision.undoes,
                run=caller.run,
                client=caller.client,
                request_key=key,
                request_digest=digest if key else None,
            )
            return _applied(tx, change, decision, preview=options.preview)


def _applied(tx: Transaction, change: Change, decision: Decision, *, preview: bool) -> Receipt:
    applied = tx.apply(change) if change.operations else None
    if applied and decision.then:
        decision.then(tx)
    tasks = _tasks(tx, decision.task_ids)
    receipt = Receipt(
        applied,
        tasks,
        is_preview=preview,
        names=names_of(tx, tasks, change.operations),
        subject=decision.subject and _subject(tx, *decision.subject),
        conflicts=decision.conflicts,
    )
    if not preview:
        return receipt
    tx.roll_back()
    return replace(receipt, change=change if applied else None)


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


def _own_key(caller: Caller, key: str | None) -> str | None:
    """The key as the journal keeps it: two programs that count 1, 2, 3 don't get each other's results."""
    if key is None:
        return None
    if not 0 < len(key) <= KEY_MAX:
        raise InvalidError.of(
            "request_key",
            f"The request key has {len(key)} characters.",
            hint=f"Use 1 to {KEY_MAX}, a UUID for example.",
        )
    return f"{caller.actor} {key}"


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


def _digest(body: Mapping[str, Any]) -> str:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
