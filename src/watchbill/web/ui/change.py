"""Undo and redo from every page, and the list as it was."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import NotFoundError, WatchbillError
from watchbill.services.writing import Receipt, WriteOptions
from watchbill.web.auth import Asker, Served
from watchbill.web.ui import origin, view
from watchbill.web.ui.form import Form
from watchbill.web.ui.page import refused, render
from watchbill.web.ui.preview import carry_out

router = APIRouter(include_in_schema=False)


@router.get("/changes/{number}/list")
def then(number: int, caller: Asker, services: Served) -> Response:
    """The open tasks as they were right after that change, to look at."""
    return _then(caller, services, {"as_of": str(number)})


@router.get("/then")
def then_at(request: Request, caller: Asker, services: Served) -> Response:
    """The list as it was at a time, or after a change; with a filter, too."""
    return _then(caller, services, request.query_params)


def _then(caller: Asker, services: Served, wanted: Mapping[str, str]) -> Response:
    shown = view.read(services, caller, wanted)
    as_of = wanted.get("as_of", "")
    return render("then.html", {"page": "history", "view": shown, "as_of": as_of})


@router.post("/changes/{number}/{verb}")
def turn_back(
    request: Request, number: int, verb: str, form: Form, caller: Asker, services: Served
) -> Response:
    """Undo or redo, from a notice on the list, from the history, or from a task's page."""
    verbs = {"undo": services.journal.undo, "redo": services.journal.redo}
    if verb not in verbs:
        raise NotFoundError("There is no such page.", hint="Go back to the list.")

    def work(options: WriteOptions) -> Receipt:
        return verbs[verb](caller, number, options)

    def done(receipt: Receipt) -> Response:
        return origin.done(request, services, caller, form, receipt)

    def refuse(error: WatchbillError) -> Response:
        look = f"/history/undo?change={number}" if "conflicts" in error.details else ""
        return refused(request, error, look=look)

    return carry_out(request, form, work, done, refuse=refuse)
