"""Where reminders and changes are sent: signed webhooks, e-mail, and what Apprise reaches."""

import base64
import binascii
import re
import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args
from urllib.parse import urlsplit

from watchbill.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from watchbill.domain.text import has_control
from watchbill.services.caller import Caller
from watchbill.services.writing import Clock
from watchbill.storage.channel import Channel, ChannelEvent, ChannelKind, ChannelRows
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction

__all__ = ["Channel", "ChannelDraft", "ChannelService", "shown_target"]

SECRET_PREFIX = "whsec_"  # noqa: S105 -- what the secret begins with
NAME_MAX = 80
TARGET_MAX = 2_000
MOST = 50
_KEY_BYTES = range(24, 65)
_ADDRESS = re.compile(r"[^@\s,;:<>\"()\[\]]+@[^@\s,;:<>\"()\[\]]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDraft:
    """A channel to make. `secret` signs a webhook's messages: “whsec_” and base64; without one, one is made."""

    kind: str
    name: str
    target: str
    events: tuple[str, ...] = ("reminders",)
    secret: str | None = None


class ChannelService:
    """A workspace's channels, for its owner. Targets and secrets are written, and never shown again."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def list(self, caller: Caller) -> tuple[Channel, ...]:
        caller.require("admin")
        with self._database.read(caller.workspace_id) as reader:
            return ChannelRows(reader.connection, caller.workspace_id).all()

    def add(self, caller: Caller, draft: ChannelDraft) -> tuple[Channel, str]:
        """Make a channel, and say the secret that it signs with, this once. Changes go there from now on."""
        caller.require("admin")
        _check_acts(caller)
        kind, events = _check_kind(draft.kind), _check_events(draft)
        target = _TARGETS[kind](draft.target.strip())
        secret = _secret(draft) if kind == "webhook" else ""
        now = self._clock()
        with self._database.begin(caller.workspace_id) as tx:
            rows = ChannelRows(tx.connection, caller.workspace_id)
            _check_count(rows)
            channel = Channel(
                workspace_id=caller.workspace_id,
                id=str(uuid.uuid4()),
                kind=kind,
                name=_check_name(draft.name),
                target=target,
                secret=secret,
                events=events,
                cursor=tx.last_change(),
                retry_at=now,
                created_at=now,
            )
            rows.add(channel)
        return channel, secret

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
            before = rows.find(id)
            if before is None:
                raise NotFoundError.of(
                    "channel", "There is no such channel.", hint="List the channels for their ids."
                )
            write(rows, tx)
            tx.has_news = True
            return rows.find(id) or before


def shown_target(channel: Channel) -> str:
    """What can be said of where it leads: the way and the server of an address, since the rest of it may be a secret."""
    if channel.kind == "email":
        return channel.target
    scheme = channel.target.partition("://")[0]
    host = urlsplit(channel.target).hostname if channel.kind == "webhook" else None
    return f"{scheme}://{host or ''}…"


def _check_acts(caller: Caller) -> None:
    """Who may only propose could send away all that it reads."""
    if caller.mode != "act":
        raise ForbiddenError(
            "This credential may only propose, so it can't make a channel.",
            hint="Ask the owner to make it.",
        )


def _check_kind(kind: str) -> ChannelKind:
    if kind not in get_args(ChannelKind):
        raise InvalidError.of(
            "kind",
            f"“{kind[:40]}” is no kind of channel.",
            hint=f"Use one of: {', '.join(get_args(ChannelKind))}.",
        )
    return cast("ChannelKind", kind)


def _check_events(draft: ChannelDraft) -> tuple[ChannelEvent, ...]:
    events: Sequence[str] = sorted(set(draft.events))
    unknown = [event for event in events if event not in get_args(ChannelEvent)]
    if unknown or not events:
        raise InvalidError.of(
            "events",
            f"“{unknown[0][:40]}” is not sent." if unknown else "Nothing to send is named.",
            hint=f"Choose from {', '.join(get_args(ChannelEvent))}.",
        )
    if "changes" in events and draft.kind != "webhook":
        raise InvalidError.of(
            "events", "Changes go to webhooks alone.", hint="Leave them out, or use a webhook."
        )
    return cast("tuple[ChannelEvent, ...]", tuple(events))


def _check_name(name: str) -> str:
    trimmed = " ".join(name.split())
    if not 0 < len(trimmed) <= NAME_MAX or not trimmed.isprintable():
        raise InvalidError.of(
            "name",
            "A channel's name has 1 to 80 characters that can be printed.",
            hint="Call it by where it leads.",
        )
    return trimmed


def _check_count(rows: ChannelRows) -> None:
    if len(rows.all()) >= MOST:
        raise ConflictError(
            f"There are {MOST} channels, which is the most.", hint="Remove one that isn't needed."
        )


def _check_url(target: str) -> str:
    try:
        parts = urlsplit(target)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if (
        not is_good
        or len(target) > TARGET_MAX
        or has_control(target, allowed="")
        or not _is_plain(target)
    ):
        raise _bad_target("a web address", "Begin with https://.")
    if parts.username or parts.password:
        raise _bad_target(
            "an address without a name and password in it", "Leave them out: messages are signed."
        )
    return target


def _is_plain(target: str) -> bool:
    return target.isascii() and " " not in target


def _check_address(target: str) -> str:
    if not _ADDRESS.fullmatch(target) or len(target) > TARGET_MAX or not target.isascii():
        raise _bad_target("an e-mail address", "Write it as name@example.org.")
    return target


def _check_apprise(target: str) -> str:
    if "://" not in target or len(target) > TARGET_MAX or has_control(target, allowed=""):
        raise _bad_target("an address of Apprise", "Write it as Apprise does: tgram://TOKEN/CHAT.")
    return target


_TARGETS: Mapping[ChannelKind, Callable[[str], str]] = {
    "webhook": _check_url,
    "email": _check_address,
    "apprise": _check_apprise,
}


def _bad_target(what: str, hint: str) -> InvalidError:
    """What was given isn't said again: it may hold a secret."""
    return InvalidError.of("target", f"The target is not {what}.", hint=hint)


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
