"""Arithmetic on the calendar."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta

from dateutil.easter import easter as easter_of

from watchbill.domain.due import YEAR_MIN
from watchbill.language.date.grammar import RefusedError
from watchbill.language.date.value import Context, Length, Period

DayIn = Callable[[Period], date | None]
"""Finds a day in a period."""
WEEK = 7
_RECENT = 31
YEAR_MAX = 2199


def make_day(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day) if YEAR_MIN <= year <= YEAR_MAX else None
    except (ValueError, OverflowError):
        return None


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the month's last where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not YEAR_MIN <= year <= YEAR_MAX:
        raise RefusedError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    most = (date(YEAR_MAX, 12, 31) - day).days
    least = (date(YEAR_MIN, 1, 1) - day).days
    if not least <= days <= most:
        raise RefusedError
    return day + timedelta(days)


def add_workdays(day: date, count: int) -> date:
    while count > 0:
        day += timedelta(1)
        count -= day.weekday() < 5  # noqa: PLR2004 -- Monday to Friday
    return day


def shift_day(day: date, length: Length, sign: int = 1) -> date:
    """So much later (or, with sign -1, earlier), clock time left out."""
    moved = add_days(add_months(day, sign * length.months), sign * length.days)
    return add_workdays(moved, length.workdays)


def shift(at: datetime, length: Length, sign: int = 1) -> datetime:
    moved = datetime.combine(shift_day(at.date(), length, sign), at.time())
    return moved + timedelta(seconds=sign * length.seconds)


def week_of(context: Context, day: date, weeks: int = 0) -> Period:
    """The week that the day is in, or so many weeks on."""
    begun = (day.weekday() - context.habits.week_start) % WEEK
    first = add_days(day, WEEK * weeks - begun)
    last = first + timedelta(6)
    return Period(first, last, last if weeks == 0 else first)


def iso_week(context: Context, number: int, year: int | None) -> Period | None:
    """The week of that ISO number: of the year, or the next one that isn't past."""
    years = (year,) if year else (context.today.year, context.today.year + 1)
    weeks = [_iso_week(context, number, each) for each in years]
    return next((week for week in weeks if week and (year or week.last >= context.today)), None)


def _iso_week(context: Context, number: int, year: int) -> Period | None:
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    week = week_of(context, monday)
    is_now = week.first <= context.today <= week.last
    return Period(week.first, week.last, context.today if is_now else week.first)


def in_week(week: Period, weekday: int) -> date:
    return week.first + timedelta((weekday - week.first.weekday()) % WEEK)


def next_weekday(day: date, weekday: int) -> date:
    """The first such weekday after the day."""
    return day + timedelta((weekday - day.weekday() - 1) % WEEK + 1)


def this_weekday(day: date, weekday: int) -> date:
    """The first such weekday from the day on, itself included."""
    return day + timedelta((weekday - day.weekday()) % WEEK)


def month_of(year: int, month: int) -> Period:
    first = date(year, month, 1)
    return Period(first, first.replace(day=monthrange(year, month)[1]), first)


def months_from(day: date, count: int, months: int) -> Period:
    """The month, quarter or year (`count` months) that the day is in, or so many on."""
    first = date(day.year, (day.month - 1) // count * count + 1, 1)
    first = add_months(first, months * count)
    last = add_months(first, count) - timedelta(1)
    return Period(first, last, last if months == 0 else first)


def span_of(context: Context, unit: str, ahead: int) -> Period | None:
    """The week, month, quarter or year that is now, or so many on."""
    if unit == "week":
        return week_of(context, context.today, ahead)
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    return months_from(context.today, months, ahead) if months else None


def weekend_of(context: Context, weeks: int = 0) -> Period:
    """The weekend that is or comes next, or so many on."""
    today = context.today
    saturday = today - timedelta(1) if today.weekday() == 6 else this_weekday(today, 5)  # noqa: PLR2004 -- Sunday
    saturday += timedelta(weeks=weeks)
    sunday = saturday + timedelta(1)
    return Period(saturday, sunday, max(saturday, today) if weeks == 0 else saturday)


def coming(context: Context, month: int, day: int, year: int | None = None) -> date | None:
    """That day of that month: of the year, or the next one from today on."""
    if year is not None:
        return make_day(year, month, day)
    years = range(context.today.year, context.today.year + 9)
    days = (make_day(each, month, day) for each in years)
    return next((found for found in days if found and found >= context.today), None)


def coming_month_day(context: Context, day: int) -> date | None:
    """The next such day of a month, from today on."""
    firsts = (add_months(context.today.replace(day=1), ahead) for ahead in range(12))
    days = (make_day(first.year, first.month, day) for first in firsts)
    return next((found for found in days if found and found >= context.today), None)


def coming_day(context: Context, weekday: int, day: int) -> date | None:
    """The next such day of a month that is such a weekday."""
    firsts = (add_months(context.today.replace(day=1), ahead) for ahead in range(400))
    days = (make_day(first.year, first.month, day) for first in firsts)
    return next((d for d in days if d and d >= context.today and d.weekday() == weekday), None)


def matching(context: Context, day: date, weekday: int) -> date:
    """The day; or, where its year was left open and only the one just past or the next year's is that weekday, that one."""
    if day.weekday() == weekday or not context.today <= day < add_months(context.today, 12):
        return day
    others = (make_day(day.year + years, day.month, day.day) for years in (-1, 1))
    fit = [other for other in others if other and other.weekday() == weekday]
    near = [other for other in fit if context.today - other < timedelta(_RECENT)]
    return near[0] if near else day


def reached(context: Context, period: Period, find: DayIn) -> Period:
    """The period; where which one was left open and what is found in it is past, the next."""
    found = find(period) if period.again else None
    if found is None or found >= context.today:
        return period
    first = add_months(period.first, period.again)
    after = add_months(period.last + timedelta(1), period.again)
    return Period(first, after - timedelta(1), first)


def coming_in(context: Context, period: Period, find: DayIn) -> date | None:
    """The day that is found in the period, or in the next."""
    return find(reached(context, period, find))


def nth_of(nth: int, weekday: int | None = None) -> DayIn:
    return lambda period: nth_in(period, nth, weekday)


def nth_in(period: Period, nth: int, weekday: int | None) -> date | None:
    """The nth such weekday (any day: None) of the period; -1 is the last, -2 the last but one."""
    if weekday is None:
        first, last, step = period.first, period.last, 1
    else:
        first = this_weekday(period.first, weekday)
        last = period.last - timedelta((period.last.weekday() - weekday) % WEEK)
        step = WEEK
    found = first + timedelta(step * (nth - 1)) if nth > 0 else last + timedelta(step * (nth + 1))
    return found if period.first <= found <= period.last else None


def nth_workday(period: Period, nth: int) -> date | None:
    days = [period.first + timedelta(n) for n in range((period.last - period.first).days + 1)]
    work = [day for day in days if day.weekday() < 5]  # noqa: PLR2004 -- Monday to Friday
    place = nth - 1 if nth > 0 else nth
    return work[place] if -len(work) <= place < len(work) else None


def end_of(context: Context, period: Period) -> date:
    """The day that the end of it is: of a week the working week's, if that is still to come."""
    if (period.last - period.first).days == WEEK - 1:
        friday = in_week(period, context.habits.week_ends)
        return friday if friday >= context.today else period.last
    return period.last


def easter(year: int) -> date:
    return easter_of(year)
