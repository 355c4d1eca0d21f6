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

_ACTS_ON_LISTS = "add|put|include|insert|schedule|delete|remove|cancel|clear|erase"
"""After “can I” these ask for it to be done."""
_TICKS = "tick|check|cross|mark|delete|remove|close|drop|clear|bin|scrap|archive|move|take"
"""After “you can” these do."""
_BUYS = "buy|get|hire|sell|rent|order"
"""After “I want to” these are what one has to do oneself."""
_GREETINGS = (
    "(?:hey|hi|yo) (?:bro|dude|man|mate|buddy|google|bot|assistant|there)",
    "hey|hi|hello|olly|siri|alexa|pda|watchbill",
)
_FILLERS = (
    "ok(?:ay)?|alright|so|well|now|and|then|also|um+|uh+|please|pls|kindly|quickly|just",
    "oh|ah|hmm+|er+m*|right|yeah|btw|actually|oops",
)
_REQUESTS = (
    "(?:can|could|should|shall|may) we",
    "(?:is|would|will) it (?:be )?(?:possible|ok|okay|alright|fine) (?:for you )?(?:to|if you)",
    "are you able to",
    rf"(?:can|could|may) i(?= (?:{_ACTS_ON_LISTS})\b)",
    "can|could|will|would|do|you|ya|may",
)
_WISHES = (
    "i'?d like(?: you)? to",
    "i'?d like",
    rf"i want(?: you)? to(?! (?:{_BUYS})\b)",
    "i wanna",
    "i would like(?: you)? to",
    "i need you to",
    "if you could",
    "would you mind",
    "be able to",
    "go ahead and",
    "let'?s",
    "(?:i )?need (?:you|u) to",
    "help me(?: to)?",
    "make sure (?:to|you)",
    "be sure to",
    rf"you can(?= (?:{_TICKS}))",
)
_ASIDES = (
    "i think|i believe|i guess|i reckon|finally|yep|yes|yup|great|cool|wait|sorry",
    "(?:it )?turns out(?: that)?|apparently|to be honest|tbh|fyi|good news|by the way|just so you know|luckily|unfortunately|sadly",
    r"hang on|hold on|look(?=,)|listen|u\b|in fact|i said|i meant",
    r"no(?=,? (?:wait|actually|sorry|please|bring|undo|put|take|change|make|move|keep|restore|leave)\b)",
)
_OPENING = re.compile(
    rf"^(?:{'|'.join((*_GREETINGS, *_FILLERS, *_REQUESTS, *_WISHES, *_ASIDES))})[\s,.!:;]+",
    re.IGNORECASE,
)
_THANKS = "please|pls|plz|thanks|ta|cheers|thank you|for me|now|if you (?:can|could|would)|would you|will you|could you|i would appreciate it"
_CLOSING = re.compile(rf"(?:[\s,]+(?:{_THANKS}))+[\s.!?]*$", re.IGNORECASE)
_HESITATION = re.compile(r"(?<!\S)(?:u+h+m*|u+m+|e+rm+|hmm+)[,.…]*(?=\s)", re.IGNORECASE)
_TOO = re.compile(r"(?<=\bthere) (?:too|as well|also)$", re.IGNORECASE)
_WOULD = r"^(?:(?:would|do) you mind|how about|what about)"
_DONE_TO = r"(?:(?:all|already|now|finally) )*(?:\w{3,}ed|done|paid|sent|bought|made|fed|cut)\b"
_SO_DONE = r"(?:(?:all|already|now|finally) )*(?:done|finished|completed|sorted|dealt with|taken care of)\b"
_SAID_PLAINLY = (
    (r"\b(remind|show|tell|give|ping|nudge|alert|notify) us\b", r"\1 me"),
    (r"\bkeep reminding me\b", "remind me"),
    (r"\b(?:wat|wut|wht|waht)(?=s?\b)", "what"),
    (r"\bgimme\b", "give me"),
    (r"\bwanna\b", "want to"),
    (rf"['\u2019]s (?={_SO_DONE})", " is "),
    (rf"['\u2019]s been (?={_DONE_TO})", " has been "),
    (rf"['\u2019]re (?={_SO_DONE})", " are "),
    (r"^need to\b", "i need to"),
    (r"^gotta\b", "i have to"),
    (r"\bgotta\b", "have to"),
    (rf"{_WOULD} (add|mark|remind|show|check|tick|cross|push)ing\b", r"\1"),
    (rf"{_WOULD} (delet|remov|mov|chang|creat|renam|postpon)ing\b", r"\1e"),
    (rf"{_WOULD} putting\b", "put"),
)
_PLAIN = tuple((re.compile(said, re.IGNORECASE), plain) for said, plain in _SAID_PLAINLY)
_QUESTIONS = (
    "do i",
    "do you",
    rf"(?:can|could|may) i(?! (?:{_ACTS_ON_LISTS})\b)",
    "will i",
    "will you be",
    "would i",
    "do we",
    "do my",
    "does my",
    r"will (?!you\b|ya\b|u\b)\w+",
)
"""Their first words aren't manners."""
_KEPT = re.compile(rf"^(?:{'|'.join(_QUESTIONS)})\b", re.IGNORECASE)


_TWO_QUOTED = re.compile(r"[\"”][^\"”“]+[\"“]")
_QUOTES = frozenset(('""', "''", "“”", "\u2018\u2019", "``"))


def strip_politeness(sentence: str) -> str:
    """The sentence without what is only manners. Questions keep their first words."""
    text = " ".join(_HESITATION.sub(" ", sentence).split())
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text)
    text = _CLOSING.sub("", text)
    while not _KEPT.match(text) and (rest := _OPENING.sub("", text, count=1)) != text:
        text = rest
    return _TOO.sub("", text.strip().rstrip(".!?;, ").strip())


def unquoted(text: str) -> str:
    """What stands between quotation marks, if all of it does."""
    trimmed = text.strip().strip(",;:").strip()
    if len(trimmed) > 1 and trimmed[0] + trimmed[-1] in _QUOTES:
        inner = trimmed[1:-1].strip()
        return trimmed if _TWO_QUOTED.search(inner) else inner
    return trimmed
