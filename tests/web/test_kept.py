"""Rendered answers are kept for as long as they hold, and no more of them than fit."""

from starlette.testclient import TestClient

from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft
from watchbill.web.kept import Kept, Rendered

TASKS = "/api/v1/tasks"


def rendered(size: int) -> Rendered:
    return Rendered(b"x" * size, {})


def test_what_was_used_last_stays_and_what_wasnt_goes():
    kept = Kept(most=3, largest=2)
    for name in ("a", "b", "c"):
        kept.add((name,), rendered(1))
    assert kept.find(("a",)) == rendered(1)
    kept.add(("d",), rendered(1))
    assert [kept.find((name,)) is not None for name in "abcd"] == [True, False, True, True]
    kept.add(("e",), rendered(2))
    assert [kept.find((name,)) is not None for name in "acde"] == [False, False, True, True]


def test_an_answer_that_is_too_large_is_not_kept():
    kept = Kept(most=3, largest=2)
    kept.add(("a",), rendered(3))
    assert kept.find(("a",)) is None


def test_the_same_answer_twice_counts_once():
    kept = Kept(most=2)
    for _ in range(3):
        kept.add(("a",), rendered(1))
    kept.add(("b",), rendered(1))
    assert kept.find(("a",)) == rendered(1)


def test_a_list_is_never_older_than_the_store(here: TestClient, services: Services):
    owner = services.users.owner()
    assert here.get(TASKS).json()["tasks"] == []
    for number in range(1, 4):
        services.tasks.add(owner, [TaskDraft(title="x")])
        for _ in range(2):
            refs = [task["ref"] for task in here.get(f"{TASKS}?limit=2").json()["tasks"]]
            assert refs == list(range(1, min(number, 2) + 1))
    services.journal.undo(owner)
    assert here.get(f"{TASKS}?limit=2").json()["next"] is None


def test_who_may_not_read_gets_no_kept_list_either(here: TestClient, services: Services):
    here.post(TASKS, json={"title": "Secret"})
    assert here.get(TASKS).status_code == 200
    _, text = services.tokens.create(services.users.owner(), "robot", ["tasks:write"])
    answer = here.get(TASKS, headers={"Authorization": f"Bearer {text}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")
