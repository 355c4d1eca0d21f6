"""The review page: what programs propose, and a person's yes or no."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import NotFoundError, WatchbillError
from watchbill.domain.proposal import WAITING
from watchbill.services.accepting import Choice
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.web.auth import Asker, Served
from watchbill.web.ui.card import Card
from watchbill.web.ui.form import VerdictForm
from watchbill.web.ui.page import go, refused, render

router = APIRouter(prefix="/review", include_in_schema=False)

_PAGE = 50


@router.get("")
def show(caller: Asker, services: Served) -> Response:
    """What waits, newest first, and below what was decided."""
    return render("review.html", {"page": "review", **_context(caller, services)})


@router.get("/list")
def part(caller: Asker, services: Served) -> Response:
    """The same without the page around it, for one that is open while something new comes."""
    return render("_review.html", _context(caller, services))


def _context(caller: Caller, services: Services) -> dict[str, Any]:
    found = [Card.of(one) for one in services.proposals.view(caller, limit=_PAGE)]
    return {
        "waiting": [card for card in found if card.proposal.state in WAITING],
        "decided": [card for card in found if card.proposal.state not in WAITING],
        "count": services.proposals.count_waiting(caller),
    }


@router.post("/{number}/{verb}")
def decide(
    request: Request,
    number: int,
    verb: str,
    given: VerdictForm,
    caller: Asker,
    services: Served,
) -> Response:
    """Accept all, what is ticked, or the rest; or decline, with a word."""
    proposals = services.proposals
    choices = {"accept": Choice(), "some": Choice(tasks=given.tasks), "rest": Choice(rest=True)}
    try:
        if verb in choices and (verb != "some" or given.tasks):
            proposals.accept(caller, number, choices[verb])
        elif verb == "decline":
            proposals.decline(caller, number, given.word)
        else:
            raise NotFoundError("There is nothing to do.", hint="Tick some tasks, or go back.")
    except WatchbillError as error:
        return refused(request, error)
    return go("/review")
