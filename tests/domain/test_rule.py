"""The grammar of recurrence rules, and the times that they give, beside a slow second opinion."""

from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.rules import days_after, parts, text_of, wall

from watchbill.domain.errors import InvalidError
from watchbill.domain.recurrence import check_rule
from watchbill.domain.rule import parse
from watchbill.domain.slot import walls

starts = st.dates(date(1999, 1, 1), date(2031, 12, 31))
YEARS = timedelta(days=3 * 365)


@settings(deadline=None, max_examples=50)
@given(parts(), starts)
def test_a_rule_gives_the_days_that_the_rfc_says(rule: dict[str, Any], start: date) -> None:
    until = start + YEARS
    found = walls(parse(text_of(rule)), wall(start, 9), since=wall(start, 9))
    given_days = list(takewhile(lambda found: found < wall(until), found))
    assert given_days == [wall(day, 9) for day in days_after(rule, start, until=until)]


@settings(deadline=None, max_examples=50)
@given(parts(), starts, st.integers(0, 4_000))
def test_looking_from_later_on_leaves_out_nothing(
    rule: dict[str, Any], start: date, days: int
) -> None:
    parsed, since = parse(text_of(rule)), wall(start) + timedelta(days=days)
    whole = (found for found in walls(parsed, wall(start), since=wall(start)) if found > since)
    late = (found for found in walls(parsed, wall(start), since=since) if found > since)
    assert list(islice(late, 5)) == list(islice(whole, 5))


@given(parts())
def test_a_rule_has_one_spelling(rule: dict[str, Any]) -> None:
    text = text_of(rule)
    written = str(parse(text))
    assert str(parse(written)) == written
    shuffled = "rrule:" + ";".join(reversed(text.lower().split(";"))) + ";"
    assert str(parse(shuffled)) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("byday=fr,mo;freq=weekly", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("RRULE:INTERVAL=1;FREQ=DAILY;", "FREQ=DAILY"),
        ("FREQ=MONTHLY;BYDAY=+1MO,-1FR,1MO", "FREQ=MONTHLY;BYDAY=-1FR,1MO"),
        ("FREQ=WEEKLY;WKST=MO;COUNT=010", "FREQ=WEEKLY;COUNT=10"),
        (
            "UNTIL=20270601T170000Z;WKST=SU;FREQ=WEEKLY;INTERVAL=2",
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270601T170000Z;WKST=SU",
        ),
        (
            "FREQ=HOURLY;BYSETPOS=1;BYMINUTE=0,30;BYHOUR=9;BYMONTH=3",
            "FREQ=HOURLY;BYMONTH=3;BYHOUR=9;BYMINUTE=0,30;BYSETPOS=1",
        ),
    ],
)
def test_parts_and_numbers_come_in_one_order(text: str, written: str) -> None:
    assert check_rule(text) == written


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "“” isn't a part of a rule."),
        ("every day", "“EVERY DAY” isn't a part of a rule."),
        ("FREQ=DAILY;BYDAY=", "“BYDAY=” isn't a part of a rule."),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ is given twice."),
        ("INTERVAL=2", "FREQ is missing. Use one of YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY."),
        ("FREQ=FORTNIGHTLY", "FREQ=FORTNIGHTLY isn't known."),
        ("FREQ=MINUTELY", "FREQ=MINUTELY is too often for a task. Use FREQ=HOURLY or rarer."),
        ("FREQ=SECONDLY", "FREQ=SECONDLY is too often for a task."),
        ("FREQ=DAILY;DTSTART=20261201", "DTSTART belongs to the task's due date."),
        ("DTSTART:20261201\nRRULE:FREQ=DAILY", "DTSTART:20261201\nRRULE:FREQ isn't known."),
        ("FREQ=YEARLY;BYEASTER=1", "BYEASTER isn't known."),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0 isn't a number from 1 to 1000."),
        ("FREQ=DAILY;COUNT=1001", "COUNT=1001 isn't a number from 1 to 1000."),
        ("FREQ=DAILY;COUNT=²", "COUNT=² isn't a number from 1 to 1000."),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270601", "COUNT and UNTIL can't both end a rule."),
        ("FREQ=DAILY;UNTIL=20270631", "UNTIL=20270631 is neither a date nor a time."),
        ("FREQ=DAILY;UNTIL=soon", "UNTIL=SOON is neither a date nor a time."),
        ("FREQ=DAILY;WKST=XX", "WKST=XX isn't a weekday."),
        ("FREQ=DAILY;BYMONTH=13", "BYMONTH=13 needs numbers from 1 to 12."),
        ("FREQ=DAILY;BYMONTH=-1", "BYMONTH=-1 needs numbers from 1 to 12."),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0 needs numbers from 1 to 31 or -1 to -31."),
        ("FREQ=MONTHLY;BYMONTHDAY=1,x", "BYMONTHDAY=1,X needs numbers from 1 to 31"),
        ("FREQ=DAILY;BYSECOND=60;BYHOUR=1", "BYSECOND=60 needs numbers from 0 to 59."),
        ("FREQ=WEEKLY;BYDAY=MON", "BYDAY=MON needs weekdays. Write them as MO,TH or 1MO or -1FR."),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY=0MO needs weekdays."),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY can't have numbers with FREQ=WEEKLY."),
        ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", "BYDAY can't have numbers with BYWEEKNO."),
        ("FREQ=MONTHLY;BYDAY=6MO", "No month has more than 5 of a weekday."),
        ("FREQ=YEARLY;BYDAY=54MO", "No year has more than 53 of a weekday."),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY can't be used with FREQ=WEEKLY."),
        ("FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY can't be used with FREQ=MONTHLY."),
        ("FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO can't be used with FREQ=MONTHLY."),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs another part to choose from."),
        ("FREQ=HOURLY;BYMINUTE=0,1,2,3,4", "120 times a day is too often for a task."),
        ("FREQ=DAILY;BYDAY=" + ",".join(["MO"] * 200), "The rule has more than 500 characters."),
    ],
)
def test_what_is_no_rule_is_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(InvalidError) as caught:
        check_rule(text)
    assert caught.value.code == "INVALID_RECURRENCE"
    assert str(caught.value).startswith(problem)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=4,6,9,11;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=5MO",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_what_never_happens_is_refused(text: str) -> None:
    with pytest.raises(InvalidError) as caught:
        check_rule(text)
    assert str(caught.value) == f"{text} never happens. Give days that exist."


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2096-02-29", "2104-02-29"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", "2026-01-01", "2044-02-29"),
        ("FREQ=MONTHLY;BYDAY=MO,1FR", "2026-11-30", "2026-12-04"),
        ("FREQ=YEARLY;BYDAY=MO,53SU", "2028-12-25", "2028-12-31"),
        ("FREQ=YEARLY;BYWEEKNO=20", "2026-11-24", "2027-05-18"),
        ("FREQ=HOURLY;INTERVAL=8", "2026-11-24T09:00", "2026-11-24T17:00"),
        ("FREQ=HOURLY;INTERVAL=2;BYHOUR=9", "2026-11-24T09:30", "2026-11-25T09:30"),
        ("FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0", "2026-11-24T09:00", "2026-11-24T17:00"),
        ("FREQ=YEARLY", "9998-06-01", None),
        ("FREQ=YEARLY;INTERVAL=101", "2026-06-01", None),
        ("FREQ=HOURLY;INTERVAL=2;BYHOUR=8", "2026-11-24T09:00", None),
    ],
)
def test_rare_and_hourly_rules_are_found_and_no_search_goes_on_for_ever(
    text: str, start: str, found: str | None
) -> None:
    begin = datetime.fromisoformat(start)
    assert next(walls(parse(text), begin, since=begin), None) == (
        found and datetime.fromisoformat(found)
    )


def test_a_series_that_began_long_ago_is_looked_up_close_to_the_day() -> None:
    begin, since = wall(date(1980, 1, 1)), wall(date(9990, 1, 1))
    found = islice(walls(parse("FREQ=HOURLY;INTERVAL=7"), begin, since=since), 2)
    assert [one - since < timedelta(hours=15) for one in found] == [True, True]
