"""Rules for numbers and lengths of time: “twenty-second”, “an hour and a half”, “2 weeks and 3 days”, “1h30”."""

from fractions import Fraction

from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import Context, Length

RULES = rules = Rules()
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_LARGEST, _YEAR_MINUTES = 9999, 366 * 1440


@rules("num", "<int>", "<small>", "<teen>", "<tens>")
def _(_context: Context, number: int) -> int | None:
    return number if 0 <= number <= _LARGEST else None


@rules("num", "<tens> [-] <small>")
def _(_context: Context, tens: int, ones: int) -> int:
    return tens + ones


@rules("num", "a|one hundred")
def _(_context: Context) -> int:
    return 100


@rules("nth", "<digits-nth>", "<word-nth>")
def _(_context: Context, number: int) -> int:
    return number


@rules("nth", "<tens> [-] <word-nth>")
def _(_context: Context, tens: int, ones: int) -> int | None:
    return tens + ones if ones < 10 else None  # noqa: PLR2004 -- “twenty tenth” is nothing


@rules("last", "last|final")
def _(_context: Context) -> int:
    return -1


@rules("last", "<nth> [to] [the] last", "<nth> from [the] last|end")
def _(_context: Context, number: int) -> int:
    return -number


@rules("last", "next to [the] last", "penultimate", "last but one", "second last")
def _(_context: Context) -> int:
    return -2


@rules("place", "<nth>", "<last>")
def _(_context: Context, number: int) -> int:
    return number


@rules("amount", "<num>")
def _(_context: Context, number: int) -> Fraction:
    return Fraction(number)


@rules("amount", "<int> ~ . ~ <int>")
def _(_context: Context, whole: int, part: int) -> Fraction | None:
    return Fraction(f"{whole}.{part}") if max(whole, part) <= _LARGEST else None


@rules("amount", "<int> ~ / ~ <int>")
def _(_context: Context, above: int, below: int) -> Fraction | None:
    return Fraction(above, below) if below in (2, 3, 4) and above < below else None


@rules("amount", "<num> and [a] half")
def _(_context: Context, whole: int) -> Fraction:
    return whole + Fraction(1, 2)


@rules("amount", "a|an|1", "another")
def _(_context: Context) -> Fraction:
    return Fraction(1)


@rules("amount", "[a] couple [of]", "a pair of", "[a] cpl [of]")
def _(_context: Context) -> Fraction:
    return Fraction(2)


@rules("amount", "[a] few")
def _(_context: Context) -> Fraction:
    return Fraction(3)


@rules("amount", "several")
def _(_context: Context) -> Fraction:
    return Fraction(7)


@rules("amount", "a dozen")
def _(_context: Context) -> Fraction:
    return Fraction(12)


@rules("amount", "half a dozen")
def _(_context: Context) -> Fraction:
    return Fraction(6)


@rules("amount", "half a|an", "[a] half", "half of a|an")
def _(_context: Context) -> Fraction:
    return Fraction(1, 2)


@rules("amount", "[a] quarter of a|an", "[a] quarter")
def _(_context: Context) -> Fraction:
    return Fraction(1, 4)


@rules("amount", "three quarters of a|an", "three quarter of a|an")
def _(_context: Context) -> Fraction:
    return Fraction(3, 4)


@rules("some", "<amount> [more] <unit>", "<amount> - <unit>")
def _(_context: Context, amount: Fraction, unit: str) -> Length | None:
    return measure(amount, unit)


@rules("some", "<int> ~ <short-unit>")
def _(_context: Context, number: int, unit: str) -> Length | None:
    return measure(Fraction(number), unit)


@rules("some", "<int> <short-unit>")
def _(_context: Context, number: int, unit: str) -> Length | None:
    return measure(Fraction(number), unit)


@rules("some", "<int> minutes")
def _(_context: Context, number: int) -> Length | None:
    """As we print a reminder that is neither whole hours nor days before; a year is the most."""
    return Length(seconds=number * 60) if _LARGEST < number <= _YEAR_MINUTES else None


@rules("some", "<int> ~ '")
def _(_context: Context, number: int) -> Length:
    return Length(seconds=number * 60)


@rules("some", "<num> business|working|work|school days|day")
def _(_context: Context, number: int) -> Length:
    return Length(workdays=number)


@rules("length", "<some>")
def _(_context: Context, length: Length) -> Length:
    return length


@rules("length", "<amount> <unit> and a half")
def _(_context: Context, amount: Fraction, unit: str) -> Length | None:
    return measure(amount + Fraction(1, 2), unit)


@rules("length", "<amount> <unit> and a quarter")
def _(_context: Context, amount: Fraction, unit: str) -> Length | None:
    return measure(amount + Fraction(1, 4), unit)


@rules("length", "<some> [,] [and] <some>", "<some> [,] [and] <some> [,] [and] <some>")
def _(_context: Context, *parts: Length) -> Length:
    return added(*parts)


@rules("length", "<int> ~ h|hour|hours ~ <int>")
def _(_context: Context, hours: int, minutes: int) -> Length:
    return Length(seconds=hours * 3600 + minutes * 60)


def added(*parts: Length) -> Length:
    return Length(
        months=sum(part.months for part in parts),
        days=sum(part.days for part in parts),
        seconds=sum(part.seconds for part in parts),
        workdays=sum(part.workdays for part in parts),
    )


def measure(amount: Fraction, unit: str) -> Length | None:
    """So many units. Halves of days are hours, halves of months and years are days and months; what doesn't come out even is refused."""
    if unit in _SECONDS:
        return Length(seconds=int(amount * _SECONDS[unit]))
    if unit == "weekday":
        return Length(workdays=int(amount))
    if unit in _DAYS:
        return _days(amount * _DAYS[unit])
    months = amount * _MONTHS[unit]
    whole = int(months)
    return Length(months=whole, days=round((months - whole) * 30))


def _days(days: Fraction) -> Length:
    if days.denominator == 1:
        return Length(days=int(days))
    return (
        Length(days=int(days), seconds=int((days - int(days)) * 86400))
        if days < 1
        else Length(days=round(days))
    )
