"""The threads that look after time: woken by news, by the next moment, and by nothing that goes wrong."""

import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from damage.watchbill.postgresql import Server
from tests.conftest import Clock

from watchbill.delivery.rounds import Round, going_round
from watchbill.domain.errors import StorageUnavailableError
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.storage.database import Database
from watchbill.storage.opening import prepare

WAIT = 20


def now() -> datetime:
    return datetime.now(UTC)


class Work:
    """Counts its rounds; what each gives or raises stands in `plan`, after which nothing is to be done."""

    def __init__(self, *plan: object) -> None:
        self.plan = list(plan)
        self.done = threading.Semaphore(0)

    def __call__(self) -> datetime | None:
        step = self.plan.pop(0) if self.plan else None
        self.done.release()
        if isinstance(step, Exception):
            raise step
        return now() + step if isinstance(step, timedelta) else None

    def was_done(self) -> bool:
        return self.done.acquire(timeout=WAIT)


@pytest.mark.parametrize(
    "step",
    [timedelta(seconds=0.3), timedelta(0)],
    ids=["a moment to come", "a moment that has come"],
)
def test_a_round_is_done_again_at_the_next_moment(step: timedelta) -> None:
    work = Work(step)
    one = Round(work, now, beat=60)
    thread = threading.Thread(target=one.run)
    thread.start()
    assert work.was_done()
    assert work.was_done()
    one.stop()
    thread.join()


@pytest.mark.parametrize("problem", [StorageUnavailableError("away"), ValueError("defect")])
def test_what_goes_wrong_in_a_round_ends_that_one_alone(
    problem: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    work = Work(problem)
    one = Round(work, now, beat=0.05)
    thread = threading.Thread(target=one.run)
    thread.start()
    assert work.was_done()
    assert work.was_done()
    one.stop()
    thread.join()
    assert ("A round went wrong" in caplog.text) == isinstance(problem, ValueError)


def test_news_wake_every_round_and_the_end_ends_them(
    services: Services, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BEAT_ALONE", "BEAT_SHARED"):
        monkeypatch.setattr(f"watchbill.delivery.rounds.{name}", 600.0)
    works = {"one": Work(), "two": Work()}
    with going_round(services, works):
        assert all(work.was_done() for work in works.values())
        services.tasks.add(caller, [TaskDraft(title="Milk")])
        assert all(work.was_done() for work in works.values())
    assert not {"one", "two", "bell"} & {thread.name for thread in threading.enumerate()}


def test_what_another_process_writes_wakes_them_over_postgresql(
    postgresql: Server, caller: Caller, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bell is heard once somebody listens: the other rings until then."""
    monkeypatch.setattr("watchbill.delivery.rounds.BEAT_SHARED", 600.0)
    work = Work()
    with (
        postgresql.fresh_database() as url,
        closing(Database(url)) as here,
        closing(Database(url)) as there,
    ):
        prepare(here, now=clock())
        other = Services.over(there, clock).tasks
        with going_round(Services.over(here, clock), {"one": work}):
            assert work.was_done()
            while work.done.acquire(timeout=1):
                pass
            for number in range(WAIT):
                other.add(caller, [TaskDraft(title=f"Milk {number}")])
                if work.done.acquire(timeout=1):
                    break
            else:
                pytest.fail("It heard nothing.")
