"""The only place where the parts are put together. What a door alone needs is imported when that door opens."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from watchbill.domain.errors import StorageUnavailableError
from watchbill.services.bundle import Services
from watchbill.services.meaning import Customs
from watchbill.settings import Settings, is_loopback
from watchbill.storage.database import Database
from watchbill.storage.opening import prepare, revision

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from watchbill.delivery.office import Post
    from watchbill.schemas.model import ModelEndpoint
    from watchbill.schemas.turn import Event, TurnFinished, TurnRequest, TurnRunner
    from watchbill.services.verification import Progress, Verdict
    from watchbill.web.feed import Feed
    from watchbill.web.probe import Readiness

__all__ = [
    "Services",
    "build_services",
    "migrate_store",
    "move_store",
    "now",
    "opened",
    "serve",
    "serve_assistant",
    "serve_stdio",
    "take_turn",
    "verify_store",
]

Part = Literal["web", "mcp"]
_DAY = 86_400.0


def now() -> datetime:
    return datetime.now(UTC)


def build_services(settings: Settings, *, clock: Callable[[], datetime] = now) -> Services:
    """Open the store, make or upgrade its schema where that is allowed, and give the services over it."""
    database = Database(settings.database_url)
    prepare(database, now=clock())
    customs = Customs(style=settings.quick_add_style, day_first=settings.date_order == "dmy")
    return Services.over(database, clock, zone=settings.time_zone, customs=customs)


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


def verify_store(settings: Settings, progress: "Progress") -> "dict[str, Verdict]":
    """Compare every workspace of the store with its journal; the verdicts by workspace."""
    from watchbill.services.verification import verify  # noqa: PLC0415 -- seldom needed

    with opened(settings) as services:
        with services.database.read() as reader:
            ids = reader.workspace_ids()
        return {id: verify(services.database, id, now=now(), progress=progress) for id in ids}


def move_store(source_url: str, target_url: str, progress: "Progress") -> "Mapping[str, Verdict]":
    """Move a whole server from one database into another, by replay."""
    from watchbill.services.moving import move_store as move  # noqa: PLC0415 -- seldom needed

    source, target = Database(source_url), Database(target_url)
    try:
        prepare(source, now=now())
        return move(source, target, now=now(), progress=progress)
    finally:
        source.close()
        target.close()


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
    from watchbill.web.feed import Feed  # noqa: PLC0415 -- the same
    from watchbill.web.probe import Readiness  # noqa: PLC0415 -- the same

    start_log(settings.log_level)
    with opened(settings) as services:
        readiness, feed = Readiness(services.check), Feed(services.journal.last_change)
        listeners = []
        agents = None if only == "web" else build_mcp(settings, services, readiness)
        if only != "mcp":
            turns = build_turns(settings, agents)
            page = build_web(settings, services, readiness, feed, turns)
            listeners.append(server.listen(page, settings.host, settings.port))
        if agents is not None:
            listeners.append(server.listen(agents, settings.mcp_host, settings.mcp_port))
        said = _greeting(settings, services, listeners[0].port, only=only)

        def stop() -> None:
            readiness.is_draining = True
            feed.close()

        with purging(services), delivering(services, _post(settings)):
            server.run(listeners, on_ready=lambda: print(said, flush=True), on_stop=stop)  # noqa: T201 -- for the person who started it


def _post(settings: Settings) -> "Post":
    from watchbill.delivery.office import Post  # noqa: PLC0415 -- the command line stays light without it

    return Post(
        smtp_url=settings.smtp_url,
        mail_from=settings.mail_from,
        allow_private=settings.private_targets == "yes",
        url=settings.public_url,
    )


def start_log(level: str) -> None:
    """Log to stderr: of libraries, only what went wrong, unless everything is asked for."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger().setLevel("DEBUG" if level == "debug" else "WARNING")
    logging.getLogger("watchbill").setLevel(level.upper())


def build_web(
    settings: Settings,
    services: Services,
    readiness: "Readiness",
    feed: "Feed",
    turns: "TurnRunner",
) -> "ASGIApp":
    """The application of the public port."""
    from watchbill.web.access import Access  # noqa: PLC0415 -- the command line stays light without it
    from watchbill.web.application import build_application  # noqa: PLC0415 -- the same
    from watchbill.web.turn import Chat  # noqa: PLC0415 -- the same

    access = Access(
        is_local=settings.is_local, hosts=settings.allowed_hosts, public_url=settings.public_url
    )
    chat = Chat(turns, settings.time_zone)
    return build_application(services, access, readiness=readiness, feed=feed, chat=chat)


def build_mcp(settings: Settings, services: Services, readiness: "Readiness") -> "ASGIApp":
    """The application of the agents' port; on loopback it asks for no token."""
    from watchbill.mcp.server import build_application  # noqa: PLC0415 -- the command line stays light without it
    from watchbill.web.probe import Probes  # noqa: PLC0415 -- the same

    is_local = is_loopback(settings.mcp_host)
    app = build_application(services, is_local=is_local, hosts=settings.allowed_hosts)
    return Probes(app, readiness)


def build_turns(settings: Settings, agents: "ASGIApp | None") -> "TurnRunner":
    """The way to the assistant: in its own process, or in this one over the agents' port without a socket."""
    from watchbill.web.turn import LocalTurns, RemoteTurns  # noqa: PLC0415 -- the command line stays light without it

    if settings.assistant_url:
        return RemoteTurns(settings.assistant_url)
    return LocalTurns(lambda: _assistant(settings, agents))


def _assistant(settings: Settings, agents: "ASGIApp | None") -> "TurnRunner":
    import httpx2  # noqa: PLC0415 -- the assistant's parts are slow to import, and a list needs none of them

    from watchbill.assistant.application import build_turns  # noqa: PLC0415 -- the same

    model = _model(settings)
    url = settings.mcp_server_url or f"http://127.0.0.1:{settings.mcp_port}/mcp"
    if agents is None or settings.mcp_server_url:
        return build_turns(url, model)
    return build_turns(url, model, httpx2.ASGITransport(app=agents))


def _model(settings: Settings) -> "ModelEndpoint | None":
    """The language model that the environment names; None when it names none."""
    from watchbill.schemas.model import ModelEndpoint  # noqa: PLC0415 -- the command line stays light without it

    if not settings.model_url and settings.model_api != "anthropic":
        return None
    return ModelEndpoint(
        api="anthropic" if settings.model_api == "anthropic" else "openai",
        url=settings.model_url,
        name=settings.model_name,
        key=settings.model_key,
    )


async def take_turn(
    settings: Settings, services: Services, request: "TurnRequest", show: "Callable[[Event], None]"
) -> "TurnFinished":
    """One turn over the store of this machine, all in this process: MCP and its token check, too."""
    from watchbill.mcp.server import build_application  # noqa: PLC0415 -- the command line stays light without it
    from watchbill.schemas.turn import TurnFinished  # noqa: PLC0415 -- the same

    agents = build_application(services, is_local=False)
    ended = TurnFinished(text="")
    turns = _assistant(settings, agents)
    async with agents.router.lifespan_context(agents):
        async for event in turns.run(request):
            show(event)
            if isinstance(event, TurnFinished):
                ended = event
        await turns.close()
    return ended


def serve_assistant(settings: Settings) -> None:
    """Serve the assistant alone, until a signal; it holds no store, and needs MCP_SERVER_URL."""
    from watchbill.assistant.application import build_application  # noqa: PLC0415 -- the command line stays light without it
    from watchbill.web import server  # noqa: PLC0415 -- the same

    start_log(settings.log_level)
    app = build_application(_assistant(settings, None))
    listener = server.listen(app, settings.assistant_host, settings.assistant_port)
    said = f"The assistant is at {_url(settings.assistant_host, listener.port)}"
    server.run([listener], on_ready=lambda: print(said, flush=True), on_stop=lambda: None)  # noqa: T201 -- for the person who started it


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
