"""Recurrence in plain English."""

import pytest
from hypothesis import given, settings
from tests.domain.rules import parts, text_of

from watchbill.domain.recurrence import Recurrence, check_rule, describe
from watchbill.domain.rule import parse


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=DAILY;COUNT=10", "every day, 10 times"),
        ("FREQ=DAILY;COUNT=1", "every day, once"),
        ("FREQ=DAILY;BYMONTH=1", "every day in January"),
        ("FREQ=DAILY;BYMONTHDAY=1", "every day on the 1st"),
        ("FREQ=DAILY;BYDAY=MO;BYMONTHDAY=1", "every Monday if it is the 1st"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0", "every day at 9:00 and 17:00"),
        ("FREQ=DAILY;BYHOUR=9", "every day in hour 9"),
        ("FREQ=DAILY;UNTIL=20270601T170000", "every day until 1 June 2027 17:00"),
        ("FREQ=DAILY;UNTIL=20270601T170000Z", "every day until 1 June 2027 17:00 UTC"),
        ("FREQ=WEEKLY", "every week"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "every day"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;BYDAY=SA,SU", "every Saturday and Sunday"),
        ("FREQ=WEEKLY;BYDAY=MO,TH;BYMONTH=6,7", "every Monday and Thursday in June and July"),
        ("FREQ=WEEKLY;BYDAY=MO,TH;BYSETPOS=1", "every week on the first Monday or Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "every 2 weeks on every weekday"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270601",
            "every 2 weeks on Tuesday until 1 June 2027",
        ),
        ("FREQ=MONTHLY", "every month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "the last Friday of every month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=2WE", "the second Wednesday of every 2 months"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "the first and third Monday of every month"),
        (
            "FREQ=MONTHLY;BYDAY=1MO,-1FR",
            "the last Friday and the first Monday of every month",
        ),
        ("FREQ=MONTHLY;BYDAY=-2SU", "the second to last Sunday of every month"),
        ("FREQ=MONTHLY;BYDAY=FR", "every month on every Friday"),
        ("FREQ=MONTHLY;BYDAY=MO,1FR", "every month on the first Friday and every Monday"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "the last weekday of every month"),
        ("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1", "the first weekend day of every month"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYMONTH=3", "the first Monday of every month in March"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15,-1", "every month on the 1st, 15th and last day"),
        ("FREQ=MONTHLY;BYMONTHDAY=11,22,23", "every month on the 11th, 22nd and 23rd"),
        ("FREQ=MONTHLY;BYMONTHDAY=-6", "every month on the 6th to last day"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "every month on the 13th if it is a Friday"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=13,14;BYDAY=2SA",
            "every month on the 13th and 14th if it is the second Saturday",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=1,15;BYSETPOS=-1",
            "every month on the 1st and 15th, only the last of these",
        ),
        ("FREQ=YEARLY", "every year"),
        ("FREQ=YEARLY;BYMONTH=6", "every year in June"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1", "every year on the 1st of June"),
        ("FREQ=YEARLY;BYMONTHDAY=1", "every year on the 1st of each month"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "every year on the last day of February"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "every year on the fourth Thursday of November"),
        ("FREQ=YEARLY;BYDAY=-1MO", "every year on the last Monday of the year"),
        ("FREQ=YEARLY;BYMONTH=6;BYDAY=FR", "every year on every Friday of June"),
        (
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYMONTHDAY=2,8;BYDAY=TU",
            "every 4 years on the 2nd and 8th of November if it is a Tuesday",
        ),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "every year on every Monday in week 20"),
        ("FREQ=YEARLY;BYWEEKNO=20,-1", "every year in week 20 and the last week"),
        (
            "FREQ=YEARLY;BYYEARDAY=1,100,-1",
            "every year on the first, 100th and last day of the year",
        ),
        ("FREQ=HOURLY;INTERVAL=8", "every 8 hours"),
        ("FREQ=HOURLY;BYMINUTE=0,30;BYSECOND=5", "every hour at minute 0 and 30 at second 5"),
    ],
)
def test_a_rule_reads_as_a_person_would_say_it(rule: str, words: str) -> None:
    assert describe(Recurrence(check_rule(rule))) == words


def test_what_is_counted_from_the_completion_says_so() -> None:
    assert describe(Recurrence("FREQ=DAILY;INTERVAL=3", "completion")) == (
        "every 3 days after completion"
    )
    assert describe(Recurrence("FREQ=WEEKLY;COUNT=4;BYDAY=TU", "completion")) == (
        "every Tuesday after completion, 4 times"
    )


@settings(deadline=None, max_examples=50)
@given(parts())
def test_every_rule_has_words_that_start_with_how_often(rule: dict[str, object]) -> None:
    words = describe(Recurrence(str(parse(text_of(rule)))))
    assert words.startswith(("every ", "the "))
    assert "  " not in words
