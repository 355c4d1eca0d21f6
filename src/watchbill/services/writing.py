"""How every use case writes: decide, apply, answer; once per request key; or look only."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watchbill.domain.errors import ConflictError, InvalidError
from watchbill.domain.operation import Change, Operation
from watchbill.domain.task import NOUN, Task
from watchbill.services import past
from watchbill.services.caller import Caller
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction

Clock = Callable[[], datetime]
KEY_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOptions:
    """How to write.

    `request_key`: a repeat by the same actor with the same key and body answers the first result and writes nothing.
    `version`: what the caller has read; the write is refused when its one task has changed since.
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
    """

    change: Change | None
    tasks: tuple[Task, ...]
    is_preview: bool = False
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What a use case wants done. `task_ids` are the tasks to answer with, also when nothing changes."""

    sentence: str
    operations: tuple[Operation, ...]
    task_ids: Sequence[str]
    undoes: int | None = None


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
        key, digest = _own_key(caller, options.request_key), _digest(body)
        with self._database.begin(caller.workspace_id) as tx:
            if first := _first(tx, key, digest):
                return first
            now = self._clock()
            decision = decide(tx, now)
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
    if not change.operations:
        return Receipt(None, _tasks(tx, decision.task_ids), is_preview=preview)
    applied = tx.apply(change)
    tasks = _tasks(tx, decision.task_ids)
    if preview:
        tx.roll_back()
        return Receipt(change, tasks, is_preview=True)
    return Receipt(applied, tasks)


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
