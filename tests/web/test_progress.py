"""Long work that is watched: told how far it is, and done whether or not anybody looks."""

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from watchbill.domain.errors import ConflictError
from watchbill.domain.watch import Watch
from watchbill.web.progress import BEAT, Works, is_watched, watched


def asked(work: Callable[[Watch], int]) -> list[tuple[str, Any]]:
    """The events of this work, as a reader gets them."""

    async def answer(request: Request) -> Response:
        return watched(request, work, lambda found: ("found", {"number": found}))

    app = Starlette(routes=[Route("/", answer)])
    app.state.works = Works()
    said = TestClient(app).get("/").text.strip().split("\n\n")
    pairs = [one.split("\n") for one in said]
    return [
        (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
        for name, data in pairs
    ]


def test_it_is_told_how_far_it_is_and_what_it_came_to():
    def work(watch: Watch) -> int:
        watch(1, 2)
        threading.Event().wait(BEAT * 2)
        watch(2, 2)
        return 7

    first, *others, last = asked(work)
    assert (first, last) == (("progress", {"done": 1, "all": 2}), ("found", {"number": 7}))
    assert others in ([], [("progress", {"done": 2, "all": 2})])


def test_what_is_refused_and_what_is_a_defect_end_it_as_a_problem(
    caplog: pytest.LogCaptureFixture,
):
    def refuse(_watch: Watch) -> int:
        raise ConflictError("Not now.", hint="Later.")

    [(name, problem)] = asked(refuse)
    said = (problem["status"], problem["code"], problem["detail"], problem["hint"])
    assert (name, said) == ("problem", (409, "CONFLICT", "Not now.", "Later."))
    [(name, problem)] = asked(lambda _watch: 1 // 0)
    assert (name, problem["code"], "ZeroDivision" in str(problem)) == (
        "problem",
        "INTERNAL",
        False,
    )
    assert "ZeroDivisionError" in caplog.text


def test_a_server_that_ends_waits_for_what_is_under_way():
    done: list[int] = []
    may = threading.Event()

    def work() -> None:
        may.wait(10)
        done.append(1)

    async def go() -> None:
        works = Works()
        works.start(work)
        may.set()
        await works.close()

    asyncio.run(go())
    assert done == [1]


def test_only_who_asks_for_events_gets_them():
    headers = [(b"accept", b"application/json")]
    assert not is_watched(Request({"type": "http", "headers": headers}))
