"""Which days a question is about."""

from datetime import UTC, date, datetime

import pytest

from watchbill.language.days import find_days
from watchbill.language.intent import Event, Moment

MOMENT = Moment(datetime(2026, 11, 25, 10, tzinfo=UTC), "UTC")
PERIODS: dict[str, tuple[Event, date | None, date | None]] = {
    "due before saturday": ("due", None, date(2026, 11, 27)),
    "due by friday": ("due", None, date(2026, 11, 27)),
    "due after friday": ("due", date(2026, 11, 28), None),
    "since friday": ("due", date(2026, 11, 27), None),
    "in the next 3 days": ("due", date(2026, 11, 25), date(2026, 11, 28)),
    "in the last two weeks": ("completed", date(2026, 11, 11), date(2026, 11, 25)),
    "during the week": ("due", date(2026, 11, 23), date(2026, 11, 29)),
    "coming up": ("due", date(2026, 11, 25), date(2026, 12, 2)),
    "last friday": ("completed", date(2026, 11, 20), date(2026, 11, 20)),
    "on friday": ("completed", date(2026, 11, 20), date(2026, 11, 20)),
    "next weekend": ("due", date(2026, 12, 5), date(2026, 12, 6)),
    "in march": ("due", date(2027, 3, 1), date(2027, 3, 31)),
    "in december": ("completed", date(2025, 12, 1), date(2025, 12, 31)),
    "in may": ("due", date(2027, 5, 1), date(2027, 5, 31)),
    "today and tomorrow": ("due", date(2026, 11, 25), date(2026, 11, 26)),
    "today and maybe friday": ("due", date(2026, 11, 25), date(2026, 11, 25)),
    "today and on the moon": ("due", date(2026, 11, 25), date(2026, 11, 25)),
    "the day after tomorrow": ("due", date(2026, 11, 27), date(2026, 11, 27)),
    "the day before yesterday": ("completed", date(2026, 11, 23), date(2026, 11, 23)),
    "last night": ("completed", date(2026, 11, 24), date(2026, 11, 24)),
}


@pytest.mark.parametrize("text", PERIODS)
def test_days_are_found(text: str) -> None:
    event, first, last = PERIODS[text]
    found = find_days(text, MOMENT, event)
    assert found is not None
    assert (found.days.first, found.days.last) == (first, last)


@pytest.mark.parametrize("text", ["what I may do", "buy milk", ""])
def test_other_words_are_no_days(text: str) -> None:
    assert find_days(text, MOMENT) is None
