"""The list page and its forms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import NotFoundError, WatchbillError
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.completion import Children
from watchbill.services.drafting import TaskDraft
from watchbill.services.writing import Receipt, WriteOptions
from watchbill.web.auth import Asker, Served
from watchbill.web.errors import status_of
from watchbill.web.ui import editing, origin, upcoming, view
from watchbill.web.ui.form import Fields, Form
from watchbill.web.ui.page import Toast, is_partial, refused, render
from watchbill.web.ui.preview import Work, carry_out

router = APIRouter(include_in_schema=False)


@router.get("/")
def show(request: Request, caller: Asker, services: Served) -> Response:
    return _page(services, caller, request.query_params)


@router.get("/list")
def part(request: Request, caller: Asker, services: Served) -> Response:
    """The list alone, for a page that is there already."""
    return render("_answer.html", origin.context_of(services, caller, request.query_params))


@router.post("/tasks")
def add(request: Request, form: Form, caller: Asker, services: Served) -> Response:
    """The line is quick-add: dates, tags and the like are taken out of it, as the chips below the field showed."""
    is_dated = upcoming.is_asked(form)

    def work(options: WriteOptions) -> Receipt:
        draft = upcoming.draft_of(services, caller, form) if is_dated else _draft(form)
        return services.tasks.add(caller, [draft], options)

    def done(receipt: Receipt) -> Response:
        answer = origin.done(request, services, caller, form, receipt)
        answer.headers["HX-Trigger"] = "added"  # the page empties the field then
        return answer

    def refuse(error: WatchbillError) -> Response:
        if is_partial(request):
            return refused(request, error)
        typed = {"typed": form.get("title", ""), "toast": Toast.about(error)}
        page = upcoming.page if is_dated else _page
        return page(services, caller, form, status=status_of(error.code), **typed)

    return carry_out(request, form, work, done, refuse=refuse)


@router.get("/tasks/{ref}/edit")
def edit(request: Request, ref: str, caller: Asker, services: Served) -> Response:
    """The form that takes the task's place; saving it leads back to where it was asked from."""
    try:
        form = editing.read(services, caller, ref)
    except WatchbillError as error:
        return refused(request, error)
    back = origin.said(request.query_params) or {"state": form.state}
    context = {"form": form, "back": back, "back_href": origin.href(back)}
    return render("_edit.html" if is_partial(request) else "edit.html", context)


@router.post("/tasks/{ref}")
def save(request: Request, ref: str, form: Form, caller: Asker, services: Served) -> Response:
    if day := form.get("day"):
        return write(
            request,
            form,
            caller,
            services,
            lambda options: upcoming.reschedule(services, caller, ref, day, options),
        )
    version = form.get("version", "")
    patch = editing.patch(form)
    read = int(version) if version.isdecimal() else None
    return write(
        request,
        form,
        caller,
        services,
        lambda options: services.tasks.update(
            caller, [ref], patch, replace(options, version=read)
        ),
    )


@router.post("/tasks/{ref}/{verb}")
def act(
    request: Request, ref: str, verb: str, form: Form, caller: Asker, services: Served
) -> Response:
    tasks = services.tasks
    children: Children = "complete" if form.get("children") == "complete" else "refuse"
    verbs: Mapping[str, Callable[[Caller, Sequence[str], WriteOptions], Receipt]] = {
        "complete": partial(tasks.complete, children=children),
        "skip": tasks.skip,
        "reopen": tasks.reopen,
        "delete": tasks.delete,
        "restore": tasks.restore,
    }
    if verb not in verbs:
        raise NotFoundError("There is no such page.", hint="Go back to the list.")
    return write(
        request, form, caller, services, lambda options: verbs[verb](caller, [ref], options)
    )


def write(
    request: Request,
    form: Fields,
    caller: Caller,
    services: Services,
    work: Work,
) -> Response:
    """Do it, and show the page that it was asked from; or look at it first."""

    def done(receipt: Receipt) -> Response:
        return origin.done(request, services, caller, form, receipt)

    return carry_out(request, form, work, done)


def _draft(form: Mapping[str, str]) -> TaskDraft:
    return TaskDraft(text=form.get("title", ""))


def _page(
    services: Services,
    caller: Caller,
    wanted: Mapping[str, str],
    *,
    status: HTTPStatus = HTTPStatus.OK,
    **more: object,
) -> Response:
    shown = view.read(services, caller, wanted)
    overview = services.projects.view(caller)
    context = {
        "page": "list",
        "view": shown,
        "overview": overview,
        "priorities": editing.PRIORITIES,
        "places": view.places(overview, services.filters.view(caller)),
        "selecting": "select" in wanted,
        **more,
    }
    return render("list.html", context, status=status)
