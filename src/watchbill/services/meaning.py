"""What callers write for a time, read in their own zone."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from watchbill.domain import due as rules
from watchbill.domain import reminder as reminding
from watchbill.domain.due import Due, DueTime
from watchbill.domain.errors import InvalidError
from watchbill.domain.recurrence import Recurrence, check_rule
from watchbill.domain.reminder import Reminder

_LOCAL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")
_OFFSET = re.compile(rf"{_LOCAL.pattern}(\.0+)?(Z|[+-]\d\d:\d\d)")
_TIME = re.compile(r"(?:(today|yesterday)\s*)?(?:at\s+)?(\d{1,2}):(\d\d)", re.IGNORECASE)
_COMPLETION = re.compile(r"\s+after\s+completion$", re.IGNORECASE)

_HOURS, _MINUTES = 24, 60


def read_due(text: str, *, zone: str) -> Due:
    """A date, or a time: with its zone, else in the caller's. Raises INVALID_DUE."""
    trimmed = text.strip()
    if _LOCAL.fullmatch(trimmed):
        return _checked(trimmed, None, zone)
    if _OFFSET.fullmatch(trimmed):
        return _checked(trimmed, ZoneInfo(zone), zone)
    return rules.from_text(trimmed)


def _checked(text: str, offset: ZoneInfo | None, zone: str) -> Due:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidError.of(
            "due", f"“{text}” is not a time that there is.", hint=rules.HINT
        ) from None
    if offset is not None:
        moment = moment.astimezone(offset)
    return DueTime(moment.replace(tzinfo=None, microsecond=0, fold=0), zone, moment.fold)


def read_recurrence(text: str) -> Recurrence:
    """A rule of RFC 5545, which “after completion” may follow. Raises INVALID_RECURRENCE."""
    rule, after = _COMPLETION.subn("", text.strip())
    return Recurrence(check_rule(rule), "completion" if after else "schedule")


def read_reminders(
    text: str, *, due: Due | None, now: datetime, zone: str
) -> tuple[Reminder, ...]:
    """When to remind: as a reminder is written, a time as a due is, or in words. Raises INVALID_REMINDERS."""
    relative = reminding.read_relative(text)
    if relative is not None:
        return (relative,)
    with suppress(InvalidError):
        moment = read_due(text, zone=zone)
        return (moment if isinstance(moment, DueTime) else reminding.morning(moment.on, zone),)
    from watchbill.language.date import read_reminders as read_words  # noqa: PLC0415 -- the grammar is slow to load, and seldom needed

    found = read_words(text, due=due, now=now, zone=zone)
    if not found:
        raise reminding.invalid(f"“{text.strip()[:60]}” is not a time to remind at.")
    return found


def today(now: datetime, zone: str) -> date:
    """The date of the user's day."""
    return now.astimezone(ZoneInfo(zone)).date()


def read_instant(field: str, text: str, *, now: datetime, zone: str) -> datetime:
    """An instant that is over: as RFC 3339 writes it, a date, or a time of the caller's day such as “yesterday 18:00”.

    What doesn't say its zone is in the caller's. Raises INVALID_ and the field's name.
    """
    local = now.astimezone(ZoneInfo(zone))
    if found := _TIME.fullmatch(text.strip()):
        day = local - timedelta(days=(found[1] or "").lower() == "yesterday")
        hour, minute = int(found[2]), int(found[3])
        if hour < _HOURS and minute < _MINUTES:
            return _instant(day.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0))
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidError.of(
            field,
            f"“{text}” is not a time.",
            hint="Write 14:00, yesterday 18:00, 2026-11-24 or 2026-11-24T14:00:00Z.",
        ) from None
    return _instant(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)))


def _instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
