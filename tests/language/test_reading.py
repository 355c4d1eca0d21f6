"""What a whole sentence says of time: ranges, reminders, spans, habits, and clocks that change."""

from datetime import UTC, date, datetime, time

import pytest

from watchbill.domain.due import Due, DueDate, DueTime
from watchbill.domain.recurrence import Recurrence
from watchbill.domain.reminder import Before, OnDay, Reminder
from watchbill.language.date import Habits, Reading, Span, read, read_reminders

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
LONDON = "Europe/London"


def said(text: str, habits: Habits | None = None) -> Reading:
    return read(text, now=NOW, zone=LONDON, habits=habits or Habits())


def day(month: int, number: int, year: int = 2026) -> DueDate:
    return DueDate(date(year, month, number))


def at(number: int, hour: int, minute: int = 0, month: int = 11) -> DueTime:
    return DueTime(datetime(2026, month, number, hour, minute), LONDON)  # noqa: DTZ001 -- a wall time


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("tomorrow 3-4pm", at(25, 15), at(25, 16)),
        ("tomorrow from 11 to 1pm", at(25, 11), at(25, 13)),
        ("tomorrow 9am to 5", at(25, 9), at(25, 17)),
        ("tomorrow 9am-11", at(25, 9), at(25, 11)),
        ("between 2 and 4 tomorrow", at(25, 14), at(25, 16)),
        ("from 2 until 4 on friday", at(27, 14), at(27, 16)),
        ("10:30 - 11:45 tomorrow", at(25, 10, 30), at(25, 11, 45)),
        ("monday to wednesday", day(11, 30), day(12, 2)),
        ("friday to tuesday", day(11, 27), day(12, 1)),
        ("sunday to friday", day(11, 29), day(12, 4)),
        ("13 to 15 december", day(12, 13), day(12, 15)),
        ("december 13-15", day(12, 13), day(12, 15)),
        ("from tomorrow until 3 december", day(11, 25), day(12, 3)),
        ("from tomorrow at 9 to friday at 5", at(25, 9), at(27, 17)),
    ],
)
def test_a_range_is_due_at_its_begin_and_keeps_its_end(text: str, first: Due, last: Due) -> None:
    reading = said(text)
    assert (reading.due, reading.end) == (first, last)
    assert [span.kind for span in reading.spans] == ["range"]


def test_a_range_that_goes_backwards_is_none() -> None:
    assert said("3 december to 25 november").end is None


@pytest.mark.parametrize(
    ("text", "due", "reminders"),
    [
        ("meeting tomorrow 3pm remind me 2 hours before", at(25, 15), [Before(120)]),
        ("meeting tomorrow 3pm, reminder 30 min before", at(25, 15), [Before(30)]),
        ("meeting tomorrow 3pm with a reminder a day before", at(25, 15), [Before(1440)]),
        (
            "meeting tomorrow 3pm remind me a week before and 1 hour before",
            at(25, 15),
            [Before(10080), Before(60)],
        ),
        ("exam friday, remind me the day before", day(11, 27), [Before(1440)]),
        ("exam friday, remind me the day before at 6pm", day(11, 27), [OnDay(1, time(18))]),
        ("exam friday, remind me the night before", day(11, 27), [OnDay(1, time(18))]),
        ("exam friday 2pm, remind me the morning of", at(27, 14), [OnDay(0, time(9))]),
        ("exam friday, remind me at 8am", day(11, 27), [OnDay(0, time(8))]),
        ("exam friday 3pm, remind me at noon", at(27, 15), [OnDay(0, time(12))]),
        ("exam friday, remind me tomorrow at noon", day(11, 27), [at(25, 12)]),
        ("exam friday, remind me in 2 hours", day(11, 27), [at(24, 12)]),
        ("pay rent on 1 december, alert me a month before", day(12, 1), [at(1, 9)]),
    ],
)
def test_a_reminder_is_told_from_the_due_date(
    text: str, due: Due, reminders: list[Reminder]
) -> None:
    reading = said(text)
    assert (reading.due, list(reading.reminders)) == (due, reminders)


@pytest.mark.parametrize(
    ("text", "due", "reminders"),
    [
        ("remind me 2 hours before", at(25, 15), [Before(120)]),
        ("an hour before and the day before at 18:00", None, [Before(60), OnDay(1, time(18))]),
        ("Remind at 8", day(11, 27), [OnDay(0, time(8))]),
        ("midnight", day(11, 27), [OnDay(0, time(23, 59))]),
        ("tomorrow 9:00", day(11, 27), [at(25, 9)]),
        ("5pm", None, [at(24, 17)]),
        ("tomorrow", day(11, 27), [at(25, 9)]),
        ("a month before", day(12, 1), [at(1, 9)]),
        ("a month before", None, [at(24, 9, month=10)]),
        ("2 hours before the party", at(25, 15), []),
        ("soon", at(25, 15), []),
        ("every friday", at(25, 15), []),
    ],
)
def test_a_text_that_is_reminders_alone_is_read_as_such(
    text: str, due: Due | None, reminders: list[Reminder]
) -> None:
    found = read_reminders(text, due=due, now=NOW, zone=LONDON)
    assert list(found) == reminders


def test_a_wish_to_be_reminded_at_a_time_is_when_the_task_is_due() -> None:
    assert said("remind me tomorrow at 5 to call mum") == Reading(
        due=at(25, 17), spans=(Span(0, 23, "due"),)
    )


def test_a_reminder_before_nothing_is_no_date() -> None:
    assert said("remind me 2 hours before") == Reading()


def test_a_recurrence_can_have_reminders() -> None:
    reading = said("gym every monday at 6pm, remind me 1 hour before")
    assert (reading.recurrence, reading.reminders) == (
        Recurrence("FREQ=WEEKLY;BYDAY=MO"),
        (Before(60),),
    )


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("call mum tomorrow at 5 about the flat", ["tomorrow at 5"]),
        ("tomorrow call mum at 5", ["tomorrow", "at 5"]),
        ("water plants every 3 days at 8am", ["every 3 days at 8am"]),
        ("at noon every friday lunch with Ana", ["at noon every friday"]),
        ("every friday eat fish at noon", ["every friday", "at noon"]),
        (
            "pay rent by the 1st, remind me the day before",
            ["by the 1st", "remind me the day before"],
        ),
        ("plan friday and saturday party", ["friday and saturday"]),
        ("set an alarm for 7am tomorrow", ["for 7am tomorrow"]),
        ("call Jo at 4 for 10 minutes", ["at 4", "for 10 minutes"]),
        ("yoga tue/thu at 7, then rest", ["tue/thu at 7"]),
        ("sale Sat & Sun 10am-2pm, cash", ["Sat & Sun 10am-2pm"]),
        ("rent, daily at noon except weekends", ["daily at noon except weekends"]),
        ("buy turkey for Christmas by 20 Dec", ["by 20 Dec"]),
        ("party from 5 to 7pm on Monday #fun", ["from 5 to 7pm on Monday"]),
        ("in week 49 call Ana", ["in week 49"]),
        ("plan friday 5pm and saturday party", ["friday 5pm"]),
        ("in 20 minutes call Ana tomorrow", ["in 20 minutes"]),
    ],
)
def test_the_spans_are_the_words_that_were_used(text: str, used: list[str]) -> None:
    assert [text[span.start : span.end] for span in said(text).spans] == used


@pytest.mark.parametrize(
    ("text", "habits", "due"),
    [
        ("3/4/2027", Habits(day_first=True), day(4, 3, 2027)),
        ("3/4", Habits(day_first=True), day(4, 3, 2027)),
        ("12/25", Habits(day_first=True), day(12, 25)),
        ("next friday", Habits(next_weekday="nearest"), day(11, 27)),
        ("tuesday", Habits(same_weekday="today"), day(11, 24)),
        ("friday", Habits(same_weekday="today"), day(11, 27)),
        ("tomorrow at 7", Habits(day_begins=8), at(25, 19)),
        ("end of the week", Habits(week_ends=6), day(11, 29)),
        ("next week", Habits(week_start=6), day(11, 29)),
        ("every 3rd thursday", Habits(nth_weekday="month"), day(12, 17)),
    ],
)
def test_where_tastes_differ_a_habit_decides(text: str, habits: Habits, due: Due) -> None:
    assert said(text, habits).due == due


def test_as_soon_as_possible_is_told_from_a_time() -> None:
    assert (said("call him asap").is_now, said("call him at 11am").is_now) == (True, False)


def test_the_start_that_a_recurrence_was_given_is_kept() -> None:
    assert said("every day starting 1 december").starts == date(2026, 12, 1)


def test_sunday_belongs_to_the_weekend_that_it_ends() -> None:
    sunday = datetime(2026, 11, 29, 10, tzinfo=UTC)
    assert read("this weekend", now=sunday, zone=LONDON).due == DueDate(date(2026, 11, 29))


def test_a_weekend_has_no_working_week_to_end() -> None:
    saturday = datetime(2026, 11, 28, 10, tzinfo=UTC)
    assert read("end of the week", now=saturday, zone=LONDON).due == DueDate(date(2026, 11, 29))


def test_hours_from_now_pass_while_clocks_go_back() -> None:
    """In the night to 25 October 2026 London has the hour from one to two twice."""
    now = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    due = read("in 2 hours", now=now, zone=LONDON).due
    assert isinstance(due, DueTime)
    assert (due.at, due.fold) == (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 1)


def test_today_is_the_day_in_the_zone_of_the_user() -> None:
    now = datetime(2026, 11, 24, 20, tzinfo=UTC)
    assert read("today", now=now, zone="Asia/Tokyo").due == DueDate(date(2026, 11, 25))


def test_a_feast_later_this_year_is_this_years() -> None:
    february = datetime(2026, 2, 1, tzinfo=UTC)
    due = [read(text, now=february, zone=LONDON).due for text in ("easter", "last easter")]
    assert due == [DueDate(date(2026, 4, 5)), DueDate(date(2025, 4, 20))]
