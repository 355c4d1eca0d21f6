"""Sentences that change something."""

import re

from watchbill.language import mention
from watchbill.language.intent import Act, Add, Do, TurnBack, Update
from watchbill.language.title import split_titles, tidy
from watchbill.language.words import EVENT, LIST, NOUN, OWN, unquoted

_I = re.IGNORECASE
_UNDO = re.compile(
    r"(?:undo|revert|take (?:that|it) back)(?:\s+(?:(?:the )?(?:last|that|it|this|previous)(?: .*)?|(?:change )?#?(?P<number>\d+)|what you (?:just )?did.*))?",
    _I,
)
_REDO = re.compile(
    r"(?:redo|do (?:that|it) again)(?:\s+(?:that|it|(?:change )?#?(?P<number>\d+)))?", _I
)
_TO_LIST = rf"\s+(?:to|on|onto|in|into)\s+{OWN}*(?:[\w'-]+\s+){{0,3}}?{LIST}\b(?:\s+of (?:things|tasks|items|stuff)(?: to (?:do|complete|buy))?)?"
_NOTE = re.compile(
    r"(?:add|append|put|write)\s+(?P<text>.+?)\s+(?:to|on|in|into)\s+(?:the\s+)?(?:notes?|descriptions?|details)\s+(?:of|for|on)\s+(?P<what>.+)",
    _I,
)
_NOTED = re.compile(
    r"(?:add a )?note\s+(?:to|on|for)\s+(?P<what>[^:]+?)\s*[:,]\s*(?P<text>.+)", _I
)
_ADD = re.compile(
    rf"(?:add|put|include|insert|jot down|write down|note down|remember to|(?:create|make)(?=\s+(?:{OWN})*(?:new\s+)?(?:\w+\s+)?{NOUN}\b)|new(?: task)?(?=:|\s)|(?:todo|to-do)(?! lists?\b)|task|note(?=:))(?:\s*:\s*|\s+)(?P<what>.+)",
    _I,
)
_REMIND = re.compile(
    r"(?:(?:set|create|make|add)?\s*(?:up\s+)?(?:a |an |another )?(?:reminder|notification|alert)s?(?:\s+(?:for me|on my (?:phone|calendar)))?|remind(?: me)?|don'?t (?:let me )?forget)"
    r"\s*(?:,|:|to\b|about\b|of\b|for\b|that\b|on\b|when\b)\s*(?P<what>.+)",
    _I,
)
_REMIND_BARE = re.compile(r"remind me\s+(?P<what>.+)", _I)
_ARRANGE = re.compile(
    rf"(?:set(?: up)?|schedule|plan|book|arrange|organi[sz]e|enter|save|mark down|pencil in)\s+(?P<what>(?:{OWN})?.*\b(?:{EVENT}|reminder|schedule|calendar|visit|party|session|interview|class|trip)\b.*)",
    _I,
)
_SCHEDULE = re.compile(r"schedule\s+(?P<what>(?:a|an|my|the|me)\s+.+)", _I)
_ONTO = re.compile(
    rf"(?P<what>.+?)\s+(?:(?:should |gets? |be |needs to be )*(?:added|put|written)){_TO_LIST}.*",
    _I,
)
_UPDATED = re.compile(rf"update\s+{OWN}*(?:[\w'-]+\s+){{0,2}}?{LIST}\s+with\s*(?P<what>.+)", _I)
_LEADING_LIST = re.compile(rf"^(?:to|on|in)\s+{OWN}*(?:[\w'-]+\s+){{0,2}}?{LIST}\s*,?\s+", _I)
_KIND = re.compile(
    rf"^(?:{OWN})?(?:new\s+)?(?:task|to-?do|item|reminder|note|event|entry)s?\s*(?:(?<=task)\s+(?=[A-Z\"“])|to\s+|called\s+|named\s+|titled\s+|for\s+|about\s+|saying\s+|:\s*|,\s*)",
    _I,
)
_JUST_NOUN = re.compile(
    rf"(?:{OWN})*(?:new\s+|another\s+|some\s+)*(?:{LIST}|item|entry|something|this one|one)(?:\s+(?:also|too|please|called .*|named .*|for me))*",
    _I,
)
_WISH = re.compile(
    r"(?:i|we)(?:'ve| have)? (?:need|got|have|must|ought|should|gotta|want)(?: to)? (?P<what>(?!to\b|know|see|find out|figure|hear|check|convert|make a\b|a |an |the |some |any |more |help|my |your |you|it|this|that|no |not )\w+.+)",
    _I,
)
_RENAME = re.compile(
    r"(?:rename|retitle|change|update|edit|modify|correct|replace)\s+(?:the (?:title|name|text) of\s+)?(?P<what>.+?)\s+(?:to|into|with|as)\s+(?P<title>.+)",
    _I,
)
_CALLED = re.compile(r"call\s+(?P<what>#?\d+|it|that(?: one)?|the .+? one)\s+(?P<title>.+)", _I)
_SUFFIX = (
    r"(?:\s+(?:off|from|out of|on|of))+\s+(?:of\s+|from\s+)?"
    rf"{OWN}*(?:[\w'-]+\s+){{0,2}}?{LIST}"
)
_CROSS = re.compile(
    rf"(?:check|cross|tick|strike|mark)\s+(?P<what>.+?)\s+off(?:\s+.*{LIST})?",
    _I,
)
_CROSS_OFF = re.compile(
    rf"(?:check|cross|tick|strike|mark)\s+off\s+(?P<what>.+?)(?:{_SUFFIX})?", _I
)
_MARK = re.compile(
    r"(?:mark|set|tick|check|put)\s+(?P<what>.+?)\s+(?:as\s+)?(?:done|complete[d]?|finished)", _I
)
_FINISH = re.compile(r"(?:complete|finish|close)\s+(?P<what>.+)", _I)
_DID = re.compile(
    r"(?:(?:i|we)(?:'ve| have)?\s+(?:just\s+|already\s+)?(?:finished|done|did|completed|handled|took care of|taken care of|am done with)|i'?m done with|done with|finished(?: with)?)\s+(?P<what>.+)",
    _I,
)
_IS_DONE = re.compile(
    r"(?P<what>.+?)\s+(?:is|are|was|were|has been|have been)\s+(?:already\s+)?(?:done|finished|completed?|taken care of|over)",
    _I,
)
_REOPEN = re.compile(
    r"(?:(?:re-?open|uncheck|untick|uncomplete|un-?finish)\s+(?P<a>.+)|mark\s+(?P<b>.+?)\s+(?:as\s+)?(?:not (?:done|finished|complete)|undone|open|unfinished|incomplete)(?: again)?"
    r"|(?P<c>.+?)\s+(?:isn'?t|is not|wasn'?t|was not)\s+(?:really\s+)?(?:done|finished|complete)(?: (?:yet|after all))?)",
    _I,
)
_RESTORE = re.compile(
    r"(?:(?:restore|undelete|recover|un-?trash)\s+(?P<a>.+)|bring\s+(?P<b>.+?)\s+back|bring back\s+(?P<c>.+))",
    _I,
)
_DELETE = re.compile(
    rf"(?:delete|remove|erase|trash|scrap|get rid of|throw (?:away|out)|drop|clear(?: out| off| away)?|empty|wipe|forget(?: about)?)\s+(?P<what>.+?)(?:{_SUFFIX})?",
    _I,
)
_TAKE_OFF = re.compile(
    rf"(?:take|get|clear|wipe|scratch|strike)\s+(?P<what>.+?)\s+(?:off|out)(?:\s+(?:of|from))?(?:\s+{OWN}*(?:[\w'-]+\s+){{0,2}}?{LIST})?",
    _I,
)
_CANCEL = re.compile(
    rf"(?:cancel|call off)\s+(?P<what>.*\b(?:{NOUN}|one|party|visit|interview|hair ?cut)\b.*|#?\d+|the\s+\w+(?:\s+(?:with|at|on)\s+.+)?)",
    _I,
)
_NOT_OURS = re.compile(
    r"\b(?:order|that|input|command|request|this|process|reservation|question|cookies|stains?|smell|virus)\b",
    _I,
)


def turn_back(text: str) -> TurnBack | None:
    if match := _UNDO.fullmatch(text):
        return TurnBack(change=_number(match))
    if match := _REDO.fullmatch(text):
        return TurnBack(is_redo=True, change=_number(match))
    return None


def _number(match: re.Match[str]) -> int | None:
    return int(match["number"]) if match["number"] else None


def note(text: str) -> Update | None:
    match = _NOTE.fullmatch(text) or _NOTED.fullmatch(text)
    if match is None:
        return None
    return Update(mention.parse(match["what"]), append=unquoted(match["text"]))


def add(text: str) -> Add | None:
    """New tasks: “add …”, “put … on my list”, “remind me to …”, “schedule a meeting …”."""
    shapes = (_UPDATED, _REMIND, _REMIND_BARE, _ADD, _ARRANGE, _SCHEDULE, _ONTO)
    match = next((found for shape in shapes if (found := shape.fullmatch(text))), None)
    if match is None:
        return None
    what = re.sub(rf"{_TO_LIST}(?=$|\s|,)", "", match["what"], count=1, flags=_I).strip()
    what = _KIND.sub("", _LEADING_LIST.sub("", what))
    if not what or _JUST_NOUN.fullmatch(what):
        return Add(())
    return Add(split_titles(what))


def wish(text: str) -> Add | None:
    """“I need to …” is a task, “I need to know …” a question, “I need a …” neither."""
    match = _WISH.fullmatch(text)
    if match and re.match(r"(?:remove|delete|erase|clear|cancel)\b", match["what"], _I):
        return None
    is_duty = match is not None and re.match(r"\S+ (?:\S+ )?(?:to|must|should|gotta)\b", text, _I)
    return Add((tidy(match["what"]),)) if match and is_duty else None


def rename(text: str) -> Update | None:
    match = _RENAME.fullmatch(text) or _CALLED.fullmatch(text)
    if match is None:
        return None
    return Update(mention.parse(match["what"]), title=tidy(match["title"]))


def complete(text: str) -> Do | None:
    return _do("complete", text, _CROSS_OFF, _CROSS, _MARK, _FINISH, _DID, _IS_DONE)


def reopen(text: str) -> Do | None:
    return _do("reopen", text, _REOPEN)


def restore(text: str) -> Do | None:
    return _do("restore", text, _RESTORE)


def delete(text: str) -> Do | None:
    found = _do("delete", text, _TAKE_OFF, _DELETE, _CANCEL)
    is_named = re.search(rf"\b{LIST}\b|\b(?:this|that) (?:item|event|entry)\b", text, _I)
    if found and _NOT_OURS.search(text) and not is_named:
        return found if found.mention.is_pronoun else None
    return found


def _do(act: Act, text: str, *shapes: re.Pattern[str]) -> Do | None:
    for shape in shapes:
        if match := shape.fullmatch(text):
            named = next(part for part in match.groups() if part)
            return Do(act, mention.parse(named))
    return None
