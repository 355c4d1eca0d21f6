"""The bell: who listens hears of news, also over a connection that broke."""

import threading
from collections.abc import Iterator
from queue import Empty, Queue

import psycopg
import pytest
from damage.watchbill.postgresql import Server
from tests.conftest import Clock

from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.task import TaskService
from watchbill.services.writing import WriteOptions
from watchbill.storage.database import Database
from watchbill.storage.opening import prepare

WAIT = 20


class Patience(threading.Event):
    """Is over as soon as somebody waits for it."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


@pytest.fixture
def url(postgresql: Server) -> Iterator[str]:
    with postgresql.fresh_database() as made:
        yield made


def test_a_write_rings_once_it_is_done_and_a_preview_or_a_refusal_does_not(
    database: Database, tasks: TaskService, caller: Caller
) -> None:
    heard: list[str] = []
    with database.bell.heard(heard.append):
        tasks.add(caller, [TaskDraft(title="Milk")])
        tasks.add(caller, [TaskDraft(title="Eggs")], WriteOptions(preview=True))
        assert tasks.complete(caller, ["1"]).change
        assert tasks.complete(caller, ["1"]).change is None
    tasks.add(caller, [TaskDraft(title="Rent")])
    assert heard == ["default", "default"]


def test_a_connection_that_broke_is_made_again(url: str, caller: Caller, clock: Clock) -> None:
    here, there = Database(url), Database(url)
    prepare(here, now=clock())
    heard: Queue[str] = Queue()
    is_over = threading.Event()
    thread = threading.Thread(target=here.bell.listen, args=(is_over,))
    with here.bell.heard(heard.put):
        thread.start()
        assert heard.get(timeout=WAIT) == ""
        there.bell.ring("default")
        assert heard.get(timeout=WAIT) == "default"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            )
        assert heard.get(timeout=WAIT) == ""
        there.bell.ring("other")
        assert heard.get(timeout=WAIT) == "other"
        is_over.set()
        thread.join()
        with pytest.raises(Empty):
            heard.get_nowait()
    here.close()
    there.close()


def test_a_store_that_is_away_is_no_reason_to_fail(postgresql: Server, clock: Clock) -> None:
    with postgresql.fresh_database() as url:
        gone = Database(url)
        prepare(gone, now=clock())
    heard: list[str] = []
    with gone.bell.heard(heard.append):
        gone.bell.ring("default")
        gone.bell.listen(Patience())
    assert heard == ["default"]
    gone.close()
