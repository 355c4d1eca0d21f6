"""What callers write for a time, read in their own zone."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from watchbill.domain import due as rules
from watchbill.domain.due import Due, DueTime
from watchbill.domain.errors import InvalidError
from watchbill.domain.recurrence import Recurrence, check_rule

_LOCAL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")
_OFFSET = re.compile(rf"{_LOCAL.pattern}(\.0+)?(Z|[+-]\d\d:\d\d)")
_COMPLETION = re.compile(r"\s+after\s+completion$", re.IGNORECASE)


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


def today(now: datetime, zone: str) -> date:
    """The date of the user's day."""
    return now.astimezone(ZoneInfo(zone)).date()
