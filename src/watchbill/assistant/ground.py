"""What a model's writes have to stand on: tasks that were seen or named, and words that somebody said. Small models make up both."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from watchbill.schemas.turn import PastMessage

_REF = re.compile(r"#?(\d{1,9})")
_NUMBER = re.compile(r"\d{1,9}")
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 4


class Ground:
    """The ground of one turn. It grows with what the tools answer."""

    def __init__(self, text: str, history: Sequence[PastMessage]) -> None:
        self._stems: set[str] = set()
        self._refs: set[int] = set()
        for said in (text, *(message.text for message in history)):
            self._stems |= _stems(said)
            self._refs |= {int(number) for number in _NUMBER.findall(said)}
        for message in history:
            self._refs |= {int(ref) for ref in message.data.get("mentioned", [])}

    def see(self, content: Mapping[str, Any]) -> None:
        """Take in what a tool answered."""
        self._stems |= _stems(json.dumps(content, ensure_ascii=False))
        self._refs |= {row["ref"] for row in content.get("tasks", []) if "ref" in row}

    def refusal(self, tool: str, arguments: Mapping[str, Any]) -> str | None:
        """Why this call stands on nothing; None when it does, or only looks."""
        if tool.startswith("view_"):
            return None
        unseen = [ref for ref in _refs(arguments.get("tasks")) if ref not in self._refs]
        if unseen:
            return f"INVALID_TASKS: #{unseen[0]} was not seen in this turn. View the tasks first, and use a ref from there."
        if tool == "add_task" and not all(map(self._is_said, _titles(arguments))):
            return "INVALID_TITLE: Nobody said that. Use the person's own words, and add nothing that they didn't ask for."
        return None

    def _is_said(self, title: str) -> bool:
        """At least half of its words; those of scripts without spaces can't be told apart, and pass."""
        stems = {stem for stem in _stems(title) if stem.isascii()}
        return 2 * len(stems & self._stems) >= len(stems)


def _stems(text: str) -> set[str]:
    return {word[:_STEM].casefold() for word in _WORD.findall(text)}


def _refs(tasks: Any) -> list[int]:
    named: Iterable[Any] = tasks if isinstance(tasks, list) else [tasks]
    found = (_REF.fullmatch(str(name)) for name in named)
    return [int(match[1]) for match in found if match]


def _titles(arguments: Mapping[str, Any]) -> list[str]:
    items = arguments.get("items")
    given: list[Any] = [arguments, *(items if isinstance(items, list) else [])]
    titles = [one if isinstance(one, str) else _title(one) for one in given]
    return [title for title in titles if title]


def _title(item: Any) -> str:
    return str(item.get("title") or item.get("text") or "") if isinstance(item, Mapping) else ""
