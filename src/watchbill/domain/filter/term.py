"""What a term with a key means: `due:today`, `tag:home,work`, `is:blocked`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar, cast

from watchbill.domain import condition as tree
from watchbill.domain.condition import Condition, Days, Has, Is, Moment
from watchbill.domain.errors import InvalidError
from watchbill.domain.filter import day
from watchbill.domain.filter.lexer import Token, Value
from watchbill.domain.filter.problem import problem, suggest
from watchbill.domain.query import Sort, SortField
from watchbill.domain.word import words_of

Chosen = TypeVar("Chosen")

_ALIASES: Mapping[str, str] = {
    "due": "due deadline",
    "created": "created added",
    "completed": "completed finished",
    "updated": "updated changed modified",
    "tag": "tag tags label",
    "project": "project proj",
    "priority": "priority prio p",
    "is": "is state status",
    "has": "has",
    "no": "no",
    "parent": "parent",
    "ref": "ref",
    "text": "text",
    "title": "title",
    "description": "description desc",
    "filter": "filter",
    "sort": "sort order",
}
KEYS = {alias: key for key, aliases in _ALIASES.items() for alias in aliases.split()}
"""What may stand before a colon, and which key it means."""

_COMPARED = re.compile(r"\s*(<=|>=|<|>|=)?\s*(.*?)\s*", re.DOTALL)
_REF = re.compile(r"#?(\d{1,9})", re.ASCII)
_PRIORITIES = {"highest": 1, "high": 1, "medium": 2, "low": 3, "none": 4}
_TRAITS: Mapping[str, Condition] = {
    "open": Is("open"),
    "done": Is("done"),
    "completed": Is("done"),
    "deleted": Is("deleted"),
    "all": Is("all"),
    "any": Is("all"),
    "ready": Is("ready"),
    "blocked": Is("blocked"),
    "overdue": Is("overdue"),
    "recurring": Has("recurrence"),
    "subtask": Has("parent"),
}
_THINGS: Mapping[str, Condition] = {
    "due": Has("due"),
    "tag": Has("tag"),
    "tags": Has("tag"),
    "project": Has("project"),
    "parent": Has("parent"),
    "recurrence": Has("recurrence"),
    "description": Has("description"),
    "reminder": Has("reminder"),
    "reminders": Has("reminder"),
}
_SORTS: Mapping[str, SortField] = {
    "due": "due",
    "priority": "priority",
    "created": "created",
    "completed": "completed",
    "updated": "updated",
    "deleted": "deleted",
    "title": "title",
    "position": "position",
    "ref": "ref",
    "state": "state",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A term's condition, and whether it holds as long as no task changes."""

    condition: Condition | None
    is_timeless: bool = True


def read_term(token: Token, today: date) -> Meaning:
    """The meaning of a term with a key. None as condition: it asks for nothing. Raises INVALID_QUERY."""
    found = [_read(token, value, today) for value in token.values]
    conditions = [meaning.condition for meaning in found if meaning.condition is not None]
    is_timeless = all(meaning.is_timeless for meaning in found)
    return Meaning(tree.any_of(*conditions) if conditions else None, is_timeless)


def _read(token: Token, value: Value, today: date) -> Meaning:
    if token.key in ("due", "created", "completed", "updated"):
        return _days(token, value, today)
    condition = _READERS[token.key](token, value)
    return Meaning(condition, condition != Is("overdue"))


def read_sort(token: Token) -> tuple[Sort, ...]:
    """The fields of `sort:due,-priority`. Raises INVALID_QUERY."""
    return tuple(
        Sort(
            _choose(_SORTS, token, value, value.text.removeprefix("-")),
            is_descending=value.text.startswith("-"),
        )
        for value in token.values
    )


def read_words(value: Value, field: tree.Field = "any") -> Condition | None:
    """Words, each the beginning of one; in quotes whole, one after the other."""
    words = words_of(value.text)
    is_prefix = value.is_prefix or not value.is_quoted
    return tree.Text(words, is_prefix=is_prefix, field=field) if words else None


def _days(token: Token, value: Value, today: date) -> Meaning:
    word = value.text.strip().casefold()
    moment = cast("Moment", token.key)
    if moment == "due" and word in ("none", "any"):
        return Meaning(Has("due") if word == "any" else tree.negate(Has("due")))
    if moment == "due" and word == "overdue":
        return Meaning(Is("overdue"), is_timeless=False)
    reading = _Reading(token, value, today, is_past=moment != "due")
    return reading.range(moment) if ".." in word else reading.comparison(moment)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads the days of one value."""

    token: Token
    value: Value
    today: date
    is_past: bool

    def range(self, moment: Moment) -> Meaning:
        low, _, high = self.value.text.partition("..")
        first = self._span(low) if low.strip() else None
        last = self._span(high) if high.strip() or first is None else None
        if first and last and first.first > last.last:
            raise self._problem("ends before it begins", "Write the earlier day first.")
        is_timeless = all(span.is_timeless for span in (first, last) if span)
        days = Days(moment, first.first if first else None, last.last if last else None)
        return Meaning(days, is_timeless)

    def comparison(self, moment: Moment) -> Meaning:
        match = _COMPARED.fullmatch(self.value.text)
        sign, operand = match.groups() if match else (None, "")
        span = self._span(operand)
        first, last = {
            "<": (None, span.first - timedelta(1)),
            "<=": (None, span.last),
            ">": (span.last + timedelta(1), None),
            ">=": (span.first, None),
        }.get(sign or "=", (span.first, span.last))
        return Meaning(Days(moment, first, last), span.is_timeless)

    def _span(self, text: str) -> day.Span:
        span = day.read_span(text.strip(), self.today, is_past=self.is_past)
        if span is None:
            words = ("none", "any", "overdue") if self.token.key == "due" else ()
            raise self._problem(
                f"is not a day: “{text.strip()}”",
                suggest(text.strip().casefold(), (*words, *day.EXAMPLES)),
            )
        return span

    def _problem(self, what: str, hint: str) -> InvalidError:
        return _bad(self.token, self.value, what, hint)


def _bad(token: Token, value: Value, what: str, hint: str) -> InvalidError:
    said = f"{token.key}:{value.text}"
    return problem(
        f"{said} at character {token.start + 1} {what}.",
        hint=hint,
        text=token.text,
        position=token.start,
    )


def _choose(choices: Mapping[str, Chosen], token: Token, value: Value, text: str) -> Chosen:
    found = choices.get(text.strip().casefold())
    if found is None:
        raise _bad(token, value, "is not known", suggest(text.casefold(), choices))
    return found


def _one_of(choices: Mapping[str, Condition]) -> Callable[[Token, Value], Condition | None]:
    return lambda token, value: _choose(choices, token, value, value.text)


def _words(field: tree.Field) -> Callable[[Token, Value], Condition | None]:
    return lambda _, value: read_words(value, field)


def _named(
    thing: Has, make: Callable[[str], Condition]
) -> Callable[[Token, Value], Condition | None]:
    def read(token: Token, value: Value) -> Condition | None:
        word = value.text.strip().casefold()
        if not value.is_quoted and word in ("none", "any"):
            return thing if word == "any" else tree.negate(thing)
        return make(" ".join(value.text.split())) if word else None

    return read


def _priority(token: Token, value: Value) -> Condition:
    match = _COMPARED.fullmatch(value.text)
    sign, text = match.groups() if match else (None, "")
    low, dots, high = text.partition("..")
    first = _rank(token, value, low)
    last = _rank(token, value, high) if dots else first
    if not dots and text.casefold() == "any":
        return tree.Priority(1, 3)
    bounds = {"<": (1, first - 1), "<=": (1, first), ">": (first + 1, 4), ">=": (first, 4)}
    first, last = bounds.get(sign or "=", (first, last))
    if first > last:
        raise _bad(token, value, "leaves no priority", "Priorities go from 1, the highest, to 4.")
    return tree.Priority(first, last)


def _rank(token: Token, value: Value, text: str) -> int:
    word = text.strip().casefold().removeprefix("p")
    if word in ("1", "2", "3", "4"):
        return int(word)
    found = {**_PRIORITIES, "any": 1}.get(text.strip().casefold())
    if found is None:
        raise _bad(token, value, "is no priority", "Use 1 (the highest), 2, 3 or 4 (none).")
    return found


def _ref(token: Token, value: Value) -> Condition:
    match = _REF.fullmatch(value.text.strip())
    if match is None:
        raise _bad(token, value, "is no task's number", "Write it as ref:12 or #12.")
    return tree.Ref(int(match[1]))


def _saved(token: Token, value: Value) -> Condition | None:
    name = " ".join(value.text.split())
    return tree.Saved(name) if name else None


_READERS: Mapping[str, Callable[[Token, Value], Condition | None]] = {
    "tag": _named(Has("tag"), lambda name: tree.Tag(name.removeprefix("#"))),
    "project": _named(Has("project"), tree.Project),
    "parent": _named(Has("parent"), tree.Parent),
    "priority": _priority,
    "is": _one_of(_TRAITS),
    "has": _one_of(_THINGS),
    "no": _one_of({name: tree.negate(thing) for name, thing in _THINGS.items()}),
    "ref": _ref,
    "text": _words("any"),
    "title": _words("title"),
    "description": _words("description"),
    "filter": _saved,
}
