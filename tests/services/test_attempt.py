"""Wrong passwords are counted in the store, for all replicas, and not for ever."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from tests.conftest import Clock

from watchbill.domain.errors import RateLimitedError
from watchbill.services import attempt
from watchbill.services.attempt import Attempts
from watchbill.storage.database import Database
from watchbill.storage.schema import attempts as table


def test_replicas_count_together_and_other_addresses_do_not_wait(database: Database, clock: Clock):
    one, other = Attempts(database, clock), Attempts(database, clock)
    for _ in range(attempt.FREE):
        one.add_failure("here")
    with pytest.raises(RateLimitedError) as caught:
        other.check("here")
    assert caught.value.details == {"retry_after": 1}
    other.check("there")
    other.forget("here")
    one.check("here")


def test_what_is_long_ago_is_forgotten(database: Database, clock: Clock):
    attempts = Attempts(database, clock)
    attempts.add_failure("first")
    clock.now += attempt.REMEMBERED + timedelta(seconds=1)
    attempts.add_failure("second")
    with database.read() as reader:
        assert reader.connection.execute(select(table.c.address)).scalars().all() == ["second"]
