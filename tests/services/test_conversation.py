"""What the chat remembers, on both databases."""

from dataclasses import replace
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
    talks.say(caller, made.id, " add milk\nand  eggs ")
    talks.say(caller, made.id, "undo that")
    assert talks.find(caller, made.id)[0].title == "add milk and eggs"
    assert said(talks, caller, made.id) == [
        (1, "user", "add milk\nand  eggs"),
        (2, "user", "undo that"),
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
        talks.say(caller, made.id, f"say {number}")
        talks.answer(caller, made.id, f"answer {number}", {"mentioned": [number]})
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
    talks.say(caller, made.id, "hello")
    talks.delete(caller, made.id)
    talks.answer(caller, made.id, "Hello!", {})
    assert talks.list(caller) == ()
    for act in (talks.find, talks.delete, partial(talks.say, text="hello")):
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
