"""The words of dates: each belongs to classes, and has a value in each."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed weds wednsday wensday wedensday",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
MANY_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mondays monday's mons",
            "tuesdays tuesday's",
            "wednesdays wednesday's wednsdays",
            "thursdays thursday's",
            "fridays friday's fris",
            "saturdays saturday's sats",
            "sundays sunday's",
        )
    )
    for name in names.split()
}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb febuary feburary",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
UNITS = {
    "second": "second", "seconds": "second", "sec": "second", "secs": "second",
    "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute", "mn": "minute",
    "hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour", "h": "hour",
    "day": "day", "days": "day", "d": "day", "sleeps": "day",
    "week": "week", "weeks": "week", "wk": "week", "wks": "week", "w": "week",
    "fortnight": "fortnight", "fortnights": "fortnight",
    "weekend": "weekend", "weekends": "weekend",
    "weekday": "weekday", "weekdays": "weekday", "workday": "weekday", "workdays": "weekday",
    "month": "month", "months": "month", "mo": "month", "mos": "month", "mth": "month", "mths": "month",
    "quarter": "quarter", "quarters": "quarter", "qtr": "quarter", "qtrs": "quarter",
    "year": "year", "years": "year", "yr": "year", "yrs": "year", "y": "year",
    "decade": "decade", "decades": "decade",
}  # fmt: skip
SHORT_FOR = {
    "&": "and", "wk": "week", "wks": "weeks", "wkend": "weekend", "wkends": "weekends", "wkday": "weekday", "wkdays": "weekdays",
    "mth": "month", "mths": "months", "yr": "year", "yrs": "years", "qtr": "quarter", "qtrs": "quarters",
    "hr": "hour", "hrs": "hours", "mins": "minutes", "secs": "seconds",
}  # fmt: skip
"""What is read as the whole word, so that rules name only that."""
SHORT_UNITS = {"m": "minute", "s": "second"}
"""Only right after a number."""
UNIT_TYPOS = {
    "mintue": "minute", "mintues": "minute", "minuets": "minute", "minuts": "minute", "minuites": "minute",
    "huor": "hour", "huors": "hour", "horus": "hour", "hous": "hour", "dyas": "day", "weeek": "week", "weaks": "week",
    "hors": "hour", "houers": "hour", "moth": "month", "moths": "month", "monhs": "month", "yeras": "year",
}  # fmt: skip
SLIPS = {
    "wek": "week", "wekk": "week", "weks": "weeks", "wekes": "weeks", "otehr": "other", "ohter": "other", "todya": "today", "tody": "today",
    "mnth": "month", "mnths": "months", "nxet": "next", "netx": "next",
}  # fmt: skip
"""Slips of the finger in words too short to guess at."""
SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
NTHS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
RUN_TOGETHER = {f"{ten}{one}": tens + ones for ten, tens in TENS.items() for one, ones in SMALL.items()}  # fmt: skip
"""“twentyfive”, as people type it."""
NTHS |= {f"{ten}{one}": tens + ones for ten, tens in TENS.items() for one, ones in NTHS.items() if ones < 10}  # fmt: skip  # noqa: PLR2004 -- “twentyfirst”
NEARBY = {
    "today": 0, "tdy": 0,
    "tomorrow": 1, "tmrw": 1, "tmr": 1, "tmw": 1, "tmrrw": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1,
    "tomorro": 1, "tomoz": 1, "tmorrow": 1, "tomrrow": 1,
    "yesterday": -1,
}  # fmt: skip
PARTS = {
    "morning": "morning", "mornin": "morning",
    "lunch": "lunch", "lunchtime": "lunch", "noon": "noon", "midday": "noon", "noontime": "noon",
    "afternoon": "afternoon", "arvo": "afternoon",
    "evening": "evening",
    "night": "night", "nite": "night", "bedtime": "night",
    "breakfast": "breakfast", "dinner": "dinner", "dinnertime": "dinner", "supper": "dinner", "teatime": "teatime",
    "dawn": "dawn", "sunrise": "dawn", "sunset": "dusk", "dusk": "dusk", "midnight": "midnight",
}  # fmt: skip
MANY_PARTS = {
    "mornings": "morning",
    "afternoons": "afternoon",
    "evenings": "evening",
    "nights": "night",
    "lunchtimes": "lunch",
}
OWN_UNITS = {
    "day's": "day",
    "week's": "week",
    "month's": "month",
    "year's": "year",
    "hour's": "hour",
    "minute's": "minute",
    "fortnight's": "fortnight",
}
HALVES = {"am": "am", "pm": "pm"}
ABBREVIATIONS = _words(
    "mon tue tues wed weds thu thur thurs fri sat sun jan feb mar apr jun jul aug sept sep oct nov dec min mins hr hrs sec secs wk wks mo yr yrs approx"
)
RECURRING = {
    "daily": ("DAILY", 1), "weekly": ("WEEKLY", 1), "monthly": ("MONTHLY", 1), "yearly": ("YEARLY", 1),
    "annually": ("YEARLY", 1), "annual": ("YEARLY", 1), "quarterly": ("MONTHLY", 3), "hourly": ("HOURLY", 1),
    "biweekly": ("WEEKLY", 2), "fortnightly": ("WEEKLY", 2), "bimonthly": ("MONTHLY", 2),
    "semiannually": ("MONTHLY", 6), "biannually": ("MONTHLY", 6), "semimonthly": ("MONTHLY", 1),
    "biyearly": ("YEARLY", 2), "biennially": ("YEARLY", 2), "everyday": ("DAILY", 1),
}  # fmt: skip
ZONES = {
    "utc": "UTC", "gmt": "UTC", "est": "America/New_York", "edt": "America/New_York", "cst": "America/Chicago",
    "cdt": "America/Chicago", "mst": "America/Denver", "mdt": "America/Denver", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "bst": "Europe/London", "cet": "Europe/Berlin", "cest": "Europe/Berlin",
    "eet": "Europe/Athens", "eest": "Europe/Athens", "jst": "Asia/Tokyo", "ist": "Asia/Kolkata",
    "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "hkt": "Asia/Hong_Kong", "sgt": "Asia/Singapore",
}  # fmt: skip

LEXICON: dict[str, dict[str, object]] = {
    "weekday": dict(WEEKDAYS),
    "weekdays": dict(MANY_WEEKDAYS),
    "month": dict(MONTHS),
    "unit": dict(UNITS | UNIT_TYPOS),
    "short-unit": dict(SHORT_UNITS),
    "small": dict(SMALL),
    "teen": dict(TEENS | RUN_TOGETHER),
    "tens": dict(TENS),
    "word-nth": dict(NTHS),
    "nearby": dict(NEARBY),
    "part": dict(PARTS),
    "parts": dict(MANY_PARTS),
    "unit's": dict(OWN_UNITS),
    "half": dict(HALVES),
    "recurring": dict(RECURRING),
    "zone": dict(ZONES),
}


def _classes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in LEXICON.items():
        for word in words:
            found[word] = (*found.get(word, ()), f"<{name}>")
    return found


CLASSES = _classes()
_LONG = 6


def _typing() -> dict[str, tuple[str, ...]]:
    """Long names that a slip of the finger may have spoilt, by first letter."""
    names = [
        name for name in (*WEEKDAYS, *MONTHS, "tomorrow", "tonight", "every") if len(name) >= _LONG
    ]
    return {
        first: tuple(name for name in names if name[0] == first) for first in {n[0] for n in names}
    }


TYPING = _typing()
NOT_TYPED = frozenset({"sundae", "sundry", "frieda", "augusta", "tonights", "augusto"})
"""Words one letter away from a name that are words themselves."""
