"""What every answer gets, and how much may come in."""

from collections.abc import Iterator

import httpx2
import pytest
from starlette.testclient import TestClient
from tests.web.live import serving

from watchbill.web.envelope import BODY_MAX, SECURITY

TASKS = "/api/v1/tasks"
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("path", [TASKS, "/nothing", "/api/v1/docs"])
def test_every_answer_is_dressed(here: TestClient, path: str):
    answer = here.get(path)
    assert {name: answer.headers[name] for name in SECURITY} == SECURITY
    assert len(answer.headers["X-Request-ID"]) == 32
    assert "server" not in answer.headers


def test_nothing_from_elsewhere_and_nothing_inline_runs_in_a_page():
    policy = SECURITY["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("given", "kept"), [("r-1.A_b", True), ("a" * 65, False), ("x y", False), ("", False)]
)
def test_a_callers_own_request_id_is_kept_when_it_is_a_plain_one(
    here: TestClient, given: str, *, kept: bool
):
    answer = here.get(TASKS, headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is kept


def pieces(size: int) -> Iterator[bytes]:
    """A body whose length isn't told."""
    yield b'{"title": "'
    yield b"x" * size
    yield b'"}'


@pytest.fixture
def over_the_wire(here: TestClient) -> Iterator[httpx2.Client]:
    """The same server on a real port, where a body comes in pieces."""
    with serving(here.app) as url, httpx2.Client(base_url=url, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("is_told", [True, False])
def test_a_body_over_the_limit_is_too_large(over_the_wire: httpx2.Client, *, is_told: bool):
    content = b"x" * (BODY_MAX + 1) if is_told else pieces(BODY_MAX)
    answer = over_the_wire.post(TASKS, content=content, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")


def test_a_body_up_to_the_limit_is_read(over_the_wire: httpx2.Client):
    answer = over_the_wire.post(TASKS, content=pieces(BODY_MAX - 13), headers=JSON)
    assert answer.json()["code"] == "INVALID_TITLE"


def test_an_odd_length_is_left_to_the_server(here: TestClient):
    answer = here.post(TASKS, json={"title": "x"}, headers={"Content-Length": "x"})
    assert answer.status_code == 201
