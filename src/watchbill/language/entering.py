"""Sentences that say of a new task what kind it is before they name it: “add a task for tomorrow called …”, “a high priority task to …”, “to do tomorrow: …”."""

import re
from dataclasses import replace

from watchbill.language.detail import with_details
from watchbill.language.intent import Add, Item, Moment
from watchbill.language.timing import time_kind
from watchbill.language.title import begins_with_verb, split_titles, tidy
from watchbill.language.vocabulary import LEVELS
from watchbill.language.words import OWN
from watchbill.language.writing import add_of

_I = re.IGNORECASE
_KIND = r"(?:to-?do(?: item)?|task|item|entry|chore|errand|job|event)"
_CALLED = r"(?:called|named|titled|saying|that says|to|:)"
_LEVEL = "|".join(sorted(map(re.escape, LEVELS), key=len, reverse=True))
_DESCRIBED = re.compile(
    rf"(?:(?:add|create|make|put|set up|enter|new)\s+)?(?:an?\s+)?(?:new\s+)?(?:(?P<level>{_LEVEL})(?:[- ]prio(?:rity)?)?\s+)?{_KIND}"
    rf"(?:\s+(?:to|in|into|on|under|for)\s+{OWN}?(?P<place>[\w'&-]+(?: [\w'&-]+)?)\s+(?:project|list)|\s+(?P<when>(?:for|on|at|by|due|in)\s+.{{3,30}}?))?,?\s*{_CALLED}\s*(?P<what>\S.+)",
    _I,
)
_CHECKLIST = re.compile(
    rf"(?:add|create|make|start|write)?\s*{OWN}?(?:new\s+)?(?:to-?do|check|packing|shopping)?\s*list (?:for|of) (?:the |my |our )?(?P<name>[\w'&-]+(?: [\w'&-]+){{0,2}})\s*:\s*(?P<what>.+)",
    _I,
)
_DAY_ROW = re.compile(
    r"(?:my )?(?:(?:(?:to-?do|to do|task) list|tasks|things to do|jobs|to-?dos)|(?:to-?do|to do|tasks?|things to do|jobs|plan)(?: list)?(?: for| on)? (?P<when>[^:]{3,30}?))\s*(?::|\s[-\u2013\u2014]\s)\s*(?P<what>.+)",
    _I,
)


_ROW = re.compile(
    r"(?:^|(?<=\n)|(?<=[\s;,])(?=\d))[ \t]*(?:[-*\u2022]|(?P<at>\d{1,2})[.)])[ \t]+(?=\S)"
)


_UNSAID = re.compile(
    r"remind me(?: (?:of|about|to do) something)?|(?:i|we) (?:need|want) (?:to be reminded|(?:a|another) reminder)|(?:set|create|make|add)(?: me| up)? (?:an?|another)(?: new)? reminder|new reminder",
    _I,
)


def rows(text: str) -> Add | None:
    """A pasted list: lines that begin with a dash or a dot, or that are numbered from 1, also within one line. Asked before they are added."""
    found = list(_ROW.finditer(text.strip()))
    numbers = [int(match["at"]) for match in found if match["at"]]
    if not found or found[0].start() or numbers != list(range(1, len(numbers) + 1)):
        return None
    if len(numbers) not in (0, len(found)):
        return None
    ends = [match.start() for match in found[1:]] + [len(text.strip())]
    lines = [
        text.strip()[match.end() : end].strip(" \t\n,;")
        for match, end in zip(found, ends, strict=True)
    ]
    if len(lines) == 1 and (numbers or not begins_with_verb(lines[0])):
        return None
    return Add(tuple(with_details(tidy(line), "") for line in lines if line), is_sure=False)


def unsaid(text: str) -> Add | None:
    """“Remind me”: of what, is asked."""
    return Add(()) if _UNSAID.fullmatch(text) else None


def described(text: str, moment: Moment) -> Add | None:
    """What is said of a task before its name is its day, its list or its priority."""
    if match := _CHECKLIST.fullmatch(text):
        return _on_day(match["name"], match["what"], moment) or _in_list(match)
    if match := _DAY_ROW.fullmatch(text):
        return _on_day(match["when"] or "", match["what"], moment)
    match = _DESCRIBED.fullmatch(text)
    if match is None or not (match["level"] or match["place"] or match["when"]):
        return None
    if match["when"] and time_kind(match["when"], moment) != "due":
        return None
    facts = [match["when"] or "", f"p{LEVELS[match['level'].lower()]}" if match["level"] else ""]
    new = add_of(match["what"], match["place"] or "")
    return replace(new, items=tuple(_with(item, facts) for item in new.items))


def _on_day(when: str, what: str, moment: Moment) -> Add | None:
    if when and time_kind(when, moment) != "due":
        return None
    titles = split_titles(what, is_list=True)
    return Add(tuple(Item(f"{tidy(title)} {when}".strip()) for title in titles))


def _in_list(match: re.Match[str]) -> Add:
    titles = split_titles(match["what"], is_list=True)
    return Add(tuple(Item(title, match["name"]) for title in titles))


def _with(item: Item, facts: list[str]) -> Item:
    return replace(item, line=" ".join([item.line, *(fact for fact in facts if fact)]))
