"""The marks of quick-add: `p1`, `!high`, `#tag`, `@project`, `+project`, and todo.txt's `(A)`, `due:`, `rec:`, `pri:`.

Where habits collide a style decides: Todoist's `#` is a project and its `@` a tag, todo.txt's `@` is a tag.
"""

import re
from dataclasses import dataclass
from typing import Literal

from watchbill.language.date import starts_date

Style = Literal["watchbill", "todoist", "todo.txt"]
Kind = Literal["priority", "tag", "project", "due", "recurrence", "created"]

_SIGNS: dict[Style, dict[str, Kind]] = {
    "watchbill": {"#": "tag", "@": "project", "+": "project"},
    "todoist": {"#": "project", "@": "tag"},
    "todo.txt": {"+": "project", "@": "tag", "#": "tag"},
}
_LEVELS = {
    "urgent": 1, "highest": 1, "critical": 1, "asap": 1, "high": 1, "hi": 1, "important": 1, "medium": 2, "med": 2, "mid": 2,
    "normal": 3, "low": 3, "lo": 3, "lowest": 4, "none": 4, "!": 2, "!!": 1,
}  # fmt: skip
_LETTERS = "ABC"
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year", "b": "business day"}
_CREATED = re.compile(r"(?:\([A-Z]\)\s+)?(\d{4}-\d\d-\d\d)\s")
_MARKS = re.compile(
    r"""(?<!\S)(?:
        (?P<p>[pP]([1-4]))(?=[\s,.;]|$)
      | !(?P<number>[1-4])(?=[\s,.;]|$)
      | !(?P<level>[A-Za-z]+|!{1,2})(?=[\s,.;]|$)
      | \((?P<letter>[A-Z])\)(?=\s)
      | pri:(?P<pri>[A-Za-z])(?!\S)
      | due:(?P<due>"[^"]+"|\S+)
      | rec:(?P<rec>\+?\d{1,3}[dwmyb])(?!\S)
      | (?P<sign>[#@+])(?:"(?P<quoted>[^"]+)"|(?P<name>[^\W\d_][^\s#@"]*|\d*[^\W\d][^\s#@"]*))
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: where it stands, what it sets, and to what (as text)."""

    kind: Kind
    start: int
    end: int
    value: str


def find_marks(text: str, style: Style) -> list[Mark]:
    """All marks of a line. `#42` is no tag, `+1` no project, `me@example.com` none either."""
    marks = (_mark(match, style) for match in _MARKS.finditer(text))
    found = [mark for mark in marks if mark is not None]
    if style == "todo.txt" and (made := _CREATED.match(text)):
        found.append(Mark("created", made.start(1), made.end(1), made[1]))
    return found


def _mark(match: re.Match[str], style: Style) -> Mark | None:
    if match["sign"]:
        return _name(match, style)
    kind, value = _value(match)
    return Mark(kind, match.start(), match.end(), value) if value else None


def _name(match: re.Match[str], style: Style) -> Mark | None:
    kind = _SIGNS[style].get(match["sign"])
    name = match["quoted"] or match["name"].rstrip(".,;:!?)")
    is_date = match["sign"] == "@" and not match["quoted"] and starts_date(name)
    if kind is None or is_date:
        return None
    end = match.end() if match["quoted"] else match.start() + 1 + len(name)
    return Mark(kind, match.start(), end, name)


def _value(match: re.Match[str]) -> tuple[Kind, str]:
    if match["due"]:
        return "due", match["due"].strip('"')
    if match["rec"]:
        return "recurrence", _recurrence(match["rec"])
    return "priority", _priority(match)


def _priority(match: re.Match[str]) -> str:
    if match["level"]:
        return str(_LEVELS.get(match["level"].lower(), ""))
    letter = (match["letter"] or match["pri"] or "").upper()
    if letter:
        return str(_LETTERS.find(letter) + 1 or 4)
    return match["number"] or match["p"][1]


def _recurrence(text: str) -> str:
    """todo.txt's `rec:1w` counts from the completion, `rec:+1w` from the schedule: the same in English."""
    sign = "" if text[0] == "+" else " after completion"
    return f"every {text.strip('+')[:-1]} {_UNITS[text[-1]]}s{sign}"
