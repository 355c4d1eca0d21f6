"""When a task is due: on a date, which is a day of whoever looks, or at a time in one time zone.

As text a date is `2026-12-01`; a time is `2026-12-01T17:00:00+01:00[Europe/Berlin]` (RFC 9557), and the clock on the
wall is what counts: `docs/decisions/0006-due-text.md`.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from watchbill.domain.errors import InvalidError

YEAR_MIN = 1980  # since then every zone is whole minutes from UTC, as RFC 9557 writes it
YEAR_MAX = 9998
HINT = (
    "Give a date as 2026-12-01, or a time with its zone"
    " as 2026-12-01T17:00[Europe/Berlin] or 2026-12-01T17:00:00+01:00[Europe/Berlin]."
)

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(
    r"(?P<local>\d{4}-\d\d-\d\d[Tt ]([01]\d|2[0-3]):\d\d(:\d\d)?)(\.0+)?"
    r"(?P<offset>[Zz]|[+-]\d\d:\d\d)?(?P<suffixes>(\[[^\[\]]+\])*)",
    re.ASCII,
)
_UNKNOWN_OFFSETS = {"Z", "z", "-00:00"}  # RFC 9557: the instant is known, the zone says the rest


@dataclass(frozen=True, slots=True)
class DueDate:
    """Due some time on that day, whatever zone one is in. Raises INVALID_DUE outside the years 1980 to 9998."""

    on: date

    def __post_init__(self) -> None:
        _check_year(self.on)


@dataclass(frozen=True, slots=True)
class DueTime:
    """Due when the clocks of a zone show `local`: a naive wall time of whole seconds.

    `fold` is 1 for the second of two such times, when clocks go back. A time that they skip moves forward by
    what they skip, so that each instant has one spelling. Raises INVALID_TIME_ZONE, INVALID_DUE as a date does.
    `written` is how the store has it, where that's no longer how it would be written now.
    """

    local: datetime
    zone: str
    fold: int = 0
    written: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.local.tzinfo is not None or self.local.microsecond:
            raise ValueError(f"{self.local} isn't a wall time of whole seconds")
        _check_year(self.local)
        zone = check_zone(self.zone)
        asked = self.local.replace(tzinfo=_zone(zone), fold=self.fold)
        real = _real(asked)
        if real.replace(tzinfo=None) != self.local:
            real = _real(asked.replace(fold=0))
        object.__setattr__(self, "local", real.replace(tzinfo=None, fold=0))
        object.__setattr__(self, "zone", zone)
        object.__setattr__(self, "fold", real.fold)

    @property
    def at(self) -> datetime:
        """The instant, as aware UTC."""
        return self._aware().astimezone(UTC)

    def _aware(self) -> datetime:
        return self.local.replace(tzinfo=_zone(self.zone), fold=self.fold)

    def __str__(self) -> str:
        return f"{self._aware().isoformat()}[{self.zone}]"


Due = DueDate | DueTime


def to_text(due: Due) -> str:
    """The one spelling of a due date or time; of one that was read from the store, as it is there."""
    return due.on.isoformat() if isinstance(due, DueDate) else due.written or str(due)


def describe(due: Due) -> str:
    """The same for people, with its weekday: “Tue 2026-12-01”, “Tue 2026-12-01 17:00 Europe/Berlin”."""
    if isinstance(due, DueDate):
        return f"{_WEEKDAYS[due.on.weekday()]} {due.on}"
    seconds = f":{due.local:%S}" if due.local.second else ""
    return f"{_WEEKDAYS[due.local.weekday()]} {due.local:%Y-%m-%d %H:%M}{seconds} {due.zone}"


def from_text(text: str) -> Due:
    """Read what a caller gave. Raises INVALID_DUE: no such form or day, no zone, or an offset that isn't the zone's.

    The offset may be left out; a wall time that comes twice is then the first one.
    """
    return _read(text, strict=True)


@lru_cache(maxsize=4096)
def from_stored(text: str) -> Due:
    """Read what `to_text` wrote, maybe under older rules of its zone: the wall time stays, the offset gives way.

    `to_text` gives the same text again, so that a change of a row expects what is in the row.
    """
    due = _read(text, strict=False)
    return replace(due, written=text) if isinstance(due, DueTime) and str(due) != text else due


def _read(text: str, *, strict: bool) -> Due:
    trimmed = text.strip()
    match = _TIME.fullmatch(trimmed)
    if match is None and not _DATE.fullmatch(trimmed):
        raise _invalid(f"“{trimmed[:60]}” is neither a date nor a time with a zone.")
    try:
        if match is None:
            return DueDate(date.fromisoformat(trimmed))
        local, zone = datetime.fromisoformat(match["local"].upper()), _zone_in(match["suffixes"])
        return _timed(local, zone, match["offset"], strict=strict)
    except ValueError:
        raise _invalid(f"“{trimmed}” names a day or a time of day that doesn't exist.") from None


def _timed(local: datetime, zone: str, offset: str | None, *, strict: bool) -> DueTime:
    _check_year(local)
    if offset in _UNKNOWN_OFFSETS:
        there = local.replace(tzinfo=UTC).astimezone(_zone(zone))
        return DueTime(there.replace(tzinfo=None, fold=0), zone, there.fold)
    first = DueTime(local, zone)
    start = f"{local.isoformat()}{offset}"
    if offset is None or str(first).startswith(f"{start}["):
        return first
    second = DueTime(local, zone, fold=1)
    if str(second).startswith(f"{start}["):
        return second
    if strict:
        raise _invalid(
            f"{offset} isn't the offset of {zone} at {local.isoformat(sep=' ')}.",
            hint=f"Leave the offset out, or write it as {first}.",
        )
    return first


def _zone_in(suffixes: str) -> str:
    """The zone among the bracketed suffixes of RFC 9557; of the others only those that insist are refused."""
    found = [suffix.removesuffix("]") for suffix in suffixes.split("[")[1:]]
    zones = [suffix.removeprefix("!") for suffix in found if "=" not in suffix]
    insisting = [suffix for suffix in found if "=" in suffix and suffix.startswith("!")]
    if insisting:
        raise _invalid(f"“[{insisting[0]}]” isn't understood here.", hint="Leave it out.")
    if len(zones) != 1:
        problem = "has no time zone" if not zones else "has more than one time zone"
        raise _invalid(f"The time {problem}.")
    try:
        return check_zone(zones[0])
    except InvalidError as error:
        raise _invalid(error.message, hint=error.hint) from None


def day_of(due: Due, zone: str) -> date:
    """The day it falls on for somebody in `zone`."""
    return due.on if isinstance(due, DueDate) else day_at(due.at, zone)


def day_at(instant: datetime, zone: str) -> date:
    """Which day it is in `zone`: the one whose bounds hold the instant."""
    shown = instant.astimezone(_zone(zone)).date()
    return shown - _DAY if instant < _start_of(shown, zone) else shown


def wall_at(instant: datetime, zone: str) -> datetime:
    """What the clocks of `zone` show then: naive."""
    return instant.astimezone(_zone(zone)).replace(tzinfo=None, fold=0)


def moved(due: Due, days: timedelta) -> Due:
    """The same so many days later: a time keeps what the clocks show, and its zone."""
    if isinstance(due, DueDate):
        return DueDate(due.on + days)
    return DueTime(due.local + days, due.zone)


def is_overdue(due: Due, *, now: datetime, zone: str) -> bool:
    """Whether it should be done by now: a date when the day in `zone` is after it, a time when it has passed."""
    return day_at(now, zone) > due.on if isinstance(due, DueDate) else now > due.at


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The instants, in UTC, where a day begins and where the next one does.

    Days follow each other without a gap or an overlap. One that a zone skipped has no length.
    """
    return _start_of(day, zone), _start_of(day + _DAY, zone)


@lru_cache(maxsize=4096)
def _start_of(day: date, zone: str) -> datetime:
    """The first instant after which clocks never again show an earlier day, whatever they do at midnight."""
    midnight = datetime.combine(day, time(), _zone(zone))
    early, late = sorted(midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))

    def has_come(seconds: int) -> bool:
        return (early + seconds * _SECOND).astimezone(_zone(zone)).date() >= day

    span = (late - early) // _SECOND
    if not has_come(span - 1):
        return late
    return early + bisect_left(range(span), x=True, key=has_come) * _SECOND


def check_zone(name: str) -> str:
    """Return the name of a zone as IANA spells it, whatever case it came in. Raises INVALID_TIME_ZONE."""
    found = _names().get(name.strip().casefold())
    if found is None:
        raise InvalidError.of(
            "time_zone",
            f"There is no time zone “{name[:60]}”.",
            hint="Give an IANA name, as Europe/Berlin, America/New_York or UTC.",
        )
    return found


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """All names that the package tzdata has, and so every machine has."""
    names = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return {name.casefold(): name for name in names}


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(check_zone(name))


def _real(local: datetime) -> datetime:
    """What the clocks show at that instant; they never show a time that they skip."""
    return local.astimezone(UTC).astimezone(local.tzinfo)


def _check_year(day: date) -> None:
    if not YEAR_MIN <= day.year <= YEAR_MAX:
        raise _invalid(
            f"The year {day.year} is out of reach.",
            hint=f"Give a year from {YEAR_MIN} to {YEAR_MAX}.",
        )


def _invalid(message: str, *, hint: str = HINT) -> InvalidError:
    return InvalidError.of("due", message, hint=hint)
