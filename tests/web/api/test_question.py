"""The card that is the question: what a person's yes and no do, and that nothing a model says or does can stand in for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from tests.assistant.endpoint import Endpoint, Step
from tests.web.api.talking import TASKS, Scripted, begin, kept, say, server
from tests.web.live import serving

from watchbill.assistant.application import build_turns
from watchbill.mcp.server import build_application as build_mcp
from watchbill.schemas.turn import ToolFinished, TurnFailed, TurnFinished
from watchbill.services.bundle import Services
from watchbill.services.caller import ALL_SCOPES
from watchbill.services.drafting import TaskDraft
from watchbill.web.question import SEVERAL
from watchbill.web.turn import LocalTurns

ASKED = "Delete #1 “Rent”?"
LOOK = ("view_tasks", "{}")
NOTHING_ASKED = "I have asked you nothing just now, so nothing changed."
DELETE = ("delete_task", '{"tasks": ["#1"]}')


@pytest.fixture
def rent(services: Services) -> None:
    services.tasks.add(services.users.owner(), [TaskDraft(title="Rent"), TaskDraft(title="Milk")])


@contextmanager
def talking(services: Services, *steps: Step) -> Iterator[httpx2.Client]:
    """A whole Watchbill, with a language model that does these steps; without steps, with none."""
    endpoint = Endpoint(*steps)
    with (
        serving(build_mcp(services, is_local=False)) as agents,
        serving(endpoint.application()) as model,
        server(services, LocalTurns(lambda: build_turns(f"{agents}/mcp"))) as client,
    ):
        if steps:
            client.put("/api/v1/model", json={"url": f"{model}/v1"}).raise_for_status()
        yield client


def titles(client: httpx2.Client) -> list[str]:
    return [task["title"] for task in client.get(TASKS).json()["tasks"]]


def states(client: httpx2.Client) -> list[str]:
    found = client.get("/api/v1/proposals").json()["proposals"]
    return [one["state"] for one in found]


def last(told: list[dict[str, Any]]) -> str:
    said: str = told[-1]["text"]
    return said


@pytest.mark.usefixtures("rent")
def test_a_yes_to_the_card_deletes_in_the_persons_name_and_is_undone_by_word(services: Services):
    with talking(services) as client:
        id = begin(client)
        told = say(client, id, "delete the rent")
        [card] = [one for one in told if one.get("proposal")]
        assert (card["question"], card["yes"], card["no"]) == (ASKED, "Delete", "Keep")
        assert last(told) == ASKED
        assert titles(client) == ["Rent", "Milk"]
        done, said, ended = say(client, id, "yes, delete it")
        assert (done["change"], done["accepted"], done["tool"]) == (2, 1, "delete_task")
        assert done["tasks"] == [{"ref": 1, "title": "Rent", "state": "deleted"}]
        assert said["text"] == ended["text"] == "Deleted #1 “Rent”."
        change = client.get("/api/v1/changes/2").json()
        assert (change["actor"], change["accepted_by"]) == ("assistant for owner", "user:owner")
        assert titles(client) == ["Milk"]
        assert last(say(client, id, "undo that")) == "Undone, by change 3: #1 “Rent”."
        assert last(say(client, id, "complete it")) == "Done: #1 “Rent”."


@pytest.mark.usefixtures("rent")
def test_a_no_keeps_and_the_matter_is_over(services: Services):
    with talking(services) as client:
        id = begin(client)
        say(client, id, "delete the rent")
        assert last(say(client, id, "no, keep it")) == "All right, nothing was changed."
        assert (titles(client), states(client)) == (["Rent", "Milk"], ["declined"])
        assert last(say(client, id, "yes")) == NOTHING_ASKED
        assert titles(client) == ["Rent", "Milk"]


@pytest.mark.usefixtures("rent")
def test_what_else_is_said_goes_to_the_assistant_and_a_later_yes_decides_nothing(
    services: Services,
):
    with talking(services) as client:
        id = begin(client)
        say(client, id, "delete the rent")
        assert last(say(client, id, "how many tasks do I have?")) == "You have 2 open tasks."
        assert last(say(client, id, "yes")) == NOTHING_ASKED
        assert (titles(client), states(client)) == (["Rent", "Milk"], ["open"])


@pytest.mark.usefixtures("rent")
def test_a_model_that_asks_something_harmless_beside_its_proposal_is_not_heard(
    services: Services,
):
    lies = "Shall I water the plants? Say yes."
    with talking(services, LOOK, DELETE, lies, lies) as client:
        id = begin(client)
        told = say(client, id, "good morning, helper")
        assert last(told) == ASKED
        assert lies not in str(kept(client, id)) + str(told)
        assert titles(client) == ["Rent", "Milk"]
        assert last(say(client, id, "yes")) == "Deleted #1 “Rent”."


@pytest.mark.usefixtures("rent")
def test_a_question_in_words_alone_is_no_card(services: Services):
    with talking(services, ASKED, "It is deleted.") as client:
        id = begin(client)
        say(client, id, "good morning, helper")
        told = say(client, id, "yes")
        assert last(told) == "It is deleted.\n(Nothing was changed just now.)"
        assert (titles(client), states(client)) == (["Rent", "Milk"], [])


@pytest.mark.usefixtures("rent")
def test_of_two_questions_in_one_turn_a_yes_answers_neither(services: Services):
    other = ("delete_task", '{"tasks": ["#2"]}')
    with talking(services, LOOK, DELETE, other, "Yes?", "Well.") as client:
        id = begin(client)
        told = say(client, id, "tidy up")
        assert last(told) == f"{ASKED}\nDelete #2 “Milk”?\n{SEVERAL}"
        assert last(say(client, id, "yes")) == "Well."
        assert (titles(client), states(client)) == (["Rent", "Milk"], ["open", "open"])


def card_of(number: int) -> ToolFinished:
    return ToolFinished(call="1", tool="delete_task", ok=True, summary="", proposal=number)


@pytest.mark.usefixtures("rent")
def test_what_another_program_proposed_is_never_what_the_chat_asks(services: Services):
    owner = services.users.owner()
    agent, _ = services.tokens.create(owner, "robot", ["tasks:read", "tasks:write"])
    services.tasks.delete(services.tokens.bearer(agent), ["1"])
    for data in ({}, {"asks": 1}):
        turns = Scripted(card_of(1), TurnFinished(text=ASKED, data=data))
        with server(services, turns) as client:
            id = begin(client)
            [card, _] = say(client, id, "hello")
            assert card["question"] == ""
            say(client, id, "yes")
            assert [len(turns.asked), *states(client)] == [2, "open"]
            assert titles(client) == ["Rent", "Milk"]


@pytest.mark.usefixtures("rent")
def test_a_turn_that_failed_asks_nothing(services: Services):
    failed = TurnFailed(code="SERVICE_UNAVAILABLE", message="That took too long.")
    turns = Proposing(services, failed)
    with server(services, turns) as client:
        id = begin(client)
        say(client, id, "hello")
        say(client, id, "yes")
        assert (len(turns.asked), titles(client)) == (2, ["Rent", "Milk"])


class Proposing(Scripted):
    """Proposes a deletion as the assistant does, and then says what it is told to."""

    def __init__(self, services: Services, *steps: TurnFailed | TurnFinished) -> None:
        super().__init__(*steps)
        self.services = services

    async def run(self, request: Any) -> Any:
        caller = self.services.tokens.verify(request.token)
        receipt = self.services.tasks.delete(caller, ["1"])
        assert receipt.proposal
        yield card_of(receipt.proposal.number)
        async for event in super().run(request):
            yield event


@pytest.mark.usefixtures("rent")
def test_the_question_is_the_last_word_whatever_the_assistant_says(services: Services):
    with server(services, Proposing(services, TurnFinished(text="I water the plants."))) as client:
        told = say(client, begin(client), "hello")
    assert [one["text"] for one in told[1:]] == [f"\n{ASKED}", f"I water the plants.\n{ASKED}"]


@pytest.mark.usefixtures("rent")
def test_a_yes_from_a_page_that_shows_another_card_decides_nothing(services: Services):
    with talking(services) as client:
        id = begin(client)
        say(client, id, "delete the rent")
        path = f"/api/v1/conversations/{id}/messages"
        other = client.post(path, json={"text": "yes", "card": 7})
        assert "Something else is asked by now" in other.text
        say(client, id, "delete the rent")
        part = client.post(path, json={"text": "yes", "card": 0})
        assert "Something on the card is unticked, and a word means all of it" in part.text
        assert (titles(client), states(client)) == (["Rent", "Milk"], ["open", "open"])


@pytest.mark.usefixtures("rent")
def test_what_changed_under_the_question_is_told_and_nothing_is_deleted(services: Services):
    with talking(services) as client:
        id = begin(client)
        say(client, id, "delete the rent")
        services.tasks.complete(services.users.owner(), ["1"])
        assert "has changed since" in last(say(client, id, "yes"))
        deleted = client.get(TASKS, params={"state": "deleted"}).json()
        assert (deleted["tasks"], states(client)) == ([], ["stale"])


@pytest.mark.usefixtures("rent")
def test_a_programs_yes_is_not_a_persons(services: Services):
    _, token = services.tokens.create(services.users.owner(), "robot", sorted(ALL_SCOPES))
    with talking(services) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        id = begin(client)
        assert last(say(client, id, "delete the rent")) == ASKED
        assert last(say(client, id, "yes")).startswith("Only a person can accept a proposal.")
        assert (titles(client), states(client)) == (["Rent", "Milk"], [])


def test_many_at_once_are_one_question(services: Services):
    owner = services.users.owner()
    services.tasks.add(owner, [TaskDraft(title=f"t{n}") for n in range(6)])
    with talking(services) as client:
        id = begin(client)
        asked = say(client, id, "delete everything")
        assert last(asked) == "Delete #1 “t0”, #2 “t1”, #3 “t2” and 3 more?"
        assert [len(one["tasks"]) for one in asked if one.get("proposal")] == [6]
        say(client, id, "yes")
        assert titles(client) == []
