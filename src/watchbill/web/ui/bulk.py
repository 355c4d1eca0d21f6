"""Several tasks at once: one form, one change, one undo."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import NotFoundError
from watchbill.domain.query import TaskPatch
from watchbill.services.caller import Caller
from watchbill.services.writing import Receipt, WriteOptions
from watchbill.web.auth import Asker, Served
from watchbill.web.ui import origin
from watchbill.web.ui.form import Form, Picked
from watchbill.web.ui.preview import carry_out

router = APIRouter(include_in_schema=False)

_NO_DUE = ("none", "no date")


@router.post("/bulk")
def act(request: Request, form: Form, picked: Picked, caller: Asker, services: Served) -> Response:
    """Do the one act with all that are ticked."""
    tasks, patch = services.tasks, _patch(form)
    acts: Mapping[str, Callable[[Caller, Sequence[str], WriteOptions], Receipt]] = {
        "complete": tasks.complete,
        "reopen": tasks.reopen,
        "delete": tasks.delete,
        "restore": tasks.restore,
        "change": lambda caller, names, options: tasks.update(caller, names, patch, options),
    }
    wanted = acts.get(form.get("act", ""))
    if wanted is None:
        raise NotFoundError("There is no such page.", hint="Go back to the list.")

    def done(receipt: Receipt) -> Response:
        answer = origin.done(request, services, caller, form, receipt)
        answer.headers["HX-Trigger"] = "acted"  # the page ends the selection then
        return answer

    return carry_out(request, form, lambda options: wanted(caller, picked, options), done)


def _patch(form: Mapping[str, str]) -> TaskPatch:
    """Just the fields that were filled in."""
    given: dict[str, Any] = {
        name: read(text) for name, read in _READ.items() if (text := form.get(name, "").strip())
    }
    return TaskPatch(**given)


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag for part in text.split(",") if (tag := part.strip()))


_READ: Mapping[str, Callable[[str], Any]] = {
    "project": str,
    "priority": int,
    "due": lambda text: None if text.casefold() in _NO_DUE else text,
    "add_tags": _tags,
    "remove_tags": _tags,
}
