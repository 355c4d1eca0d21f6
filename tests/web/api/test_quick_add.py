"""REST: quick-add, as a program and the page's field see it."""

from starlette.testclient import TestClient

from watchbill.domain.query import ChangeFilter
from watchbill.services.bundle import Services

TASKS = "/api/v1/tasks"
LINE = "Pay rent every 1st p1 #home @Flat remind me the day before"


def test_a_line_is_added_as_what_it_says(here: TestClient):
    answer = here.post(TASKS, json={"text": LINE, "description": "by transfer"})
    body = answer.json()
    assert answer.status_code == 201
    assert body["sentence"] == ("Added #1 “Pay rent”, due Tue 2026-12-01, every month on the 1st")
    task = body["tasks"][0]
    assert {name: task[name] for name in ("title", "description", "due", "priority")} == {
        "title": "Pay rent",
        "description": "by transfer",
        "due": "2026-12-01",
        "priority": 1,
    }
    assert (task["project"], task["tags"]) == ("Flat", ["home"])
    assert task["recurrence"]["text"] == "every month on the 1st"


def test_items_may_be_lines_too(here: TestClient):
    items = [{"text": "Milk tomorrow"}, {"title": "Read tomorrow"}]
    answer = here.post(TASKS, json={"items": items}).json()
    assert [(task["title"], task["due"]) for task in answer["tasks"]] == [
        ("Milk", "2026-11-25"),
        ("Read tomorrow", None),
    ]


def test_a_line_and_a_title_are_one_too_many(here: TestClient, services: Services):
    answer = here.post(TASKS, json={"text": "Milk", "title": "Milk"})
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_TITLE")
    answer = here.post(TASKS, json={"description": "Milk"})
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_TITLE")
    assert services.journal.view(services.users.owner(), ChangeFilter()) == ()


def test_what_a_line_says_is_told_with_its_places_and_nothing_is_written(
    here: TestClient, services: Services
):
    answer = here.post("/api/v1/quick-add", json={"text": LINE})
    assert answer.json() == {
        "title": "Pay rent",
        "due": "2026-12-01",
        "due_text": "Tue 2026-12-01",
        "recurrence": {
            "rule": "FREQ=MONTHLY;BYMONTHDAY=1",
            "basis": "schedule",
            "text": "every month on the 1st",
        },
        "reminders": ["1 day before"],
        "priority": 1,
        "project": "Flat",
        "tags": ["home"],
        "subtasks": [],
        "chips": [
            {"kind": "recurrence", "start": 9, "end": 18, "text": "every 1st"},
            {"kind": "priority", "start": 19, "end": 21, "text": "p1"},
            {"kind": "tag", "start": 22, "end": 27, "text": "#home"},
            {"kind": "project", "start": 28, "end": 33, "text": "@Flat"},
            {"kind": "reminder", "start": 34, "end": 58, "text": "remind me the day before"},
        ],
    }
    assert services.journal.view(services.users.owner(), ChangeFilter()) == ()


def test_a_line_of_plain_words_says_a_title_alone(here: TestClient):
    said = here.post("/api/v1/quick-add", json={"text": "Monitor the paprika"}).json()
    assert (said["title"], said["due"], said["recurrence"], said["chips"]) == (
        "Monitor the paprika",
        None,
        None,
        [],
    )


def test_dates_are_read_in_words(here: TestClient):
    here.post(TASKS, json={"title": "Call", "due": "tomorrow at 5", "recurrence": "every day"})
    changed = here.patch(f"{TASKS}/1", json={"recurrence": "every other tuesday"}).json()
    [task] = changed["tasks"]
    assert task["due"] == "2026-11-24T17:00:00+00:00[UTC]"
    assert task["recurrence"]["text"] == "every 2 weeks on Tuesday"
    refused = here.patch(f"{TASKS}/1", json={"due": "next blursday"}).json()
    assert (refused["code"], refused["hint"]) == (
        "INVALID_DUE",
        "Write tomorrow at 5, next Friday, 2026-12-01 or 2026-12-01T17:00.",
    )
