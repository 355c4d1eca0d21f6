"""REST: API tokens."""

import pytest
from starlette.testclient import TestClient

TOKENS = "/api/v1/tokens"
TASKS = "/api/v1/tasks"


def test_a_token_is_shown_once_and_opens_the_door_for_its_name(here: TestClient):
    answer = here.post(TOKENS, json={"name": "robot"})
    made = answer.json()
    text = made.pop("token")
    assert answer.status_code == 201
    assert text.startswith("wb_")
    assert made == {
        "id": made["id"],
        "name": "robot",
        "scopes": ["tasks:read", "tasks:write"],
        "mode": "propose",
        "created_at": made["created_at"],
        "expires_at": None,
        "used_at": None,
        "frozen_at": None,
        "budget": {},
    }
    assert here.get(TOKENS).json() == {"tokens": [made]}
    added = here.post(TASKS, json={"title": "Milk"}, headers={"Authorization": f"bearer {text}"})
    assert (added.status_code, added.json()["actor"]) == (202, "token:robot")
    assert here.get(TOKENS).json()["tokens"][0]["used_at"]


def test_a_revoked_token_opens_nothing(here: TestClient):
    made = here.post(TOKENS, json={"name": "robot"}).json()
    assert here.delete(f"{TOKENS}/{made['id']}").json()["id"] == made["id"]
    assert here.get(TOKENS).json() == {"tokens": []}
    answer = here.get(TASKS, headers={"Authorization": f"Bearer {made['token']}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
    assert here.delete(f"{TOKENS}/{made['id']}").json()["code"] == "TOKEN_NOT_FOUND"


def test_a_frozen_token_is_forbidden_everything_and_cannot_unfreeze_itself(here: TestClient):
    scopes = ["tasks:read", "tasks:write", "admin"]
    made = here.post(TOKENS, json={"name": "robot", "scopes": scopes}).json()
    headers = {"Authorization": f"Bearer {made['token']}"}
    frozen = here.post(f"{TOKENS}/{made['id']}/freeze", headers=headers).json()
    assert frozen["frozen_at"]
    for method, path in [("GET", TASKS), ("POST", f"{TOKENS}/{made['id']}/unfreeze")]:
        answer = here.request(method, path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")
        assert answer.json()["detail"] == (
            "The token robot is frozen, so nothing can be done with it."
        )
    assert here.post(f"{TOKENS}/{made['id']}/unfreeze").json()["frozen_at"] is None
    assert here.get(TASKS, headers=headers).status_code == 200


def test_a_persons_limits_hold_for_a_token(here: TestClient, bearer: dict[str, str]):
    made = here.post(TOKENS, json={"name": "r", "mode": "act"}).json()
    place = f"{TOKENS}/{made['id']}/budget"
    own = {"tasks_per_call": 2, "reads_per_minute": 0}
    assert here.put(place, json=own).json()["budget"] == own
    headers = {"Authorization": f"Bearer {made['token']}"}
    for count, status in [(2, 201), (3, 202)]:
        items = [{"title": f"{count} {number}"} for number in range(count)]
        assert here.post(TASKS, json={"items": items}, headers=headers).status_code == status
    assert here.put(place, json={"tasks_per_call": -1}).json()["code"] == "INVALID_BUDGET"
    assert here.put(place, json={"proposal_days": 0}).json()["code"] == "INVALID_BUDGET"
    assert here.put(place, json={"lives": 9}).json()["code"] == "UNKNOWN_ARGUMENT"
    assert here.put(place, json=own, headers=bearer).json()["code"] == "FORBIDDEN"
    assert (
        here.put(place, json={}).json()["budget"] == here.get(TOKENS).json()["tokens"][0]["budget"]
    )


def test_a_token_that_may_only_read_writes_nothing(here: TestClient):
    body = {"name": "robot", "mode": "read", "scopes": ["tasks:read", "tasks:write", "admin"]}
    headers = {"Authorization": f"Bearer {here.post(TOKENS, json=body).json()['token']}"}
    assert here.get(TASKS, headers=headers).json() == {"tasks": [], "next": None}
    for place, given in [(TASKS, {"title": "x"}), (TOKENS, {"name": "x"})]:
        answer = here.post(place, json=given, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")


def test_a_token_cannot_become_a_person_by_setting_the_password(
    here: TestClient, bearer: dict[str, str]
):
    answer = here.post("/settings/password", data={"password": "long enough"}, headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")
    assert "set-cookie" not in answer.headers


def test_a_token_may_do_what_its_scopes_say_and_no_more(here: TestClient):
    text = here.post(TOKENS, json={"name": "r", "scopes": ["tasks:read"]}).json()["token"]
    headers = {"Authorization": f"Bearer {text}"}
    assert here.get(TASKS, headers=headers).json() == {"tasks": [], "next": None}
    for method, path in [
        ("POST", TASKS),
        ("GET", TOKENS),
        ("POST", TOKENS),
        ("POST", "/api/v1/undo"),
    ]:
        body = {"title": "x"} if path == TASKS else {"name": "x"} if path == TOKENS else None
        answer = here.request(
            method, path, json=body if method == "POST" else None, headers=headers
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "INVALID_NAME"),
        ({"name": " "}, "INVALID_NAME"),
        ({"name": "x", "scopes": []}, "INVALID_SCOPES"),
        ({"name": "x", "scopes": ["root"]}, "INVALID_SCOPES"),
        ({"name": "x", "scopes": "admin"}, "INVALID_SCOPES"),
        ({"name": "x", "expires_at": "2020-01-01T00:00:00Z"}, "INVALID_EXPIRES_AT"),
        ({"name": "x", "expires_at": "2030-01-01T00:00:00"}, "INVALID_EXPIRES_AT"),
        ({"name": "x", "expires_at": "soon"}, "INVALID_EXPIRES_AT"),
        ({"name": "x", "mode": "obey"}, "INVALID_MODE"),
        ({"name": "x", "kind": "act"}, "UNKNOWN_ARGUMENT"),
    ],
)
def test_a_token_that_makes_no_sense_is_not_made(here: TestClient, body: dict, code: str):
    answer = here.post(TOKENS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert here.get(TOKENS).json() == {"tokens": []}


@pytest.mark.parametrize("count", [1, 3])
def test_the_tokens_cost_two_queries_however_many(
    here: TestClient, queries: list[str], count: int
):
    for number in range(count):
        here.post(TOKENS, json={"name": str(number)})
    queries.clear()
    assert len(here.get(TOKENS).json()["tokens"]) == count
    # Who asks, and the tokens.
    assert len(queries) == 2


def test_a_program_that_reads_too_often_waits_and_may_still_write(here: TestClient):
    made = here.post(TOKENS, json={"name": "robot", "mode": "act"}).json()
    here.put(f"{TOKENS}/{made['id']}/budget", json={"reads_per_minute": 2})
    headers = {"Authorization": f"Bearer {made['token']}"}
    task = {"title": "Milk"}
    assert here.get(TASKS, headers=headers).status_code == 200
    assert here.post(f"{TASKS}?preview=true", json=task, headers=headers).status_code == 200
    for answer in (
        here.get(TASKS, headers=headers),
        here.post(f"{TASKS}?preview=true", json=task, headers=headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (429, "RATE_LIMITED")
        seconds = int(answer.headers["Retry-After"])
        assert answer.json()["detail"] == f"2 reads in a minute are the most; wait {seconds} s."
        assert 0 < seconds <= 60
    assert here.post(TASKS, json=task, headers=headers).status_code == 201
    assert [task["title"] for task in here.get(TASKS).json()["tasks"]] == ["Milk"]
