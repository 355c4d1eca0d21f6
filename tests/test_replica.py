"""Two servers over one PostgreSQL, killed and started again: streams, webhooks and reminders lose nothing and double nothing."""

import json
import os
import re
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from damage.watchbill.postgresql import Server

from tests.delivery.receiver import Inbox, receiving

WAIT = 60  # more than a claim lasts that a dead server left behind
Process = tuple["subprocess.Popen[str]", str]
Start = Callable[[], Process]


@pytest.fixture
def start(tmp_path: Path, postgresql: Server) -> Iterator[Start]:
    """Runs the real command over one fresh database; gives the process and its address."""
    processes: list[subprocess.Popen[str]] = []
    with postgresql.fresh_database() as url:
        env = {
            **os.environ,
            "WATCHBILL_DATA_DIR": str(tmp_path),
            "WATCHBILL_DATABASE_URL": url,
            "WATCHBILL_MCP_PORT": "0",
            "WATCHBILL_PRIVATE_TARGETS": "yes",
            "WATCHBILL_TIME_ZONE": "UTC",
        }

        def started() -> Process:
            command = [sys.executable, "-m", "watchbill", "serve", "--port", "0"]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
            processes.append(process)
            assert process.stdout
            assert select.select([process.stdout], [], [], WAIT)[0]
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            return process, found[0]

        yield started
        for process in processes:
            process.kill()
            process.communicate()


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with receiving() as opened:
        yield opened


def client(url: str) -> httpx2.Client:
    return httpx2.Client(base_url=f"{url}/api/v1", timeout=WAIT, trust_env=False)


def add(url: str, first: int, last: int) -> None:
    with client(url) as session:
        for number in range(first, last + 1):
            answer = session.post("/tasks", json={"title": f"T{number}"})
            assert answer.json()["change"] == number


def read(url: str, since: int, last: int) -> list[int]:
    """The numbers that the stream gives after one, up to the last or to where the server dies."""
    numbers: list[int] = []
    try:
        with client(url) as session, session.stream("GET", f"/events?since={since}") as answer:
            for line in answer.iter_lines():
                if line.startswith("id: "):
                    numbers.append(int(line.removeprefix("id: ")))
                if numbers and numbers[-1] == last:
                    break
    except httpx2.TransportError:
        pass
    return numbers


def numbers_of(inbox: Inbox) -> list[int]:
    bodies = [json.loads(body) for _, body in inbox.got]
    return [body["data"]["number"] for body in bodies if body["type"] == "change"]


def wait_for(condition: Callable[[], bool]) -> None:
    """Look until it holds: what is waited for comes from another process."""
    over = threading.Event()
    end = datetime.now(UTC) + timedelta(seconds=WAIT)
    while not condition():
        assert datetime.now(UTC) < end
        over.wait(0.05)


def test_a_stream_and_a_webhook_survive_the_death_of_a_server(start: Start, inbox: Inbox) -> None:
    _, one = start()
    other, two = start()
    hook = {"kind": "webhook", "name": "Hook", "target": inbox.url, "events": ["changes"]}
    with client(one) as session:
        assert session.post("/channels", json=hook).status_code == 201
    got: list[int] = []
    reader = threading.Thread(target=lambda: got.extend(read(two, 0, 60)))
    reader.start()
    add(one, 1, 20)
    wait_for(lambda: len(inbox.got) >= 5)
    other.kill()
    reader.join()
    add(one, 21, 40)
    _, again = start()
    writer = threading.Thread(target=add, args=(again, 41, 60))
    writer.start()
    got += read(one, got[-1] if got else 0, 60)
    writer.join()
    assert got == list(range(1, 61))
    wait_for(lambda: 60 in numbers_of(inbox))
    # What a server had sent when it died, and couldn't say so, comes again with the same id.
    assert list(dict.fromkeys(numbers_of(inbox))) == list(range(1, 61))
    assert len(inbox.ids) - len(set(inbox.ids)) <= 1


def test_a_reminder_is_told_and_sent_once_by_two_servers_and_late_by_one_that_was_down(
    start: Start, inbox: Inbox
) -> None:
    first, one = start()
    second, _ = start()
    hook = {"kind": "webhook", "name": "Hook", "target": inbox.url}
    soon = datetime.now(UTC) + timedelta(seconds=3)
    with client(one) as session:
        session.post("/channels", json=hook)
        for number in range(5):
            at = f"{soon:%Y-%m-%dT%H:%M:%S}+00:00[UTC]"
            body = {"title": f"T{number}", "reminders": [at]}
            assert session.post("/tasks", json=body).status_code == 201
        wait_for(lambda: len(inbox.got) == 5)
        notices = session.get("/notices?since=0").json()["notices"]
        assert [notice["number"] for notice in notices] == [1, 2, 3, 4, 5]
        at = f"{datetime.now(UTC) + timedelta(seconds=2):%Y-%m-%dT%H:%M:%S}+00:00[UTC]"
        session.post("/tasks", json={"title": "While down", "reminders": [at]})
    first.kill()
    second.kill()
    _, again = start()
    start()
    wait_for(lambda: len(inbox.got) == 6)
    with client(again) as session:
        [told] = session.get("/notices?since=5").json()["notices"]
        wait_for(
            lambda: (
                session.get("/notices?since=5").json()["notices"][0]["deliveries"][0]["state"]
                == "sent"
            )
        )
    assert told["title"] == "While down"
    assert len(set(inbox.ids)) == 6
