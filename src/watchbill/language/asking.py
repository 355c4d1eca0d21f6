"""Questions about the list, and wishes to see it."""

import re
from dataclasses import replace

from watchbill.language import mention
from watchbill.language.fields import task_asked_of
from watchbill.language.filtering import EXCEPT, read_filter
from watchbill.language.intent import Filter, Look, Moment, More, View
from watchbill.language.words import LIST, NOUN, OWN

_I = re.IGNORECASE
_LOOK = r"(?:show|list|view|display|see|read|check|tell me|give me|find|search(?: for)?|look (?:up|at|for)|pull up|bring up|open|go over|let me (?:know|see)|i need to (?:know|see)|review|recite|repeat(?!.*\bevery\b)|get (?:me )?(?=(?:my|the|all|our)\b)|print|describe|send me)"
_LOOK_AT = re.compile(
    rf"{_LOOK}\b(?!.*\boff\b)(?!.*\band (?:add|put|remove|delete|erase|clear)\b)(?!.*; ?(?:add|put)\b).*\b{NOUN}\b.*",
    _I,
)
_LOOK_BARE = re.compile(
    rf"{_LOOK}\s+(?:me\s+)?(?:the )?(?:all|everything|open|done|completed|finished|deleted)(?:\s+(?:ones|stuff|of it))?(?:\s+(?:from|of|in) .+)?|(?:my |the )?(?:lists?|tasks|to-?dos?|inbox|agenda)|show|view|what else(?: is (?:there|left))?",
    _I,
)
_QUESTION = re.compile(
    rf"(?:what|which|when|where|how many|how much|is|are|am|was|were|do|does|did|have|has|any(?:thing)?|who|how|will|can i)\b.*\b{NOUN}\b.*",
    _I,
)
_DUE = re.compile(
    r"(?:what|which(?: ones)?|how many|anything|something|is|are|do).*\b(?:due|overdue|left|to do|open|done|finish(?:ed)?|completed?|planned|scheduled|remember|my day|on today|in the trash|deleted)\b.*",
    _I,
)
_NEXT = re.compile(
    r"what(?:'s|s| is| do i have)?\s*(?:next|now|up next|there)|what do (?:i|we) (?:have|need|still have).*|what should i (?:do|be doing|work on|start|tackle|focus|get|finish|prioriti[sz]e|look at|pick|handle|buy|begin|concentrate|go for)\b.*|what have (?:i|we) got.*|what(?:'s| is| are)? (?:coming|lined|planned).*|(?:did|have) (?:i|we) (?:finish(?:ed)?|complete[d]?|get|got|done?|tick(?:ed)? off|check(?:ed)? off|achieved?|manage[d]?|do) (?:anything|something|much|any(?: tasks?| of (?:it|them))?)\b.*|what (?:got|was|has been|have been|is|'s been) (?:done|finished|completed|ticked off|checked off|achieved).*|what(?:'ve| have)? i(?:'ve)? (?:got|have) (?:on|to do|left|planned|coming up|due).*|how much (?:have (?:i|we) got|do (?:i|we) have|is there|work is there) (?:on|to do|left|due|going on|planned|coming up).*|what (?:still )?(?:needs?|has|have) (?:to be |still to be )?(?:doing|done|sorting|finishing|seeing to).*|have i (?:forgotten|missed) anything.*|(?:is there )?any(?:thing| tasks?) (?:that )?i(?:'ve| have) (?:missed|forgotten|overlooked)|how many (?:do (?:i|we) have|have (?:i|we) got)\b.*|how many are (?:there )?(?:at|for) (?:home|work|school)|how (?:many|much)(?: more)?(?:'s| is| are)? (?:still |there )?left.*|what (?:have|did) i (?:finish|complete|do|done|get done|tick|check|delete|remove|throw|bin|trash|scrap).*",
    _I,
)
_ABOUT = re.compile(
    r"(?:is there |do i have |have i(?: got)? |i have |got |there )?any(?:thing)?(?: there)?\s+(?:about|on|for|with(?= (?!(?:a |any |some )?(?:reminders?|alarms?)\b)))\s+(?P<what>.+)",
    _I,
)
_NOTED = re.compile(
    r"(?:what did (?:i|we) (?:say|note|write|put)(?: down)?|(?:do i have |is there |are there |show me )(?:any |the |my )?(?:notes?|details?)) (?:about|on|for) (?P<what>[^:]+)",
    _I,
)
_KEPT = re.compile(
    r"(?:what|which|recall|list|show me|tell me|remind me)\b.* (?:(?:to )?(?:remember|recall|keep in mind|bear in mind|not (?:to )?forget)|not want to forget|remind me (?:of|about))",
    _I,
)
_IT_IS_WHEN = re.compile(
    r"when(?:'s|s| is| was| are| will)? (?P<what>it|that|this|they|those|that one)(?: be)?(?: due| next| happening| scheduled| again)*",
    _I,
)
_FOUND = re.compile(
    rf"(?:find|search(?: for)?|look (?:up|for))\s+(?:(?:(?:{OWN}?{NOUN}|anything|everything|something|whatever|all)\s+)?(?:about|with|for|on|containing|mentioning|that (?:says|mentions|contains|has))\s+)?(?:the word )?(?P<what>.+)",
    _I,
)
_IN_IT = re.compile(
    r" (?:somewhere )?(?:in|on) (?:it|them|(?:the|its|their) (?:titles?|names?|text|notes?|descriptions?))$",
    _I,
)
_TOPIC = re.compile(
    rf"\b{NOUN}\s+(?:that )?(?:about|with(?! (?:a |any |some )?(?:reminders?|alarms?)\b)|containing|mentioning|mentions?|contains?|say|says|include|includes)\s+(?P<what>.+)",
    _I,
)
_OTHER = re.compile(
    r"^(?:send|give|get|show) me (?:a|an|another) (?:reminder|notification|alert|nudge)\b(?! of (?:my|the|all))|^can i (?:have|set|get|make|create|add) (?:up )?(?:a|an|another)\b|\b(?:date today|today'?s? (?:current )?date|tomorrow'?s date|what (?:the )?date|which date|(?:the|current) date|date of birth|call (?:you|yourself|myself)|(?:dinner|lunch) plates|near (?:me|my)|dinner tonight|list of (?:countries|restaurants|songs|movies)|time zone|schedule (?:a|an)|what time is it)\b",
    _I,
)
_ONE = re.compile(
    r"(?P<verb>show|open|read|view|display|see|what(?:'s| is| was)|tell|(?:more )?details?|describe)(?: me)?(?: (?:more|everything|all|the details))?(?: (?:about|of|for|on))? (?P<what>.+?)(?: to me| out| again)?",
    _I,
)
_TELL = re.compile(
    r"^(?:remind|tell) me (?:of |about )?(?=(?:what|which|when|how many|whether)\b)", _I
)
_WHEN_CHANGED = re.compile(
    r"when (?:was|were|did|has|have) .*\b(?:added|created|changed|edited|moved|deleted|removed|renamed|completed|updated|ticked off|crossed off)",
    _I,
)
_SHORT = 2
_WANTED_SO = re.compile(
    r"(?:everything|all|tasks|stuff|things|the|my)\b.* (?:should|must|needs? to|has to|have to|can) (?:all )?be (?!done\b|finished\b)",
    _I,
)
_IS_DONE = re.compile(
    r"(?:is|are|was|were|has|have) (?:the|my|our) (?!\w+s? list\b)(?!list\b|tasks\b)(?:[\w'-]+ ){1,4}?(?:already |been )?(?:done|finished|completed?)(?: yet| already)?|how (?:many (?:days|weeks)|long|late)\b.*\b(?:overdue|late)\b.*",
    _I,
)
"""It is asked whether this one is, or how late."""
_ONLY = re.compile(
    r"^(?:now |and )?(?:only|just)(?: show)?(?: me)?(?: the)? (?=(?:overdue|urgent|important|high|p[1-4]|done|open|ones?|those)\b)",
    _I,
)
_MY_DAY = re.compile(r"\b(?:my|the|our) day\b(?! (?:after|before)\b)", _I)
_SHAPED = re.compile(
    r"(?:how(?:'s| is| does| are)?|what(?:'s| is| does| do| are)?) (?P<looks>.+?) (?:looking|look|shaping up|look like|looking like|going)(?: like)?(?: so far| today)?|what(?:'s|s| is) (?:my |the )?(?P<like>.+?) like"
    r"|(?:let me see|(?:show|run|walk|take|talk|guide) me(?: through)?|(?:give|get|tell) me (?:a |the )?(?:quick )?(?:run ?-?down|summary|overview|run-?through|idea|outline|recap|list)? ?(?:of|for|about)|summari[sz]e|recap|go (?:through|over)|view|see|read(?: me)?|display) (?P<seen>.+)"
    r"|(?:is|are) (?P<whole>.+?) (?:really |very |already |looking )?(?:busy|free|full|packed|clear|booked(?: up)?|empty|quiet|hectic)"
    r"|how (?:busy|full|free|packed|much have i got on|much (?:is|have i|do i have) (?:there )?(?:on|to do)?|booked)(?: am i| are we| is it)? (?P<busy>.+)"
    r"|(?:what'?s?|what is) (?:on|up|happening|cooking|planned|in store|there) (?P<on>.+)|(?:got |have i got |do i have )?(?:anything|something|stuff|much|owt|plans?)(?: on| planned| happening| going on| due| coming up)*(?: for| on| in)? (?P<any>.+)",
    _I,
)
_SORTED = re.compile(
    r"(?:sort|order|arrange|rank|group|show|list|view|display|see|give me)(?: me)? (?:my |the |all |all my |it |them |these |everything )*(?:list|tasks?|to-?dos?|everything|them|it|things|stuff|ones)? ?(?:sorted |ordered |arranged |ranked )?(?:by|in order of|according to) (?:the |their )?(?P<by>(?:due )?(?:date|deadline|time|day)|priority|importance|urgency|title|name|alphabet|age|when (?:they're|they are|it's|each is) due|due)",
    _I,
)
_SORT_TAIL = re.compile(
    r",? (?:(?:sorted|ordered|arranged|ranked|in order) (?:by|of) (?:the |their )?(?P<by>(?:due )?(?:date|deadline|time|day)|priority|importance|urgency|title|name|age)|(?:the )?(?:(?:most|highest) )?(?P<first>urgent|important|priority|soonest|earliest|oldest)(?: (?:ones?|things?))? first)$",
    _I,
)
_ORDERS = {
    "priority": "priority",
    "importance": "priority",
    "urgency": "priority",
    "title": "title",
    "name": "title",
    "alphabet": "title",
    "age": "created",
    "oldest": "created",
    "urgent": "priority",
    "important": "priority",
}
_AND_WRITE = re.compile(r"\band (?:then )?(?:add|put|remove|delete|erase|clear)\b", _I)
_MINE = re.compile(
    r"(?:(?:what|which|show|list|how many|anything|any|is anything|is there (?:any|some)thing|do i|am i|have i|give me|tell me|are there|and|what about|how about)\b.*\b(?:overdue|past due|late|tagged|urgent|due|high[- ]priority|priorit(?:y|ies)|on my plate|in the trash|behind on|tasks?|p[1-4]s?)\b.*"
    r"|(?:what|which)(?: ones?)?(?:'s| is| are) (?:the )?(?:most )?(?:important|urgent|critical)(?: ones?)?|(?:(?:show|list|view|see|display)(?: me)? )?(?:my |the |all |all the |all my )?(?:overdue|urgent|recurring|repeating|done|completed|finished|deleted|open|high[- ]priority|important|p[1-4]) (?:ones|tasks?|things|stuff|items)|(?:my |the |all )*(?:overdue|recurring|deleted)"
    r"|(?:today|tomorrow|tonight|this week|next week)(?:'s)?(?: (?:tasks|list|stuff|agenda|plan|things))?|(?:and |what about |how about )(?:for |on )?(?:today|tomorrow|this week|next week|the weekend|this weekend|next month|\w+day)"
    r"|when (?:is|are|was)\b.*\bdue\b.*|(?:list|show|tell|give)\b.*\bwhat(?:'?s| is| are)\b.*\b(?:open|due|left|overdue|planned|blocked)\b.*"
    r"|(?:what|which|is anything|anything|show|list)\b.*\b(?:blocked|waiting (?:for|on)|repeats?|recurs?|most urgent|most important)\b.*"
    r"|(?:what|anything|show|list|display|open|how many)\b.*\b(?:in|of|from|for|on|me|the) (?:my |the )?[\w&'-]+ (?:project|list|tag)\b.*"
    r"|(?:everything|all|tasks|stuff|things|anything)\b.*\b(?:due|overdue|tagged|left)\b.*|count (?:my |the |all )*(?:open |done )?(?:tasks|things|ones)"
    r"|what(?:'?s| is) the next (?:thing|task|one)\b.*|(?:when|what|which ones) will you remind me.*"
    r"|what(?:'?s| is) (?:up|on|planned|happening|in store)(?: for)? (?:today|tomorrow|tonight|this \w+|next \w+))",
    _I,
)
_WHEN_IS = re.compile(
    r"(?:when (?:is|are|was|do i (?:have|need) to|must i|should i)|when's|what time is|by when (?:do i (?:have|need) to|is)) (?P<what>.+?)(?: due| scheduled| happening)?",
    _I,
)
_FILLER = re.compile(
    r"\b(?:what|whats|what's|which|who|how|many|much|is|are|am|was|were|be|been|do|does|did|have|has|had|got|i|i've|we|you|me|my|mine|our|the|a|an|any|anything|something|everything|all|there|there's|that|those|these|it|them|to|on|in|for|of|at|with|from|by|show|list|see|view|display|tell|give|find|search|look|looking|up|pull|bring|check|get|read|out|let|know|want|can|could|would|will|should|please|tasks?|to-?dos?|todo|todos|reminders?|lists?|calendars?|calender|agenda|schedules?|planner|plans?|chores|errands|items?|things?|stuff|ones?|events?|entry|entries|just|now|right|currently|so|far|else|still|left|next|up|coming|priorit(?:y|ies)|me|say|hear|contain|contains|about|and|or|not|already|yet|ahead|plate|happening|going|today's|ahead|total|number|only|also|again|first|most|this|its|kind|sort|some|'s|if|been|say|go|over|through|need|make|sure|whole|entire|complete|full|recent|latest|remaining|due|do|done|ever|what're|have|date|there're|supposed|like|where|when|time|would|next|remember|wanted|put|set|currently|order|name|names|consist|consists|include|includes|scheduled|planned|booked|open|anywhere|more|later|every|ve|haven't|haven|hasn't|isn't|aren't|exactly|actually|somewhere|must|important|busy|free|doing|needs|needing|count|forgotten|forget|missed|jobs?|meant|rundown|sorting|day)\b",
    _I,
)


_MEETING = re.compile(
    r"\b((?:am|are|do|did|will|can|'m) (?:i|we) (?:next )?)(?:going to |due to |supposed to )?(?:see(?:ing)?|meet(?:ing)?|visit(?:ing)?|hav(?:e|ing)|go(?:ing)?(?: to)?|attend(?:ing)?)(?= )",
    _I,
)
"""To see the dentist is to be there, which no title says."""
_MORE = re.compile(
    r"(?:(?:show|give|tell|list|let me see|see|read|and|view)(?: me)? )*(?:more|the (?:rest|others|remaining (?:ones|tasks)|next (?:page|ones|few|ten|twenty|\d+))|next(?: (?:page|ones))?|rest|next please)(?: (?:of (?:them|it|the list|those)|tasks|too|ones))*|(?:is there )?any(?:thing (?:else|more)| more| others)|what(?:'s| is|'re| are) the (?:rest|others)|go on|continue|keep going|carry on",
    _I,
)


def in_order(text: str) -> tuple[str, str]:
    """The question without “sorted by priority” at its end, and the order as a trait; “” where there is none."""
    tail = _SORT_TAIL.search(text)
    if tail is None:
        return text, ""
    return text[
        : tail.start()
    ], f"sort:{_ORDERS.get((tail['by'] or tail['first']).lower(), 'due')}"


def more(text: str) -> More | None:
    """“More”, “show me the rest”: the next page of the list that was shown."""
    return More() if _MORE.fullmatch(text.rstrip(" ?")) else None


def shape(text: str, moment: Moment) -> View | None:
    """“How's my week looking”, “run me through tomorrow”, “let me see friday”: days, and nothing else."""
    match = _SHAPED.fullmatch(_MY_DAY.sub("today", text))
    if match is None:
        return None
    when = next(part for part in match.groups() if part)
    found = read_filter(when, moment)
    is_days = found.filter.days is not None and not _FILLER.sub("", found.rest).strip(" ?'")
    return View(found.filter) if is_days else None


def kept(text: str) -> View | None:
    """“What were the things I wanted to remember?”: all that there is to do."""
    return View() if _KEPT.fullmatch(text) else None


def one(text: str, moment: Moment) -> View | None:
    """“Show #4”, “read the second one to me”: one task with all that it has."""
    if match := _IT_IS_WHEN.fullmatch(text):
        return View(mention=mention.parse(match["what"], moment))
    match = _ONE.fullmatch(text)
    meant = mention.parse(match["what"], moment) if match else None
    if match is None or meant is None or not (meant.refs or meant.places or meant.pronoun):
        return None
    is_asked = match["verb"].lower().startswith("what")
    return None if is_asked and not re.search(r"#|task|number", text, _I) else View(mention=meant)


def view(text: str, moment: Moment) -> View | None:
    """A question about the list, or a wish to see it."""
    text = _ONLY.sub("show the ", _MY_DAY.sub("today", _TELL.sub("", text)))
    if (
        _WHEN_CHANGED.fullmatch(text)
        or _OTHER.search(text)
        or _AND_WRITE.search(text)
        or _WANTED_SO.match(text)
        or _IS_DONE.fullmatch(text)
        or task_asked_of(text)
    ):
        return None
    if match := _SORTED.fullmatch(text):
        return View(Filter(traits=(f"sort:{_ORDERS.get(match['by'].lower(), 'due')}",)))
    if found := shape(text, moment):
        return found
    what = _asked_of(text)
    return look(what, moment, text) if what else None


def _asked_of(text: str) -> str:
    """The words that say which tasks are asked for; none when it is no question about them."""
    shapes = (_ABOUT, _NOTED)
    if match := next((it for shape in shapes if (it := shape.fullmatch(text))), _topic(text)):
        return match["what"]
    if (match := _WHEN_IS.fullmatch(text)) and _DUE.search("what " + text):
        return match["what"]
    questions = (_LOOK_AT, _LOOK_BARE, _QUESTION, _DUE, _NEXT, _MINE)
    bare = EXCEPT.sub("", text)
    return text if any(shape.fullmatch(bare) for shape in questions) else ""


def look(text: str, moment: Moment, sentence: str) -> View:
    """The view that these words ask for."""
    reading = read_filter(text, moment)
    reading = replace(reading, rest=_MEETING.sub(r"\1 ", reading.rest))
    left = " ".join(_FILLER.sub(" ", reading.rest).replace("?", " ").split()).strip(" ,.'-")
    found = replace(reading.filter, words=left if len(left) > 1 else "")
    if not text.startswith(sentence[:4]) and found.state == "open":
        found = replace(found, state=read_filter(sentence, moment).filter.state)
    return View(found, _kind(sentence, found))


def _kind(text: str, filter: Filter) -> Look:
    if re.match(
        r"how many(?! (?:days|weeks|hours)\b)|how much(?! time\b)|(?:what'?s|what is) the (?:number|count)|count\b|number of",
        text,
        _I,
    ):
        return "count"
    if re.fullmatch(
        r"what(?:'s| is| are)?(?: do i (?:have|do))? (?:on )?(?:up )?(?:next|now)(?: up)?(?: (?:on|in|for) .*)?|what (?:should|do|shall|must|can|could|would|am) i (?:(?:do|work on|start with|start on|start|tackle|focus on|be doing|be working on|concentrate on|prioriti[sz]e|get on with|look at|pick up|go for|handle|finish)(?: (?:next|now|first|right now|today|then))+|(?:start with|start on|tackle|focus on|be working on|work on|do))|what(?:'s|s| is)? (?:(?:my|the) )?(?:top|next)(?: (?:thing|task|one|item|priority))?(?: (?:right now|now|today|on (?:my|the) list|to do))*|(?:what|whats) next|what(?:'s|s| is) up next|what now|where (?:should|do|shall) i (?:start|begin)|(?:my |the )?next (?:one|task|thing)|what'?s (?:most important|the most important.*|my next .*|the next .*)|what is (?:my|the) next .*",
        text,
        _I,
    ) and not (filter.words and not _NEXT_WORDS.fullmatch(filter.words)):
        return "next"
    return "list"


_NEXT_WORDS = re.compile(
    r"(?:(?:work|start|tackle|focus|working|concentrate|prioriti[sz]e|handle|pick|finish|begin|urgent|top|right|first|thing)\s*)+",
    _I,
)


def _topic(text: str) -> re.Match[str] | None:
    within = _IN_IT.sub("", text)
    match = _FOUND.fullmatch(within)
    if match and within != text:
        return match
    if (
        match
        and _is_ours(text, match["what"])
        and not re.fullmatch(rf"{OWN}?{NOUN}", match["what"], _I)
    ):
        return match
    return _TOPIC.search(text) if _LOOK_AT.fullmatch(text) or _QUESTION.fullmatch(text) else None


def _is_ours(text: str, what: str) -> bool:
    """“Find the rent task”, “find dentist”; “find me a bar in Cleveland” is somebody else's."""
    is_short = len(what.split()) <= _SHORT and not re.match(r"(?:me|a|an|some|any)\b", what, _I)
    return is_short or bool(re.search(rf"\b{LIST}\b", text, _I))
