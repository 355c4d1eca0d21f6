"""JSON as editors keep it, with comments and last commas: read it, and change one entry without touching the rest."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from watchbill.domain.errors import InvalidError

_TOKEN = re.compile(
    r'(?P<space>\s+|//[^\n]*|/\*.*?\*/)|(?P<string>"(?:[^"\\\n]|\\.)*")|(?P<mark>[{}\[\]:,])|(?P<word>[^\s{}\[\]:,"/]+)',
    re.DOTALL,
)
_OPEN, _CLOSE = "{[", "}]"
_UNIT = "  "


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Member:
    """A key with its value: where they are in the text, and in the tokens where the next thing begins."""

    key: str
    start: int
    value: int
    end: int
    following: int


@dataclass(frozen=True, slots=True)
class _Object:
    """An object: its members, and the places of its braces in the text."""

    opens: int
    closes: int
    members: Sequence[_Member]


def read(text: str) -> dict[str, Any]:
    """What the text says; nothing at all is an empty object. Raises INVALID_FILE."""
    tokens = _tokens(text)
    plain = "".join(
        token.text
        for token, following in zip(tokens, [*tokens[1:], None], strict=False)
        if not (token.text == "," and following and following.text in _CLOSE)
    )
    try:
        found = json.loads(plain or "{}")
    except ValueError:
        raise _broken() from None
    if not isinstance(found, dict):
        raise _broken()
    return found


def put(text: str, path: tuple[str, str], value: Any) -> str:
    """The text with this value under the two names."""
    read(text)
    outer, name = path
    text = text if _tokens(text) else "{}\n"
    root = _root(text)
    held = _find(root, outer)
    if held is None:
        return _insert(text, root, outer, {name: value})
    inside = _object(_tokens(text), _index(_tokens(text), held.value))
    member = _find(inside, name)
    if member is None:
        return _insert(text, inside, name, value)
    indent = _indent(text, member.start)
    return text[: member.value] + _dump(value, indent) + text[member.end :]


def drop(text: str, path: tuple[str, str]) -> str:
    """The text without what is under the two names, which is there."""
    outer, name = path
    tokens = _tokens(text)
    held = _find(_root(text), outer)
    assert held  # noqa: S101 -- the caller has read it
    inside = _object(tokens, _index(tokens, held.value))
    member = _find(inside, name)
    assert member  # noqa: S101 -- the same
    after = tokens[member.following]
    begin = len(text[: member.start].rstrip(" \t\n"))
    if after.text == ",":
        return text[:begin] + text[after.end :]
    if text[begin - 1] == ",":
        begin -= 1
    return text[:begin] + text[member.end :]


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _broken()
        if match.lastgroup != "space":
            tokens.append(_Token(match[0], at, match.end()))
        at = match.end()
    return tokens


def _root(text: str) -> _Object:
    return _object(_tokens(text), 0)


def _index(tokens: Sequence[_Token], start: int) -> int:
    return next(index for index, token in enumerate(tokens) if token.start == start)


def _object(tokens: Sequence[_Token], at: int) -> _Object:
    """The object that begins with this token."""
    members, index = [], at + 1
    while tokens[index].text != "}":
        key, value = tokens[index], tokens[index + 2]
        index = _skip(tokens, index + 2)
        members.append(
            _Member(json.loads(key.text), key.start, value.start, tokens[index - 1].end, index)
        )
        index += tokens[index].text == ","
    return _Object(tokens[at].start, tokens[index].start, members)


def _skip(tokens: Sequence[_Token], at: int) -> int:
    """The token after the value that begins here."""
    depth = 0
    while True:
        depth += (tokens[at].text in _OPEN) - (tokens[at].text in _CLOSE)
        at += 1
        if depth == 0:
            return at


def _find(inside: _Object, name: str) -> _Member | None:
    return next((member for member in inside.members if member.key == name), None)


def _insert(text: str, inside: _Object, name: str, value: Any) -> str:
    """As the last member, on lines of its own."""
    outdent = _indent(text, inside.opens)
    indent = _indent(text, inside.members[0].start) if inside.members else ""
    indent = indent if len(indent) > len(outdent) else outdent + _UNIT
    head, rest = text[: inside.closes].rstrip(), text[inside.closes :]
    if inside.members:
        end = inside.members[-1].end
        has_comma = any(token.text == "," and token.start >= end for token in _tokens(head))
        head = head if has_comma else f"{head[:end]},{head[end:]}"
    return f"{head}\n{indent}{json.dumps(name)}: {_dump(value, indent)}\n{outdent}{rest}"


def _indent(text: str, at: int) -> str:
    """The white space that the line of this place begins with."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip())]


def _dump(value: Any, indent: str) -> str:
    return json.dumps(value, indent=len(_UNIT), ensure_ascii=False).replace("\n", f"\n{indent}")


def _broken() -> InvalidError:
    return InvalidError.of(
        "file",
        "The program's configuration file isn't the JSON that it should be, so it stays as it is.",
        hint="Mend it, or add by hand what --print shows.",
    )
