"""Sentences about two things at once: a task that waits for another, parts of a task, two tasks that change their dates."""

import re

from watchbill.language import mention
from watchbill.language.intent import Moment, Split, Swap, Wait
from watchbill.language.phrase import Phrases
from watchbill.language.timing import time_kind
from watchbill.language.title import tidy

_DONE = "[[(is|are|gets|get|has been|have been|'s)] [all|fully|actually] (done|finished|complete|completed|ready|over|out of the way|sorted)]"
_WAIT = Phrases(
    f"<what> (should|must|has to|have to|needs to|need to|can|is to|will) wait (until|till|for) [after] <on> {_DONE}",
    "<what> (should|must|has to|have to|needs to|need to|will) wait for <on>",
    f"(don't|do not) (do|start|begin|send) <what> (until|till|before) [after] <on> {_DONE}",
    f"<what> (can't|cannot|can not|mustn't|must not|shouldn't|should not|can only) [be] (start|started|begin|begun|happen|be done|done|go|go out|sent) (until|till|before|after|once|when) <on> {_DONE}",
    "(make|let|have) <what> (depend on|wait for|wait on|blocked by|be blocked by) <on>",
    "<what> (depends on|depend on|relies on|waits for|waits on|wait for|is waiting for|is waiting on|is blocked by|are blocked by|is held up by|needs to come after|has to come after|must come after|comes after|should come after) <on>",
    "<on> (blocks|is blocking|must come before|comes before|has to come before|should come before|needs to be done before|has to be done before|must be done before) <what>",
    "block <what> (by|with|on|until) <on>",
)
_SPLIT = Phrases(
    "(split|break|divide) [up] <what> [up|down] (into|in) [the] [(two|three|four|several|2|3|4)] [(subtasks|sub-tasks|parts|steps|smaller tasks|tasks)] [named|called|:] <parts>",
    "(add|create|make) [a|the|some|new] (subtask|sub-task|sub task|subtasks|sub-tasks|sub tasks|step|steps) <parts> (to|under|for|in|of) <what>",
    "(add|create|make) [a|the|some|new] (subtask|sub-task|sub task|subtasks|sub-tasks|sub tasks|step|steps) (to|under|for|in|of) <what> [named|called|:] <parts>",
    "(add|put) <parts> as [a|the] (subtask|sub-task|sub task|subtasks|sub-tasks|sub tasks|step|steps|part|parts) (of|to|under|for|in) <what>",
)
_BENEATH = re.compile(
    r"(?:(?:add|create|make|put) )?(?:(?:an?|the|some|new|two|three|four|these|\d) )*(?:sub-?tasks?|sub tasks?|steps?) (?:to|under|for|in|of|on) (?P<of>.+?)(?:\s*:\s*|,? (?:called|named|titled) )(?P<steps>.+)"
    r"|(?:under|beneath|underneath|as (?:an? )?(?:sub-?tasks?|steps?|parts?) of) (?P<under>(?:(?:the|my|our) \S.*?|#?\d+)),? (?:add|put|create|make) (?P<below>.+)",
    re.IGNORECASE,
)
_SWAP = Phrases(
    "(swap|switch|exchange|trade) [round|around] [the] [due] (dates|dates and times|times|days|deadlines) (of|for|between|on) <first> (and|with) <second>",
    "(swap|switch|exchange|trade) <first> (and|with) <second> [round|around|over]",
)
_AND = re.compile(
    r"\s*;\s*|,\s*(?:and\s+)?|\s+and\s+(?:then\s+)?|\s*&\s*|\s+plus\s+", re.IGNORECASE
)
_ORDER = re.compile(
    r"\b(?:wait\w*|depends?|block\w*|relies|until|till|before|after|once|when|held up)\b",
    re.IGNORECASE,
)
"""One of these words is in all templates of what waits."""
_ASKED = re.compile(
    r"(?:what|which|who|when|where|why|how|is|are|do|does|did|anything|show|list)\b", re.IGNORECASE
)
_MERELY = re.compile(
    r"(?:(?:two|three|four|several|smaller|some|2|3|4)\s+)*(?:subtasks|sub-tasks|parts|steps|pieces|tasks|halves|chunks|two|three|four|\d)",
    re.IGNORECASE,
)


def wait(text: str, moment: Moment) -> Wait | None:
    """“The handouts should wait until the slides are finished”; until a time is no task."""
    if not _ORDER.search(text) or _ASKED.match(text):
        return None
    for caught in _WAIT.all(text):
        if time_kind(caught["on"], moment) is None:
            return Wait(mention.parse(caught["what"], moment), mention.parse(caught["on"], moment))
    return None


def split(text: str, moment: Moment) -> Split | None:
    """“Split the slides into draft and polish”, “add the subtasks book the hall and send invitations to the party”."""
    if match := _BENEATH.fullmatch(text):
        what, said = match["of"] or match["under"], match["steps"] or match["below"]
    elif (caught := _SPLIT.match(text)) and not _MERELY.fullmatch(caught["parts"]):
        what, said = caught["what"], caught["parts"]
    else:
        return None
    parts = tuple(tidy(part) for part in _AND.split(said) if part)
    return Split(mention.parse(what, moment), parts)


def swap(text: str, moment: Moment) -> Swap | None:
    caught = _SWAP.match(text)
    if caught is None:
        return None
    return Swap(mention.parse(caught["first"], moment), mention.parse(caught["second"], moment))
