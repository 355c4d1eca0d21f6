"""New tasks that are not asked for by “add”: one wants to be reminded, or a thing should be on a list."""

from datetime import UTC, datetime

import pytest

from watchbill.language.intent import (
    Add,
    Intent,
    Item,
    KeepProject,
    Mention,
    Moment,
    Talk,
    Update,
)
from watchbill.language.understand import understand

MOMENT = Moment(datetime(2026, 11, 25, 10, tzinfo=UTC), "UTC")


def add(*lines: str, place: str = "") -> Add:
    return Add(tuple(Item(line, place) for line in lines))


SENTENCES: dict[str, Intent] = {
    # to be reminded
    "ping me at noon to flip the laundry": add("Flip the laundry at noon"),
    "notify me about the staff lunch at twelve tomorrow": add(
        "The staff lunch at twelve tomorrow"
    ),
    "remind me friday the report": add("Friday the report"),
    "i'd love a reminder for the oven in twenty minutes": add("The oven in twenty minutes"),
    "i want a reminder at 5 to leave for the station": add("Leave for the station at 5"),
    "send me a reminder to cancel the trial": add("Cancel the trial"),
    "please remember that i have to pick up the cake on saturday": add(
        "Pick up the cake on saturday"
    ),
    "remember gym at 6": add("Gym at 6"),
    "when i get home remind me to feed the fish": add("Feed the fish when i get home"),
    "i need to remember to send the card": add("Send the card"),
    "help me remember to take my pills": add("Take my pills"),
    "inform me about the seminar an hour before it begins": add(
        "The seminar an hour before it begins"
    ),
    "i gotta get a haircut friday, remind me": add("Get a haircut friday"),
    "i have to finish the essay by sunday so remind me saturday": add(
        "Finish the essay by sunday remind me saturday"
    ),
    "i'm going bowling friday, mark it down": add("I'm going bowling friday"),
    # to be on a list
    "could you jot sunscreen down on the packing list": add("Sunscreen", place="packing"),
    "get cat litter on my shopping list": add("Cat litter", place="shopping"),
    "i need batteries on the shopping list please": add("Batteries", place="shopping"),
    "on the shopping list put two loaves of rye": add("Two loaves of rye", place="shopping"),
    "the shopping list should have syrup on it": add("Syrup", place="shopping"),
    "syrup should be on my shopping list": add("Syrup", place="shopping"),
    "drop some limes onto my list": add("Some limes"),
    "get something on my list": Add(()),
    "i have another item for the list": Add(()),
    "i need this event added": Add(()),
    "please note in my calendar that ana arrives on sunday": add("Ana arrives on sunday"),
    "mark my calendar for july 9th, beach day": add("July 9th, beach day"),
    # plans
    "record an appointment with the vet for the tenth": add(
        "Appointment with the vet for the tenth"
    ),
    "a meeting with kim needs to be scheduled": add("A meeting with kim"),
    "block off friday morning for the move": add("The move friday morning"),
    "pencil me in for a massage saturday at noon": add("A massage saturday at noon"),
    "schedule haircut 4pm thursday": add("Haircut 4pm thursday"),
    "i have an appointment on the 5th put it on for 5pm": add("Appointment on the 5th for 5pm"),
    # not to be added, or not at once
    "remember that i love blues": Talk("unknown"),
    "remind me i love you": Add((Item("I love you"),)),
    "keep your voice for later": Talk("unknown"),
    "don't do that now, remind me": Talk("nothing"),
    "ping me the red one": Talk("unknown"),
    "oven set it to 350": Talk("unknown"),
    "book flights set it": Talk("unknown"),
    "put the heat on": Add((Item("The heat on"),), is_sure=False),
    "add more bass": Add((Item("More bass"),), is_sure=False),
    "i want to buy a car": Add((Item("Buy a car"),), is_sure=False),
    "start a list of camping gear": KeepProject("make", "", "Camping gear"),
}


@pytest.mark.parametrize(("sentence", "intent"), SENTENCES.items(), ids=list(SENTENCES))
def test_what_is_to_be_put_down_is_understood(sentence: str, intent: Intent) -> None:
    assert understand(sentence, MOMENT) == intent


def test_an_event_that_is_to_repeat_is_added_where_there_is_none() -> None:
    meant = understand("repeat the meeting with the board every month", MOMENT)
    assert isinstance(meant, Update)
    assert meant.mention == Mention(words="meeting with the board")
    assert meant.otherwise == add("Meeting with the board every month")
    plain = understand("repeat the rent every month", MOMENT)
    assert isinstance(plain, Update)
    assert plain.otherwise is None
