"""REST: tags."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.schemas.change import Receipt
from watchbill.schemas.project import Tag, TagAdd, TagChange, TagList
from watchbill.web.answer import PREVIEWED, current, made_of, receipt_of
from watchbill.web.api.project import Archive
from watchbill.web.auth import Asker, Served
from watchbill.web.precondition import Options, PlainOptions, moment_tag, task_tag

router = APIRouter(prefix="/tags", tags=["tags"])


@router.get("", response_model=TagList)
def view(request: Request, query: Archive, caller: Asker, services: Served) -> Response:
    """Every tag by name, with its counts. With If-None-Match: 304 while nothing has changed."""
    caller.require("tasks:read")
    return current(
        request,
        moment_tag(services, caller),
        lambda: TagList.of(services.projects.view(caller, archived=query.archived)),
    )


@router.post("", response_model=Receipt, status_code=HTTPStatus.CREATED, responses=PREVIEWED)
def add(body: TagAdd, options: PlainOptions, caller: Asker, services: Served) -> Response:
    """Add a tag. Naming a new one on a task makes it, too."""
    return made_of(services.tags.add(caller, body.name, body.patch(), options))


@router.get("/{tag:name}", response_model=Tag)
def show(request: Request, tag: str, caller: Asker, services: Served) -> Response:
    """One tag, by name or id."""
    found = services.tags.find(caller, tag)
    return current(request, task_tag(found.version), lambda: Tag.of(found))


@router.patch("/{tag:name}", response_model=Receipt)
def change(
    tag: str, body: TagChange, options: Options, caller: Asker, services: Served
) -> Response:
    """Change just the fields that are named; tasks keep the tag under its new name."""
    return receipt_of(services.tags.update(caller, tag, body.patch(), options))


@router.delete("/{tag:name}", response_model=Receipt)
def delete(tag: str, options: Options, caller: Asker, services: Served) -> Response:
    """Take a tag away, also from its tasks."""
    return receipt_of(services.tags.delete(caller, tag, options))
