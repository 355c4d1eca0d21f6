"""Rules for what comes back by the month or year: “the 1st and 15th of each month”, “every 4th of July”, “the second Friday of every third month”."""

from dataclasses import replace
from typing import Any

from watchbill.language.date.grammar import Rules
from watchbill.language.date.repeat import on_places
from watchbill.language.date.value import CODES, Context, Days, Numbers, Place, Repeat

RULES = rules = Rules()
_MONTH_DAYS = 31


@rules("dates", "<nth>", "<nth> ,|and [the] <dates>", "<nth> , and [the] <dates>", "<nth> <dates>")
def _(_context: Context, first: int, more: Numbers = ()) -> Numbers | None:
    return (first, *more) if first <= _MONTH_DAYS else None


@rules(
    "dates",
    "<last>",
    "<last> ,|and [the] <dates>",
    "<last> day",
    "<nth> ,|and [the] <last> day",
)
def _(_context: Context, first: int, more: Numbers | int = ()) -> Numbers:
    return (first, *(more if isinstance(more, tuple) else (more,)))


@rules("days-of", "<dates> [day|days]", "day|days <int>", "[the] <int>")
def _(_context: Context, days: Numbers | int) -> Numbers | None:
    numbers = days if isinstance(days, tuple) else (days,)
    return numbers if all(number <= _MONTH_DAYS for number in numbers) else None


@rules("months", "<month>", "<month> ,|and|/ <months>", "<month> , and <months>")
def _(_context: Context, first: int, more: Numbers = ()) -> Numbers:
    return (first, *more)


@rules("places", "<place>", "<place> ,|and [the] <places>", "<place> , and [the] <places>")
def _(_context: Context, first: int, more: Numbers = ()) -> Numbers:
    return (first, *more)


@rules("of-kind", "<any-weekday>")
def _(_context: Context, number: int) -> Days:
    return (CODES[number],)


@rules("of-kind", "weekday|weekdays|workday|workdays", "business|working|work day|days")
def _(_context: Context) -> Days:
    return CODES[:5]


@rules("of-kind", "weekend day|days")
def _(_context: Context) -> Days:
    return CODES[5:]


@rules(
    "spots",
    "<places> <of-kind>",
    "<places> <of-kind> ,|and [the] <spots>",
    "<places> <of-kind> , and [the] <spots>",
)
def _(
    _context: Context, places: Numbers, days: Days, more: tuple[Place, ...] = ()
) -> tuple[Place, ...]:
    return (*((place, days) for place in places), *more)


@rules("cycle", "<step>")
def _(_context: Context, step: Repeat) -> Repeat | None:
    is_bare = not (step.days or step.month_days)
    return step if is_bare and step.frequency in ("MONTHLY", "YEARLY", "WEEKLY") else None


@rules("cycle", "<:each> <months>")
def _(_context: Context, months: Numbers) -> Repeat:
    return Repeat("YEARLY", months=months)


@rules("cycle", "<step> in <months>", "<step> <months>")
def _(_context: Context, step: Repeat, months: Numbers) -> Repeat | None:
    return replace(step, months=months) if step.frequency == "YEARLY" else None


@rules("core", "<:each> <months>")
def _(_context: Context, months: Numbers) -> Repeat:
    return Repeat("YEARLY", months=months)


@rules("core", "<step> in <months>")
def _(_context: Context, step: Repeat, months: Numbers) -> Repeat | None:
    return None if step.months else replace(step, months=months)


@rules("core", "[on] [the] <days-of> of|in|on <cycle>", "[on] [the] <days-of> <cycle>")
def _(_context: Context, days: Numbers, cycle: Repeat) -> Repeat | None:
    return _on_dates(cycle, days)


@rules(
    "core",
    "<cycle> [,] on [the] <days-of> [of [the] month]",
    "<cycle> the <days-of>",
    "<cycle> <days-of> [of [the] month]",
    "<cycle> [,] [on] day|days <int>",
)
def _(_context: Context, cycle: Repeat, days: Numbers | int) -> Repeat | None:
    return _on_dates(cycle, days if isinstance(days, tuple) else (days,))


@rules("core", "<:each> <dates> [day] [of|in [the] month]", "<:each> <dates> of a month")
def _(_context: Context, days: Numbers) -> Repeat | None:
    return _on_dates(Repeat("MONTHLY"), days)


@rules("core", "[on] [the] <dates> of [the|a] month")
def _(_context: Context, days: Numbers) -> Repeat | None:
    return _on_dates(Repeat("MONTHLY"), days) if len(days) > 1 else None


@rules(
    "core",
    "[on] [the] <dates> of [the|a] month [,] every|each month",
    "[on] [the] <dates> of [the|a] month [,] monthly",
)
def _(_context: Context, days: Numbers) -> Repeat | None:
    return _on_dates(Repeat("MONTHLY"), days)


@rules("core", "<:each> <dates> [of] <months> [every|each year]", "<:each> <int> [of] <months>")
def _(_context: Context, days: Numbers | int, months: Numbers) -> Repeat | None:
    return _yearly(days, months)


@rules("core", "<step> [,] [on] <months> [the] <days-of>")
def _(_context: Context, step: Repeat, months: Numbers, days: Numbers) -> Repeat | None:
    return (
        replace(_yearly(days, months), interval=step.interval)
        if step.frequency == "YEARLY"
        else None
    )


@rules(
    "core",
    "<step> [,] [on] [the] <dates> [of] <months>",
    "<step> [,] [on] [the] <int> [of] <months>",
)
def _(_context: Context, step: Repeat, days: Numbers | int, months: Numbers) -> Repeat | None:
    return (
        replace(_yearly(days, months), interval=step.interval)
        if step.frequency == "YEARLY"
        else None
    )


@rules(
    "core",
    "[on] [the] <dates> [of] <months> every|each year",
    "[on] [the] <dates> [of] <months> yearly|annually",
    "[on] [the] <int> [of] <months> every|each year",
)
def _(_context: Context, days: Numbers | int, months: Numbers) -> Repeat | None:
    return _yearly(days, months)


@rules(
    "core",
    "[on] <months> [the] <days-of> every|each year",
    "[on] <months> [the] <days-of> yearly|annually",
)
def _(_context: Context, months: Numbers, days: Numbers) -> Repeat | None:
    return _yearly(days, months)


@rules("core", "<:each> <fixed-feast>", "<fixed-feast> every|each year")
def _(_context: Context, *values: Any) -> Repeat:
    day = values[-1]
    return Repeat("YEARLY", month_days=(day.day,), months=(day.month,))


@rules("core", "[on] [the] <spots> of|in|on <cycle>", "[on] [the] <spots> <cycle>")
def _(_context: Context, spots: tuple[Place, ...], cycle: Repeat) -> Repeat | None:
    return on_places(cycle, spots)


@rules("core", "<cycle> [,] on [the] <spots>", "<cycle> [,] [the] <spots>")
def _(_context: Context, cycle: Repeat, spots: tuple[Place, ...]) -> Repeat | None:
    return on_places(cycle, spots)


@rules("core", "<cycle> [,] [on] [the] <spots> in|of [the] <months>")
def _(
    _context: Context, cycle: Repeat, spots: tuple[Place, ...], months: Numbers
) -> Repeat | None:
    found = on_places(cycle, spots)
    return replace(found, months=months) if found and cycle.frequency == "YEARLY" else None


@rules(
    "core",
    "<cycle> [,] [on] [the] <spots> in|of [the] month",
)
def _(_context: Context, cycle: Repeat, spots: tuple[Place, ...]) -> Repeat | None:
    return on_places(cycle, spots)


@rules("core", "<:each> <spots>")
def _(_context: Context, spots: tuple[Place, ...]) -> Repeat | None:
    """“Every first and third Wednesday” can only be of the month."""
    return on_places(Repeat("MONTHLY"), spots) if len(spots) > 1 else None


@rules(
    "core",
    "<:each> <spots> of|in [the|a] month",
    "<:each> <spots> of|in each|every month",
    "[on] [the] <spots> of [the|a] month every|each month",
    "<spots> monthly",
)
def _(_context: Context, *values: Any) -> Repeat | None:
    spots = values[-1]
    return on_places(Repeat("MONTHLY"), spots)


@rules(
    "core",
    "<:each> <spots> of|in <months>",
    "[on] [the] <spots> of|in <months> every|each year",
    "[on] [the] <spots> of|in <months> yearly|annually",
)
def _(_context: Context, *values: Any) -> Repeat | None:
    spots, months = values[-2:]
    found = on_places(Repeat("YEARLY"), spots)
    return replace(found, months=months) if found else None


@rules("core", "[at|on] [the] start|beginning|begin of <cycle>", "[at|on] [the] first of <cycle>")
def _(_context: Context, cycle: Repeat) -> Repeat | None:
    return _edge(cycle, is_end=False)


@rules("core", "[at|on] [the] end of <cycle>")
def _(_context: Context, cycle: Repeat) -> Repeat | None:
    return _edge(cycle, is_end=True)


@rules("core", "<:each> month end", "<:each> end of [the] month")
def _(_context: Context) -> Repeat:
    return Repeat("MONTHLY", month_days=(-1,))


@rules("core", "[in] [the] middle of <cycle>", "mid <cycle>")
def _(_context: Context, cycle: Repeat) -> Repeat | None:
    return replace(cycle, month_days=(15,)) if cycle.frequency == "MONTHLY" else None


@rules("core", "[the] <nth> day of <:each> year", "[the] <nth> of <:each> year")
def _(_context: Context, day: int) -> Repeat:
    return Repeat("YEARLY", year_days=(day,))


@rules("core", "<:each> [year] [on] [the] <places> day of the year")
def _(_context: Context, days: Numbers) -> Repeat:
    return Repeat("YEARLY", year_days=days)


def _yearly(days: Numbers | int, months: Numbers) -> Repeat:
    return Repeat("YEARLY", month_days=_numbers(days), months=months)


def _numbers(value: Numbers | int) -> Numbers:
    return value if isinstance(value, tuple) else (value,)


def _on_dates(cycle: Repeat, days: Numbers) -> Repeat | None:
    """These days of each month or week of the cycle."""
    if cycle.frequency == "MONTHLY" or (cycle.frequency == "YEARLY" and cycle.months):
        return replace(cycle, month_days=days)
    if cycle.frequency == "YEARLY":
        return replace(cycle, year_days=days)
    if all(0 < day <= len(CODES) for day in days):
        return replace(cycle, days=tuple(CODES[day - 1] for day in days))
    return None


def _edge(cycle: Repeat, *, is_end: bool) -> Repeat | None:
    place = -1 if is_end else 1
    if cycle.frequency == "MONTHLY":
        return replace(cycle, month_days=(place,))
    if cycle.frequency == "WEEKLY":
        return replace(cycle, days=("FR" if is_end else "MO",))
    if cycle.months:
        return replace(cycle, month_days=(place,))
    return replace(cycle, months=(12 if is_end else 1,), month_days=(31 if is_end else 1,))
