"""When to try again what didn't work."""

from datetime import datetime, timedelta

_STEPS = (5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600)
"""Seconds after the first failure, the second, and so on; then always the last."""
GIVE_UP = timedelta(days=1)
"""How long a reminder is tried: what comes later than that helps nobody."""
DISABLE = timedelta(days=5)
"""How long an endpoint for changes may fail without a break until nothing is sent to it any more."""


def retry_at(attempts: int, *, now: datetime) -> datetime:
    """The time of the next attempt, after so many."""
    return now + timedelta(seconds=_STEPS[min(attempts, len(_STEPS)) - 1])
