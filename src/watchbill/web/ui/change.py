"""Undo and redo from every page, and the list as it was."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import NotFoundError, WatchbillError
from watchbill.services.writing import Receipt
from watchbill.web.auth import Asker, Served
from watchbill.web.ui import history, task_page, upcoming, view
from watchbill.web.ui.form import Form
from watchbill.web.ui.page import Toast, go, is_partial, refused, render

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
    try:
        receipt = verbs[verb](caller, number)
    except WatchbillError as error:
        look = f"/history/undo?change={number}" if "conflicts" in error.details else ""
        return refused(request, error, look=look)
    return _done(request, form, caller, services, receipt)


def _done(
    request: Request, form: Mapping[str, str], caller: Asker, services: Served, receipt: Receipt
) -> Response:
    if (on := form.get("on")) and not upcoming.is_asked(form):
        return task_page.done(request, services, caller, on, receipt)
    is_history = form.get("page") == "history"
    if not is_partial(request):
        return go("/history" if is_history else upcoming.href(form))
    context = (
        history.context_of(services, caller, form)
        if is_history
        else upcoming.context_of(services, caller, form)
    )
    return render("_answer.html", {**context, "toast": Toast.of(receipt)})
