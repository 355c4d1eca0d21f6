"""REST: proposals."""

import pytest
from starlette.testclient import TestClient

PROPOSALS = "/api/v1/proposals"
TASKS = "/api/v1/tasks"


@pytest.fixture
def robot(here: TestClient) -> dict[str, str]:
    """The header of a program that may only propose, whatever its scopes."""
    scopes = ["tasks:read", "tasks:write", "tasks:delete", "admin"]
    made = here.post("/api/v1/tokens", json={"name": "robot", "mode": "propose", "scopes": scopes})
    return {"Authorization": f"Bearer {made.json()['token']}"}


def test_what_waits_is_accepted_by_a_person_and_answers_where_it_is(
    here: TestClient, robot: dict[str, str]
):
    answer = here.post(TASKS, json={"title": "Milk"}, headers=robot)
    assert (answer.status_code, answer.headers["location"]) == (202, f"{PROPOSALS}/1")
    receipt = answer.json()
    assert (receipt["change"], receipt["undo"], receipt["proposal"]) == (None, None, 1)
    assert [(one["field"], one["new"]) for one in receipt["fields"]] == [("title", "Milk")]
    assert here.get(TASKS).json()["tasks"] == []
    shown = here.get(f"{PROPOSALS}/1").json()
    assert shown == {
        "number": 1,
        "state": "open",
        "at": shown["at"],
        "expires_at": shown["expires_at"],
        "actor": "token:robot",
        "on_behalf_of": "owner",
        "run": shown["run"],
        "client": None,
        "sentence": "Added #1 “Milk”",
        "why": "mode",
        "because": "whoever wants it may only propose",
        "reason": "",
        "fields": receipt["fields"],
        "operations": shown["operations"],
        "stands_on": 0,
        "decided_at": None,
        "decided_by": None,
        "word": "",
        "change": None,
        "conflicts": [],
        "parts": [[1]],
    }
    preview = here.post(f"{PROPOSALS}/1/accept?preview=true").json()
    assert (preview["preview"], preview["change"]) == (True, None)
    accepted = here.post(f"{PROPOSALS}/1/accept")
    assert accepted.status_code == 200
    assert (accepted.json()["change"], accepted.json()["actor"]) == (1, "token:robot")
    assert here.post(f"{PROPOSALS}/1/accept").json()["repeated"]
    change = here.get("/api/v1/changes/1").json()
    assert change["operations"] == shown["operations"]
    assert (change["proposal"], change["accepted_by"]) == (1, "user:owner")


def test_some_tasks_of_a_proposal_can_be_accepted(here: TestClient, robot: dict[str, str]):
    here.post(TASKS, json={"items": [{"title": title} for title in "abc"]}, headers=robot)
    assert here.get(f"{PROPOSALS}/1").json()["parts"] == [[1], [2], [3]]
    here.post(f"{PROPOSALS}/1/accept", json={"tasks": [1, 3]})
    assert sorted(task["title"] for task in here.get(TASKS).json()["tasks"]) == ["a", "c"]
    assert here.get(f"{PROPOSALS}/1").json()["state"] == "partly accepted"


def test_what_has_changed_meanwhile_is_told_and_the_rest_can_be_accepted(
    here: TestClient, robot: dict[str, str]
):
    for title in "ab":
        here.post(TASKS, json={"title": title})
    here.delete(f"{TASKS}/1,2", headers=robot)
    here.patch(f"{TASKS}/1", json={"title": "A"})
    refused = here.post(f"{PROPOSALS}/1/accept")
    assert (refused.status_code, refused.json()["code"]) == (409, "CONFLICT")
    [conflict] = here.get(f"{PROPOSALS}/1").json()["conflicts"]
    assert (conflict["task"], conflict["field"], conflict["was"], conflict["now"]) == (
        1,
        "title",
        "a",
        "A",
    )
    here.post(f"{PROPOSALS}/1/accept", json={"rest": True})
    assert [task["title"] for task in here.get(TASKS).json()["tasks"]] == ["A"]


def test_a_program_decides_nothing_and_withdraws_its_own(here: TestClient, robot: dict[str, str]):
    here.post(TASKS, json={"title": "a"}, headers=robot)
    for verb in ("accept", "decline"):
        answer = here.post(f"{PROPOSALS}/1/{verb}", headers=robot)
        assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")
    assert here.post(f"{PROPOSALS}/1/withdraw", headers=robot).json()["state"] == "withdrawn"
    assert here.get(TASKS).json()["tasks"] == []


def test_a_declined_proposal_carries_a_word_to_whoever_proposed_it(
    here: TestClient, robot: dict[str, str]
):
    for title in "ab":
        here.post(TASKS, json={"title": title}, headers=robot)
    here.post(f"{PROPOSALS}/1/decline", json={"word": "Not now"})
    here.post(f"{PROPOSALS}/2/decline")
    seen = here.get(f"{PROPOSALS}/1", headers=robot).json()
    assert (seen["state"], seen["word"], seen["decided_by"]) == (
        "declined",
        "Not now",
        "user:owner",
    )
    assert here.post(f"{PROPOSALS}/1/accept").status_code == 409
    assert here.get(f"{PROPOSALS}/3").json()["code"] == "PROPOSAL_NOT_FOUND"


def test_the_list_is_paged_newest_first_and_says_how_many_wait(
    here: TestClient, robot: dict[str, str]
):
    for title in "abc":
        here.post(TASKS, json={"title": title}, headers=robot)
    here.post(f"{PROPOSALS}/2/decline")
    first = here.get(f"{PROPOSALS}?limit=2").json()
    assert ([one["number"] for one in first["proposals"]], first["waiting"]) == ([3, 2], 2)
    rest = here.get(first["next"]).json()
    assert ([one["number"] for one in rest["proposals"]], rest["next"]) == ([1], None)
    waiting = here.get(f"{PROPOSALS}?state=open").json()["proposals"]
    assert [one["number"] for one in waiting] == [3, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_however_many(
    here: TestClient, robot: dict[str, str], queries: list[str], count: int
):
    for number in range(count):
        here.post(TASKS, json={"title": str(number), "tags": ["t"]}, headers=robot)
    queries.clear()
    assert len(here.get(PROPOSALS).json()["proposals"]) == count
    # Who asks, the proposals, the tasks and tags that they name, and how many wait.
    assert len(queries) == 5
