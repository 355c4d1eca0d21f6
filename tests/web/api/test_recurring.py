"""REST: tasks that come again, and subtasks that are completed with their parent."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft

TASKS = "/api/v1/tasks"
Add = Callable[..., None]


@pytest.fixture
def add(services: Services) -> Add:
    """Add a task in the owner's name."""
    return lambda **fields: services.tasks.add(services.users.owner(), [TaskDraft(**fields)])


def open_titles(here: TestClient) -> list[str]:
    return [task["title"] for task in here.get(TASKS).json()["tasks"]]


def test_completing_what_repeats_names_the_next_one(here: TestClient, add: Add):
    add(title="Water", due="2026-11-24", recurrence="FREQ=WEEKLY")
    body = here.post(f"{TASKS}/1/complete").json()
    assert body["sentence"] == "Completed #1 “Water”; it comes again as #2, due Tue 2026-12-01"
    assert [task["ref"] for task in body["tasks"]] == [1]
    assert [task["ref"] for task in here.get(TASKS).json()["tasks"]] == [2]


def test_skipping_moves_a_task_on_and_can_be_undone(here: TestClient, add: Add):
    add(title="Water", due="2026-11-24", recurrence="FREQ=WEEKLY")
    looked = here.post(f"{TASKS}/1/skip?preview=true").json()
    assert (looked["sentence"], looked["change"]) == ("Skipped #1 “Water”", None)
    skipped = here.post(f"{TASKS}/1/skip", headers={"If-Match": '"1"'}).json()
    assert [(one["field"], one["old"], one["new"]) for one in skipped["fields"]] == [
        ("due", "2026-11-24", "2026-12-01")
    ]
    assert here.post(f"{TASKS}/1/skip", headers={"If-Match": '"1"'}).json()["code"] == "CONFLICT"
    undone = here.post(skipped["undo"]["href"]).json()
    assert undone["sentence"] == "Undid change 2: Skipped #1 “Water”"


def test_what_does_not_repeat_cant_be_skipped(here: TestClient, add: Add):
    add(title="Milk")
    answer = here.post(f"{TASKS}/1/skip")
    assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT")
    assert answer.json()["detail"] == "#1 “Milk” doesn't repeat, so there is nothing to skip."


def test_open_subtasks_are_in_the_way_until_they_are_completed_too(here: TestClient, add: Add):
    add(title="Move", subtasks=(TaskDraft(title="Box"), TaskDraft(title="Van")))
    refused = here.post(f"{TASKS}/1/complete")
    assert (refused.status_code, refused.json()["code"]) == (409, "CONFLICT")
    assert refused.json()["detail"] == "#1 “Move” has open subtasks: #2 “Box”, #3 “Van”."
    for body in (None, {}, {"children": "refuse"}):
        assert here.post(f"{TASKS}/1/complete", json=body).status_code == 409
    assert open_titles(here) == ["Move", "Box", "Van"]
    done = here.post(f"{TASKS}/1/complete", json={"children": "complete"}).json()
    assert done["sentence"] == "Completed #1 “Move”, #2 “Box” and #3 “Van”"
    assert open_titles(here) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [({"children": "leave"}, "INVALID_CHILDREN"), ({"child": "complete"}, "UNKNOWN_ARGUMENT")],
)
def test_what_to_do_with_subtasks_is_one_of_two_words(
    here: TestClient, add: Add, body: dict[str, str], code: str
):
    add(title="Move")
    assert here.post(f"{TASKS}/1/complete", json=body).json()["code"] == code
    assert open_titles(here) == ["Move"]
