"""Sentences that change nothing: questions about the list, and talk."""

import re

from watchbill.domain.query import State
from watchbill.language import mention
from watchbill.language.intent import History, Talk, View
from watchbill.language.words import LIST, NOUN, OWN

_I = re.IGNORECASE
_GREETING = re.compile(
    r"(?:hi|hello|hey|good (?:morning|evening|afternoon|night)|greetings|bye|goodbye|see you.*|how are you.*|what'?s up|yo)(?: there| everyone| watchbill)?",
    _I,
)
_THANKS = re.compile(
    r"(?:many )?(?:thanks?|thank you|thx|cheers|great|perfect|nice|awesome|cool|good job)(?: .*)?",
    _I,
)
_HELP = re.compile(
    r"(?:help|what (?:can|do) (?:you|i) (?:do|ask|say).*|how does (?:this|it) work|who are you|what are you)",
    _I,
)
_HISTORY = re.compile(
    r"(?:who (?:changed|edited|touched|completed|deleted|added|did)|what (?:happened|changed|has changed)|(?:show|view)?\s*(?:me\s+)?(?:the )?history)"
    r"(?:\s+(?:to|of|on|with|in))?(?:\s+(?P<what>.*))?",
    _I,
)
_LOOK = r"(?:show|list|view|display|see|read|check|tell me|give me|find|search(?: for)?|look (?:up|at|for)|pull up|bring up|open|go over|let me (?:know|see)|i need to (?:know|see)|review|recite|repeat|get(?! rid)|print|describe|send me)"
_LOOK_AT = re.compile(
    rf"{_LOOK}\b(?!.*\boff\b)(?!.*\band (?:add|put|remove|delete|erase|clear)\b)(?!.*; ?(?:add|put)\b).*\b{NOUN}\b.*",
    _I,
)
_LOOK_BARE = re.compile(
    rf"{_LOOK}\s+(?:me\s+)?(?:all|everything|open|done|completed|finished|deleted)(?:\s+(?:ones|stuff|of it))?",
    _I,
)
_QUESTION = re.compile(
    rf"(?:what|which|when|where|how many|how much|is|are|am|was|were|do|does|did|have|has|any(?:thing)?|who|how|will|can i)\b.*\b{NOUN}\b.*",
    _I,
)
_DUE = re.compile(
    r"(?:what|how many|anything|something|is|are|do).*\b(?:due|overdue|left|to do|open|done|finished|completed?|planned|scheduled|remember|my day|on today|in the trash|deleted)\b.*",
    _I,
)
_NEXT = re.compile(
    r"what(?:'s| is| do i have)?\s*(?:next|now|up next|going on|there)|what do i (?:have|need|still have).*|what should i .*|what (?:have|did) i (?:finish|complete|do|done|get done|tick|check).*",
    _I,
)
_ABOUT = re.compile(
    r"(?:is there )?any(?:thing)?(?: there)?\s+(?:about|on|for|with)\s+(?P<what>.+)", _I
)
_FOUND = re.compile(
    rf"(?:find|search(?: for)?|look (?:up|for))\s+(?:(?:{OWN}?{NOUN}\s+)?(?:about|with|for|on)\s+)?(?P<what>.+)",
    _I,
)
_TOPIC = re.compile(rf"\b{NOUN}\s+(?:about|with|containing|mentioning)\s+(?P<what>.+)", _I)
_OTHER = re.compile(
    r"^can i (?:have|set|get|make|create|add) (?:up )?(?:a|an|another)\b|\b(?:date today|today'?s? (?:current )?date|tomorrow'?s date|what (?:the )?date|which date|(?:the|current) date|date of birth|call (?:you|yourself|myself)|(?:dinner|lunch) plates|near (?:me|my)|dinner tonight|list of (?:countries|restaurants|songs|movies)|time zone|schedule (?:a|an)|what time is it)\b",
    _I,
)
_STATES: tuple[tuple[re.Pattern[str], State], ...] = (
    (re.compile(r"\b(?:deleted|trash|removed|bin)\b", _I), "deleted"),
    (re.compile(r"\b(?:done|finish(?:ed)?|completed?|ticked|checked off)\b", _I), "done"),
    (re.compile(r"\b(?:all|everything)\b(?! my)", _I), "open"),
)
_SHORT = 2
_AND_WRITE = re.compile(r"\band (?:then )?(?:add|put|remove|delete|erase|clear)\b", _I)
_STILL = re.compile(
    r"\b(?:not|isn'?t|aren'?t|un)\s?(?:done|finished|completed?)\b|\bleft\b|\bto be done\b", _I
)


def small_talk(text: str) -> Talk | None:
    if _GREETING.fullmatch(text):
        return Talk("greeting")
    if _HELP.fullmatch(text):
        return Talk("help")
    return (
        Talk("thanks")
        if _THANKS.fullmatch(text) and not re.search(rf"\b{LIST}\b", text, _I)
        else None
    )


def history(text: str) -> History | None:
    match = _HISTORY.fullmatch(text)
    if match is None:
        return None
    what = match["what"]
    if what is None or re.fullmatch(rf"{OWN}?(?:{LIST}|today|recently|lately|last)", what, _I):
        return History()
    return History(mention.parse(what))


def view(text: str) -> View | None:
    """A question about the list, or a wish to see it."""
    if _OTHER.search(text) or _AND_WRITE.search(text):
        return None
    if match := _ABOUT.fullmatch(text) or _topic(text):
        return View(words=mention.parse(match["what"]).words, state=_state(text))
    shapes = (_LOOK_AT, _LOOK_BARE, _QUESTION, _DUE, _NEXT)
    if any(shape.fullmatch(text) for shape in shapes):
        return View(state=_state(text), is_count=text.lower().startswith("how many"))
    return None


def _topic(text: str) -> re.Match[str] | None:
    match = _FOUND.fullmatch(text)
    if (
        match
        and _is_ours(text, match["what"])
        and not re.fullmatch(rf"{OWN}?{NOUN}", match["what"], _I)
    ):
        return match
    return _TOPIC.search(text) if _LOOK_AT.fullmatch(text) or _QUESTION.fullmatch(text) else None


def _is_ours(text: str, what: str) -> bool:
    """“Find the rent task”, “find dentist”; “find me a bar in Cleveland” is somebody else's."""
    is_short = len(what.split()) <= _SHORT and not re.match(r"(?:me|a|an|some|any)\b", what, _I)
    return is_short or bool(re.search(rf"\b{LIST}\b", text, _I))


def _state(text: str) -> State:
    if _STILL.search(text):
        return "open"
    return next((state for pattern, state in _STATES if pattern.search(text)), "open")
