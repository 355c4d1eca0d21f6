"""Instants and references as text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchbill.domain.instant import from_text, to_text


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- Hypothesis wants it naive
def test_an_instant_is_read_back_as_it_was_written(instant: datetime) -> None:
    assert from_text(to_text(instant)) == instant


def test_an_instant_of_another_zone_is_written_in_utc() -> None:
    instant = datetime(2026, 11, 24, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert to_text(instant) == "2026-11-23T23:30:00.000000Z"


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        from_text("2026-11-24T01:30:00")
