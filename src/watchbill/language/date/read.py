"""From text to when a task is due, when it comes again, and when to remind of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watchbill.domain.due import Due, DueDate, DueTime
from watchbill.domain.errors import InvalidError
from watchbill.domain.recurrence import Recurrence, check_rule
from watchbill.domain.reminder import MORNING, Before, OnDay, Reminder, morning
from watchbill.language.date import calendar
from watchbill.language.date.hour import settle_hour
from watchbill.language.date.rule import first_slot, last_day, rrule_of
from watchbill.language.date.scan import Found, scan
from watchbill.language.date.settle import at_clock, settle, settle_end
from watchbill.language.date.value import Ahead, Clock, Context, Habits, Meaning, Repeat

_HOURS, _MINUTE = 24, 60
_STANDARD = Habits()
_TIMER = re.compile(r"\b(?:timer|alarm|countdown)\s+$", re.IGNORECASE)
_NOUN = re.compile(
    r"(?:(?:and|with)\s+)?(?:an?\s+)?(?:reminders?|alert|alarm|notification)(?:\s+set)?(?!\s+me\b)\s*",
    re.IGNORECASE,
)
_REMIND = re.compile(r"^remind\s+(?:me\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the text something was said, and what it was: due, recurrence, reminder or range."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of time.

    `end` is the end of a range that begins at `due`; `starts` the first day that a recurrence was said to have;
    `is_now` tells a due time that was said as “now” or “as soon as possible”.
    """

    due: Due | None = None
    recurrence: Recurrence | None = None
    reminders: tuple[Reminder, ...] = ()
    end: Due | None = None
    starts: date | None = None
    is_now: bool = False
    spans: tuple[Span, ...] = ()


def read(text: str, *, now: datetime, zone: str, habits: Habits = _STANDARD) -> Reading:
    """Read the dates of a text, as somebody in `zone` means them at `now` (aware). What isn't a date stays text."""
    context = _context(now, zone, habits)
    found = tuple(_counted_down(each, text, context) for each in scan(text, context))
    return _reading(found, context, zone) if found else Reading()


def _counted_down(found: Found, text: str, context: Context) -> Found:
    """“A timer for 5 minutes” is over in 5 minutes; “for 5 minutes” says how long something takes."""
    if found.meaning.lasting is None or not _TIMER.search(text[: found.start]):
        return found
    return replace(found, meaning=Meaning(at=calendar.shift(context.now, found.meaning.lasting)))


def _context(now: datetime, zone: str, habits: Habits) -> Context:
    local = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    return Context(local, habits)


def _reading(found: tuple[Found, ...], context: Context, zone: str) -> Reading:
    notices = [each for each in found if each.meaning.remind or each.meaning.ahead]
    stays = [each for each in found if each.meaning.lasting and not each.meaning.repeat]
    used = _chosen([each for each in found if each not in (*notices, *stays)])
    if not used:
        used, notices = _promoted(notices), [each for each in notices if each.meaning.ahead]
    if not used:
        return Reading()
    meaning = _united([each.meaning for each in used])
    if _is_open(meaning):
        used += stays[:1]
        meaning = _united([each.meaning for each in used])
    if meaning.repeat and not _happens(meaning.repeat):
        return Reading()
    reading = (
        _recurring(meaning, meaning.repeat, context, zone)
        if meaning.repeat
        else _once(meaning, context, zone)
    )
    reminders = [
        made for each in notices for made in _reminders(each.meaning, reading.due, context, zone)
    ]
    spans = sorted(
        (Span(each.start, each.end, _kind(each.meaning)) for each in (*used, *notices)), key=_start
    )
    return replace(reading, reminders=tuple(reminders), spans=tuple(spans))


def _happens(repeat: Repeat) -> bool:
    """Whether such a day exists: there is no 31 February."""
    try:
        check_rule(rrule_of(repeat))
    except InvalidError:
        return False
    return True


def _promoted(notices: list[Found]) -> list[Found]:
    """“Remind me tomorrow to …”: where nothing else is a time, that is when the task is due."""
    return [
        replace(_without_noun(each), meaning=each.meaning.remind)
        for each in notices
        if each.meaning.remind
    ][:1]


def _without_noun(found: Found) -> Found:
    """“Alarm for 7am” without the alarm, which may be what the task is about."""
    noun = _NOUN.match(found.text)
    return replace(found, start=found.start + noun.end()) if noun else found


def _start(span: Span) -> int:
    return span.start


def _kind(meaning: Meaning) -> str:
    if meaning.ahead or meaning.remind:
        return "reminder"
    if meaning.repeat:
        return "recurrence"
    return "range" if meaning.end or meaning.lasting else "due"


def _is_open(meaning: Meaning) -> bool:
    """Whether it may be said how long it lasts: it happens once, at a time."""
    return bool(meaning.clock) and not (meaning.repeat or meaning.end)


def _chosen(found: list[Found]) -> list[Found]:
    """The phrases that fit together: one recurrence, one day, one time; the first of each, what it is for last."""
    used: list[Found] = []
    for each in sorted(found, key=_is_for):
        if all(_fits(each.meaning, other.meaning) for other in used):
            used.append(each)
    return used


def _is_for(found: Found) -> bool:
    """“A turkey for Christmas by 20 December” is due by then."""
    return found.text[:4].lower() == "for "


def _fits(one: Meaning, other: Meaning) -> bool:
    if one.at or other.at:
        return False
    names = ("day", "clock", "repeat", "end")
    return all(getattr(one, name) is None or getattr(other, name) is None for name in names)


def _united(meanings: list[Meaning]) -> Meaning:
    """What several phrases say together."""
    first, *others = meanings
    for other in others:
        said = {name: getattr(other, name) for name in Meaning.__slots__ if getattr(other, name)}
        first = replace(first, **said)
    return first


def _once(meaning: Meaning, context: Context, zone: str) -> Reading:
    due = settle(meaning, context, zone)
    end = settle_end(meaning, due, context, zone)
    return Reading(due=due, end=end, is_now=meaning.at == context.now)


def _recurring(meaning: Meaning, repeat: Repeat, context: Context, zone: str) -> Reading:
    clock = _next_hour(meaning.clock, repeat, context)
    at = time(settle_hour(context, clock, None) % _HOURS, clock.minute) if clock else None
    start = meaning.starts or meaning.day or context.today
    first = first_slot(context, repeat, start, at)
    due: Due = DueDate(first)
    if at and repeat.hours and first > context.today:
        at = at.replace(hour=repeat.hours[0])
    if clock and at is not None:
        due = DueTime(
            _first_time(datetime.combine(first, at), repeat, context), clock.zone or zone
        )
    elif repeat.frequency == "HOURLY":
        due = DueTime(context.now, zone)
    rule = check_rule(rrule_of(repeat, until=last_day(context, meaning), count=meaning.count))
    recurrence = Recurrence(rule, "completion" if repeat.is_completion else "schedule")
    return Reading(due=due, recurrence=recurrence, starts=meaning.starts)


def _first_time(at: datetime, repeat: Repeat, context: Context) -> datetime:
    """Of hours that began today the first that is still to come: “every 6 hours from 8”, said at 10:00, is 14:00."""
    if repeat.frequency != "HOURLY" or at.date() != context.today:
        return at
    step = timedelta(hours=repeat.interval)
    return at + max(0, (context.now - at) // step + 1) * step


def _next_hour(clock: Clock | None, repeat: Repeat, context: Context) -> Clock | None:
    """Of several times of a day the first that is still to come."""
    if clock is None:
        return None
    now = (context.now.hour, context.now.minute)
    ahead = [hour for hour in repeat.hours if (hour, clock.minute) > now]
    return replace(clock, hour=ahead[0], is_sure=True) if ahead else clock


def read_reminders(
    text: str, *, due: Due | None, now: datetime, zone: str, habits: Habits = _STANDARD
) -> tuple[Reminder, ...]:
    """The reminders that a text is about and nothing else: “2 hours before”, “tomorrow 9:00”. None where it says something else."""
    said = _REMIND.sub("", text.strip())
    context = _context(now, zone, habits)
    found = scan(f"remind me {said}", context)
    if len(found) != 1 or found[0].end < len(f"remind me {said}"):
        return ()
    return tuple(_reminders(found[0].meaning, due, context, zone))


def _reminders(
    meaning: Meaning, due: Due | None, context: Context, zone: str
) -> Iterator[Reminder]:
    if meaning.remind:
        yield from _at(meaning.remind, due, context, zone)
    for ahead in meaning.ahead:
        yield _before(ahead, due, context, zone)


def _at(remind: Meaning, due: Due | None, context: Context, zone: str) -> list[Reminder]:
    """At a time of its own; a time without a day is one of the day that the task is due."""
    clock = remind.clock
    if clock and not clock.zone and remind.day is None and remind.at is None and due is not None:
        return [OnDay(0, _time(context, clock, _day(due)))]
    said = settle(remind, context, zone)
    moment = morning(said.on, zone) if isinstance(said, DueDate) else said
    return [one for one in (moment,) if one is not None]


def _before(ahead: Ahead, due: Due | None, context: Context, zone: str) -> Reminder:
    """So long before; with a clock time at that time of the day. Months and working days are counted from the due once."""
    length, clock = ahead.length, ahead.clock
    if length.months or length.workdays or (clock and clock.zone):
        day = calendar.shift_day(_day(due) if due else context.today, length, -1)
        return at_clock(day, clock or Clock(MORNING.hour), context, zone)
    if clock is None:
        return Before(length.days * _HOURS * _MINUTE + length.seconds // _MINUTE)
    return OnDay(length.days, _time(context, clock, None))


def _time(context: Context, clock: Clock, day: date | None) -> time:
    """The time of day that is meant; the end of a day is its last minute."""
    hour = settle_hour(context, clock, day)
    return time(hour, clock.minute) if hour < _HOURS else time(_HOURS - 1, _MINUTE - 1)


def _day(due: Due) -> date:
    return due.on if isinstance(due, DueDate) else due.local.date()
