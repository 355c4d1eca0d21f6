"""What tests of services need."""

from dataclasses import replace

import pytest
from tests.conftest import Clock

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
