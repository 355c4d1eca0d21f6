"""Rendering: templates, static files by content, and answers to forms of both kinds, with a script and without."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from watchbill.domain.chain import ERASED
from watchbill.domain.errors import WatchbillError
from watchbill.domain.operation import Actor
from watchbill.services.clash import listed
from watchbill.services.writing import Receipt
from watchbill.web.errors import status_of

FOREVER = "public, max-age=31536000, immutable"
WORKER = "/build/worker.js"
"""The script that shows reminders while no page is open: it works for all pages, and not just for its own folder."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A notice at the foot of the page. `undo` is the change that its button takes back; `look` is a page that says more."""

    text: str
    undo: int | None = None
    is_problem: bool = False
    look: str = ""

    @classmethod
    def of(cls, receipt: Receipt) -> "Toast":
        change = receipt.change
        if change is None:
            return cls("Nothing to change: it is so already.")
        kept = f" Kept: {listed(receipt.conflicts)}." if receipt.conflicts else ""
        return cls(f"{change.sentence}.{kept}", undo=change.number)

    @classmethod
    def about(cls, error: WatchbillError, *, look: str = "") -> "Toast":
        return cls(str(error), is_problem=True, look=look)


def folder() -> Path:
    return Path(str(files("watchbill.web").joinpath("static")))


@cache
def asset(name: str) -> str:
    """The address of a static file: changes with its content, so a browser may keep it for good."""
    file = folder() / name
    version = hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "missing"
    return f"/static/{name}?v={version}"


_TEMPLATES = Environment(
    loader=PackageLoader("watchbill.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_TEMPLATES.globals["asset"] = asset
_TEMPLATES.globals["erased"] = ERASED


def called(actor: Actor | str) -> str:
    """Who wrote, as people say it: a person by name, a program by name and that it is one."""
    one = Actor.parse(str(actor))
    return {"user": one.name, "token": f"{one.name} (program)"}.get(one.kind, str(one))


_TEMPLATES.filters["called"] = called


class Static(StaticFiles):
    """The static files; with the version that `asset` gave, they never change."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        answer = super().file_response(*args, **kwargs)
        scope: Scope = kwargs.get("scope") or args[2]
        has_version = scope["query_string"].startswith(b"v=")
        answer.headers["Cache-Control"] = FOREVER if has_version else "no-cache"
        if scope["path"].endswith(WORKER):
            answer.headers["Service-Worker-Allowed"] = "/"
        return answer


def is_partial(request: Request) -> bool:
    """Whether a script asks for a part of the page; else a browser asks for all of it."""
    return request.headers.get("hx-request") == "true"


def render_text(template: str, context: Mapping[str, Any]) -> str:
    """A part of a page, for an answer that isn't one."""
    return _TEMPLATES.get_template(template).render(context)


def render(
    template: str, context: Mapping[str, Any], *, status: HTTPStatus = HTTPStatus.OK
) -> HTMLResponse:
    text = render_text(template, context)
    return HTMLResponse(text, status, headers={"Cache-Control": "no-store"})


def refused(request: Request, error: WatchbillError, *, look: str = "") -> Response:
    """A refusal as a notice on the page, where nothing else changes; without a script, on a page of its own."""
    template = "_answer.html" if is_partial(request) else "problem.html"
    return render(template, {"toast": Toast.about(error, look=look)}, status=status_of(error.code))


def go(place: str) -> RedirectResponse:
    return RedirectResponse(place, HTTPStatus.SEE_OTHER)


def written(
    request: Request, receipt: Receipt, place: str, shown: Callable[[], Mapping[str, Any]]
) -> Response:
    """What a page shows after a write, with a notice of it; without a script, the way to that page."""
    if not is_partial(request):
        return go(place)
    answer = render("_answer.html", {**shown(), "toast": Toast.of(receipt)})
    answer.headers["HX-Trigger"] = "written"  # the form that was sent begins anew then
    return answer
