"""Proposals on the wire."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StrictBool, StrictStr

from watchbill.domain.instant import to_text
from watchbill.domain.proposal import BECAUSE, State, Why
from watchbill.schemas.change import Conflict, Operation, operation_of
from watchbill.schemas.field_change import FieldChange, field_changes
from watchbill.schemas.request import Request
from watchbill.schemas.task import Instant
from watchbill.services.proposal import Shown


class Proposal(BaseModel):
    """A change that waits for a person, or what became of it.

    `why` it waits, and `because` in words. `reason` is what the program says, in its own words: a claim, not a fact.
    `fields` say what it would do, old and new; `operations` the same in full, just as they will be applied.
    `stands_on` is the number of the newest change when it was made. `change` is what came of it, `word` what its proposer was told.
    """

    number: int
    state: State
    at: Instant
    expires_at: Instant
    actor: str
    on_behalf_of: str | None
    run: str | None
    client: str | None
    sentence: str
    why: Why
    because: str
    reason: str
    fields: list[FieldChange]
    operations: list[Operation]
    stands_on: int
    decided_at: Instant | None
    decided_by: str | None
    word: str
    change: int | None

    @classmethod
    def of(cls, shown: Shown) -> "Proposal":
        return cls.model_construct(**_values(shown))


class ProposalDetail(Proposal):
    """A proposal alone. `conflicts`: what has changed under it since. `parts`: the tasks that are only accepted together, by ref."""

    conflicts: list[Conflict]
    parts: list[list[int]]

    @classmethod
    def of(cls, shown: Shown) -> "ProposalDetail":
        return cls.model_construct(
            **_values(shown),
            conflicts=[Conflict.of(clash) for clash in shown.clashes],
            parts=[list(part) for part in shown.parts],
        )


class ProposalList(BaseModel):
    """A page, newest first. `waiting` is how many there are to decide; `next` the address of the page after it, null on the last one."""

    proposals: list[Proposal]
    waiting: int
    next: str | None


class Acceptance(Request):
    """What to accept: all; just these `tasks`, by ref; or the `rest`, which nothing stands against."""

    tasks: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(max_length=1000)] = ()
    rest: StrictBool = False


class Refusal(Request):
    """A word to whoever proposed it."""

    word: StrictStr = ""


def _values(shown: Shown) -> dict[str, Any]:
    proposal = shown.proposal
    change = proposal.change
    return {
        "number": proposal.number,
        "state": shown.state,
        "at": to_text(change.at),
        "expires_at": to_text(proposal.expires_at),
        "actor": str(change.actor),
        "on_behalf_of": change.on_behalf_of,
        "run": change.run,
        "client": change.client,
        "sentence": change.sentence,
        "why": proposal.why,
        "because": BECAUSE[proposal.why],
        "reason": proposal.reason,
        "fields": list(field_changes(change, shown.names)),
        "operations": [operation_of(operation) for operation in change.operations],
        "stands_on": proposal.stands_on,
        "decided_at": proposal.decided_at and to_text(proposal.decided_at),
        "decided_by": proposal.decided_by and str(proposal.decided_by),
        "word": proposal.word,
        "change": proposal.result,
    }
