"""What is said to be true of tasks: “high priority ones due this week at work”, “everything tagged home”, “what I finished yesterday”."""

import re
from dataclasses import dataclass, replace

from watchbill.domain.query import State
from watchbill.language.days import find_days, without
from watchbill.language.intent import Event, Filter, Moment
from watchbill.language.vocabulary import LEVELS

_I = re.IGNORECASE
_LEVEL = "|".join(sorted((re.escape(word) for word in LEVELS), key=len, reverse=True))
_PRIORITY = re.compile(
    rf"\b(?:(?:with |of )?(?:a )?(?P<before>{_LEVEL})[- ](?:priority|prio|importance)|(?:with )?priority (?:of )?(?P<after>{_LEVEL})"
    r"|(?P<alone>p[1-4](?=s?\b)|urgent|most important|important|critical))s?\b(?: (?:ones|tasks?|things|stuff))?",
    _I,
)
_TAG = re.compile(
    r"(?:\b(?:with (?:the )?(?:tag|label)|(?:that (?:is|are) )?(?:tagged|labell?ed)(?: (?:with|as))?) |(?:(?:with|in|tagged|for) )?(?=#))"
    r"(?P<name>#?[\w/-]+)|\b(?P<before>[\w/-]+) (?:tag|label)\b",
    _I,
)
_PROJECT = re.compile(
    r"(?:\b(?:in|under|from|of|for|on|to) )?(?:(?:the |my )?project (?:called |named )?(?P<after>[\w&'-]+)|(?<!\S)[@+](?P<mark>[\w/-]+))",
    _I,
)
_LISTED = re.compile(
    r"\b(?:in|on|from|of|off|under|to|into|onto|me|show|view|open|see|display|about) (?:my |the |our |a |this )?(?P<name>(?!to\b|do\b|me\b|us\b|my\b|the\b|list\b|task\b|reminders?\b|this\b|that\b|things\b)[\w&'-]+(?: (?!my\b|the\b)[\w&'-]+)?) (?:list|project|board|folder)\b",
    _I,
)
_THERE = re.compile(
    r"\b(?:in|on|under|inside) (?P<name>it|there|(?:that|this|the new) (?:project|list))(?=[?.!\s]*$)",
    _I,
)
_AT = re.compile(
    r"\b(?:at|for) (?P<name>work|home|school|university|college|uni|the office)\b", _I
)
_TRAITS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:overdue|over due|past[- ]due|late|behind(?: on| schedule)?|missed(?: deadlines?)?|past (?:their|its) (?:due date|deadline)|passed (?:their|its) deadline|\bby now|\bby(?=[?\s]*$))\b", _I), "is:overdue"),
    (re.compile(r"\b(?:(?:never|don'?t|doesn'?t|do not|does not) (?:repeat|recur)|non-?(?:recurring|repeating)|one-?offs?)\b", _I), "-is:recurring"),
    (re.compile(r"\b(?:recurring|repeating|repeated|(?:that )?repeats?|recurs?|recurrent|regular)\b", _I), "is:recurring"),
    (re.compile(r"\b(?:(?:have|has|having|with) (?:a |any |some )?(?:reminders?|alarms?)(?: set)?|(?:will you|you(?:'ll| will)?) remind me(?: (?:of|about))?)\b", _I), "has:reminder"),
    (re.compile(r"\b(?:blocked|stuck|waiting(?: on| for)? (?:other|another|something))\b", _I), "is:blocked"),
    (re.compile(r"\b(?:(?:without|with no|has no|have no|having no|not having) (?:a |an |any )?(?:due )?(?:date|deadline|due)s?|(?:haven'?t|hasn'?t|don'?t have|doesn'?t have|have not|has not)(?: got)? (?:a |an |any )?(?:due )?(?:date|deadline)s?|undated|unscheduled|no (?:due )?date|someday)\b", _I), "no:due"),
    (re.compile(r"\b(?:(?:without|with no|not in) (?:a |an |any )?project|unsorted|(?:in (?:the |my )?)?inbox)\b", _I), "no:project"),
    (re.compile(r"\b(?:without (?:a |any )?tags?|untagged|(?:isn'?t|aren'?t|not) tagged|with no tags?)\b", _I), "no:tag"),
    (re.compile(r"\b(?:oldest|longest(?= on (?:my|the) list))\b", _I), "sort:created"),
    (re.compile(r"\b(?:soonest|earliest|(?:due|comes) first)\b", _I), "sort:due"),
)  # fmt: skip
EXCEPT = re.compile(
    r",? (?:except(?: for)?|apart from|aside from|other than|but not|excluding|besides|not counting|ignoring) (?:(?:anything|everything|the ones|those|things|stuff|tasks|what's) )?(?:(?:in|at|for|from|on|of|to do with) )?(?:(?:the|my) )?(?P<but>[\w'&-]+(?: (?!list|project|ones)[\w'&-]+)?)(?: (?:list|project|ones))?(?=[?.!\s]*$)",
    _I,
)
_TWO_LEVELS = re.compile(
    r"\b(?:priorit(?:y|ies) )?p?(?P<one>[1-4])s?,? (?:and|or|&) (?:priority )?p?(?P<two>[1-4])s?\b(?: (?:ones|tasks?|things|stuff))?",
    _I,
)
_DELETED = re.compile(
    r"\b(?:in (?:the |my )?(?:trash|bin|rubbish)|deleted|trashed|(?:the |my )?trash(?: can)?|removed|did i (?:delete|remove)|(?:did i |i |have i )?(?:throw|threw|thrown|binned|bin|chuck|chucked) (?:away|out)|did i (?:bin|trash|scrap))\b",
    _I,
)
_OPEN = re.compile(
    r"\b(?:(?:not|isn'?t|aren'?t|haven'?t|hasn'?t|yet to be|to be|to get|un)[- ]?(?:\w+ )?(?:done|finished|completed?|ticked)|incomplete|left(?: to do)?|remaining|outstanding|pending|open|still|"
    r"(?:have|need|needs|want|supposed|got|left|going|had|ought) to|should i|must i|active|unfinished)\b",
    _I,
)
_DONE = re.compile(
    r"\b(?:done|finish(?:ed)?|completed?|ticked(?: off)?|checked off|crossed off|accomplish(?:ed)?|closed|(?:did|have) (?:i|we) (?:already )?(?:do|get done|got done|done|tick off|check off|manage|achieve[d]?)|get done|got done|achieved?)\b",
    _I,
)
_MADE = re.compile(
    r"\b(?:(?:did|have|was|were) (?:i|we|you)?(?: just)? ?(?:add|added|create|created|put|make|made|enter|entered)|(?:i|we|you)(?: have|'ve)?(?: just)? (?:added|created|made|entered)|newly added|(?:added|created)(?= (?:today|yesterday|this|last|since|on|in))|new)\b",
    _I,
)
_DUE = re.compile(
    r"\b(?:that (?:is|are) )?(?:due|to be done|coming up|scheduled|planned|happening|going on|have to be done)\b",
    _I,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The filter, and the words that say none of it."""

    filter: Filter
    rest: str


def read_filter(text: str, moment: Moment) -> Reading:
    """Take out of the text what it says of tasks."""
    reading = Reading(Filter(), text)
    for step in (_exception, _state, _priority, _tag, _place, _traits):
        reading = step(reading)
    return _days(reading, moment, _event(text, reading.filter.state))


def _event(text: str, state: State) -> Event:
    if _MADE.search(text):
        return "created"
    return "completed" if state == "done" else "due"


def _taken(reading: Reading, match: re.Match[str], **said: object) -> Reading:
    rest = f"{reading.rest[: match.start()]} {reading.rest[match.end() :]}"
    return Reading(replace(reading.filter, **said), " ".join(rest.split()))  # type: ignore[arg-type]  # each step gives a field its own type


def _exception(reading: Reading) -> Reading:
    match = EXCEPT.search(reading.rest)
    return _taken(reading, match, but=match["but"]) if match else reading


def _state(reading: Reading) -> Reading:
    if match := _DELETED.search(reading.rest):
        return _taken(reading, match, state="deleted")
    if match := _OPEN.search(reading.rest):
        return _taken(reading, match)
    if match := _DONE.search(reading.rest):
        return _taken(reading, match, state="done")
    return reading


def _priority(reading: Reading) -> Reading:
    if (match := _TWO_LEVELS.search(reading.rest)) and re.search(r"p", match[0], _I):
        traits = (*reading.filter.traits, f"(p{match['one']} or p{match['two']})")
        return _taken(reading, match, traits=traits)
    match = _PRIORITY.search(reading.rest)
    if match is None:
        return reading
    word = match["before"] or match["after"] or match["alone"]
    return _taken(reading, match, priority=LEVELS[word.lower()])


def _tag(reading: Reading) -> Reading:
    match = _TAG.search(reading.rest)
    if match is None:
        return reading
    return _taken(reading, match, tag=(match["name"] or match["before"]).removeprefix("#"))


def _place(reading: Reading) -> Reading:
    if match := _PROJECT.search(reading.rest):
        return _taken(reading, match, project=match["after"] or match["mark"])
    if match := (
        _LISTED.search(reading.rest) or _AT.search(reading.rest) or _THERE.search(reading.rest)
    ):
        return _taken(reading, match, place=match["name"])
    return reading


def _traits(reading: Reading) -> Reading:
    for pattern, trait in _TRAITS:
        if match := pattern.search(reading.rest):
            traits = (*reading.filter.traits, trait)
            reading = _taken(reading, match, traits=traits)
    return reading


def _days(reading: Reading, moment: Moment, event: Event) -> Reading:
    found = find_days(reading.rest, moment, event)
    if found:
        reading = Reading(replace(reading.filter, days=found.days), without(reading.rest, found))
    elif event == "due" and re.search(r"\bdue\b", reading.rest, _I) and not reading.filter.traits:
        reading = Reading(replace(reading.filter, traits=("has:due",)), reading.rest)
    rest = _MADE.sub(" ", reading.rest) if event == "created" else reading.rest
    return Reading(reading.filter, " ".join(_DUE.sub(" ", rest).split()))
