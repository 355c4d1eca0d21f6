"""Which task is meant, and which answer was given."""

from datetime import UTC, datetime

import pytest

from watchbill.language import mention
from watchbill.language.intent import Mention, Moment
from watchbill.language.likeness import find, loosely, nearest
from watchbill.language.reply import Choice, Reply, read_reply
from watchbill.language.title import split_titles

MOMENT = Moment(datetime(2026, 11, 25, 10, tzinfo=UTC), "UTC")
TITLES = {
    1: "Call the dentist",
    2: "Call mum",
    3: "Buy milk",
    4: "Buy oat milk",
    5: "Water the plants",
    6: "Pay rent",
}


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("buy milk", [3]),
        ("dentist", [1]),
        ("dentst", [1]),
        ("milk", [3, 4]),
        ("call", [1, 2]),
        ("oat milk", [4]),
        ("watering plants", [5]),
        ("the rent", [6]),
        ("cook dinner", []),
        ("at", []),
        ("", []),
    ],
)
def test_words_find_the_tasks_that_they_mean(words: str, refs: list[int]) -> None:
    assert find(words, TITLES) == refs


def test_nothing_is_found_where_the_words_or_the_title_say_nothing() -> None:
    assert find("milk", {1: "???"}) == []
    assert loosely("the task", TITLES) == []


def test_nothing_is_found_in_an_empty_list() -> None:
    assert find("milk", {}) == []
    assert nearest("milk", {}) == []


def test_the_nearest_titles_are_for_a_person_to_look_at() -> None:
    assert nearest("dental", TITLES)[:1] == [1]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("#3", Mention(refs=(3,))),
        ("task 3", Mention(refs=(3,))),
        ("2, 3 and 5", Mention(refs=(2, 3, 5))),
        ("them", Mention(pronoun="them")),
        ("the first one", Mention(places=(1,))),
        ("“the first one”", Mention(words="the first one")),
        ("my dentist appointment", Mention(words="dentist appointment")),
        ("the task called pay rent", Mention(words="pay rent")),
        ("the milk one on my list", Mention(words="milk")),
        ("the list", Mention(is_set=True)),
    ],
)
def test_a_task_is_named_in_many_ways(text: str, meant: Mention) -> None:
    assert mention.parse(text, MOMENT) == meant


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("yes", "yes"),
        ("yes, please", "yes"),
        ("go ahead", "yes"),
        ("sounds good, go for it!", "yes"),
        ("\U0001f44d", "yes"),
        ("hmm, leave it as it is", "no"),
        ("no", "no"),
        ("never mind", "no"),
        ("no, the other one", "no"),
        ("2", Choice((2,))),
        ("#1", Choice((1,))),
        ("1 and 2", Choice((1, 2))),
        ("the second one", Choice((2,))),
        ("the last one", Choice((2,))),
        ("the ninth one", None),
        ("mum", Choice((2,))),
        ("call", None),
        ("both", Choice((1, 2))),
        ("what's on my list?", None),
    ],
)
def test_an_answer_is_understood(text: str, reply: Reply) -> None:
    assert read_reply(text, {1: "Call the dentist", 2: "Call mum"}, MOMENT) == reply


def test_a_place_counts_in_the_question_when_the_number_is_no_ref_of_it() -> None:
    assert read_reply("2", {7: "Call the dentist", 9: "Call mum"}, MOMENT) == Choice((9,))
    assert read_reply("the other thing", {}, MOMENT) is None


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("buy milk", ("Buy milk",)),
        ("Email Bob and ring Eve", ("Email Bob", "Ring Eve")),
        ("tea and coffee", ("Tea and coffee",)),
        ("iPhone case", ("iPhone case",)),
        ("one;;two", ("One", "Two")),
        ("“as it is; whole”", ("as it is; whole",)),
    ],
)
def test_a_wish_becomes_one_title_or_several(text: str, titles: tuple[str, ...]) -> None:
    assert split_titles(text) == titles
