"""The page of imports and exports: a file is looked at first, then taken."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from watchbill.domain.errors import InvalidError, WatchbillError
from watchbill.domain.watch import Watch, unwatched
from watchbill.schemas.transfer import columns_of, import_file
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.transfer.service import FORMATS, ImportReport
from watchbill.services.writing import WriteOptions
from watchbill.web.auth import Asker, Served, own_address
from watchbill.web.errors import status_of
from watchbill.web.progress import is_watched, watched
from watchbill.web.ui.form import Form
from watchbill.web.ui.page import go, render, render_text

router = APIRouter(prefix="/transfer", include_in_schema=False)


@router.get("")
def show(caller: Asker, services: Served) -> Response:
    return render("transfer.html", _context(services, caller))


@router.post("/import")
async def take(request: Request, caller: Asker, services: Served) -> Response:
    """What the file holds, or what became of it; a script sees how far it is."""
    try:
        work = await _work(request, caller, services)
        if is_watched(request):
            return watched(request, work, _shown)
        report = await to_thread.run_sync(work, unwatched)
    except WatchbillError as error:
        context = {**_context(services, caller), "problem": str(error)}
        return render("transfer.html", context, status=status_of(error.code))
    return render("transfer.html", {**_context(services, caller), "report": report})


def _shown(report: ImportReport) -> tuple[str, dict[str, str]]:
    return "imported", {"html": render_text("_imported.html", {"report": report})}


async def _work(
    request: Request, caller: Caller, services: Services
) -> Callable[[Watch], ImportReport]:
    """The import of the form's file, to be done."""
    async with request.form(max_files=1) as form:
        upload = form.get("file")
        if not isinstance(upload, UploadFile) or not upload.filename:
            raise InvalidError.of("file", "No file is chosen.", hint="Choose one first.")
        mapped = [line for line in str(form.get("map", "")).splitlines() if line.strip()]
        file = import_file(
            await upload.read(),
            upload.filename,
            str(form.get("format", "")) or None,
            columns_of(mapped),
        )
        key = str(form.get("key", "")) or None
        options = WriteOptions(preview=form.get("act") != "import", request_key=key)
    return lambda watch: services.imports.take(caller, file, replace(options, watch=watch))


@router.post("/feeds")
def add_feed(request: Request, form: Form, caller: Asker, services: Served) -> Response:
    try:
        _, secret = services.feeds.create(
            caller,
            form.get("name", ""),
            query=form.get("query", ""),
            kind=form.get("kind", "todo"),
        )
    except WatchbillError as error:
        context = {**_context(services, caller), "feed_problem": str(error)}
        return render("transfer.html", context, status=status_of(error.code))
    context = _context(services, caller)
    return render(
        "transfer.html", {**context, "address": f"{own_address(request)}/feeds/{secret}.ics"}
    )


@router.post("/feeds/{id}/end")
def end_feed(id: str, caller: Asker, services: Served) -> Response:
    services.feeds.end(caller, id)
    return go("/transfer")


def _context(services: Services, caller: Caller) -> dict[str, Any]:
    return {
        "page": "transfer",
        "formats": FORMATS,
        "feeds": services.feeds.list(caller),
    }
