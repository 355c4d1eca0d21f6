"""Stopping an agent by one click, and what it did last, to look at and to undo as one change."""

from itertools import islice
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import ConflictError, NotFoundError, WatchbillError
from watchbill.schemas.change import Conflict
from watchbill.schemas.field_change import field_changes
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.freezing import Agent, LastRun
from watchbill.services.writing import WriteOptions
from watchbill.web.auth import Asker, Served
from watchbill.web.ui.form import Form
from watchbill.web.ui.page import Toast, go, refused, render

router = APIRouter(prefix="/agents", include_in_schema=False)

_SHOWN = 50


@router.get("")
def show(request: Request, caller: Asker, services: Served, name: str = "") -> Response:
    """One agent: whether it is frozen, and what undoing its last run would do."""
    try:
        agent, run = services.freezing.find(caller, name)
    except WatchbillError as error:
        return refused(request, error)
    return render("agent.html", {"page": "settings", **_context(services, caller, agent, run)})


@router.post("/{verb}")
def act(request: Request, verb: str, form: Form, caller: Asker, services: Served) -> Response:
    """Freeze, and go on to what it did last; unfreeze; or undo that run."""
    name = form.get("agent", "")
    verbs = {"freeze": services.freezing.freeze, "unfreeze": services.freezing.unfreeze}
    try:
        if verb == "undo":
            return _undone(services, caller, name, form.get("run", ""))
        if verb not in verbs:
            raise NotFoundError("There is no such page.", hint="Go back to the settings.")
        agent = verbs[verb](caller, name)
    except WatchbillError as error:
        return refused(request, error)
    return go(f"/agents?{urlencode({'name': agent.name})}")


def _undone(services: Services, caller: Caller, name: str, number: str) -> Response:
    """The run that the person has seen; what the agent did since stays."""
    agent, run = services.freezing.find(caller, name)
    if run is None or run.run != number:
        raise ConflictError(
            "That isn't its last run any more.", hint="Go back, and look at what it did since."
        )
    toast = Toast.of(services.journal.undo_many(caller, run.selection))
    left = _context(services, caller, *services.freezing.find(caller, name))
    return render("agent.html", {"page": "settings", **left, "agent": agent, "toast": toast})


def _context(
    services: Services, caller: Caller, agent: Agent, run: LastRun | None
) -> dict[str, Any]:
    context = {"agent": agent, "run": run, "fields": (), "kept": (), "more": 0, "problem": ""}
    if run is None:
        return context
    try:
        receipt = services.journal.undo_many(caller, run.selection, WriteOptions(preview=True))
    except WatchbillError as error:
        return {**context, "problem": str(error)}
    fields = list(field_changes(receipt.change, receipt.names)) if receipt.change else []
    return {
        **context,
        "fields": tuple(islice(fields, _SHOWN)),
        "more": max(0, len(fields) - _SHOWN),
        "kept": tuple(Conflict.of(clash) for clash in receipt.conflicts),
    }
