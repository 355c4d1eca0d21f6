"""Channels on the wire: what is secret goes in, and never out again."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictInt, StrictStr

from watchbill.domain.instant import to_text
from watchbill.schemas.request import Request
from watchbill.schemas.task import Instant
from watchbill.services import channel as channels

Event = Literal["reminders", "changes"]


class Channel(BaseModel):
    """Where reminders and changes are sent. `target` is shown in part: the rest of it may be a secret.

    `cursor`: the last change that went there. `error` and `failing_since`: why it doesn't work, and since when.
    `disabled_at`: nothing is sent any more, until it is enabled.
    """

    id: str
    name: str
    kind: channels.ChannelKind
    target: str
    events: list[Event]
    cursor: int
    error: str | None
    failing_since: Instant | None
    disabled_at: Instant | None
    created_at: Instant

    @classmethod
    def of(cls, channel: channels.Channel) -> "Channel":
        return cls(
            id=channel.id,
            name=channel.name,
            kind=channel.kind,
            target=channels.shown_target(channel),
            events=list(channel.events),
            cursor=channel.cursor,
            error=channel.error,
            failing_since=None if not channel.failing_since else to_text(channel.failing_since),
            disabled_at=None if not channel.disabled_at else to_text(channel.disabled_at),
            created_at=to_text(channel.created_at),
        )


class NewChannel(Channel):
    """A channel just made; `secret` checks a webhook's signatures, and is shown this once."""

    secret: str | None

    @classmethod
    def with_secret(cls, channel: channels.Channel, secret: str) -> "NewChannel":
        return cls(**Channel.of(channel).model_dump(), secret=secret or None)


class Trial(BaseModel):
    """What became of a test: `sent`, or the `error` in words."""

    sent: bool
    error: str | None


class ChannelList(BaseModel):
    """The workspace's channels, the oldest first."""

    channels: list[Channel]


class ChannelAdd(Request):
    """A channel to make: a web address, an e-mail address, or an address of Apprise. `secret`: “whsec_” and base64; made where there is none."""

    kind: StrictStr
    name: StrictStr
    target: StrictStr
    events: tuple[StrictStr, ...] = ("reminders",)
    secret: StrictStr | None = None

    def draft(self) -> channels.ChannelDraft:
        """The same for the services."""
        return channels.ChannelDraft(**self.model_dump())


class ChannelChange(Request):
    """What a channel shall be from now on; what is absent stays as it is."""

    name: StrictStr | None = None
    target: StrictStr | None = None
    events: tuple[StrictStr, ...] | None = None

    def edit(self) -> channels.ChannelEdit:
        """The same for the services."""
        return channels.ChannelEdit(**self.model_dump())


class Replay(Request):
    """`since`: the changes after this number are sent again."""

    since: Annotated[StrictInt, Field(ge=0, le=2**31 - 1)]
