"""Which machine a webhook may reach: looked up once, checked, and then that very address is used."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit, urlunsplit

from watchbill.delivery.failure import NotSentError

Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a host. Raises OSError when there is none."""

_TRANSLATED = IPv6Network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Pinned:
    """An address to send to: `url` names the machine by number, `host` and `name` are what the server knows itself by."""

    url: str
    host: str
    name: str


def look_up(host: str, port: int) -> Sequence[str]:
    """The system's own answer."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_, place in found]


def pin(url: str, *, allow_private: bool, resolve: Resolve = look_up) -> Pinned:
    """Look the host up, once. Raises NotSentError where it leads into a private network, unless that is allowed.

    One private address among several is enough to refuse: which one would be used is not the receiver's to choose.
    """
    parts = urlsplit(url)
    name = parts.hostname or ""
    try:
        found = resolve(name, parts.port or _PORTS[parts.scheme])
    except (OSError, UnicodeError):
        raise NotSentError("The host has no address.") from None
    if not allow_private and not all(map(_is_public, found)):
        raise NotSentError(
            "The host is in a private network; WATCHBILL_PRIVATE_TARGETS=yes would allow it."
        )
    return Pinned(_numbered(parts, found[0]), parts.netloc, name)


def _is_public(address: str) -> bool:
    number = ip_address(address.partition("%")[0])
    inner = _inner(number) if isinstance(number, IPv6Address) else None
    return number.is_global and not number.is_multicast and (inner is None or inner.is_global)


def _inner(number: IPv6Address) -> IPv4Address | None:
    """The address of version 4 that it stands for, by one of the ways to write one in the other."""
    if number in _TRANSLATED:
        return IPv4Address(number.packed[-4:])
    return number.ipv4_mapped or number.sixtofour


def _numbered(parts: SplitResult, address: str) -> str:
    host = f"[{address}]" if ":" in address else address
    place = f"{host}:{parts.port}" if parts.port else host
    return urlunsplit((parts.scheme, place, parts.path or "/", parts.query, ""))
