"""REST: the journal as it grows, by server-sent events."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from watchbill.domain.errors import ForbiddenError, InvalidError, UnauthenticatedError
from watchbill.domain.query import ChangeFilter
from watchbill.schemas.change import Change
from watchbill.schemas.notice import Notice
from watchbill.schemas.request import Request as Arguments
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.web.api.change import Bound
from watchbill.web.auth import Asker, Served, identify
from watchbill.web.feed import feed_of
from watchbill.web.patience import PatientStream

router = APIRouter(tags=["changes"])

_AT_ONCE = 100
_PIECE = 64 * 1024
"""Bytes after which what was gathered is sent, before more is made."""


class EventQuery(Arguments):
    """`since`: the number of the last change that the caller has; without it, from now on."""

    since: Bound | None = None


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "One event per change"}},
)
async def follow(
    request: Request, query: Annotated[EventQuery, Query()], caller: Asker, services: Served
) -> Response:
    """Each change as an event, its number as the id. A Last-Event-ID goes on after that one.

    Reminders that are told meanwhile come as `notice`, and how many proposals wait as `review`, at first if any do, and when
    that changes; both without an id.
    """
    caller.require("tasks:read")
    since = _last_event(request) or query.since
    return PatientStream(
        _events(request, services, caller, since),
        patience=feed_of(request).patience,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _last_event(request: Request) -> int | None:
    text = request.headers.get("last-event-id", "")
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004 -- as many digits as a number has
        raise InvalidError.of(
            "last_event_id", "Last-Event-ID is not a number.", hint="Leave it out."
        )
    return int(text) if text else None


async def _events(
    request: Request, services: Services, caller: Caller, since: int | None
) -> AsyncGenerator[bytes]:
    yield b"retry: 1000\n\n"
    told = await to_thread.run_sync(services.notices.last, caller.workspace_id)
    if waiting := await to_thread.run_sync(services.proposals.count_waiting, caller):
        yield _review(waiting)
    async with aclosing(feed_of(request).follow(caller.workspace_id, since)) as moves:
        async for move in moves:
            if move is not None:
                async for events in _between(services, caller, *move):
                    yield events
            elif await _is_still_welcome(request):
                yield b": still here\n\n"
            else:
                return
            for notice in await to_thread.run_sync(_notices, services, caller, told):
                told = notice.number
                yield b"event: notice\ndata: %s\n\n" % notice.model_dump_json().encode()
            before = waiting
            waiting = await to_thread.run_sync(services.proposals.count_waiting, caller)
            if waiting != before:
                yield _review(waiting)


def _notices(services: Services, caller: Caller, since: int) -> list[Notice]:
    """Reminders that were told since; they come with a change or a heartbeat, so within seconds."""
    return [Notice.of(told) for told in services.notices.view(caller, since=since)]


async def _between(
    services: Services, caller: Caller, after: int, until: int
) -> AsyncIterator[bytes]:
    while after < until:
        filter = ChangeFilter(since=after, newest_first=False, limit=_AT_ONCE)
        entries = await to_thread.run_sync(services.journal.view, caller, filter)
        shown = [entry for entry in entries if entry.change.number <= until]
        piece = b""
        for entry in shown:
            piece += _event(Change.of(entry))
            if len(piece) >= _PIECE:
                yield piece
                piece = b""
        yield piece
        after = entries[-1].change.number if entries else until


def _event(change: Change) -> bytes:
    data = change.__pydantic_serializer__.to_json(change)
    return b"id: %d\nevent: change\ndata: %s\n\n" % (change.number, data)


def _review(waiting: int) -> bytes:
    return b'event: review\ndata: {"waiting": %d}\n\n' % waiting


async def _is_still_welcome(request: Request) -> bool:
    """A stream lives long: a session or token that is over or frozen by now ends it."""
    try:
        await identify(request)
    except (UnauthenticatedError, ForbiddenError):
        return False
    return True
