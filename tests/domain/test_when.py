"""A due date in the words of whoever looks."""

from datetime import UTC, datetime

import pytest

from watchbill.domain import due
from watchbill.domain.when import in_words

NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # in Berlin it is Wednesday the 25th already


@pytest.mark.parametrize(
    ("text", "utc", "berlin"),
    [
        ("2026-11-23", "yesterday", "23 Nov"),
        ("2026-11-24", "today", "yesterday"),
        ("2026-11-25", "tomorrow", "today"),
        ("2026-11-30", "Monday", "Monday"),
        ("2026-12-01", "1 Dec", "Tuesday"),
        ("2027-01-05", "5 Jan 2027", "5 Jan 2027"),
        ("2026-11-25T00:30:00+01:00[Europe/Berlin]", "today 23:30", "today 00:30"),
        ("2026-11-25T09:00:00+01:00[Europe/Berlin]", "tomorrow 08:00", "today 09:00"),
    ],
)
def test_the_day_and_the_time_are_said_in_the_users_zone(text: str, utc: str, berlin: str) -> None:
    when = due.from_text(text)
    assert in_words(when, now=NOW, zone="UTC") == utc
    assert in_words(when, now=NOW, zone="Europe/Berlin") == berlin
