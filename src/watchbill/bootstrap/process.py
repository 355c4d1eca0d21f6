"""What runs until a signal: the server, the assistant, MCP over stdio."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Literal

from watchbill.bootstrap.door import build_mcp, build_web
from watchbill.bootstrap.store import opened
from watchbill.bootstrap.turn import build_assistant, build_turns
from watchbill.domain.errors import StorageUnavailableError
from watchbill.services.bundle import Services
from watchbill.settings import Settings

if TYPE_CHECKING:
    from watchbill.delivery.way import Ways

Part = Literal["web", "mcp"]
_DAY = 86_400.0


@contextmanager
def purging(services: Services) -> Iterator[None]:
    """Meanwhile the trash is emptied of what is too old: at once, and every day."""
    is_over = threading.Event()

    def purge() -> None:
        while not is_over.is_set():
            with suppress(StorageUnavailableError):
                services.purging.purge_all()
                services.notices.prune()
            is_over.wait(_DAY)

    thread = threading.Thread(target=purge, name="purging")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def serve(settings: Settings, *, only: Part | None = None) -> None:
    """Serve the page with REST, and MCP, until a signal. `only`: one of the two, where each has its own process.

    Prints one line when all ports answer: where to go. Raises INVALID_PORT, and what opening the store raises.
    """
    from watchbill.delivery.office import delivering  # noqa: PLC0415 -- the command line stays light without it
    from watchbill.web import server  # noqa: PLC0415 -- the same
    from watchbill.web.feed import BEAT, BEAT_SHARED, Feed  # noqa: PLC0415 -- the same
    from watchbill.web.probe import Readiness  # noqa: PLC0415 -- the same

    start_log(settings.log_level)
    with opened(settings) as services:
        bell = services.database.bell
        beat = BEAT_SHARED if bell.is_shared else BEAT
        readiness = Readiness(services.check)
        feed = Feed(services.journal.last_change, services.proposals.reviews, beat=beat)
        listeners = []
        ways = build_ways(settings, services)
        agents = None if only == "web" else build_mcp(settings, services, readiness)
        if only != "mcp":
            turns = build_turns(settings, agents)
            page = build_web(settings, services, readiness, feed, turns, ways)
            listeners.append(server.listen(page, settings.host, settings.port))
        if agents is not None:
            listeners.append(server.listen(agents, settings.mcp_host, settings.mcp_port))
        said = _greeting(settings, services, listeners[0].port, only=only)

        def stop() -> None:
            readiness.is_draining = True
            feed.close()

        with bell.heard(feed.ring), purging(services), delivering(services, ways):
            server.run(listeners, on_ready=lambda: print(said, flush=True), on_stop=stop)  # noqa: T201 -- for the person who started it


def build_ways(settings: Settings, services: Services) -> "Ways":
    """The ways by which reminders and changes leave."""
    from watchbill.delivery.office import Post, open_ways  # noqa: PLC0415 -- the command line stays light without it

    post = Post(
        smtp_url=settings.smtp_url,
        mail_from=settings.mail_from,
        allow_private=settings.private_targets == "yes",
        url=settings.public_url,
    )
    return open_ways(services, post)


def start_log(level: str) -> None:
    """Log to stderr: of libraries, only what went wrong, unless everything is asked for."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger().setLevel("DEBUG" if level == "debug" else "WARNING")
    logging.getLogger("watchbill").setLevel(level.upper())


def serve_assistant(settings: Settings) -> None:
    """Serve the assistant alone, until a signal; it holds no store, and needs MCP_SERVER_URL."""
    from watchbill.assistant.application import build_application  # noqa: PLC0415 -- the command line stays light without it
    from watchbill.web import server  # noqa: PLC0415 -- the same

    start_log(settings.log_level)
    app = build_application(build_assistant(settings, None))
    listener = server.listen(app, settings.assistant_host, settings.assistant_port)
    said = f"The assistant is at {url_of(settings.assistant_host, listener.port)}"
    server.run([listener], on_ready=lambda: print(said, flush=True), on_stop=lambda: None)  # noqa: T201 -- for the person who started it


def serve_stdio(settings: Settings) -> None:
    """MCP for the program that started this one: on the store of this machine, or on the server of WATCHBILL_URL."""
    from watchbill.mcp.stdio import run_stdio, run_stdio_relay  # noqa: PLC0415 -- the command line stays light without it

    start_log(settings.log_level)
    if settings.url or settings.mcp_server_url:
        run_stdio_relay(mcp_address(settings), settings.token)
        return
    with opened(settings) as services:
        run_stdio(services, settings.token)


def mcp_address(settings: Settings) -> str:
    """Where agents reach the server: of WATCHBILL_URL, else of this machine."""
    from watchbill.mcp.stdio import mcp_url  # noqa: PLC0415 -- the command line stays light without it

    here = f"http://localhost:{settings.mcp_port}"
    return settings.mcp_server_url or mcp_url(settings.url or here, settings.mcp_port)


def _greeting(settings: Settings, services: Services, port: int, *, only: Part | None) -> str:
    """Where to go; and when the first password has to be set yet, the link that does it, once."""
    if only == "mcp":
        return f"Watchbill's MCP is at {url_of(settings.mcp_host, port)}/mcp"
    url = settings.public_url or url_of(settings.host, port)
    secret = None if settings.is_local else services.users.make_setup()
    if secret is None:
        return f"Watchbill is at {url}"
    return f"Watchbill is at {url} — set its password, once: {url}/setup/{secret}"


def url_of(host: str, port: int) -> str:
    """The address to open on this machine."""
    if host in ("0.0.0.0", "::", "127.0.0.1"):  # noqa: S104 -- compared, not bound
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
