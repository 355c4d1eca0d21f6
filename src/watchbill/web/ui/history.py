"""The history page: who changed what, looked through by whom, what, where and when."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import InvalidError, NotFoundError
from watchbill.domain.kind import KINDS
from watchbill.domain.project import Project
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.history import HistoryFilter
from watchbill.web.auth import Asker, Served
from watchbill.web.ui import row
from watchbill.web.ui.page import render

router = APIRouter(include_in_schema=False)

_PAGE = 50
FIELDS = ("actor", "run", "task", "project", "kind", "after", "until")


@router.get("/history")
def show(request: Request, caller: Asker, services: Served) -> Response:
    last = services.journal.last_change(caller.workspace_id)
    context = {
        "page": "history",
        "last_change": last,
        "kinds": KINDS,
        "projects": _projects(services, caller),
        "actors": _actors(services, caller),
        **context_of(services, caller, request.query_params),
    }
    return render("history.html", context)


@router.get("/history/list")
def part(request: Request, caller: Asker, services: Served) -> Response:
    return render("_answer.html", context_of(services, caller, request.query_params))


def wanted(form: Mapping[str, str]) -> HistoryFilter:
    """The filter that a form or address asks for."""
    before = form.get("before", "")
    given: dict[str, Any] = {name: form.get(name, "").strip() for name in FIELDS}
    number = int(before) if before.isascii() and before.isdecimal() else None
    return HistoryFilter(**given, before=number, limit=_PAGE)


def asked(filter: HistoryFilter) -> dict[str, str]:
    """The same as an address or hidden fields have it: what is given, and nothing else."""
    given: dict[str, Any] = asdict(filter)
    return {name: given[name] for name in FIELDS if given[name]}


def context_of(services: Services, caller: Caller, form: Mapping[str, str]) -> dict[str, Any]:
    """What the list of changes is rendered with; a filter that can't be read is told, and finds nothing."""
    filter = wanted(form)
    words = asked(filter)
    context: dict[str, Any] = {
        "filter": words,
        "filter_query": urlencode(words),
        "changes": [],
        "next_href": None,
    }
    try:
        found = services.history.view(caller, filter)
    except (InvalidError, NotFoundError) as error:
        return {**context, "problem": str(error)}
    names = services.journal.names(caller, row.edits(found.entries))
    if found.following is not None:
        context["next_href"] = f"/history?{urlencode({**words, 'before': found.following})}"
    return {**context, "changes": row.rows(found.entries, names)}


def _projects(services: Services, caller: Caller) -> list[Project]:
    return [project for project, _ in services.projects.view(caller, archived=True).projects]


def _actors(services: Services, caller: Caller) -> list[str]:
    """Who may have written: people, the assistant for each, programs, and the server itself."""
    people = [member.name for member in services.members.members(caller)]
    tokens = () if caller.is_machine else services.tokens.list(caller)
    return [
        *(f"user:{name}" for name in people),
        *(f"assistant for {name}" for name in people),
        *(f"token:{token.name}" for token in tokens),
        "system",
    ]
