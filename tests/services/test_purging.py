"""The trash is emptied by the system, once over replicas, and undo still brings back what went."""

from datetime import timedelta

import pytest
from tests.conftest import Clock

from watchbill.bootstrap import purging
from watchbill.domain.errors import StorageUnavailableError
from watchbill.domain.query import ChangeFilter, TaskFilter
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.storage.database import Database


@pytest.fixture
def services(database: Database, clock: Clock) -> Services:
    return Services.over(database, clock)


def trash(services: Services, caller: Caller) -> list[str]:
    return [task.title for task in services.tasks.view(caller, TaskFilter(state="deleted")).tasks]


def test_what_was_deleted_over_thirty_days_ago_goes_and_can_be_had_back(
    services: Services, caller: Caller, clock: Clock
) -> None:
    services.tasks.add(caller, [TaskDraft(title=title) for title in "abc"])
    services.comments.add(caller, "a", "said")
    services.tasks.delete(caller, ["a", "b"])
    clock.now += timedelta(days=20)
    services.tasks.delete(caller, ["c"])
    clock.now += timedelta(days=10, seconds=1)
    assert [services.purging.purge_all(), services.purging.purge_all()] == [2, 0]
    assert trash(services, caller) == ["c"]
    [entry, *_] = services.journal.view(caller, ChangeFilter())
    assert (str(entry.change.actor), entry.change.sentence) == (
        "system",
        "Purged 2 tasks that had been in the trash for 30 days",
    )
    services.journal.undo(caller, entry.change.number)
    assert sorted(trash(services, caller)) == ["a", "b", "c"]
    assert [one.text for one in services.comments.view(caller, "1")] == ["said"]


def test_a_server_purges_at_its_start_and_outlives_a_store_that_is_away(
    services: Services, caller: Caller, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.tasks.add(caller, [TaskDraft(title="a")])
    services.tasks.delete(caller, ["a"])
    clock.now += timedelta(days=31)
    with purging(services):
        pass
    assert trash(services, caller) in (["a"], [])  # the server may have stopped before
    tries = []

    def away() -> int:
        tries.append(1)
        raise StorageUnavailableError("away")

    monkeypatch.setattr(type(services.purging), "purge_all", lambda _: away())
    with purging(services):
        while not tries:
            pass
    assert tries == [1]
