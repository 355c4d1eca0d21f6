"""REST: saved filters."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.schemas.change import Receipt
from watchbill.schemas.saved_filter import (
    SavedFilter,
    SavedFilterAdd,
    SavedFilterChange,
    SavedFilterList,
)
from watchbill.web.answer import PREVIEWED, current, made_of, receipt_of
from watchbill.web.auth import Asker, Served
from watchbill.web.precondition import Options, PlainOptions, list_tag, task_tag

router = APIRouter(prefix="/filters", tags=["filters"])


@router.get("", response_model=SavedFilterList)
def view(request: Request, caller: Asker, services: Served) -> Response:
    """Every saved filter in its order. With If-None-Match: 304 while nothing has changed."""
    caller.require("tasks:read")

    def listed() -> SavedFilterList:
        found = services.filters.view(caller)
        return SavedFilterList.model_construct(
            filters=[SavedFilter.of(filter) for filter in found]
        )

    return current(request, list_tag(services.journal.state(caller.workspace_id)), listed)


@router.post("", response_model=Receipt, status_code=HTTPStatus.CREATED, responses=PREVIEWED)
def add(body: SavedFilterAdd, options: PlainOptions, caller: Asker, services: Served) -> Response:
    """Save a line of the filter language under a name."""
    return made_of(services.filters.add(caller, body.name, body.query, options))


@router.get("/{filter:name}", response_model=SavedFilter)
def show(request: Request, filter: str, caller: Asker, services: Served) -> Response:
    """One saved filter, by name or id. Its `tasks` is the address of what it finds."""
    found = services.filters.find(caller, filter)
    return current(request, task_tag(found.version), lambda: SavedFilter.of(found))


@router.patch("/{filter:name}", response_model=Receipt)
def change(
    filter: str,
    body: SavedFilterChange,
    options: Options,
    caller: Asker,
    services: Served,
) -> Response:
    """Change the name, the query or both."""
    receipt = services.filters.update(
        caller, filter, new_name=body.name, query=body.query, options=options
    )
    return receipt_of(receipt)


@router.delete("/{filter:name}", response_model=Receipt)
def delete(filter: str, options: Options, caller: Asker, services: Served) -> Response:
    """Take a saved filter away; tasks are not touched."""
    return receipt_of(services.filters.delete(caller, filter, options))
