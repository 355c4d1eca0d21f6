"""REST: projects, and the overview of all that tasks are in or have."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from watchbill.schemas.change import Receipt
from watchbill.schemas.project import Overview, Project, ProjectAdd, ProjectChange, ProjectList
from watchbill.schemas.request import Request as Arguments
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.web.answer import PREVIEWED, current, made_of, receipt_of
from watchbill.web.auth import Asker, Served
from watchbill.web.precondition import Options, PlainOptions, moment_tag, task_tag

router = APIRouter(tags=["projects"])


class ArchiveQuery(Arguments):
    """`archived`: those in the archive, too."""

    archived: bool = False


Archive = Annotated[ArchiveQuery, Query()]


@router.get("/overview", response_model=Overview)
def overview(request: Request, query: Archive, caller: Asker, services: Served) -> Response:
    """The Inbox, every project and every tag, with their open, overdue and today's tasks."""
    return _counted(request, query, caller, services, shape=Overview)


@router.get("/projects", response_model=ProjectList)
def view(request: Request, query: Archive, caller: Asker, services: Served) -> Response:
    """Every project in its order, with its counts. With If-None-Match: 304 while nothing has changed."""
    return _counted(request, query, caller, services, shape=ProjectList)


def _counted(
    request: Request,
    query: ArchiveQuery,
    caller: Caller,
    services: Services,
    *,
    shape: type[ProjectList | Overview],
) -> Response:
    caller.require("tasks:read")
    return current(
        request,
        moment_tag(services, caller),
        lambda: shape.of(services.projects.view(caller, archived=query.archived)),
    )


@router.post(
    "/projects", response_model=Receipt, status_code=HTTPStatus.CREATED, responses=PREVIEWED
)
def add(body: ProjectAdd, options: PlainOptions, caller: Asker, services: Served) -> Response:
    """Add a project, after all others."""
    return made_of(services.projects.add(caller, body.name, body.patch(), options))


@router.get("/projects/{project:name}", response_model=Project)
def show(request: Request, project: str, caller: Asker, services: Served) -> Response:
    """One project, by name or id."""
    found = services.projects.find(caller, project)
    return current(request, task_tag(found.version), lambda: Project.of(found))


@router.patch("/projects/{project:name}", response_model=Receipt)
def change(
    project: str, body: ProjectChange, options: Options, caller: Asker, services: Served
) -> Response:
    """Change just the fields that are named: name, colour, archived, and its place by `after`."""
    return receipt_of(services.projects.update(caller, project, body.patch(), options))


@router.delete("/projects/{project:name}", response_model=Receipt)
def delete(project: str, options: Options, caller: Asker, services: Served) -> Response:
    """Take a project away; its tasks go to the trash, and come back with undo."""
    return receipt_of(services.projects.delete(caller, project, options))
