"""Every setting of Watchbill, read from the environment into one frozen object."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, TypeVar, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path

from watchbill.domain.budget import NAMES, Budget
from watchbill.domain.errors import InvalidError

LOG_LEVELS = ("debug", "info", "warning", "error")
MODEL_APIS = ("openai", "anthropic")
QuickAddStyle = Literal["watchbill", "todoist", "todo.txt"]
QUICK_ADD_STYLES: tuple[QuickAddStyle, ...] = get_args(QuickAddStyle)
DateOrder = Literal["mdy", "dmy"]
DATE_ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)
LOCAL_TIME = Path("/etc/localtime")
KEYS_BELOW = 0xFFFFFFFF_00000000_FFFFFFFF_FFFFFFFF_BCE6FAAD_A7179E84_F3B9CAC2_FC632551
"""The order of the curve P-256: a private key is a number from 1 up to it."""

Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set. Secrets, and addresses that may hold a password, stay out of `repr`.

    `database_url`: `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/NAME`.
    `public_url`: where people reach the server, when that is another address than the one it listens on.
    `allowed_hosts`: names that a request's Host may have besides those that follow from the other settings.
    `assistant_url`: an assistant in a process of its own; without it the server has one inside.
    `quick_add_style`: what `#` and `@` mean in quick-add. `date_order`: whether 3/4 is 4 March or 3 April.
    `smtp_url`: `smtp://` or `smtps://USER:PASSWORD@HOST:PORT`; `mail_from`: whom its mails are from.
    `private_targets`: “yes” lets webhooks and Apprise reach private networks. `push_key`: what browsers' push services know it by.
    `requests_per_minute`: what one credential may send, beyond this machine; 0 is no limit.
    `oidc_…`: a provider of OpenID Connect by whose word people sign in, and what its button is called.
    `url`, `token`: the server that the command line works on instead of the local store; `password`: who signs in there with `--as`.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    mcp_host: str = "127.0.0.1"
    mcp_port: int = 8081
    data_dir: Path = field(default_factory=lambda: user_data_path("watchbill", appauthor=False))
    database_url: str = field(default="", repr=False)
    public_url: str = ""
    allowed_hosts: tuple[str, ...] = ()
    assistant_url: str = ""
    assistant_host: str = "127.0.0.1"
    assistant_port: int = 8082
    mcp_server_url: str = ""
    model_api: str = "openai"
    model_url: str = ""
    model_name: str = ""
    model_key: str = field(default="", repr=False)
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    private_targets: str = "no"
    push_key: str = field(default="", repr=False)
    requests_per_minute: int = 3_000
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: str = "your account"
    time_zone: str = "UTC"
    quick_add_style: QuickAddStyle = "watchbill"
    date_order: DateOrder = "mdy"
    budget: Budget = field(default_factory=Budget)
    log_level: str = "info"
    url: str = ""
    token: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data_dir / 'watchbill.db'}")

    @property
    def is_local(self) -> bool:
        """Whether the page is for this machine alone."""
        return is_loopback(self.host) and not self.public_url

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read WATCHBILL_… and MCP_SERVER_URL; an empty value is none.

        Any value may come in a file instead, named by …_FILE. Raises INVALID_… with the variable's name.
        """
        source = _Source(environ)
        defaults = cls()
        return cls(
            host=source.text("WATCHBILL_HOST") or defaults.host,
            port=source.port("WATCHBILL_PORT", defaults.port),
            mcp_host=source.text("WATCHBILL_MCP_HOST") or defaults.mcp_host,
            mcp_port=source.port("WATCHBILL_MCP_PORT", defaults.mcp_port),
            data_dir=Path(source.text("WATCHBILL_DATA_DIR") or defaults.data_dir).expanduser(),
            database_url=source.text("WATCHBILL_DATABASE_URL"),
            public_url=source.url("WATCHBILL_PUBLIC_URL"),
            allowed_hosts=source.names("WATCHBILL_ALLOWED_HOSTS"),
            assistant_url=source.url("WATCHBILL_ASSISTANT_URL"),
            assistant_host=source.text("WATCHBILL_ASSISTANT_HOST") or defaults.assistant_host,
            assistant_port=source.port("WATCHBILL_ASSISTANT_PORT", defaults.assistant_port),
            mcp_server_url=source.url("MCP_SERVER_URL"),
            model_api=source.choice("WATCHBILL_MODEL_API", MODEL_APIS, defaults.model_api),
            model_url=source.url("WATCHBILL_MODEL_URL"),
            model_name=source.text("WATCHBILL_MODEL_NAME"),
            model_key=source.text("WATCHBILL_MODEL_KEY"),
            smtp_url=source.mail_server("WATCHBILL_SMTP_URL"),
            mail_from=source.text("WATCHBILL_MAIL_FROM"),
            private_targets=source.choice("WATCHBILL_PRIVATE_TARGETS", ("no", "yes"), "no"),
            push_key=source.key("WATCHBILL_PUSH_KEY"),
            requests_per_minute=source.number(
                "WATCHBILL_REQUESTS_PER_MINUTE", defaults.requests_per_minute
            ),
            oidc_issuer=source.url("WATCHBILL_OIDC_ISSUER"),
            oidc_client_id=source.text("WATCHBILL_OIDC_CLIENT_ID"),
            oidc_client_secret=source.text("WATCHBILL_OIDC_CLIENT_SECRET"),
            oidc_name=source.text("WATCHBILL_OIDC_NAME") or defaults.oidc_name,
            time_zone=source.time_zone("WATCHBILL_TIME_ZONE"),
            quick_add_style=source.choice(
                "WATCHBILL_QUICK_ADD_STYLE", QUICK_ADD_STYLES, defaults.quick_add_style
            ),
            date_order=source.choice("WATCHBILL_DATE_ORDER", DATE_ORDERS, defaults.date_order),
            budget=source.budget(),
            log_level=source.choice("WATCHBILL_LOG_LEVEL", LOG_LEVELS, defaults.log_level),
            url=source.url("WATCHBILL_URL"),
            token=source.text("WATCHBILL_TOKEN"),
            password=source.text("WATCHBILL_PASSWORD"),
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens on that host."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def local_time_zone(link: Path = LOCAL_TIME) -> str:
    """The machine's zone by its IANA name; UTC when it can't be told."""
    _, found, name = str(link.resolve()).partition("zoneinfo/")
    return name if found and _is_zone(name) else "UTC"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


class _Source:
    """The environment, one kind of value at a time."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str) -> str:
        """The variable, or what is in the file that NAME_FILE names, without space around it."""
        value = self._environ.get(name, "").strip()
        path = self._environ.get(f"{name}_FILE", "").strip()
        if value and path:
            raise _invalid(name, f"{name} and {name}_FILE are both set.", "Keep one of the two.")
        return _read(name, path) if path else value

    def budget(self) -> Budget:
        """What a program may do by itself, where its token says nothing else."""
        names = {name: f"WATCHBILL_{name.upper()}" for name in NAMES}
        return Budget(
            **{
                name: self._count(variable, getattr(Budget(), name))
                for name, variable in names.items()
            }
        )

    def _count(self, name: str, default: int) -> int:
        text = self.text(name)
        if text and not re.fullmatch(r"[0-9]{1,6}", text):
            raise _invalid(name, f"{name} is “{text}”.", "Use a count; 0 is no limit.")
        return int(text or default)

    def port(self, name: str, default: int) -> int:
        """A port from 0 (any free one) to 65535.

        Kubernetes gives every pod NAME_PORT=tcp://… for each Service: that is not meant for us.
        """
        text = self.text(name)
        if not text or text.startswith(("tcp://", "udp://")):
            return default
        if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65535:  # noqa: PLR2004 -- the last port
            raise _invalid(name, f"{name} is “{text}”.", "Use a port number from 0 to 65535.")
        return int(text)

    def number(self, name: str, default: int) -> int:
        """A whole number, 0 or more."""
        text = self.text(name)
        if text and not re.fullmatch(r"[0-9]{1,9}", text):
            raise _invalid(name, f"{name} is “{text}”.", "Use a whole number.")
        return int(text) if text else default

    def url(self, name: str) -> str:
        """An http or https address, without the slash at its end."""
        text = self.text(name)
        if text and not _is_web_address(text):
            raise _invalid(
                name, f"{name} is not a web address.", "Begin with http:// or https://."
            )
        return text.rstrip("/")

    def mail_server(self, name: str) -> str:
        """An address that begins with smtp:// or smtps://."""
        text = self.text(name)
        if text and not _is_address(text, ("smtp", "smtps")):
            raise _invalid(
                name,
                f"{name} is not a mail server's address.",
                "Write it as smtps://USER:PASSWORD@HOST:465.",
            )
        return text

    def key(self, name: str) -> str:
        """A private key of the curve P-256: 32 bytes in base64 for addresses."""
        text = self.text(name).rstrip("=")
        if text and not _is_key(text):
            raise _invalid(
                name,
                f"{name} is not a private key of the curve P-256: 32 bytes in base64 for addresses.",
                "Leave it out: one is made and kept in the store. Or copy the whole key, not the public one.",
            )
        return text

    def names(self, name: str) -> tuple[str, ...]:
        return tuple(part for part in re.split(r"[,\s]+", self.text(name).lower()) if part)

    def choice(self, name: str, choices: tuple[Choice, ...], default: Choice) -> Choice:
        text = self.text(name).lower() or default
        for choice in choices:
            if choice == text:
                return choice
        raise _invalid(name, f"{name} is “{text}”.", f"Use one of: {', '.join(choices)}.")

    def time_zone(self, name: str) -> str:
        text = self.text(name)
        if text and not _is_zone(text):
            raise _invalid(name, f"{name} is “{text}”.", "Use a name such as Europe/Berlin.")
        return text or local_time_zone()


def _is_key(text: str) -> bool:
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}", text):
        return False
    return 0 < int.from_bytes(urlsafe_b64decode(f"{text}=")) < KEYS_BELOW


def _is_web_address(text: str) -> bool:
    return _is_address(text, ("http", "https"))


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname)


def _read(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise _invalid(
            name, f"The file that {name}_FILE names can't be read.", "Check its path and rights."
        ) from None


def _invalid(name: str, message: str, hint: str) -> InvalidError:
    return InvalidError.of(name.removeprefix("WATCHBILL_"), message, hint=hint)
