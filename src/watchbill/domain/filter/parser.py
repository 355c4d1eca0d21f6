"""From a filter's text to what it asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from watchbill.domain import condition as tree
from watchbill.domain.condition import EVERYTHING, Condition
from watchbill.domain.due import day_at
from watchbill.domain.filter.lexer import Token, lex
from watchbill.domain.filter.problem import problem
from watchbill.domain.filter.term import KEYS, Meaning, read_sort, read_term, read_words
from watchbill.domain.query import Sort

DEPTH_MAX = 20
_REF = re.compile(r"#(\d{1,9})", re.ASCII)
_PRIORITY = re.compile(r"[pP]([1-4])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Query:
    """What a filter asks for. `is_timeless`: the answer stays as long as no task changes, whatever the time is."""

    condition: Condition = EVERYTHING
    sort: tuple[Sort, ...] = ()
    is_timeless: bool = True


def parse(text: str, *, now: datetime, zone: str) -> Query:
    """Read a filter; “today” is the day that it is in `zone`.

    Raises INVALID_QUERY, which says what is wrong and where. Text that doesn't use the language never does.
    """
    tokens = lex(text, KEYS)
    sorts = [at for at, token in enumerate(tokens) if token.key == "sort"]
    if len(sorts) > 1 or any(at and tokens[at - 1].kind == "not" for at in sorts):
        wrong = tokens[sorts[-1]]
        raise problem(
            f"{wrong.text} at character {wrong.start + 1} is one too many, or negated.",
            hint="Sort once, as sort:due,-priority.",
            text=wrong.text,
            position=wrong.start,
        )
    reading = _Reading(day_at(now, zone))
    condition = reading.all([token for token in tokens if token.key != "sort"])
    sort = read_sort(tokens[sorts[0]]) if sorts else ()
    return Query(condition, sort, reading.is_timeless)


class _Reading:
    """Reads tokens once, from the left to the right."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._tokens: list[Token] = []
        self._at = 0
        self._depth = 0
        self.is_timeless = True

    def all(self, tokens: Sequence[Token]) -> Condition:
        _check_brackets(tokens)
        self._tokens = _settled(tokens)
        return self._either() or EVERYTHING

    def _either(self) -> Condition | None:
        parts = [self._each()]
        while self._kind() == "or":
            self._at += 1
            parts.append(self._each())
        found = [part for part in parts if part is not None]
        return tree.any_of(*found) if found else None

    def _each(self) -> Condition | None:
        found = []
        while self._kind() not in ("or", ")", ""):
            if (part := self._one()) is not None:
                found.append(part)
        return tree.all_of(*found) if found else None

    def _one(self) -> Condition | None:
        token = self._tokens[self._at]
        self._at += 1
        match token.kind:
            case "not":
                negated = self._one() if self._kind() not in ("or", ")", "") else None
                return None if negated is None else tree.negate(negated)
            case "(":
                return self._group(token)
            case _:
                return self._term(token)

    def _group(self, token: Token) -> Condition | None:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise problem(
                f"The bracket at character {token.start + 1} is inside {DEPTH_MAX} others.",
                hint="Write it flatter.",
                text=token.text,
                position=token.start,
            )
        inner = self._either()
        self._depth -= 1
        self._at += self._kind() == ")"
        return inner

    def _term(self, token: Token) -> Condition | None:
        meaning = read_term(token, self._today) if token.key else Meaning(_plain(token))
        self.is_timeless = self.is_timeless and meaning.is_timeless
        return meaning.condition

    def _kind(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""


def _plain(token: Token) -> Condition | None:
    """A term without a key: a ref, a priority, or words."""
    if not token.values[0].is_quoted:
        if match := _REF.fullmatch(token.text):
            return tree.Ref(int(match[1]))
        if match := _PRIORITY.fullmatch(token.text):
            return tree.Priority(int(match[1]), int(match[1]))
    return read_words(token.values[0])


def _settled(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without terms that ask for nothing, and with “or”, “and”, “not” as words where they join nothing."""
    kept = [token for token in tokens if token.kind != "term" or _asks(token)]
    found: list[Token] = []
    for at, token in enumerate(kept):
        following = kept[at + 1] if at + 1 < len(kept) else None
        if token.kind in ("or", "and", "not") and not _joins(token, found, following):
            if _asks(token):
                found.append(replace(token, kind="term"))
        elif token.kind != "and":
            found.append(token)
    return found


def _asks(token: Token) -> bool:
    return bool(token.key) or any(read_words(value) for value in token.values)


def _joins(token: Token, before: Sequence[Token], following: Token | None) -> bool:
    if following is None or following.kind in (")", "or", "and"):
        return False
    if token.kind == "not":
        return token.text in ("-", "NOT") or not _is_word(following)
    return bool(before) and before[-1].kind in ("term", ")")


def _is_word(token: Token) -> bool:
    return token.is_plain and isinstance(_plain(token), tree.Text)


def _check_brackets(tokens: Sequence[Token]) -> None:
    """Refuse a bracket that is never closed, unless it is in plain words: there it is like a space."""
    opened = [token for token in tokens if token.kind == "("]
    closed = sum(token.kind == ")" for token in tokens)
    if len(opened) == closed or all(token.is_plain or token.kind != "term" for token in tokens):
        return
    wrong = _unclosed(tokens)
    raise problem(
        f"The bracket at character {wrong.start + 1} is never closed.",
        hint="Close it, or leave it out.",
        text=wrong.text,
        position=wrong.start,
    )


def _unclosed(tokens: Sequence[Token]) -> Token:
    waiting: list[Token] = []
    for token in tokens:
        if token.kind == "(":
            waiting.append(token)
        elif token.kind == ")":
            waiting.pop()
    return waiting[-1]
