"""REST: the journal as it grows."""

import json
import logging
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.testclient import TestClient
from tests.conftest import Clock
from tests.web.live import serving

from watchbill.domain.operation import Actor
from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft
from watchbill.storage.database import Database
from watchbill.web.access import Access
from watchbill.web.application import build_application
from watchbill.web.feed import Feed

EVENTS = "/api/v1/events"


@pytest.fixture
def other(sqlite_database: Database, clock: Clock) -> Iterator[Services]:
    """Another process on the same store, as far as the server can tell."""
    database = Database(str(sqlite_database.engine.url))
    yield Services.over(database, clock)
    database.close()


@pytest.fixture
def server(services: Services) -> Iterator[httpx2.Client]:
    """A server whose feed is quick, so that silence is short."""
    feed = Feed(services.journal.last_change, services.proposals.reviews, beat=0.02, heartbeat=0.1)
    app = build_application(services, Access(), feed=feed)
    with serving(app) as url, httpx2.Client(base_url=url, timeout=10, trust_env=False) as client:
        yield client
        feed.close()


def add(services: Services, title: str) -> None:
    services.tasks.add(services.users.owner(), [TaskDraft(title=title)])


def blocks(answer: httpx2.Response) -> Iterator[list[str]]:
    """Each block of lines as it comes."""
    block: list[str] = []
    for line in answer.iter_lines():
        if line:
            block.append(line)
        else:
            yield block
            block = []


def test_a_change_of_another_process_comes_as_an_event(server: httpx2.Client, other: Services):
    with server.stream("GET", EVENTS) as answer:
        assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        stream = blocks(answer)
        assert next(stream) == ["retry: 1000"]
        assert next(stream) == [": still here"]
        add(other, "Milk")
        block = next(block for block in stream if block != [": still here"])
        assert block[:2] == ["id: 1", "event: change"]
        body = json.loads(block[2].removeprefix("data: "))
        assert body == server.get("/api/v1/changes/1").json()


@pytest.mark.parametrize(
    ("query", "headers"), [("?since=1", {}), ("?since=0", {"Last-Event-ID": "1"})]
)
def test_a_reader_that_was_away_gets_what_it_missed(
    server: httpx2.Client, other: Services, query: str, headers: dict[str, str]
):
    for title in ("Milk", "Eggs", "Rent"):
        add(other, title)
    with server.stream("GET", EVENTS + query, headers=headers) as answer:
        stream = blocks(answer)
        next(stream)
        text = "\n".join(next(stream) + next(stream))
    assert [line for line in text.split("\n") if line.startswith("id")] == ["id: 2", "id: 3"]


def test_more_than_one_page_of_missed_changes_comes_whole(server: httpx2.Client, other: Services):
    for number in range(102):
        add(other, str(number))
    with server.stream("GET", f"{EVENTS}?since=0") as answer:
        stream = blocks(answer)
        next(stream)
        ids = [next(stream)[0] for _ in range(102)]
    assert ids == [f"id: {number}" for number in range(1, 103)]


def test_a_session_that_is_over_ends_its_stream(server: httpx2.Client, services: Services):
    session = services.users.set_password("correct horse")
    cookie = {"Cookie": f"watchbill_session={session}"}
    with server.stream("GET", EVENTS, headers=cookie) as answer:
        stream = blocks(answer)
        assert next(stream) == ["retry: 1000"]
        services.users.sign_out(session)
        assert [block for block in stream if block != [": still here"]] == []


def test_a_reminder_that_is_told_comes_as_a_notice_once(
    server: httpx2.Client, other: Services, clock: Clock
):
    due = "2026-11-24T13:00"
    draft = TaskDraft(title="Rent", due=due, reminders=("30 minutes before",))
    other.tasks.add(other.users.owner(), [draft])
    with server.stream("GET", f"{EVENTS}?since=1") as answer:
        stream = blocks(answer)
        assert next(stream) == ["retry: 1000"]
        assert next(stream) == [": still here"]
        clock.now += timedelta(hours=1)
        other.notices.tell()
        block = next(block for block in stream if block != [": still here"])
        assert block[0] == "event: notice"
        body = json.loads(block[1].removeprefix("data: "))
        assert body == server.get("/api/v1/notices").json()["notices"][0]
        assert (body["title"], body["task"], body["late"]) == ("Rent", 1, True)
        assert next(stream) == [": still here"]


@pytest.fixture
def cut_off() -> Iterator[threading.Event]:
    """Set when the server has cut a reader off."""
    seen = threading.Event()
    handler = logging.Handler()
    handler.emit = lambda record: seen.set() if "cut off" in record.getMessage() else None  # type: ignore[method-assign]
    log = logging.getLogger("watchbill.web")
    log.addHandler(handler)
    log.setLevel("INFO")
    yield seen
    log.setLevel("NOTSET")
    log.removeHandler(handler)


def test_a_reader_that_takes_nothing_is_cut_off_and_goes_on_without_a_gap(
    services: Services, cut_off: threading.Event
):
    count = 24
    for _ in range(count):
        drafts = [TaskDraft(title="T", description="x" * 10_000) for _ in range(50)]
        services.tasks.add(services.users.owner(), drafts)
    feed = Feed(services.journal.last_change, beat=0.02, heartbeat=0.1, patience=0.3)
    with serving(build_application(services, Access(), feed=feed)) as url:
        place = urlsplit(url)
        with socket.socket() as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.connect((place.hostname or "", place.port or 0))
            slow.sendall(f"GET {EVENTS}?since=0 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert cut_off.wait(20)
            got = b"".join(iter(lambda: slow.recv(1 << 20), b""))
        whole = got.rpartition(b"\n\n")[0]
        had = [int(id) for id in re.findall(rb"^id: (\d+)$", whole, re.MULTILINE)]
        assert had == list(range(1, len(had) + 1))
        assert len(had) < count
        last = str(len(had))
        with httpx2.stream("GET", url + EVENTS, headers={"Last-Event-ID": last}) as answer:
            ids = (line for line in answer.iter_lines() if line.startswith("id: "))
            missed = [int(next(ids)[4:]) for _ in range(count - len(had))]
        feed.close()
    assert had + missed == list(range(1, count + 1))


@pytest.mark.parametrize("id", ["-1", "one", "1" * 10, "²"])
def test_a_last_event_that_is_no_number_is_refused(here: TestClient, id: str):
    answer = here.get(EVENTS, headers={"Last-Event-ID": id.encode()})
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_LAST_EVENT_ID")


def test_how_many_proposals_wait_comes_at_first_and_when_it_changes(
    server: httpx2.Client, other: Services
):
    owner = other.users.owner()
    robot = replace(owner, actor=Actor("token", "robot"), mode="propose")
    other.tasks.add(robot, [TaskDraft(title="Milk")])
    with server.stream("GET", EVENTS) as answer:
        stream = (block for block in blocks(answer) if block != [": still here"])
        assert next(stream) == ["retry: 1000"]
        assert next(stream) == ["event: review", 'data: {"waiting": 1}']
        other.tasks.add(robot, [TaskDraft(title="Eggs")])
        assert next(stream) == ["event: review", 'data: {"waiting": 2}']
        other.proposals.decline(owner, 1)
        assert next(stream) == ["event: review", 'data: {"waiting": 1}']
        other.proposals.accept(owner, 2)
        told = [next(stream), next(stream)]
        assert [block[-2 if len(block) > 2 else 0] for block in told] == [
            "event: change",
            "event: review",
        ]
