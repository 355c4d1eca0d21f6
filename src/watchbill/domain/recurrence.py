"""How a task comes again: a rule, counted from its schedule or from its completion, and which occurrence this one is.

What recurs is the wall time: five in the afternoon stays five over every change of the clocks. A slot that they skip
moves forward by what they skip, for that day alone. `docs/decisions/0007-recurrence.md` says why it counts as it does.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Literal

from watchbill.domain import phrase
from watchbill.domain.due import Due, DueDate, DueTime, day_at, wall_at
from watchbill.domain.rule import Rule, invalid, parse
from watchbill.domain.slot import walls

Basis = Literal["schedule", "completion"]
UPCOMING_MAX = 100

_NAMESPACE = uuid.UUID("9d0f2c1e-52b7-4c6e-8a53-0e6f4d1b7a90")
_MARGIN = timedelta(days=2)  # more than any change of the clocks
_EXAMPLE = datetime(2024, 1, 1)  # noqa: DTZ001 -- a wall time, from which all happens that can
_DAYS_OF_EVERY_MONTH = 28
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule as `check_rule` wrote it, and what it is counted from."""

    rule: str
    basis: Basis = "schedule"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One of a series: `number` counts 1, 2, 3 …; `slot` is what the rule gave it, whatever its due became."""

    series: str
    number: int
    start: Due
    slot: Due


@lru_cache(maxsize=1024)
def check_rule(text: str) -> str:
    """Return the rule in its one spelling. Raises INVALID_RECURRENCE, also for what never happens (30 February)."""
    rule = parse(text)
    always = replace(rule, interval=1, count=None, until=None)
    if next(walls(always, _EXAMPLE, since=_EXAMPLE), None) is None:
        raise invalid(f"{rule} never happens.", hint="Give days that exist.")
    return str(rule)


def describe(recurrence: Recurrence) -> str:
    """The recurrence in plain English: “every 2 weeks on Tuesday until 1 June 2027”."""
    return phrase.words(parse(recurrence.rule), by_completion=recurrence.basis == "completion")


def begin(recurrence: Recurrence, due: Due, *, series: str) -> Occurrence:
    """The first occurrence of a series: its start counts, whether the rule meets it or not (RFC 5545).

    Raises INVALID_RECURRENCE where the rule names times of day for a due date, or where it never happens from there on.
    """
    rule = parse(check_rule(recurrence.rule))
    if rule.names_times and isinstance(due, DueDate):
        raise invalid(
            "The rule names times of the day, and the task is due on a date.",
            hint="Give the task a due time, or leave the times out of the rule.",
        )
    wall = _wall(due)
    if next(walls(rule, wall, since=wall), None) is None:
        raise invalid(
            f"{rule} never happens after {wall.date()}.",
            hint="Choose another due date, or days that the rule can meet.",
        )
    return Occurrence(series, 1, start=due, slot=due)


def falls_on(recurrence: Recurrence, due: Due) -> bool:
    """Whether the rule can give that day, whatever its interval counts from; one that names no days can give any."""
    rule = parse(recurrence.rule)
    if rule.is_plain:
        return True
    day = _wall(due).replace(hour=0, minute=0, second=0)
    eve = day - timedelta(days=1)
    always = replace(rule, interval=1, count=None, until=None)
    found = next((wall for wall in walls(always, eve, since=eve) if wall >= day), None)
    return found is not None and found.date() == day.date()


def restart(
    recurrence: Recurrence, occurrence: Occurrence, due: Due, *, series: str
) -> tuple[Recurrence, Occurrence]:
    """The rest of a series as a series of its own that starts at `due`; a COUNT is what was left of it."""
    rule = parse(recurrence.rule)
    if rule.count:
        rule = replace(rule, count=max(1, rule.count - _gone(rule, recurrence.basis, occurrence)))
    rest = replace(recurrence, rule=str(rule))
    return rest, begin(rest, due, series=series)


def _gone(rule: Rule, basis: Basis, occurrence: Occurrence) -> int:
    """How many of a COUNT lie before this occurrence."""
    if basis == "completion":
        return occurrence.number - 1
    start, slot = _moment(occurrence.start), _moment(occurrence.slot)
    earlier = [due for due in _slots(rule, occurrence.start) if _moment(due) < slot]
    return len(earlier) + (start < slot)


def next_occurrence(
    recurrence: Recurrence, occurrence: Occurrence, *, completed_at: datetime, zone: str
) -> Occurrence | None:
    """What comes after this occurrence when it is completed, or skipped; None when the series is over.

    By schedule: the rule's first slot after both this one and the completion, so that missed ones are left out and an
    early completion repeats none. By completion: the interval from the day of completion in `zone`, counted on until it
    is past this slot.
    """
    rule = parse(recurrence.rule)
    by_schedule = recurrence.basis == "schedule"
    find = _scheduled if by_schedule else _counted_on
    if not by_schedule and rule.count and occurrence.number >= rule.count:
        return None
    slot = find(rule, occurrence, completed_at, zone)
    if slot is None or _is_past_until(rule, slot):
        return None
    return replace(occurrence, number=occurrence.number + 1, slot=slot)


def upcoming(recurrence: Recurrence, start: Due, *, after: Due, limit: int) -> tuple[Due, ...]:
    """The slots later than `after`, 100 at most; by completion, as if each were completed on its day."""
    rule = parse(recurrence.rule)
    slots = (
        _slots(rule, start, since=_wall(after) - _MARGIN)
        if recurrence.basis == "schedule"
        else _chain(recurrence, start, start if rule.count else after)
    )
    coming = (slot for slot in slots if _moment(slot) > _moment(after))
    return tuple(islice(_rising(coming, rule), min(limit, UPCOMING_MAX)))


def occurrence_id(series: str, number: int) -> str:
    """The id of the task that is this occurrence: the same wherever and however often it is made."""
    return str(uuid.uuid5(_NAMESPACE, f"{series}/{number}"))


def child_id(parent_id: str, child_id: str) -> str:
    """The id of the subtask that the next occurrence gets in place of an earlier one's."""
    return str(uuid.uuid5(_NAMESPACE, f"{parent_id}/{child_id}"))


def _scheduled(
    rule: Rule, occurrence: Occurrence, completed_at: datetime, zone: str
) -> Due | None:
    latest = max(_moment(occurrence.slot), _completion(occurrence.start, completed_at, zone))
    slots = _slots(rule, occurrence.start, since=_wall_at(latest, occurrence.start) - _MARGIN)
    return next((slot for slot in slots if _moment(slot) > latest), None)


def _counted_on(
    rule: Rule, occurrence: Occurrence, completed_at: datetime, zone: str
) -> Due | None:
    """The first slot after INTERVAL - 1 whole periods from the completion, as if INTERVAL were 1.

    A rule that names no days just adds the interval; a day that the month lacks becomes its last one.
    """
    start = occurrence.start
    base = _base(rule, start, completed_at, zone)
    if rule.is_plain:
        found = walls(_plain(rule, base, rule.interval), base, since=base)
    else:
        last = _plain(rule, base, rule.interval - 1) if rule.interval > 1 else None
        base = next(walls(last, base, since=base), base) if last else base
        found = walls(replace(rule, interval=1), _wall(start), since=base)
    coming = (_like(start, wall) for wall in found if wall > base)
    return next((due for due in coming if _moment(due) > _moment(occurrence.slot)), None)


def _base(rule: Rule, start: Due, completed_at: datetime, zone: str) -> datetime:
    """The wall time that the interval is counted from: the completer's day, or the minute where that matters."""
    if rule.comes_several_times_a_day and (rule.freq == "HOURLY" or rule.interval == 1):
        return _wall_at(completed_at, start).replace(second=0, microsecond=0)
    day = day_at(completed_at, zone)
    return datetime.combine(day, _wall(start).time() if rule.is_plain else _LAST_SECOND)


def _plain(rule: Rule, base: datetime, interval: int) -> Rule:
    """The interval alone; from a 31st it goes to the last day of each month that has none."""
    by: dict[str, tuple[int, ...]] = {}
    if rule.freq in {"MONTHLY", "YEARLY"} and base.day > _DAYS_OF_EVERY_MONTH:
        by = {"BYMONTHDAY": tuple(range(_DAYS_OF_EVERY_MONTH, base.day + 1)), "BYSETPOS": (-1,)}
        by |= {"BYMONTH": (base.month,)} if rule.freq == "YEARLY" else {}
    return Rule(rule.freq, interval, by=by)


def _slots(rule: Rule, start: Due, *, since: datetime | None = None) -> Iterator[Due]:
    """The rule's slots after its start; where COUNT ends them, from the first on."""
    wall = _wall(start)
    if rule.count:
        found: Iterator[datetime] = islice(walls(rule, wall, since=wall), rule.count - 1)
    else:
        found = walls(rule, wall, since=since or wall)
    return (_like(start, wall) for wall in found)


def _chain(recurrence: Recurrence, start: Due, slot: Due) -> Iterator[Due]:
    occurrence: Occurrence | None = Occurrence("", 1, start, slot)
    while occurrence:
        zone = slot.zone if isinstance(slot, DueTime) else "UTC"
        occurrence = next_occurrence(
            recurrence, occurrence, completed_at=_moment(occurrence.slot), zone=zone
        )
        if occurrence:
            yield occurrence.slot


def _rising(slots: Iterator[Due], rule: Rule) -> Iterator[Due]:
    """Each slot that is later than the one before it, as far as UNTIL: where clocks skip an hour, two may meet."""
    latest = None
    for slot in slots:
        if _is_past_until(rule, slot):
            return
        if latest is None or _moment(slot) > latest:
            latest = _moment(slot)
            yield slot


def _is_past_until(rule: Rule, slot: Due) -> bool:
    if rule.until is None:
        return False
    until = datetime.fromisoformat(rule.until)
    if "T" not in rule.until:
        return _wall(slot).date() > until.date()
    return _moment(slot) > until if until.tzinfo else _wall(slot) > until


def _completion(start: Due, completed_at: datetime, zone: str) -> datetime:
    """The moment that a slot has to be later than: for dates that is a day, the completer's."""
    if isinstance(start, DueTime):
        return completed_at
    return datetime.combine(day_at(completed_at, zone), time(), UTC)


def _moment(due: Due) -> datetime:
    """What orders the slots of a series."""
    return due.at if isinstance(due, DueTime) else datetime.combine(due.on, time(), UTC)


def _wall(due: Due) -> datetime:
    return due.local if isinstance(due, DueTime) else datetime.combine(due.on, time())


def _wall_at(moment: datetime, start: Due) -> datetime:
    return wall_at(moment, start.zone if isinstance(start, DueTime) else "UTC")


def _like(start: Due, wall: datetime) -> Due:
    return DueTime(wall, start.zone) if isinstance(start, DueTime) else DueDate(wall.date())
