"""What a form asks for: done, or looked at first. Every form that writes content comes through here, so every one can be previewed."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from watchbill.domain.errors import WatchbillError
from watchbill.services.writing import PLAIN, Receipt, WriteOptions
from watchbill.web.errors import status_of
from watchbill.web.session import local
from watchbill.web.ui.card import Thing, things_of
from watchbill.web.ui.form import Fields
from watchbill.web.ui.page import is_partial, refused, render

Work = Callable[[WriteOptions], Receipt]

_LOOK = WriteOptions(preview=True)
_MOST = 100
_OWN = {"preview", "seen", "back"}
_TYPED = {
    "title": "Title",
    "description": "Description",
    "due": "Due",
    "recurrence": "Repeats",
    "reminders": "Reminders",
    "priority": "Priority",
    "project": "Project",
    "tags": "Tags",
    "add_tags": "Put tags on",
    "remove_tags": "Take tags off",
    "parent": "Under",
    "query": "Filter",
    "name": "Name",
    "text": "Text",
}
_LONG = {"description", "text"}


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of each thing, what would stay since it was changed later, or why it would be refused."""

    sentence: str = ""
    things: tuple[Thing, ...] = ()
    more: int = 0
    kept: tuple[str, ...] = ()
    problem: str = ""

    @classmethod
    def of(cls, receipt: Receipt) -> "Preview":
        kept = tuple(str(clash) for clash in receipt.conflicts)
        if receipt.change is None:
            return cls(kept=kept)
        things = things_of(receipt.change, receipt.names)
        more = max(len(things) - _MOST, 0)
        return cls(receipt.change.sentence, things[:_MOST], more, kept)

    @property
    def seen(self) -> str:
        """Stands for just this: what is done is what was looked at, or it is shown anew."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Typed:
    """A field as somebody filled it in, to be changed once more."""

    name: str
    label: str
    value: str
    is_long: bool


def carry_out(
    request: Request,
    form: Fields,
    work: Work,
    done: Callable[[Receipt], Response],
    *,
    refuse: Callable[[WatchbillError], Response] | None = None,
    note: str = "",
) -> Response:
    """Do it and answer what `done` says; with `preview` in the form, show what it would do, and do nothing.

    A refusal is a notice on the page, or what `refuse` says; without a script, what was typed is there to be put right.
    `note` warns of what can't be taken back: Enter alone doesn't do it then.
    """
    if "preview" in form:
        return _show(request, form, work, note=note)
    try:
        if (seen := form.get("seen")) and seen != Preview.of(work(_LOOK)).seen:
            return _show(request, form, work, is_stale=True, note=note)
        receipt = work(PLAIN)
    except WatchbillError as error:
        return (refuse or (lambda error: _refused(request, form, error)))(error)
    return done(receipt)


def _show(
    request: Request, form: Fields, work: Work, *, is_stale: bool = False, note: str = ""
) -> Response:
    try:
        found = Preview.of(work(_LOOK))
    except WatchbillError as error:
        return _refusal(request, form, error)
    return _rendered(request, form, found, is_stale=is_stale, note=note)


def _refused(request: Request, form: Fields, error: WatchbillError) -> Response:
    if is_partial(request) or not any(field.value for field in _typed(form)):
        return refused(request, error)
    return _refusal(request, form, error)


def _refusal(request: Request, form: Fields, error: WatchbillError) -> Response:
    found = Preview(problem=str(error))
    return _rendered(request, form, found, status=status_of(error.code))


def _rendered(
    request: Request,
    form: Fields,
    found: Preview,
    *,
    is_stale: bool = False,
    note: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """In a dialog of the page that is there; without a script as a page, on which what was typed can be changed."""
    is_dialog = is_partial(request)
    typed = [] if is_dialog else _typed(form)
    shown = {field.name for field in typed}
    context = {
        "preview": found,
        "is_stale": is_stale,
        "note": note,
        "is_dialog": is_dialog,
        "action": request.url.path,
        "back": _back(request, form),
        "typed": typed,
        "kept": [one for one in form.multi_items() if one[0] not in _OWN | shown],
    }
    if not is_dialog:
        return render("preview.html", {"page": "", **context}, status=status)
    answer = render("_preview.html", context, status=status)
    answer.headers["HX-Retarget"] = "#preview"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def _typed(form: Fields) -> list[Typed]:
    """What somebody filled in, or changed from what was there. A query beside a state is the list's that the form was sent from."""
    aside = "query" if "state" in form else ""
    return [
        Typed(name, label, form[name], name in _LONG)
        for name, label in _TYPED.items()
        if name != aside and form.get(name, "") != form.get(f"was-{name}", "")
    ]


def _back(request: Request, form: Fields) -> str:
    """The page that the form is on."""
    came = urlsplit(request.headers.get("referer", ""))
    query = f"?{came.query}" if came.query else ""
    return local(form.get("back") or f"{came.path}{query}" or "/")
