"""A filter's text as tokens. What isn't clearly meant as the language is plain words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from watchbill.domain.filter.problem import problem

QUERY_MAX = 1_000

Kind = Literal["term", "(", ")", "or", "and", "not"]
_QUOTES = {'"': '"', "“": "”“", "„": "“”", "«": "»"}
_KEY = re.compile(r"([A-Za-z][A-Za-z_-]*):")
_WORDS: dict[str, Kind] = {"or": "or", "and": "and", "not": "not"}
_ESCAPED = re.compile(r'\\(["\\])')


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a term: what was written, without quotes."""

    text: str
    start: int
    is_quoted: bool = False
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the filter. A term has a key, empty for plain words, and its values."""

    kind: Kind
    text: str
    start: int
    key: str = ""
    values: tuple[Value, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether a person who knows nothing of the language could have typed it."""
        return self.kind == "term" and not self.key and not any(v.is_quoted for v in self.values)


class Lexer:
    """Reads one text from the left to the right. `keys` are the words that may stand before a colon, and what each means."""

    def __init__(self, text: str, keys: dict[str, str]) -> None:
        self._text = text
        self._keys = keys
        self._at = 0
        self._depth = 0

    def tokens(self) -> Iterator[Token]:
        while self._at < len(self._text):
            if self._text[self._at].isspace():
                self._at += 1
            else:
                yield self._next()

    def _next(self) -> Token:
        char, start = self._text[self._at], self._at
        if char == "(":
            self._depth += 1
            return self._mark("(")
        if char == ")" and self._depth:
            self._depth -= 1
            return self._mark(")")
        if char == "|":
            return self._mark("or")
        if char == "-" and self._begins_term(start + 1):
            return self._mark("not")
        return self._term(start)

    def _mark(self, kind: Kind) -> Token:
        self._at += 1
        return Token(kind, self._text[self._at - 1], self._at - 1)

    def _begins_term(self, at: int) -> bool:
        following = self._text[at : at + 1]
        return bool(following) and not following.isspace() and following not in "-)|"

    def _term(self, start: int) -> Token:
        if self._text[start] in _QUOTES:
            return self._token(start, "", (self._quoted(),))
        match = _KEY.match(self._text, start)
        key = self._keys.get(match[1].casefold(), "") if match else ""
        if match and key:
            self._at = match.end()
            if values := self._values():
                return self._token(start, key, values)
            self._at = start
        run = self._run(stops="")
        if run.text.casefold() in _WORDS:
            return self._token(start, "", (run,), _WORDS[run.text.casefold()])
        return self._token(start, "", (run,))

    def _token(
        self, start: int, key: str, values: tuple[Value, ...], kind: Kind = "term"
    ) -> Token:
        return Token(kind, self._text[start : self._at], start, key, values)

    def _values(self) -> tuple[Value, ...]:
        """The values after a key, with commas between."""
        found = []
        while True:
            is_quoted = self._text[self._at : self._at + 1] in (*_QUOTES,)
            found.append(self._quoted() if is_quoted else self._run(stops=","))
            if self._text[self._at : self._at + 1] != ",":
                return tuple(value for value in found if value.text or value.is_quoted)
            self._at += 1

    def _run(self, *, stops: str) -> Value:
        """Characters up to a space, a bar, one of `stops`, or the bracket that closes a group."""
        start = self._at
        opened = 0
        while self._at < len(self._text):
            char = self._text[self._at]
            if char.isspace() or char == "|" or char in stops:
                break
            opened += (char == "(") - (char == ")")
            if opened < 0 and self._depth:
                break
            opened = max(opened, 0)
            self._at += 1
        return Value(self._text[start : self._at], start)

    def _quoted(self) -> Value:
        """The text up to the closing quote; a star after that makes its last word the beginning of one."""
        start = self._at
        closers = _QUOTES[self._text[start]]
        self._at += 1
        while self._at < len(self._text) and self._text[self._at] not in closers:
            self._at += 2 if self._text[self._at : self._at + 2] in ('\\"', "\\\\") else 1
        if self._at >= len(self._text):
            rest = self._text[start:]
            raise problem(
                f"The quote at character {start + 1} is never closed: {rest[:40]}",
                hint="Close it, or leave it out.",
                text=rest,
                position=start,
            )
        text = _ESCAPED.sub(r"\1", self._text[start + 1 : self._at])
        self._at += 1
        is_prefix = self._text[self._at : self._at + 1] == "*"
        self._at += is_prefix
        return Value(text, start, is_quoted=True, is_prefix=is_prefix)


def lex(text: str, keys: dict[str, str]) -> list[Token]:
    """The tokens of a filter. Raises INVALID_QUERY for a quote that isn't closed, and for over 1,000 characters."""
    if len(text) > QUERY_MAX:
        raise problem(
            f"The filter has {len(text)} characters.",
            hint=f"{QUERY_MAX} is the most.",
            text="",
            position=QUERY_MAX,
        )
    return list(Lexer(text, keys).tokens())
