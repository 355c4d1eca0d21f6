"""Sentences that change a part of what a task has: its tags, its note, its reminders, one time of what repeats, or what was just done."""

import re
from dataclasses import replace

from watchbill.language import change_phrase as say
from watchbill.language import mention
from watchbill.language.intent import Add, Do, Edit, Item, Moment, Rather, Update
from watchbill.language.moving import update
from watchbill.language.phrase import Phrases
from watchbill.language.timing import time_kind
from watchbill.language.title import tidy
from watchbill.language.words import LIST, OWN, unquoted

_I = re.IGNORECASE
_OFF = r"(?:remove|delete|clear|drop|take off|get rid of|lose|strip|take away|untag|erase)"
_TAG = r"(?:tag|label|hashtag)"
_ITS_TAG = re.compile(
    rf"(?:{_OFF} (?:the|its|that|their) #?(?P<tag>[\w/-]+) {_TAG}s?|take (?:the|its|that) #?(?P<taken>[\w/-]+) {_TAG} (?:off|away)(?: (?:of )?(?:it|that))?|{_OFF} (?P<hashed>#[A-Za-z][\w/-]*))(?: again| please)?",
    _I,
)
_ANY_TAG = re.compile(
    rf"(?:{_OFF} (?:all(?: of)?(?: the| its| their)?|the|its|their|any) (?P<many>{_TAG}s?)(?: (?:from|off|of|on) (?P<from>.+))?|take (?:all(?: of)?(?: the| its)?|the|its) (?P<taken>{_TAG}s?) (?:off|away)(?: (?:of )?(?P<off>.+))?|untag (?P<what>it|that|this|them|#?\d+|(?:the|my) (?:(?!\b(?:from|as|with)\b).)+))",
    _I,
)
_OTHER_TAG = re.compile(
    rf"(?:replace|swap|change|switch|exchange) (?:the )?(?:{_TAG} )?#?(?P<old>[\w/-]+)(?: {_TAG})? (?:on|of|for) (?P<what>.+?) (?:with|for|to|by) (?:the )?(?:{_TAG} )?#?(?P<new>[\w/-]+)(?: {_TAG})?",
    _I,
)
_SAYS_TAG = re.compile(rf"\b{_TAG}\b|#", _I)
_A_NOTE = "(note|notes|description|comment)"
_NOTE_REPLACED = Phrases(
    f"(change|replace|update|set|rewrite|edit|make) [the|my] <what>'s {_A_NOTE} (to|with|into) [say] <text>",
    f"(change|replace|update|rewrite|edit) [the] {_A_NOTE} (of|for|on) <what> (to|with|into) [say] <text>",
    f"(change|replace|update|set|rewrite|edit|make) (the|its|that) {_A_NOTE} (to|with|into|say) [say] <text>",
)
_NOTE_CLEARED = Phrases(
    f"(remove|delete|clear|drop|erase|get rid of) [the|all|its] {_A_NOTE} (from|of|on|off) <what>",
    f"(remove|delete|clear|drop|erase|get rid of) [the|my] <what>'s {_A_NOTE}",
    f"(remove|delete|clear|drop|erase|get rid of) (the|its|that) {_A_NOTE}",
    f"take the {_A_NOTE} off [of] <what>",
)
_THE_LIST = re.compile(rf"{OWN}*(?:{LIST}|calend[ae]r)", _I)
"""Reminders of the list as a whole are its tasks."""
_SIGNAL = "(reminder|reminders|alert|alerts|notification|notifications)"
_REMINDER_OFF = Phrases(
    f"(remove|clear|delete|drop|take off|take|turn off|switch off|get rid of) [the|its|all|any|all the] {_SIGNAL} (from|off|off of|on) <what>",
    f"(remove|clear|delete|drop|take off|turn off|switch off|cancel) [the|my] <what>'s {_SIGNAL}",
    f"no more {_SIGNAL} (for|on|about) <what>",
    f"<what> (doesn't|does not|no longer) (need|needs) [a|any|its] {_SIGNAL} [anymore|any more]",
)
_HUSHED = Phrases(
    "(stop|quit) (reminding|pinging|nagging|alerting|notifying|nudging) [me] (about|of|to) <what>",
    "(don't|do not|no longer) (remind|ping|nag|alert|notify|nudge) me (about|of|to) <what> [anymore|any more|any longer|again]",
    f"(remove|delete|cancel|drop) (the|my) {_SIGNAL} (for|about|of) <what>",
)
_INSTEAD = re.compile(
    r"(?:(?:i|we) (?:need|want|have|would like) to )?(?:(?:get|have) (?P<made>.+?) (?:done|finished|ready|sorted) |(?P<what>.+?) )(?P<when>(?:by|on|at|every|each|in|for|next|this|tomorrow|today|\w+day|weekly|daily|monthly|once|twice)\b.*) instead",
    _I,
)
_NEW = re.compile(
    r"(?:add|put|note|jot|write|remind|remember|delete|remove|cancel|show|list|tell|do|move|push|make|set|change|schedule|have|reschedule|postpone|tag|rename|i|we|it|that)\b|.*\b(?:should|can|could|must|has to|have to|needs? to|let'?s|we|is|are)\b",
    _I,
)
_TIMES = r"(?:today|tonight|tomorrow|this (?:week|time|morning|afternoon|evening|month|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|next (?:week|month|time)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_CALLED_OFF = re.compile(
    rf"(?P<what>(?!(?:it|that|this|what|there|everything)\b).+?|it|that|this)(?: is|'s|\u2019s| are| was| got| has been|'s been)? (?:off|cancelled|canceled|called off|not happening|not on|not taking place)(?: for)? (?P<when>{_TIMES})"
    rf"|(?:there is |there's )?no (?P<none>[\w'-]+(?: [\w'-]+){{0,2}}?) (?P<then>{_TIMES})",
    _I,
)
_CANCEL = re.compile(
    rf"(?:cancel|call off|drop) (?:(?P<what>.+?)(?: for)? (?P<when>{_TIMES})|(?P<days>today|tonight|tomorrow|this week)(?:'s|\u2019s) (?P<thing>.+))",
    _I,
)
_MEANT = re.compile(
    r"(?:(?:no|nope|sorry|oops|wait|actually|ah|oh)[,.! ]+)+(?:(?:i|it) (?:mean|meant|was) )?(?P<what>(?:the|my|#?\d+\b)(?!.*\bonly\b).*)|i meant (?P<meant>(?:the|my|#?\d+\b)(?!.*\bonly\b).*)|not (?:the|my|#?\d).+?(?:,|,? but) (?P<but>(?:the|my|#?\d+).*)",
    _I,
)

_SAME_TIME_WEEK = re.compile(
    r" (?:to |for |until |at )?(?:the )?same time (?:the )?(?:next|following) week$", _I
)
_SAME_TIME_ON = re.compile(
    r" (?:to |for |until |at )(?:the )?same time,? (?:on )?(?=(?:next|tomorrow|the|\w+day)\b)",
    _I,
)


def refine(text: str, moment: Moment) -> Update | None:
    """A tag, a note or a reminder that is taken off or replaced; another time “instead”."""
    return (
        _tag(text, moment)
        or _note(text, moment)
        or _reminder(text, moment)
        or _other(text, moment)
    )


def plain_time(text: str) -> str:
    """“The same time next week” is a week later, and “the same time on Thursday” is Thursday: a day keeps the time."""
    return _SAME_TIME_ON.sub(" to ", _SAME_TIME_WEEK.sub(" by a week", text))


def _tag(text: str, moment: Moment) -> Update | None:
    if match := _ANY_TAG.fullmatch(text):
        what = match["from"] or match["off"] or match["what"] or "it"
        is_one = (match["many"] or match["taken"] or "tags").lower()[-1] != "s"
        return update(what, moment, Edit(clear=("tag" if is_one else "tags",)))
    if match := _ITS_TAG.fullmatch(text):
        tag = match["tag"] or match["taken"] or match["hashed"]
        return update("it", moment, Edit(remove_tags=(tag.removeprefix("#"),)))
    match = _OTHER_TAG.fullmatch(text) if _SAYS_TAG.search(text) else None
    if match is None:
        return None
    edit = Edit(remove_tags=(match["old"],), add_tags=(match["new"],))
    return update(match["what"], moment, edit)


def _note(text: str, moment: Moment) -> Update | None:
    if caught := _NOTE_REPLACED.match(text):
        said = unquoted(caught["text"])
        return update(caught.get("what") or "it", moment, Edit(describe=said))
    if (caught := _NOTE_CLEARED.match(text)) is not None:
        return update(caught.get("what") or "it", moment, Edit(clear=("description",)))
    return None


def _reminder(text: str, moment: Moment) -> Update | None:
    caught = _REMINDER_OFF.match(text)
    if caught is None or _THE_LIST.fullmatch(caught["what"]):
        return None
    return update(caught["what"], moment, Edit(clear=("reminder",)))


def _other(text: str, moment: Moment) -> Update | None:
    """“Water the plants every other day instead”: of the task of that name; where there is none, it is new."""
    match = _INSTEAD.fullmatch(text)
    if match is None or (not match["made"] and _NEW.match(text)):
        return None
    kind = time_kind(match["when"], moment)
    if kind not in ("due", "recurrence"):
        return None
    what, when = match["made"] or match["what"], match["when"]
    new = Add((Item(f"{tidy(what)} {when}"),))
    edit = Edit(repeat=when) if kind == "recurrence" else Edit(when=when)
    return replace(update(what, moment, edit), otherwise=new)


def hushed(text: str, moment: Moment) -> Do | None:
    """“Stop reminding me about the rent”: its reminders are taken off; a task without any isn't wanted any more."""
    caught = _HUSHED.match(text)
    if not caught:
        return None
    meant = mention.parse(caught["what"], moment)
    return Do("delete", meant, instead=Edit(clear=("reminder",)))


def cancelled(text: str, moment: Moment) -> Do | None:
    """“Cancel swimming this week”: what repeats is off for once."""
    match = _CANCEL.fullmatch(text)
    if match is None:
        return None
    return _off(match["what"] or match["thing"], match["when"] or match["days"], moment)


def called_off(text: str, moment: Moment) -> Do | None:
    """“Swimming is cancelled today”, “no swimming tomorrow”."""
    match = _CALLED_OFF.fullmatch(text)
    if match is None:
        return None
    return _off(match["what"] or match["none"], match["when"] or match["then"], moment)


def _off(what: str, when: str, moment: Moment) -> Do | None:
    meant = mention.parse(what, moment)
    return None if meant.is_set else Do("delete", meant, instead=Edit(skip=True, when=when))


def rather(text: str, moment: Moment) -> Rather | None:
    """“No, I meant the eggs”: what was done last was meant of these."""
    match = _MEANT.fullmatch(text.strip(" .!"))
    what = match and (match["what"] or match["meant"] or match["but"])
    if not what or time_kind(what, moment):
        return None
    return Rather(mention.parse(what, moment))


def noted_of_it(text: str, moment: Moment) -> Update | None:
    """“… and add a note: ask Kim”: what goes on is of what was spoken of."""
    match = say.AND_NOTED.fullmatch(text.strip())
    return update("it", moment, Edit(append=unquoted(match["text"]))) if match else None
