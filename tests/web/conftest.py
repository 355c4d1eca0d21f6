"""A server for tests: the whole application with real services, asked over HTTP's own interface."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient
from tests.conftest import Clock

from watchbill.services.bundle import Services
from watchbill.storage.database import Database
from watchbill.web.access import Access
from watchbill.web.application import build_application

PASSWORD = "correct horse"

Connect = Callable[..., TestClient]


@pytest.fixture
def services(sqlite_database: Database, clock: Clock) -> Services:
    return Services.over(sqlite_database, clock)


@pytest.fixture
def connect(services: Services) -> Connect:
    """Makes a client of a server that can be reached in this way, from this address, by this name."""

    def make(
        access: Access = Access(),  # noqa: B008 -- frozen
        *,
        address: str = "127.0.0.1",
        url: str = "http://localhost",
    ) -> TestClient:
        return TestClient(
            build_application(services, access),
            base_url=url,
            client=(address, 50_000),
            raise_server_exceptions=False,
            follow_redirects=False,
        )

    return make


@pytest.fixture
def here(connect: Connect) -> TestClient:
    """The owner at their own machine, where no password is set."""
    return connect()


@pytest.fixture
def stranger(connect: Connect, services: Services) -> TestClient:
    """Somebody with no credential, at a server on the net whose password is set."""
    services.users.set_password(PASSWORD)
    return connect(Access(is_local=False), address="203.0.113.9", url="http://tasks.example.org")


@pytest.fixture
def queries(services: Services) -> Iterator[list[str]]:
    """Every statement that the store is sent, from now on."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement != "BEGIN":
            seen.append(statement)

    event.listen(services.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(services.database.engine, "before_cursor_execute", note)


@pytest.fixture
def bearer(services: Services) -> dict[str, str]:
    """The header of a program with a token that may do everything."""
    owner = services.users.owner()
    _, text = services.tokens.create(owner, "robot", sorted(owner.scopes))
    return {"Authorization": f"Bearer {text}"}
