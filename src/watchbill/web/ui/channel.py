"""The page of channels and of what didn't arrive."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.delivery.trial import try_out
from watchbill.domain.errors import NotFoundError, WatchbillError
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.channel import ChannelDraft, ChannelEdit, shown_target
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
        events=_events(form),
    )
    try:
        _, secret = services.channels.add(caller, draft)
    except WatchbillError as error:
        return _problem(services, caller, error)
    if not secret:
        return go("/channels")
    return render("channels.html", {**_context(services, caller), "secret": secret})


@router.get("/{id}")
def edit(id: str, caller: Asker, services: Served) -> Response:
    """The same page, with the form of one channel."""
    channel = services.channels.find(caller, id)
    return render("channels.html", {**_context(services, caller), "edited": channel})


@router.post("/{id}/edit")
def save(id: str, form: Form, caller: Asker, services: Served) -> Response:
    edit = ChannelEdit(
        name=form.get("name"), target=form.get("target") or None, events=_events(form)
    )
    try:
        services.channels.edit(caller, id, edit)
    except WatchbillError as error:
        return _problem(services, caller, error)
    return go("/channels")


@router.post("/{id}/test")
def test(request: Request, id: str, caller: Asker, services: Served) -> Response:
    """Send a test there, and show at once what became of it."""
    channel = services.channels.find(caller, id)
    trial = try_out(request.app.state.ways, channel, services.clock)
    context = {"trial": trial, "tried": channel.name}
    return render("channels.html", {**_context(services, caller), **context})


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


def _events(form: Form) -> tuple[str, ...]:
    return tuple(event for event in ("reminders", "changes") if event in form)


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
