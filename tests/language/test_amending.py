"""Sentences that correct themselves are read as if they had been said right at once."""

from datetime import UTC, datetime

import pytest

from watchbill.language.amending import amended, prefer
from watchbill.language.intent import Add, Edit, Item, Mention, Moment, Update

MOMENT = Moment(datetime(2026, 11, 25, 10, tzinfo=UTC), "UTC")


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("move the suit to monday, no wait, tuesday", "move the suit to tuesday"),
        ("move the suit, no wait, the bike, to tuesday", "move the bike to tuesday"),
        ("put jam on my list, sorry, i meant honey", "put honey on my list"),
        ("umm, add jam... no, actually make that honey", "add honey"),
        ("delete the jam, no wait, undo that", "undo that"),
        ("the jam, i mean the honey", "the honey"),
        ("add buy jam, no sugar", "add buy jam, no sugar"),
        ('add "wait, no, stay" to my list', 'add "wait, no, stay" to my list'),
        ("move the suit to friday", "move the suit to friday"),
    ],
)
def test_what_is_taken_back_while_speaking_is_not_meant(sentence: str, meant: str) -> None:
    assert amended(sentence, MOMENT) == meant


def test_a_preferred_time_is_that_of_the_task_or_of_a_new_one() -> None:
    assert prefer("call the vet friday rather than thursday", MOMENT) == Update(
        Mention(words="call the vet"),
        Edit(when="friday"),
        otherwise=Add((Item("Call the vet friday"),)),
    )
    moved = prefer("move the vet to not thursday but friday", MOMENT)
    assert moved is not None
    assert moved.mention == Mention(words="vet")
    assert moved.edit == Edit(when="friday")


@pytest.mark.parametrize(
    "sentence", ["buy tea rather than coffee", "buy tea", "buy tea friday rather than coffee"]
)
def test_a_preferred_thing_is_no_time(sentence: str) -> None:
    assert prefer(sentence, MOMENT) is None
