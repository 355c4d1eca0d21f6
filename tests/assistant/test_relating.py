"""Tasks that wait for others, subtasks, dates that change places, and “only the coffee”: what fails is told, and nothing is guessed."""

import asyncio
from datetime import UTC, datetime

import pytest
from tests.assistant.conftest import Talk

from watchbill.assistant.interpreter import converse
from watchbill.assistant.memory import Memory
from watchbill.assistant.plan import Outcome, Say, advance
from watchbill.language.intent import Moment
from watchbill.services.bundle import Services

MOMENT = Moment(datetime(2026, 11, 25, 10, tzinfo=UTC), "UTC")
ROWS = [
    {"ref": 1, "title": "Sweep", "due": "Thu 2026-11-26"},
    {"ref": 2, "title": "Paint", "due": "Fri 2026-11-27"},
]
BOTH = Outcome(is_ok=True, content={"tasks": ROWS})
SWEEP, PAINT = (Outcome(is_ok=True, content={"tasks": [row]}) for row in ROWS)
REFUSED = Outcome(is_ok=False, error="CONFLICT: it has changed. Read it again.")
ASKED = Outcome(is_ok=True, content={"question": "Add 40 tasks?", "proposal": 1})
PAIR = [SWEEP, PAINT]


@pytest.mark.parametrize(
    ("said", "memory", "outcomes", "answer"),
    [
        ("#1 waits for #2", Memory(), [*PAIR, REFUSED], "it has changed. Read it again."),
        ("swap #1 and #2", Memory(), [*PAIR, REFUSED], "it has changed. Read it again."),
        ("split #1 into a and b", Memory(), [SWEEP, REFUSED], "it has changed. Read it again."),
        ("split #1 into a and b", Memory(), [SWEEP, ASKED], "Add 40 tasks?"),
        ("more", Memory(rest=(1,)), [REFUSED], "it has changed. Read it again."),
    ],
)
def test_what_fails_is_told(
    said: str, memory: Memory, outcomes: list[Outcome], answer: str
) -> None:
    step = advance(converse(said, memory, MOMENT), outcomes)
    assert isinstance(step, Say)
    assert step.text == answer


def accept(services: Services) -> None:
    owner = services.users.owner()
    [waiting] = services.proposals.view(owner, limit=5)
    services.proposals.accept(owner, waiting.proposal.number)


def test_of_two_that_are_deleted_by_now_the_other_one_comes_back(talk: Talk) -> None:
    talk.add("Buy milk", "Buy coffee")
    asyncio.run(talk.say("delete milk and coffee"))
    accept(talk.services)
    assert asyncio.run(talk.say("oh sorry, I only meant the coffee")) == "Restored: #1 “Buy milk”."
    assert talk.state() == [(1, "Buy milk", "open"), (2, "Buy coffee", "deleted")]


def test_what_was_deleted_is_brought_back_after_second_thoughts(talk: Talk) -> None:
    talk.add("Buy milk")
    asyncio.run(talk.say("delete the milk"))
    accept(talk.services)
    assert asyncio.run(talk.say("hmm no bring it back")) == "Restored: #1 “Buy milk”."


def test_what_the_assistant_did_is_told_apart_from_what_others_did(talk: Talk) -> None:
    assert asyncio.run(talk.say("what did you do?")) == "Nothing has happened yet."
    talk.add("Buy milk")
    said = asyncio.run(talk.say("what did you do?"))
    told = "I changed nothing then. Others did this:\n1: Added #1 “Buy milk” (owner, "
    assert said.startswith(told)
    asyncio.run(talk.say("complete the milk"))
    said = asyncio.run(talk.say("what did you do?"))
    assert said.startswith("2: Completed #1 “Buy milk” (assistant for owner, ")


def test_many_that_are_asked_about_are_not_taken_back_by_halves(talk: Talk) -> None:
    """Six at once are proposed, and not done: what was done before stays, too."""
    talk.add(*"ABCDEF")
    asyncio.run(talk.say("complete A"))
    asyncio.run(talk.say("complete 1-6", "only #2"))
    assert talk.state()[0] == (1, "A", "done")
