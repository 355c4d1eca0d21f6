"""Sentences that change fields of a task: its time, priority, project, tags, notes, title, or how it repeats."""

import re
from collections.abc import Callable, Mapping

from watchbill.language import change_phrase as say
from watchbill.language import mention, refining, unable, writing
from watchbill.language.intent import Add, Edit, Item, Moment, Update
from watchbill.language.moving import TASK, repeat, reschedule, to_hour, update
from watchbill.language.phrase import Phrases
from watchbill.language.quick_add import parse
from watchbill.language.timing import time_kind
from watchbill.language.title import split_titles, tidy
from watchbill.language.vocabulary import LEVELS
from watchbill.language.words import unquoted

Rule = Callable[[str, Moment], Update | None]

_ASKED = re.compile(
    r"(?:what|which|when|where|why|how|who|whats|what's|did|does|do|is|are|was)\b", re.IGNORECASE
)
_PUT_IN_PROJECT = re.compile(r"(?:put|place|stick) (?:the|my)\b.*\bproject", re.IGNORECASE)
_BOTH = re.compile(r" (?:both|all|too|as well)$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:my|the|our|a|an)\s+", re.IGNORECASE)
_LISTS = re.compile(
    r"\b(?:lists?|calendar|agenda|schedule|planner|diary|project|reminders?|tasks?|to-?dos?)\b",
    re.IGNORECASE,
)
_PUT = re.compile(r"(?:add|put|place|stick|drop)\b", re.IGNORECASE)
_INTO = re.compile(r"\b(?:into|under|inside) (?:the |my )?[\w'&-]+(?: project)?$", re.IGNORECASE)
_THERE = re.compile(
    r"(?:move|put|file|shift|transfer|stick|drop|place) (?P<what>(?:(?:the|my|our|that|this) .+?|#?\d+))(?: over)? there",
    re.IGNORECASE,
)
_BEFORE_IT = re.compile(
    r"(?:remind|ping|nudge|alert|notify) me (?P<ahead>the (?:day|morning|evening|night)|(?:\d+|an?|one|two|three|four|five|half an|a couple of|a few) (?:minutes?|mins?|hours?|hrs?|days?|weeks?)) (?:before(?:hand)?|ahead|earlier|in advance)(?: it)?",
    re.IGNORECASE,
)
_QUOTED_ONTO = re.compile(
    r"(?:add|append|write) [\"“'](?P<said>[^\"”]+)[\"”'] to (?:the |my )?(?P<what>(?!.*\b(?:lists?|calendar|agenda|schedule|project|tasks|to-?dos?|reminders|tags?|labels?)\b)[^\"”']+)",
    re.IGNORECASE,
)
_DAY_BEFORE = {
    "the day": "1 day before",
    "the morning": "1 day before at 09:00",
    "the evening": "1 day before at 18:00",
    "the night": "1 day before at 20:00",
}
_ITS = re.compile(
    r"(?:remove|clear|delete|drop|unset|take off|get rid of) (?:the|its|that) (?:(?P<recurrence>recurrence|repeats?|repetition|repeating)|(?P<due>due date|deadline|date)|(?P<priority>priority)|(?P<reminder>reminders?))(?: again| please)?",
    re.IGNORECASE,
)
_FIELDS = ("recurrence", "due", "priority", "reminder")
_PUT_ON = re.compile(
    r"put (?P<what>(?!(?:an?|some|up|on|off|down|it|that|this|them)\b)[\w'-]+(?: [\w'-]+){1,3}?)(?: (?:down|in|on)(?= for\b))? (?P<when>(?:on|for) .+)",
    re.IGNORECASE,
)
_AWAY = re.compile(r"\b(?:out|away|up|back)$", re.IGNORECASE)
"""“Put the bins out on Friday” is a thing to do."""
_SAME_TIME = re.compile(
    r",? (?:at |and )?(?:the )?same time(?: as (?:before|usual|always|now))?$", re.IGNORECASE
)
_SLOT = re.compile(
    r"(?:put|slot|pencil|stick) (?P<what>(?:the|my) .+?) (?:in|on|down) for (?P<when>.+)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:it|that|this|them|those|these)", re.IGNORECASE)
_FIGURES = frozenset(["one", "two", "three", "four", "no", "none", "normal", "top", "lower"])
_NOT_SO = re.compile(r" instead$", re.IGNORECASE)
_ONLY_NEW = re.compile(r"(?:some |a |the )?new items?", re.IGNORECASE)
_A_LIST = re.compile(r"(?:.+ )?(?:lists?|calendar|agenda|schedule|planner|diary)", re.IGNORECASE)
_LONGEST_TAG = 2
"""More words are no tag, but something else that is to be done."""
_NO_NAME = re.compile(r"(?:my|the|this|a|that|your|our|to-?do|todo|task)", re.IGNORECASE)


def change(text: str, moment: Moment) -> Update | None:
    """The update that the sentence asks for; the first rule that fits decides."""
    if _ASKED.match(text):
        return None
    text = _SAME_TIME.sub("", refining.plain_time(text))
    return next((found for rule in _RULES if (found := rule(text, moment))), None)


def is_note(text: str) -> bool:
    """Whether all that follows a colon is the text of a note, whatever it says."""
    return say.NOTED.fullmatch(text.strip()) is not None


def _note(text: str, moment: Moment) -> Update | None:
    if match := say.NOTED.fullmatch(text):
        what, said = [part for part in match.groups() if part]
        return update(what, moment, Edit(append=unquoted(said)))
    caught = say.NOTE.match(text)
    if not caught and (match := _QUOTED_ONTO.fullmatch(text)):
        new = writing.quoted(text, match["said"])
        return Update(mention.parse(match["what"], moment), Edit(append=match["said"]), new)
    if not caught or _A_LIST.fullmatch(caught["what"]):
        return None
    return update(caught["what"], moment, Edit(append=unquoted(caught["text"])))


def _clear(phrases: Phrases, edit: Edit) -> Rule:
    def rule(text: str, moment: Moment) -> Update | None:
        caught = phrases.match(text)
        return update(caught["what"], moment, edit) if caught else None

    return rule


def _clear_its(text: str, moment: Moment) -> Update | None:
    """“Drop the recurrence”: of what was spoken of last."""
    match = _ITS.fullmatch(text)
    if match is None:
        return None
    field = next(name for name in _FIELDS if match[name])
    edit = Edit(priority=4) if field == "priority" else Edit(clear=(field,))
    return update("it", moment, edit)


def _clear_all_due(text: str, moment: Moment) -> Update | None:
    caught = say.CLEAR_ALL_DUE.match(text)
    if caught is None:
        return None
    return update(f"everything in {caught['what']}", moment, Edit(clear=("due",)))


def _prioritise(text: str, moment: Moment) -> Update | None:
    for caught in say.PRIORITY.all(text):
        level = LEVELS[caught["level"].lower()]
        is_figure = caught["level"].isdigit() or caught["level"].lower() in _FIGURES
        if not (is_figure and "priorit" not in text.lower()):
            what = re.sub(r"^the (?:prio|priority) of ", "", caught["what"])
            return update(
                re.sub(r"(?:(?:'s)? (?:prio|priority)|(?: even| much| a bit)? more)$", "", what),
                moment,
                Edit(priority=level),
            )
    return None


def _tag(text: str, moment: Moment) -> Update | None:
    if match := say.UNHASHED.fullmatch(text):
        return update(match["what"], moment, Edit(remove_tags=_names(match["tags"])))
    if caught := say.UNTAG.match(text):
        return update(caught["what"], moment, Edit(remove_tags=_names(caught["tags"])))
    match = say.HASHED.fullmatch(text)
    caught = match.groupdict() if match else say.TAG.match(text)
    names = _names(caught["tags"]) if caught else ()
    if not caught or any(len(name.split()) > _LONGEST_TAG for name in names):
        return None
    return update(caught["what"], moment, Edit(add_tags=names))


def _names(text: str) -> tuple[str, ...]:
    return tuple(
        unquoted(part).removeprefix("#")
        for part in re.split(r",\s*|\s+and\s+|\s+(?=#)", text)
        if part
    )


def _put_when(text: str, moment: Moment) -> Update | None:
    """“Put call mom on Sunday at noon”: moved, if there is such a task; else it is new."""
    match = _PUT_ON.fullmatch(text)
    if match is None or time_kind(match["when"], moment) != "due":
        return None
    new = Add((Item(f"{tidy(match['what'])} {match['when']}"),))
    if _AWAY.search(match["what"]):
        new = Add((Item(tidy(text)),))
    return Update(mention.parse(match["what"], moment), Edit(when=match["when"]), new)


def _put_there(text: str, moment: Moment) -> Update | None:
    match = _THERE.fullmatch(text)
    if match is None:
        return None
    new = Add((Item(tidy(match["what"]), "there"),)) if _PUT.match(text) else None
    return Update(mention.parse(match["what"], moment), Edit(project="there"), new)


def _file(text: str, moment: Moment) -> Update | None:
    if re.search(r"\b(?:trash|bin|rubbish)$", text, re.IGNORECASE):
        return None
    if caught := say.UNFILED.match(text):
        return update(caught["what"], moment, Edit(clear=("project",)))
    caught = say.FILED.match(text)
    if (
        not caught
        or time_kind(caught["project"], moment)
        or re.search(r"\b(?:to-?do|trash|bin|top|bottom|shopping list)\b", text, re.IGNORECASE)
    ):
        return None
    if _NO_NAME.fullmatch(caught["project"]):
        return None
    is_new = _PUT.match(text) and not _INTO.search(text)
    if is_new and not TASK.fullmatch(caught["what"]):
        return _perhaps_new(text, caught, moment)
    edit = Edit(project=caught["project"].removeprefix("@"))
    otherwise = Add(()) if is_new and _PRONOUN.fullmatch(caught["what"]) else None
    return Update(mention.parse(caught["what"], moment), edit, otherwise)


def _perhaps_new(text: str, caught: Mapping[str, str], moment: Moment) -> Update | None:
    """“Put the shoes in fitness”: filed, if there are such a task and such a project; else it is a task to add."""
    if _PUT_IN_PROJECT.fullmatch(text):
        what, project = _BOTH.sub("", caught["what"]), caught["project"]
        titles = split_titles(what, is_list=True)
        new = Add(tuple(Item(title, project) for title in titles))
        return Update(mention.parse(what, moment), Edit(project=project), new)
    if not re.match(r"(?:the|my)\b", caught["what"], re.IGNORECASE) or _LISTS.search(text):
        return None
    new = Add((Item(tidy(_PUT.sub("", text, count=1))),))
    return Update(mention.parse(caught["what"], moment), Edit(project=caught["project"]), new)


def _slotted(text: str, moment: Moment) -> Update | None:
    """“Put the gate in for Sunday”: moved, if there is such a task; else it is to be added."""
    match = _SLOT.fullmatch(text)
    if match is None or time_kind(match["when"], moment) != "due":
        return None
    new = Add((Item(f"{tidy(match['what'])} {match['when']}"),))
    return Update(mention.parse(match["what"], moment), Edit(when=match["when"]), new)


def _remind(text: str, moment: Moment) -> Update | None:
    if match := _BEFORE_IT.fullmatch(text):
        ahead = match["ahead"].lower()
        return update("it", moment, Edit(remind=_DAY_BEFORE.get(ahead, f"{ahead} before")))
    if caught := say.REMIND_BEFORE.match(text):
        ahead = f"{caught['ahead']} before {caught.get('at', '')}".strip()
        return _remind_before(caught["what"], ahead, moment)
    if (match := say.REMIND_ABOUT.fullmatch(text)) and time_kind(match["when"], moment) == "due":
        new = Add((Item(f"{tidy(match['what'])} {match['when']}"),))
        return Update(mention.parse(match["what"], moment), Edit(remind=match["when"]), new)
    for caught in say.REMIND.all(text):
        what = caught["what"]
        begin = text.lower().rfind(what.lower()) + len(what)
        when = text[begin:].strip() or caught["when"]
        when = when if when.lower().endswith(caught["when"].lower()) else caught["when"]
        if TASK.fullmatch(what) and time_kind(when, moment) == "due":
            return update(what, moment, Edit(remind=when))
    return None


def _remind_before(what: str, ahead: str, moment: Moment) -> Update | None:
    """A reminder of a task that is there; where it isn't, the task is new, and its words say when it is due."""
    line = f"{tidy(_ARTICLE.sub('', what))} remind me {ahead}"
    is_timed = parse(line, now=moment.now, zone=moment.zone).due is not None
    new = Add((Item(line),)) if is_timed else None
    return Update(mention.parse(what, moment), Edit(remind=ahead), otherwise=new)


def _rename(text: str, moment: Moment) -> Update | None:
    match = say.QUOTED.fullmatch(text) or say.CALLED.fullmatch(text)
    if match:
        what, title = [part for part in match.groups() if part]
        return update(what, moment, Edit(title=tidy(_NOT_SO.sub("", title))))
    caught = say.RENAME.match(text)
    if not caught or re.search(
        r"\b(?:time ?zone|this location|language|unit|colou?r|alarm|voice|name to)\b",
        text,
        re.IGNORECASE,
    ):
        return None
    if re.search(r"\blists?$", caught["what"], re.IGNORECASE) or _ONLY_NEW.fullmatch(
        caught["title"]
    ):
        return None
    return update(caught["what"], moment, Edit(title=tidy(_NOT_SO.sub("", caught["title"]))))


_RULES: tuple[Rule, ...] = (
    refining.refine,
    _note,
    _clear_its,
    _clear_all_due,
    _clear(say.CLEAR_TIME, Edit(clear=("time",))),
    _clear(say.CLEAR_DUE, Edit(clear=("due",))),
    _clear(say.CLEAR_REPEAT, Edit(clear=("recurrence",))),
    _clear(say.SKIP, Edit(skip=True)),
    _clear(say.CLEAR_PRIORITY, Edit(priority=4)),
    _tag,
    _remind,
    repeat,
    _prioritise,
    _clear(say.RAISE, Edit(priority=1)),
    _clear(say.LOWER, Edit(priority=3)),
    reschedule,
    to_hour,
    _put_when,
    _put_there,
    _slotted,
    unable.assign,
    _file,
    _rename,
)
