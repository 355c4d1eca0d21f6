"""What a language model says, watched while it speaks: calls written as text, endless repetition, claims without a deed."""

import re
from collections.abc import Collection

from watchbill.assistant.failure import LoopingError, MisspokenError

TEXT_MAX = 6_000
"""Characters of one answer; nobody reads more in a chat."""
NOTHING_CHANGED = "(Nothing was changed just now.)"
_SUSPECT = ("{", "[", "<", "`")
_MARKED = re.compile(r"<\W?(?:tool|function)[_ ]?(?:call)?", re.IGNORECASE)
_ROUND_AND_ROUND = re.compile(r"(?P<unit>.{1,100}?)(?P=unit){5,}\Z", re.DOTALL)
_TAIL, _REPEATED, _EVERY = 700, 160, 40


class Speech:
    """One answer as it comes. `tools` are the names that a call could have."""

    def __init__(self, tools: Collection[str]) -> None:
        self._tools = tools
        self._text = ""
        self._shown = 0
        self._checked = 0

    def take(self, more: str) -> str:
        """What can be shown by now: an answer that begins like a call is held back to its end. Raises LoopingError."""
        self._text += more
        if len(self._text) > TEXT_MAX:
            raise LoopingError("the answer has no end")
        if len(self._text) - self._checked >= _EVERY:
            self._checked = len(self._text)
            if goes_round(self._text):
                raise LoopingError("the answer repeats itself")
        return "" if self._is_suspect() else self._rest()

    def end(self) -> str:
        """What was held back. Raises MisspokenError when that is a call, or when nothing was said."""
        if not self._text.strip():
            raise MisspokenError("an empty answer")
        if is_call(self._text, self._tools):
            raise MisspokenError("a call as text")
        return self._rest()

    def _is_suspect(self) -> bool:
        begin = self._text.lstrip()
        names = (begin.startswith(tool) or tool.startswith(begin) for tool in self._tools)
        return begin.startswith(_SUSPECT) or any(names)

    def _rest(self) -> str:
        rest = self._text[self._shown :]
        self._shown = len(self._text)
        return rest


def goes_round(text: str) -> bool:
    """Whether it ends in the same words said over and over."""
    match = _ROUND_AND_ROUND.search(text[-_TAIL:])
    return match is not None and len(match[0]) >= _REPEATED


def is_call(text: str, tools: Collection[str]) -> bool:
    """Whether a tool call was written as text. It is never carried out: who wrote it can't be known."""
    if _MARKED.search(text):
        return True
    named = "|".join(re.escape(tool) for tool in tools)
    as_code = rf"\W*(?:{named})\s*\("
    as_object = rf"\{{.*[\"'](?:{named})[\"']"
    return bool(re.match(as_code, text) or re.search(as_object, text, re.DOTALL))
