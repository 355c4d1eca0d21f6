"""Several wishes in one sentence: one change, one card, one undo, and words from what was really done."""

import asyncio
from collections.abc import Callable

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tests.assistant.conftest import Talk, now
from tests.assistant.test_turn import scripted

from watchbill.assistant.toolset import PREVIEW, STATE
from watchbill.domain.budget import Budget
from watchbill.domain.query import ChangeFilter, TaskPatch
from watchbill.schemas.turn import ToolFinished
from watchbill.services.bundle import Services

START = ["Rent", "Dentist", "Report one", "Report two"]


@pytest.fixture
def listed(talk: Talk) -> Talk:
    talk.add(*START)
    return talk


def changes(services: Services) -> list[str]:
    """What was written after the start, oldest first."""
    found = services.journal.view(services.users.owner(), ChangeFilter(limit=100))
    return [entry.change.sentence for entry in reversed(found)][1:]


def written(talk: Talk) -> list[ToolFinished]:
    return [card for card in talk.cards if card.is_card]


def test_one_sentence_is_one_change_one_card_and_one_undo(listed: Talk) -> None:
    said = asyncio.run(listed.say("add milk, complete the rent and set the dentist to priority 2"))
    assert said == (
        "Added #5 “Milk”.\nDone: #1 “Rent”.\nChanged: #2 “Dentist”, priority 2 (was 4)."
    )
    assert changes(listed.services) == [
        "Added #5 “Milk”; completed #1 “Rent”; set #2 “Dentist” to priority 2"
    ]
    [card] = listed.cards
    assert (card.tool, card.change, card.summary) == ("do_together", 2, "Doing all of it")
    assert [(task.ref, task.state) for task in card.tasks] == [
        (5, "open"),
        (1, "done"),
        (2, "open"),
    ]
    assert [(one.ref, one.field, one.new) for one in card.fields] == [
        (1, "state", "done"),
        (2, "priority", "2"),
    ]
    assert asyncio.run(listed.say("undo that")).startswith("Undone, by change 3")
    assert listed.state() == [(ref, title, "open") for ref, title in enumerate(START, 1)]


def test_a_later_wish_means_what_an_earlier_one_makes(listed: Talk) -> None:
    said = asyncio.run(listed.say("add milk and tag it with home"))
    assert said == 'Added #5 “Milk”.\nChanged: #5 “Milk”, tags "home".'
    [task] = listed.services.tasks.find(listed.services.users.owner(), ["#5"])
    assert len(task.tags) == 1
    assert len(changes(listed.services)) == 1


def test_what_a_person_decides_stays_a_question_beside_the_rest(listed: Talk) -> None:
    said = asyncio.run(listed.say("delete the dentist, add milk, complete the rent and delete #3"))
    assert said == (
        "Delete #2 “Dentist”?\nAdded #5 “Milk”.\nDone: #1 “Rent”.\nDelete #3 “Report one”?"
    )
    assert changes(listed.services) == ["Added #5 “Milk”; completed #1 “Rent”"]
    assert [(card.tool, card.change, card.proposal) for card in written(listed)] == [
        ("delete_task", None, 1),
        ("do_together", 2, None),
        ("delete_task", None, 2),
    ]


def test_what_is_refused_is_told_and_the_rest_is_done(listed: Talk) -> None:
    said = asyncio.run(listed.say("complete #99, add milk and complete the rent"))
    assert said == (
        "There is no task #99. View the tasks, and use a ref from there.\n"
        "Added #5 “Milk”.\nDone: #1 “Rent”."
    )
    assert changes(listed.services) == ["Added #5 “Milk”; completed #1 “Rent”"]


def test_what_is_so_already_is_told_and_is_no_part_of_the_change(listed: Talk) -> None:
    asyncio.run(listed.say("complete the rent"))
    said = asyncio.run(listed.say("complete #1, add milk and complete #2"))
    assert said == "#1 “Rent” was done already.\nAdded #5 “Milk”.\nDone: #2 “Dentist”."
    assert changes(listed.services)[1:] == ["Added #5 “Milk”; completed #2 “Dentist”"]


def test_an_undo_in_the_sentence_takes_back_what_came_before_it(listed: Talk) -> None:
    said = asyncio.run(listed.say("add milk, complete the rent and undo that"))
    assert said.startswith("Added #5 “Milk”.\nDone: #1 “Rent”.\nUndone, by change 3")
    assert listed.state() == [(ref, title, "open") for ref, title in enumerate(START, 1)]


def test_a_question_stops_the_sentence_and_its_rest_is_one_change_after_the_answer(
    listed: Talk,
) -> None:
    asked = asyncio.run(listed.say("complete the report, add milk and complete the rent"))
    assert asked.startswith("Which one do you mean?")
    assert changes(listed.services) == []
    said = asyncio.run(listed.say("the second one"))
    assert said == "Done: #4 “Report two”.\nAdded #5 “Milk”.\nDone: #1 “Rent”."
    assert changes(listed.services) == [
        "Completed #4 “Report two”; added #5 “Milk”; completed #1 “Rent”"
    ]


def test_one_wish_that_needs_several_calls_is_one_change_too(listed: Talk) -> None:
    owner = listed.services.users.owner()
    listed.services.tasks.update(owner, ["#1"], TaskPatch(due="2126-01-05"))
    listed.services.tasks.update(owner, ["#2"], TaskPatch(due="2126-02-05"))
    asyncio.run(listed.say("move #1 and #2 by a week"))
    assert changes(listed.services)[2:] == [
        "Made #1 “Rent” due Sat 2126-01-12; made #2 “Dentist” due Tue 2126-02-12"
    ]


def test_a_project_is_made_and_filled_by_one_change(listed: Talk) -> None:
    asyncio.run(listed.say("move the dentist to project Flat", "yes"))
    assert changes(listed.services) == [
        "Added the project “Flat”; moved #2 “Dentist” to project “Flat”"
    ]
    [card] = written(listed)
    assert [(one.field, one.new) for one in card.fields] == [("project", '"Flat"')]


def test_after_a_wish_that_found_nothing_it_is_nothing(listed: Talk) -> None:
    asyncio.run(listed.say("complete the rent"))
    said = asyncio.run(listed.say("tag the flight with travel and give it priority 2"))
    assert "I found no task “flight”" in said
    assert changes(listed.services) == ["Completed #1 “Rent”"]


def before(part: str, happens: Callable[[], None]) -> Callable[[ASGIApp], ASGIApp]:
    """The way to the task service, on which something happens before a request with this in it arrives."""

    def through(app: ASGIApp) -> ASGIApp:
        async def passed(scope: Scope, receive: Receive, send: Send) -> None:
            async def received() -> Message:
                message = await receive()
                if part.encode() in message.get("body", b""):
                    happens()
                return message

            await app(scope, received, send)

        return passed

    return through


def test_what_was_written_meanwhile_is_never_taken_for_what_was_to_be_made(listed: Talk) -> None:
    listed.way = before(STATE, lambda: listed.add("Somebody else's"))
    said = asyncio.run(listed.say("add milk, tag it with home and complete #1"))
    assert said == 'Added #6 “Milk”.\nChanged: #6 “Milk”, tags "home".\nDone: #1 “Rent”.'
    assert changes(listed.services) == [
        "Added #5 “Somebody else's”",
        "Added #6 “Milk”",
        "Changed the tags of #6 “Milk”",
        "Completed #1 “Rent”",
    ]


def test_a_turn_that_is_run_again_does_nothing_twice(listed: Talk) -> None:
    sentence = "complete the rent, add milk and tag it with home"
    asyncio.run(listed.say(sentence))
    listed.history.clear()  # so that it is the same turn
    assert asyncio.run(listed.say(sentence)) == (
        "SERVICE_UNAVAILABLE: I was broken off after I had written change 2. "
        "Look at your list, and say what is still to be done."
    )
    assert len(changes(listed.services)) == 1


def test_what_is_refused_as_a_whole_is_told_once(services: Services) -> None:
    talk = Talk(Services.over(services.database, now, budget=Budget(changes_per_hour=1)))
    talk.add(*START)
    asyncio.run(talk.say("add eggs"))
    said = asyncio.run(talk.say("add milk and complete #1"))
    assert said.startswith("1 changes in an hour are the most; wait ")
    assert "\n" not in said
    assert changes(services) == ["Added #5 “Eggs”"]


def test_no_model_can_have_several_calls_done_at_once(listed: Talk) -> None:
    calls = [{"name": "add_task", "arguments": {"title": "Milk"}}]
    listed.model = scripted(("do_together", {"calls": calls, "state": ""}), "I can't do that.")
    assert asyncio.run(listed.say("whatever there is to be done, do")) == "I can't do that."
    assert changes(listed.services) == []


def test_tools_that_go_away_before_anything_is_written_end_the_turn(listed: Talk) -> None:
    def away() -> None:
        raise ConnectionError

    listed.way = before(PREVIEW, away)
    said = asyncio.run(listed.say("add milk and complete #1"))
    assert said.startswith("SERVICE_UNAVAILABLE: The task service is not answering.")
    assert changes(listed.services) == []
