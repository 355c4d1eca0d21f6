"""REST: tasks, as a program sees them."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from watchbill.services.bundle import Services

TASKS = "/api/v1/tasks"


@pytest.fixture
def milk(here: TestClient) -> dict:
    """A task, as its maker was told."""
    return here.post(TASKS, json={"title": "Milk", "description": "Oat"}).json()["tasks"][0]


def test_adding_a_task_answers_with_its_receipt(here: TestClient):
    answer = here.post(TASKS, json={"title": " Milk ", "description": "Oat"})
    body = answer.json()
    task = body["tasks"][0]
    id, at = task["id"], task["created_at"]
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    assert body == {
        "change": 1,
        "sentence": "Added #1 “Milk”",
        "actor": "user:owner",
        "at": at,
        "fields": [
            {"noun": "task", "task": 1, "id": id, "field": "title", "old": None, "new": "Milk"},
            {
                "noun": "task",
                "task": 1,
                "id": id,
                "field": "description",
                "old": None,
                "new": "Oat",
            },
        ],
        "tasks": [
            {
                "id": id,
                "ref": 1,
                "title": "Milk",
                "description": "Oat",
                "state": "open",
                "priority": 4,
                "due": None,
                "recurrence": None,
                "project": "Inbox",
                "project_id": None,
                "parent": None,
                "parent_id": None,
                "tags": [],
                "blocked_by": [],
                "blocked": False,
                "reminders": [],
                "position": "000000001V",
                "created_at": at,
                "updated_at": at,
                "completed_at": None,
                "deleted_at": None,
                "version": 1,
            }
        ],
        "subject": None,
        "conflicts": [],
        "undo": {"change": 1, "href": "/api/v1/changes/1/undo"},
        "repeated": False,
        "preview": False,
        "proposal": None,
    }


def test_several_tasks_are_one_change(here: TestClient):
    answer = here.post(TASKS, json={"items": [{"title": "Milk"}, {"title": "Eggs"}]})
    body = answer.json()
    assert (answer.status_code, body["change"]) == (201, 1)
    assert body["sentence"] == "Added #1 “Milk” and #2 “Eggs”"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        ({}, "INVALID_TITLE", 422),
        ({"title": "  "}, "INVALID_TITLE", 422),
        ({"title": "x" * 256}, "INVALID_TITLE", 422),
        ({"title": 3}, "INVALID_TITLE", 422),
        ({"title": "Milk", "description": "x" * 10_001}, "INVALID_DESCRIPTION", 422),
        ({"title": "Milk", "items": [{"title": "Eggs"}]}, "INVALID_ITEMS", 422),
        ({"items": []}, "INVALID_ITEMS", 422),
        ({"items": [{}]}, "INVALID_TITLE", 422),
        ({"items": "Milk"}, "INVALID_ITEMS", 422),
        ({"items": [{"title": str(n)} for n in range(51)]}, "TOO_LARGE", 413),
        ({"titel": "Milk"}, "UNKNOWN_ARGUMENT", 422),
        (["Milk"], "INVALID_REQUEST", 422),
    ],
)
def test_what_cant_be_added_is_refused_and_nothing_is_written(
    here: TestClient, services: Services, body: object, code: str, status: int
):
    answer = here.post(TASKS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert services.journal.last_change("default") == 0


def test_a_preview_says_what_would_happen_and_writes_nothing(here: TestClient, services: Services):
    answer = here.post(f"{TASKS}?preview=true", json={"title": "Milk"})
    body = answer.json()
    assert answer.status_code == 200
    assert (body["preview"], body["change"], body["undo"]) == (True, None, None)
    assert body["sentence"] == "Added #1 “Milk”"
    assert services.journal.last_change("default") == 0


@pytest.mark.parametrize("key", ["k1", '"k1"'])
def test_a_repeat_with_the_same_key_answers_the_first_result(here: TestClient, key: str):
    first = here.post(TASKS, json={"title": "Milk"}, headers={"Idempotency-Key": "k1"})
    again = here.post(TASKS, json={"title": "Milk"}, headers={"Idempotency-Key": key})
    assert again.status_code == 201
    assert again.json() == {**first.json(), "repeated": True}


def test_a_key_that_came_with_another_request_is_a_conflict(here: TestClient):
    headers = {"Idempotency-Key": "k1"}
    here.post(TASKS, json={"title": "Milk"}, headers=headers)
    answer = here.post(TASKS, json={"title": "Eggs"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT")


def test_a_task_is_shown_by_ref_id_and_title(here: TestClient, milk: dict):
    for name in ("1", "%231", milk["id"], "milk"):
        answer = here.get(f"{TASKS}/{name}")
        assert (answer.json(), answer.headers["ETag"]) == (milk, '"1"')


def test_a_task_that_isnt_there_is_not_found(here: TestClient):
    answer = here.get(f"{TASKS}/7")
    assert (answer.status_code, answer.json()["code"]) == (404, "TASK_NOT_FOUND")


def test_a_title_of_several_tasks_is_ambiguous(here: TestClient):
    here.post(TASKS, json={"items": [{"title": "Milk"}, {"title": "milk"}]})
    answer = here.get(f"{TASKS}/Milk")
    assert (answer.status_code, answer.json()["code"]) == (409, "AMBIGUOUS")
    assert answer.json()["details"]["candidates"] == [
        {"ref": 1, "title": "Milk"},
        {"ref": 2, "title": "milk"},
    ]


def test_a_task_that_hasnt_changed_isnt_sent_again(here: TestClient, milk: dict):
    for tag in ('"1"', 'W/"1"', '"0", "1"', "*"):
        answer = here.get(f"{TASKS}/1", headers={"If-None-Match": tag})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == '"1"'
    assert here.get(f"{TASKS}/1", headers={"If-None-Match": '"0"'}).json() == milk


def test_a_change_touches_just_the_fields_that_are_named(here: TestClient, milk: dict):
    body = here.patch(f"{TASKS}/1", json={"title": "Oat milk"}).json()
    assert body["fields"] == [
        {
            "noun": "task",
            "task": 1,
            "id": milk["id"],
            "field": "title",
            "old": "Milk",
            "new": "Oat milk",
        }
    ]
    assert body["tasks"][0]["description"] == "Oat"
    assert body["sentence"] == "Renamed #1 “Milk” to “Oat milk”"


def test_appending_adds_a_line(here: TestClient, milk: dict):
    assert milk["description"] == "Oat"
    body = here.patch(f"{TASKS}/1", json={"append": "two of it"}).json()
    assert body["tasks"][0]["description"] == "Oat\ntwo of it"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"title": None}, "INVALID_TITLE"),
        ({"description": None}, "INVALID_DESCRIPTION"),
        ({"title": ""}, "INVALID_TITLE"),
        ({}, "INVALID_PATCH"),
        ({"id": "x"}, "UNKNOWN_ARGUMENT"),
    ],
)
def test_nothing_is_blanked_by_a_careless_change(
    here: TestClient, milk: dict, body: object, code: str
):
    answer = here.patch(f"{TASKS}/1", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert here.get(f"{TASKS}/1").json() == milk


def test_a_write_bound_to_the_version_that_is_there_goes_through(here: TestClient, milk: dict):
    for match in (f'"{milk["version"]}"', "*"):
        answer = here.patch(f"{TASKS}/1", json={"append": "x"}, headers={"If-Match": match})
        assert answer.status_code == 200


def test_a_write_bound_to_an_older_version_fails_its_precondition(here: TestClient, milk: dict):
    here.patch(f"{TASKS}/1", json={"title": "Oat milk"})
    answer = here.patch(
        f"{TASKS}/1", json={"title": "Soy milk"}, headers={"If-Match": f'"{milk["version"]}"'}
    )
    body = answer.json()
    assert (answer.status_code, body["code"]) == (412, "CONFLICT")
    assert body["details"]["version"] == 2
    assert body["details"]["current"]["title"] == "Oat milk"


@pytest.mark.parametrize("match", ["1", 'W/"1"', '"one"', '"1", "2"'])
def test_a_precondition_that_cant_be_read_is_refused(here: TestClient, milk: dict, match: str):
    answer = here.delete(f"{TASKS}/1", headers={"If-Match": match})
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID_IF_MATCH")
    assert here.get(f"{TASKS}/1").json() == milk


def test_a_precondition_where_there_is_no_version_is_refused(here: TestClient):
    answer = here.post(TASKS, json={"title": "Milk"}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID_IF_MATCH")


def test_a_task_goes_through_its_states(here: TestClient, milk: dict):
    assert milk["state"] == "open"
    steps = [
        ("POST", "/complete", "done", "Completed #1 “Milk”"),
        ("POST", "/reopen", "open", "Reopened #1 “Milk”"),
        ("DELETE", "", "deleted", "Deleted #1 “Milk”"),
        ("POST", "/restore", "open", "Restored #1 “Milk”"),
    ]
    for method, action, state, sentence in steps:
        body = here.request(method, f"{TASKS}/1{action}").json()
        assert (body["tasks"][0]["state"], body["sentence"]) == (state, sentence)


def test_what_is_so_already_is_no_change(here: TestClient, milk: dict):
    body = here.post(f"{TASKS}/1/reopen").json()
    assert body == {
        "change": None,
        "sentence": None,
        "actor": None,
        "at": None,
        "fields": [],
        "tasks": [milk],
        "subject": None,
        "conflicts": [],
        "undo": None,
        "repeated": False,
        "preview": False,
        "proposal": None,
    }


def test_several_refs_with_commas_are_one_change(here: TestClient):
    here.post(TASKS, json={"items": [{"title": "Milk"}, {"title": "Eggs"}, {"title": "a, b"}]})
    assert here.post(f"{TASKS}/1,2/complete").json()["sentence"] == (
        "Completed #1 “Milk” and #2 “Eggs”"
    )
    assert here.get(f"{TASKS}/a, b").json()["ref"] == 3


def test_a_list_is_paged_to_its_end(here: TestClient):
    here.post(TASKS, json={"items": [{"title": f"Task {n}"} for n in range(1, 6)]})
    here.post(TASKS, json={"title": "Other"})
    seen = []
    next = f"{TASKS}?query=task&limit=2"
    while next:
        answer = here.get(next)
        seen.append([task["ref"] for task in answer.json()["tasks"]])
        next = answer.json()["next"]
        assert answer.headers.get("Link") == (f'<{next}>; rel="next"' if next else None)
    assert seen == [[5, 4], [3, 2], [1]]


def test_erasing_has_to_be_confirmed_and_a_preview_has_not(here: TestClient, milk: dict) -> None:
    path = f"{TASKS}/{milk['ref']}/erase"
    refused = here.post(path, json={"confirm": False})
    assert (refused.status_code, refused.json()["code"]) == (422, "INVALID_CONFIRM")
    shown = here.post(path, params={"preview": "true"}, json={"confirm": False})
    assert shown.json()["sentence"] == "Erased the texts of #1"
    assert here.get(f"{TASKS}/1").json()["title"] == "Milk"
    done = here.post(path, json={"confirm": True})
    assert done.json()["tasks"][0]["title"] == "[erased]"


def test_a_list_is_of_one_state(here: TestClient):
    here.post(TASKS, json={"items": [{"title": "a"}, {"title": "b"}, {"title": "c"}]})
    here.post(f"{TASKS}/2/complete")
    here.delete(f"{TASKS}/3")
    for state, refs in {"open": [1], "done": [2], "deleted": [3], "all": [1, 2]}.items():
        body = here.get(f"{TASKS}?state={state}").json()
        assert [task["ref"] for task in body["tasks"]] == refs


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "INVALID_LIMIT"),
        ("limit=501", "INVALID_LIMIT"),
        ("limit=ten", "INVALID_LIMIT"),
        ("state=gone", "INVALID_STATE"),
        ("cursor=nonsense", "INVALID_CURSOR"),
        ("filter=x", "UNKNOWN_ARGUMENT"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(here: TestClient, query: str, code: str):
    answer = here.get(f"{TASKS}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_list_that_hasnt_changed_isnt_sent_again(here: TestClient, milk: dict):
    first = here.get(TASKS)
    assert first.json()["tasks"] == [milk]
    headers = {"If-None-Match": first.headers["ETag"]}
    assert here.get(TASKS, headers=headers).status_code == 304
    here.post(f"{TASKS}/1/complete")
    assert here.get(TASKS, headers=headers).json()["tasks"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_three_queries_however_long(here: TestClient, queries: list[str], count: int):
    here.post(TASKS, json={"items": [{"title": str(n)} for n in range(count)]})
    # Who asks, the state of the content, and the page; the second time, the page is kept.
    for cost in (3, 2):
        queries.clear()
        assert len(here.get(TASKS).json()["tasks"]) == count
        assert len(queries) == cost


def test_of_64_that_add_at_once_none_is_refused(here: TestClient):
    start = threading.Barrier(64)

    def add(number: int) -> tuple[int, int]:
        start.wait()
        answer = here.post(TASKS, json={"title": f"Task {number}"})
        return answer.status_code, answer.json()["change"]

    with here, ThreadPoolExecutor(64) as pool:
        answers = sorted(pool.map(add, range(64)))
    assert answers == [(201, number) for number in range(1, 65)]
