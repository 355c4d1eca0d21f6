"""When a reminder's moment comes, and how it is written."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchbill.domain.due import Due, DueDate, DueTime
from watchbill.domain.errors import InvalidError
from watchbill.domain.reminder import (
    Before,
    OnDay,
    Reminder,
    check,
    from_stored,
    moment,
    read_relative,
    to_text,
)

BERLIN = "Europe/Berlin"
FRIDAY = DueDate(date(2026, 11, 27))
AFTERNOON = DueTime(datetime(2026, 11, 27, 17), BERLIN)  # noqa: DTZ001 -- a wall time
CHANGE = DueTime(datetime(2026, 10, 25, 12), BERLIN)  # noqa: DTZ001 -- noon, after clocks went back in the night
SECOND = DueTime(datetime(2026, 10, 25, 2, 30), BERLIN, fold=1)  # noqa: DTZ001 -- the second of two


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def wall(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute)  # noqa: DTZ001 -- a wall time


@pytest.mark.parametrize(
    ("reminder", "due", "expected"),
    [
        (Before(0), AFTERNOON, utc(27, 16)),
        (Before(120), AFTERNOON, utc(27, 14)),
        (OnDay(1, time(18)), AFTERNOON, utc(26, 17)),
        (OnDay(0, time(8)), AFTERNOON, utc(27, 7)),
        (Before(0), FRIDAY, wall(27, 9)),
        (Before(90), FRIDAY, wall(27, 7, 30)),
        (Before(1440), FRIDAY, wall(26, 9)),
        (OnDay(7, time(18, 30)), FRIDAY, wall(20, 18, 30)),
        (Before(120), None, None),
        (AFTERNOON, None, utc(27, 16)),
        (AFTERNOON, FRIDAY, utc(27, 16)),
    ],
)
def test_a_reminder_has_its_moment(
    reminder: Reminder, due: Due | None, expected: datetime | None
) -> None:
    assert moment(reminder, due) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (1440, utc(24, 10, month=10)),  # noon of the day before, 25 hours ahead
        (1500, utc(24, 9, month=10)),
        (720, utc(24, 23, month=10)),  # 12 hours that pass
    ],
)
def test_days_are_days_of_the_calendar_and_hours_are_hours_that_pass(
    minutes: int, expected: datetime
) -> None:
    assert moment(Before(minutes), CHANGE) == expected


def test_a_reminder_counts_from_the_second_of_two_equal_times() -> None:
    assert moment(Before(0), SECOND) == utc(25, 1, 30, month=10)
    assert moment(Before(30), SECOND) == utc(25, 1, month=10)


@pytest.mark.parametrize(
    ("text", "reminder", "written"),
    [
        ("When due", Before(0), "when due"),
        ("2 hours before", Before(120), "2 hours before"),
        ("120 minutes before", Before(120), "2 hours before"),
        ("1 day before", Before(1440), "1 day before"),
        ("7 days before", Before(10080), "1 week before"),
        ("90 minutes before", Before(90), "90 minutes before"),
        ("1 day before at 18:00", OnDay(1, time(18)), "1 day before at 18:00"),
        ("on the day at 08:05", OnDay(0, time(8, 5)), "on the day at 08:05"),
        ("-PT2H", Before(120), "2 hours before"),
        ("-P1DT30M", Before(1470), "1470 minutes before"),
        ("PT0S", Before(0), "when due"),
        ("-P1W", Before(10080), "1 week before"),
    ],
)
def test_a_reminder_has_one_spelling_of_several_that_are_read(
    text: str, reminder: Reminder, written: str
) -> None:
    assert read_relative(text) == reminder
    assert to_text(reminder) == written


@pytest.mark.parametrize("text", ["", "P", "before", "tomorrow", "2 hours after", "2026-12-01"])
def test_what_counts_from_nothing_is_no_relative_reminder(text: str) -> None:
    assert read_relative(text) is None


@pytest.mark.parametrize("text", ["400 days before", "367 days before at 09:00", "-P60W"])
def test_a_reminder_over_a_year_ahead_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match="too far ahead") as refused:
        read_relative(text)
    assert refused.value.code == "INVALID_REMINDERS"


def test_a_time_that_no_clock_shows_is_refused() -> None:
    with pytest.raises(InvalidError, match=r"There is no 25:00 on the clock\."):
        read_relative("on the day at 25:00")


RELATIVE = st.builds(Before, st.integers(0, 366 * 1440)) | st.builds(
    OnDay, st.integers(0, 366), st.builds(time, st.integers(0, 23), st.integers(0, 59))
)


@given(RELATIVE | st.just(AFTERNOON))
def test_what_is_written_is_read_as_the_same(reminder: Reminder) -> None:
    assert from_stored(to_text(reminder)) == reminder


def test_each_reminder_is_kept_once_and_twenty_are_the_most() -> None:
    assert check([Before(60), AFTERNOON, Before(60)]) == (Before(60), AFTERNOON)
    with pytest.raises(InvalidError, match="21 reminders; 20 is the most"):
        check([Before(minutes) for minutes in range(21)])
