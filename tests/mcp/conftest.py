"""What tests of the agents' door need: the services, servers on free ports, and agents."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.conftest import Clock
from tests.mcp.agent import Ask, asking, served

from watchbill.mcp.server import agent, build_application
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.turn_token import TURN_SCOPES
from watchbill.storage.database import Database


@pytest.fixture
def services(sqlite_database: Database, clock: Clock) -> Services:
    return Services.over(sqlite_database, clock)


@pytest.fixture
def robot(services: Services) -> Caller:
    """An agent that may also delete without asking."""
    return replace(agent(services, "robot"), scopes=TURN_SCOPES | {"tasks:delete"})


@pytest.fixture
def ask(services: Services, robot: Caller) -> Ask:
    return asking(services, robot)


@pytest.fixture
def local_url(services: Services) -> Iterator[str]:
    """A server that only this machine reaches."""
    with served(build_application(services)) as url:
        yield url


@pytest.fixture
def public_url(services: Services) -> Iterator[str]:
    """A server that others reach too, as far as it knows."""
    with served(build_application(services, is_local=False)) as url:
        yield url
