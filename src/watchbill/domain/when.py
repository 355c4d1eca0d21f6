"""When something is due, in words, as whoever looks would say it today."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from watchbill.domain.due import Due, DueTime, day_of

_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_WEEK = 7


def in_words(due: Due, *, now: datetime, zone: str) -> str:
    """“today”, “tomorrow 17:00”, “Friday”, “3 Dec”, “3 Dec 2027”: the day and the time in the user's zone."""
    day = day_of(due, zone)
    said = _day_in_words(day, now.astimezone(ZoneInfo(zone)).date())
    if not isinstance(due, DueTime):
        return said
    return f"{said} {due.at.astimezone(ZoneInfo(zone)):%H:%M}"


def _day_in_words(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead in _NEAR:
        return _NEAR[ahead]
    if 1 < ahead < _WEEK:
        return f"{day:%A}"
    return f"{day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")
