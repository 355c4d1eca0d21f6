"""REST: lists from other programs, and to them."""

from dataclasses import replace
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from watchbill.domain.watch import Watch, unwatched
from watchbill.schemas.request import Request as Arguments
from watchbill.schemas.transfer import (
    BroughtBack,
    Imported,
    Kind,
    columns_of,
    export_format,
    import_file,
)
from watchbill.services.transfer.exporting import FILE_NAMES, MEDIA_TYPES
from watchbill.services.transfer.service import FILE_MAX
from watchbill.services.writing import WriteOptions
from watchbill.web.answer import json_of
from watchbill.web.auth import Asker, Served
from watchbill.web.precondition import reason_of, request_key
from watchbill.web.progress import is_watched, watched

router = APIRouter(tags=["transfer"])

BODIES = {
    "/api/v1/imports": FILE_MAX,
    "/api/v1/imports/history": FILE_MAX,
    "/transfer/import": FILE_MAX,
}
"""How large bodies may be here, by path."""
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
        },
    }
}


_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}, "description": "What was imported"}
}


_EXPORTED: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {type.partition(";")[0]: {} for type in MEDIA_TYPES.values()},
        "description": "The file",
    }
}


class ImportQuery(Arguments):
    """`format` is told by the file's content and `name` where it isn't said; `map`: field:column, for tables."""

    format: str | None = None
    name: str = ""
    map: list[str] = Field(default=[])
    preview: bool = False


class PreviewQuery(Arguments):
    preview: bool = False


class ExportQuery(Arguments):
    """`query`: a line of the filter language; without it all tasks outside the trash."""

    query: str = ""
    kind: Kind = "todo"


@router.post("/imports", response_model=Imported, openapi_extra=_FILE, responses=_STREAM)
async def take(
    request: Request, query: Annotated[ImportQuery, Query()], caller: Asker, services: Served
) -> Response:
    """Take a file of another program in, as one change. The body is the file itself, up to 32 MB.

    With `Accept: text/event-stream` the answer is a stream: `progress` events with how much is written of how much, and at the end
    `imported` with what is the answer else, or `problem`. Who hangs up stops nothing.

    Formats: watchbill, todoist-csv, todoist-json, vikunja, taskwarrior, todo.txt, microsoft, google, csv, ics.
    """
    file = import_file(await request.body(), query.name, query.format, columns_of(query.map))
    options = WriteOptions(
        request_key=request_key(request), preview=query.preview, reason=reason_of(request)
    )

    def work(watch: Watch = unwatched) -> Imported:
        watching = replace(options, watch=watch)
        return Imported.of(services.imports.take(caller, file, watching))

    if is_watched(request):
        return watched(request, work, lambda found: ("imported", found.model_dump(mode="json")))
    return json_of(await to_thread.run_sync(work))


@router.post("/imports/history", response_model=BroughtBack, openapi_extra=_FILE)
async def bring_back(
    request: Request, query: Annotated[PreviewQuery, Query()], caller: Asker, services: Served
) -> Response:
    """Bring the JSON export of a whole workspace back into an empty one, with its history. For a person alone."""
    data = await request.body()

    def restore() -> int:
        return services.restoring.restore(caller, data, preview=query.preview)

    count = await to_thread.run_sync(restore)
    return json_of(BroughtBack(changes=count, preview=query.preview))


@router.get("/exports/{format}", response_class=StreamingResponse, responses=_EXPORTED)
def export(
    format: str, query: Annotated[ExportQuery, Query()], caller: Asker, services: Served
) -> Response:
    """Tasks as a file: json (everything, with the history), csv, todo.txt or ics."""
    known = export_format(format)
    pieces = services.exports.write(caller, known, query=query.query, kind=query.kind)
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAMES[known]}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[known], headers=headers)
