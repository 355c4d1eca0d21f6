"""Changes, and the receipts of writes, on the wire."""

from typing import Annotated, Any

from pydantic import BaseModel, Discriminator, Field, StrictBool, StrictInt, StrictStr

from watchbill.domain import comment, project, tag
from watchbill.domain import operation as rules
from watchbill.domain.instant import to_text
from watchbill.schemas.comment import Comment
from watchbill.schemas.field_change import FieldChange, field_changes
from watchbill.schemas.project import Project, Tag
from watchbill.schemas.request import Request
from watchbill.schemas.saved_filter import SavedFilter
from watchbill.schemas.task import Instant, Task
from watchbill.services import writing
from watchbill.services.clash import Clash
from watchbill.services.journal import Entry


class Undo(BaseModel):
    """How to take the change back: POST to `href`."""

    change: int
    href: str


class Conflict(BaseModel):
    """What an undo left as it is, since something later is in the way: the value before, the one written, the one now.

    `reason`: the field was `changed` since; the thing, or what the field referred to, is `gone`; the thing is `there` again, or `used` by others;
    the name is `taken`; the value is `unfit`, a circle for example; the text was `erased`. `change` is the later one, by `actor`.
    """

    noun: str
    id: str
    task: int | None
    name: str
    field: str
    reason: str
    was: Any
    wrote: Any
    now: Any
    change: int | None
    actor: str | None

    @classmethod
    def of(cls, clash: Clash) -> "Conflict":
        conflict = clash.conflict
        return cls.model_construct(
            noun=conflict.noun,
            id=conflict.id,
            task=clash.ref,
            name=clash.name,
            field=conflict.field,
            reason=conflict.reason,
            was=conflict.was,
            wrote=conflict.wrote,
            now=conflict.now,
            change=clash.by and clash.by.number,
            actor=clash.by and str(clash.by.actor),
        )


Number = Annotated[StrictInt, Field(ge=1, le=2**31 - 1)]


class Force(Request):
    """`force`: overwrite what later changes wrote; for persons."""

    force: StrictBool = False


class UndoMany(Force):
    """Which changes to take back, as one: those that fit all that is given; nothing given is the caller's own last.

    `since` and `until` are instants, or times of the caller's day such as “14:00” or “yesterday 18:00”.
    """

    changes: Annotated[tuple[Number, ...], Field(max_length=5_000)] = ()
    actor: StrictStr | None = None
    run: StrictStr | None = None
    since: StrictStr | None = None
    until: StrictStr | None = None


Subject = Annotated[Project | Tag | Comment | SavedFilter, Discriminator("noun")]


class Receipt(BaseModel):
    """What a write did, or would do.

    `change`: its number; null when nothing had to change, and for a preview.
    `subject`: the project, tag, comment or saved filter that was written, as it is after it.
    `repeated`: the request came before, with the same Idempotency-Key, and this is what it did then.
    """

    change: int | None
    sentence: str | None
    actor: str | None
    at: Instant | None
    fields: list[FieldChange]
    tasks: list[Task]
    subject: Subject | None
    conflicts: list[Conflict]
    undo: Undo | None
    repeated: bool
    preview: bool
    proposal: int | None

    @classmethod
    def of(cls, receipt: writing.Receipt) -> "Receipt":
        change = receipt.change
        number = change.number if change and change.number else None
        return cls.model_construct(
            change=number,
            sentence=change.sentence if change else None,
            actor=str(change.actor) if change else None,
            at=to_text(change.at) if change else None,
            fields=list(field_changes(change, receipt.names)) if change else [],
            tasks=[Task.of(task, receipt.names) for task in receipt.tasks],
            subject=receipt.subject and _subject(receipt.subject),
            conflicts=[Conflict.of(clash) for clash in receipt.conflicts],
            undo=Undo(change=number, href=f"/api/v1/changes/{number}/undo") if number else None,
            repeated=receipt.is_repeat,
            preview=receipt.is_preview,
            proposal=receipt.proposal and receipt.proposal.number,
        )


def _subject(subject: writing.Subject) -> Project | Tag | Comment | SavedFilter:
    match subject:
        case project.Project():
            return Project.of(subject)
        case tag.Tag():
            return Tag.of(subject)
        case comment.Comment():
            return Comment.of(subject)
        case _:
            return SavedFilter.of(subject)


class Operation(BaseModel):
    """One thing's fields before and after; null where it was made, or removed."""

    noun: str
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Change(BaseModel):
    """One act in the journal. `undone_by`: the change that took it back, if it doesn't hold any more.

    `note` is why, in the words of whoever did it: a program's is a claim, not a fact.
    """

    number: int
    at: Instant
    actor: str
    sentence: str
    operations: list[Operation]
    undoes: list[int]
    undone_by: int | None
    run: str | None
    client: str | None
    on_behalf_of: str | None
    proposal: int | None
    accepted_by: str | None
    note: str

    @classmethod
    def of(cls, entry: Entry) -> "Change":
        change = entry.change
        return cls.model_construct(
            number=change.number,
            at=to_text(change.at),
            actor=str(change.actor),
            sentence=change.sentence,
            operations=[operation_of(operation) for operation in change.operations],
            undoes=list(change.undoes),
            undone_by=entry.undone_by,
            run=change.run,
            client=change.client,
            on_behalf_of=change.on_behalf_of,
            proposal=change.proposal,
            accepted_by=change.accepted_by and str(change.accepted_by),
            note=change.note,
        )


def operation_of(operation: rules.Operation) -> Operation:
    return Operation.model_construct(
        noun=operation.noun,
        id=operation.id,
        before=None if operation.before is None else dict(operation.before),
        after=None if operation.after is None else dict(operation.after),
    )


class ChangeList(BaseModel):
    """A page of the journal. `next` is the address of the page after it, null on the last one."""

    changes: list[Change]
    next: str | None
