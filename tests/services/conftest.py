"""What tests of services need."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from damage.watchbill.postgresql import Server
from tests.conftest import Clock
from tests.services.history import World

from watchbill.domain.budget import Budget
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.storage.database import Database


@pytest.fixture
def services(database: Database, clock: Clock) -> Services:
    return Services.over(database, clock)


@pytest.fixture
def proposer(machine: Caller) -> Caller:
    """A program that may only propose."""
    return replace(machine, mode="propose")


@pytest.fixture
def actor(machine: Caller) -> Caller:
    """A program that acts, within a token's usual budget, and may not delete."""
    return replace(
        machine, scopes=frozenset({"tasks:read", "tasks:write"}), budget=Budget(), run="turn-1"
    )


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A store of each kind in turn, for random histories to be played in."""
    if request.param == "sqlite":
        yield from World.opened(f"sqlite:///{tmp_path_factory.mktemp('world') / 'watchbill.db'}")
        return
    server: Server = request.getfixturevalue("postgresql")
    with server.fresh_database() as url:
        yield from World.opened(url)


@pytest.fixture(scope="module")
def worlds(
    tmp_path_factory: pytest.TempPathFactory, postgresql: Server
) -> Iterator[tuple[World, World]]:
    """A store of each kind, side by side."""
    folder = tmp_path_factory.mktemp("world")
    with postgresql.fresh_database() as url:
        for first in World.opened(f"sqlite:///{folder / 'watchbill.db'}"):
            for second in World.opened(url):
                yield first, second
