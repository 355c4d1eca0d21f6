"""Sentences that add tasks."""

import re
from dataclasses import replace

from watchbill.language.detail import with_details
from watchbill.language.intent import Add, Item
from watchbill.language.title import begins_with_verb, split_titles
from watchbill.language.vocabulary import LEVELS
from watchbill.language.words import EVENT, LIST, NOUN, OWN, unquoted

_I = re.IGNORECASE
_BETWEEN = r"(?:(?!(?:to|on|onto|in|into|under|for|by|at)\s)[\w'-]+\s+)"
_TO_LIST = rf"\s+(?:to|on|onto|in|into)\s+{OWN}*{_BETWEEN}{{0,3}}?(?:{LIST}|projects?)\b(?:\s+of (?:things|tasks|items|stuff)(?: to (?:do|complete|buy))?)?"
_ADD = re.compile(
    rf"(?:add|ad(?= .*\blist\b)|put(?: down)?(?! (?:on|up|out|away|off|back|through)\b)|include|insert|jot down|write down|note down|remember to|(?:make|take) (?:a )?note(?: (?:of|that|to))?|write(?=.*\s(?:on|onto|to|in)\s.*\blists?\b)|(?:create|make)(?=\s+(?:{OWN})*(?:new\s+)?(?:\w+\s+)?{NOUN}\b)|new(?: task)?(?=:|\s)|(?:todo|to-do)(?! lists?\b)|task|note(?=:| that\b)|note to (?:self|myself))(?:\s*:\s*|\s+[-\u2013\u2014]\s+|\s+)(?P<what>.+)",
    _I,
)
_REMIND = re.compile(
    r"(?!reminders\b)(?:(?:set|create|make|add)?\s*(?:up\s+)?(?:a |an |another )?(?:reminder|notification|alert)s?(?:\s+(?:for me|on my (?:phone|calendar)))?|remind(?: me)?|don'?t (?:let me )?forget|(?:tell|ask|have|ping|nudge|prompt|warn|alert) me(?= to\b)|let me know(?=.*\bto\b)|(?:i )?(?:must(?:n'?t| not)|can'?t|cannot|shouldn'?t|do(?:n'?t| not) want to) forget|do not (?:let me )?forget|try to remember|keep in mind|bear in mind|make sure(?= (?:that )?i\b| to\b)|note to (?:self|myself))"
    r"\s*(?:,|:|to\b|about\b|of\b|for\b|that\b|on\b|when\b)\s*(?P<what>.+)",
    _I,
)
_REMIND_BARE = re.compile(
    r"(?:remind me|have me(?= \w+ \w)|let me know(?= (?:at|on|in|by|tomorrow|tonight|next)\b.* to\b)|don'?t (?:let me )?forget|make sure(?= i\b)|new (?:reminder|note|event|entry)\b)[:,]?\s+(?P<what>.+)",
    _I,
)
_ARRANGE = re.compile(
    rf"(?:set(?: up)?|(?:make|get|book|set|find)(?: up)? me(?= an?\b)|schedule|plan|book|arrange|organi[sz]e|enter|save|mark down|pencil in)\s+(?P<what>(?:{OWN})?.*\b(?:{EVENT}|reminder|schedule|calendar|visit|party|session|interview|class|trip)\b.*)",
    _I,
)
_KIND_OF = re.compile(
    r"(?:create|make|start|open|set up|set|add|log|enter|save|give|get|schedule|file|record|write|need|want|have)(?:\s+me)?\s+(?:a|an|another|the|one)\s+(?:more\s+)?(?:new\s+|recurring\s+|repeating\s+|regular\s+|quick\s+|daily\s+|weekly\s+|monthly\s+)*"
    r"(?:to[- ]?do(?: item)?|task|item|reminder|note|entry|chore|errand|job|calendar (?:entry|event|item))\s*(?:called|named|titled|saying|that says|to|for|about|of|:)\s+(?P<what>.+)"
    r"|(?:and |add )*(?:another|one more|next|also|plus|quick)(?: (?:one|task|thing|to-?do))?:\s*(?P<more>.+)",
    _I,
)
_ADD_ONTO = re.compile(
    rf"(?:stick|throw|pop|chuck|log|place|enter|append|tack)\s+(?P<what>.+?{_TO_LIST}.*)",
    _I,
)
_SCHEDULE = re.compile(
    r"(?:schedule|plan|book in|book me in(?: for| with)?|pencil in|diarise|slot in)\s+(?P<what>(?:a|an|my|the|me)\s+.+|.+\b(?:on|for|at|in|tomorrow|today|tonight|this|next|every)\b.+)",
    _I,
)
_ONTO = re.compile(
    rf"(?P<what>(?!(?:remove|delete|erase|cancel|clear|cross|tick|check|drop|undo)\b).+?)\s+(?:(?:should |gets? |be |needs to be )*(?:added|put|written)){_TO_LIST}.*",
    _I,
)
_UPDATED = re.compile(rf"update\s+{OWN}*{_BETWEEN}{{0,2}}?{LIST}\s+with\s*(?P<what>.+)", _I)
_LABEL = re.compile(
    r"(?P<level>urgent|important|critical|high|p[1-4])(?:[- ]prio(?:rity)?)?\s*(?::|\s[-\u2013\u2014]\s)\s*(?P<what>.+)",
    _I,
)
_LEADING_LIST = re.compile(
    rf"^(?:to|on|in)\s+{OWN}*{_BETWEEN}{{0,2}}?(?:{LIST}|project)\s*[,:]?\s+", _I
)
_KIND = re.compile(
    rf"^(?:{OWN})?(?:new\s+)?(?:task|to-?do|item|reminder|note|event|entry)s?\s*(?:(?<=task)\s+(?=[A-Z\"“])|to\s+|called\s+|named\s+|titled\s+|for\s+|about\s+|saying\s+|[-\u2013]\s+|:\s*|,\s*)",
    _I,
)
_JUST_NOUN = re.compile(
    rf"(?:{OWN})*(?:new\s+|another\s+|some\s+)*(?:{LIST}|item|entry|something|smth|sth|stuff|this one|one)(?:\s+(?:also|too|please|called .*|named .*|for me))*",
    _I,
)
_THERE = re.compile(
    r"\s+(?:to|in|into|under|inside) (?:it|there|(?:that|this|the(?: (?:new|same))?) (?:project|one))(?: (?:too|as well|also))?$|\s+there(?: (?:too|as well|also))?$",
    _I,
)
"""Where, once a project was spoken of."""
_NAMED_LIST = re.compile(
    rf"(?:{OWN})+(?P<name>(?!(?:to|things|to-?do|todo|task|tasks|reminder|reminders|daily|main|new|own|personal|whole)\b)[\w'&-]+(?: [\w'&-]+)?)\s+(?:lists?|project)\b",
    _I,
)
_MUST = re.compile(
    r"^(?:that\s+)?(?:i|we)(?:'ve| have)? (?:(?:really |also )?(?:have|need|got|must|should|ought|want)(?: to)? |do (?=my|the))(?=\w+ )",
    _I,
)
_TOLD = re.compile(r"(?:that )?(?:i|we) (?P<deed>\w.+)", _I)
_BACK = re.compile(r"(?:put|move|place)\b.*\bback (?:on|onto|to|in|into)\b.*", _I)
_WHEN_ONLY = re.compile(
    r"(?:remind me|set (?:up )?a reminder)(?: for| on| at)? (?P<when>(?:(?:on |at |in |by |this |next )?(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|weekend|month|noon|midnight|an hour|\d+ (?:minutes?|mins?|hours?|days?|weeks?)|\d{1,2}(?::\d\d)?(?: ?[ap]m)?|morning|afternoon|evening|later)\s*)+)",
    _I,
)
_QUOTED = re.compile(r"[\"“]([^\"”]+)[\"”]")
_QUOTED_ROW = re.compile(r"[\"“][^\"”]+[\"”](?:(?:,| and|, and)+ [\"“][^\"”]+[\"”])+")
_MORE = re.compile(
    r"\s*(?:,\s*(?:and|plus)\b|,|\band\b|\bplus\b)\s*(?:also\s+)?(?P<more>(?!(?:for|on|at|in|by|due|before|after|with|every|to|today|tonight|tomorrow|this|next|it|that|them|remind|as|not|\w+day|p[1-4]|high|low|urgent)\b|[#@!\d])\w.*)",
    _I,
)
_VAGUE = re.compile(r"put(?! down\b)|add (?:some |a bit |a little )?more\b", _I)
_NAMED_ROW = re.compile(
    r"(?:(?:the|some|my) )?(?P<name>groceries|shopping|errands|chores|packing)(?: list)?\s*:\s*(?P<what>.+)",
    _I,
)
_PUT_AWAY = re.compile(
    rf"(?!.*\b{LIST}\b)put (?:(?:the|my|our|some|an?) )?[\w'-]+(?: [\w'-]+){{0,2}}? (?:out|away|up|back|through|together)\b(?! of\b).*"
    r"|(?:take|put|bring) out (?:the )?(?:trash|rubbish|garbage|recycling|bins?|compost|dogs?)\b(?! can\b).*"
    r"|(?:take|bring) (?:the )?(?:trash|rubbish|garbage|recycling|bins?|compost|dogs?) out\b.*",
    _I,
)
"""A thing to do, and nothing to put on a list."""
_PLACED = re.compile(rf"\b(?:{LIST}|{EVENT}|there|down|projects?)\b|[\"“'@#]", _I)
"""“Put the heat on”, “add more bass” may be wishes to a machine, where no list and no day is named."""
_FOR_ME = re.compile(r"^(?:me|us|myself)\s+(?:to|about|of)\s+", _I)
_DOWN = re.compile(r"\s+(?:down|in|on)(?=\s+for\b)|\s+down(?=\s+(?:on|to)\b)", _I)
_THESE = re.compile(
    r"^(?:(?:these|the following|two|three|four|five|six|\d)(?:\s+(?:new\s+)?\w+)?\s*:|me a reminder (?:to|for|about))\s*",
    _I,
)
_TAIL = re.compile(
    r"(?P<what>.+?),? (?:to|onto|on|in|into|under) (?:the |my |our )?(?P<place>(?!(?:it|that|this|the|an?|my|me|us|him|her|them)\b)[\w&'-]+(?: [\w&'-]+)?)(?P<when>,? (?:for|by|on|at|due|tomorrow|tonight|today|next (?:week|month|year|\w+day)|this|every|p[1-4]|#\w+|tagged|\w+ priority)\b.*)?",
    _I,
)
SOMETIME = re.compile(
    r",? (?:at some (?:point|stage|time)|some ?(?:time|day)|one of these days|eventually|when (?:i|we) (?:can|get (?:a|the) (?:chance|time|moment)|have (?:a|the|some) (?:time|chance|moment)))(?: soon)?$",
    _I,
)
_REMIND_THEN = re.compile(
    r",? (?:and|then|and then) (?:also |please )?remind me (?=(?:at|on|in|the|a|an|\d+|half|tomorrow|tonight|today|this|next|by|every|one|two|\w+day)\b)",
    _I,
)
_SINGLE = re.compile(r"^['\u2018]([^'\u2019]+)['\u2019](?=\s)")
WHEN = re.compile(
    r"\b(?:today|tonight|tomorrow|\w+day|next week|every \w+|at \d|p[1-4]|#\w+)\b|#\w+", _I
)


def add(text: str) -> Add | None:
    """New tasks: “add …”, “put … on my list”, “remind me to …”, “schedule a meeting …”."""
    if match := _KIND_OF.fullmatch(text):
        what = match["what"] or match["more"]
        return replace(_added(what), placed=_perhaps_placed(what))
    shapes = (_ADD_ONTO, _UPDATED, _REMIND, _REMIND_BARE, _ADD, _ARRANGE, _SCHEDULE, _ONTO)
    if match := _WHEN_ONLY.fullmatch(text):
        return Add((), when=match["when"])
    if _PUT_AWAY.fullmatch(text) and not _BACK.fullmatch(text):
        return replace(add_of(text), is_sure=bool(WHEN.search(text)))
    match = next((found for shape in shapes if (found := shape.fullmatch(text))), None)
    if match is None or _BACK.fullmatch(text):
        return None
    is_vague = _VAGUE.match(text) and not (_PLACED.search(text) or WHEN.search(text))
    new = _added(match["what"])
    return replace(new, is_sure=not is_vague, placed=_perhaps_placed(match["what"]))


def quoted(text: str, said: str) -> Add:
    """“Add "bring cables" to the demo”: the title is what is quoted, wherever it was to go."""
    new = add(text)
    if new is None or new.placed is None:
        return Add((Item(said, is_literal=True),))
    return replace(new, items=tuple(replace(item, place="") for item in new.placed.items))


def _perhaps_placed(what: str) -> Add | None:
    """“Bread and butter to shopping”: the things of a list, if there is one of that name."""
    match = _TAIL.fullmatch(_SINGLE.sub(r'"\1"', what))
    if match is None or re.search(_TO_LIST, what, _I):
        return None
    if len(match["what"].split()) == 1 and begins_with_verb(match["what"]):
        return None
    return add_of(match["what"] + (match["when"] or ""), match["place"])


def labelled(text: str) -> Add | None:
    """“Urgent: pay the fine”."""
    match = _LABEL.fullmatch(text)
    if match is None or not begins_with_verb(match["what"]):
        return None
    return add_of(f"{match['what']} p{LEVELS[match['level'].lower()]}")


def _added(what: str, place: str = "") -> Add:
    if there := _THERE.search(what):
        return _added(what[: there.start()], "there")
    onto = re.search(rf"{_TO_LIST}(?=$|[\s,:])", what, _I) or _LEADING_LIST.search(what)
    if onto and (more := _MORE.match(what, onto.end())):
        return _both(_added(what[: onto.end()]), _added(more["more"]))
    if onto:
        what = f"{what[: onto.start()]} {what[onto.end() :]}".strip()
    what = _MUST.sub("", _DOWN.sub("", what))
    if (told := _TOLD.fullmatch(what)) and begins_with_verb(told["deed"]):
        what = told["deed"]
    what = _FOR_ME.sub("", _KIND.sub("", _LEADING_LIST.sub("", what)))
    if (
        not what
        or re.fullmatch(r"(?:it|that|this|them|those)\b(?: (?:too|also|there))?", what, _I)
        or _JUST_NOUN.fullmatch(what)
    ):
        return Add(())
    return add_of(what, _place(onto[0]) if onto else place)


def _both(first: Add, more: Add) -> Add:
    """“Tea to my shopping list, coffee and call mum”: things go where the first goes, and a deed by itself."""
    place = first.items[-1].place if first.items else ""
    items = (
        item if item.place or begins_with_verb(item.line) else replace(item, place=place)
        for item in more.items
    )
    return Add((*first.items, *items))


def _place(words: str) -> str:
    """The name of the list in “to my shopping list”, if it has one."""
    match = _NAMED_LIST.search(words)
    return match["name"] if match else ""


def add_of(what: str, place: str = "") -> Add:
    if row := _named_row(what):
        return row
    if _QUOTED_ROW.fullmatch(what.strip()):
        return Add(tuple(Item(title, place, is_literal=True) for title in _QUOTED.findall(what)))
    if (bare := unquoted(what)) != what.strip():
        return Add((Item(bare, place, is_literal=True),))
    what = _THESE.sub("", _SINGLE.sub(r'"\1"', SOMETIME.sub("", what)))
    what = _REMIND_THEN.sub(" remind me ", what)
    titles = split_titles(what, is_list=bool(place))
    return Add(tuple(with_details(title, place) for title in titles))


def _named_row(text: str) -> Add | None:
    """“Groceries: milk, eggs and bread” after “add”: the things of a list, with its name before."""
    match = _NAMED_ROW.fullmatch(text)
    if match is None:
        return None
    titles = split_titles(match["what"], is_list=True)
    return Add(tuple(Item(title, match["name"]) for title in titles)) if len(titles) > 1 else None
