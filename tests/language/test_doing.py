"""What is done with tasks that are there: completed, deleted, or told of in passing."""

from datetime import UTC, date, datetime

import pytest

from watchbill.language.intent import ANY, Act, Days, Do, Edit, Filter, Mention, Moment, Talk
from watchbill.language.understand import understand, understand_all

MOMENT = Moment(datetime(2026, 11, 25, 10, tzinfo=UTC), "UTC")
ALL = Mention(filter=ANY, is_set=True)
ON_21ST = Filter(days=Days(date(2026, 12, 21), date(2026, 12, 21), "for the 21st"))


@pytest.mark.parametrize(
    ("sentence", "act", "mention"),
    [
        ("make my calendar empty", "delete", ALL),
        ("start my list over", "delete", ALL),
        ("reset my list", "delete", ALL),
        ("my calendar cleared for the 21st", "delete", Mention(filter=ON_21ST, is_set=True)),
        ("i need the dentist deleted", "delete", Mention(words="dentist")),
        ("i do not want to be reminded of the eclipse", "delete", Mention(words="eclipse")),
        ("my reminder for the swim is no longer needed", "delete", Mention(words="swim")),
        ("can the picnic be removed from my calendar", "delete", Mention(words="picnic")),
        ("salsa can come off the list", "delete", Mention(words="salsa")),
        ("cut the plates from my list", "delete", Mention(words="plates")),
        ("i cancelled the interview so remove it", "delete", Mention(words="interview")),
        ("i got the peaches so you can delete them", "delete", Mention(pronoun="them")),
        ("mark the hedge as done on my list", "complete", Mention(words="hedge")),
        ("i finished the hedge", "complete", Mention(words="hedge")),
    ],
)
def test_what_is_to_be_done_with_a_task_is_understood(
    sentence: str, act: Act, mention: Mention
) -> None:
    assert understand(sentence, MOMENT) == Do(act, mention)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [("don't remind me to call jo", "call jo"), ("stop reminding me about the rent", "rent")],
)
def test_a_task_that_is_not_to_be_told_of_keeps_its_place_where_a_reminder_can_go(
    sentence: str, words: str
) -> None:
    hushed = Do("delete", Mention(words=words), instead=Edit(clear=("reminder",)))
    assert understand(sentence, MOMENT) == hushed


@pytest.mark.parametrize(
    "sentence",
    ["i've got a date", "i changed my mind about the polish"],
)
def test_what_is_only_told_completes_nothing(sentence: str) -> None:
    for wish in understand_all(sentence, MOMENT):
        assert wish.is_doubtful or isinstance(wish.intent, Talk)
