"""Whose business a sentence is: a task may speak of anything, a machine's business changes nothing."""

from datetime import UTC, datetime

import pytest

from watchbill.language.intent import Add, Do, History, Item, Moment, Talk, Update, View, Wish
from watchbill.language.understand import understand, understand_all

MOMENT = Moment(datetime(2026, 11, 25, 10, tzinfo=UTC), "UTC")


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("add buy a new lamp", "Buy a new lamp"),
        ("add call the restaurant", "Call the restaurant"),
        ("add fix the radio", "Fix the radio"),
        ("add take the vacuum to the repair shop", "Take the vacuum to the repair shop"),
        ("add learn this song for the show", "Learn this song for the show"),
        ("add pay the credit card", "Pay the credit card"),
    ],
)
def test_a_new_task_may_speak_of_anything(sentence: str, title: str) -> None:
    meant = understand(sentence, MOMENT)
    assert isinstance(meant, Add)
    assert (meant.items, meant.is_sure) == ((Item(title),), True)


@pytest.mark.parametrize(
    "sentence",
    [
        "add this song to my playlist",
        "save this tune",
        "add the artist to my favourites",
        "add four and nine",
        "put the lights on",
        "add 12, 30 and 7",
    ],
)
def test_what_goes_to_another_store_is_no_task(sentence: str) -> None:
    assert understand_all(sentence, MOMENT)[0].intent == Talk("unknown")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("change your accent to british", Update),
        ("skip this track", Update),
        ("set the fan to low", Update),
        ("clear the dishwasher", Do),
        ("delete my phone messages", Do),
        ("when is my water bill due", View),
        ("are there events in austin this weekend", View),
        ("when did the berlin wall change", History),
    ],
)
def test_what_may_be_of_something_else_is_meant_only_if_there_is_such_a_task(
    sentence: str, kind: type
) -> None:
    [wish] = understand_all(sentence, MOMENT)
    assert wish.is_doubtful
    assert isinstance(wish.intent, kind)
    assert understand(sentence, MOMENT) == Talk("unknown")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("clear the dentist appointment", Do),
        ("drop the first one", Do),
        ("complete clear the garage", Do),
        ("turn #3 into urgent", Update),
        ("change the milk one to oat milk", Update),
        ("move the parcel to friday", Update),
        ("make the rent urgent", Update),
        ("what's due at work today", View),
        ("who changed the rent", History),
        ("thanks", Talk),
    ],
)
def test_what_names_a_task_or_a_field_is_certain(sentence: str, kind: type) -> None:
    [wish] = understand_all(sentence, MOMENT)
    assert isinstance(wish.intent, kind)
    assert wish == Wish(wish.text, wish.intent, is_doubtful=False)
