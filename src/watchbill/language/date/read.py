"""From text to when a task is due, when it comes again, and when to remind of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watchbill.domain.due import Due, DueDate, DueTime
from watchbill.domain.errors import InvalidError
from watchbill.domain.recurrence import Recurrence, check_rule
from watchbill.domain.reminder import MORNING, Before, OnDay, Reminder, morning
from watchbill.language.date import calendar
from watchbill.language.date.hour import settle_hour
from watchbill.language.date.rule import first_slot, last_day, rrule_of
from watchbill.language.date.scan import Found, scan
from watchbill.language.date.value import Ahead, Clock, Context, Habits, Meaning, Repeat

_HOURS, _MINUTE = 24, 60
_STANDARD = Habits()
_TIMER = re.compile(r"\b(?:timer|alarm|countdown)\s+$", re.IGNORECASE)
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
    return [replace(each, meaning=each.meaning.remind) for each in notices if each.meaning.remind][
        :1
    ]


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
    """The phrases that fit together: one recurrence, one day, one time; the first of each."""
    used: list[Found] = []
    for each in found:
        if all(_fits(each.meaning, other.meaning) for other in used):
            used.append(each)
    return used


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
    end = settle(meaning.end, context, zone) if meaning.end else None
    if meaning.lasting and isinstance(due, DueTime):
        end = replace(due, local=calendar.shift(due.local, meaning.lasting))
    elif meaning.end and _is_of_same_day(meaning, meaning.end):
        end = _within_noon(due, end)
    return Reading(due=due, end=_after(due, end), is_now=meaning.at == context.now)


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


def settle(meaning: Meaning, context: Context, zone: str) -> Due | None:
    """The day or time that is meant, seen from now: a time without a day is the next such time."""
    if meaning.at is not None:
        return _exact(meaning.at, context, zone)
    if meaning.clock is None:
        return DueDate(meaning.day) if meaning.day else None
    if meaning.day is None:
        return _next_time(meaning.clock, context, zone)
    return _at_clock(meaning.day, meaning.clock, context, zone)


def _exact(at: datetime, context: Context, zone: str) -> DueTime:
    """A moment that was counted from now: hours that pass, whatever clocks do meanwhile; days are days of the calendar."""
    passed = at - context.now
    if abs(passed) > timedelta(days=2):
        return DueTime(at, zone)
    there = ZoneInfo(zone)
    moved = (context.now.replace(tzinfo=there).astimezone(UTC) + passed).astimezone(there)
    return DueTime(moved.replace(tzinfo=None, fold=0), zone, moved.fold)


def _at_clock(day: date, clock: Clock, context: Context, zone: str) -> DueTime:
    hour = settle_hour(context, clock, day)
    at = datetime.combine(day + timedelta(hour // _HOURS), time(hour % _HOURS, clock.minute))
    return DueTime(at, clock.zone or zone)


def _next_time(clock: Clock, context: Context, zone: str) -> DueTime:
    due = _at_clock(context.today, clock, context, zone)
    if due.local > context.now or clock.zone:
        return due
    return _at_clock(context.today + timedelta(1), clock, context, zone)


def _recurring(meaning: Meaning, repeat: Repeat, context: Context, zone: str) -> Reading:
    clock = _next_hour(meaning.clock, repeat, context)
    at = time(settle_hour(context, clock, None) % _HOURS, clock.minute) if clock else None
    start = meaning.starts or meaning.day or context.today
    first = first_slot(context, repeat, start, at)
    due: Due = DueDate(first)
    if clock and at is not None:
        due = DueTime(datetime.combine(first, at), clock.zone or zone)
    elif repeat.frequency == "HOURLY":
        due = DueTime(context.now, zone)
    rule = check_rule(rrule_of(repeat, until=last_day(context, meaning), count=meaning.count))
    recurrence = Recurrence(rule, "completion" if repeat.is_completion else "schedule")
    return Reading(due=due, recurrence=recurrence, starts=meaning.starts)


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
        return _at_clock(day, clock or Clock(MORNING.hour), context, zone)
    if clock is None:
        return Before(length.days * _HOURS * _MINUTE + length.seconds // _MINUTE)
    return OnDay(length.days, _time(context, clock, None))


def _time(context: Context, clock: Clock, day: date | None) -> time:
    """The time of day that is meant; the end of a day is its last minute."""
    hour = settle_hour(context, clock, day)
    return time(hour, clock.minute) if hour < _HOURS else time(_HOURS - 1, _MINUTE - 1)


def _day(due: Due) -> date:
    return due.on if isinstance(due, DueDate) else due.local.date()
