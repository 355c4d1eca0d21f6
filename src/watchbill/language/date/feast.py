"""Rules for feasts whose day many people name instead of its date."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from watchbill.language.date import calendar
from watchbill.language.date.grammar import Builder, Rules
from watchbill.language.date.value import Context, Period

RULES = rules = Rules()
DayOf = Callable[[int], date]
"""Year to day."""


def _on(month: int, day: int) -> DayOf:
    return lambda year: date(year, month, day)


def _nth(month: int, nth: int, weekday: int, plus: int = 0) -> DayOf:
    def day(year: int) -> date:
        month_days = calendar.month_of(year, month)
        first = calendar.this_weekday(month_days.first, weekday) + timedelta(7 * (nth - 1))
        last = calendar.next_weekday(month_days.last, weekday) - timedelta(7)
        return (first if nth > 0 else last) + timedelta(plus)

    return day


def _easter(plus: int) -> DayOf:
    return lambda year: calendar.easter(year) + timedelta(plus)


_FEASTS: dict[str, DayOf] = {
    "christmas|xmas [day]": _on(12, 25),
    "christmas|xmas eve": _on(12, 24),
    "boxing day": _on(12, 26),
    "new year's|years|year eve": _on(12, 31),
    "new years's eve": _on(12, 31),
    "nye": _on(12, 31),
    "new year's|years|year [day]": _on(1, 1),
    "halloween": _on(10, 31),
    "valentine's|valentines|valentine [day]": _on(2, 14),
    "st|saint [.] patrick's|patricks|patrick day": _on(3, 17),
    "independence day": _on(7, 4),
    "earth day": _on(4, 22),
    "veterans|veteran's|veterans' day": _on(11, 11),
    "juneteenth": _on(6, 19),
    "april fools|fool's|fools' [day]": _on(4, 1),
    "groundhog day": _on(2, 2),
    "labor|labour day": _nth(9, 1, 0),
    "memorial day": _nth(5, -1, 0),
    "presidents|president's|presidents' day": _nth(2, 3, 0),
    "mlk day": _nth(1, 3, 0),
    "martin luther king [jr] [.] ['s] day": _nth(1, 3, 0),
    "columbus day": _nth(10, 2, 0),
    "thanksgiving [day]": _nth(11, 4, 3),
    "black friday": _nth(11, 4, 3, 1),
    "cyber monday": _nth(11, 4, 3, 4),
    "giving tuesday": _nth(11, 4, 3, 5),
    "mother's|mothers|mothers' day": _nth(5, 2, 6),
    "father's|fathers|fathers' day": _nth(6, 3, 6),
    "shrove tuesday": _easter(-47),
    "pancake day": _easter(-47),
    "palm sunday": _easter(-7),
    "maundy thursday": _easter(-3),
    "good friday": _easter(-2),
    "easter [sunday|day]": _easter(0),
    "easter monday": _easter(1),
    "ash wednesday": _easter(-46),
    "pentecost|whitsun": _easter(49),
    "whit monday": _easter(50),
}


FEAST_WORDS = frozenset(re.findall(r"[^\s|\[\]]+", " ".join(_FEASTS)))
FEAST_OPENINGS = frozenset(word for words in _FEASTS for word in words.split()[0].split("|"))


def _coming(day_of: DayOf) -> Builder:
    def build(context: Context, year: int | Period | None = None) -> date:
        if isinstance(year, Period):
            return day_of(year.first.year)
        if year is not None:
            return day_of(year)
        this = day_of(context.today.year)
        return this if this >= context.today else day_of(context.today.year + 1)

    return build


def _past(day_of: DayOf) -> Builder:
    def build(context: Context) -> date:
        this = day_of(context.today.year)
        return this if this < context.today else day_of(context.today.year - 1)

    return build


for _words, _day_of in _FEASTS.items():
    if (
        _day_of(2026).strftime("%m%d")
        == _day_of(2027).strftime("%m%d")
        == _day_of(2030).strftime("%m%d")
    ):
        rules("fixed-feast", _words)(_coming(_day_of))
    rules(
        "feast",
        _words,
        f"[this|next|coming|upcoming|following] {_words}",
        f"{_words} [of|,|in] <year>",
        f"{_words} [of|,|in] <a-year>",
    )(_coming(_day_of))
    rules("feast", f"last|previous|past {_words}")(_past(_day_of))


@rules("day", "[the] <feast>")
def _(_context: Context, day: date) -> date:
    return day
