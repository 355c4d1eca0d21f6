"""What we print we read back as the same."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.language.test_recurrences import RECURRENCES

from watchbill.domain.due import Due, DueDate, DueTime
from watchbill.domain.recurrence import Recurrence, check_rule, describe
from watchbill.domain.reminder import Before, OnDay, Relative, to_text
from watchbill.domain.when import in_words
from watchbill.language.date import Habits, read, read_reminders
from watchbill.language.quick_add import parse

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
AHEAD = st.integers(0, 1500)
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
RULES = """
FREQ=DAILY
FREQ=DAILY;INTERVAL=3
FREQ=WEEKLY
FREQ=WEEKLY;INTERVAL=2
FREQ=WEEKLY;BYDAY=TU
FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
FREQ=WEEKLY;BYDAY=SA,SU
FREQ=WEEKLY;BYDAY=MO,WE,FR
FREQ=WEEKLY;INTERVAL=2;BYDAY=TU
FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH
FREQ=MONTHLY
FREQ=MONTHLY;INTERVAL=6
FREQ=MONTHLY;BYMONTHDAY=15
FREQ=MONTHLY;BYMONTHDAY=1,15
FREQ=MONTHLY;BYMONTHDAY=-1
FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=4
FREQ=MONTHLY;BYDAY=1MO
FREQ=MONTHLY;BYDAY=-1FR
FREQ=MONTHLY;BYDAY=2TU,4TU
FREQ=MONTHLY;INTERVAL=3;BYDAY=1FR
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
FREQ=YEARLY
FREQ=YEARLY;INTERVAL=2
FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24
FREQ=YEARLY;BYMONTH=11;BYDAY=4TH
FREQ=HOURLY;INTERVAL=4
"""
ENDS = ("", ";COUNT=10", ";UNTIL=20271231")


@st.composite
def moments(draw: st.DrawFn) -> tuple[Due, datetime, str]:
    """Something due, a moment before it, and the zone that one is in; wall times that come twice are left out."""
    zone, day, clock = draw(st.sampled_from(ZONES)), draw(DAYS), draw(CLOCKS)
    now = datetime.combine(day, time(), UTC)
    on = day + timedelta(1 + draw(AHEAD))
    if draw(st.booleans()):
        return DueDate(on), now, zone
    due = DueTime(datetime.combine(on, clock), zone)
    twin = DueTime(due.local, zone, 1)
    return (due if twin.at == due.at else DueDate(on)), now, zone


@settings(deadline=None)
@given(moments())
def test_a_due_date_in_words_is_read_back(moment: tuple[Due, datetime, str]) -> None:
    due, now, zone = moment
    assert read(in_words(due, now=now, zone=zone), now=now, zone=zone).due == due


WRITTEN = (
    "%Y-%m-%d",
    "%A %-d %B %Y",
    "%a, %b %-d, %Y",
    "%-d %b %Y",
    "%-m/%-d/%Y",
    "the %-d of %B %Y",
    "%B %-d %Y",
    "%d.%m.%Y",
)


@pytest.mark.parametrize("form", WRITTEN)
def test_every_date_of_some_years_is_read_in_every_form(form: str) -> None:
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    habits = Habits(day_first=form == "%d.%m.%Y")
    days = [date(2027, 1, 1) + timedelta(n) for n in range(2 * 365)]
    read_back = [read(day.strftime(form), now=now, zone="UTC", habits=habits).due for day in days]
    assert read_back == [DueDate(day) for day in days]


@pytest.mark.parametrize("form", ["%H:%M", "%-I:%M %p", "%-I:%M%p", "at %H:%M", "%Hh%M"])
def test_every_minute_of_a_day_is_read_in_every_form(form: str) -> None:
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    sure = range(13 if form == "%Hh%M" else 0, 24)
    clocks = [datetime(2027, 1, 1, hour, minute) for hour in sure for minute in range(60)]  # noqa: DTZ001 -- wall times
    if form in ("%H:%M", "at %H:%M"):
        clocks = [clock for clock in clocks if clock.hour < 10 or clock.hour > 12]
    texts = [clock.strftime(f"1 January 2027 {form}") for clock in clocks]
    assert [read(text, now=now, zone="UTC").due for text in texts] == [
        DueTime(clock, "UTC") for clock in clocks
    ]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("rule", RULES.strip().splitlines())
def test_a_recurrence_in_words_is_read_back(rule: str, end: str) -> None:
    recurrence = Recurrence(check_rule(rule + end))
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert read(describe(recurrence), now=now, zone="UTC").recurrence == recurrence


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY", "FREQ=WEEKLY;INTERVAL=2"]
)
def test_a_recurrence_by_completion_is_read_back(rule: str) -> None:
    recurrence = Recurrence(rule, "completion")
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert read(describe(recurrence), now=now, zone="UTC").recurrence == recurrence


@pytest.mark.parametrize("row", RECURRENCES.strip().splitlines())
def test_every_recurrence_that_a_line_can_say_is_said_back(row: str) -> None:
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    found = parse(f"x {row.split(' -> ', maxsplit=1)[0]}", now=now, zone="UTC").recurrence
    said = describe(found) if found else ""
    assert read(said, now=now, zone="UTC").recurrence == found


@st.composite
def reminders(draw: st.DrawFn) -> Relative:
    if draw(st.booleans()):
        return Before(draw(st.integers(0, 366 * 1440)))
    return OnDay(draw(st.integers(0, 366)), draw(CLOCKS))


@settings(deadline=None)
@given(reminders())
def test_a_reminder_in_words_is_read_back(reminder: Relative) -> None:
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    said, due = to_text(reminder), DueDate(date(2028, 3, 3))
    line = parse(f"3 March 2028 pay Ana, remind me {said}", now=now, zone="UTC")
    assert (line.due, line.title, line.reminders) == (due, "pay Ana", (reminder,))
    assert read_reminders(said, due=due, now=now, zone="UTC") == (reminder,)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    spans = read(text, now=now, zone="UTC").spans
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


_WORDS = st.sampled_from(
    [
        "every",
        "other",
        "2",
        "3rd",
        "day",
        "week",
        "month",
        "monday",
        "fri",
        "at",
        "5",
        "pm",
        ":",
        "30",
        "on",
        "the",
        "last",
        "of",
        "until",
        "in",
        "10",
        "minutes",
        "next",
        "this",
        "and",
        "-",
        "/",
        ",",
        "may",
        "first",
        "noon",
        "tomorrow",
        "before",
        "after",
        "remind",
        "me",
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(_WORDS, max_size=12).map(" ".join))
def test_any_jumble_of_date_words_can_be_read(text: str) -> None:
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    reading = read(text, now=now, zone="Europe/Berlin")
    assert (reading.due is None) == (reading.spans == ())
