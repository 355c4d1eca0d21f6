"""REST: channels, where reminders and changes are sent."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.delivery.trial import try_out
from watchbill.schemas.channel import (
    Channel,
    ChannelAdd,
    ChannelChange,
    ChannelList,
    NewChannel,
    Replay,
    Trial,
)
from watchbill.web.answer import json_of
from watchbill.web.auth import Asker, Served

router = APIRouter(prefix="/channels", tags=["channels"])


@router.get("", response_model=ChannelList)
def view(caller: Asker, services: Served) -> Response:
    """The workspace's channels, for its owner."""
    found = services.channels.list(caller)
    return json_of(ChannelList(channels=[Channel.of(channel) for channel in found]))


@router.post("", response_model=NewChannel, status_code=HTTPStatus.CREATED)
def add(body: ChannelAdd, caller: Asker, services: Served) -> Response:
    """Make a channel. The secret that signs its messages is in the answer, and never shown again."""
    made, secret = services.channels.add(caller, body.draft())
    return json_of(NewChannel.with_secret(made, secret), status=HTTPStatus.CREATED)


@router.patch("/{id}", response_model=Channel)
def change(id: str, body: ChannelChange, caller: Asker, services: Served) -> Response:
    """Change its name, where it leads, or what goes there. One that leads elsewhere begins afresh."""
    return json_of(Channel.of(services.channels.edit(caller, id, body.edit())))


@router.delete("/{id}", response_model=Channel)
def remove(id: str, caller: Asker, services: Served) -> Response:
    """Take a channel away, with all that is on its way there."""
    return json_of(Channel.of(services.channels.remove(caller, id)))


@router.post("/{id}/enable", response_model=Channel)
def enable(id: str, caller: Asker, services: Served) -> Response:
    """Send there again, from where it stopped."""
    return json_of(Channel.of(services.channels.enable(caller, id)))


@router.post("/{id}/replay", response_model=Channel)
def replay(id: str, body: Replay, caller: Asker, services: Served) -> Response:
    """Send the changes after a number again."""
    return json_of(Channel.of(services.channels.replay(caller, id, body.since)))


@router.post("/{id}/test", response_model=Trial)
def test(request: Request, id: str, caller: Asker, services: Served) -> Response:
    """Send a test there, at once; what became of it, in words."""
    channel = services.channels.find(caller, id)
    return json_of(try_out(request.app.state.ways, channel, services.clock))
