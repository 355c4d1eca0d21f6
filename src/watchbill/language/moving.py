"""Sentences that move a task to another time, or say how it repeats: “push the dentist to friday”, “make the lawn weekly”."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from watchbill.language import change_phrase as say
from watchbill.language import mention
from watchbill.language.intent import Add, Edit, Item, Moment, Update
from watchbill.language.timing import time_kind
from watchbill.language.title import tidy
from watchbill.language.vocabulary import LEVELS
from watchbill.language.words import EVENT

_NAMED_TASK = r"(?:it|that|this|them|those|these|#?\d+|(?:that|this|the last|the first|the second) (?:one|task)|the one .+|(?:the|my) .+ (?:task|one|reminder|todo))"
TASK = re.compile(_NAMED_TASK, re.IGNORECASE)

_NEW_THING = re.compile(
    r"(?:(?:a|an|another|up|new|some|me)\b|(?:repeating |recurring )?(?:reminders?|notifications?|alarms?|alerts?)\b)",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"(?:add|put down|note|jot|write|remind|remember|record|cancel|delete|remove|clear|erase|show|list|tell)\b",
    re.IGNORECASE,
)
OLD_THING = re.compile(rf"(?:the|my|all|everything|every|each)\b|{_NAMED_TASK}$", re.IGNORECASE)
_LATER = re.compile(r"\b(?:later|earlier|back|forward|sooner)$", re.IGNORECASE)
_MADE = re.compile(r"(?:make|set|turn|change|switch) (?P<rest>.+)", re.IGNORECASE)
_DUE = re.compile(
    r"(?:and |it'?s |make it )?(?:due|by|for) (?P<when>(?:on |by |at )?.+)", re.IGNORECASE
)
_THEM_THEN = re.compile(
    r"(?P<what>(?:all (?:of )?)?(?:them|those|these)(?: all)?|both(?: of them)?|all (?:of them|three|two|four)|it|that one|this one|the (?:first|second|third|last|other) one),? (?:(?:due )?(?:on|for|to|by|at|until) )?(?P<when>.+)",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"(?P<what>(?:the|my) .+?) (?P<when>(?:(?:at|on|in|by|next|this) .+|tomorrow.*|today.*)) instead",
    re.IGNORECASE,
)
_SKIP = re.compile(r"skip (?P<what>.+)", re.IGNORECASE)
_LEVELLED = re.compile(r"p(?P<level>[1-4]) (?:for|on|to) (?P<what>.+)", re.IGNORECASE)
_LEVEL = "|".join(sorted((re.escape(word) for word in LEVELS), key=len, reverse=True))
_ALSO_LEVEL = re.compile(
    rf"(?:and |with |make it |it's |it is |also )*(?:a |an )?(?:(?P<level>{_LEVEL})[- ]prio(?:rity)?|(?P<alone>p[1-4]|urgent|important))(?: too| as well| please)*(?P<what>)",
    re.IGNORECASE,
)
_ALSO_TAG = re.compile(
    r"(?:and )?(?:tagged|labelled|labeled|with the tag|with tag)(?: (?:as|with))? #?(?P<tag>[\w/-]+)(?P<what>)",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"(?P<what>it|that|this|(?:that|this) one|#?\d+)(?:'s|\u2019s| is| goes| belongs) (?:for|to|with|under|in|into) (?:the |my )?(?!sure|me|you|now|real|later)(?P<project>[A-Za-z][\w&'-]+)(?: project| list)?",
    re.IGNORECASE,
)
_IS = re.compile(
    r"(?:(?:'s|\u2019s| is| are| was| should| needs to| has to| must| can| could| might| will|'ll)(?: to)?(?: be)?(?: now| actually)?(?: coming| happening| due| on| at| moved| done)*|(?: to)? be|'s|\u2019s)$",
    re.IGNORECASE,
)
_SAID_SO = re.compile(
    r"(?:make|have|do|get|set|want|need|change|switch) (?P<made>.+)"
    r"|(?P<rest>.+(?:'s|\u2019s| is| are| should| needs| has| must| can| could| will|'ll| be) .+)",
    re.IGNORECASE,
)
_ARROW = re.compile(r"(?P<what>[^<>=-]+?) ?(?:->|\u2192|=>) ?(?P<when>.+)")
_INTO_THERE = re.compile(
    r"(?:move|put|file|shift|stick|pop) (?P<what>.+?) (?:in |into )?(?:there|that (?:project|list)|the new (?:project|list|one))",
    re.IGNORECASE,
)
_SAID: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Edit]], ...] = (
    (_SKIP, lambda _: Edit(skip=True)),
    (_ALSO_LEVEL, lambda match: Edit(priority=LEVELS[(match["level"] or match["alone"]).lower()])),
    (_ALSO_TAG, lambda match: Edit(add_tags=(match["tag"],))),
    (_LEVELLED, lambda match: Edit(priority=int(match["level"]))),
    (_FOR, lambda match: Edit(project=match["project"])),
    (_INTO_THERE, lambda _: Edit(project="there")),
)
_HOUR = re.compile(
    r"(?:make|do|set|have|change) (?P<what>it|that|this|(?:the|my) .+?)(?: to| for)? (?P<hour>\d{1,2})"
    r"|(?:move|shift|push|bump|bring|put)(?: back| forward)? (?P<moved>.+?) to (?P<to>\d{1,2})",
    re.IGNORECASE,
)
_TO = re.compile(
    r"^(?:(?:in)?to (?=every|each)|now(?: on)? |on (?=every|each|\w+days\b))", re.IGNORECASE
)
_HOUR_ALONE = re.compile(r"^(?:1[0-2]|[1-9])(?:[:.][0-5]\d)?$")
_TO_HOUR = re.compile(
    r"(?:move|shift|push|bump|bring|put|change|set|switch|reschedule)(?: back| forward)? (?P<what>.+?) to (?P<hour>(?:1[0-2]|[1-9])(?:[:.][0-5]\d)?)(?: o'?clock)?",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    r"(?:(?:i'll|i will|we'll|we will|let me|i can|i'd rather) )?(?:make|have|do|get|set) (?P<made>.+)|(?P<rest>.+)",
    re.IGNORECASE,
)
_NOT_THEN = re.compile(
    r",? (?:instead|from now on|(?:not|rather than|instead of) (?:on |at )?(?:\w+ )?\S+)$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:what|who|when|where|why|how|which|that|there|it|i|you|we)\b", re.IGNORECASE
)
_THING = re.compile(r" an? (daily|\w+ly) (?:thing|task|habit|job|chore|event|one)$", re.IGNORECASE)
_NOW = re.compile(
    r"(?:,?\s+(?:instead|now|from now on|please|(?:just )?this (?:time|once)|for good|going forward|from here on))+$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:give|allow|grant) (?:me|us) (?:until|till) (?P<when>.+?)(?: (?:for|on|to (?:do|finish|get)) (?P<what>.+))?",
    re.IGNORECASE,
)


def reschedule(text: str, moment: Moment) -> Update | None:
    if (match := say.DUE_IS.fullmatch(text)) and not _NEW.match(text):
        what, when = [part for part in match.groups() if part]
        return _due(what, _HOUR_ALONE.sub(r"at \g<0>", when), moment)
    if caught := say.MORE.match(text):
        what = "it" if caught["what"].lower() == "me" else caught["what"]  # “give me another day”
        return update(what, moment, Edit(when=f"by {caught['length']}"))
    if found := _dated(text, moment):
        return found
    for caught in say.MOVES.all(text):
        needs_joint = not re.match(
            r"(?:set|change|update|make|give|have|get|adjust|switch|do|schedule)\b",
            text,
            re.IGNORECASE,
        )
        for what, when in _divided(caught["rest"], is_loose=needs_joint):
            if not is_there(text, what):
                continue
            if found := _due(what, when, moment):
                return found
    return _rhythm(text, moment)


def _dated(text: str, moment: Moment) -> Update | None:
    """“Set a deadline of 15 January for the passport”, “bring the dentist forward to Monday”."""
    if match := _UNTIL.fullmatch(text):
        return _due(match["what"] or "it", match["when"], moment)
    caught = say.DUE_ON.match(text) or say.FORWARD.match(text)
    return _due(caught["what"], caught["when"], moment) if caught else None


def _rhythm(text: str, moment: Moment) -> Update | None:
    """“Make the lawn weekly”."""
    match = _MADE.fullmatch(text)
    rest = match["rest"] if match else ""
    for space in re.finditer(" ", rest):
        what, rule = rest[: space.start()], _NOW.sub("", rest[space.end() :])
        if OLD_THING.match(what) and time_kind(rule, moment) == "recurrence":
            return update(what, moment, Edit(repeat=rule))
    return None


def is_there(text: str, what: str) -> bool:
    """Whether a task that is there is meant, rather than a new one: “set a meeting for five” makes one."""
    if _NEW_THING.match(what):
        return False
    if re.match(r"(?:schedule|have|get|do)\b", text, re.IGNORECASE):
        return bool(TASK.fullmatch(what))
    return not re.match(r"(?:set|make|give|put)\b", text, re.IGNORECASE) or bool(
        OLD_THING.match(what)
    )


def _due(what: str, when: str, moment: Moment) -> Update | None:
    when = _NOW.sub("", when)
    kind = time_kind(when, moment)
    what = re.sub(
        r"(?:'s|\u2019s)? (?:due date|deadline|date|due|due time)$",
        "",
        re.sub(r"^(?:the )?(?:due date|deadline|date|due time) (?:of|for) ", "", what),
    )
    if kind == "recurrence":
        return update(what, moment, Edit(repeat=when))
    return update(what, moment, Edit(when=when)) if kind else None


def _divided(rest: str, *, is_loose: bool) -> Iterator[tuple[str, str]]:
    """The ways to part “the dentist to friday” in a task and a time, those with the longest time first."""
    for match in say.JOINTS.finditer(rest):
        lead = re.search(r"\b(?:back|out|forward|ahead|up|by)\b", match[0])
        yield (
            rest[: match.start()],
            f"{'by ' if ' by ' in match[0] else ''}{rest[match.end() :]}"
            if lead
            else rest[match.end() :],
        )
        if match[0].endswith(" at "):
            yield rest[: match.start()], f"at {rest[match.end() :]}"
    for match in re.finditer(r" ", rest):
        what, when = rest[: match.start()], rest[match.end() :]
        if is_loose or TASK.fullmatch(what) or (OLD_THING.match(what) and _LATER.search(when)):
            yield re.sub(r" (?:back|out|off|over)$", "", what), when


def repeat(text: str, moment: Moment) -> Update | None:
    caught = say.REPEAT.match(text)
    if not caught:
        return None
    rule = _NOW.sub(
        "", (caught.get("rule") or "").removeprefix("be ") or f"every {caught['every']}"
    )
    if time_kind(rule, moment) != "recurrence" or not is_there(text, caught["what"]):
        return None
    found = update(caught["what"], moment, Edit(repeat=rule))
    return replace(found, otherwise=_as_new(caught["what"], rule))


def _as_new(what: str, rule: str) -> Add | None:
    """“Repeat the meeting with the board every month”: where there is no such meeting, it is to be put down."""
    is_told = re.match(rf"(?:the|my|our) {EVENT} (?:with|about|for|at|of) ", what, re.IGNORECASE)
    return (
        Add((Item(f"{tidy(re.sub(r'^(?:the|my|our) ', '', what))} {rule}"),)) if is_told else None
    )


def elliptic(text: str, moment: Moment) -> Update | None:
    """“Due friday”, “by monday” of the task that was spoken of last; “the swim at 11 instead”, “skip the plants”, “p1 for the rent”."""
    for pattern, edit in _SAID:
        if match := pattern.fullmatch(text):
            return update(match["what"] or "it", moment, edit(match))
    if (found := _said_so(text, moment)) is not None:
        return found
    match = (
        _THEM_THEN.fullmatch(text)
        or _INSTEAD.fullmatch(text)
        or _ARROW.fullmatch(text)
        or _DUE.fullmatch(text)
    )
    if match is None or time_kind(match["when"], moment) != "due":
        return None
    what = match.groupdict().get("what", "it")
    return update(what, moment, Edit(when=match["when"]))


def _said_so(text: str, moment: Moment) -> Update | None:
    """“Rent should be Wednesday”, “the plumber's coming Thursday, not Friday”, “make the gym 6pm”."""
    said = _NOT_THEN.sub("", text)
    if match := _HOUR.fullmatch(said):
        what, hour = [part for part in match.groups() if part]
        return update(what, moment, Edit(when=f"at {hour}"))
    match = (_SAID_SO if said == text else _CORRECTED).fullmatch(said)
    if match is None:
        return None
    rest = _THING.sub(r" \1", match["made"] or match["rest"])
    for space in re.finditer(" ", rest):
        what, when = rest[: space.start()], rest[space.end() :]
        kind = None if when.startswith("be ") else time_kind(when, moment)
        if kind and not (match["made"] and _NEW_THING.match(what)):
            what = _IS.sub("", what)
            edit = Edit(repeat=when) if kind == "recurrence" else Edit(when=when)
            return update(what, moment, edit) if not _ASKED.match(what) else None
    return None


def to_hour(text: str, moment: Moment) -> Update | None:
    """“Move the dinner to 8”, “change it to 9:30”: no project and no title is called so."""
    match = _TO_HOUR.fullmatch(text)
    return update(match["what"], moment, Edit(when=f"at {match['hour']}")) if match else None


def update(what: str, moment: Moment, edit: Edit) -> Update:
    if edit.repeat:
        edit = replace(edit, repeat=_TO.sub("", edit.repeat))
    return Update(mention.parse(what, moment), edit)
