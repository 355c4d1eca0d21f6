"""Removing a task's texts for good: from rows, search, journal and chat. The chain still holds, and says that it was done."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from watchbill.domain import chain, editing
from watchbill.domain import comment as comments
from watchbill.domain import task as rules
from watchbill.domain.condition import Text
from watchbill.domain.errors import ConflictError
from watchbill.domain.matching import Setting
from watchbill.domain.operation import Change, Operation
from watchbill.domain.proposal import Proposal
from watchbill.domain.task import Task
from watchbill.domain.word import words_of
from watchbill.services.caller import Caller
from watchbill.services.lookup import find_task
from watchbill.services.past import touching
from watchbill.services.writing import PLAIN, Clock, Decision, Receipt, WriteOptions, Writer
from watchbill.storage.conversation import rewrite_messages
from watchbill.storage.database import Database
from watchbill.storage.listing import Selection
from watchbill.storage.transaction import Transaction
from watchbill.storage.vocabulary import forget

_TEXTS = ("title", "description", "template")
_STEP = 100
_SHORTEST = 3
"""Titles shorter than this aren't looked for in what was said in the chat: they would be everywhere."""


class ErasingService:
    """What was erased can't be had back, by anyone."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._writer = Writer(database, clock)

    def erase(self, caller: Caller, name: str, options: WriteOptions = PLAIN) -> Receipt:
        """Remove the title, description and comments of a task, now and in its history, for good; the task stays, under its number.

        A program only proposes it. Raises FORBIDDEN for who may not delete. Backups that were made before still have the texts.
        """
        caller.require("tasks:write" if caller.is_machine else "tasks:delete")

        def decide(tx: Transaction, now: datetime) -> Decision:
            task = find_task(tx, name)
            operations = (*_blanked(task), *_blanked_comments(tx, task))
            if not operations:
                raise ConflictError(
                    f"The texts of #{task.ref} are erased already.", hint="There is nothing to do."
                )
            said = f"Erased the texts of #{task.ref}"
            return Decision(
                said, operations, [task.id], then=lambda tx: forget_task(tx, task.id, now)
            )

        receipt = self._writer.write(caller, decide, body={"erase": name}, options=options)
        if receipt.change and receipt.change.number:
            self._database.scrub()
        return receipt


def _blanked(task: Task) -> tuple[Operation, ...]:
    values: dict[str, Any] = {"title": chain.ERASED}
    if task.description:
        values["description"] = chain.ERASED
    if task.template is not None:
        values["template"] = None
    return editing.edit(rules.NOUN, task, values)


def _blanked_comments(tx: Transaction, task: Task) -> Iterable[Operation]:
    for comment in tx.comments.of_tasks([task.id]):
        yield from editing.edit(comments.NOUN, comment, {"text": chain.ERASED})


def forget_task(tx: Transaction, id: str, now: datetime) -> None:
    """Take the texts out of every change and proposal that holds or says them, this one too, and out of the chat."""
    about = {
        id,
        *(op.id for change in touching(tx, id) for op in change.operations if _is_on(op, id)),
    }
    held = [change for one in about for change in touching(tx, one)]
    titles = sorted({text for change in held for text in _titles(change, id)}, key=len)
    rewrite = _without(
        [re.compile(rf"\b{re.escape(t)}\b", re.IGNORECASE) for t in titles if len(t) >= _SHORTEST]
    )
    saying = {change.number: change for title in titles for change in _saying(tx, title)}
    for change in ({change.number: change for change in held} | saying).values():
        forgotten = chain.erase(
            change,
            lambda op, field, value: _goes(about, op, field, value),
            sentence=_rewritten(change.sentence, [f"“{title}”" for title in titles]),
            note=rewrite(change.note),
        )
        tx.changes.erase(forgotten)
    rewrite_messages(tx.connection, tx.workspace_id, rewrite)
    _forget_proposals(tx, about, rewrite)
    _unlearn(tx, {word for change in held for word in _words(change, id)}, now)


def _saying(tx: Transaction, title: str) -> Iterable[Change]:
    """The changes that quote a title, or in whose note an agent wrote it."""
    yield from tx.changes.saying(f"“{title}”")
    if len(title) >= _SHORTEST:
        yield from tx.changes.noting(title)


def _forget_proposals(tx: Transaction, about: set[str], rewrite: Callable[[str], str]) -> None:
    """What waits and would write such a text can't be accepted any more."""
    before: int | None = None
    while page := tx.proposals.page(before=before, limit=_STEP):
        for proposal in page:
            forgotten = _forgotten(proposal, about, rewrite)
            if forgotten != proposal:
                tx.proposals.write(forgotten)
        before = page[-1].number


def _forgotten(proposal: Proposal, about: set[str], rewrite: Callable[[str], str]) -> Proposal:
    change = proposal.change
    erased = chain.erase(
        replace(change, salt=""),
        lambda op, field, value: _goes(about, op, field, value),
        sentence=rewrite(change.sentence),
        note=rewrite(change.note),
    )
    kept = replace(
        change, sentence=erased.sentence, note=erased.note, operations=erased.operations
    )
    return replace(proposal, change=kept, word=rewrite(proposal.word))


def _words(change: Change, id: str) -> Iterable[str]:
    for operation in change.operations:
        if operation.id == id:
            for fields in (operation.before or {}, operation.after or {}):
                for name in ("title", "description"):
                    yield from words_of(fields.get(name, ""))


def _unlearn(tx: Transaction, words: Iterable[str], now: datetime) -> None:
    """Take the words that no task has any more out of the list that slips are corrected by."""

    def is_used(word: str) -> bool:
        wanted = Selection(
            condition=Text((word,), is_prefix=False), setting=Setting(now=now, zone="UTC")
        )
        return tx.tasks.count(wanted, cap=1) > 0

    forget(tx.connection, tx.workspace_id, [word for word in words if not is_used(word)])


def _is_on(operation: Operation, task_id: str) -> bool:
    fields = operation.after or operation.before or {}
    return operation.noun == comments.NOUN and fields.get("task_id") == task_id


def _goes(about: set[str], operation: Operation, field: str, value: Any) -> bool:
    if operation.id not in about or value in ("", chain.ERASED):
        return False
    return field in (_TEXTS if operation.noun == rules.NOUN else ("text",))


def _titles(change: Change, id: str) -> Iterable[str]:
    for operation in change.operations:
        if operation.id == id:
            for fields in (operation.before or {}, operation.after or {}):
                if fields.get("title", chain.ERASED) != chain.ERASED:
                    yield fields["title"]


def _rewritten(sentence: str, quoted: Sequence[str]) -> str:
    for text in quoted:
        sentence = sentence.replace(text, f"“{chain.ERASED}”")
    return sentence


def _without(patterns: Sequence[re.Pattern[str]]) -> Callable[[str], str]:
    def rewrite(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(chain.ERASED, text)
        return text

    return rewrite
