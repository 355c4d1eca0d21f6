"""What many tests need: a clock that stands still, a store of each kind, and someone who asks."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from damage.watchbill.postgresql import Server

from tests.reused import Reused
from watchbill.domain.operation import Actor
from watchbill.services.caller import Caller
from watchbill.services.journal import JournalService
from watchbill.services.task import TaskService
from watchbill.storage.database import Database
from watchbill.storage.opening import OWNER, WORKSPACE, prepare

# The gate has to answer alike each time it's run, so random tests play the same examples until the test itself changes: a failure
# then tells of the code, and no branch is covered by luck. `pytest --hypothesis-profile=explore` looks for examples never tried.
hypothesis.settings.register_profile("gate", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", derandomize=False, deadline=None)
hypothesis.settings.load_profile("gate")


class Clock:
    """A clock that a test sets. Each reading is a millisecond after the one before, so that order shows."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A real server of this test process's own, on a free port."""
    with Server.started() as server:
        yield server


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite store that has just been made. To be copied, which takes no time: making one takes all migrations."""
    path = tmp_path_factory.mktemp("new") / "watchbill.db"
    _prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def reused(postgresql: Server) -> Iterator[Reused]:
    """A PostgreSQL store of this test process's own, for one test after the other."""
    with postgresql.fresh_database() as url:
        _prepare(url)
        yield from Reused.opened(url)


def _prepare(url: str) -> None:
    database = Database(url)
    prepare(database, now=Clock()())
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a place with nothing in it, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'watchbill.db'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    with server.fresh_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a new store, of each kind in turn."""
    if request.param == "sqlite":
        url: str = request.getfixturevalue("sqlite_url")
        return url
    reused: Reused = request.getfixturevalue("reused")
    return reused.renew()


@pytest.fixture
def sqlite_url(new_file: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(new_file, tmp_path / 'watchbill.db')}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A new store of each kind in turn."""
    yield from _opened(database_url)


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    yield from _opened(sqlite_url)


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def tasks(database: Database, clock: Clock) -> TaskService:
    return TaskService(database, clock)


@pytest.fixture
def journal(database: Database, clock: Clock) -> JournalService:
    return JournalService(database, clock)


@pytest.fixture
def caller() -> Caller:
    """The owner, in person."""
    return Caller(
        workspace_id=WORKSPACE, user_id=OWNER, user_name=OWNER, actor=Actor("user", OWNER)
    )


@pytest.fixture
def machine() -> Caller:
    """A program with a token."""
    return Caller(
        workspace_id=WORKSPACE, user_id=OWNER, user_name=OWNER, actor=Actor("token", "robot")
    )
