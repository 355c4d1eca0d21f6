"""How rules are written: patterns, and what is made of what they find.

A pattern is words, `a|b` for either, `<name>` for what another rule or a class of words yields, `[…]` for what may be absent,
`<:name>` for what has to be there and means nothing, and `~` for “no space here”. The builder gets the context and what each `<name>` yielded (None where absent), and refuses by None.
Of several rules that yield the same name over the same tokens, the first wins.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

Builder = Callable[..., Any]
_B = TypeVar("_B", bound=Builder)


class RefusedError(Exception):
    """What was read means nothing, such as a day that is beyond the calendar: a builder's None, from deeper down."""


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
class Glue:
    """No space between the tokens at its sides."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A value that this way of saying it doesn't have."""


@dataclass(frozen=True, slots=True)
class Maybe:
    """A part that may be absent."""

    parts: tuple["Part", ...]


Step = Words | Name | Glue | Absent
Part = Step | Maybe
Path = tuple[Step, ...]
"""One way through a pattern: each part that may be absent is there or isn't."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern that says `name`, as all the ways through it, those that say most first."""

    name: str
    paths: tuple[Path, ...]
    build: Builder


class Rules(list[Rule]):
    """The rules of one file. Called with a name and patterns, it takes the decorated function as their builder."""

    def __call__(self, name: str, *patterns: str) -> Callable[[_B], _B]:
        def keep(build: _B) -> _B:
            self.extend(Rule(name, compile_pattern(pattern), build) for pattern in patterns)
            return build

        return keep


def compile_pattern(pattern: str) -> tuple[Path, ...]:
    """Read a pattern's text."""
    pieces = iter(re.findall(r"\[|\]|~|<[^>]+>|[^\s\[\]~<>]+", pattern))
    return tuple(_paths(tuple(_parts(pieces))))


def _parts(pieces: Iterator[str]) -> Iterator[Part]:
    for piece in pieces:
        if piece == "]":
            return
        if piece == "[":
            yield Maybe(tuple(_parts(pieces)))
        elif piece == "~":
            yield Glue()
        elif piece.startswith("<"):
            yield Name(piece[1:-1].removeprefix(":"), is_silent=piece[1] == ":")
        else:
            yield Words(frozenset(piece.split("|")))


def _paths(parts: tuple[Part, ...]) -> Iterator[Path]:
    if not parts:
        yield ()
        return
    first, *more = parts
    rests = tuple(_paths(tuple(more)))
    begins = (
        (*_paths(first.parts), _missing(first.parts)) if isinstance(first, Maybe) else ((first,),)
    )
    yield from ((*begin, *rest) for begin in begins for rest in rests)


def _missing(parts: tuple[Part, ...]) -> Path:
    """An absent value for each that these parts would yield."""
    inner = (_missing(part.parts) if isinstance(part, Maybe) else (part,) for part in parts)
    return tuple(
        Absent()
        for steps in inner
        for step in steps
        if isinstance(step, Absent) or (isinstance(step, Name) and not step.is_silent)
    )
