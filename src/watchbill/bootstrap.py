"""The only place where the parts are put together. What a door alone needs is imported when that door opens."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from watchbill.services.bundle import Services
from watchbill.settings import Settings, is_loopback
from watchbill.storage.database import Database
from watchbill.storage.opening import prepare, revision

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from watchbill.web.feed import Feed
    from watchbill.web.probe import Readiness

__all__ = ["Services", "build_services", "migrate_store", "now", "opened", "serve", "serve_stdio"]

Part = Literal["web", "mcp"]


def now() -> datetime:
    return datetime.now(UTC)


def build_services(settings: Settings, *, clock: Callable[[], datetime] = now) -> Services:
    """Open the store, make or upgrade its schema where that is allowed, and give the services over it."""
    database = Database(settings.database_url)
    prepare(database, now=clock())
    return Services.over(database, clock)


@contextmanager
def opened(settings: Settings) -> Iterator[Services]:
    """The services, for as long as the block lasts."""
    services = build_services(settings)
    try:
        yield services
    finally:
        services.close()


def migrate_store(settings: Settings) -> None:
    """Bring the store's schema up to this version's, whichever database it is; make it where there is none."""
    from watchbill.storage.migration import migrate  # noqa: PLC0415 -- Alembic is slow to import, and seldom needed

    database = Database(settings.database_url)
    if revision(database) is not None:
        migrate(database)
    prepare(database, now=now())
    database.close()


def serve(settings: Settings, *, only: Part | None = None) -> None:
    """Serve the page with REST, and MCP, until a signal. `only`: one of the two, where each has its own process.

    Prints one line when all ports answer: where to go. Raises INVALID_PORT, and what opening the store raises.
    """
    from watchbill.web import server  # noqa: PLC0415 -- the command line stays light without it
    from watchbill.web.feed import Feed  # noqa: PLC0415 -- the same
    from watchbill.web.probe import Readiness  # noqa: PLC0415 -- the same

    start_log(settings.log_level)
    with opened(settings) as services:
        readiness, feed = Readiness(services.check), Feed(services.journal.last_change)
        listeners = []
        if only != "mcp":
            page = build_web(settings, services, readiness, feed)
            listeners.append(server.listen(page, settings.host, settings.port))
        if only != "web":
            agents = build_mcp(settings, services, readiness)
            listeners.append(server.listen(agents, settings.mcp_host, settings.mcp_port))
        said = _greeting(settings, services, listeners[0].port, only=only)

        def stop() -> None:
            readiness.is_draining = True
            feed.close()

        server.run(listeners, on_ready=lambda: print(said, flush=True), on_stop=stop)  # noqa: T201 -- for the person who started it


def start_log(level: str) -> None:
    """Log to stderr: of libraries, only what went wrong, unless everything is asked for."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger().setLevel("DEBUG" if level == "debug" else "WARNING")
    logging.getLogger("watchbill").setLevel(level.upper())


def build_web(
    settings: Settings, services: Services, readiness: "Readiness", feed: "Feed"
) -> "ASGIApp":
    """The application of the public port."""
    from watchbill.web.access import Access  # noqa: PLC0415 -- the command line stays light without it
    from watchbill.web.application import build_application  # noqa: PLC0415 -- the same

    access = Access(
        is_local=settings.is_local, hosts=settings.allowed_hosts, public_url=settings.public_url
    )
    return build_application(services, access, readiness=readiness, feed=feed)


def build_mcp(settings: Settings, services: Services, readiness: "Readiness") -> "ASGIApp":
    """The application of the agents' port; on loopback it asks for no token."""
    from watchbill.mcp.server import build_application  # noqa: PLC0415 -- the command line stays light without it
    from watchbill.web.probe import Probes  # noqa: PLC0415 -- the same

    is_local = is_loopback(settings.mcp_host)
    app = build_application(services, is_local=is_local, hosts=settings.allowed_hosts)
    return Probes(app, readiness)


def serve_stdio(settings: Settings) -> None:
    """MCP for the program that started this one: on the store of this machine, or on the server of WATCHBILL_URL."""
    from watchbill.mcp.stdio import mcp_url, run_stdio, run_stdio_relay  # noqa: PLC0415 -- the command line stays light without it

    start_log(settings.log_level)
    if settings.url or settings.mcp_server_url:
        url = settings.mcp_server_url or mcp_url(settings.url, settings.mcp_port)
        run_stdio_relay(url, settings.token)
        return
    with opened(settings) as services:
        run_stdio(services)


def _greeting(settings: Settings, services: Services, port: int, *, only: Part | None) -> str:
    """Where to go; and when the first password has to be set yet, the link that does it, once."""
    if only == "mcp":
        return f"Watchbill's MCP is at {_url(settings.mcp_host, port)}/mcp"
    url = settings.public_url or _url(settings.host, port)
    secret = None if settings.is_local else services.users.make_setup()
    if secret is None:
        return f"Watchbill is at {url}"
    return f"Watchbill is at {url} — set its password, once: {url}/setup/{secret}"


def _url(host: str, port: int) -> str:
    """The address to open on this machine."""
    if host in ("0.0.0.0", "::", "127.0.0.1"):  # noqa: S104 -- compared, not bound
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
