"""Rules for lists of weekdays: “Monday, Wednesday and Friday”, “Tue-Thu”, “weekends”."""

from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import CODES, REST_DAYS, WORK_DAYS, Context, Days

RULES = rules = Rules()


@rules("any-weekday", "<weekday>", "<weekdays>")
def _(_context: Context, number: int) -> int:
    return number


@rules("day-set", "<any-weekday>")
def _(_context: Context, number: int) -> Days:
    return (CODES[number],)


@rules("day-set", "mwf", "m / w / f", "m , w , f")
def _(_context: Context) -> Days:
    return ("MO", "WE", "FR")


@rules("day-set", "<any-weekday> -|to|thru|through|til|till|until <any-weekday>")
def _(_context: Context, first: int, last: int) -> Days:
    return tuple(CODES[(first + step) % 7] for step in range((last - first) % 7 + 1))


@rules(
    "day-set",
    "weekday|weekdays|workday|workdays|weekdy",
    "business|working|work|school day|days",
    "week days|day",
)
def _(_context: Context) -> Days:
    return WORK_DAYS


@rules("day-set", "weekend|weekends", "week - end|ends", "weekend day|days")
def _(_context: Context) -> Days:
    return REST_DAYS


@rules(
    "day-list",
    "<day-set>",
    "<day-set> ,|and|/|or|+ <day-list>",
    "<day-set> , and|or <day-list>",
    "<day-set> <day-list>",
    "<day-set> and on|every|each <day-list>",
    "<day-set> , every|each <day-list>",
)
def _(_context: Context, first: Days, more: Days = ()) -> Days:
    return (*first, *(day for day in more if day not in first))


@rules("plural", "<weekdays>", "<weekday> -|to|thru|through <weekdays>")
def _(_context: Context, *numbers: int) -> Days:
    first, last = numbers[0], numbers[-1]
    return tuple(CODES[(first + step) % 7] for step in range((last - first) % 7 + 1))


@rules("plural", "<weekdays> -|to|thru|through|until <any-weekday>")
def _(_context: Context, first: int, last: int) -> Days:
    return tuple(CODES[(first + step) % 7] for step in range((last - first) % 7 + 1))


@rules("plural", "weekdays|workdays", "work|week days")
def _(_context: Context) -> Days:
    return WORK_DAYS


@rules("plural", "weekends", "week - ends")
def _(_context: Context) -> Days:
    return REST_DAYS


@rules(
    "plurals",
    "<plural>",
    "<plural> ,|and|/|or <day-list>",
    "<plural> <plurals>",
    "<plural> , and|or <day-list>",
    "<weekday> ,|and|/|or <plurals>",
)
def _(_context: Context, first: Days | int, more: Days = ()) -> Days:
    days = first if isinstance(first, tuple) else (CODES[first],)
    return (*days, *(day for day in more if day not in days))
