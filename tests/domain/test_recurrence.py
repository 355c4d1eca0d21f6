"""Series: what comes after an occurrence, by schedule and by completion, in any zone and at any time."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.rules import parts, text_of, wall

from watchbill.domain.due import Due, DueDate, DueTime, day_at, from_text, to_text
from watchbill.domain.errors import InvalidError
from watchbill.domain.recurrence import (
    Occurrence,
    Recurrence,
    begin,
    check_rule,
    child_id,
    next_occurrence,
    occurrence_id,
    restart,
    upcoming,
)
from watchbill.domain.rule import parse

BERLIN = "Europe/Berlin"
SERIES = "0b9c4a52-2f4f-4c39-9d4a-0d7d6f5b8a11"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONES = sorted(zoneinfo.available_timezones() - {"localtime"})

zones = st.sampled_from(
    [BERLIN, "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe", *ZONES]
)
hourly = st.sampled_from(
    ["FREQ=HOURLY;INTERVAL=5", "FREQ=HOURLY;BYMINUTE=0,30", "FREQ=DAILY;BYHOUR=2,9;BYMINUTE=30"]
)
walls = st.datetimes(datetime(2008, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001 -- wall times
    lambda found: found.replace(microsecond=0)
)


@st.composite
def series(
    draw: st.DrawFn, *, bases: tuple[str, ...] = ("schedule", "completion")
) -> tuple[Recurrence, Due]:
    zone, start = draw(zones), draw(walls)
    dated = draw(st.booleans())
    rule = text_of(draw(parts())) if dated or draw(st.booleans()) else draw(hourly)
    ends = draw(st.sampled_from(["", ";COUNT=3", ";UNTIL=20280601", ";UNTIL=20280601T120000Z"]))
    recurrence = Recurrence(str(parse(rule + ends)), draw(st.sampled_from(bases)))  # type: ignore[arg-type]
    return recurrence, DueDate(start.date()) if dated else DueTime(start, zone)


def occurrence(start: str, slot: str | None = None, number: int = 1) -> Occurrence:
    return Occurrence(SERIES, number, from_text(start), from_text(slot or start))


def after(
    rule: str, one: Occurrence, completed: str, *, basis: str = "schedule", zone: str = BERLIN
) -> str | None:
    """The next slot, as text; `completed` is a wall time in the zone."""
    moment = DueTime(datetime.fromisoformat(completed), zone).at
    recurrence = Recurrence(check_rule(rule), basis)  # type: ignore[arg-type]
    found = next_occurrence(recurrence, one, completed_at=moment, zone=zone)
    return found and to_text(found.slot)


def moment(due: Due) -> datetime:
    return due.at if isinstance(due, DueTime) else wall(due.on).replace(tzinfo=UTC)


# Any series


@settings(deadline=None, max_examples=50)
@given(series(), zones, st.lists(st.integers(-100_000, 400_000), min_size=1, max_size=8))
def test_no_series_repeats_a_slot_or_a_number_whenever_its_tasks_are_completed(
    made: tuple[Recurrence, Due], zone: str, minutes: list[int]
) -> None:
    recurrence, start = made
    found = [Occurrence(SERIES, 1, start, start)]
    for late in minutes:
        done = moment(found[-1].slot) + timedelta(minutes=late)
        following = next_occurrence(recurrence, found[-1], completed_at=done, zone=zone)
        if following is None:
            break
        found.append(following)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert all(moment(b.slot) > moment(a.slot) for a, b in pairwise(found))
    assert len({occurrence_id(one.series, one.number) for one in found}) == len(found)
    assert {(one.series, one.start) for one in found} == {(SERIES, start)}


@settings(deadline=None, max_examples=50)
@given(series(bases=("schedule",)), zones, st.integers(-100_000, 400_000))
def test_by_schedule_the_next_slot_is_the_first_after_this_one_and_the_completion(
    made: tuple[Recurrence, Due], zone: str, minutes: int
) -> None:
    recurrence, start = made
    done = moment(start) + timedelta(minutes=minutes)
    following = next_occurrence(
        recurrence, Occurrence(SERIES, 1, start, start), completed_at=done, zone=zone
    )
    latest = done if isinstance(start, DueTime) else wall(day_at(done, zone)).replace(tzinfo=UTC)
    coming = upcoming(recurrence, start, after=start, limit=100)
    expected = [slot for slot in coming if moment(slot) > latest]
    if expected or len(coming) < 100:
        assert (following and following.slot) == (expected[0] if expected else None)


@settings(deadline=None, max_examples=50)
@given(series())
def test_the_time_of_day_stays_over_every_change_of_the_clocks(
    made: tuple[Recurrence, Due],
) -> None:
    recurrence, start = made
    if isinstance(start, DueTime) and not parse(recurrence.rule).names_times:
        slots = upcoming(recurrence, start, after=start, limit=40)
        kept = [
            DueTime(
                slot.local.replace(
                    hour=start.local.hour, minute=start.local.minute, second=start.local.second
                ),
                start.zone,
            )
            for slot in slots
            if isinstance(slot, DueTime)
        ]
        moved = [slot for slot, same in zip(slots, kept, strict=True) if slot != same]
        assert [slot for slot in moved if not _after_midnight(slot, start)] == []


def _after_midnight(slot: Due, start: DueTime) -> bool:
    """Whether a skipped time before midnight moved into the next day."""
    assert isinstance(slot, DueTime)
    before = datetime.combine(slot.local.date() - DAY, start.local.time())
    return DueTime(before, start.zone) == slot


@settings(deadline=None, max_examples=50)
@given(series(), st.integers(1, 5))
def test_what_is_upcoming_is_what_comes_when_each_is_completed_on_its_day(
    made: tuple[Recurrence, Due], limit: int
) -> None:
    recurrence, start = made
    one: Occurrence | None = Occurrence(SERIES, 1, start, start)
    found: list[Due] = []
    while one and len(found) < limit:
        zone = start.zone if isinstance(start, DueTime) else "UTC"
        one = next_occurrence(recurrence, one, completed_at=moment(one.slot), zone=zone)
        found += [one.slot] if one else []
    assert upcoming(recurrence, start, after=start, limit=limit) == tuple(found)


def test_the_same_occurrence_has_the_same_id_everywhere() -> None:
    assert occurrence_id(SERIES, 2) == "25a62b86-cbf4-5cdd-92d1-d6e29abd8acc"
    assert occurrence_id(SERIES, 3) != occurrence_id(SERIES, 2)
    assert child_id(SERIES, SERIES) == "84332ba3-76ff-56c9-96cf-dbacc74524ca"


# By schedule


@pytest.mark.parametrize(
    ("rule", "slot", "completed", "following"),
    [
        ("FREQ=DAILY", "2026-11-24", "2026-11-24T12:00", "2026-11-25"),
        ("FREQ=DAILY", "2026-11-24", "2026-11-20T12:00", "2026-11-25"),
        ("FREQ=DAILY", "2026-11-24", "2026-11-30T12:00", "2026-12-01"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "2026-11-24", "2026-11-26T00:30", "2026-12-01"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2026-11-27T12:00", "2026-12-25"),
        ("FREQ=MONTHLY", "2026-01-31", "2026-01-31T12:00", "2026-03-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", "2026-01-31T12:00", "2026-02-28"),
        ("FREQ=DAILY;UNTIL=20261125", "2026-11-24", "2026-11-24T12:00", "2026-11-25"),
        ("FREQ=DAILY;UNTIL=20261125", "2026-11-25", "2026-11-24T12:00", None),
        ("FREQ=DAILY;UNTIL=20261125T120000Z", "2026-11-25", "2026-11-24T12:00", None),
    ],
)
def test_a_date_comes_again_by_schedule(
    rule: str, slot: str, completed: str, following: str | None
) -> None:
    assert after(rule, occurrence(slot), completed) == following


@pytest.mark.parametrize(
    ("rule", "slot", "completed", "following"),
    [
        ("FREQ=DAILY", "2026-11-24T17:00", "2026-11-24T18:00", "2026-11-25T17:00:00+01:00"),
        ("FREQ=DAILY", "2026-11-24T17:00", "2026-11-26T10:00", "2026-11-26T17:00:00+01:00"),
        ("FREQ=DAILY", "2026-03-28T17:00", "2026-03-28T18:00", "2026-03-29T17:00:00+02:00"),
        ("FREQ=DAILY", "2026-03-28T02:30", "2026-03-28T18:00", "2026-03-29T03:30:00+02:00"),
        ("FREQ=DAILY", "2026-03-28T02:30", "2026-03-29T18:00", "2026-03-30T02:30:00+02:00"),
        ("FREQ=DAILY", "2026-10-24T02:30", "2026-10-24T18:00", "2026-10-25T02:30:00+02:00"),
        ("FREQ=HOURLY", "2026-03-29T01:30", "2026-03-29T01:30", "2026-03-29T03:30:00+02:00"),
        ("FREQ=HOURLY", "2026-03-29T03:30", "2026-03-29T03:30", "2026-03-29T04:30:00+02:00"),
        ("FREQ=DAILY;BYHOUR=9,17", "2026-11-24T09:00", "2026-11-24T10:00", "2026-11-24T17:00:00+01:00"),
        ("FREQ=DAILY;UNTIL=20261124T160000Z", "2026-11-23T17:00", "2026-11-23T18:00", "2026-11-24T17:00:00+01:00"),
        ("FREQ=DAILY;UNTIL=20261124T155959Z", "2026-11-23T17:00", "2026-11-23T18:00", None),
        ("FREQ=DAILY;UNTIL=20261124T170000", "2026-11-23T17:00", "2026-11-23T18:00", "2026-11-24T17:00:00+01:00"),
        ("FREQ=DAILY;UNTIL=20261124T165959", "2026-11-23T17:00", "2026-11-23T18:00", None),
        ("FREQ=YEARLY", "9998-11-23T17:00", "9998-11-23T18:00", None),
    ],
)  # fmt: skip
def test_a_time_comes_again_by_schedule(
    rule: str, slot: str, completed: str, following: str | None
) -> None:
    found = after(rule, occurrence(f"{slot}[{BERLIN}]"), completed)
    assert found == (following and f"{following}[{BERLIN}]")


def test_a_date_counts_from_the_day_of_the_one_who_completes() -> None:
    one = occurrence("2026-11-24")
    assert after("FREQ=DAILY", one, "2026-11-25T01:00", zone="Asia/Tokyo") == "2026-11-26"
    late = DueTime(wall(date(2026, 11, 25), 1), "Asia/Tokyo").at
    found = next_occurrence(Recurrence("FREQ=DAILY"), one, completed_at=late, zone="UTC")
    assert found == Occurrence(SERIES, 2, one.start, from_text("2026-11-25"))


def test_by_schedule_count_counts_the_slots_of_the_rule_missed_or_not() -> None:
    rule, start = "FREQ=DAILY;COUNT=3", "2026-11-24"
    assert after(rule, occurrence(start), "2026-11-25T12:00") == "2026-11-26"
    assert after(rule, occurrence(start, "2026-11-26", 2), "2026-11-26T12:00") is None
    assert after(rule, occurrence(start), "2026-11-26T12:00") is None


def test_two_slots_that_the_clocks_push_together_are_one() -> None:
    start = from_text(f"2026-03-29T01:30[{BERLIN}]")
    found = upcoming(Recurrence("FREQ=HOURLY"), start, after=start, limit=2)
    assert [to_text(slot) for slot in found] == [
        f"2026-03-29T03:30:00+02:00[{BERLIN}]",
        f"2026-03-29T04:30:00+02:00[{BERLIN}]",
    ]


def test_a_start_that_the_rule_does_not_meet_counts_as_the_first() -> None:
    recurrence, start = Recurrence("FREQ=WEEKLY;COUNT=3;BYDAY=MO"), from_text("2026-11-24")
    assert upcoming(recurrence, start, after=start, limit=9) == (
        from_text("2026-11-30"),
        from_text("2026-12-07"),
    )


# By completion


@pytest.mark.parametrize(
    ("rule", "slot", "completed", "following"),
    [
        ("FREQ=DAILY;INTERVAL=3", "2026-11-24", "2026-11-26T12:00", "2026-11-29"),
        ("FREQ=DAILY;INTERVAL=3", "2026-11-24", "2026-11-21T12:00", "2026-11-27"),
        ("FREQ=DAILY;INTERVAL=3", "2026-11-24", "2026-11-22T12:00", "2026-11-25"),
        ("FREQ=WEEKLY;INTERVAL=2", "2026-11-24", "2026-11-26T12:00", "2026-12-10"),
        ("FREQ=MONTHLY", "2026-01-24", "2026-01-31T12:00", "2026-02-28"),
        ("FREQ=MONTHLY", "2026-01-24", "2026-01-28T12:00", "2026-02-28"),
        ("FREQ=YEARLY", "2028-02-20", "2028-02-29T12:00", "2029-02-28"),
        ("FREQ=YEARLY;INTERVAL=4", "2028-02-20", "2028-02-29T12:00", "2032-02-29"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-24", "2026-11-27T12:00", "2026-11-30"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-11-24", "2026-11-24T12:00", "2026-12-08"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-11-24", "2026-11-25T12:00", "2026-12-08"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-11-24", "2026-12-01T12:00", "2026-12-15"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1", "2026-11-01", "2026-11-24T12:00", "2027-02-01"),
        ("FREQ=DAILY;UNTIL=20261128", "2026-11-24", "2026-11-28T12:00", None),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=3", "9998-11-24", "9998-11-24T12:00", None),
    ],
)
def test_a_date_comes_again_by_completion(
    rule: str, slot: str, completed: str, following: str | None
) -> None:
    assert after(rule, occurrence(slot), completed, basis="completion") == following


@pytest.mark.parametrize(
    ("rule", "slot", "completed", "following"),
    [
        ("FREQ=DAILY;INTERVAL=3", "2026-11-24T17:00", "2026-11-26T09:12", "2026-11-29T17:00:00+01:00"),
        ("FREQ=DAILY", "2026-03-28T02:30", "2026-03-28T09:00", "2026-03-29T03:30:00+02:00"),
        ("FREQ=HOURLY;INTERVAL=8", "2026-11-24T17:00", "2026-11-24T18:20", "2026-11-25T02:20:00+01:00"),
        ("FREQ=DAILY;BYHOUR=9,17", "2026-11-24T09:00", "2026-11-24T10:00", "2026-11-24T17:00:00+01:00"),
        ("FREQ=DAILY;INTERVAL=3;BYHOUR=9", "2026-11-24T09:00", "2026-11-24T08:00", "2026-11-27T09:00:00+01:00"),
    ],
)  # fmt: skip
def test_a_time_comes_again_by_completion(
    rule: str, slot: str, completed: str, following: str | None
) -> None:
    found = after(rule, occurrence(f"{slot}[{BERLIN}]"), completed, basis="completion")
    assert found == (following and f"{following}[{BERLIN}]")


def test_the_time_of_day_is_the_series_own_also_after_the_clocks_skipped_it() -> None:
    moved = occurrence(f"2026-03-28T02:30[{BERLIN}]", f"2026-03-29T03:30[{BERLIN}]", 2)
    assert after("FREQ=DAILY", moved, "2026-03-29T09:00", basis="completion") == (
        f"2026-03-30T02:30:00+02:00[{BERLIN}]"
    )


def test_by_completion_count_counts_the_tasks_that_there_were() -> None:
    rule, start = "FREQ=DAILY;COUNT=3", "2026-11-24"
    second = occurrence(start, "2026-11-30", 2)
    assert after(rule, second, "2026-12-24T12:00", basis="completion") == "2026-12-25"
    third = occurrence(start, "2026-12-25", 3)
    assert after(rule, third, "2026-12-25T12:00", basis="completion") is None


# Beginning and beginning again


def test_times_of_day_need_a_due_time() -> None:
    for rule in ("FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9"):
        with pytest.raises(InvalidError) as caught:
            begin(Recurrence(rule), from_text("2026-11-24"), series=SERIES)
        assert str(caught.value) == (
            "The rule names times of the day, and the task is due on a date."
            " Give the task a due time, or leave the times out of the rule."
        )


def test_a_rule_that_never_happens_from_its_start_on_is_refused() -> None:
    with pytest.raises(InvalidError) as caught:
        begin(Recurrence("FREQ=YEARLY;BYMONTH=2"), from_text("2026-01-30"), series=SERIES)
    assert caught.value.code == "INVALID_RECURRENCE"
    assert str(caught.value) == (
        "FREQ=YEARLY;BYMONTH=2 never happens after 2026-01-30."
        " Choose another due date, or days that the rule can meet."
    )


@pytest.mark.parametrize(
    ("recurrence", "one", "rest"),
    [
        (Recurrence("FREQ=DAILY"), occurrence("2026-11-24", "2026-11-26", 2), "FREQ=DAILY"),
        (
            Recurrence("FREQ=DAILY;COUNT=5"),
            occurrence("2026-11-24", "2026-11-26", 2),
            "FREQ=DAILY;COUNT=3",
        ),
        (Recurrence("FREQ=DAILY;COUNT=5"), occurrence("2026-11-24"), "FREQ=DAILY;COUNT=5"),
        (
            Recurrence("FREQ=DAILY;COUNT=5", "completion"),
            occurrence("2026-11-24", "2026-12-26", 2),
            "FREQ=DAILY;COUNT=4",
        ),
    ],
)
def test_a_series_that_starts_again_has_what_was_left_of_its_count(
    recurrence: Recurrence, one: Occurrence, rest: str
) -> None:
    due = from_text("2026-12-01")
    assert restart(recurrence, one, due, series="other") == (
        Recurrence(rest, recurrence.basis),
        Occurrence("other", 1, due, due),
    )


def test_a_long_series_by_completion_goes_on_from_where_one_looks() -> None:
    recurrence, start = Recurrence("FREQ=DAILY;INTERVAL=3", "completion"), from_text("1990-01-01")
    found = upcoming(recurrence, start, after=from_text("2026-11-24"), limit=2)
    assert found == (from_text("2026-11-27"), from_text("2026-11-30"))


@pytest.mark.parametrize(
    ("recurrence", "coming"),
    [
        (Recurrence("FREQ=DAILY;COUNT=3", "completion"), ["2026-11-25", "2026-11-26"]),
        (Recurrence("FREQ=DAILY;UNTIL=20261126", "completion"), ["2026-11-25", "2026-11-26"]),
        (Recurrence("FREQ=DAILY;UNTIL=20261126"), ["2026-11-25", "2026-11-26"]),
    ],
)
def test_what_is_upcoming_ends_where_the_series_ends(
    recurrence: Recurrence, coming: list[str]
) -> None:
    start = from_text("2026-11-24")
    found = upcoming(recurrence, start, after=start, limit=9)
    assert [to_text(slot) for slot in found] == coming
