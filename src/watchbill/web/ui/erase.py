"""Erasing the texts of a task in the trash, for good: asked first, in a dialog or, without a script, on a page of its own."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.chain import ERASED
from watchbill.domain.errors import ConflictError, WatchbillError
from watchbill.domain.task import Task
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.writing import Receipt, WriteOptions
from watchbill.web.auth import Asker, Served
from watchbill.web.ui import view
from watchbill.web.ui.form import Form
from watchbill.web.ui.page import Toast, go, is_partial, refused, render
from watchbill.web.ui.preview import carry_out

router = APIRouter(prefix="/tasks/{ref}/erase", include_in_schema=False)


@router.get("")
def ask(request: Request, ref: str, caller: Asker, services: Served) -> Response:
    """What would be gone, and that it can't be had back."""
    try:
        task = _erasable(services, caller, ref)
    except WatchbillError as error:
        return refused(request, error)
    return render("erase.html", {"page": "list", "task": task})


@router.post("")
def erase(request: Request, ref: str, form: Form, caller: Asker, services: Served) -> Response:
    """Do it. The notice has no undo: there is none."""

    def work(options: WriteOptions) -> Receipt:
        _erasable(services, caller, ref)
        return services.erasing.erase(caller, ref, options)

    def done(receipt: Receipt) -> Response:
        wanted = {**form, "state": "deleted"}
        if not is_partial(request):
            return go(view.href(wanted))
        [task] = receipt.tasks
        toast = Toast(f"Erased the texts of #{task.ref} for good.")
        shown = view.read(services, caller, wanted)
        return render("_answer.html", {"view": shown, "toast": toast})

    return carry_out(request, form, work, done, note="This can't be undone, by anyone.")


def _erasable(services: Services, caller: Caller, ref: str) -> Task:
    """The task so called. Raises FORBIDDEN for a program, CONFLICT for what isn't in the trash or is erased already."""
    caller.require_person("erase for good here")
    [task] = services.tasks.find(caller, [ref])
    if not task.is_deleted:
        raise ConflictError(f"{task.name} isn't in the trash.", hint="Delete it first.")
    if task.title == ERASED:
        raise ConflictError(
            f"The texts of #{task.ref} are erased already.", hint="There is nothing to do."
        )
    return task
