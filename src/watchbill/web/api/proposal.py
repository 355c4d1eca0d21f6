"""REST: proposals. Programs may look at their own, and withdraw them; a person decides."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from watchbill.domain.proposal import State
from watchbill.domain.query import LIMIT_DEFAULT, LIMIT_MAX
from watchbill.schemas.change import Receipt
from watchbill.schemas.proposal import (
    Acceptance,
    Proposal,
    ProposalDetail,
    ProposalList,
    Refusal,
)
from watchbill.schemas.request import Request as Arguments
from watchbill.services.accepting import ALL, Choice
from watchbill.web.answer import json_of, linked, receipt_of
from watchbill.web.api.change import Bound, Number
from watchbill.web.auth import Asker, Served

router = APIRouter(prefix="/proposals", tags=["proposals"])


class ProposalQuery(Arguments):
    """Which proposals: newest first, `before` a number; in a `state`, or in any."""

    state: State | None = None
    before: Bound | None = None
    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX - 1)] = LIMIT_DEFAULT


class AcceptQuery(Arguments):
    """`preview`: say what would be done, and do nothing."""

    preview: bool = False


@router.get("", response_model=ProposalList)
def view(
    request: Request, query: Annotated[ProposalQuery, Query()], caller: Asker, services: Served
) -> Response:
    """What waits for a person, and what became of it."""
    found = services.proposals.view(
        caller,
        states=() if query.state is None else (query.state,),
        before=query.before,
        limit=query.limit + 1,  # one more shows whether there is a next page
    )
    shown = found[: query.limit]
    next = None
    if len(found) > query.limit:
        given = query.model_dump(exclude_unset=True, exclude_none=True)
        last = shown[-1].proposal.number
        next = f"{request.url.path}?{urlencode({**given, 'before': last})}"
    body = ProposalList.model_construct(
        proposals=[Proposal.of(one) for one in shown],
        waiting=services.proposals.count_waiting(caller),
        next=next,
    )
    return json_of(body, headers=linked(next))


@router.get("/{number}", response_model=ProposalDetail)
def show(number: Number, caller: Asker, services: Served) -> Response:
    """One proposal, with what has changed under it since."""
    return json_of(ProposalDetail.of(services.proposals.find(caller, number)))


@router.post("/{number}/accept", response_model=Receipt)
def accept(
    number: Number,
    query: Annotated[AcceptQuery, Query()],
    caller: Asker,
    services: Served,
    body: Acceptance | None = None,
) -> Response:
    """Do it, just as it was shown: once, so that a repeat answers the first receipt. Only a person can."""
    choice = ALL if body is None else Choice(tasks=body.tasks, rest=body.rest)
    return receipt_of(services.proposals.accept(caller, number, choice, preview=query.preview))


@router.post("/{number}/decline", response_model=Proposal)
def decline(
    number: Number, caller: Asker, services: Served, body: Refusal | None = None
) -> Response:
    """Say no, with a word to whoever proposed it. Only a person can."""
    word = "" if body is None else body.word
    return json_of(Proposal.of(services.proposals.decline(caller, number, word)))


@router.post("/{number}/withdraw", response_model=Proposal)
def withdraw(number: Number, caller: Asker, services: Served) -> Response:
    """Take back what one proposed oneself."""
    return json_of(Proposal.of(services.proposals.withdraw(caller, number)))
