"""Taking changes back, looked at first: what would go back, what stays since it was changed later, and both values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.errors import ConflictError, WatchbillError
from watchbill.domain.names import Names
from watchbill.domain.operation import SYSTEM, Change, Operation
from watchbill.schemas.change import Conflict
from watchbill.schemas.field_change import field_changes
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.undoing import Selection
from watchbill.services.writing import PLAIN, Receipt, WriteOptions
from watchbill.web.auth import Asker, Served
from watchbill.web.ui import row
from watchbill.web.ui.form import Form
from watchbill.web.ui.history import asked, wanted
from watchbill.web.ui.page import go, refused, render

router = APIRouter(prefix="/history/undo", include_in_schema=False)

_LOOK = WriteOptions(preview=True)
_MOST = 100
_EPOCH = datetime.fromtimestamp(0, UTC)
_REASONS = {
    "changed": "changed later",
    "gone": "gone since",
    "there": "there again",
    "used": "in use since",
    "erased": "erased for good",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What would stay, as a later change left it."""

    name: str
    field: str
    reason: str
    was: str
    wrote: str
    now: str
    change: int | None
    actor: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """What taking back would do: nothing of it is done. `asked` is what chose it."""

    asked: Mapping[str, str]
    sentence: str
    count: int
    fields: tuple[row.Field, ...]
    more: int
    kept: tuple[Kept, ...]
    last: int


@router.get("")
def look(request: Request, caller: Asker, services: Served) -> Response:
    return _shown(request, services, caller, request.query_params)


@router.post("")
def take_back(request: Request, form: Form, caller: Asker, services: Served) -> Response:
    """Do it as it was shown; when something has happened since, it is shown anew."""
    if form.get("last") != str(services.journal.last_change(caller.workspace_id)):
        return _shown(request, services, caller, form, is_stale=True)
    try:
        receipt = _undo(services, caller, form, PLAIN, force="force" in form)
    except WatchbillError as error:
        return refused(request, error)
    number = receipt.change.number if receipt.change else ""
    return go(f"/history#change-{number}")


def _shown(
    request: Request,
    services: Services,
    caller: Caller,
    form: Mapping[str, str],
    *,
    is_stale: bool = False,
) -> Response:
    try:
        shown = _look(services, caller, form)
    except WatchbillError as error:
        return refused(request, error)
    return render("undo.html", {"page": "history", "look": shown, "is_stale": is_stale})


def _look(services: Services, caller: Caller, form: Mapping[str, str]) -> Look:
    last = services.journal.last_change(caller.workspace_id)
    chosen = _asked(form)
    try:
        receipt = _undo(services, caller, form, _LOOK)
    except ConflictError as error:
        if "conflicts" not in error.details:
            raise
        kept = _kept(services, caller, error.details["conflicts"])
        return Look(chosen, "Nothing would go back", 0, (), 0, kept, last)
    change = receipt.change
    if change is None:
        raise ConflictError("There is nothing left to take back.", hint="Look at the history.")
    fields = tuple(row.fields(change, receipt.names))
    conflicts = [dict(Conflict.of(clash)) for clash in receipt.conflicts]
    return Look(
        asked=chosen,
        sentence=change.sentence,
        count=len(change.undoes),
        fields=fields[:_MOST],
        more=max(len(fields) - _MOST, 0),
        kept=_kept(services, caller, conflicts),
        last=last,
    )


def _asked(form: Mapping[str, str]) -> dict[str, str]:
    change = form.get("change", "")
    return {"change": change} if change else asked(wanted(form))


def _undo(
    services: Services,
    caller: Caller,
    form: Mapping[str, str],
    options: WriteOptions,
    *,
    force: bool = False,
) -> Receipt:
    change = form.get("change", "")
    if change.isascii() and change.isdecimal():
        return services.journal.undo(caller, int(change), options, force=force)
    chosen: Selection = services.history.select(caller, wanted(form))
    return services.journal.undo_many(caller, chosen, options, force=force)


def _kept(services: Services, caller: Caller, found: Sequence[Any]) -> tuple[Kept, ...]:
    """The conflicts with their values in words."""
    held = [
        Operation(one["noun"], one["id"], {one["field"]: one["wrote"]}, {one["field"]: one[end]})
        for one in found
        for end in ("was", "now")
        if one["field"]
    ]
    names = services.journal.names(caller, held)
    return tuple(_one_kept(one, names) for one in found)


def _one_kept(one: Mapping[str, Any], names: Names) -> Kept:
    name = one["field"]
    values = {end: _value(one, end, names) if name else "" for end in ("was", "wrote", "now")}
    return Kept(
        name=one["name"],
        field=row.label(name),
        reason=_REASONS[one["reason"]],
        change=one["change"],
        actor=one["actor"],
        **values,
    )


def _value(one: Mapping[str, Any], end: str, names: Names) -> str:
    held = Operation(one["noun"], one["id"], {one["field"]: one[end]}, {})
    change = Change(actor=SYSTEM, at=_EPOCH, sentence="", operations=(held,))
    return next((row.shown(field.field, field.old) for field in field_changes(change, names)), "")
