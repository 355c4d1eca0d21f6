"""REST: the journal, undo and redo."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from watchbill.domain.query import LIMIT_DEFAULT, LIMIT_MAX, ChangeFilter
from watchbill.schemas.change import Change, ChangeList, Force, Receipt, UndoMany
from watchbill.schemas.request import Request as Arguments
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.journal import Entry
from watchbill.services.undoing import Selection
from watchbill.web.answer import cached, json_of, linked, not_modified, receipt_of
from watchbill.web.auth import Asker, Served
from watchbill.web.precondition import PlainOptions, is_fresh, list_tag

router = APIRouter(tags=["changes"])

MOST = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=MOST)]
Bound = Annotated[int, Field(ge=0, le=MOST)]


class ChangeQuery(Arguments):
    """Which changes: with `since` those after that number, oldest first; else newest first, `before` a number."""

    since: Bound | None = None
    before: Bound | None = None
    task: str | None = None
    actor: str | None = None
    run: str | None = None
    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX - 1)] = LIMIT_DEFAULT


@router.get("/changes", response_model=ChangeList)
def view(
    request: Request, query: Annotated[ChangeQuery, Query()], caller: Asker, services: Served
) -> Response:
    """The journal, a page at a time. With If-None-Match: 304 while nothing has changed."""
    tag = list_tag(services.journal.state(caller.workspace_id))
    if is_fresh(request, tag):
        return not_modified(tag)
    filter = ChangeFilter(
        since=query.since or 0,
        before=query.before,
        actor=query.actor,
        run=query.run,
        newest_first=query.since is None,
        limit=query.limit + 1,  # one more shows whether there is a next page
    )
    found = services.journal.view(caller, filter, task=query.task)
    shown = found[: query.limit]
    next = _next(request, query, shown[-1]) if len(found) > query.limit else None
    body = ChangeList.model_construct(changes=[Change.of(entry) for entry in shown], next=next)
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


def _next(request: Request, query: ChangeQuery, last: Entry) -> str:
    arguments: dict[str, Any] = query.model_dump(exclude_unset=True, exclude_none=True)
    arguments["before" if query.since is None else "since"] = last.change.number
    return f"{request.url.path}?{urlencode(arguments)}"
