"""What needs no model: the plain commands of a list, which the interpreter understands as they are meant."""

import re

from watchbill.assistant.interpreter import converse
from watchbill.assistant.memory import Memory
from watchbill.assistant.plan import Call, advance
from watchbill.language.intent import Moment

_REF = r"(?:task )?#?\d{1,9}"
_PLAIN = re.compile(
    rf"(?:(?:mark )?{_REF} (?:as )?done|(?:complete|finish|close|reopen|restore|delete|remove) {_REF}|rename {_REF} to .+"
    r"|(?:undo|redo)(?: (?:that|it|this|the last (?:one|change)|change \d{1,9}))?|help|what can you do"
    r"|(?:(?:show|list)(?: me)?(?: all)?|what(?:'s|\u2019s| is) on) my (?:list|tasks|to-?dos?)|how many (?:open )?tasks do i have"
    r"|what(?:'s|\u2019s| is) (?:due|overdue)(?: today| tomorrow| this week| next week)?)",
    re.IGNORECASE,
)
_ADD = re.compile(r"(?:add|create)(?: a)?(?: (?:new )?task:?)? \S.*", re.IGNORECASE)
_NOT_ADD = re.compile(
    r"[,;:]|\b(?:and|then|but|or|all|every|due|date|deadline|note|comment|description|tag|label|priority|project|list|subtask|reminder"
    r"|it|that|this|them|those|#?\d{1,9})\b",
    re.IGNORECASE,
)
_ANSWER = 6
"""Words of an answer to what the interpreter asked; who says more says something new."""


def is_sure(text: str, memory: Memory, moment: Moment) -> bool:
    """Whether the interpreter takes this before any model: a plain command, or the answer to what it asked itself."""
    said = " ".join(text.split()).strip(" .!?")
    said = re.sub(r"^please |[, ]+please$", "", said, flags=re.IGNORECASE)
    if memory.question is not None:
        return len(said.split()) <= _ANSWER
    if _PLAIN.fullmatch(said):
        return True
    is_add = _ADD.fullmatch(said) is not None and _NOT_ADD.search(said) is None
    return is_add and is_request(text, memory, moment)


def is_request(text: str, memory: Memory, moment: Moment) -> bool:
    """Whether the interpreter understands this as something for the tools: who answers it without them made the answer up."""
    return isinstance(advance(converse(text, memory, moment), []), Call)
