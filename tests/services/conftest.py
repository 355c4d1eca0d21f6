"""What tests of services need."""

import pytest
from tests.conftest import Clock

from watchbill.services.bundle import Services
from watchbill.storage.database import Database


@pytest.fixture
def services(database: Database, clock: Clock) -> Services:
    return Services.over(database, clock)
