"""REST: agents, and stopping one."""

from starlette.testclient import TestClient
from tests.web.api.talking import TASKS, begin, kept, say, server

from watchbill.services.bundle import Services
from watchbill.web.asking import FROZEN
from watchbill.web.turn import NoTurns

AGENTS = "/api/v1/agents"


def test_an_agent_is_stopped_and_its_last_run_undone(here: TestClient, bearer: dict[str, str]):
    for title in ("Milk", "Eggs"):
        here.post(TASKS, json={"title": title}, headers=bearer)
    frozen = here.post(f"{AGENTS}/robot/freeze").json()
    run = frozen["last_run"]
    assert frozen == {
        "name": "robot",
        "frozen_at": frozen["frozen_at"],
        "last_run": {
            "actor": "token:robot",
            "run": run["run"],
            "since": run["since"],
            "until": run["until"],
            "changes": [2, 1],
            "sentences": ["Added #2 “Eggs”", "Added #1 “Milk”"],
            "undo": {
                "href": "/api/v1/undo",
                "body": {"actor": "token:robot", "run": run["run"]},
            },
        },
    }
    assert run["since"] < run["until"] < frozen["frozen_at"]
    assert here.get(TASKS, headers=bearer).status_code == 403
    looked = here.post(f"{run['undo']['href']}?preview=true", json=run["undo"]["body"]).json()
    assert (looked["preview"], len(looked["fields"])) == (True, 2)
    assert here.post(run["undo"]["href"], json=run["undo"]["body"]).json()["change"] == 3
    assert here.get(TASKS).json()["tasks"] == []
    assert here.get(f"{AGENTS}/robot").json() == {**frozen, "last_run": None}
    assert here.get(AGENTS).json()["agents"] == [
        {"name": "assistant", "frozen_at": None},
        {"name": "local agent", "frozen_at": None},
        {"name": "stdio", "frozen_at": None},
        {"name": "robot", "frozen_at": frozen["frozen_at"]},
    ]
    assert here.post(f"{AGENTS}/robot/unfreeze").json() == {"name": "robot", "frozen_at": None}
    assert here.get(TASKS, headers=bearer).status_code == 200


def test_an_agent_that_is_not_there_is_not_found(here: TestClient):
    answer = here.post(f"{AGENTS}/nobody/freeze")
    assert (answer.status_code, answer.json()["code"]) == (404, "AGENT_NOT_FOUND")


def test_a_frozen_assistant_says_so_in_the_chat_and_nobody_is_asked(services: Services):
    services.freezing.freeze(services.users.owner(), "assistant")
    with server(services, NoTurns()) as client:
        id = begin(client)
        told = say(client, id, "add milk")
        assert [(one["type"], one["text"]) for one in told] == [
            ("text.delta", FROZEN),
            ("turn.finished", FROZEN),
        ]
        assert [one["text"] for one in kept(client, id)] == ["add milk", FROZEN]
    assert services.journal.last_change(services.users.owner().workspace_id) == 0
