"""Programs elsewhere that ask to be let in by OAuth: what each calls itself, and where it may be answered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

from watchbill.domain.errors import InvalidError

NAME_MAX = 60
REDIRECTS_MAX = 10
REDIRECT_MAX = 500
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
# What a browser would run, show or read by itself, instead of handing it to a program.
_NO_PROGRAM = frozenset(
    [
        "about",
        "blob",
        "data",
        "file",
        "filesystem",
        "ftp",
        "javascript",
        "mailto",
        "tel",
        "vbscript",
        "view-source",
        "ws",
        "wss",
    ]
)


@dataclass(frozen=True, slots=True)
class Program:
    """A program as it describes itself: nothing of it is known to be true but where it is answered."""

    name: str
    redirects: tuple[str, ...]

    @classmethod
    def registered(cls, given: Mapping[str, Any]) -> Self:
        """From the metadata that it registers with (RFC 7591, section 2).

        Raises INVALID_REDIRECT_URI and INVALID_CLIENT_METADATA.
        """
        redirects = given.get("redirect_uris")
        if not isinstance(redirects, list) or not 0 < len(redirects) <= REDIRECTS_MAX:
            raise _not_told(f"redirect_uris has to be a list of 1 to {REDIRECTS_MAX}.")
        for name, needed in (("grant_types", "authorization_code"), ("response_types", "code")):
            if needed not in given.get(name, [needed]):
                raise _not_told(f"{name} has to have {needed}: it is the only way in.")
        return cls(_named(given.get("client_name")), tuple(map(_check_redirect, redirects)))

    def redirect(self, given: str) -> str:
        """Where to answer. Raises INVALID_REDIRECT_URI for a place that it hasn't registered."""
        if not given and len(self.redirects) == 1:
            return self.redirects[0]
        if any(_is_same(given, known) for known in self.redirects):
            return given
        raise InvalidError.of(
            "redirect_uri",
            "The program wants to be answered at a place that it hasn't registered.",
            hint="Nothing was given to it. Remove the connection in the program, and connect it anew.",
        )


def _named(given: Any) -> str:
    """What it calls itself, in characters that show."""
    text = given if isinstance(given, str) else ""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split())[:NAME_MAX].strip() or "an agent"


def _check_redirect(given: Any) -> str:
    """https, http to the program's own machine, or a scheme of the program's own (RFC 8252, section 7)."""
    parts = _parts(given) if isinstance(given, str) and len(given) <= REDIRECT_MAX else None
    if parts is None or parts.fragment or not _is_possible(parts):
        raise InvalidError.of(
            "redirect_uri",
            "A redirect_uri has to be https, http to localhost, or of a scheme of the program's own.",
        )
    return str(given)


def _is_possible(parts: SplitResult) -> bool:
    if parts.scheme == "https":
        return bool(parts.hostname)
    if parts.scheme == "http":
        return parts.hostname in _LOOPBACK
    return bool(_SCHEME.fullmatch(parts.scheme)) and parts.scheme not in _NO_PROGRAM


def _parts(url: str) -> SplitResult | None:
    """None where it is no address, or one that could be read in two ways."""
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return None if parts.username is not None else parts


def _is_same(given: str, known: str) -> bool:
    """The very same text; on the program's own machine the port may be another (RFC 8252, section 7.3)."""
    if given == known:
        return True
    one, other = _parts(given), _parts(known)
    if one is None or other is None or one.scheme != "http" or other.scheme != "http":
        return False
    return (
        one.hostname in _LOOPBACK
        and one.hostname == other.hostname
        and (one.path, one.query, one.fragment) == (other.path, other.query, other.fragment)
    )


def _not_told(message: str) -> InvalidError:
    return InvalidError.of("client_metadata", message)


def scopes_in(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """The scopes in a list with spaces. Raises INVALID_SCOPE for one that isn't among the known."""
    wanted = dict.fromkeys(text.split())
    if unknown := [scope for scope in wanted if scope not in known]:
        raise InvalidError.of(
            "scope",
            f"“{unknown[0][:NAME_MAX]}” can't be asked for.",
            hint=f"Ask for {' '.join(known)}.",
        )
    return tuple(wanted)
