"""Other ways to ask for a new task than to say “add”: that one wants to be reminded, or that a thing should be on a list."""

import re

from watchbill.language.date import read
from watchbill.language.intent import Add, Item, Moment
from watchbill.language.phrase import Phrases
from watchbill.language.timing import time_kind
from watchbill.language.title import split_titles, tidy
from watchbill.language.words import EVENT, LIST, OWN
from watchbill.language.writing import add_of

_I = re.IGNORECASE
_PROMPT = "(remind|ping|nudge|notify|alert|warn|buzz|prompt|poke|message|text|wake)"
_SIGNAL = "(reminder|nudge|notification|alert|heads up|heads-up|prompt)"
_TIMED = Phrases(f"{_PROMPT} me <when> (to|about|of|that) <what>")
_REMINDED = Phrases(
    "tell me <when> to <what>",
    f"{_PROMPT} me (about|of|that|when|before|regarding|concerning) <what>",
    f"{_PROMPT} me <what>",
    "let me know <when> (to|about|of|that) <what>",
    f"(i|we|i'd|we'd) [would|really|could] (love|like|appreciate|need|want|use|do with) (a|another) {_SIGNAL} <when> (for|about|to|of|on|that|when|regarding) <what>",
    f"(i|we|i'd|we'd) [would|really|could] (love|like|appreciate|need|want|use|do with) (a|another) {_SIGNAL} (for|about|to|of|on|that|when|regarding) <what>",
    "(i|we) (want|wish|need|would like|'d like) to be (reminded|notified|alerted|told|prompted) (to|about|of|that|when) <what>",
    f"(send|give|get|set|leave|shoot|drop|make|put in|put) [me|in] [a|an|another] {_SIGNAL} <when> (for|about|to|of|on|that|when|regarding) <what>",
    f"(send|give|get|set|leave|shoot|drop|make|put in|put) [me|in] [a|an|another] {_SIGNAL} (for|about|to|of|on|that|when|regarding) <what>",
    "(remember|keep in mind|don't forget|do not forget) [that] (i|we) (have|need|must|got|has|'ve got|should|am supposed|are supposed) [to] <what>",
    "remember <what>",
)
_BARE = re.compile(
    r"(?:remind|ping|nudge|notify|alert|warn|buzz|prompt|poke|message|text|wake) me (?!about|of|that|when|before|re|conc)|remember (?!that|i\b|we\b)",
    _I,
)
"""Of what says no “to” or “about”, only a time tells that it is to be remembered."""
_WHEN_SO = re.compile(
    r"(?P<when>(?:when|once|after|before|as soon as|if|the next time|next time|whenever) (?:i|we|my|the|it)\b.+?),? (?:please |can you |could you )?(?:remind|ping|nudge|notify|alert) me (?:to|about|of|that) (?P<what>.+)",
    _I,
)
_ANOTHER = re.compile(
    rf"(?:i|we)(?:'ve| have)? (?:got |have )?(?:another|a new|one more|an|some more|something(?: else)?|more)(?: {EVENT}| thing)? (?:for|to (?:add|put)(?: (?:to|on))?|to go on) {OWN}*(?:[\w'&-]+ ){{0,2}}?{LIST}",
    _I,
)
_TO_BE_MADE = re.compile(
    rf"(?P<what>(?:an?|another) (?:[\w'-]+ ){{0,3}}?{EVENT}\b.*?) (?:needs? to|has to|should|must) be (?:schedul\w*|set up|set|arranged|booked|planned|added|made|organi[sz]ed)\b.*"
    rf"|set (?P<for>(?:on|for|at) .+? (?:about|for|of|to) .+)|(?:remind|alert|notify) (?P<own>(?:my|our|the) .+)",
    _I,
)
_INFORMED = re.compile(r"inform me (?:about|of|that|when) (?P<what>.+ before .+)", _I)
_TO_BE_ADDED = re.compile(
    rf"(?:(?:i|we)(?:'d| would)? )?(?:need|want|like|have)(?: to have)? (?P<what>.+?) (?:added|put down|put in|put on|included|noted|written down|entered)(?: (?:to|on|in|into) {OWN}*(?:[\w'&-]+ ){{0,2}}?{LIST})?",
    _I,
)
_KEPT_IN_MIND = Phrases(
    "(i|we) (need|have|must|want|ought|should|has|'ve got|got) [to] (remember|not forget|make sure) [to|that|i|we] <what>",
    "(help|assist) me [to] (remember|not forget) [to|about|that] <what>",
)
_SCHEDULED = Phrases(
    "(pencil|slot|book|put|sign|pen|mark) me (in|down|up) [for|with] <what>",
    "(schedule|plan|book in|arrange|organise|organize|slot in|pencil in|diarise|diarize|set up|line up) [me] <what>",
)
_MEANT_TOO = Phrases(
    "<what> [please|and|so|can you|could you|would you|will you] (remind|nudge|notify|alert) me [please|then|of it|about it|about that|of that|to]",
    "<what> [please|and|so|can you|could you|would you|will you] (remind|nudge|notify|alert) me <when>",
    "<what> [please|and|so|can you|could you|would you|will you] (mark it down|note it down|write it down|put it down|jot it down|mark that down|pencil it in|pencil that in|put it in|put that in)",
)
_LISTED = rf"(?:{OWN}*(?:(?!(?:to|on|onto|in|into|with)\s)[\w'&-]+\s+){{0,3}}?{LIST}(?: of (?:things|tasks|items|stuff|chores)(?: to \w+)?)?)"
_ON_LIST_PUT = re.compile(
    rf"(?:on|to|onto|in|into) (?P<place>{_LISTED}),? (?:please |also )?(?:add|put|include|write|note|stick|place|insert) (?P<what>.+)",
    _I,
)
_PUT = (
    r"get(?! rid)|have(?! to)|need(?! to| for)|want(?! to)|jot|scribble|scrawl|type|note|write|mark(?!.* as )|stick|stuff|throw|toss|fling|sling|slap|slip|slot|pop|plonk|bung|chuck|tack|pin|place|lob|whip|"
    r"squeeze|shove|whack|drop|add|put|include|insert|enter|append|record|register|log|save|list|attach"
)
_ON_A_LIST = re.compile(
    rf"(?:(?:i|we)(?:'d| would)? (?:also |really )?(?:like |love )?)?(?:{_PUT})(?: me)? (?P<what>(?!(?:me|a list|the list|my list|it|that|this|them|those)\b).+?)(?: (?:down|added|put|included|written|back))?"
    rf" (?:on ?to|in ?to|on|to|in|under) (?P<place>{_LISTED})(?P<when>\s+.+)?",
    _I,
)
_IN_A_LIST = re.compile(
    rf"(?:note|write|mark|record|put|enter|jot|log|pencil|scribble|register)(?: down)? (?:in|on|into|onto|to) (?P<place>{_LISTED})(?: that|:|,| for)? (?P<what>.+)"
    rf"|mark (?P<own>{_LISTED}) (?:for|on|with|that|:) ?(?P<day>.+)",
    _I,
)
_NEW_EVENT = re.compile(
    rf"(?:record|register|log|enter|input|insert|note|create|make|set|set up|fix|arrange|plan|file|start|draw up|get|give)(?: me)? (?P<what>(?:an?|another|one more) (?:[\w'-]+ ){{0,3}}?{EVENT}\b.*)",
    _I,
)
_LIST_NEEDS = re.compile(
    rf"(?P<place>{OWN}+(?:[\w'&-]+\s+){{0,2}}?{LIST}) (?:also |still )?(?:needs?|should (?:also )?have|must have|has to (?:have|include)|should (?:also )?include|wants|could use|needs to (?:have|include))"
    r" (?P<what>.+?)(?: (?:on|in|added to|put on) (?:it|there))?(?: too| as well)?",
    _I,
)
_SHOULD_BE_ON = re.compile(
    rf"(?P<what>(?!(?:what|which|who|that|it|this|there|everything|nothing)\b).+?) (?:should|must|ought to|has to|have to|needs? to|can|could) (?:also |really )?(?:be|go|come|get put|be put|be added)(?: down)? (?:on ?to|in ?to|on|to|in) (?P<place>{_LISTED})",
    _I,
)
_BLOCKED = re.compile(
    rf"(?:block(?: off| out)?|reserve|keep|save|free up|set aside|mark(?: off| down)?) (?P<when>.+?) (?:as|for|as being) (?P<what>.+?)(?: (?:on|in) {_LISTED})?",
    _I,
)
_COMMAND = re.compile(
    r"(?:add|put|set|create|make|schedule|show|tell|list|what|when|who|how|delete|remove|cancel)\b",
    _I,
)
_NAMELESS = re.compile(
    rf"(?:{OWN})*(?:new |another |some )*(?:{LIST}|{EVENT}|something|this|that|it|one)(?: also| too| please)?",
    _I,
)
_OWN_PLANS = re.compile(
    rf"(?:my|all|any|the|our|today'?s|tomorrow'?s|these|those)(?: (?:my|of|the|next|upcoming|today'?s))* (?:{LIST}|{EVENT})\b(?: (?:for|of|on) .+| today| tomorrow| tonight)?|(?:what|which|who|how|if|whether)\b.*",
    _I,
)
_LED = re.compile(
    r"^((?:every|each|on|next|this|tomorrow|today|tonight|by|\w+day)\b.{0,30}?) (?:i|we)(?:'ve| have)? (?:have|need|got|must|should|gotta)(?: to)? ",
    _I,
)
"""“Every other Friday I have to …”."""
_SAID_SO = re.compile(
    r"(?:that )?(?:i|we|you|my|he|she)(?:'m| am)? (?:love|like|hate|prefer|enjoy|am|was|is|told|said)\b",
    _I,
)
_NAME = re.compile(
    rf"(?:{OWN})+(?P<name>(?!(?:to|things|to-?do|todo|task|daily|main|own|list)\b)[\w'&-]+(?: [\w'&-]+)?) lists?",
    _I,
)


def _kept(text: str) -> Add | None:
    if match := _TO_BE_MADE.fullmatch(text):
        return _of(next(part for part in match.groups() if part), "")
    if _ANOTHER.fullmatch(text):
        return Add(())
    if match := _INFORMED.fullmatch(text):
        return _of(match["what"], "")
    if match := _TO_BE_ADDED.fullmatch(text):
        return _of(match["what"], "")
    caught = _KEPT_IN_MIND.match(text)
    return _of(caught["what"], "") if caught else None


def _scheduled(text: str, moment: Moment) -> Add | None:
    caught = _SCHEDULED.match(text)
    return _of(caught["what"], "") if caught and _is_time(caught["what"], moment) else None


def note(text: str, moment: Moment) -> Add | None:
    """The task that is to be put down, however that is said."""
    return (
        _listed(text)
        or _noted(text)
        or _kept(text)
        or _scheduled(text, moment)
        or _blocked(text, moment)
        or _too(text, moment)
    )


def timed(text: str, moment: Moment) -> Add | None:
    """“Remind me every weekday at 7 to stretch”: the time that comes first is the task's."""
    return next(
        (
            _of(f"{caught['what']} {caught['when']}", "")
            for caught in _TIMED.all(text)
            if time_kind(caught["when"], moment) in ("due", "recurrence")
        ),
        None,
    )


def reminded(text: str, moment: Moment) -> Add | None:
    """The task that one wants to be reminded of."""
    if match := _IN_A_LIST.fullmatch(text):
        return Add((Item(tidy(match["what"] or match["day"])),))
    if match := _WHEN_SO.fullmatch(text):
        return _of(f"{match['what']} {match['when']}", "")
    for caught in _REMINDED.all(text):
        when, what = caught.get("when", ""), caught["what"]
        if _OWN_PLANS.fullmatch(what) or _SAID_SO.match(what):
            return None
        if when and not _is_time(when, moment):
            continue
        is_bare = not when and _BARE.match(text)
        if is_bare and not _is_time(what, moment):
            continue
        return _of(f"{what} {when}".strip(), "")
    return None


def _listed(text: str) -> Add | None:
    match = (
        _ON_LIST_PUT.fullmatch(text)
        or _ON_A_LIST.fullmatch(text)
        or _LIST_NEEDS.fullmatch(text)
        or _SHOULD_BE_ON.fullmatch(text)
    )
    if match is None:
        return None
    named = _NAME.fullmatch(match["place"].strip())
    when = match.groupdict().get("when") or ""
    return _of(f"{match['what']}{when}", named["name"] if named else "")


def _noted(text: str) -> Add | None:
    """“Mark my calendar for July 9th, beach day”, “record an appointment with the vet”."""
    match = _NEW_EVENT.fullmatch(text)
    return (
        _of(re.sub(r"^(?:an?|another|one more) (?:new )?", "", match["what"]), "")
        if match
        else None
    )


def _blocked(text: str, moment: Moment) -> Add | None:
    """“Block off Friday morning for the move”."""
    match = _BLOCKED.fullmatch(text)
    if match is None or not _is_time(match["when"], moment):
        return None
    return _of(f"{match['what']} {match['when']}", "")


def _too(text: str, moment: Moment) -> Add | None:
    """“I gotta get a haircut Friday, remind me”."""
    caught = _MEANT_TOO.match(text)
    if not caught or re.match(r"(?:don't|do not|never|stop|no)\b", text, _I):
        return None
    when = caught.get("when", "")
    if when:
        is_ahead = _is_time(when, moment) and not _COMMAND.match(text)
        return _of(f"{_joined(caught['what'])} remind me {when}", "") if is_ahead else None
    what = _joined(caught["what"])
    return _of(what, "") if _is_time(what, moment) or re.match(r"(?:i|we)\b", what, _I) else None


def _joined(what: str) -> str:
    return re.sub(
        r"[,;.]?(?:\s+(?:and|so|please|can you|could you|would you|will you))*$", "", what
    )


def _of(what: str, place: str) -> Add:
    what = re.sub(
        r"^(?:(?:i|we)(?:'ve| have)? )?(?:have|need|got|must|should|gotta)(?: to)? ",
        "",
        what,
        flags=_I,
    )
    what = _LED.sub(r"\1 ", what)
    if not what or _NAMELESS.fullmatch(what):
        return Add(())
    if place:
        return Add(tuple(Item(title, place) for title in split_titles(what, is_list=True)))
    return add_of(tidy(what))


def _is_time(text: str, moment: Moment) -> bool:
    reading = read(text, now=moment.now, zone=moment.zone)
    return bool(reading.due or reading.recurrence)
