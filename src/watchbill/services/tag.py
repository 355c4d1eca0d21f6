"""What people and agents do with tags. New ones are also made by naming them on a task."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from watchbill.domain import tag as rules
from watchbill.domain import task as task_rules
from watchbill.domain.errors import ConflictError, InvalidError, TooLargeError
from watchbill.domain.operation import Operation
from watchbill.domain.tag import Tag
from watchbill.services.caller import Caller
from watchbill.services.lookup import find_tag
from watchbill.services.writing import PLAIN, Clock, Decision, Receipt, WriteOptions, Writer
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction

TASKS_MAX = 1_000
"""On how many tasks a tag can still be deleted at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagPatch:
    """The fields to change; None leaves one as it is. `colour` is “” to take it away."""

    name: str | None = None
    colour: str | None = None
    archived: bool | None = None


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
            made = rules.add({"name": name, **_values(patch, None, now)}, now=now)
            said = f"Added the tag “{(made.after or {})['name']}”"
            return Decision(said, (made,), subject=(rules.NOUN, made.id))

        body = {"add_tag": name, "patch": asdict(patch)}
        return self._writer.write(caller, decide, body=body, options=options)

    def update(
        self, caller: Caller, name: str, patch: TagPatch, options: WriteOptions = PLAIN
    ) -> Receipt:
        """Change just the fields that the patch names; tasks keep the tag under its new name."""
        caller.require("tasks:write")
        if patch == TagPatch():
            raise InvalidError.of(
                "patch", "Nothing to change is named.", hint="Give a name, colour or archived."
            )

        def decide(tx: Transaction, now: datetime) -> Decision:
            tag = find_tag(tx, name)
            if patch.name is not None:
                _check_free(tx, patch.name, tag)
            made = rules.edit(tag, _values(patch, tag, now))
            return Decision(_said(tag, made), made, subject=(rules.NOUN, tag.id))

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


def _values(patch: TagPatch, tag: Tag | None, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if patch.name is not None:
        values["name"] = patch.name
    if patch.colour is not None:
        values["colour"] = patch.colour or None
    if patch.archived is not None and patch.archived != bool(tag and tag.is_archived):
        values["archived_at"] = now if patch.archived else None
    return values


def _check_free(tx: Transaction, name: str, tag: Tag | None) -> None:
    for other in tx.tags.by_name([rules.check_tag_name(name)]).values():
        if tag is None or other.id != tag.id:
            raise ConflictError(
                f"There is a tag “{other.name}” already.",
                hint="Use that one, or choose another name.",
                details={"tag": {"id": other.id, "name": other.name}},
            )


def _said(tag: Tag, made: tuple[Operation, ...]) -> str:
    changed = dict(made[0].after or {}) if made else {}
    if "name" in changed:
        return f"Renamed the tag “{tag.name}” to “{changed['name']}”"
    if "archived_at" in changed:
        verb = "Archived" if changed["archived_at"] else "Took from the archive"
        return f"{verb} the tag “{tag.name}”"
    return f"Changed the colour of the tag “{tag.name}”"
