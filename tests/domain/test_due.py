"""Due dates and times: their text, their day, and both changes of the clocks, in every zone there is."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchbill.domain.due import (
    DueDate,
    DueTime,
    check_zone,
    day_at,
    day_bounds,
    day_of,
    from_stored,
    from_text,
    is_overdue,
    to_text,
)
from watchbill.domain.errors import InvalidError

BERLIN = "Europe/Berlin"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
FIRST, LAST = datetime(1980, 1, 2, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
ZONES = sorted(zoneinfo.available_timezones() - {"localtime"})

zones = st.sampled_from(ZONES)


@lru_cache
def clock_changes(zone: str) -> list[datetime]:
    """The instants at which a zone's offset changes, found by looking every ten days, and then closer."""
    return [
        _change_between(start, start + 10 * DAY, zone)
        for start in (FIRST + days * DAY for days in range(0, (LAST - FIRST).days, 10))
        if _offset(start, zone) != _offset(start + 10 * DAY, zone)
    ]


def _change_between(early: datetime, late: datetime, zone: str) -> datetime:
    while late - early > SECOND:
        middle = early + (late - early) // SECOND // 2 * SECOND
        if _offset(middle, zone) == _offset(early, zone):
            early = middle
        else:
            late = middle
    return late


def _offset(instant: datetime, zone: str) -> timedelta | None:
    return instant.astimezone(ZoneInfo(zone)).utcoffset()


@st.composite
def moments(draw: st.DrawFn) -> tuple[datetime, str]:
    """An instant and a zone; every other one is close to a change of that zone's clocks."""
    zone = draw(zones)
    near = draw(st.booleans()) and clock_changes(zone)
    if near:
        shift = st.integers(-26 * 3600, 26 * 3600) | st.integers(-2, 2)
        return draw(st.sampled_from(near)) + draw(shift) * SECOND, zone
    return FIRST + draw(st.integers(0, 8000 * 365 * 86_400)) * SECOND, zone


@st.composite
def due_times(draw: st.DrawFn) -> DueTime:
    """A wall time, often one that comes twice or never."""
    instant, zone = draw(moments())
    wall = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    shifted = wall + draw(st.sampled_from([-1, 0, 1])) * timedelta(minutes=30)
    return DueTime(shifted, zone, draw(st.integers(0, 1)))


def due_dates() -> st.SearchStrategy[DueDate]:
    return st.dates(date(1980, 1, 1), date(9998, 12, 31)).map(DueDate)


def refusal(text: str) -> str:
    with pytest.raises(InvalidError) as caught:
        from_text(text)
    assert caught.value.code == "INVALID_DUE"
    return str(caught.value)


# As text


@given(due_times() | due_dates())
def test_a_due_is_read_back_as_it_was_written(due: DueTime | DueDate) -> None:
    assert from_text(to_text(due)) == due
    assert from_stored(to_text(due)) == due


@given(moments())
def test_each_instant_has_one_wall_time_in_a_zone_and_comes_back_from_it(
    moment: tuple[datetime, str],
) -> None:
    instant, zone = moment
    there = instant.astimezone(ZoneInfo(zone))
    due = DueTime(there.replace(tzinfo=None), zone, there.fold)
    assert due.at == instant
    assert from_text(f"{instant:%Y-%m-%dT%H:%M:%S}Z[{zone}]") == due


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01T17:00:00+01:00[Europe/Berlin]",
        "2026-12-01T17:00[Europe/Berlin]",
        " 2026-12-01 17:00:00.000[!europe/berlin] ",
        "2026-12-01t17:00+01:00[Europe/Berlin][u-ca=gregory]",
        "2026-12-01T16:00:00Z[Europe/Berlin]",
        "2026-12-01T16:00:00-00:00[Europe/Berlin]",
    ],
)
def test_all_these_say_five_in_the_afternoon_in_berlin(text: str) -> None:
    assert from_text(text) == DueTime(datetime(2026, 12, 1, 17), BERLIN)  # noqa: DTZ001 -- a wall time


def test_a_due_has_one_spelling() -> None:
    assert to_text(from_text("2026-12-01T17:00[Europe/Berlin]")) == (
        "2026-12-01T17:00:00+01:00[Europe/Berlin]"
    )
    assert to_text(from_text("2026-12-01")) == "2026-12-01"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("tomorrow", "“tomorrow” is neither a date nor a time with a zone."),
        ("20261201", "“20261201” is neither a date nor a time with a zone."),
        ("2026-02-30", "“2026-02-30” names a day or a time of day that doesn't exist."),
        ("2026-12-01T24:00[UTC]", "“2026-12-01T24:00[UTC]” is neither"),
        ("2026-12-01T17:60[UTC]", "“2026-12-01T17:60[UTC]” names a day or a time of day"),
        ("2026-12-01T17:00:00.5[UTC]", "“2026-12-01T17:00:00.5[UTC]” is neither"),
        ("2026-12-01T17:00:00+01:00", "The time has no time zone."),
        ("2026-12-01T17:00:00Z", "The time has no time zone."),
        ("2026-12-01T17:00[UTC][Europe/Berlin]", "The time has more than one time zone."),
        ("2026-12-01T17:00[+01:00]", "There is no time zone “+01:00”."),
        ("2026-12-01T17:00[Mars/Olympus]", "There is no time zone “Mars/Olympus”."),
        ("2026-12-01T17:00[UTC][!u-ca=hebrew]", "“[!u-ca=hebrew]” isn't understood here."),
        ("1979-12-31", "The year 1979 is out of reach."),
        ("9999-12-31T23:59:59Z[Asia/Tokyo]", "The year 9999 is out of reach."),
    ],
)
def test_what_is_no_due_is_refused_with_what_would_be(text: str, problem: str) -> None:
    assert refusal(text).startswith(problem)


def test_an_offset_that_is_not_the_zones_is_refused_with_the_right_one() -> None:
    assert refusal("2026-07-01T17:00:00+01:00[Europe/Berlin]") == (
        "+01:00 isn't the offset of Europe/Berlin at 2026-07-01 17:00:00."
        " Leave the offset out, or write it as 2026-07-01T17:00:00+02:00[Europe/Berlin]."
    )


def test_a_stored_time_keeps_its_wall_time_and_its_text_when_the_rules_of_its_zone_change() -> (
    None
):
    text = "2026-07-01T17:00:00+01:00[Europe/Berlin]"
    due = from_stored(text)
    assert due == from_text("2026-07-01T17:00:00+02:00[Europe/Berlin]")
    assert to_text(due) == text


def test_a_wall_time_with_a_zone_of_its_own_or_parts_of_a_second_is_a_defect() -> None:
    with pytest.raises(ValueError, match="isn't a wall time of whole seconds"):
        DueTime(datetime(2026, 12, 1, tzinfo=UTC), BERLIN)
    with pytest.raises(ValueError, match="isn't a wall time of whole seconds"):
        DueTime(datetime(2026, 12, 1, 0, 0, 0, 1), BERLIN)  # noqa: DTZ001 -- a wall time


# When clocks change


def test_a_time_that_the_clocks_skip_moves_forward_by_what_they_skip() -> None:
    due = from_text("2026-03-29T02:30[Europe/Berlin]")
    assert to_text(due) == "2026-03-29T03:30:00+02:00[Europe/Berlin]"
    assert DueTime(datetime(2026, 3, 29, 2, 30), BERLIN, fold=1) == due  # noqa: DTZ001 -- a wall time
    assert "isn't the offset" in refusal("2026-03-29T02:30:00+01:00[Europe/Berlin]")


def test_a_time_that_comes_twice_is_the_first_unless_the_offset_says_the_second() -> None:
    first = from_text("2026-10-25T02:30[Europe/Berlin]")
    second = from_text("2026-10-25T02:30:00+01:00[Europe/Berlin]")
    assert to_text(first) == "2026-10-25T02:30:00+02:00[Europe/Berlin]"
    assert second == DueTime(datetime(2026, 10, 25, 2, 30), BERLIN, fold=1)  # noqa: DTZ001 -- a wall time
    assert second == from_text("2026-10-25T01:30:00Z[Europe/Berlin]")


def test_fold_says_nothing_about_a_time_that_comes_once() -> None:
    wall = datetime(2026, 12, 1, 17)  # noqa: DTZ001 -- a wall time
    assert DueTime(wall, BERLIN, fold=1) == DueTime(wall, BERLIN)


# Days


@given(moments())
def test_an_instant_is_in_one_day_and_the_days_around_it_tile_time(
    moment: tuple[datetime, str],
) -> None:
    instant, zone = moment
    day = day_at(instant, zone)
    around = [day_bounds(day + days * DAY, zone) for days in range(-2, 3)]
    assert [start <= instant < end for start, end in around] == [False, False, True, False, False]
    assert [end for _, end in around[:-1]] == [start for start, _ in around[1:]]


@given(moments())
def test_a_day_begins_where_clocks_show_it_and_never_an_earlier_one_again(
    moment: tuple[datetime, str],
) -> None:
    instant, zone = moment
    day = day_at(instant, zone)
    start, _ = day_bounds(day, zone)

    def shown(minutes: int) -> date:
        return (start + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone)).date()

    assert [shown(minutes) for minutes in range(0, 120, 5) if shown(minutes) < day] == []
    assert (start - SECOND).astimezone(ZoneInfo(zone)).date() < day


@pytest.mark.parametrize(
    ("day", "zone", "start", "end"),
    [
        (date(2026, 11, 24), "UTC", "2026-11-24T00:00", "2026-11-25T00:00"),
        (date(2026, 3, 29), BERLIN, "2026-03-28T23:00", "2026-03-29T22:00"),
        (date(2026, 10, 25), BERLIN, "2026-10-24T22:00", "2026-10-25T23:00"),
        (date(2026, 11, 1), "America/Havana", "2026-11-01T04:00", "2026-11-02T05:00"),
        (date(2018, 11, 4), "America/Sao_Paulo", "2018-11-04T03:00", "2018-11-05T02:00"),
        (date(2010, 11, 7), "America/St_Johns", "2010-11-07T03:30", "2010-11-08T03:30"),
        (date(2011, 12, 30), "Pacific/Apia", "2011-12-30T10:00", "2011-12-30T10:00"),
    ],
)
def test_days_are_as_long_as_the_clocks_make_them(
    day: date, zone: str, start: str, end: str
) -> None:
    bounds = tuple(datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))
    assert day_bounds(day, zone) == bounds


@given(due_times(), zones)
def test_a_time_falls_on_the_one_day_whose_bounds_hold_it(due: DueTime, zone: str) -> None:
    day = day_of(due, zone)
    on = [
        start <= due.at < end
        for start, end in (day_bounds(day + days * DAY, zone) for days in range(-3, 4))
    ]
    assert on == [False] * 3 + [True] + [False] * 3


def test_a_date_is_that_day_for_everybody_and_a_time_is_not() -> None:
    time = from_text("2026-12-01T01:00[Asia/Tokyo]")
    assert day_of(from_text("2026-12-01"), "America/New_York") == date(2026, 12, 1)
    assert day_of(time, "Asia/Tokyo") == date(2026, 12, 1)
    assert day_of(time, "America/New_York") == date(2026, 11, 30)


# Overdue


@given(due_times() | due_dates(), zones, st.lists(st.integers(-90_000, 90_000), min_size=1))
def test_a_due_becomes_overdue_once_and_stays_so(
    due: DueTime | DueDate, zone: str, shifts: list[int]
) -> None:
    turn = day_bounds(due.on, zone)[1] - SECOND if isinstance(due, DueDate) else due.at
    answers = {shift: is_overdue(due, now=turn + shift * SECOND, zone=zone) for shift in shifts}
    assert answers == {shift: shift > 0 for shift in shifts}


def test_a_date_is_overdue_when_the_day_is_over_where_one_looks() -> None:
    now = datetime(2026, 12, 1, 20, tzinfo=UTC)
    assert is_overdue(from_text("2026-12-01"), now=now, zone="Asia/Tokyo") is True
    assert is_overdue(from_text("2026-12-01"), now=now, zone=BERLIN) is False


# Zones


@given(zones)
def test_every_zone_is_known_by_its_name_in_any_case(name: str) -> None:
    assert check_zone(name) == name
    assert check_zone(f" {name.upper()} ") == name


@pytest.mark.parametrize("name", ["", "Berlin", "../etc/passwd", "localtime", "+01:00", "CEST"])
def test_what_is_no_zone_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(InvalidError) as caught:
        check_zone(name)
    assert caught.value.code == "INVALID_TIME_ZONE"
    assert str(caught.value) == (
        f"There is no time zone “{name}”. Give an IANA name, as Europe/Berlin, America/New_York or UTC."
    )
