"""Every refusal has one shape, whoever refuses."""

import logging

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from watchbill.domain import errors as domain
from watchbill.web.errors import MEDIA_TYPE, STATUS, status_of

TASKS = "/api/v1/tasks"
JSON = {"Content-Type": "application/json"}


def with_handler(client: TestClient, handler) -> TestClient:
    """The same server with one more route, which fails as the handler does."""
    app = client.app
    assert isinstance(app, FastAPI)
    app.router.routes.insert(0, APIRoute("/fail", handler))
    return client


def failing(error: Exception):
    def handler() -> None:
        raise error

    return handler


def check_shape(answer, status: int, code: str) -> dict:
    """The problem, after a look at what every problem has."""
    body = answer.json()
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert answer.headers["Cache-Control"] == "no-store"
    assert sorted(body) == ["code", "detail", "details", "hint", "status", "title", "type"]
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["type"] == f"urn:watchbill:error:{code}"
    assert body["detail"]
    assert body["hint"]
    return body


@pytest.mark.parametrize(
    ("method", "path", "given", "status", "code"),
    [
        ("GET", f"{TASKS}/7", {}, 404, "TASK_NOT_FOUND"),
        ("GET", "/nothing", {}, 404, "NOT_FOUND"),
        ("GET", f"{TASKS}/", {}, 404, "NOT_FOUND"),
        ("PUT", f"{TASKS}/1", {}, 405, "INVALID_METHOD"),
        ("GET", f"{TASKS}?x=1", {}, 422, "UNKNOWN_ARGUMENT"),
        ("POST", TASKS, {"content": "{", "headers": JSON}, 400, "INVALID_JSON"),
        ("POST", TASKS, {"content": b"\xff", "headers": JSON}, 400, "INVALID_BODY"),
        ("POST", TASKS, {"content": "title=Milk"}, 415, "INVALID_CONTENT_TYPE"),
        ("POST", TASKS, {"data": {"title": "Milk"}}, 415, "INVALID_CONTENT_TYPE"),
        ("POST", TASKS, {"content": "3", "headers": JSON}, 422, "INVALID_REQUEST"),
        ("POST", TASKS, {"headers": JSON}, 422, "INVALID_REQUEST"),
        ("GET", TASKS, {"headers": {"Host": "evil.example"}}, 421, "INVALID_HOST"),
        ("GET", TASKS, {"headers": {"Authorization": "x"}}, 401, "UNAUTHENTICATED"),
    ],
)
def test_every_refusal_is_a_problem(
    here: TestClient, method: str, path: str, given: dict, status: int, code: str
):
    check_shape(here.request(method, path, **given), status, code)


def test_a_method_that_does_nothing_is_told_those_that_do(here: TestClient):
    answer = here.put(f"{TASKS}/1")
    assert answer.headers["Allow"] == "GET, PATCH, DELETE"


def test_an_argument_that_doesnt_exist_is_told_those_that_do(here: TestClient):
    body = here.post(TASKS, json={"titel": "Milk", "dew": 1}).json()
    assert body["detail"] == "There is no “titel”, “dew” here."
    allowed = "title text description priority due recurrence project parent tags blocked_by reminders subtasks items"
    assert body["hint"] == f"Use {', '.join(allowed.split())}."
    assert body["details"] == {"unknown": ["titel", "dew"], "allowed": allowed.split()}


def test_waiting_is_told_in_seconds(here: TestClient):
    error = domain.RateLimitedError("Slowly.", hint="Wait.", details={"retry_after": 7})
    answer = with_handler(here, failing(error)).get("/fail")
    check_shape(answer, 429, "RATE_LIMITED")
    assert answer.headers["Retry-After"] == "7"


@pytest.mark.parametrize(
    "error",
    [RuntimeError("the password is hunter2"), domain.WatchbillError("hunter2", hint="hunter2")],
)
def test_a_defect_says_nothing_of_itself_but_in_the_log(
    here: TestClient, caplog: pytest.LogCaptureFixture, error: Exception
):
    answer = with_handler(here, failing(error)).get("/fail", headers={"X-Request-ID": "r-1"})
    body = check_shape(answer, 500, "INTERNAL")
    assert body["details"] == {"request": "r-1"}
    assert "hunter2" not in answer.text
    [record] = caplog.records
    assert (record.levelno, record.getMessage()) == (
        logging.ERROR,
        "request r-1: GET /fail failed",
    )
    assert "hunter2" in str(record.exc_info)


def test_an_answer_that_breaks_off_isnt_taken_for_whole(
    here: TestClient, caplog: pytest.LogCaptureFixture
):
    def half():
        yield b"half"
        raise RuntimeError("broken")

    def handler() -> StreamingResponse:
        return StreamingResponse(half())

    client = with_handler(here, handler)
    client = TestClient(client.app, base_url="http://localhost", client=("127.0.0.1", 1))
    with pytest.raises(RuntimeError, match="broken"):
        client.get("/fail")
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_what_the_framework_refuses_otherwise_is_a_problem_too(here: TestClient):
    answer = with_handler(here, failing(HTTPException(400, "words of a library"))).get("/fail")
    check_shape(answer, 400, "INVALID_BODY")
    assert "library" not in answer.text


def test_every_code_of_the_domain_has_a_status():
    kinds = domain.WatchbillError.__subclasses__()
    codes = {kind.default_code for kind in kinds}
    assert len(codes) == 13
    assert {code: status_of(code) for code in codes if status_of(code) == 500} == {}
    assert status_of("PROJECT_NOT_FOUND") == 404
    assert status_of("INVALID_ANYTHING") == 422
    assert status_of("NEW") == STATUS["INTERNAL"] == 500
