"""Which days a question is about: “due this week”, “before Friday”, “in March”, “the last 7 days”."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from watchbill.domain.due import Due, DueDate
from watchbill.domain.filter.day import Span, read_span
from watchbill.language.date import read
from watchbill.language.intent import Days, Event, Moment

_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thurs?|fri|sat|sun"
_MONTHS = [name.lower() for name in calendar.month_name]
_PERIOD = re.compile(
    rf"""\b(?:
        (?:the\s)?day\s(?:after\stomorrow|before\syesterday)|today|tonight|tomorrow|yesterday|(?:this|last)\s(?:morning|afternoon|evening|night)
      | (?:(?:the|this)\s)?(?P<which>this|next|last|past|coming|current|following|previous)\s(?P<unit>week|month|year|weekend)
      | (?:the\s)?(?P<ahead>next|last|past|coming|following)\s(?P<count>\d+|two|three|four|five|six|seven|ten|couple\sof|few)\s(?P<units>day|week|month)s?
      | within\s(?:the\s)?(?:next\s)?(?P<within>an?|one|\d+|two|three|four|five|six|seven|ten|couple\sof|few)\s(?P<range>day|week|month)s?
      | (?:the\s)?(?P<after>week|weekend|month)\safter\snext
      | (?:the\s|my\s)?(?<!every\s)(?<!each\s)(?P<bare>week(?:end)?)
      | (?P<back>last\s(?:{_WEEKDAY}))
      | (?P<month>{"|".join(_MONTHS[1:])})(?!\s+\d|\s+(?:the\s+)?\d)(?:\s+(?P<year>\d{{4}}))?
      | (?P<soon>soon|shortly|upcoming|coming\sup)
    )\b(?:'s\b)?""",
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE = re.compile(
    r"(?:\b(?P<sign>before|earlier than|prior to|by|until|till|up to|no later than|after|later than|since|starting|beyond|past)\s+)?"
    r"(?:\b(?:the\s+)?(?:end|beginning|start|rest) of\s+)?(?:\b(?:on|in|for|during|within|of|at|over|around|as of)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:due\s+)?(?:(?:before|by|until|till|after|since|on)\s+)?(?=\S)", re.IGNORECASE
)
_JOINT = re.compile(r"\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|&)\s+", re.IGNORECASE)
_ALTERNATIVE = re.compile(rf"(?<=day) (?:and|or) (?=(?:{_WEEKDAY})\b)", re.IGNORECASE)
"""Two days that are named are these two, and not those between them."""
_PART = re.compile(
    r"\s+(?:(?:in|during|at)\s+(?:the\s+)?)?(?:morning|lunchtime|afternoon|evening|night)\b",
    re.IGNORECASE,
)
_HOURS = {"morning": (0, 12), "lunchtime": (11, 14), "afternoon": (12, 18), "evening": (17, 24), "tonight": (17, 24), "night": (17, 24)}  # fmt: skip
_ROW_OF_DAYS = re.compile(
    rf"\b(?P<first>{_WEEKDAY})(?:,? and |,? or | & |, )(?=(?:{_WEEKDAY})\b)", re.IGNORECASE
)
_MEAL = re.compile(
    r"(?:(?:the|my|our)\s+)?(?:breakfast|brunch|lunch(?:time)?|dinner(?:time)?|supper|tea)",
    re.IGNORECASE,
)
"""A thing to do sooner than a time, where no day is named."""
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "couple of": 2, "few": 3}  # fmt: skip
_DAY = timedelta(1)
_DAY_OF = re.compile(r"\d(?:st|nd|rd|th)?(?: of)? $", re.IGNORECASE)
_ALL_DAY = (0, 24)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class FoundDays:
    """The days, and where the text names them, with the words before that belong to them."""

    days: Days
    start: int
    end: int


def find_days(text: str, moment: Moment, event: Event = "due") -> FoundDays | None:
    """The first days that a text names, with those that follow at once: “today and tomorrow”.

    Of two Mondays the one before is meant where the event is over.
    """
    found = _found(text, moment, event)
    while found and (joint := _JOINT.match(text, found.end)):
        more = _found(text[joint.end() :], moment, event)
        if not more or more.start:
            break
        end = joint.end() + more.end
        days = replace(_joined(found.days, more.days), said=text[found.start : end].strip())
        found = FoundDays(days, found.start, end)
    return found


def _joined(first: Days, more: Days) -> Days:
    """One row of days, where the second ones begin right after the first; else both."""
    is_whole = first.hours == more.hours == _ALL_DAY
    is_plain = is_whole and not first.also
    if is_plain and first.first and first.last and first.last + _DAY == more.first:
        return replace(first, last=more.last)
    return replace(first, also=(*first.also, more))


def _found(text: str, moment: Moment, event: Event) -> FoundDays | None:
    today = moment.now.astimezone(ZoneInfo(moment.zone)).date()
    is_past = event != "due"
    found = (
        _period(text, today, is_past=is_past)
        or _named(text, moment, is_past=is_past)
        or _period(text, today, is_past=is_past, is_soon=True)
    )
    if found is None:
        return None
    span, start, end = found
    if part := _PART.match(text, end):
        end = part.end()
    before = _BEFORE.search(text[:start])
    sign = (before["sign"] or "").lower() if before else ""
    begin = before.start() if before else start
    said = text[begin:end].strip().removesuffix("'s")
    first, last = _bounded(span, sign)
    is_one = first is not None and first == last and not is_past
    hours = _hours(text[start:end]) if is_one else _ALL_DAY
    return FoundDays(Days(first, last, said, event, hours=hours), begin, end)


def _hours(said: str) -> tuple[int, int]:
    """Those of a part of the day, where one is named."""
    words = said.lower().split()
    return next((hours for word, hours in _HOURS.items() if word in words), _ALL_DAY)


def _bounded(span: Span, sign: str) -> tuple[date | None, date | None]:
    if sign in ("before", "earlier than", "prior to"):
        return None, span.first - _DAY
    if sign in ("by", "until", "till", "up to", "no later than"):
        return None, span.last
    if sign in ("after", "later than", "beyond", "past"):
        return span.last + _DAY, None
    if sign in ("since", "starting"):
        return span.first, None
    return span.first, span.last


def _period(
    text: str, today: date, *, is_past: bool, is_soon: bool = False
) -> tuple[Span, int, int] | None:
    found = [match for match in _PERIOD.finditer(text) if bool(match["soon"]) == is_soon]
    for match in found:
        if span := _span(match, today, is_past=is_past):
            return span, match.start(), match.end()
    return None


def _span(match: re.Match[str], today: date, *, is_past: bool) -> Span | None:
    if match["unit"]:
        return _of_unit(match["which"].lower(), match["unit"].lower(), today)
    if match["count"] or match["within"]:
        return _of_units(match, today, is_past=is_past)
    if match["after"]:
        return _after_next(match["after"].lower(), today)
    if match["bare"]:
        return _of_unit("this", match["bare"].lower(), today)
    if match["soon"]:
        return Span(today, today + timedelta(_WEEK))
    return _of_word(match, today, is_past=is_past)


def _of_units(match: re.Match[str], today: date, *, is_past: bool) -> Span | None:
    """“the next three days”, “within a week”."""
    said = (match["count"] or match["within"]).lower()
    count = _COUNTS.get(said) or int(said)
    is_back = (match["ahead"] or "").lower() in ("last", "past")
    unit = (match["units"] or match["range"]).lower()
    return read_span(f"{'last' if is_back else 'next'} {count} {unit}s", today, is_past=is_past)


def _of_word(match: re.Match[str], today: date, *, is_past: bool) -> Span | None:
    if match["month"]:
        return _month(match, today, is_past=is_past)
    if match["back"]:
        return read_span(match["back"].lower().removeprefix("last "), today, is_past=True)
    return _of_day(match[0].lower().removesuffix("'s"), today, is_past=is_past)


def _of_day(word: str, today: date, *, is_past: bool) -> Span | None:
    """“tonight”, “this morning” are of today, “last night” of yesterday."""
    if "day " in word:
        day = today + 2 * (_DAY if word.endswith("tomorrow") else -_DAY)
        return Span(day, day)
    near = {"tomorrow": "tomorrow", "yesterday": "yesterday"}
    is_last = word.startswith("last ")
    return read_span("yesterday" if is_last else near.get(word, "today"), today, is_past=is_past)


def _of_unit(which: str, unit: str, today: date) -> Span | None:
    which = {"past": "last", "previous": "last", "this": "this", "current": "this"}.get(
        which, which
    )
    which = which if which in ("last", "this") else "next"
    if unit != "weekend":
        return read_span(f"{which} {unit}", today, is_past=which == "last")
    moved = today + timedelta({"last": -_WEEK, "next": _WEEK}.get(which, 0))
    return read_span("weekend", moved, is_past=False)


def _after_next(unit: str, today: date) -> Span | None:
    """Of the unit after the next one, seen from the first day of that."""
    coming = _of_unit("next", unit, today)
    return coming and _of_unit("next", unit, coming.first)


def _month(match: re.Match[str], today: date, *, is_past: bool) -> Span | None:
    month = _MONTHS.index(match["month"].lower())
    if _DAY_OF.search(match.string[: match.start()]):
        return None
    if match["month"] == "may" and not match["year"] and not _is_after_in(match):
        return None
    year = int(match["year"] or today.year)
    if not match["year"] and not is_past and month < today.month:
        year += 1
    if not match["year"] and is_past and month > today.month:
        year -= 1
    return read_span(f"{year:04}-{month:02}", today, is_past=is_past)


def _is_after_in(match: re.Match[str]) -> bool:
    return bool(re.search(r"\b(?:in|for|of|during|this|next)\s+$", match.string[: match.start()]))


def _named(text: str, moment: Moment, *, is_past: bool) -> tuple[Span, int, int] | None:
    """A day that the date grammar finds; a weekday is the one before, where the event is over."""
    reading = read(text, now=moment.now, zone=moment.zone)
    row = _ROW_OF_DAYS.search(text) if reading.recurrence else None
    if row and not re.search(r"\bevery\b", text, re.IGNORECASE):
        return _named(text[: row.end("first")], moment, is_past=is_past)
    spans = [span for span in reading.spans if span.kind in ("due", "range")]
    if reading.due is None or not spans:
        return None
    start, end = spans[0].start, spans[0].end
    start = end - len(_LEADING.sub("", text[start:end], count=1))
    if _MEAL.fullmatch(text, start, end):
        return None
    is_between = text[start:end].lower().startswith("between") or text[:start].endswith("between ")
    joint = _ALTERNATIVE.search(text, start, end)
    if reading.end and joint and not is_between:
        return _named(text[: joint.start()], moment, is_past=is_past)
    first, last = _on(reading.due), _on(reading.end or reading.due)
    if is_past and re.fullmatch(rf"(?:on )?(?:{_WEEKDAY})", text[start:end], re.IGNORECASE):
        first = last = first - timedelta(_WEEK)
    return Span(first, max(first, last)), start, end


def _on(due: Due) -> date:
    return due.on if isinstance(due, DueDate) else due.local.date()


def without(text: str, found: FoundDays) -> str:
    """The text without the words that named the days."""
    return " ".join(f"{text[: found.start]} {text[found.end :]}".split())
