"""REST: the journal, undo and redo."""

import pytest
from starlette.testclient import TestClient

CHANGES = "/api/v1/changes"
TASKS = "/api/v1/tasks"


@pytest.fixture
def milk(here: TestClient) -> dict:
    """A task that was added, renamed and completed: three changes."""
    here.post(TASKS, json={"title": "Milk"})
    here.patch(f"{TASKS}/1", json={"title": "Oat milk"})
    return here.post(f"{TASKS}/1/complete").json()["tasks"][0]


def numbers(answer) -> list[int]:
    return [change["number"] for change in answer.json()["changes"]]


def test_a_change_shows_who_did_what(here: TestClient, milk: dict):
    body = here.get(f"{CHANGES}/2").json()
    assert body == {
        "number": 2,
        "at": body["at"],
        "actor": "user:owner",
        "sentence": "Renamed #1 “Milk” to “Oat milk”",
        "operations": [
            {
                "noun": "task",
                "id": milk["id"],
                "before": {"title": "Milk"},
                "after": {"title": "Oat milk"},
            }
        ],
        "undoes": [],
        "undone_by": None,
        "run": None,
        "client": None,
        "on_behalf_of": None,
        "proposal": None,
        "accepted_by": None,
        "note": "",
    }
    assert here.get(f"{CHANGES}/1").json()["operations"][0]["before"] is None


def test_the_journal_comes_newest_first_and_after_a_number_oldest_first(
    here: TestClient, milk: dict
):
    assert numbers(here.get(CHANGES)) == [3, 2, 1]
    assert numbers(here.get(f"{CHANGES}?before=3")) == [2, 1]
    assert numbers(here.get(f"{CHANGES}?since=1")) == [2, 3]
    assert numbers(here.get(f"{CHANGES}?since=0&before=2")) == [1]


@pytest.mark.parametrize(
    ("start", "expected"), [("?limit=1", [3, 2, 1]), ("?since=0&limit=1", [1, 2, 3])]
)
def test_the_journal_is_paged_to_its_end(
    here: TestClient, milk: dict, start: str, expected: list[int]
):
    seen = []
    next = f"{CHANGES}{start}"
    while next:
        answer = here.get(next)
        seen += numbers(answer)
        next = answer.json()["next"]
    assert seen == expected


def test_the_journal_is_narrowed_down(here: TestClient, milk: dict, bearer: dict[str, str]):
    here.post(TASKS, json={"title": "Eggs"}, headers=bearer)
    assert numbers(here.get(f"{CHANGES}?task=oat milk")) == [3, 2, 1]
    assert numbers(here.get(f"{CHANGES}?actor=token:robot")) == [4]
    assert numbers(here.get(f"{CHANGES}?run=none")) == []
    assert here.get(f"{CHANGES}?task=77").json()["code"] == "TASK_NOT_FOUND"


def test_the_journal_that_hasnt_grown_isnt_sent_again(here: TestClient, milk: dict):
    tag = here.get(CHANGES).headers["ETag"]
    assert here.get(CHANGES, headers={"If-None-Match": tag}).status_code == 304
    here.post("/api/v1/undo")
    assert numbers(here.get(CHANGES, headers={"If-None-Match": tag})) == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "INVALID_LIMIT"),
        ("limit=500", "INVALID_LIMIT"),
        ("since=-1", "INVALID_SINCE"),
        ("before=4294967296", "INVALID_BEFORE"),
        ("till=3", "UNKNOWN_ARGUMENT"),
        ("until=3", "INVALID_UNTIL"),
        ("after=x", "INVALID_AFTER"),
        ("kind=moved", "INVALID_KIND"),
        ("project=Inbox", "INVALID_PROJECT"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(here: TestClient, query: str, code: str):
    answer = here.get(f"{CHANGES}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_change_is_undone_and_redone_by_its_number(here: TestClient, milk: dict):
    undone = here.post(f"{CHANGES}/3/undo").json()
    assert undone["sentence"] == "Undid change 3: Completed #1 “Oat milk”"
    assert undone["tasks"][0]["state"] == "open"
    assert here.get(f"{CHANGES}/3").json()["undone_by"] == 4
    redone = here.post(f"{CHANGES}/3/redo").json()
    assert redone["tasks"][0]["completed_at"] == milk["completed_at"]
    assert here.get(f"{CHANGES}/5").json()["undoes"] == [4]


def test_the_undo_handle_of_a_receipt_takes_the_change_back(here: TestClient):
    added = here.post(TASKS, json={"title": "Milk"}).json()
    undone = here.post(added["undo"]["href"]).json()
    assert undone["tasks"] == []
    assert undone["fields"] == [
        {
            "noun": "task",
            "task": 1,
            "id": added["tasks"][0]["id"],
            "field": "title",
            "old": "Milk",
            "new": None,
        }
    ]


def test_the_callers_last_change_is_undone_and_redone(here: TestClient, milk: dict):
    assert here.post("/api/v1/undo").json()["change"] == 4
    assert here.post("/api/v1/redo").json()["change"] == 5
    assert here.get(f"{TASKS}/1").json()["completed_at"] == milk["completed_at"]


def test_an_undo_can_be_previewed_and_repeated(here: TestClient, milk: dict):
    assert here.post(f"{CHANGES}/3/undo?preview=true").json()["preview"]
    headers = {"Idempotency-Key": "k"}
    first = here.post(f"{CHANGES}/3/undo", headers=headers).json()
    again = here.post(f"{CHANGES}/3/undo", headers=headers).json()
    assert again == {**first, "repeated": True}
    assert numbers(here.get(CHANGES)) == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("path", "code", "status"),
    [
        ("changes/9/undo", "CHANGE_NOT_FOUND", 404),
        ("changes/1/redo", "CONFLICT", 409),
        ("changes/1/undo", "CONFLICT", 409),
        ("changes/0/undo", "INVALID_NUMBER", 422),
        ("changes/99999999999/undo", "INVALID_NUMBER", 422),
        ("redo", "CONFLICT", 409),
    ],
)
def test_what_cant_be_taken_back_is_refused(
    here: TestClient, milk: dict, path: str, code: str, status: int
):
    answer = here.post(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert here.get(f"{TASKS}/1").json() == milk


@pytest.mark.parametrize("count", [1, 3])
def test_the_journal_costs_four_queries_however_long(
    here: TestClient, queries: list[str], count: int
):
    for number in range(count):
        here.post(TASKS, json={"title": str(number)})
    queries.clear()
    assert len(numbers(here.get(CHANGES))) == count
    # Who asks, the state of the content, the page, and which of it was undone.
    assert len(queries) == 4


def test_what_is_in_the_way_of_an_undo_is_kept_and_told(here: TestClient, milk: dict):
    here.patch(f"{TASKS}/1", json={"title": "Rice milk", "description": "two"})
    here.patch(f"{TASKS}/1", json={"title": "Soy milk"})
    number = here.get(CHANGES).json()["changes"][1]["number"]
    undone = here.post(f"{CHANGES}/{number}/undo").json()
    assert undone["conflicts"] == [
        {
            "noun": "task",
            "id": milk["id"],
            "task": 1,
            "name": "#1 “Soy milk”",
            "field": "title",
            "reason": "changed",
            "was": milk["title"],
            "wrote": "Rice milk",
            "now": "Soy milk",
            "change": number + 1,
            "actor": "user:owner",
        }
    ]
    assert undone["tasks"][0]["description"] == milk["description"]
    again = here.post(f"{CHANGES}/{number + 2}/undo").json()
    forced = here.post(f"{CHANGES}/{number}/undo", json={"force": True}).json()
    assert (again["conflicts"], forced["tasks"][0]["title"]) == ([], milk["title"])
    answer = here.post(f"{CHANGES}/{number}/redo", json={"force": True}).json()
    assert answer["tasks"][0]["title"] == "Soy milk"


def test_changes_are_undone_together_by_who_when_and_which(here: TestClient):
    for title in ("a", "b", "c"):
        here.post(TASKS, json={"title": title})
    looked = here.post("/api/v1/undo?preview=true", json={"changes": [1, 3]}).json()
    assert (looked["preview"], looked["sentence"]) == (True, "Undid 2 changes")
    body = {"actor": "user:owner", "since": "2026-11-24T00:00:00Z", "until": "tomorrow"}
    assert here.post("/api/v1/undo", json=body).json()["code"] == "INVALID_UNTIL"
    body = {"actor": "user:owner", "since": "yesterday 18:00", "until": "2026-11-25"}
    undone = here.post("/api/v1/undo", json=body).json()
    assert here.get(f"{CHANGES}/{undone['change']}").json()["undoes"] == [1, 2, 3]
    assert here.get(TASKS).json()["tasks"] == []
    assert undone["sentence"] == (
        "Undid 3 changes by user:owner since 2026-11-23 18:00 UTC until 2026-11-25 00:00 UTC"
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"since": "0001-01-01"}, "INVALID_SINCE"),
        ({"until": "9999-12-31T23:59:59-12:00"}, "INVALID_UNTIL"),
        ({"changes": [10**30]}, "INVALID_CHANGES"),
        ({"changes": [0]}, "INVALID_CHANGES"),
    ],
)
def test_times_and_numbers_that_no_store_has_are_refused(here: TestClient, body: dict, code: str):
    answer = here.post("/api/v1/undo", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    ("sent", "note"),
    [
        (b"You asked", "You asked"),
        ("Für den Urlaub ✓".encode(), "Für den Urlaub ✓"),
        (b"F%C3%BCr den Urlaub%20%E2%9C%93", "Für den Urlaub ✓"),
        (b"%FF", "\ufffd"),
    ],
)
def test_a_reason_comes_as_a_header(
    here: TestClient, bearer: dict[str, str], sent: bytes, note: str
):
    headers = {b"Authorization": bearer["Authorization"].encode(), b"Watchbill-Reason": sent}
    here.post("/api/v1/tasks", json={"title": "Milk"}, headers=headers)
    here.patch("/api/v1/tasks/1", json={"title": "Oat"}, headers=headers)
    here.post("/api/v1/tasks", json={"title": "Eggs"}, headers={b"Watchbill-Reason": sent})
    changes = here.get("/api/v1/changes").json()["changes"]
    assert [change["note"] for change in changes] == [note, note, note]
