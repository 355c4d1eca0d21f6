"""Sentences of several parts, and wishes said in passing."""

import pytest

from watchbill.language.intent import Add, Do, Intent, Mention, Talk, View
from watchbill.language.understand import understand

SENTENCES: dict[str, Intent] = {
    # one part of the sentence says it
    "I'm out of soap so put soap on my shopping list": Add(("Soap",)),
    "i need eggs; add them to my shopping list": Add(()),
    "on my to do list, add exercising": Add(("Exercising",)),
    "at noon, schedule a meeting with saul": Add(("A meeting with saul",)),
    "every friday remind me to meet Phil": Add(("Meet Phil",)),
    "grocery list add eggs": Add(("Eggs",)),
    "find my next event and delete it, please": Do("delete", Mention(is_pronoun=True)),
    "update my shopping list, delete canned olives": Do("delete", Mention(words="canned olives")),
    "good grief, show my tasks": View(),
    # said in passing
    "update my list with shoes": Add(("Shoes",)),
    "can i have a reminder set up": Add(()),
    "can i set a reminder to water the plants": Add(("Water the plants",)),
    "make sure that mopping is on my list": Add(("Mopping",)),
    "my list of groceries, please put tea on the list": Add(("Tea",)),
    "i would love it if you put tea on my list": Add(("Tea",)),
    "i was hoping you'd put that on my shopping list": Add(()),
    "i would love it if you remove milk from my list": Do("delete", Mention(words="milk")),
    "friday must be empty in my calendar": Do("delete", Mention(words="friday must be empty")),
    "i want to hear my to do list": View(),
    "my list of reminders contains what": View(),
    "am i busy on wednesday": View(),
    "what's happening this week": View(),
    "will an oil change be on my list": View(),
    "i need to remove an event from my calendar": Do("delete", Mention(words="event")),
    "delete this item": Do("delete", Mention(words="item")),
    "find dentist": View(words="dentist"),
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
    assert understand(sentence) == SENTENCES[sentence]
