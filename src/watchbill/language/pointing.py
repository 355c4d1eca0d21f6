"""New tasks that are said first and pointed at then: “lunch with Dana on Tuesday, add it”, “we're out of milk, put that on the list”."""

import re
from dataclasses import replace

from watchbill.language.intent import Add, Item, Moment
from watchbill.language.quick_add import parse
from watchbill.language.title import split_titles, tidy
from watchbill.language.words import LIST, OWN

_I = re.IGNORECASE
_MANNERS = r"(?:so|and|then|please|can you|could you|can u|would you|just|i want (?:you )?to|i'd like (?:you )?to)"
_ONTO = rf"(?:to|on|onto|in|into|for|on to)\s+{OWN}*"
_LISTED = rf"(?:[\w'&-]+\s+){{0,2}}?{LIST}"
_POINTED = re.compile(
    rf"(?P<what>.+?)[,;:.!]*\s+(?:{_MANNERS}\s+)*(?:add|put|stick|pop|chuck|throw|note|write|jot|include|save|get|log|record|set|schedule|book)"
    rf"(?:\s+(?:it|that|this|them|these|those|both|all of (?:it|them|those))(?:\s+(?:down|in))?(?:\s+{_ONTO}(?P<place>{_LISTED}|(?:[\w'&-]+\s+)?(?:project|list)|[\w'&-]+))?|\s+{_ONTO}(?P<list>{_LISTED}))"
    r"(?:\s+(?:down|in|on)(?P<when>\s+(?:for|at|on)\s+.+))?(?:\s+(?:too|as well|also|please|for me|would you|will you))*",
    _I,
)
_SET = re.compile(r"[,;:.!]*\s+(?:\w+\s+)*?(?:set|book)\b", _I)
_DATED = re.compile(
    r"\d(?:st|nd|rd|th)\b|\b(?:\w+day|tomorrow|tonight|today|next|january|february|march|april|june|july|august|september|october|november|december)\b",
    _I,
)
"""What is set is an event with a day; “oven, set it to 350” is none."""
_NEEDED = re.compile(
    rf"(?P<what>.+?)\s+(?:(?:needs?|has|have|ought|is|are|should)\s+(?:to\s+)?)(?:go|be|going)\s+{_ONTO}(?P<place>{_LISTED})(?P<when>\s+.+)?",
    _I,
)
_THERE = re.compile(
    r"(?:whack|bung|shove|add|put|throw|stick|pop|chuck|drop) (?P<what>(?!(?:it|that|them|this|those)\b).+?) (?:(?P<on>on)|in) (?:there|it)(?: too| as well| also)?",
    _I,
)
_REMIND_AT = re.compile(
    r"(?P<what>.+?)[,;.]?\s+(?:and\s+|please\s+|can you\s+)*remind me\s+(?P<when>(?:at|on|in|the|a|an|\d+|half|tomorrow|tonight|this|next|by|every|one|two)\b.*)",
    _I,
)
_LACK = re.compile(
    r"^(?:(?:i|we)(?:'m|'re| am| are|m)? (?:nearly |almost |just |all )?(?:run |running |ran )?(?:out of|low on|short of)|(?:i|we)(?:'ve| have)? (?:need|want|wanna get|want to get|got no(?: more)?|ran out of|run out of|could do with)(?: (?:some|more|to|another))?|there(?:'s| is) no (?:more )?|(?:i|we) have(?: got)?(?: an?| to)?|(?:(?:i|we)(?:'ve| have) )?got)\s+(?=\S)",
    _I,
)
_PLEASE = re.compile(r"[\s,]+please$", _I)
_RAN_OUT = re.compile(
    r"(?:i|we)(?:'m|'re|'ve| am| are| have)? (?:nearly |almost |just |all )?(?:ran |run |running )?(?:out of|low on) (?P<what>(?!.*\b(?:so|put|add)\b).+)",
    _I,
)
_SOME_LIST = re.compile(rf"(?:{LIST}|it|there)(?: list)?", _I)
_KNOWN = re.compile(
    r"(?:add|put|what|who|when|where|how|which|is|are|do|does|did|can|have|has|remind|show|tell|read|list|find|view|remove|delete|erase|cancel|tick|mark|strike|complete|tell|inform|speak|hear|count|confirm|at what|on what|in what|for what|what's|whats|whose|create|let|play|i|we|i'm|nothing|something|anything|everything|not|don't|never|if|undo|rename)\b",
    _I,
)

_COMMAND = re.compile(
    r"(?:add|put|remind|create|set|make|schedule|show|tell|list|what|when|who|how|move|push|change|delete|remove|cancel|postpone|reschedule|rename|new|note|i (?:need|have|must|should)|don't|do not|stop|never|can|could|also)\b",
    _I,
)


def pointed(text: str, moment: Moment) -> Add | None:
    """The task is what comes before “add it”; its place, if one is said, comes after."""
    if (match := _POINTED.fullmatch(text)) and _is_said(match["what"]):
        if _SET.match(match[0], len(match["what"])) and not _DATED.search(match["what"]):
            return None
        said = f"{match['what']}{match['when'] or ''}"
        return _of(said, match["place"] or match["list"] or "")
    if (match := _NEEDED.fullmatch(text)) and _is_said(match["what"]):
        return _of(f"{match['what']}{match['when'] or ''}", match["place"])
    if match := _RAN_OUT.fullmatch(text):
        return replace(_of(match["what"], ""), is_sure=False)
    return _reminded(text, moment)


def _reminded(text: str, moment: Moment) -> Add | None:
    """“My exam is on the 14th at 9, remind me a day before”: one line that says both."""
    match = _REMIND_AT.fullmatch(text)
    if match is None or _COMMAND.match(match["what"]):
        return None
    line = f"{_plain(match['what'])} remind me {match['when']}"
    task = parse(line, now=moment.now, zone=moment.zone)
    return Add((Item(tidy(line)),)) if task.reminders or task.due else None


def there(text: str) -> Add | None:
    """“Bung some bread in there”: into the list that was spoken of."""
    match = _THERE.fullmatch(text)
    if match is None:
        return None
    titles = split_titles(_plain(match["what"]), is_list=True)
    new = Add(tuple(Item(title, "there") for title in titles))
    return replace(new, items=tuple(map(Item, titles)), placed=new) if match["on"] else new


def _is_said(what: str) -> bool:
    if re.search(
        r"\b(?:what|which|where|when|why|how) (?:i|we)\b|\b(?:did|do|have) (?:i|we)\b", what, _I
    ):
        return False
    is_own = re.match(
        r"(?:i|we)\b(?! (?:was|were|am|would|hope|hoped|asked|told|said)\b|'d\b)", what, _I
    )
    return bool(is_own) or not _KNOWN.match(what)


def _of(what: str, place: str) -> Add:
    name = re.sub(rf"\s*\b{LIST}$", "", place, flags=_I).strip()
    is_named = bool(name) and not _SOME_LIST.fullmatch(place)
    titles = split_titles(_plain(what), is_list=is_named)
    return Add(tuple(Item(title, name if is_named else "") for title in titles))


def _plain(what: str) -> str:
    """The thing, without that it is missing or wanted."""
    return re.sub(
        r"^to\s+(?=\w)", "", _LACK.sub("", _PLEASE.sub("", what.strip(" ,.;:"))), flags=_I
    )
