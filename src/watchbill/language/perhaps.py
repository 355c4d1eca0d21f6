"""Sentences that are about tasks only if the list has such a task: “do I have to buy milk?”, “show me work”, “did I book the flights?”."""

import re
from dataclasses import replace

from watchbill.language.asking import look
from watchbill.language.filtering import read_filter
from watchbill.language.intent import Do, Filter, Moment, View
from watchbill.language.mention import key_words, parse

_I = re.IGNORECASE
_NAMED = re.compile(
    r"(?:(?:show|open|see|view|read|display|get|give|list)(?: me)?(?: (?:all|everything|anything|stuff))?|(?:tell|show) me (?:more |something |everything |all )?about"
    r"|(?:and |so )?(?:what|how) about|(?:what|where|how) is(?: the status of)?|what'?s|status of|details? (?:of|for|on)|is there|have i got|do i have)"
    r" (?!(?:a|an|some|to)\b)(?P<what>[\w#'&-]+(?: [\w'&-]+){0,4})",
    _I,
)
_DUTY = re.compile(
    r"(?:when |by when |where |what time )?(?:do|must|should|did|have|was|am|are|were) (?:i|we) (?:supposed |meant )?(?:already |still |ever )?(?:(?:have|need|got) )?(?:to )?(?P<what>.+)",
    _I,
)
_STATE = re.compile(
    r"(?:is|are|was|were) (?P<what>.+?) (?:done|finished|completed|open|due|overdue|paid|sent|bought|booked|\w+ed)(?: yet| already)?",
    _I,
)


_PAST = re.compile(
    r"(?:mark|set|flag) (?P<marked>.+?) as (?:paid|sent|bought|booked|ordered|cleaned|called|posted|fixed|submitted|signed|sorted|renewed|returned)|(?P<what>.+?) (?:is |are |has been |have been |was |were |got )?(?:all |already |now )?(?:paid|sent|bought|booked|ordered|cleaned|called|posted|fixed|submitted|signed|sorted|renewed|returned|watered|fed|written|mailed|shipped)(?: now| already| today)?",
    _I,
)
_NOT_YET = re.compile(
    r"(?:i|we) (?:haven'?t|have not|didn'?t|did not|never) (?:actually |really )?(?P<what>.+?)(?: yet| after all)?",
    _I,
)


def act(text: str, moment: Moment) -> Do | None:
    """What these words may say of a task: “electricity bill paid”, “I haven't sent the cards yet”."""
    if match := _NOT_YET.fullmatch(text):
        return Do("reopen", parse(match["what"], moment))
    if match := _PAST.fullmatch(text):
        return Do("complete", parse(match["marked"] or match["what"], moment))
    return None


def ask(text: str, moment: Moment) -> View | None:
    """The look at the list that these words may ask for, whatever the state of the tasks."""
    match = _NAMED.fullmatch(text) or _DUTY.fullmatch(text) or _STATE.fullmatch(text)
    if match is None:
        return None
    reading = read_filter(match["what"], moment)
    words = key_words(reading.rest)
    if not words:
        return look(text, moment, text) if reading.filter != Filter() else None
    return View(replace(reading.filter, words=words, state="all"))
