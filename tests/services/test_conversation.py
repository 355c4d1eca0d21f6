"""What the chat remembers, on both databases."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from tests.conftest import Clock

from watchbill.domain.errors import ConflictError, InvalidError, NotFoundError, TooLargeError
from watchbill.services.caller import Caller
from watchbill.services.conversation import ConversationService
from watchbill.storage.database import Database


@pytest.fixture
def talks(database: Database, clock: Clock) -> ConversationService:
    return ConversationService(database, clock)


def said(talks: ConversationService, caller: Caller, id: str) -> list[tuple[int, str, str]]:
    return [(one.number, one.role, one.text) for one in talks.find(caller, id)[1]]


def test_the_first_message_names_a_conversation(talks: ConversationService, caller: Caller):
    made = talks.create(caller)
    assert (made.title, said(talks, caller, made.id)) == ("New conversation", [])
    talks.answer(caller, talks.say(caller, made.id, " add milk\nand  eggs "), "Added.", {})
    talks.say(caller, made.id, "undo that")
    assert talks.find(caller, made.id)[0].title == "add milk and eggs"
    assert said(talks, caller, made.id) == [
        (1, "user", "add milk\nand  eggs"),
        (2, "assistant", "Added."),
        (3, "user", "undo that"),
    ]


def test_a_long_first_message_names_it_in_sixty_characters(
    talks: ConversationService, caller: Caller
):
    made = talks.create(caller)
    talks.say(caller, made.id, "x" * 61)
    assert talks.find(caller, made.id)[0].title == "x" * 59 + "…"


def test_conversations_are_listed_the_last_used_first(talks: ConversationService, caller: Caller):
    first, second = talks.create(caller), talks.create(caller)
    assert [one.id for one in talks.list(caller)] == [second.id, first.id]
    talks.say(caller, first.id, "hello")
    assert [one.id for one in talks.list(caller)] == [first.id, second.id]
    assert [one.id for one in talks.list(caller, limit=1)] == [first.id]


def test_a_turn_begins_with_the_last_twenty_messages_and_their_data(
    talks: ConversationService, caller: Caller
):
    made = talks.create(caller)
    for number in range(11):
        opening = talks.say(caller, made.id, f"say {number}")
        talks.answer(caller, opening, f"answer {number}", {"mentioned": [number]})
    opening = talks.say(caller, made.id, "now")
    assert (opening.turn, opening.text) == (f"{made.id}:23", "now")
    assert [one.number for one in opening.history] == list(range(3, 23))
    assert opening.history[-1].data == {"mentioned": [10]}


def test_a_message_sent_again_by_its_key_is_refused_and_kept_once(
    talks: ConversationService, caller: Caller
):
    made, other = talks.create(caller), talks.create(caller)
    talks.say(caller, made.id, "add milk", key="k")
    with pytest.raises(ConflictError):
        talks.say(caller, made.id, "add milk", key="k")
    assert said(talks, caller, made.id) == [(1, "user", "add milk")]
    talks.say(caller, other.id, "add milk", key="k")
    assert said(talks, caller, other.id) == [(1, "user", "add milk")]


@pytest.mark.parametrize(
    ("text", "error"),
    [(" \n", InvalidError), ("a\0b", InvalidError), ("x" * 4_001, TooLargeError)],
)
def test_what_cannot_be_said_is_refused_and_not_kept(
    talks: ConversationService, caller: Caller, text: str, error: type[Exception]
):
    made = talks.create(caller)
    with pytest.raises(error):
        talks.say(caller, made.id, text)
    assert said(talks, caller, made.id) == []


def test_a_deleted_conversation_is_gone_and_takes_no_answer(
    talks: ConversationService, caller: Caller
):
    made = talks.create(caller)
    opening = talks.say(caller, made.id, "hello")
    talks.delete(caller, made.id)
    assert talks.is_stopped(caller, opening)
    talks.answer(caller, opening, "Hello!", {})
    assert talks.list(caller) == ()
    acts = (
        talks.find,
        talks.delete,
        talks.stop,
        partial(talks.say, text="hello"),
        partial(talks.rename, title="Home"),
    )
    for act in acts:
        with pytest.raises(NotFoundError) as refused:
            act(caller, made.id)
        assert refused.value.code == "CONVERSATION_NOT_FOUND"


@pytest.mark.parametrize("stranger", [{"user_id": "mallory"}, {"workspace_id": "elsewhere"}])
def test_a_conversation_of_somebody_else_is_not_there(
    talks: ConversationService, caller: Caller, stranger: dict[str, str]
):
    made = talks.create(caller)
    mallory = replace(caller, **stranger)
    assert talks.list(mallory) == ()
    with pytest.raises(NotFoundError):
        talks.say(mallory, made.id, "hello")
    with pytest.raises(NotFoundError):
        talks.delete(mallory, made.id)
    assert said(talks, caller, made.id) == []


def test_one_turn_runs_at_a_time_on_whichever_replica(
    database: Database, clock: Clock, caller: Caller
):
    here, there = ConversationService(database, clock), ConversationService(database, clock)
    made, other = here.create(caller), here.create(caller)
    opening = here.say(caller, made.id, "hello")
    with pytest.raises(ConflictError):
        there.say(caller, made.id, "hello?")
    there.say(caller, other.id, "hello")
    here.answer(caller, opening, "Hello!", {})
    assert there.say(caller, made.id, "again").turn == f"{made.id}:3"


def test_a_turn_whose_replica_died_holds_up_the_next_one_for_two_minutes(
    talks: ConversationService, caller: Caller, clock: Clock
):
    made = talks.create(caller)
    dead = talks.say(caller, made.id, "hello")
    assert talks.is_running(talks.find(caller, made.id)[0])
    clock.now += timedelta(minutes=2)
    assert not talks.is_running(talks.find(caller, made.id)[0])
    assert not talks.stop(caller, made.id)
    talks.say(caller, made.id, "again")
    talks.answer(caller, dead, "too late", {})
    assert talks.is_running(talks.find(caller, made.id)[0])


def test_a_turn_is_stopped_from_whichever_replica(
    database: Database, clock: Clock, caller: Caller
):
    here, there = ConversationService(database, clock), ConversationService(database, clock)
    made = here.create(caller)
    assert not there.stop(caller, made.id)
    opening = here.say(caller, made.id, "hello")
    assert not here.is_stopped(caller, opening)
    assert there.stop(caller, made.id)
    assert here.is_stopped(caller, opening)
    here.answer(caller, opening, "Stopped.", {})
    assert not here.is_stopped(caller, here.say(caller, made.id, "again"))


def test_conversations_are_found_by_what_was_said_in_them(
    talks: ConversationService, caller: Caller
):
    milk, rent = talks.create(caller), talks.create(caller)
    talks.answer(caller, talks.say(caller, milk.id, "add Milk"), "Added 100% of it.", {})
    talks.say(caller, rent.id, "who paid the rent?")
    assert [one.id for one in talks.list(caller, query="milk ADDED")] == [milk.id]
    assert [one.id for one in talks.list(caller, query="100%")] == [milk.id]
    assert [one.id for one in talks.list(caller, query="1_0")] == []
    assert [one.id for one in talks.list(caller, query=" ")] == [rent.id, milk.id]


def test_a_conversation_is_renamed(talks: ConversationService, caller: Caller):
    made = talks.create(caller)
    talks.say(caller, made.id, "hello")
    before = talks.find(caller, made.id)[0]
    assert talks.rename(caller, made.id, " The  flat ") == replace(before, title="The flat")
    assert talks.find(caller, made.id)[0] == replace(before, title="The flat")
    for blank in (" ", "\0"):
        with pytest.raises(InvalidError):
            talks.rename(caller, made.id, blank)
