"""Sentences that add what isn't there yet: “do I have cheese on my shopping list? If not, add it”."""

import re
from dataclasses import replace

from watchbill.language.intent import Add
from watchbill.language.words import OWN, strip_politeness
from watchbill.language.writing import add_of

_I = re.IGNORECASE
_A_LIST = rf"{OWN}?(?:[\w'&-]+ ){{0,2}}?list"
_NOT = r"if (?:not|(?:it|they|there)(?: is|'s| are|'re)? ?(?:not|n't|isn'?t|aren'?t)(?: already| yet)?(?: (?:there|on it|on there|any))?|(?:i|we) (?:don'?t|do not|haven'?t))"
_PLEASE = r"(?:(?:and|then|so|but|please|can you|could you|i want you to) )*"
_ASKED = re.compile(
    rf"(?:(?:do|have) (?:i|we) (?:already )?(?:have|got)|is there|are there|is|are) (?P<what>.+?)(?: listed)?(?: already)? (?:(?:on|in) )?(?P<where>{_A_LIST})[\s,.?]*"
    rf"{_PLEASE}(?:{_NOT},? {_PLEASE}(?:add|put) (?:it|them|some|one|that)\b.*|(?:add|put) (?:it|them|some|one|that)(?: {_NOT}.*)?)",
    _I,
)
_TOLD = re.compile(
    rf"(?:add|put) (?P<what>.+?) (?:to|on|in) (?P<where>{_A_LIST}),? (?:only )?(?:{_NOT}|unless (?:it|they)(?:'s|'re| is| are) (?:already )?(?:there|on it|on there))(?: already| yet)?",
    _I,
)
_ARTICLE = re.compile(r"^(?:any|some|the|an?) ", _I)
_NAME = re.compile(rf"(?:{OWN})?(?P<name>.*?)\s?list", _I)


def unless_there(sentence: str) -> Add | None:
    """What is to be added only where the list doesn't have it."""
    text = strip_politeness(sentence)
    match = _ASKED.fullmatch(text) or _TOLD.fullmatch(text)
    if match is None:
        return None
    place = _NAME.sub(r"\g<name>", match["where"])
    return replace(add_of(_ARTICLE.sub("", match["what"]), place), is_unless=True)
