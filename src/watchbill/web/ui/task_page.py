"""A task's own page: all that there is about it, and a form for each part of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import NotFoundError, WatchbillError
from watchbill.domain.names import Names
from watchbill.domain.query import TaskPatch
from watchbill.domain.task import Task
from watchbill.schemas.comment import Comment
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.detail import CHANGES_SHOWN, TaskDetail
from watchbill.services.drafting import TaskDraft
from watchbill.services.writing import Receipt, WriteOptions
from watchbill.web.auth import Asker, Served
from watchbill.web.ui import editing, row
from watchbill.web.ui.form import Form
from watchbill.web.ui.page import refused, render, written
from watchbill.web.ui.preview import Work, carry_out
from watchbill.web.ui.view import Facts

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under the task: so deep, with what is said of it."""

    task: Task
    depth: int
    facts: Facts


@router.get("/tasks/{ref}")
def show(request: Request, ref: str, caller: Asker, services: Served) -> Response:
    last = services.journal.last_change(caller.workspace_id)
    try:
        context = context_of(services, caller, ref)
    except WatchbillError as error:
        return refused(request, error)
    return render("task.html", {"page": "task", "last_change": last, **context})


@router.get("/tasks/{ref}/part")
def part(request: Request, ref: str, caller: Asker, services: Served) -> Response:
    """The page's content alone, for a page that is there already."""
    try:
        return render("_answer.html", context_of(services, caller, ref))
    except WatchbillError as error:
        return refused(request, error)


@router.post("/tasks/{ref}/part/{act}")
def change_part(
    request: Request,
    ref: str,
    act: str,
    form: Form,
    caller: Asker,
    services: Served,
) -> Response:
    """Add a subtask; add or take away what it waits for; say something, say it otherwise, take it back."""
    id, name, comments = form.get("id", ""), form.get("name", ""), services.comments
    writes: Mapping[str, Work] = {
        "add-subtask": lambda options: services.tasks.add(
            caller, [TaskDraft(text=form.get("title", ""), parent=ref)], options
        ),
        "add-blocker": lambda options: _block(services, caller, ref, options, add=name),
        "remove-blocker": lambda options: _block(services, caller, ref, options, remove=name),
        "add-comment": lambda options: comments.add(caller, ref, _text(form), options),
        "edit-comment": lambda options: comments.update(caller, id, _text(form), options),
        "delete-comment": lambda options: comments.delete(caller, id, options),
    }
    write = writes.get(act)
    if write is None:
        raise NotFoundError("There is no such page.", hint="Go back to the list.")
    return carry_out(
        request, form, write, lambda receipt: done(request, services, caller, ref, receipt)
    )


def done(
    request: Request, services: Services, caller: Caller, ref: str, receipt: Receipt
) -> Response:
    """The page of that task after a write."""
    return written(request, receipt, f"/tasks/{ref}", lambda: context_of(services, caller, ref))


def _text(form: Mapping[str, str]) -> str:
    return form.get("text", "").replace("\r\n", "\n")


def _block(
    services: Services,
    caller: Caller,
    ref: str,
    options: WriteOptions,
    *,
    add: str = "",
    remove: str = "",
) -> Receipt:
    """What the task waits for, with one more or one less."""
    found = services.details.find(caller, ref)
    kept = [str(one.ref) for one in found.blockers if f"#{one.ref}" != remove]
    wanted = (*kept, *([add] if add else []))
    return services.tasks.update(caller, [ref], TaskPatch(blocked_by=wanted), options)


def context_of(services: Services, caller: Caller, ref: str) -> dict[str, Any]:
    """What the page is rendered with. Raises TASK_NOT_FOUND or AMBIGUOUS."""
    found = services.details.find(caller, ref)
    overview = services.projects.view(caller)
    projects = [project.name for project, _ in overview.projects]
    now, zone = services.clock(), caller.zone

    def facts(task: Task) -> Facts:
        return Facts.of(task, found.names, now=now, zone=zone)

    return {
        "task": found.task,
        "detail": found,
        "facts": facts(found.task),
        "form": editing.form_of(found.task, found.names, projects),
        "parts": [Part(task, depth, facts(task)) for task, depth in _in_order(found)],
        "comments": [Comment.of(comment) for comment in found.comments],
        "me": str(caller.actor),
        "task_changes": row.rows(found.entries, _names(services, caller, found)),
        "has_more_changes": len(found.entries) == CHANGES_SHOWN,
    }


def _names(services: Services, caller: Caller, found: TaskDetail) -> Names:
    return services.journal.names(caller, row.edits(found.entries))


def _in_order(found: TaskDetail) -> Sequence[tuple[Task, int]]:
    """What stands under the task, each followed by what stands under it, with how deep that is."""
    below: dict[str | None, list[Task]] = {}
    for task in found.subtasks:
        below.setdefault(task.parent_id, []).append(task)

    def walked(id: str, depth: int) -> list[tuple[Task, int]]:
        return [
            step
            for task in below.get(id, [])
            for step in [(task, depth), *walked(task.id, depth + 1)]
        ]

    return walked(found.task.id, 0)
