"""Questions about one's own days and plans, and questions about the world that only sound like them."""

from datetime import UTC, datetime

import pytest

from watchbill.language.intent import Moment, Talk, View
from watchbill.language.understand import understand, understand_all

MOMENT = Moment(datetime(2026, 11, 25, 10, tzinfo=UTC), "UTC")


@pytest.mark.parametrize(
    "sentence",
    [
        "am i double booked tomorrow morning",
        "what time is the recital on sunday",
        "where is my lunch with kate",
        "tell me what to buy",
        "what did i want from the hardware store",
        "when do i see doctor ames",
        "my agenda for today please",
        "are there any upcoming deadlines",
        "what's on tap for thursday",
        "is anything happening on the 22nd of may",
        "do i have anything booked for beach day",
        "when is the potluck",
        "what am i doing this weekend",
    ],
)
def test_a_question_about_ones_own_plans_looks_at_the_list(sentence: str) -> None:
    assert isinstance(understand(sentence, MOMENT), View)


@pytest.mark.parametrize(
    "sentence",
    [
        "what should i wear tonight",
        "where can i get a good curry",
        "how many calories are in rice",
        "is the dentist nice",
        "what is happening in denver tomorrow",
        "i need to know what the point of life is",
        "can dogs eat grapes",
        "how are rainbows formed",
        "what day",
    ],
)
def test_a_question_about_the_world_is_none_of_the_lists(sentence: str) -> None:
    wishes = understand_all(sentence, MOMENT)
    assert all(wish.is_doubtful or isinstance(wish.intent, Talk) for wish in wishes)
