"""How much a program may read in a minute, on both databases, over several replicas."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import Clock

from watchbill.domain.budget import UNLIMITED
from watchbill.domain.errors import RateLimitedError
from watchbill.domain.operation import Actor
from watchbill.services.allowance import ReadAllowance
from watchbill.services.caller import Caller
from watchbill.storage.database import Database


@pytest.fixture
def reader(machine: Caller) -> Caller:
    return replace(machine, budget=replace(UNLIMITED, reads_per_minute=50))


def read(allowance: ReadAllowance, caller: Caller, times: int = 1) -> int:
    """How many of so many reads were let through."""
    for count in range(times):
        try:
            if not allowance.take(caller):
                allowance.fetch(caller)
        except RateLimitedError:
            return count
    return times


def test_replicas_together_let_no_more_through_than_a_program_may_read(
    database: Database, reader: Caller, clock: Clock
):
    one, other = (ReadAllowance(database, clock) for _ in "ab")
    assert [read(one, reader, 20), read(other, reader, 20)] == [20, 20]
    assert [read(one, reader, 99), read(other, reader, 99)] == [10, 0]
    another = replace(reader, actor=Actor("token", "other"))
    assert read(one, another, 5) == 5


def test_who_reads_too_much_is_told_how_long_to_wait_and_may_then_go_on(
    database: Database, reader: Caller, clock: Clock
):
    allowance = ReadAllowance(database, clock)
    clock.now += timedelta(seconds=12)
    assert read(allowance, reader, 51) == 50
    for _ in range(2):
        with pytest.raises(RateLimitedError, match="50 reads in a minute are the most") as refused:
            allowance.take(reader)
        assert refused.value.details == {"retry_after": 48}
    clock.now += timedelta(seconds=48)
    assert read(allowance, reader, 51) == 50
    clock.now += timedelta(hours=3)
    assert read(allowance, reader, 51) == 50


def test_a_small_budget_is_exact_over_replicas(database: Database, reader: Caller, clock: Clock):
    few = replace(reader, budget=replace(UNLIMITED, reads_per_minute=3))
    replicas = [ReadAllowance(database, clock) for _ in range(5)]
    assert sum(read(replica, few) for replica in replicas) == 3


def test_the_last_reads_of_a_minute_are_given_to_whoever_comes(
    database: Database, reader: Caller, clock: Clock
):
    odd = replace(reader, budget=replace(UNLIMITED, reads_per_minute=43))
    assert read(ReadAllowance(database, clock), odd, 99) == 43


def test_a_person_and_a_program_without_a_limit_read_as_they_like(
    database: Database, caller: Caller, machine: Caller, clock: Clock
):
    allowance = ReadAllowance(database, clock)
    for who in (replace(caller, budget=replace(UNLIMITED, reads_per_minute=1)), machine):
        assert [allowance.take(who) for _ in range(3)] == [True] * 3


def test_a_store_that_can_not_be_written_refuses_nobody_who_reads(reader: Caller, clock: Clock):
    away = Database("postgresql://nobody@127.0.0.1:1/nothing")
    assert read(ReadAllowance(away, clock), reader, 60) == 60
    away.close()
