"""Conditions as text again: what `parse` reads as the same tree."""

import re
from datetime import date

from watchbill.domain import condition as tree
from watchbill.domain.condition import Condition, Leaf
from watchbill.domain.query import Sort

_BARE = re.compile(r"[a-z0-9]+")
_SAFE = re.compile(r"[\w.-]+")
_RESERVED = re.compile(r"or|and|not|p[1-4]")
_TRAITS = {"recurrence": "is:recurring", "parent": "is:subtask"}


def to_text(condition: Condition, sort: tuple[Sort, ...] = ()) -> str:
    """The filter that asks for this; days are written as dates."""
    parts = [_write(condition), _sort(sort)]
    return " ".join(part for part in parts if part)


def _sort(sort: tuple[Sort, ...]) -> str:
    fields = ",".join(f"{'-' if one.is_descending else ''}{one.field}" for one in sort)
    return f"sort:{fields}" if fields else ""


def _write(condition: Condition) -> str:
    match condition:
        case tree.And(parts):
            return " ".join(_inner(part, tree.Or) for part in parts)
        case tree.Or(parts):
            return " or ".join(_inner(part, tree.And) for part in parts)
        case tree.Not(part):
            return f"-{_inner(part, tree.And, tree.Or)}"
        case _:
            return _leaf(condition)


def _inner(part: Condition, *grouped: type[Condition]) -> str:
    return f"({_write(part)})" if isinstance(part, grouped) else _write(part)


def _leaf(leaf: Leaf) -> str:  # noqa: PLR0911 -- one line for each kind
    match leaf:
        case tree.Text():
            return _text(leaf)
        case tree.Priority(first, last):
            return f"p{first}" if first == last else f"priority:{first}..{last}"
        case tree.Days(moment, first, last):
            return f"{moment}:{_days(first, last)}"
        case tree.Has(thing):
            return _TRAITS.get(thing, f"has:{thing}")
        case tree.Is(trait):
            return f"is:{trait}"
        case tree.Ref(ref):
            return f"#{ref}"
        case _:
            return f"{_KEYS[type(leaf)]}:{_name(leaf.name)}"


_KEYS = {tree.Tag: "tag", tree.Project: "project", tree.Parent: "parent", tree.Saved: "filter"}


def _text(text: tree.Text) -> str:
    joined = " ".join(text.words)
    key = "" if text.field == "any" else f"{text.field}:"
    is_bare = _BARE.fullmatch(joined) and not _RESERVED.fullmatch(joined)
    if text.is_prefix and is_bare:
        return f"{key}{joined}"
    return f'{key}"{joined}"{"*" if text.is_prefix else ""}'


def _days(first: date | None, last: date | None) -> str:
    if first == last and first:
        return first.isoformat()
    return f"{first or ''}..{last or ''}"


def _name(name: str) -> str:
    if _SAFE.fullmatch(name) and name.casefold() not in ("none", "any"):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
