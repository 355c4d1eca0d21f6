"""The page that a form was sent from: where its answer leads, and what that page shows now."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.writing import Receipt
from watchbill.web.ui import history, task_page, upcoming, view
from watchbill.web.ui.page import written

_SAID = ("page", "on", "state", "query", "cursor")


def said(form: Mapping[str, str]) -> dict[str, str]:
    """What a form or an address says of where it comes from."""
    return {name: form[name] for name in _SAID if form.get(name)}


def href(form: Mapping[str, str]) -> str:
    """The address of that page: the list, unless the form says another."""
    if _is_history(form):
        return "/history"
    if upcoming.is_asked(form):
        return upcoming.href(form)
    return f"/tasks/{quote(form['on'], safe='')}" if form.get("on") else view.href(form)


def context_of(services: Services, caller: Caller, form: Mapping[str, str]) -> dict[str, Any]:
    """What that page shows now. Raises TASK_NOT_FOUND for the page of a task that isn't there."""
    if _is_history(form):
        return history.context_of(services, caller, form)
    if upcoming.is_asked(form):
        return {"upcoming": upcoming.read(services, caller, form)}
    if on := form.get("on"):
        return task_page.context_of(services, caller, on)
    return {"view": view.read(services, caller, form)}


def done(
    request: Request,
    services: Services,
    caller: Caller,
    form: Mapping[str, str],
    receipt: Receipt,
) -> Response:
    """That page after a write, with a notice; without a script, the way to it."""
    return written(request, receipt, href(form), lambda: context_of(services, caller, form))


def _is_history(form: Mapping[str, str]) -> bool:
    return form.get("page") == "history"
