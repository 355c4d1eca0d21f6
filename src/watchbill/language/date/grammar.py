"""The engine: rules written as patterns, tried bottom-up from each token, each result kept (a chart).

A pattern is words, `a|b` for either, `<name>` for what another rule or a class of words yields, `[…]` for what may be absent,
`<:name>` for what has to be there and means nothing, and `~` for “no space here”. The builder gets the context and what each `<name>` yielded (None where absent), and refuses by None.
Of several rules that yield the same name over the same tokens, the first wins.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from watchbill.language.date.lexicon import LEXICON
from watchbill.language.date.token import Token

Builder = Callable[..., Any]
_B = TypeVar("_B", bound=Builder)
Match = tuple[int, Any]
"""Where it ends (a token's index) and what it means."""


@dataclass(frozen=True, slots=True)
class Words:
    """One of these words, literally."""

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """What another rule, or a class of words, yields; kept for the builder unless it is silent."""

    name: str
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class Maybe:
    """A part that may be absent; `absent` is one None for each value in it."""

    parts: tuple["Part", ...]
    absent: tuple[None, ...]


@dataclass(frozen=True, slots=True)
class Glue:
    """No space between the tokens at its sides."""


Part = Words | Name | Maybe | Glue


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say `name`."""

    name: str
    parts: tuple[Part, ...]
    build: Builder


class Rules(list[Rule]):
    """The rules of one file. Called with a name and patterns, it takes the decorated function as their builder."""

    def __call__(self, name: str, *patterns: str) -> Callable[[_B], _B]:
        def keep(build: _B) -> _B:
            self.extend(Rule(name, compile_pattern(pattern), build) for pattern in patterns)
            return build

        return keep


def compile_pattern(pattern: str) -> tuple[Part, ...]:
    """Read a pattern's text."""
    pieces = iter(re.findall(r"\[|\]|~|<[^>]+>|[^\s\[\]~<>]+", pattern))
    return tuple(_parts(pieces))


def _parts(pieces: Iterator[str]) -> Iterator[Part]:
    for piece in pieces:
        if piece == "]":
            return
        if piece == "[":
            inner = tuple(_parts(pieces))
            yield Maybe(inner, (None,) * _count(inner))
        elif piece == "~":
            yield Glue()
        elif piece.startswith("<"):
            yield Name(piece[1:-1].removeprefix(":"), is_silent=piece[1] == ":")
        else:
            yield Words(frozenset(piece.split("|")))


def _count(parts: tuple[Part, ...]) -> int:
    return sum(
        len(part.absent)
        if isinstance(part, Maybe)
        else isinstance(part, Name) and not part.is_silent
        for part in parts
    )


def _names(parts: tuple[Part, ...]) -> frozenset[str]:
    """The names in a pattern."""
    own = frozenset(part.name for part in parts if isinstance(part, Name))
    return own.union(*(_names(part.parts) for part in parts if isinstance(part, Maybe)))


class Grammar:
    """All rules, indexed by what they yield and by what they can begin with."""

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = rules
        self._fitting: dict[tuple[str, tuple[str, ...]], tuple[Rule, ...]] = {}
        self._first: dict[str, frozenset[str]] = {}
        self._by_key = self._index()
        self.lists = self._lists()

    def knows(self, name: str) -> bool:
        """Whether rules yield it; else it is a class of words."""
        return name in self._by_key

    def fitting(self, name: str, keys: tuple[str, ...]) -> tuple[Rule, ...]:
        """The rules for `name` that can begin with such a token, in their order."""
        found = self._fitting.get((name, keys))
        if found is None:
            places = {place for key in keys for place in self._by_key[name].get(key, ())}
            found = tuple(self._rules[place] for place in sorted(places))
            if len(keys) > 1 or found:
                self._fitting[name, keys] = found
        return found

    def _index(self) -> dict[str, dict[str, list[int]]]:
        """Name → key of the first token → the rules' places."""
        names = dict.fromkeys(rule.name for rule in self._rules)
        self._first = dict.fromkeys(names, frozenset())
        while self._grow():
            pass
        found: dict[str, dict[str, list[int]]] = {name: {} for name in names}
        for place, rule in enumerate(self._rules):
            for key in self._starts(rule.parts):
                found[rule.name].setdefault(key, []).append(place)
        return found

    def _lists(self) -> tuple[str, ...]:
        """The names that can contain themselves: lists, and what is counted from something of its kind."""
        inner = {name: frozenset[str]() for name in self._by_key}
        for rule in self._rules:
            inner[rule.name] |= _names(rule.parts) & inner.keys()
        for _ in inner:
            inner = {name: of.union(*(inner[each] for each in of)) for name, of in inner.items()}
        return tuple(name for name, of in inner.items() if name in of)

    def _grow(self) -> bool:
        is_grown = False
        for rule in self._rules:
            more = self._first[rule.name] | self._starts(rule.parts)
            is_grown = is_grown or more != self._first[rule.name]
            self._first[rule.name] = more
        return is_grown

    def _starts(self, parts: tuple[Part, ...]) -> frozenset[str]:
        """The keys that the parts can begin with: of all up to the first that has to be there."""
        first = next(n for n, part in enumerate(parts) if isinstance(part, Words | Name))
        return frozenset().union(*map(self._keys, parts[: first + 1]))

    def _keys(self, part: Part) -> frozenset[str]:
        if isinstance(part, Maybe):
            return self._starts(part.parts)
        if isinstance(part, Name):
            return self._first.get(part.name, frozenset({f"<{part.name}>"}))
        return part.words if isinstance(part, Words) else frozenset()


def _end(match: Match) -> int:
    return match[0]


_LONGEST = 40
"""No phrase has more tokens: so a text takes time in proportion to its length, whatever stands in it."""


class Chart:
    """What the grammar finds in some tokens; each name is tried once at each place.

    In a long text lists are tried from its end on, so that the rest of each is known before it, and none is a recursion of its length.
    """

    def __init__(self, grammar: Grammar, tokens: tuple[Token, ...], context: Any) -> None:
        self._grammar = grammar
        self._tokens = tokens
        self._context = context
        self._known: dict[tuple[str, int], tuple[Match, ...]] = {}
        for place in range(len(tokens) - 1, -1, -1) if len(tokens) > _LONGEST else ():
            for name in grammar.lists:
                self.at(name, place)

    def at(self, name: str, place: int) -> tuple[Match, ...]:
        """All that `name` can be from this token on: one meaning for each end."""
        found = self._known.get((name, place))
        if found is None:
            self._known[name, place] = ()  # a rule that begins with itself finds nothing
            found = self._known[name, place] = self._try(name, place)
        return found

    def _try(self, name: str, place: int) -> tuple[Match, ...]:
        if place >= len(self._tokens):
            return ()
        if not self._grammar.knows(name):
            return self._word(name, place)
        found: dict[int, Any] = {}
        for rule in self._grammar.fitting(name, self._tokens[place].keys):
            for end, values in self._walk(rule.parts, 0, place, ()):
                is_new = end not in found and end - place <= _LONGEST
                if is_new and (value := rule.build(self._context, *values)) is not None:
                    found[end] = value
        return tuple(sorted(found.items(), reverse=True, key=_end))

    def _word(self, name: str, place: int) -> tuple[Match, ...]:
        token = self._tokens[place]
        if f"<{name}>" not in token.keys:
            return ()
        value = (
            token.number if token.number >= 0 else LEXICON.get(name, {}).get(token.low, token.text)
        )
        return ((place + 1, value),)

    def _walk(
        self, parts: tuple[Part, ...], index: int, place: int, values: tuple[Any, ...]
    ) -> Iterator[tuple[int, tuple[Any, ...]]]:
        if index == len(parts):
            yield place, values
            return
        part = parts[index]
        if isinstance(part, Maybe):
            for end, inner in self._walk(part.parts, 0, place, ()):
                yield from self._walk(parts, index + 1, end, values + inner)
            yield from self._walk(parts, index + 1, place, values + part.absent)
        elif isinstance(part, Name):
            for end, value in self.at(part.name, place):
                kept = values if part.is_silent else (*values, value)
                yield from self._walk(parts, index + 1, end, kept)
        elif self._fits(part, place):
            step = isinstance(part, Words)
            yield from self._walk(parts, index + 1, place + step, values)

    def _fits(self, part: Words | Glue, place: int) -> bool:
        if place >= len(self._tokens):
            return False
        token = self._tokens[place]
        return token.glued if isinstance(part, Glue) else token.low in part.words
