"""Where reminders and changes are sent: signed webhooks, e-mail, and what Apprise reaches."""

import base64
import binascii
import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

from watchbill.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from watchbill.services.caller import Caller
from watchbill.services.target import check_kind, check_name, check_target, shown_target
from watchbill.services.writing import Clock
from watchbill.storage.channel import Channel, ChannelEvent, ChannelKind, ChannelRows
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction

__all__ = [
    "Channel",
    "ChannelDraft",
    "ChannelEdit",
    "ChannelKind",
    "ChannelService",
    "shown_target",
]

SECRET_PREFIX = "whsec_"  # noqa: S105 -- what the secret begins with
MOST = 50
_KEY_BYTES = range(24, 65)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDraft:
    """A channel to make. `secret` signs a webhook's messages: “whsec_” and base64; without one, one is made."""

    kind: str
    name: str
    target: str
    events: tuple[str, ...] = ("reminders",)
    secret: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEdit:
    """What a channel shall be from now on; what is None stays as it is."""

    name: str | None = None
    target: str | None = None
    events: tuple[str, ...] | None = None


class ChannelService:
    """A workspace's channels, for its owner. Targets and secrets are written, and never shown again."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def list(self, caller: Caller) -> tuple[Channel, ...]:
        caller.require("admin")
        with self._database.read(caller.workspace_id) as reader:
            return ChannelRows(reader.connection, caller.workspace_id).of(None)

    def add(self, caller: Caller, draft: ChannelDraft) -> tuple[Channel, str]:
        """Make a channel, and say the secret that it signs with, this once. Changes go there from now on."""
        caller.require("admin")
        _check_acts(caller)
        kind = check_kind(draft.kind)
        events = _check_events(kind, draft.events)
        target = check_target(kind, draft.target)
        secret = _secret(draft) if kind == "webhook" else ""
        now = self._clock()
        with self._database.begin(caller.workspace_id) as tx:
            rows = ChannelRows(tx.connection, caller.workspace_id)
            _check_count(rows)
            channel = Channel(
                workspace_id=caller.workspace_id,
                id=str(uuid.uuid4()),
                kind=kind,
                name=check_name(draft.name),
                target=target,
                secret=secret,
                events=events,
                cursor=tx.last_change(),
                retry_at=now,
                created_at=now,
            )
            rows.add(channel)
        return channel, secret

    def find(self, caller: Caller, id: str) -> Channel:
        """The channel, to be tried. Raises CHANNEL_NOT_FOUND, FORBIDDEN for who may only propose."""
        caller.require("admin")
        _check_acts(caller)
        with self._database.read(caller.workspace_id) as reader:
            return _found(ChannelRows(reader.connection, caller.workspace_id), id)

    def edit(self, caller: Caller, id: str, edit: ChannelEdit) -> Channel:
        """Change what a channel is called, where it leads, or what goes there. Raises CHANNEL_NOT_FOUND.

        One that leads elsewhere begins afresh, with nothing failed; changes that it didn't get before go there from now on.
        """
        _check_acts(caller)

        def write(rows: ChannelRows, tx: Transaction) -> None:
            channel = _found(rows, id)
            values: dict[str, Any] = {}
            if edit.name is not None:
                values["name"] = check_name(edit.name)
            if edit.target is not None:
                values |= {"target": check_target(channel.kind, edit.target), **self._fresh()}
            if edit.events is not None:
                values["events"] = list(_check_events(channel.kind, edit.events))
                if "changes" not in channel.events:
                    values["cursor"] = tx.last_change()
            if values:
                rows.update(id, **values)

        return self._change(caller, id, write)

    def remove(self, caller: Caller, id: str) -> Channel:
        """Take a channel away with all that is on its way there. Raises CHANNEL_NOT_FOUND."""
        return self._change(caller, id, lambda rows, _: rows.remove(id))

    def enable(self, caller: Caller, id: str) -> Channel:
        """Send there again, at once, from where it stopped."""
        return self._change(caller, id, lambda rows, _: rows.update(id, **self._fresh()))

    def replay(self, caller: Caller, id: str, since: int) -> Channel:
        """Send the changes after a number again, and go on from there."""

        def rewind(rows: ChannelRows, tx: Transaction) -> None:
            if not 0 <= since <= tx.last_change():
                raise InvalidError.of(
                    "since",
                    f"There is no change {since}.",
                    hint=f"Use 0 to {tx.last_change()}.",
                )
            rows.update(id, cursor=since, **self._fresh())

        return self._change(caller, id, rewind)

    def _fresh(self) -> Mapping[str, Any]:
        """As if nothing had gone wrong; whoever is just sending there has no say any more."""
        clean: dict[str, Any] = dict.fromkeys(("lease", "failing_since", "error", "disabled_at"))
        return {**clean, "attempts": 0, "retry_at": self._clock()}

    def _change(
        self, caller: Caller, id: str, write: Callable[[ChannelRows, Transaction], None]
    ) -> Channel:
        caller.require("admin")
        with self._database.begin(caller.workspace_id) as tx:
            rows = ChannelRows(tx.connection, caller.workspace_id)
            before = _found(rows, id)
            write(rows, tx)
            tx.has_news = True
            return rows.find(id) or before


def _found(rows: ChannelRows, id: str) -> Channel:
    """A channel of the workspace; somebody's own device is none."""
    channel = rows.find(id)
    if channel is None or channel.user_id is not None:
        raise NotFoundError.of(
            "channel", "There is no such channel.", hint="List the channels for their ids."
        )
    return channel


def _check_acts(caller: Caller) -> None:
    """Who may only propose could send away all that it reads."""
    if caller.mode != "act":
        raise ForbiddenError(
            "This credential may only propose, so it can't make or turn a channel.",
            hint="Ask the owner to make it.",
        )


def _check_events(kind: str, given: Sequence[str]) -> tuple[ChannelEvent, ...]:
    events: Sequence[str] = sorted(set(given))
    unknown = [event for event in events if event not in get_args(ChannelEvent)]
    if unknown or not events:
        raise InvalidError.of(
            "events",
            f"“{unknown[0][:40]}” is not sent." if unknown else "Nothing to send is named.",
            hint=f"Choose from {', '.join(get_args(ChannelEvent))}.",
        )
    if "changes" in events and kind != "webhook":
        raise InvalidError.of(
            "events", "Changes go to webhooks alone.", hint="Leave them out, or use a webhook."
        )
    return cast("tuple[ChannelEvent, ...]", tuple(events))


def _check_count(rows: ChannelRows) -> None:
    if len(rows.of(None)) >= MOST:
        raise ConflictError(
            f"There are {MOST} channels, which is the most.", hint="Remove one that isn't needed."
        )


def _secret(draft: ChannelDraft) -> str:
    if draft.secret is None:
        return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    try:
        key = base64.b64decode(draft.secret.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) not in _KEY_BYTES:
        raise InvalidError.of(
            "secret",
            "The secret is not “whsec_” with 24 to 64 bytes in base64 behind it.",
            hint="Leave it out to have one made.",
        )
    return SECRET_PREFIX + base64.b64encode(key).decode()
