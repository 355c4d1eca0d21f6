"""What people and agents do with tags. New ones are also made by naming them on a task."""

from dataclasses import asdict, dataclass
from datetime import datetime

from watchbill.domain import tag as rules
from watchbill.domain import task as task_rules
from watchbill.domain.errors import TooLargeError
from watchbill.domain.tag import Tag
from watchbill.services import named
from watchbill.services.caller import Caller
from watchbill.services.lookup import find_tag
from watchbill.services.named import NamedPatch
from watchbill.services.writing import PLAIN, Clock, Decision, Receipt, WriteOptions, Writer
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction

TASKS_MAX = 1_000
"""On how many tasks a tag can still be deleted at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagPatch(NamedPatch):
    """The fields to change."""


class TagService:
    """Every method is one transaction; every write is one change with a receipt, whose subject is the tag."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._writer = Writer(database, clock)

    def find(self, caller: Caller, name: str) -> Tag:
        """The tag so called. Raises TAG_NOT_FOUND."""
        caller.require("tasks:read")
        with self._database.read(caller.workspace_id) as reader:
            return find_tag(reader, name)

    def add(
        self, caller: Caller, name: str, patch: TagPatch, options: WriteOptions = PLAIN
    ) -> Receipt:
        """Add a tag. Raises CONFLICT when one has that name."""
        caller.require("tasks:write")

        def decide(tx: Transaction, now: datetime) -> Decision:
            _check_free(tx, name, None)
            made = rules.add({"name": name, **patch.values(None, now)}, now=now)
            said = f"Added the tag “{(made.after or {})['name']}”"
            return Decision(said, (made,), subject=(rules.NOUN, made.id))

        body = {"add_tag": name, "patch": asdict(patch)}
        return self._writer.write(caller, decide, body=body, options=options)

    def update(
        self, caller: Caller, name: str, patch: TagPatch, options: WriteOptions = PLAIN
    ) -> Receipt:
        """Change just the fields that the patch names; tasks keep the tag under its new name."""
        caller.require("tasks:write")
        patch.require_some()

        def decide(tx: Transaction, now: datetime) -> Decision:
            tag = find_tag(tx, name)
            if patch.name is not None:
                _check_free(tx, patch.name, tag)
            made = rules.edit(tag, patch.values(tag, now))
            return Decision(named.said(rules.NOUN, tag, made), made, subject=(rules.NOUN, tag.id))

        body = {"update_tag": name, "patch": asdict(patch)}
        return self._writer.write(caller, decide, body=body, options=options)

    def delete(self, caller: Caller, name: str, options: WriteOptions = PLAIN) -> Receipt:
        """Take a tag away, also from its tasks. Raises TOO_LARGE when it is on over 1,000."""
        caller.require("tasks:write")

        def decide(tx: Transaction, now: datetime) -> Decision:
            tag = find_tag(tx, name)
            tasks = tx.tasks.with_tag(tag.id, limit=TASKS_MAX + 1)
            if len(tasks) > TASKS_MAX:
                raise TooLargeError(
                    f"The tag “{tag.name}” is on over {TASKS_MAX} tasks.",
                    hint="Archive it instead.",
                )
            made = tuple(op for task in tasks for op in task_rules.untag(task, tag.id))
            said, removed = f"Deleted the tag “{tag.name}”", rules.remove(tag)
            return Decision(said, (*made, removed), gone=(rules.NOUN, tag.id))

        body = {"delete_tag": name}
        return self._writer.write(caller, decide, body=body, options=options)


def _check_free(tx: Transaction, name: str, tag: Tag | None) -> None:
    so_called = tx.tags.by_name([rules.check_tag_name(name)]).values()
    named.check_free(rules.NOUN, so_called, tag)
