"""Sentences of several parts, and wishes said in passing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from watchbill.language.intent import (
    Add,
    Days,
    Do,
    Filter,
    Intent,
    Item,
    Mention,
    Moment,
    Talk,
    View,
)
from watchbill.language.understand import understand

MOMENT = Moment(datetime(2026, 11, 25, 10, tzinfo=UTC), "UTC")


FRIDAY = Filter(days=Days(date(2026, 11, 27), date(2026, 11, 27), "friday"))


def add(*lines: str, place: str = "") -> Add:
    return Add(tuple(Item(line, place) for line in lines))


SENTENCES: dict[str, Intent] = {
    # one part of the sentence says it
    "I'm out of soap so put soap on my shopping list": add("Soap", place="shopping"),
    "we're almost out of milk": Add((Item("Milk"),), is_sure=False),
    "whack milk on my shopping list": add("Milk", place="shopping"),
    "here is what I need, add it": Add(()),
    # what goes on comes after the list
    "add tea to my shopping list and coffee to my work list": Add(
        (Item("Tea", "shopping"), Item("Coffee", "work"))
    ),
    "add tea to my shopping list, coffee, and sugar": add(
        "Tea", "Coffee", "Sugar", place="shopping"
    ),
    "add tea to my shopping list and call mum": Add((Item("Tea", "shopping"), Item("Call mum"))),
    "add this to my shopping list and coffee": add("Coffee"),
    "i need eggs; add them to my shopping list": Add((Item("Eggs", "shopping"),)),
    "on my to do list, add exercising": add("Exercising"),
    "at noon, schedule a meeting with saul": add("A meeting with saul at noon"),
    "every friday remind me to meet Phil": add("Meet Phil every friday"),
    "grocery list add eggs": add("Eggs"),
    "find my next event and delete it, please": Do("delete", Mention(pronoun="it")),
    "update my shopping list, delete canned olives": Do("delete", Mention(words="canned olives")),
    "good grief, show my tasks": View(),
    # said in passing
    "update my list with shoes": add("Shoes"),
    "can i have a reminder set up": Add(()),
    "can i set a reminder to water the plants": add("Water the plants"),
    "make sure that mopping is on my list": add("Mopping"),
    "my list of groceries, please put tea on the list": add("Tea"),
    "i would love it if you put tea on my list": add("Tea"),
    "i was hoping you'd put that on my shopping list": Add(()),
    "i would love it if you remove milk from my list": Do("delete", Mention(words="milk")),
    "friday must be empty in my calendar": Do("delete", Mention(filter=FRIDAY, is_set=True)),
    "i want to hear my to do list": View(),
    "my list of reminders contains what": View(),
    "am i busy on friday": View(replace(FRIDAY, days=replace(FRIDAY.days, said="on friday"))),
    "what's happening on friday": View(
        replace(FRIDAY, days=replace(FRIDAY.days, said="on friday"))
    ),
    "will an oil change be on my list": View(Filter(words="oil change")),
    "i need to remove an event from my calendar": Do("delete", Mention(words="event")),
    "delete this item": Do("delete", Mention(pronoun="it")),
    "find dentist": View(Filter(words="dentist")),
    # somebody else's
    "what's happening in Biloxi": Talk("unknown"),
    "find me a bar in Cleveland": Talk("unknown"),
    "i want to hear my wine list": Talk("unknown"),
    "what is today's current date": Talk("unknown"),
    "my calendar hangs on a nail": Talk("unknown"),
    "what did you call yourself": Talk("unknown"),
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_understood_by_its_parts(sentence: str) -> None:
    assert understand(sentence, MOMENT) == SENTENCES[sentence]
