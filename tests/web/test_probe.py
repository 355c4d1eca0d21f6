"""Alive, and able to serve."""

import asyncio
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Connect

from watchbill.services.bundle import Services
from watchbill.web.access import Access
from watchbill.web.application import build_application
from watchbill.web.probe import Probes, Readiness


def client_of(readiness: Readiness) -> TestClient:
    async def nothing(scope, receive, send):
        raise AssertionError(scope["path"])

    return TestClient(Probes(nothing, readiness))


def test_a_server_with_a_store_is_alive_and_ready(connect: Connect):
    stranger = connect(Access(is_local=False), address="10.0.0.1", url="http://10.0.0.2:8080")
    for path in ("/healthz", "/readyz"):
        answer = stranger.get(path)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert stranger.head(path).status_code == 200
        assert stranger.post(path).headers["Allow"] == "GET"


def test_a_look_at_the_store_changes_nothing(services: Services):
    services.check()
    assert services.journal.last_change("default") == 0


def test_a_store_that_cant_be_written_makes_the_server_unready_and_not_dead(
    services: Services, tmp_path: Path
):
    services.tasks.view(
        services.users.owner(), __import__("watchbill.domain.query", fromlist=["x"]).TaskFilter()
    )
    held = threading.Event()
    done = threading.Event()

    def hold() -> None:
        with services.database.begin():
            held.set()
            done.wait()

    writer = threading.Thread(target=hold)
    writer.start()
    assert held.wait(10)
    readiness = Readiness(services.check, patience=0.05)
    with TestClient(
        build_application(services, Access(), readiness=readiness), base_url="http://localhost"
    ) as client:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["code"]) == (503, "STORAGE_UNAVAILABLE")
        assert client.get("/healthz").status_code == 200
        done.set()
        writer.join()


def test_whatever_the_store_says_its_words_are_not_shown(caplog: pytest.LogCaptureFixture):
    def check() -> None:
        raise OSError("disk /dev/secret is on fire")

    answer = client_of(Readiness(check)).get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "STORAGE_UNAVAILABLE")
    assert "secret" not in answer.text
    assert "secret" in caplog.text


def test_a_crowd_of_probes_costs_one_look():
    looks: list[int] = []
    readiness = Readiness(lambda: looks.append(1))

    async def crowd() -> list[object]:
        return await asyncio.gather(*(readiness.problem() for _ in range(10)))

    assert asyncio.run(crowd()) == [None] * 10
    assert looks == [1]


def test_a_process_that_stops_is_alive_and_not_ready():
    readiness = Readiness(lambda: None)
    client = client_of(readiness)
    assert client.get("/readyz").status_code == 200
    readiness.is_draining = True
    assert client.get("/readyz").json()["code"] == "STORAGE_UNAVAILABLE"
    assert client.get("/healthz").status_code == 200
