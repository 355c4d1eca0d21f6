"""Where a channel may lead: the way that its address is written, and how much of it can be shown."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from watchbill.domain.errors import InvalidError
from watchbill.domain.text import has_control
from watchbill.storage.channel import Channel, ChannelKind

NAME_MAX = 80
TARGET_MAX = 2_000
_ADDRESS = re.compile(r"[^@\s,;:<>\"()\[\]]+@[^@\s,;:<>\"()\[\]]+")


def shown_target(channel: Channel) -> str:
    """What can be said of where it leads: the way and the server of an address, since the rest of it may be a secret."""
    if channel.kind == "email":
        return channel.target
    scheme = channel.target.partition("://")[0]
    host = urlsplit(channel.target).hostname if channel.kind == "webhook" else None
    return f"{scheme}://{host or ''}…"


def check_target(kind: ChannelKind, target: str) -> str:
    """The address, if such a channel can lead there. Raises INVALID_TARGET."""
    return _CHECKS[kind](target.strip())


def check_kind(kind: str) -> ChannelKind:
    """The kinds that an owner makes. Raises INVALID_KIND."""
    for known in _CHECKS:
        if known == kind:
            return known
    raise InvalidError.of(
        "kind",
        f"“{kind[:40]}” is no kind of channel.",
        hint=f"Use one of: {', '.join(_CHECKS)}.",
    )


def check_name(name: str) -> str:
    """Raises INVALID_NAME."""
    trimmed = " ".join(name.split())
    if not 0 < len(trimmed) <= NAME_MAX or not trimmed.isprintable():
        raise InvalidError.of(
            "name",
            "A channel's name has 1 to 80 characters that can be printed.",
            hint="Call it by where it leads.",
        )
    return trimmed


def check_url(target: str) -> str:
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


_CHECKS: Mapping[ChannelKind, Callable[[str], str]] = {
    "webhook": check_url,
    "email": _check_address,
    "apprise": _check_apprise,
}


def _bad_target(what: str, hint: str) -> InvalidError:
    """What was given isn't said again: it may hold a secret."""
    return InvalidError.of("target", f"The target is not {what}.", hint=hint)
