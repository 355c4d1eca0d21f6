"""What the door goes by before it looks at a credential: which Host is ours, who is local, where a form came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How the server can be reached.

    `is_local`: bound to loopback and published nowhere, so that who comes is at this machine.
    `hosts`: names that a request's Host may have, `*.example.org` for all below; beside loopback and addresses.
    `per_minute`: how many requests one credential may send; 0 is no limit, and on a local server there is none.
    `public_url`: as the browser sees the server; with https, cookies are for https alone.
    """

    is_local: bool = True
    hosts: tuple[str, ...] = ()
    public_url: str = ""
    per_minute: int = 0

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def remote_url(self) -> str:
        """The public URL, where programs elsewhere may be let in: with https, or on this machine to try it; a server of its own."""
        parts = urlsplit(self.public_url)
        is_safe = self.is_https or host_name(parts.netloc) in LOOPBACK
        return self.public_url if is_safe and not parts.path else ""

    def is_our_host(self, host: str) -> bool:
        """Whether a page of another name can't have been made to point here (DNS rebinding).

        An address can't be rebound, so any goes once a credential is needed. Without names to go by, any name goes
        too, but never on a local server, where no credential is needed.
        """
        name = host_name(host)
        if name in LOOPBACK:
            return True
        known = (*self.hosts, urlsplit(self.public_url).hostname or "")
        if any(_matches(name, pattern) for pattern in known if pattern):
            return True
        if self.is_local:
            return False
        return _is_address(name) or not any(known)

    def is_cross_origin(self, headers: Mapping[str, str]) -> bool:
        """Whether a browser sent this from a page that isn't ours. Programs that aren't browsers say nothing."""
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = headers.get("origin")
        if origin is None:
            return False
        if self.public_url and origin == _origin(self.public_url):
            return False
        return urlsplit(origin).netloc != headers.get("host")


def host_name(host: str) -> str:
    """The name or address in a Host header, without the port; "" when it isn't one."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _matches(name: str, pattern: str) -> bool:
    if pattern.startswith("*."):
        return name.endswith(pattern[1:])
    return pattern in ("*", name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
