"""The words that sentences about tasks are made of."""

import re

LIST = (
    r"(?:to[- ]?do(?:'?s)?(?:\s+lists?)?|tasks?|lists?|reminders?|calendars?|agendas?|schedules?|chores?|errands?|plans?|notes?"
    r"|watch ?bill|planner|diary)"
)
"""What the list itself is called."""
EVENT = r"(?:appointments?|meetings?|events?|items?|entry|entries|things? to do|dates?|lunch|dinner|breakfast|call)"
"""What stands on it."""
NOUN = rf"(?:{LIST}|{EVENT})"
OWN = r"(?:(?:my|the|our|a|an|this|that|all|any|your)\s+)"

_OPENING = re.compile(
    r"""^(?:(?:(?:can|could|should|shall|may)\ we|(?:hey|hi|yo)\ (?:bro|dude|man|mate|buddy|google|bot|assistant|there)|hey|hi|hello|ok(?:ay)?|alright|so|well|now|and|then|also|olly|siri|alexa|pda|um+|uh+|please|pls|kindly|quickly|just|oh|ah|hmm+|er+m*|right|yeah|btw|actually|oops
        |watchbill|(?:is|would|will)\ it\ (?:be\ )?(?:possible|ok|okay|alright|fine)\ (?:for\ you\ )?(?:to|if\ you)|are\ you\ able\ to|(?:can|could|may)\ i(?=\ (?:add|put|include|insert|schedule|delete|remove|cancel|clear|erase)\b)|can|could|will|would|do|you|ya|may|i'?d\ like(?:\ you)?\ to|i'?d\ like|i\ want(?:\ you)?\ to(?!\ (?:buy|get|hire|sell|rent|order)\b)|i\ wanna|i\ would\ like(?:\ you)?\ to
        |i\ need\ you\ to|if\ you\ could|would\ you\ mind|be\ able\ to|go\ ahead\ and|let'?s|(?:i\ )?need\ (?:you|u)\ to|i\ think|i\ believe|i\ guess|i\ reckon|finally|yep|yes|yup|great|cool|wait|sorry|hang\ on|hold\ on|look(?=,)|listen|u\b|in\ fact|you\ can(?=\ (?:tick|check|cross|mark|delete|remove|close|drop|clear|bin|scrap|archive|move|take))|i\ said|i\ meant|no(?=,?\ (?:wait|actually|sorry|please)\b)|help\ me(?:\ to)?|make\ sure\ (?:to|you)|be\ sure\ to)
        [\s,.!:;]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOSING = re.compile(
    r"(?:[\s,]+(?:please|pls|plz|thanks|ta|cheers|thank you|for me|now|if you (?:can|could|would)|would you|will you|could you|i would appreciate it))+[\s.!?]*$",
    re.IGNORECASE,
)
_HESITATION = re.compile(r"(?<!\S)(?:u+h+m*|u+m+|e+rm+|hmm+)[,.…]*(?=\s)", re.IGNORECASE)
_WOULD = r"^(?:(?:would|do) you mind|how about|what about)"
_PLAIN = (
    (
        re.compile(r"\b(remind|show|tell|give|ping|nudge|alert|notify) us\b", re.IGNORECASE),
        r"\1 me",
    ),
    (re.compile(r"\bkeep reminding me\b", re.IGNORECASE), "remind me"),
    (re.compile(r"\b(?:wat|wut|wht|waht)(?=s?\b)", re.IGNORECASE), "what"),
    (re.compile(r"\bgimme\b", re.IGNORECASE), "give me"),
    (re.compile(r"\bwanna\b", re.IGNORECASE), "want to"),
    (re.compile(r"^need to\b", re.IGNORECASE), "i need to"),
    (re.compile(r"^gotta\b", re.IGNORECASE), "i have to"),
    (re.compile(r"\bgotta\b", re.IGNORECASE), "have to"),
    (
        re.compile(rf"{_WOULD} (add|mark|remind|show|check|tick|cross|push)ing\b", re.IGNORECASE),
        r"\1",
    ),
    (
        re.compile(rf"{_WOULD} (delet|remov|mov|chang|creat|renam|postpon)ing\b", re.IGNORECASE),
        r"\1e",
    ),
    (re.compile(rf"{_WOULD} putting\b", re.IGNORECASE), "put"),
)
_KEPT = re.compile(
    r"^(?:do i|do you|(?:can|could|may) i(?! (?:add|put|include|insert|schedule|delete|remove|cancel|clear|erase)\b)|will i|will you be|would i|do we|do my|does my|will (?!you\b|ya\b|u\b)\w+)\b",
    re.IGNORECASE,
)


_QUOTES = frozenset(('""', "''", "“”", "\u2018\u2019", "``"))


def strip_politeness(sentence: str) -> str:
    """The sentence without what is only manners. Questions keep their first words."""
    text = " ".join(_HESITATION.sub(" ", sentence).split())
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text)
    text = _CLOSING.sub("", text)
    while not _KEPT.match(text) and (rest := _OPENING.sub("", text, count=1)) != text:
        text = rest
    return text.strip().rstrip(".!?;, ").strip()


def unquoted(text: str) -> str:
    """What stands between quotation marks, if all of it does."""
    trimmed = text.strip().strip(",;:").strip()
    if len(trimmed) > 1 and trimmed[0] + trimmed[-1] in _QUOTES:
        return trimmed[1:-1].strip()
    return trimmed
