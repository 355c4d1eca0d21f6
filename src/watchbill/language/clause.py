"""Sentences of several parts, and sentences that say what they want in passing.

The strict rules want a sentence whole. Where none fits, its parts are tried one by one (“I'm out of tea, so put it on my list”); then
words that speak of the list together with a word for what is wanted (“I want to hear my reminders”).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from watchbill.language import mention
from watchbill.language.asking import look
from watchbill.language.filtering import read_filter
from watchbill.language.intent import Add, Do, Intent, Mention, Moment, Talk, Update, View
from watchbill.language.words import LIST, OWN, strip_politeness
from watchbill.language.writing import add_of

_I = re.IGNORECASE
_JOINT = re.compile(
    r"\s*(?:[;.!?]+(?:\s+|$)|,\s*(?:and|so|but|please|then|could you|can you)?\s+|\s+(?:so|but|because|since)\s+|\s+and\s+(?:then\s+)?(?=(?:add|put|remove|delete|erase|clear|take|tell|remind|show)\b)|\s+(?=(?:remind me to|please (?:add|put|remove|set)|add|schedule)\b)|,)\s*",
    _I,
)
_THINGS = rf"(?:{LIST}|meetings?|appointments?|events?|get-?togethers?|gatherings?)"
_ONLY_PRONOUN = re.compile(
    r"(?:it|that|this|them|those|these|some)(?: (?:there|too|again|please))?", _I
)
_HEAR = re.compile(
    rf"(?:.*\b(?:hear|tell|know|inform|speak|say|confirm|double check|check|go (?:through|though|over)|look|refresh|count|name|provide|contents?|contains?|remember|recall)\b.*\b{_THINGS}\b.*"
    rf"|.*\b{_THINGS}\b.*\b(?:contains?|is what|are what|were they|scheduled for when|hear|read out|tell me|called what|is on|was on|did i|do i|am i|have i|check|confirm)\b.*"
    rf"|.*\bbe on {OWN}?(?:[\w'-]+\s+){{0,2}}?{LIST}\b.*"
    rf"|(?:.*\b)?(?:what|which|when|where|how many|whats|what's)\b.*\b{_THINGS}\b.*"
    rf"|(?:.*\b)?(?:am i|do i|did i|will i|have i|are there|is there|will|do my|does my)\b.*\b{_THINGS}\b.*"
    rf"|(?:my|the) {_THINGS},?(?: please| again)?)",
    _I,
)
_DAY = re.compile(
    r"(?:what (?:am i|was i|do i|did i|time (?:do )?i have)|am i|do i have|do i need to|i have what|where do i have to)"
    r".*\b(?:supposed|busy|free|scheduled|going on|on my plate|to do|doing|any ?thing|marked|today|be on|meet|off days?|plans?)\b.*"
    r"|(?:tell me )?(?:what'?s|whats|what is) (?:happening|going on)(?: (?:today|tomorrow|tonight|this \w+|next \w+|on \w+day|at [\d:]+(?: ?[ap]m)?))+"
    r"|i have what .*",
    _I,
)
_REMEMBER = re.compile(
    r".*\bwhat\b.*\b(?:i (?:wanted|had wanted|was trying)|it is that i wanted)\b.*\bremember\b.*|.*\bi wanted to remember what\b.*|.*\bthings i was trying to remember\b.*|tell me what i had wanted to remember.*",
    _I,
)
_NOT_MINE = re.compile(
    r"\b(?:wine|playlist|list of (?:all )?(?:the )?(?:countries|states|books|songs|movies|restaurants|best|good)|in the world|weather|date of birth|call (?:you|yourself)|calories)\b",
    _I,
)
_DELETE = re.compile(
    r"(?:.*\b)?(?:remove|delete|erase|cancel|clear|get rid of+|take(?=.*\b(?:off?)\b)|move(?=.*\btrash\b))\s+(?P<what>.+)",
    _I,
)
_CLEARED = re.compile(
    r".*\b(?:clear|empty)\b.*\b(?:calendar|schedule|agenda)\b.*|.*\b(?:calendar|schedule|agenda)\b.*\b(?:clear|empty)\b.*|.*\bneeds? to be clear\b.*",
    _I,
)
_OFF = re.compile(
    r"\s+(?:off?|from|on|out of|to trash)\b.*$|\s+(?:that|this)\s+(?:event|item)$", _I
)
_ADD = re.compile(
    rf"(?:.*\b)?(?:add|put|place|write|enter|include|update .*\blist\b.* with\s*|re-?add)\s*(?P<what>(?!.*\bdid i\b).*\b{LIST}\b.*)|.*\bremind me (?:to|of|about)\s+(?P<duty>.+)"
    rf"|.*\b(?:need|have|make|set|want)\b.*\b(?:a |an )?reminders?\b(?: (?:set|to|for|about|up))(?P<reminder>.*)",
    _I,
)
_CAN_I = re.compile(
    r"can i (?:have|set|get|make|create) (?:up )?(?:a|an|another) (?:new )?(?:reminder|task)(?: set)?(?: up)?(?: (?:to|for|about) (?P<what>.+))?",
    _I,
)
_ON_LIST = re.compile(
    rf"make sure (?:that )?(?P<what>.+?) (?:is|are|gets?) (?:put )?on {OWN}?(?:[\w'-]+\s+){{0,2}}?{LIST}",
    _I,
)
_ASKING = re.compile(
    r"(?:what|which|when|where|who|how|did|do|does|is|are|was|were|tell me|am)\b", _I
)
_TAIL = re.compile(
    rf"\s*\b(?:to|on|onto|in|into)\s+{OWN}*(?:(?!(?:to|on|onto|in|into|under|for|by|at)\s)[\w'-]+\s+){{0,3}}?{LIST}\b.*$",
    _I,
)

_TOLD = re.compile(r"(?:i|we)(?:'ve| have)?\b", _I)
"""“I cancelled the interview, so remove it”: what is told isn't what is asked for."""
_SPOKEN_OF = re.compile(
    r"(?:(?:i|we)(?:'ve| have)? (?:already |just )?(?:did|done|got|bought|made|\w{3,}ed) (?P<told>.+?)|(?P<came>(?:(?:the|my|our) )?[\w'-]+(?: [\w'-]+){0,3}?) (?:came|called|rang|phoned|arrived|happened|went well|went fine|replied|answered|got back|turned up|showed up|is here|was here|is over|was fun)(?: \w+){0,2}?|\w+ (?:got|has|received|signed|took) (?P<theirs>(?:the|my|our|his|her) .+?)|(?:i|we) (?:can'?t|cannot|won'?t|will not|didn'?t|haven'?t|couldn'?t|don'?t) (?:be able to |have time (?:for|to) |actually |really |yet )*(?:do|get to|make|finish|get round to|get around to|manage|do|done|finished|need|want) (?P<mine>.+?)"
    r"|(?:no need to|(?:i|we) (?:was|were) (?:going|meant|supposed) to|(?:i've |i |we )?changed (?:my|our) mind about|about|instead of) (?P<off>.+?)|(?P<said>(?:the |my )?(?!i\b|we\b|it\b|he\b|she\b|they\b|that\b|this\b|there\b)\w.*?) (?:isn'?t|aren'?t|is not|are not|wasn'?t|weren'?t|hasn'?t|haven'?t|won'?t|is|are)\b.*?)(?: (?:today|tomorrow|tonight|this \w+|yet|now|any ?more|after all|in time))*|(?:(?:and|so|oh|about|as for|regarding|keep) )*(?P<topic>(?:the|that|this|my|our) [\w' &-]+)",
    _I,
)

Rules = Callable[[str], Intent | None]


def in_parts(text: str, rules: Rules, moment: Moment) -> Intent | None:
    """What one part of the sentence asks for: the first that changes something, else the first look."""
    found = [
        (part, meant)
        for part in _parts(text)
        if (meant := rules(part)) and not _is_wish(part, meant) and not isinstance(meant, Talk)
    ]
    writes = [(part, meant) for part, meant in found if not isinstance(meant, View)]
    commands = [(part, meant) for part, meant in writes if not _TOLD.match(part)]
    _, meant = next(iter(commands or writes or found), ("", None))
    return _named(_resolved(meant, text, moment))


def _resolved(meant: Intent | None, text: str, moment: Moment) -> Intent | None:
    """“I can't do the parcel today, make it tomorrow”: what is spoken of first is what “it” means."""
    if isinstance(meant, Do | Update) and meant.mention.pronoun == "it":
        match = _SPOKEN_OF.fullmatch(next(_parts(text)))
        what = match and (
            match["told"]
            or match["came"]
            or match["theirs"]
            or match["mine"]
            or match["off"]
            or match["said"]
            or match["topic"]
        )
        return replace(meant, mention=mention.parse(what, moment)) if what else meant
    return meant


def _parts(text: str) -> Iterator[str]:
    parts = [] if _ASKING.match(text) else [strip_politeness(part) for part in _JOINT.split(text)]
    return (part for part in parts if part) if len(parts) > 1 else iter(())


def _is_wish(part: str, meant: Intent) -> bool:
    """“I need eggs; …”: what is said in passing isn't what is asked for."""
    return isinstance(meant, Add) and bool(re.match(r"(?:i|we)\b", part, _I))


def _named(meant: Intent | None) -> Intent | None:
    """“Put that on my list” doesn't say what."""
    if isinstance(meant, Add):
        return Add(tuple(item for item in meant.items if not _ONLY_PRONOUN.fullmatch(item.line)))
    return meant


def in_passing(text: str, moment: Moment) -> Intent | None:
    """What a sentence about the list wants, by its words alone."""
    if _NOT_MINE.search(text):
        return None
    is_question = bool(_ASKING.match(text))
    about = re.search(rf"\b{_THINGS}\b", text, _I)
    if match := _CAN_I.fullmatch(text) or _ON_LIST.fullmatch(text):
        return add_of(match["what"]) if match["what"] else Add(())
    if about and not is_question and (meant := _delete(text, moment) or _add(text)):
        return meant
    if (about and _HEAR.fullmatch(text)) or _DAY.fullmatch(text) or _REMEMBER.fullmatch(text):
        return look(text, moment, text)
    return None


def _delete(text: str, moment: Moment) -> Do | None:
    if match := _DELETE.fullmatch(text):
        words = _OFF.sub("", match["what"]).strip(" .!?,")
        return Do("delete", mention.parse(words, moment) if words else Mention(pronoun="it"))
    if not _CLEARED.fullmatch(text):
        return None
    return Do("delete", Mention(filter=read_filter(text, moment).filter, is_set=True))


def _add(text: str) -> Add | None:
    match = _ADD.fullmatch(text)
    if match is None or re.search(r"\b(?:what|which|whether|if|where) (?:i|we)\b", text, _I):
        return None
    what = match["what"] or match["duty"] or match["reminder"] or ""
    what = _TAIL.sub("", what).strip(" .!?,:")
    return add_of(what) if what and not _ONLY_PRONOUN.fullmatch(what) else Add(())
