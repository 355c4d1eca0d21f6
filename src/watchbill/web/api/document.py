"""REST: its own description, as OpenAPI and as one page that needs nothing from elsewhere."""

from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from jinja2 import Environment, PackageLoader
from starlette.responses import HTMLResponse, JSONResponse, Response

from watchbill.schemas.problem import Problem

router = APIRouter(include_in_schema=False)

_PAGES = Environment(loader=PackageLoader("watchbill.web.api"), autoescape=True)


@router.get("/openapi.json")
async def openapi(request: Request) -> JSONResponse:
    return JSONResponse(description(request.app))


@router.get("/docs")
async def docs(request: Request) -> Response:
    document = description(request.app)
    page = _PAGES.get_template("docs.html").render(document=document, name_of=_name)
    return HTMLResponse(page)


@router.get("/docs.css")
async def style() -> Response:
    return Response(_PAGES.get_template("docs.css").render(), media_type="text/css")


@cache
def description(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of every route that is for programs."""
    document = get_openapi(
        title="Watchbill",
        version=app.version,
        routes=app.routes,
        description=(
            "A task list that people and AI agents share. Every write answers with a receipt: the change's number, "
            "what changed, and how to take it back. On every write: `?preview=true` looks without writing, "
            "`Idempotency-Key` makes a repeat harmless; for one task, `If-Match` refuses a write to what has changed. "
            "`Watchbill-Reason` says why, in the caller's own words, for the person who looks at it or decides."
        ),
    )
    schemas = document["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema()
    document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"token": []}]
    return _without_framework_errors(document)


def _without_framework_errors(document: dict[str, Any]) -> dict[str, Any]:
    """The framework says 422 with a shape of its own; ours is among 4XX."""
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
    return document


def _name(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]
