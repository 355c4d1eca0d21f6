"""The page of channels and of what didn't arrive."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from watchbill.domain.errors import NotFoundError, WatchbillError
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.channel import ChannelDraft, shown_target
from watchbill.web.auth import Asker, Served
from watchbill.web.errors import status_of
from watchbill.web.ui.form import Form
from watchbill.web.ui.page import go, render

router = APIRouter(prefix="/channels", include_in_schema=False)


@router.get("")
def show(caller: Asker, services: Served) -> Response:
    return render("channels.html", _context(services, caller))


@router.post("")
def add(form: Form, caller: Asker, services: Served) -> Response:
    draft = ChannelDraft(
        kind=form.get("kind", ""),
        name=form.get("name", ""),
        target=form.get("target", ""),
        events=tuple(event for event in ("reminders", "changes") if event in form),
    )
    try:
        _, secret = services.channels.add(caller, draft)
    except WatchbillError as error:
        return _problem(services, caller, error)
    if not secret:
        return go("/channels")
    return render("channels.html", {**_context(services, caller), "secret": secret})


@router.post("/{id}/{verb}")
def change(id: str, verb: str, caller: Asker, services: Served) -> Response:
    verbs = {"remove": services.channels.remove, "enable": services.channels.enable}
    if verb not in verbs:
        raise NotFoundError("There is no such page.", hint="Go back to the channels.")
    try:
        verbs[verb](caller, id)
    except WatchbillError as error:
        return _problem(services, caller, error)
    return go("/channels")


@router.post("/notices/{number}/retry/all")
def retry(number: int, caller: Asker, services: Served) -> Response:
    try:
        services.notices.retry(caller, number)
    except WatchbillError as error:
        return _problem(services, caller, error)
    return go("/channels")


def _context(services: Services, caller: Caller) -> dict[str, Any]:
    return {
        "page": "settings",
        "channels": [(one, shown_target(one)) for one in services.channels.list(caller)],
        "failed": services.notices.failed(caller),
        "coming": services.notices.coming(caller, limit=10),
    }


def _problem(services: Services, caller: Caller, error: WatchbillError) -> Response:
    context = {**_context(services, caller), "problem": str(error)}
    return render("channels.html", context, status=status_of(error.code))
