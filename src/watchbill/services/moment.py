"""Now, or a moment that is over: which change was the last one then, and what the workspace looked like."""

from dataclasses import dataclass
from datetime import datetime

from watchbill.domain.errors import InvalidError, NotFoundError
from watchbill.domain.instant import to_text
from watchbill.services.meaning import read_instant
from watchbill.storage.past import Past
from watchbill.storage.transaction import Reader
from watchbill.storage.view import View

_DIGITS_MAX = 9


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that is over. `number` is the change that was the last one, 0 when there was none; `as_of` names it wherever it's asked for again."""

    number: int
    at: datetime
    as_of: str


@dataclass(frozen=True, slots=True)
class Sight:
    """A workspace to be read, at `now`. `moment` is None for what it is now."""

    view: View
    now: datetime
    moment: Moment | None = None


def look(reader: Reader, as_of: str | None, *, now: datetime, zone: str) -> Sight:
    """The workspace as it is, or as it was: “today” is the day of then.

    Raises INVALID_AS_OF for what is no time or isn't over yet, CHANGE_NOT_FOUND for a change that there isn't.
    """
    if as_of is None:
        return Sight(reader, now)
    moment = _read(reader, as_of.strip(), now=now, zone=zone)
    return Sight(Past(reader, moment.number), moment.at, moment)


def _read(reader: Reader, as_of: str, *, now: datetime, zone: str) -> Moment:
    if as_of.isdecimal() and len(as_of) <= _DIGITS_MAX:
        return _after(reader, int(as_of), now)
    at = read_instant("as_of", as_of, now=now, zone=zone)
    if at > now:
        raise InvalidError.of(
            "as_of",
            f"“{as_of}” isn't over yet.",
            hint="Name a time that is over, or leave it out for the list as it is.",
        )
    return Moment(reader.changes.number_at(at), at, to_text(at))


def _after(reader: Reader, number: int, now: datetime) -> Moment:
    change = reader.changes.by_number(number)
    if number and change is None:
        raise NotFoundError.of(
            "change",
            f"There is no change {number}.",
            hint=f"The newest is {reader.last_change()}.",
        )
    return Moment(number, change.at if change else now, str(number))
