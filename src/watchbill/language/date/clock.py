"""Rules for times of day: “5pm”, “17:00”, “half past 5”, “noon”, “7 in the evening”, “tonight at 8”."""

from dataclasses import replace

from watchbill.language.date.grammar import Rules
from watchbill.language.date.hour import make_clock
from watchbill.language.date.value import Clock, Context

RULES = rules = Rules()
_NOON, _DAY, _HOUR = 12, 24, 60


@rules("ap", "<half>")
def _(_context: Context, half: str) -> str:
    return half if half in ("am", "pm") else f"{half[0]}m"


@rules("ap", "a m")
def _(_context: Context) -> str:
    return "am"


@rules("ap", "p m")
def _(_context: Context) -> str:
    return "pm"


@rules("ap1", "a")
def _(_context: Context) -> str:
    return "am"


@rules("ap1", "p")
def _(_context: Context) -> str:
    return "pm"


@rules("clock", "<padded> ~ : ~ <digits-2> [~ : ~ <int>]")
def _(_context: Context, hour: int, minute: int, _second: int | None) -> Clock | None:
    """“07:30” says its half by its zero."""
    return Clock(hour, minute) if minute < _HOUR else None


@rules("clock", "<int> ~ : ~ <digits-2> [~ : ~ <int>] [~ . ~ <int>]")
def _(
    _context: Context, hour: int, minute: int, second: int | None, _part: int | None
) -> Clock | None:
    return make_clock(hour, minute)


@rules(
    "clock",
    "<int> ~ : ~ <digits-2> [~ : ~ <int>] [-] <ap>",
    "<int> ~ . ~ <digits-2> [~ . ~ <int>] <ap>",
)
def _(_context: Context, hour: int, minute: int, _second: int | None, half: str) -> Clock | None:
    return make_clock(hour, minute, half)


@rules("clock", "<int> ~ : ~ <digits-2> h|hours")
def _(_context: Context, hour: int, minute: int) -> Clock | None:
    clock = make_clock(hour, minute)
    return replace(clock, is_sure=True) if clock else None


@rules("clock", "<int> <digits-2> <ap>")
def _(_context: Context, hour: int, minute: int, half: str) -> Clock | None:
    return make_clock(hour, minute, half)


@rules("clock", "<int> ~ : ~ <digits-2> ~ <ap1>")
def _(_context: Context, hour: int, minute: int, half: str) -> Clock | None:
    return make_clock(hour, minute, half)


@rules("clock", "<hour> [-] <ap>")
def _(_context: Context, hour: int, half: str) -> Clock | None:
    return make_clock(hour, 0, half)


@rules("clock", "<int> ~ <ap1>")
def _(_context: Context, hour: int, half: str) -> Clock | None:
    return make_clock(hour, 0, half) if hour <= _NOON else None


@rules("clock", "<hour> in the <half>", "<hour> of the clock [<half>]")
def _(_context: Context, hour: int, half: str | None) -> Clock | None:
    return make_clock(hour, 0, half)


@rules("clock", "<run> <ap>")
def _(_context: Context, run: Clock, half: str) -> Clock | None:
    return make_clock(run.hour, run.minute, half)


@rules("clock", "<run> ~ <ap1>")
def _(_context: Context, run: Clock, half: str) -> Clock | None:
    return make_clock(run.hour, run.minute, half)


@rules("clock", "<run> hour|hours|h")
def _(_context: Context, run: Clock) -> Clock:
    return replace(run, is_sure=True)


@rules("clock", "<spoken> <ap>")
def _(_context: Context, spoken: Clock, half: str) -> Clock | None:
    return make_clock(spoken.hour, spoken.minute, half)


@rules("clock", "<int> ~ h [~ <int>]", "<int> ~ h [~ <int>] ~ m|min")
def _(_context: Context, hour: int, minute: int | None) -> Clock | None:
    return make_clock(hour, minute or 0)


@rules("clock", "<hour> o'clock|oclock [<ap>]", "<hour> o clock [<ap>]", "<hour> o ' clock [<ap>]")
def _(_context: Context, hour: int, half: str | None) -> Clock | None:
    return make_clock(hour, 0, half)


@rules("clock", "<hour> hundred hours|hrs", "oh|zero <small> hundred [hours|hrs]")
def _(_context: Context, hour: int) -> Clock:
    return Clock(hour)


@rules("clock", "[12] noon|midday", "mid [-] day", "12 - noon", "[high] noon")
def _(_context: Context) -> Clock:
    return Clock(_NOON)


@rules("clock", "noonish", "noon - ish", "noon ~ ish")
def _(_context: Context) -> Clock:
    return Clock(_NOON)


@rules("clock", "[12] midnight", "mid - night", "midnite")
def _(_context: Context) -> Clock:
    return Clock(_DAY)


@rules("clock", "<int> ~ ish [<ap>]", "<hour> - ish [<ap>]", "<int> ish [<ap>]")
def _(_context: Context, hour: int, half: str | None) -> Clock | None:
    return make_clock(hour, 0, half)


@rules(
    "clock",
    "<minutes> [minutes|minute|min] past|after <full>",
    "[a] <quarter> past|after <full>",
)
def _(_context: Context, minutes: int, clock: Clock) -> Clock:
    return _moved(clock, minutes)


@rules(
    "clock",
    "<minutes> minutes|minute|min to|before|of|til|till <full>",
    "[a] <quarter> to|before|of|til|till <full>",
)
@rules("to-clock", "<fives> to|of|til|till <full>")
@rules("to-clock-firm", "<few-fives> to|of|til|till <full>")
def _(_context: Context, minutes: int, clock: Clock) -> Clock:
    return _moved(clock, -minutes)


@rules("clock", "half [past|after] <full>", "half - past <full>")
def _(_context: Context, clock: Clock) -> Clock:
    return _moved(clock, 30)


@rules("clock", "exactly <clock>")
def _(_context: Context, clock: Clock) -> Clock:
    return clock


@rules("quarter", "quarter")
def _(_context: Context) -> int:
    return 15


@rules("minutes", "<num>")
def _(_context: Context, number: int) -> int | None:
    return number if 0 < number < _HOUR else None


@rules("spoken-number", "<small>", "<teen>", "<tens>")
def _(_context: Context, number: int) -> int:
    return number


@rules("spoken-number", "<tens> [-] five")
def _(_context: Context, tens: int) -> int:
    return tens + 5


@rules("fives", "<spoken-number>")
def _(_context: Context, number: int) -> int | None:
    """Nobody says “nine to five” for 4:51."""
    return number if _is_fives(number) else None


@rules("fives", "<int>")
def _(_context: Context, number: int) -> int | None:
    """“5 to 7” may be hours, “20 to 7” may not."""
    return number if _is_fives(number) and number > _NOON else None


@rules("few-fives", "<int>")
def _(_context: Context, number: int) -> int | None:
    return number if _is_fives(number) else None


@rules("hour", "<int>", "<small>", "<teen>")
def _(_context: Context, number: int) -> int | None:
    return number if number < _DAY else None


@rules("full", "<clock>")
def _(_context: Context, clock: Clock) -> Clock:
    return clock


@rules("full", "<hour>")
def _(_context: Context, hour: int) -> Clock | None:
    return make_clock(hour)


@rules("run", "<padded-run>")
def _(_context: Context, run: int) -> Clock | None:
    """“0430” says its half by its zero."""
    hour, minute = divmod(run, 100)
    return Clock(hour, minute) if minute < _HOUR else None


@rules("run", "<int>")
def _(_context: Context, run: int) -> Clock | None:
    """“1030”, “330”: four or three digits are hours and minutes."""
    return make_clock(*divmod(run, 100)) if 100 <= run < 2400 else None  # noqa: PLR2004 -- as said


@rules(
    "spoken",
    "<spoken-hour> [-] <tens>",
    "<spoken-hour> [-] <teen>",
    "<spoken-hour> [-] <tens-ones>",
)
def _(_context: Context, hour: int, minute: int) -> Clock | None:
    return make_clock(hour, minute)


@rules("spoken", "<spoken-hour> oh|o <small>")
def _(_context: Context, hour: int, minute: int) -> Clock | None:
    return make_clock(hour, minute)


@rules("spoken-hour", "<small>", "<teen>")
def _(_context: Context, hour: int) -> int | None:
    return hour if hour < _DAY else None


@rules("tens-ones", "<tens> [-] <small>")
def _(_context: Context, tens: int, ones: int) -> int:
    return tens + ones


@rules("bare", "<hour>")
def _(_context: Context, hour: int) -> Clock | None:
    return make_clock(hour)


@rules("bare", "<run>", "<spoken>")
def _(_context: Context, clock: Clock) -> Clock:
    return clock


@rules("dot-clock", "<int> ~ . ~ <digits-2>")
def _(_context: Context, hour: int, minute: int) -> Clock | None:
    return make_clock(hour, minute)


@rules("bare", "<int> <int>", "<int> ~ . ~ <int>")
def _(_context: Context, hour: int, minute: int) -> Clock | None:
    return make_clock(hour, minute) if minute >= 10 else None  # noqa: PLR2004 -- “12 15”, never “12 5”


def _is_fives(number: int) -> bool:
    return 0 < number < _HOUR // 2 and number % 5 == 0


def _moved(clock: Clock, minutes: int) -> Clock:
    total = clock.hour * _HOUR + clock.minute + minutes
    hour, minute = divmod(total % (_DAY * _HOUR), _HOUR)
    if not clock.is_sure and hour == 0:
        hour = _NOON
    return replace(clock, hour=hour, minute=minute)
