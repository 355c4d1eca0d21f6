"""The history page, and undo from every page."""

from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import NotFoundError, WatchbillError
from watchbill.domain.instant import to_text
from watchbill.domain.names import Names
from watchbill.domain.operation import Operation
from watchbill.domain.query import ChangeFilter
from watchbill.schemas.field_change import field_changes
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.journal import Entry
from watchbill.web.auth import Asker, Served
from watchbill.web.ui import view
from watchbill.web.ui.form import Form
from watchbill.web.ui.page import Toast, go, is_partial, refused, render

router = APIRouter(include_in_schema=False)

_PAGE = 50
_SHOWN = 200
_MOST = 20
_STATES = {"completed_at": "done", "deleted_at": "in the trash"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one task, before and after, in words."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Row:
    """A change as the history shows it."""

    number: int
    sentence: str
    actor: str
    client: str | None
    note: str
    at: str
    when: str
    undone_by: int | None
    fields: tuple[Field, ...]


@router.get("/history")
def show(request: Request, caller: Asker, services: Served) -> Response:
    last = services.journal.last_change(caller.workspace_id)
    context = _history(services, caller, request.query_params.get("before"))
    return render("history.html", {"page": "history", "last_change": last, **context})


@router.get("/changes/{number}/list")
def then(number: int, caller: Asker, services: Served) -> Response:
    """The open tasks as they were right after that change, to look at."""
    shown = view.read(services, caller, {"as_of": str(number)})
    return render("then.html", {"page": "history", "view": shown, "number": number})


@router.get("/history/list")
def part(caller: Asker, services: Served) -> Response:
    return render("_answer.html", _history(services, caller, None))


@router.post("/changes/{number}/{verb}")
def turn_back(
    request: Request, number: int, verb: str, form: Form, caller: Asker, services: Served
) -> Response:
    """Undo or redo, from a notice on the list or from the history."""
    verbs = {"undo": services.journal.undo, "redo": services.journal.redo}
    if verb not in verbs:
        raise NotFoundError("There is no such page.", hint="Go back to the list.")
    try:
        toast = Toast.of(verbs[verb](caller, number))
    except WatchbillError as error:
        return refused(request, error)
    is_history = form.get("page") == "history"
    if not is_partial(request):
        return go("/history" if is_history else "/")
    if is_history:
        return render("_answer.html", {**_history(services, caller, None), "toast": toast})
    return render("_answer.html", {"view": view.read(services, caller, form), "toast": toast})


def _history(services: Services, caller: Caller, before: str | None) -> dict[str, object]:
    number = int(before) if before and before.isdecimal() else None
    entries = services.journal.view(caller, ChangeFilter(before=number, limit=_PAGE + 1))
    shown = entries[:_PAGE]
    has_more = len(entries) > _PAGE
    names = services.journal.names(caller, [op for entry in shown for op in _edits(entry)])
    return {
        "changes": [_row(entry, names) for entry in shown],
        "next_href": f"/history?before={shown[-1].change.number}" if has_more else None,
    }


def _row(entry: Entry, names: Names) -> Row:
    change = entry.change
    return Row(
        number=change.number,
        sentence=change.sentence,
        actor=str(change.actor),
        client=change.client,
        note=change.note,
        at=to_text(change.at),
        when=f"{change.at:%Y-%m-%d %H:%M} UTC",
        undone_by=entry.undone_by,
        fields=tuple(_fields(entry, names)),
    )


def _edits(entry: Entry) -> tuple[Operation, ...]:
    """Those that change what is there before and after; of many, the first."""
    edits = (
        op for op in entry.change.operations if op.before is not None and op.after is not None
    )
    return tuple(islice(edits, _MOST))


def _fields(entry: Entry, names: Names) -> list[Field]:
    """What was changed, old and new; what is made, removed or completed the sentence says."""
    edited = replace(entry.change, operations=_edits(entry))
    return [
        Field(change.field, _short(change.old), _short(change.new))
        for change in field_changes(edited, names)
        if change.field not in _STATES
    ]


def _short(value: Any) -> str:
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
