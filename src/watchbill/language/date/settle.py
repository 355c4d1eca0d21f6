"""When a phrase means, as a date or a time: seen from now, and by the clocks of a zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watchbill.domain.due import Due, DueDate, DueTime
from watchbill.language.date import calendar
from watchbill.language.date.hour import settle_hour
from watchbill.language.date.value import Clock, Context, Meaning

_HOURS = 24


def settle(meaning: Meaning, context: Context, zone: str) -> Due | None:
    """The day or time that is meant, seen from now: a time without a day is the next such time."""
    if meaning.at is not None:
        return _exact(meaning.at, context, zone)
    if meaning.clock is None:
        return DueDate(meaning.day) if meaning.day else None
    if meaning.day is None:
        return _next_time(meaning.clock, context, zone)
    return at_clock(meaning.day, meaning.clock, context, zone)


def _exact(at: datetime, context: Context, zone: str) -> DueTime:
    """A moment that was counted from now: hours that pass, whatever clocks do meanwhile; days are days of the calendar."""
    passed = at - context.now
    if abs(passed) > timedelta(days=2):
        return DueTime(at, zone)
    there = ZoneInfo(zone)
    moved = (context.now.replace(tzinfo=there).astimezone(UTC) + passed).astimezone(there)
    return DueTime(moved.replace(tzinfo=None, fold=0), zone, moved.fold)


def at_clock(day: date, clock: Clock, context: Context, zone: str) -> DueTime:
    hour = settle_hour(context, clock, day)
    at = datetime.combine(day + timedelta(hour // _HOURS), time(hour % _HOURS, clock.minute))
    return DueTime(at, clock.zone or zone)


def _next_time(clock: Clock, context: Context, zone: str) -> DueTime:
    due = at_clock(context.today, clock, context, zone)
    if due.local > context.now or clock.zone:
        return due
    return at_clock(context.today + timedelta(1), clock, context, zone)


def settle_end(meaning: Meaning, due: Due | None, context: Context, zone: str) -> Due | None:
    """The end of what begins at `due`, where one was said."""
    if meaning.lasting and isinstance(due, DueTime):
        return replace(due, local=calendar.shift(due.local, meaning.lasting))
    if meaning.end is None:
        return None
    end = settle(meaning.end, context, zone)
    return _after(due, _within_noon(due, end) if _is_of_same_day(meaning, meaning.end) else end)


def _is_of_same_day(begin: Meaning, end: Meaning) -> bool:
    """Whether the end is an hour without am or pm, of the day that the range begins."""
    return end.clock is not None and not end.clock.is_sure and end.day in (None, begin.day)


def _within_noon(due: Due | None, end: Due | None) -> Due | None:
    """The end of “from 5 to 7”: the first such hour after it begins."""
    if not (isinstance(due, DueTime) and isinstance(end, DueTime)):
        return end
    noon = timedelta(hours=_HOURS // 2)
    return replace(end, local=due.local + ((end.local - due.local) % noon or noon))


def _after(due: Due | None, end: Due | None) -> Due | None:
    """The end of a range; that of “11pm to 1am” is on the next day, and that of one which begins tomorrow is tomorrow."""
    if not (isinstance(due, DueTime) and isinstance(end, DueTime)) or end.local > due.local:
        return end
    late = datetime.combine(due.local.date(), end.local.time())
    return DueTime(late + timedelta(late <= due.local), end.zone)
