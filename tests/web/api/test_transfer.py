"""REST: imports, exports and calendars."""

import json
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient
from tests.services.transfer import files
from tests.web.conftest import Connect
from tests.web.live import serving

from watchbill.services.bundle import Services
from watchbill.web.access import Access
from watchbill.web.application import build_application

IMPORTS, TASKS, FEEDS = "/api/v1/imports", "/api/v1/tasks", "/api/v1/feeds"
LINES = "Call the bank +Flat due:2026-12-01\n\nWater rec:1d\n"


def test_a_file_is_looked_at_then_taken_and_undone(here: TestClient):
    wanted = {"name": "todo.txt", "preview": "true"}
    looked = here.post(IMPORTS, params=wanted, content=LINES).json()
    assert {name: value for name, value in looked.items() if name != "receipt"} == {
        "format": "todo.txt",
        "tasks": 2,
        "skipped": 0,
        "projects": 1,
        "tags": 0,
        "problems": [
            {
                "place": "line 3",
                "message": "What repeats needs a due date; it is taken without repeating.",
                "lost": False,
            }
        ],
    }
    assert (looked["receipt"]["preview"], here.get(TASKS).json()["tasks"]) == (True, [])
    headers = {"Idempotency-Key": "once"}
    taken = here.post(IMPORTS, params={"name": "todo.txt"}, content=LINES, headers=headers).json()
    assert taken["receipt"]["sentence"] == "Imported 2 tasks and 1 project from todo.txt"
    again = here.post(IMPORTS, params={"name": "todo.txt"}, content=LINES, headers=headers).json()
    assert again["receipt"]["change"] == taken["receipt"]["change"]
    here.post("/api/v1/undo")
    assert here.get(TASKS).json()["tasks"] == []


WATCH = {"Accept": "text/event-stream"}


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(block[0][7:], json.loads(block[1][6:])) for block in blocks]


def test_an_import_is_watched_to_its_end(here: TestClient):
    lines = "".join(f"Task {number} +P{number % 3}\n" for number in range(1_500))
    params = {"format": "todo.txt"}
    *steps, (name, taken) = events(
        here.post(IMPORTS, params=params, content=lines, headers=WATCH).text
    )
    far = [(step["done"], step["all"]) for kind, step in steps if kind == "progress"]
    assert (len(far) >= 1, far) == (True, sorted(far))
    assert {all for _, all in far} == {1_503}
    assert (name, taken["tasks"], taken["projects"]) == ("imported", 1_500, 3)
    broken = {"format": "vikunja"}
    [(name, problem)] = events(
        here.post(IMPORTS, params=broken, content=b"PK", headers=WATCH).text
    )
    assert (name, problem["code"]) == ("problem", "INVALID_FILE")


def test_who_hangs_up_stops_no_import_and_asking_again_makes_it_no_second_time(
    services: Services,
):
    lines = "".join(f"Task {number}\n" for number in range(1_500))
    params = {"format": "todo.txt"}
    with serving(build_application(services, Access())) as url:
        api = f"{url}{IMPORTS}"
        headers = {**WATCH, "Idempotency-Key": "once"}
        with httpx2.stream("POST", api, params=params, content=lines, headers=headers) as answer:
            first = next(line for line in answer.iter_lines() if line)
        assert first == "event: progress"
        again = httpx2.post(
            api, params=params, content=lines, headers={"Idempotency-Key": "once"}, timeout=60
        ).json()
    assert (again["tasks"], again["receipt"]["change"], again["receipt"]["repeated"]) == (
        1_500,
        1,
        True,
    )
    assert services.journal.last_change(services.users.owner().workspace_id) == 1


def test_a_table_s_columns_are_mapped(here: TestClient):
    params = {"format": "csv", "map": ["title:Was", "due:Wann"]}
    taken = here.post(IMPORTS, params=params, content="Was,Wann\nMiete,2026-12-01\n").json()
    assert [task["due"] for task in taken["receipt"]["tasks"]] == ["2026-12-01"]
    refused = here.post(IMPORTS, params={"map": "title"}, content="x").json()
    assert (refused["code"], refused["hint"]) == (
        "INVALID_MAP",
        "Write field:column, as title:Summary.",
    )


def test_a_large_receipt_shows_the_first_fields(here: TestClient):
    lines = "".join(f"Task {number}\n" for number in range(150))
    taken = here.post(IMPORTS, params={"format": "todo.txt"}, content=lines).json()
    assert (taken["tasks"], len(taken["receipt"]["tasks"])) == (150, 20)
    assert len(taken["receipt"]["fields"]) == 100


def test_files_may_be_larger_than_other_bodies(here: TestClient):
    lines = ("x" * 200 + "\n") * 8_000
    taken = here.post(IMPORTS, params={"format": "todo.txt", "preview": "true"}, content=lines)
    assert (len(lines) > 1_048_576, taken.json()["tasks"]) == (True, 8_000)
    refused = here.post(TASKS, content=b"x" * 1_100_000)
    assert refused.json()["code"] == "TOO_LARGE"
    too_large = here.post(IMPORTS, headers={"Content-Length": str(33 * 1024 * 1024)}, content=b"")
    assert (too_large.status_code, too_large.json()["code"]) == (413, "TOO_LARGE")


@pytest.mark.parametrize(
    ("format", "kind", "start"),
    [
        ("json", "application/json", b'{"format": "watchbill-export-1"'),
        ("csv", "text/csv; charset=utf-8", b"ref,title"),
        ("todo.txt", "text/plain; charset=utf-8", b""),
        ("ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR"),
    ],
)
def test_tasks_are_written_as_a_file(here: TestClient, format: str, kind: str, start: bytes):
    here.post(TASKS, json={"title": "Milk"})
    answer = here.get(f"/api/v1/exports/{format}")
    assert (answer.headers["content-type"], answer.content.startswith(start)) == (kind, True)
    assert "Milk" in answer.text
    assert answer.headers["content-disposition"].startswith("attachment; filename=")


def test_a_format_that_is_not_there_is_refused(here: TestClient):
    answer = here.get("/api/v1/exports/xls")
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_FORMAT")
    refused = here.post(IMPORTS, params={"format": "xls"}, content=b"x")
    assert refused.json()["code"] == "INVALID_FORMAT"


def test_a_whole_export_comes_back_into_an_empty_list(here: TestClient):
    path = f"{IMPORTS}/history"
    empty = here.get("/api/v1/exports/json").content
    assert here.post(path, content=empty, params={"preview": "true"}).json() == {
        "changes": 0,
        "preview": True,
    }
    here.post(TASKS, json={"title": "Milk"})
    refused = here.post(path, content=here.get("/api/v1/exports/json").content)
    assert (refused.status_code, refused.json()["code"]) == (409, "CONFLICT")


def test_only_the_owner_in_person_brings_a_history_back(here: TestClient, bearer: dict[str, str]):
    answer = here.post(f"{IMPORTS}/history", content=b"{}", headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")


def test_a_calendar_is_read_by_whoever_knows_its_address(here: TestClient, connect: Connect):
    stranger = connect(
        Access(is_local=False), address="203.0.113.9", url="http://tasks.example.org"
    )
    here.post(TASKS, json={"title": "Rent", "due": "2026-12-01"})
    made = here.post(FEEDS, json={"name": "Due", "query": "has:due", "kind": "event"}).json()
    path = made.pop("path")
    assert made == {
        "id": made["id"],
        "name": "Due",
        "query": "has:due",
        "kind": "event",
        "created_at": made["created_at"],
        "used_at": None,
    }
    answer = stranger.get(path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Rent" in answer.text
    assert here.get(FEEDS).json()["feeds"][0]["used_at"]
    assert here.delete(f"{FEEDS}/{made['id']}").json()["id"] == made["id"]
    gone = stranger.get(path)
    assert (gone.status_code, gone.json()["code"]) == (404, "FEED_NOT_FOUND")
    assert here.get(FEEDS).json() == {"feeds": []}


def test_fixtures_of_every_program_are_told_apart(here: TestClient):
    for data, format in (
        (files.as_json(files.TODOIST_JSON), "todoist-json"),
        (files.as_zip("data.json", files.as_json(files.VIKUNJA)), "vikunja"),
        (files.CALENDAR.encode(), "ics"),
    ):
        assert here.post(IMPORTS, content=data).json()["format"] == format
