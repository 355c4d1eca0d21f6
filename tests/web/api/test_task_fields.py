"""REST: all that a task can have, sent, shown and changed."""

import pytest
from starlette.testclient import TestClient

from watchbill.services.bundle import Services
from watchbill.services.project import ProjectPatch

TASKS = "/api/v1/tasks"
RENT = {
    "title": "Rent",
    "priority": 1,
    "due": "2026-12-01",
    "recurrence": "FREQ=MONTHLY",
    "project": "Home",
    "tags": ["money", "Flat"],
    "blocked_by": [1, "Eggs"],
    "reminders": ["-PT2H"],
}


@pytest.fixture
def rent(here: TestClient, services: Services) -> dict:
    """A task with everything, after Milk and Eggs, in the project Home."""
    here.post(TASKS, json={"items": [{"title": "Milk"}, {"title": "Eggs"}]})
    make_project(services, "Home")
    answer = here.post(TASKS, json=RENT)
    assert answer.status_code == 201, answer.text
    return answer.json()


def make_project(services: Services, name: str) -> None:
    services.projects.add(services.users.owner(), name, ProjectPatch())


def test_a_task_is_shown_with_names_where_it_holds_ids(here: TestClient, rent: dict):
    task = here.get(f"{TASKS}/Rent").json()
    assert task == rent["tasks"][0]
    told = {
        "priority": 1,
        "due": "2026-12-01",
        "recurrence": {"rule": "FREQ=MONTHLY", "basis": "schedule", "text": "every month"},
        "project": "Home",
        "parent": None,
        "parent_id": None,
        "tags": ["Flat", "money"],
        "blocked_by": [1, 2],
        "blocked": True,
        "reminders": ["2 hours before"],
        "position": "000000003V",
    }
    assert {name: task[name] for name in told} == told
    assert here.get(TASKS).json()["tasks"][2] == task
    here.post(f"{TASKS}/1,2/complete")
    assert here.get(f"{TASKS}/Rent").json()["blocked"] is False


def test_a_receipt_tells_fields_in_words(rent: dict):
    told = [
        (change["noun"], change["task"], change["field"], change["old"], change["new"])
        for change in rent["fields"]
    ]
    assert told == [
        ("tag", None, "name", None, "money"),
        ("tag", None, "name", None, "Flat"),
        ("task", 3, "title", None, "Rent"),
        ("task", 3, "priority", None, 1),
        ("task", 3, "due", None, "2026-12-01"),
        ("task", 3, "recurrence", None, "every month"),
        ("task", 3, "project", None, "Home"),
        ("task", 3, "tags", None, ["Flat", "money"]),
        ("task", 3, "blocked_by", None, [1, 2]),
        ("task", 3, "reminders", None, ["2 hours before"]),
    ]


@pytest.mark.parametrize(
    ("body", "field", "old", "new"),
    [
        ({"priority": 4}, "priority", 1, 4),
        (
            {"due": "2026-12-24T17:00"},
            "due",
            "2026-12-01",
            "2026-12-24T17:00:00+00:00[UTC]",
        ),
        (
            {"recurrence": {"rule": "FREQ=WEEKLY", "basis": "completion"}},
            "recurrence",
            "every month",
            "every week after completion",
        ),
        ({"recurrence": None}, "recurrence", "every month", None),
        ({"project": None}, "project", "Home", "Inbox"),
        ({"project": "inbox"}, "project", "Home", "Inbox"),
        ({"parent": 2, "project": None}, "parent", None, 2),
        ({"tags": ["money"]}, "tags", ["Flat", "money"], ["money"]),
        ({"add_tags": ["flat", "new"]}, "tags", ["Flat", "money"], ["Flat", "money", "new"]),
        ({"remove_tags": ["#flat"]}, "tags", ["Flat", "money"], ["money"]),
        ({"blocked_by": ["#2"]}, "blocked_by", [1, 2], [2]),
        ({"blocked_by": []}, "blocked_by", [1, 2], []),
        ({"reminders": []}, "reminders", ["2 hours before"], []),
        ({"reminders": ["when due"]}, "reminders", ["2 hours before"], ["when due"]),
        (
            {"add_reminders": ["1 day before at 18:00"], "remove_reminders": ["2 hours before"]},
            "reminders",
            ["2 hours before"],
            ["1 day before at 18:00"],
        ),
        ({"place": "first"}, "position", "000000003V", "000000001"),
        ({"place": {"before": 2}}, "position", "000000003V", "000000002"),
        ({"place": {"after": "Milk"}}, "position", "000000003V", "000000002"),
    ],
)
def test_a_field_is_changed_and_told_from_what_to_what(
    here: TestClient, rent: dict, body: dict, field: str, old: object, new: object
):
    answer = here.patch(f"{TASKS}/3", json=body).json()
    changes = {change["field"]: change for change in answer["fields"] if change["task"] == 3}
    assert (changes[field]["old"], changes[field]["new"]) == (old, new)


def test_a_due_date_is_taken_away_with_what_counts_from_it(here: TestClient, rent: dict):
    refused = here.patch(f"{TASKS}/3", json={"due": None})
    assert (refused.status_code, refused.json()["code"]) == (422, "INVALID_DUE")
    [task] = here.patch(f"{TASKS}/3", json={"due": None, "recurrence": None}).json()["tasks"]
    assert (task["due"], task["recurrence"]) == (None, None)


def test_what_was_read_can_be_sent_back_as_it_is(here: TestClient, rent: dict):
    names = (
        "title",
        "priority",
        "due",
        "recurrence",
        "project",
        "parent",
        "tags",
        "blocked_by",
        "reminders",
    )
    body = {name: rent["tasks"][0][name] for name in names}
    answer = here.patch(f"{TASKS}/3", json=body)
    assert (answer.status_code, answer.json()["change"]) == (200, None)


def test_a_task_is_added_with_what_stands_under_it(here: TestClient):
    body = {
        "title": "Move",
        "tags": ["flat"],
        "subtasks": [{"title": "Pack", "subtasks": [{"title": "Books"}]}],
    }
    answer = here.post(TASKS, json=body).json()
    assert answer["sentence"] == "Added #1 “Move”, #2 “Pack” and #3 “Books”"
    told = [(task["ref"], task["parent"]) for task in answer["tasks"]]
    assert told == [(1, None), (2, 1), (3, 2)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"priority": 0}, "INVALID_PRIORITY"),
        ({"priority": "1"}, "INVALID_PRIORITY"),
        ({"priority": None}, "INVALID_PRIORITY"),
        ({"due": "soon"}, "INVALID_DUE"),
        ({"due": 20261201}, "INVALID_DUE"),
        ({"recurrence": "sometimes"}, "INVALID_RECURRENCE"),
        ({"recurrence": 5}, "INVALID_RECURRENCE"),
        ({"recurrence": {"basis": "schedule"}}, "INVALID_RULE"),
        ({"recurrence": {"rule": "FREQ=DAILY", "count": 3}}, "UNKNOWN_ARGUMENT"),
        ({"project": "Hom"}, "PROJECT_NOT_FOUND"),
        ({"parent": 9}, "TASK_NOT_FOUND"),
        ({"parent": True}, "INVALID_PARENT"),
        ({"parent": 3}, "INVALID_PARENT"),
        ({"tags": None}, "INVALID_TAGS"),
        ({"tags": ["a,b"]}, "INVALID_NAME"),
        ({"blocked_by": [3]}, "INVALID_BLOCKED_BY"),
        ({"reminders": ["soon"]}, "INVALID_REMINDERS"),
        ({"reminders": "when due"}, "INVALID_REMINDERS"),
        ({"place": "middle"}, "INVALID_PLACE"),
        ({"place": {}}, "INVALID_PLACE"),
        ({"place": {"before": 1, "after": 2}}, "INVALID_PLACE"),
        ({"place": {"before": 3}}, "INVALID_PLACE"),
    ],
)
def test_what_a_task_cant_have_is_refused_and_nothing_is_written(
    here: TestClient, rent: dict, services: Services, body: dict, code: str
):
    before = services.journal.last_change("default")
    answer = here.patch(f"{TASKS}/3", json=body)
    assert answer.json()["code"] == code
    assert answer.status_code in {404, 422}
    assert services.journal.last_change("default") == before


def test_subtasks_over_five_levels_are_refused(here: TestClient):
    body: dict = {"title": "deepest"}
    for level in range(5):
        body = {"title": str(level), "subtasks": [body]}
    answer = here.post(TASKS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_PARENT")


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_queries_however_long_it_is(
    here: TestClient, services: Services, queries: list[str], count: int
):
    make_project(services, "Home")
    here.post(TASKS, json={"title": "First"})
    items = [
        {"title": str(n), "project": "Home", "tags": ["a", "b"], "blocked_by": [1]}
        for n in range(count)
    ]
    here.post(TASKS, json={"items": items})
    queries.clear()
    assert len(here.get(TASKS).json()["tasks"]) == count + 1
    assert (
        len(queries) == 5
    )  # who asks, the state, tasks, projects, tags; a blocker on the page itself costs none
