"""Failures as RFC 9457 problem details: one table from code to status, one shape for every refusal."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from watchbill.domain.errors import INTERNAL, InvalidError, NotFoundError, WatchbillError
from watchbill.schemas.request import to_error

log = logging.getLogger("watchbill.web")

MEDIA_TYPE = "application/problem+json"

# RFC 9110, section 15.5. Codes that aren't here go by their first or last words: see `status_of`.
STATUS = {
    "INVALID_JSON": HTTPStatus.BAD_REQUEST,
    "INVALID_BODY": HTTPStatus.BAD_REQUEST,
    "INVALID_HOST": HTTPStatus.MISDIRECTED_REQUEST,
    "INVALID_METHOD": HTTPStatus.METHOD_NOT_ALLOWED,
    "INVALID_CONTENT_TYPE": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "INVALID_IF_MATCH": HTTPStatus.BAD_REQUEST,
    "UNKNOWN_ARGUMENT": HTTPStatus.UNPROCESSABLE_ENTITY,
    "UNAUTHENTICATED": HTTPStatus.UNAUTHORIZED,
    "FORBIDDEN": HTTPStatus.FORBIDDEN,
    "NOT_FOUND": HTTPStatus.NOT_FOUND,
    "AMBIGUOUS": HTTPStatus.CONFLICT,
    "CONFLICT": HTTPStatus.CONFLICT,
    "NEEDS_REVIEW": HTTPStatus.CONFLICT,
    "STALE": HTTPStatus.CONFLICT,
    "TOO_LARGE": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "RATE_LIMITED": HTTPStatus.TOO_MANY_REQUESTS,
    "SERVICE_UNAVAILABLE": HTTPStatus.SERVICE_UNAVAILABLE,
    "STORAGE_UNAVAILABLE": HTTPStatus.SERVICE_UNAVAILABLE,
    INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
}

# What OpenAPI says of every route: each refusal has the one shape.
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "Refused: `code` and `hint` say why, and what to do",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
    "503": {
        "description": "The store, or another part, doesn't answer just now",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
}


def status_of(code: str) -> HTTPStatus:
    if code in STATUS:
        return STATUS[code]
    if code.endswith("_NOT_FOUND"):
        return HTTPStatus.NOT_FOUND
    if code.startswith("INVALID_"):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.INTERNAL_SERVER_ERROR


def problem(
    error: WatchbillError,
    *,
    status: HTTPStatus | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer to a request that failed."""
    status = status or status_of(error.code)
    body: dict[str, Any] = {
        "type": f"urn:watchbill:error:{error.code}",
        "title": error.code.replace("_", " ").capitalize(),
        "status": int(status),
        "detail": error.message,
        "code": error.code,
        "hint": error.hint,
        "details": error.details,
    }
    return JSONResponse(
        body,
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={**_headers(error), **(headers or {}), "Cache-Control": "no-store"},
    )


def _headers(error: WatchbillError) -> dict[str, str]:
    if error.code == "UNAUTHENTICATED":
        return {"WWW-Authenticate": 'Bearer realm="watchbill"'}
    if error.code == "RATE_LIMITED":
        return {"Retry-After": str(error.details["retry_after"])}
    return {}


def internal(request_id: str) -> Response:
    """The answer to a defect: none of its words, and the name under which the log has them."""
    error = WatchbillError(
        "Something went wrong inside Watchbill.",
        hint="Try again. If it stays so, look for the request's id in the server's log.",
        details={"request": request_id},
    )
    return problem(error)


def install(app: FastAPI) -> None:
    """Make every refusal of this application, and of its framework, one of ours."""
    app.add_exception_handler(WatchbillError, _expected)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _of_framework)


async def _expected(request: Request, error: Exception) -> Response:
    assert isinstance(error, WatchbillError)  # noqa: S101 -- registered for this type only
    if error.code == INTERNAL:
        raise error
    return problem(error, status=_precondition(request, error))


def _precondition(request: Request, error: WatchbillError) -> HTTPStatus | None:
    """RFC 9110, 13.1.1: an If-Match that doesn't hold is 412; every other conflict is 409."""
    if "if-match" in request.headers and "current" in error.details:
        return HTTPStatus.PRECONDITION_FAILED
    return None


async def _not_valid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 -- registered for this type only
    if isinstance(error.body, bytes) and not _says_json(request):
        return problem(
            InvalidError.of(
                "content_type",
                "The body isn't said to be JSON.",
                hint="Send Content-Type: application/json.",
            )
        )
    return problem(to_error(error.errors()))


def _says_json(request: Request) -> bool:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type == "application/json" or media_type.endswith("+json")


async def _of_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 -- registered for this type only
    match error.status_code:
        case HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = ", ".join(_methods(request))
            refused = InvalidError.of(
                "method", f"{request.method} does nothing here.", hint=f"Use {allowed}."
            )
            return problem(refused, headers={"Allow": allowed})
        case HTTPStatus.NOT_FOUND:
            return problem(
                NotFoundError("There is nothing at this address.", hint="See /api/v1/docs.")
            )
        case _:
            refused = InvalidError.of(
                "body", "The body can't be read.", hint="Send JSON in UTF-8. See /api/v1/docs."
            )
            return problem(refused)


def _methods(request: Request) -> list[str]:
    """All that this address answers to; the framework only tells those of the first route that fits."""
    return [
        method
        for method in ("GET", "POST", "PATCH", "DELETE")
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]
