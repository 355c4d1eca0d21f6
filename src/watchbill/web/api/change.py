"""REST: the journal, undo and redo."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from watchbill.domain.query import LIMIT_DEFAULT, LIMIT_MAX
from watchbill.schemas.change import Change, ChangeList, Force, Receipt, UndoMany
from watchbill.schemas.request import Request as Arguments
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.history import HistoryFilter
from watchbill.services.undoing import Selection
from watchbill.web.answer import cached, json_of, linked, not_modified, receipt_of
from watchbill.web.auth import Asker, Served
from watchbill.web.precondition import PlainOptions, is_fresh, list_tag

router = APIRouter(tags=["changes"])

MOST = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=MOST)]
Bound = Annotated[int, Field(ge=0, le=MOST)]


class ChangeQuery(Arguments):
    """Which changes: with `since` those after that number, oldest first; else newest first, `before` a number.

    `after` and `until` are times, such as “yesterday 18:00”. `kind`: added, edited, completed, deleted or undone.
    `project`: what touched it, or tasks that are in it now.
    """

    since: Bound | None = None
    before: Bound | None = None
    task: str = ""
    project: str = ""
    actor: str = ""
    run: str = ""
    kind: Literal["", "added", "edited", "completed", "deleted", "undone"] = ""
    after: str = ""
    until: str = ""
    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX - 1)] = LIMIT_DEFAULT


@router.get("/changes", response_model=ChangeList)
def view(
    request: Request, query: Annotated[ChangeQuery, Query()], caller: Asker, services: Served
) -> Response:
    """The journal, a page at a time. With If-None-Match: 304 while nothing has changed."""
    tag = list_tag(services.journal.state(caller.workspace_id))
    if is_fresh(request, tag):
        return not_modified(tag)
    found = services.history.view(caller, HistoryFilter(**query.model_dump()))
    next = _next(request, query, found.following) if found.following is not None else None
    changes = [Change.of(entry) for entry in found.entries]
    body = ChangeList.model_construct(changes=changes, next=next)
    return json_of(body, headers={**cached(tag), **linked(next)})


@router.get("/changes/{number}", response_model=Change)
def show(number: Number, caller: Asker, services: Served) -> Response:
    """One change."""
    return json_of(Change.of(services.journal.find(caller, number)))


@router.post("/changes/{number}/undo", response_model=Receipt)
def undo(
    number: Number,
    options: PlainOptions,
    caller: Asker,
    services: Served,
    body: Force | None = None,
) -> Response:
    """Take this change back, by a new one, as far as no later change is in the way."""
    return receipt_of(services.journal.undo(caller, number, options, force=_is_forced(body)))


@router.post("/changes/{number}/redo", response_model=Receipt)
def redo(
    number: Number,
    options: PlainOptions,
    caller: Asker,
    services: Served,
    body: Force | None = None,
) -> Response:
    """Do this change again, after it was undone."""
    return receipt_of(services.journal.redo(caller, number, options, force=_is_forced(body)))


@router.post("/undo", response_model=Receipt)
def undo_many(
    options: PlainOptions, caller: Asker, services: Served, body: UndoMany | None = None
) -> Response:
    """Take back all changes that fit, as one change; without any choice the caller's own last one that holds."""
    journal, force = services.journal, _is_forced(body)
    chosen = Selection() if body is None else _selection(body, caller, services)
    if chosen == Selection():
        return receipt_of(journal.undo(caller, None, options, force=force))
    return receipt_of(journal.undo_many(caller, chosen, options, force=force))


def _is_forced(body: Force | None) -> bool:
    return body is not None and body.force


def _selection(body: UndoMany, caller: Caller, services: Services) -> Selection:
    chosen = Selection(numbers=body.changes, actor=body.actor, run=body.run)
    return chosen.within(body.since, body.until, now=services.clock(), zone=caller.zone)


@router.post("/redo", response_model=Receipt)
def redo_last(options: PlainOptions, caller: Asker, services: Served) -> Response:
    """Do again what the caller undid last."""
    return receipt_of(services.journal.redo(caller, None, options))


def _next(request: Request, query: ChangeQuery, following: int) -> str:
    arguments: dict[str, Any] = query.model_dump(exclude_unset=True, exclude_none=True)
    arguments["before" if query.since is None else "since"] = following
    return f"{request.url.path}?{urlencode(arguments)}"
