"""The order of the list: a task goes before or after another."""

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.query import Place, TaskPatch
from watchbill.web.auth import Asker, Served
from watchbill.web.ui.form import Form
from watchbill.web.ui.task import write

router = APIRouter(include_in_schema=False)


@router.post("/move")
def move(request: Request, form: Form, caller: Asker, services: Served) -> Response:
    """Put the task beside the other, as it was dropped; its parent stays."""
    where: Literal["before", "after"] = "before" if form.get("where") == "before" else "after"
    patch = TaskPatch(place=Place(where, f"#{form.get('beside', '')}"))
    task = f"#{form.get('task', '')}"
    return write(
        request,
        form,
        caller,
        services,
        lambda options: services.tasks.update(caller, [task], patch, options),
    )
