"""Sentences that say what there is to do, or what a day holds, without asking for a task: most are asked before they are added."""

import re
from dataclasses import replace

from watchbill.language.intent import Add, Item, Moment
from watchbill.language.quick_add import parse
from watchbill.language.timing import time_kind
from watchbill.language.title import begins_with_verb, split_titles, tidy
from watchbill.language.writing import SOMETIME, WHEN, add, add_of

_I = re.IGNORECASE
_WISH = re.compile(
    r"(?:i|we)(?:'ve| have)? (?:need|got|have|must|ought|should|gotta|want)(?: really| probably| also)?(?: to)?(?: really)? (?P<what>(?!to\b|know|see|find out|figure|hear|check|convert|make a\b|a |an |the |some |any |more |help|my |your |you|it|this|that|no |not )\w+.+)",
    _I,
)
_HAVE = re.compile(
    r"(?:i|we|i've|we've)(?: have| got| have got| also have|'ve got)? (?P<what>(?:a|an|my|the|another) (?:\w+['\w]* ){1,4}.+)",
    _I,
)
_ARTICLE = re.compile(r"^(?:an?|the|my|another) ", _I)
_AGENDA = re.compile(r"(?P<when>[^:]{3,30}?)(?:: | [\u2013\u2014-] )(?P<what>.+)", _I)
_PART = re.compile(r"\s*(?:[,;]\s*(?:and\s+|then\s+)?|\s+and\s+then\s+)", _I)
_DUTIES = r"(?:buy|call|pay|pick up|email|water|renew|clean|wash|submit|return|vacuum|mow|iron|phone|mail|feed|collect|fix|repair|walk the|drop off|post|sign|file|review|finish|write|prepare|pack|order|visit|text|tidy)\b"
_OTHERS = re.compile(
    r"\b(?:song|music|lights?|playlist|weather|volume|podcast|radio|uber|taxi|cab|me)\b", _I
)


def engagement(text: str, moment: Moment) -> Add | None:
    """“I have a flight on Dec 12 at 6am”: asked before it is added."""
    match = _HAVE.fullmatch(text)
    reading = parse(match["what"], now=moment.now, zone=moment.zone) if match else None
    if match is None or reading is None or reading.due is None:
        return None
    return Add((Item(tidy(_ARTICLE.sub("", match["what"]))),), is_sure=False)


def agenda(text: str, moment: Moment) -> Add | None:
    """“Tomorrow: dentist at 3, pick up the kids at 5”: what a day holds, in a row."""
    match = _AGENDA.fullmatch(text)
    if match is None or time_kind(match["when"], moment) != "due":
        return None
    lines = (tidy(part) for part in _PART.split(match["what"]))
    return Add(tuple(Item(f"{line} {match['when']}") for line in lines if line), is_sure=False)


def duty(text: str) -> Add | None:
    """“Call mum tomorrow”, “buy milk”: what begins like a task and says nothing else is one."""
    if not begins_with_verb(text) or _OTHERS.search(text) or len(text.split()) == 1:
        return None
    if not re.match(_DUTIES, text, _I):
        is_line = re.search(
            r",\s*(?:\w+ priority|today|tomorrow|tonight|\w+day|next \w+|by \w+|p[1-4])\b",
            text,
            _I,
        )
        return replace(add_of(text), is_sure=False) if is_line else None
    return replace(add_of(text), is_sure=bool(re.match(r"buy\b", text, _I) or WHEN.search(text)))


def chore(text: str) -> Add | None:
    """What is said after its day: “tomorrow call mum”. Sure of the verbs that are of chores alone."""
    if not begins_with_verb(text) or _OTHERS.search(text) or len(text.split()) == 1:
        return None
    return replace(add_of(text), is_sure=bool(re.match(_DUTIES, text, _I)))


def wish(text: str) -> Add | None:
    """“I need to …” may be a task: it is asked before it is added. “I need to know …” is a question."""
    match = _WISH.fullmatch(text)
    if match and re.match(r"(?:remove|delete|erase|clear|cancel)\b", match["what"], _I):
        return None
    if (
        match
        and re.match(
            r"(?:add|put|schedule|set|make|create|include|enter|book)\b", match["what"], _I
        )
        and (found := add(match["what"]))
    ):
        return found
    is_duty = match is not None and re.match(r"\S+ (?:\S+ )?(?:to|must|should|gotta)\b", text, _I)
    if not match or not is_duty:
        return None
    titles = split_titles(SOMETIME.sub("", match["what"]))
    return Add(tuple(Item(title) for title in titles), is_sure=False)
