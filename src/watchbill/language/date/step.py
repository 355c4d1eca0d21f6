"""Rules for how often: “every other week”, “once a month”, “biannually”."""

from typing import Any

from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import REST_DAYS, WORK_DAYS, Context, Repeat

RULES = rules = Rules()
_FREQUENCIES = {
    "hour": ("HOURLY", 1), "day": ("DAILY", 1), "week": ("WEEKLY", 1), "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3), "year": ("YEARLY", 1), "decade": ("YEARLY", 10),
}  # fmt: skip
_SPREAD = {2: ("MO", "TH"), 3: ("MO", "WE", "FR"), 4: ("MO", "TU", "TH", "FR"), 5: WORK_DAYS}


def make_step(unit: str, count: int = 1) -> Repeat | None:
    if unit in ("weekday", "weekend"):
        return Repeat("WEEKLY", count, WORK_DAYS if unit == "weekday" else REST_DAYS)
    if unit not in _FREQUENCIES or not count:
        return None
    frequency, each = _FREQUENCIES[unit]
    return Repeat(frequency, each * count)


@rules("each", "every|each|ev|evry|evey|ever|eveyr|evrey [single]", "each and every")
def _(_context: Context) -> bool:
    return True


@rules("step", "<:each> <unit>")
def _(_context: Context, unit: str) -> Repeat | None:
    return make_step(unit)


@rules(
    "step",
    "<:each> other|alternate|alternating|second <unit>",
    "alternate|alternating <unit>",
    "<:each> - other <unit>",
)
def _(_context: Context, *values: Any) -> Repeat | None:
    return make_step(str(values[-1]), 2)


@rules("step", "<:each> <num> <unit>", "<:each> <nth> <unit>", "<:each> <int> ~ - ~ <unit>")
def _(_context: Context, count: int, unit: str) -> Repeat | None:
    return make_step(unit, count)


@rules("step", "<:each> couple of|few <unit>", "<:each> couple <unit>")
def _(_context: Context, unit: str) -> Repeat | None:
    return make_step(unit, 2)


@rules("step", "<:each> few <unit>")
def _(_context: Context, unit: str) -> Repeat | None:
    return make_step(unit, 3)


@rules("step", "<:each> half <unit>", "<:each> half a|an <unit>", "<:each> half - <unit>")
def _(_context: Context, unit: str) -> Repeat | None:
    return Repeat("MONTHLY", 6) if unit == "year" else None


@rules(
    "step",
    "once a|an|every|per|each <unit>",
    "once every <num> <unit>",
    "one time a|per <unit>",
    "once in every <num> <unit>",
)
def _(_context: Context, *values: Any) -> Repeat | None:
    return make_step(str(values[-1]), values[0] if isinstance(values[0], int) else 1)


@rules("step", "1 ~ x a|an|per|each|every <unit>")
def _(_context: Context, unit: str) -> Repeat | None:
    return make_step(unit)


@rules("step", "once every other|second <unit>")
def _(_context: Context, unit: str) -> Repeat | None:
    return make_step(unit, 2)


@rules(
    "step",
    "[once] <recurring>",
    "1 ~ x <recurring>",
    "<recurring> basis",
    "on a|an <recurring> basis",
)
def _(_context: Context, found: tuple[str, int]) -> Repeat:
    return Repeat(*found)


@rules("step", "bi ~ - <recurring>", "bi - <recurring>", "every other <recurring>")
def _(_context: Context, found: tuple[str, int]) -> Repeat:
    return Repeat(found[0], found[1] * 2)


@rules(
    "step",
    "semi - annually|annual|yearly",
    "half - yearly",
    "half yearly",
    "twice a|per year",
    "twice yearly",
)
def _(_context: Context) -> Repeat:
    return Repeat("MONTHLY", 6)


@rules(
    "step",
    "<num> times|x a|per|each|every week",
    "twice a|per|each|every week",
    "twice weekly",
)
def _(_context: Context, count: int = 2) -> Repeat | None:
    return Repeat("WEEKLY", 1, _SPREAD[count]) if count in _SPREAD else None


@rules("step", "twice a|per|each|every month", "twice monthly")
def _(_context: Context) -> Repeat:
    return Repeat("MONTHLY", 1, month_days=(1, 15))
