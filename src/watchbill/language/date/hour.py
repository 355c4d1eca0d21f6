"""Which hour of the day is meant."""

from datetime import date

from watchbill.language.date.value import Clock, Context

_NOON, _DAY, _HOUR = 12, 24, 60


def settle_hour(context: Context, clock: Clock, day: date | None) -> int:
    """The hour of 24 that is meant. An unsure one is the first at or after the hour that the day begins, if that isn't past."""
    if clock.is_sure:
        return clock.hour
    halves = sorted(
        {clock.hour % _NOON, clock.hour % _NOON + _NOON},
        key=lambda hour: (hour - context.habits.day_begins) % _DAY,
    )
    if day != context.today:
        return halves[0]
    now = (context.now.hour, context.now.minute)
    ahead = [hour for hour in halves if (hour, clock.minute) > now]
    return ahead[0] if ahead else halves[0]


def make_clock(hour: int, minute: int = 0, half: str | None = None) -> Clock | None:
    """A time of day from numbers that may not be one. “0:30”, “17:00” are sure without am or pm."""
    if minute >= _HOUR or hour > _DAY or (hour == _DAY and minute):
        return None
    if half is None:
        return Clock(hour, minute, is_sure=hour == 0 or hour > _NOON)
    if not 1 <= hour <= _NOON:
        return Clock(hour, minute) if half == "pm" and _NOON < hour < _DAY else None
    return Clock(hour % _NOON + (_NOON if half == "pm" else 0), minute)
