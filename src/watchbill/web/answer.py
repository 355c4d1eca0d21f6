"""Answers in JSON, written without a detour through the framework's own encoder."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from watchbill.schemas.change import Receipt
from watchbill.services import writing
from watchbill.web.precondition import is_fresh, task_tag


def bytes_of(body: BaseModel) -> bytes:
    return body.__pydantic_serializer__.to_json(body)


def json_of(
    body: BaseModel,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    return Response(
        bytes_of(body),
        status_code=status,
        headers=dict(headers or {}),
        media_type="application/json",
    )


def receipt_of(receipt: writing.Receipt, *, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """The receipt of a write, with the tag of the one thing that was named. What waits for a person is 202."""
    if receipt.proposal and receipt.change and not receipt.change.number:
        place = f"/api/v1/proposals/{receipt.proposal.number}"
        headers = {"Location": place, "Cache-Control": "no-store"}
        return json_of(Receipt.of(receipt), status=HTTPStatus.ACCEPTED, headers=headers)
    named = (receipt.subject,) if receipt.subject else receipt.tasks
    headers = {"ETag": task_tag(named[0].version)} if len(named) == 1 else {}
    return json_of(Receipt.of(receipt), status=status, headers=headers)


PREVIEWED: dict[int | str, dict[str, Any]] = {
    200: {"model": Receipt, "description": "What it would do"}
}
"""For the description of routes that make something."""


def made_of(receipt: writing.Receipt) -> Response:
    """The receipt of what makes something: 201, but 200 for a preview."""
    return receipt_of(receipt, status=HTTPStatus.OK if receipt.is_preview else HTTPStatus.CREATED)


def not_modified(tag: str) -> Response:
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=cached(tag))


def cached(tag: str) -> dict[str, str]:
    """May be kept by the one browser, which has to ask each time whether it still holds."""
    return {"ETag": tag, "Cache-Control": "private, no-cache"}


def current(request: Request, tag: str, body: Callable[[], BaseModel]) -> Response:
    """What is there now, with its tag; 304 where the client has just that, without making the body (RFC 9110, 13.1.2)."""
    return not_modified(tag) if is_fresh(request, tag) else json_of(body(), headers=cached(tag))


def linked(next: str | None) -> dict[str, str]:
    """RFC 8288."""
    return {"Link": f'<{next}>; rel="next"'} if next else {}
