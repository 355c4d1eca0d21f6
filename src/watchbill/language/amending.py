"""Sentences that correct themselves: “move the suit, no wait, the bike to Tuesday”, “call the vet Friday rather than Thursday”.

What is taken back while speaking isn't meant: the sentence is read as if it had been said right at once.
"""

import re

from watchbill.language import mention
from watchbill.language.date import read
from watchbill.language.intent import Edit, Moment, Update
from watchbill.language.timing import read_shift, time_kind
from watchbill.language.words import strip_politeness
from watchbill.language.writing import add_of

_I = re.IGNORECASE
_SLIP = re.compile(
    r"(?P<before>.+?)(?:[\s,.;…-]+)(?:or )?(?:uh |um |er |oh )?(?:no,? (?:wait|actually|sorry|hang on|i mean(?:t)?|make (?:that|it))|no(?=,)|wait,? no|actually no|sorry,? (?:i mean(?:t)?|no(?=,))|i mean(?:t)?|or rather|scratch that)"
    r"[\s,.…:-]+(?:(?:actually|yeah|yes|no|i mean(?:t)?|sorry|uh|um),?\s+)*(?:make (?:that|it)\s+)?(?P<after>\S.*)",
    _I,
)
_VERB = re.compile(
    r"(?P<verb>(?:(?:please|can you|could you|would you|maybe|possibly|also|uh|um|i want to|i need to) )*(?:add|put|move|push|shift|delete|remove|cancel|complete|finish|tick off|check off|cross off|mark|remind me to|remind me about|postpone|reschedule|show|tag|rename|drop|buy|call|get))\s+(?P<rest>.+)",
    _I,
)
_WHERE = re.compile(r",?\s+(?P<where>(?:to|onto|on|until|till|for|by|as)\s+.+)", _I)
_COMMAND = re.compile(
    r"(?:add|put|move|push|shift|delete|remove|cancel|complete|finish|tick|check|cross|mark|remind|postpone|reschedule|show|tag|rename|undo|leave|keep|never|forget|don't|do not|bring|restore)\b",
    _I,
)
_HESITATION = re.compile(r"(?:(?:no|nope|sorry|oops|wait|actually|ah|oh)[,.! ]*)+", _I)
"""What takes back nothing of this sentence, but perhaps what was said before."""
_QUOTED = re.compile(r"[\"“”]")
_RATHER = re.compile(
    r"(?P<kept>.+?),? (?:rather than|instead of) (?P<dropped>.+)|(?P<head>.+) not (?P<no>.+?),? but (?P<but>.+)",
    _I,
)

_MOVED = re.compile(r"^(?:move|push|shift|do|make|have|put|set|reschedule|change|schedule) ", _I)
_ONLY_TO = re.compile(r"[\s,]+(?:to|on|at|for|until)$", _I)


def amended(sentence: str, moment: Moment) -> str:
    """The sentence without what its speaker took back at once. Quoted text is left as it is."""
    if _QUOTED.search(sentence):
        return sentence
    match = _SLIP.fullmatch(sentence.strip())
    return _mended(match["before"], match["after"], moment) if match else sentence


def prefer(text: str, moment: Moment) -> Update | None:
    """“Call the vet Friday rather than Thursday”: the task of that name is moved; where there is none, it is new."""
    match = _RATHER.fullmatch(text)
    if match is None:
        return None
    kept, dropped = (
        match["kept"] or f"{match['head']} {match['but']}",
        match["dropped"] or match["no"],
    )
    span = _last_time(kept, moment)
    if span is None or time_kind(dropped, moment) != "due":
        return None
    what = _MOVED.sub("", f"{kept[: span[0]]}{kept[span[1] :]}".strip())
    meant = mention.parse(_ONLY_TO.sub("", what), moment)
    return Update(meant, Edit(when=kept[slice(*span)]), otherwise=add_of(kept))


def _mended(before: str, after: str, moment: Moment) -> str:
    """The end of what was said first is what is replaced: a time by a time, a thing by a thing."""
    if _COMMAND.match(after):
        return after
    span = _last_time(before, moment)
    if span and time_kind(after, moment):
        return f"{before[: span[0]]}{after}{before[span[1] :]}"
    if (shift := _last_shift(before)) and time_kind(after, moment):
        return f"{shift}{after}"
    if _HESITATION.fullmatch(before):
        return f"{before}, i meant {after}"
    match = _VERB.fullmatch(strip_politeness(before))
    if match is None:
        return after
    where = _WHERE.search(match["rest"])
    rest = f" {where['where']}" if where and not _WHERE.search(f" {after}") else ""
    return f"{match['verb']} {after.replace(', to ', ' to ')}{rest}"


def _last_shift(text: str) -> str:
    """What stands before “a day” at the end; nothing where there is no such length."""
    spaces = re.finditer(r"\s", text)
    return next((text[: at.end()] for at in spaces if read_shift(text[at.end() :])), "")


def _last_time(text: str, moment: Moment) -> tuple[int, int] | None:
    spans = read(text, now=moment.now, zone=moment.zone).spans
    return (spans[-1].start, spans[-1].end) if spans else None
