"""Request headers that decide how, and whether, to read or write: entity tags and the request key."""

import re
from typing import Annotated
from urllib.parse import unquote_to_bytes

from fastapi import Depends, Query, Request

from watchbill import __version__
from watchbill.domain.errors import InvalidError
from watchbill.schemas.request import Request as Arguments
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.writing import WriteOptions

_VERSION = re.compile(r'"(\d{1,9})"')


class WriteQuery(Arguments):
    """`preview`: say what would happen, and write nothing."""

    preview: bool = False


async def _options(request: Request, query: Annotated[WriteQuery, Query()]) -> WriteOptions:
    return WriteOptions(
        request_key=request_key(request),
        version=_version(request.headers.get("if-match")),
        preview=query.preview,
        reason=reason_of(request),
    )


async def _options_without_version(
    request: Request, query: Annotated[WriteQuery, Query()]
) -> WriteOptions:
    if "if-match" in request.headers:
        raise _bad_match("There is no version here to match.", "Leave If-Match out.")
    return WriteOptions(
        request_key=request_key(request), preview=query.preview, reason=reason_of(request)
    )


Options = Annotated[WriteOptions, Depends(_options)]
"""For a write to one thing, which If-Match may bind to a version."""
PlainOptions = Annotated[WriteOptions, Depends(_options_without_version)]
"""For every other write."""


def request_key(request: Request) -> str | None:
    """Idempotency-Key, with or without the quotes of its draft standard."""
    key = request.headers.get("idempotency-key")
    return None if key is None else key.strip().strip('"')


def reason_of(request: Request) -> str:
    """Watchbill-Reason: why it is done, in UTF-8, as it is or percent-encoded."""
    sent = request.headers.get("watchbill-reason", "").encode("latin-1")
    return unquote_to_bytes(sent).decode(errors="replace")


def _version(match: str | None) -> int | None:
    """RFC 9110, 13.1.1. `*` asks only that the thing exists, as every write does."""
    if match is None or match.strip() == "*":
        return None
    if found := _VERSION.fullmatch(match.strip()):
        return int(found[1])
    raise _bad_match(
        f"If-Match is {match}.", 'Send the ETag of the thing as it came, such as "12".'
    )


def _bad_match(message: str, hint: str) -> InvalidError:
    return InvalidError.of("if_match", message, hint=hint)


def task_tag(version: int) -> str:
    return f'"{version}"'


def list_tag(state: str) -> str:
    """Weak: the same facts, from the same program, if perhaps not the same bytes."""
    return f'W/"{__version__}-{state}"'


def moment_tag(services: Services, caller: Caller) -> str:
    """The same for an answer that depends on the time, too: it holds for a minute of the caller's day."""
    state = services.journal.state(caller.workspace_id)
    return list_tag(f"{state}-{moment(services, caller)}")


def moment(services: Services, caller: Caller) -> str:
    """This minute, in the caller's zone."""
    return f"{services.clock():%Y%m%d%H%M}-{caller.zone}"


def is_fresh(request: Request, tag: str) -> bool:
    """RFC 9110, 13.1.2: whether what the client has is what it would get."""
    given = request.headers.get("if-none-match")
    if given is None:
        return False
    tags = {part.strip().removeprefix("W/") for part in given.split(",")}
    return "*" in tags or tag.removeprefix("W/") in tags
