"""The page of projects, tags and saved filters: made, renamed, coloured, ordered, archived, deleted."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import NotFoundError
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.project import ProjectPatch
from watchbill.services.tag import TagPatch
from watchbill.services.writing import Receipt
from watchbill.web.auth import Asker, Served
from watchbill.web.ui.form import Form
from watchbill.web.ui.page import render, written
from watchbill.web.ui.preview import Work, carry_out

router = APIRouter(prefix="/projects", include_in_schema=False)

Writes = Mapping[str, Work]


@router.get("")
def show(caller: Asker, services: Served) -> Response:
    last = services.journal.last_change(caller.workspace_id)
    return render("projects.html", {"last_change": last, **_context(services, caller)})


@router.get("/part")
def part(caller: Asker, services: Served) -> Response:
    """The page's content alone, for a page that is there already."""
    return render("_answer.html", _context(services, caller))


@router.post("/{act}")
def change(request: Request, act: str, form: Form, caller: Asker, services: Served) -> Response:
    """One act on the project, tag or filter that `of` names: add-project, save-tag, delete-filter and so on."""
    writes = {
        **_of_projects(services, caller, form),
        **_of_tags(services, caller, form),
        **_of_filters(services, caller, form),
    }
    if act not in writes:
        raise NotFoundError("There is no such page.", hint="Go back to the projects.")

    def done(receipt: Receipt) -> Response:
        return written(request, receipt, "/projects", lambda: _context(services, caller))

    return carry_out(request, form, writes[act], done)


def _of_projects(services: Services, caller: Caller, form: Mapping[str, str]) -> Writes:
    projects, of, name = services.projects, form.get("of", ""), form.get("name", "")
    colour = _colour(form)
    return {
        "add-project": lambda options: projects.add(
            caller, name, ProjectPatch(colour=colour), options
        ),
        "save-project": lambda options: projects.update(
            caller, of, ProjectPatch(name=name, colour=colour), options
        ),
        "move-project": lambda options: projects.update(
            caller, of, ProjectPatch(after=form.get("after", "")), options
        ),
        "archive-project": lambda options: projects.update(
            caller, of, ProjectPatch(archived=True), options
        ),
        "unarchive-project": lambda options: projects.update(
            caller, of, ProjectPatch(archived=False), options
        ),
        "delete-project": lambda options: projects.delete(caller, of, options),
    }


def _of_tags(services: Services, caller: Caller, form: Mapping[str, str]) -> Writes:
    tags, of, name = services.tags, form.get("of", ""), form.get("name", "")
    colour = _colour(form)
    return {
        "add-tag": lambda options: tags.add(caller, name, TagPatch(colour=colour), options),
        "save-tag": lambda options: tags.update(
            caller, of, TagPatch(name=name, colour=colour), options
        ),
        "archive-tag": lambda options: tags.update(caller, of, TagPatch(archived=True), options),
        "unarchive-tag": lambda options: tags.update(
            caller, of, TagPatch(archived=False), options
        ),
        "delete-tag": lambda options: tags.delete(caller, of, options),
    }


def _of_filters(services: Services, caller: Caller, form: Mapping[str, str]) -> Writes:
    filters, of, name = services.filters, form.get("of", ""), form.get("name", "")
    query = form.get("query", "")
    return {
        "add-filter": lambda options: filters.add(caller, name, query, options),
        "save-filter": lambda options: filters.update(
            caller, of, new_name=name, query=query, options=options
        ),
        "delete-filter": lambda options: filters.delete(caller, of, options),
    }


def _colour(form: Mapping[str, str]) -> str | None:
    """The colour that was chosen; “” takes it away. A colour field always has a value, so a box says whether it counts."""
    return form.get("colour", "") if "coloured" in form else ""


def _context(services: Services, caller: Caller) -> dict[str, object]:
    overview = services.projects.view(caller, archived=True)
    return {
        "page": "projects",
        "named": True,
        "projects": overview.projects,
        "tags": overview.tags,
        "filters": services.filters.view(caller),
    }
