"""REST: conversations with the assistant, and the stream of a turn."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from http import HTTPStatus
from typing import Annotated, cast

from anyio import to_thread
from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response, StreamingResponse

from watchbill.schemas.conversation import (
    Conversation,
    ConversationDetail,
    ConversationEdit,
    ConversationList,
    ConversationQuery,
    MessageAdd,
)
from watchbill.schemas.turn import HEARTBEAT, MEDIA_TYPE, Event, encode
from watchbill.services.caller import Caller
from watchbill.web.answer import json_of
from watchbill.web.asking import StoredTurn, events_of
from watchbill.web.auth import Asker, Served
from watchbill.web.turn import Running, chat_of

router = APIRouter(prefix="/conversations", tags=["conversations"])

BEAT = 10.0
"""Seconds of silence after which the stream shows that it lives."""


@router.get("", response_model=ConversationList)
def view(
    query: Annotated[ConversationQuery, Query()], caller: Asker, services: Served
) -> Response:
    """The caller's own conversations; with `query`, those in which all its words were said."""
    person = _person(caller)
    found = services.conversations.list(person, query=query.query, limit=query.limit)
    return json_of(ConversationList(conversations=[Conversation.of(one) for one in found]))


@router.post("", response_model=Conversation, status_code=HTTPStatus.CREATED)
def add(caller: Asker, services: Served) -> Response:
    """Begin a conversation."""
    made = services.conversations.create(_person(caller))
    return json_of(Conversation.of(made), status=HTTPStatus.CREATED)


@router.get("/{id}", response_model=ConversationDetail)
def show(id: str, caller: Asker, services: Served) -> Response:
    """A conversation with its messages."""
    conversation, messages = services.conversations.find(_person(caller), id)
    running = services.conversations.is_running(conversation)
    return json_of(ConversationDetail.whole(conversation, messages, running=running))


@router.patch("/{id}", response_model=Conversation)
def edit(id: str, body: ConversationEdit, caller: Asker, services: Served) -> Response:
    """Give a conversation another name."""
    return json_of(Conversation.of(services.conversations.rename(_person(caller), id, body.title)))


@router.delete("/{id}", status_code=HTTPStatus.NO_CONTENT)
def delete(id: str, caller: Asker, services: Served) -> Response:
    """Remove a conversation for good; what was done in it stays in the journal."""
    services.conversations.delete(_person(caller), id)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post(
    "/{id}/messages",
    response_class=StreamingResponse,
    responses={200: {"content": {MEDIA_TYPE: {}}, "description": "The events of the turn"}},
)
async def say(
    request: Request,
    id: str,
    body: MessageAdd,
    caller: Asker,
    services: Served,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """Say something. The answer streams as events; the turn goes on when nobody listens any more.

    A person's plain yes or no to the one proposal that the last answer asked about decides it; no assistant is asked then.
    """
    person, chat = _person(caller), chat_of(request)
    opening = await to_thread.run_sync(
        partial(services.conversations.say, person, id, body.text, key=idempotency_key)
    )
    turn = events_of(chat, services, person, opening, card=body.card)
    events = _running(request).follow(turn, StoredTurn(services, person, opening))
    return StreamingResponse(
        _stream(events),
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.delete("/{id}/turn", status_code=HTTPStatus.NO_CONTENT)
async def stop(request: Request, id: str, caller: Asker, services: Served) -> Response:
    """Stop the turn that is running, if there is one. What it did stays, and can be undone."""
    await to_thread.run_sync(services.conversations.stop, _person(caller), id)
    await _running(request).look(id)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _person(caller: Caller) -> Caller:
    """Conversations are a person's: a token that may write tasks speaks for its owner here."""
    caller.require("tasks:read")
    return caller


def _running(request: Request) -> Running:
    return cast("Running", request.app.state.running)


async def _stream(events: asyncio.Queue[Event | None]) -> AsyncIterator[str]:
    while True:
        try:
            event = await asyncio.wait_for(events.get(), BEAT)
        except TimeoutError:
            yield HEARTBEAT
            continue
        if event is None:
            return
        yield encode(event)
