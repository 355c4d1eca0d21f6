"""Which hour of the day is meant."""

from datetime import date

from watchbill.language.date.value import Clock, Context


def settle_hour(context: Context, clock: Clock, day: date | None) -> int:
    """The hour of 24 that is meant. An unsure one is the first at or after the hour that the day begins, if that isn't past."""
    if clock.is_sure:
        return clock.hour
    halves = sorted(
        {clock.hour % 12, clock.hour % 12 + 12},
        key=lambda hour: (hour - context.habits.day_begins) % 24,
    )
    if day != context.today:
        return halves[0]
    now = (context.now.hour, context.now.minute)
    ahead = [hour for hour in halves if (hour, clock.minute) > now]
    return ahead[0] if ahead else halves[0]
