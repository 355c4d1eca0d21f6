"""Sentences that are about tasks only if the list has such a task: “do I have to buy milk?”, “show me work”, “did I book the flights?”."""

import re
from dataclasses import replace
from zoneinfo import ZoneInfo

from watchbill.domain.due import DueTime
from watchbill.language.asking import look
from watchbill.language.date import read
from watchbill.language.fields import task_asked_of
from watchbill.language.filtering import read_filter
from watchbill.language.intent import Add, Again, Do, Filter, History, Item, Moment, Only, View
from watchbill.language.mention import key_words, parse
from watchbill.language.talk import not_understood
from watchbill.language.title import begins_with_verb, split_titles, tidy

_I = re.IGNORECASE
_NAMED = re.compile(
    r"(?:(?:show|open|see|view|read|display|get|give|list)(?: me)?(?: (?:all|everything|anything|stuff))?|(?:tell|show) me (?:more |something |everything |all )?about"
    r"|(?:and |so )?(?:what|how) about|(?:what|where|how) is(?: the status of)?|what'?s|(?:when|what time|where)(?:'?s| is| was| are)|how (?:long|many (?:days|weeks|hours|sleeps)|much time)(?: (?:have i|do i have)(?: got)?| is (?:it|there))? (?P<until>until|till|to go (?:until|till)|before)|status of|details? (?:of|for|on)|(?:is there|have i got|do i have)(?: (?:anything|something) (?:in|under|from))?)"
    r" (?!(?:a|an|some|to)\b)(?P<what>[\w#'&-]+(?: [\w'&-]+){0,4})",
    _I,
)
_ONLY_ARTICLE = re.compile(r"^(?:the|my|a|an)$", _I)
_LATE = re.compile(
    r"how (?:long|late|far|many (?:days|weeks))(?: overdue| late)?(?: has|'s|s| have| is| are) (?P<what>.+?)(?: (?:been|overdue|late|past due|over due|behind|due))*",
    _I,
)
_LATENESS = re.compile(r"\b(?:late|overdue|past due|over due|behind)\b", _I)
_GOING = re.compile(
    r"how(?:'s|s| is| are| does| do) (?P<what>.+?) (?:looking|look|going|coming (?:along|on)|getting on|shaping up|stand)(?: so far| today| right now| at the moment)?",
    _I,
)
_DUTY = re.compile(
    r"(?:how often |when |by when |where |what time )?(?:do|must|should|did|have|was|am|are|were) (?:i|we) (?:supposed |meant )?(?:already |still |ever )?(?:(?:have|need|got) )?(?:to )?(?P<what>.+)",
    _I,
)
_PLAINLY = frozenset(
    [
        "done",
        "sorted",
        "finished",
        "completed",
        "handled",
        "paid",
        "sent",
        "bought",
        "booked",
        "ordered",
        "cleaned",
        "called",
        "posted",
        "fixed",
        "submitted",
        "signed",
        "renewed",
        "returned",
        "watered",
        "fed",
        "written",
        "mailed",
        "shipped",
    ]
)
_STATE = re.compile(
    r"(?:is|are|was|were) (?P<what>.+?) (?:done|finished|completed|open|due|overdue|paid|sent|bought|booked|\w+ed)(?: yet| already)?",
    _I,
)


_DID = r"(?:paid|sent|bought|booked|sorted|submitted|written|fed|done|made|built|sold|found|taken|given|read|cut|put away|handed in|swept|hung|mown|sewn|dealt with|met|seen|torn|wound|packed|clean|tidy|empty|\w{3,}ed)"
_PAST = re.compile(
    rf"(?:mark|set|flag) (?P<marked>.+?) as {_DID}|(?P<what>.+?)(?: is| are| has been| have been| was| were| got|'s|\u2019s|'s been)?(?: all| already| now| finally)* (?P<done>{_DID})(?: now| already| today| yesterday| off)*",
    _I,
)
_WHETHER = re.compile(
    rf"(?:did|have|had|haven'?t|didn'?t) (?:i|we) (?:(?:already|ever|actually|really|manage to|remember to|get round to|get around to|forget to|finish(?:ed)?|complete[d]?|done|do) )*(?P<what>(?!(?:get|got|have|had|any|anything|a|an|some)\b)\w.+?)(?:(?: yet| already| or not| in the end| at all)+)?"
    rf"|(?:is|are|was|were|has|have|did) (?P<thing>(?:the |my |our )?(?!(?:i|we|you|it|there|anything|something|everything|any|all|that|this)\b)\w.*?)(?: been| get)?(?: already| all)? (?P<done>{_DID})(?: yet| already| or not| off| by now)*",
    _I,
)
"""Somebody asks whether a thing is done."""
_OUT = re.compile(
    r"(?P<what>.+?)(?: is| are|'s|\u2019s| has| have)?(?: been)?(?: all| already| now)? (?P<where>(?:put )?(?:out|away|up)|(?:went|gone|sent) (?:out|off)|in the (?:post|mail|bin))(?: now| already| today| yesterday)?",
    _I,
)
_DID_SO = re.compile(
    r"(?:(?:i|we|i've|we've) )?(?:(?:have|just|already|finally|also) )*(?P<what>(?:\w{3,}ed|saw|ate|drank|caught|chose|dug|flew|froze|grew|kept|left|lit|lost|rode|shut|spent|stuck|threw|woke|wore|won) .+?)(?: already| now| today| earlier)?",
    _I,
)
_HAD = re.compile(
    r"(?:i |we )?(?:just )?(?:had|went to|been to|got back from|back from|came back from|returned from|attended|visited|made it to|came back from) (?:the |my |a )?(?P<what>.+)",
    _I,
)
_UNWANTED = re.compile(
    r"(?:no need (?:to|for) |(?:don'?t|do not|no need to|not going to|needn't) (?:bother|worry)(?: with| about| to)? |(?:i'm |we're |i am |we are )?not (?:going to|doing|gonna|having|getting)(?: do| be doing)? |(?:you can |just )?forget (?:about )?(?=(?:the|my)\b)|lose |(?:i|we) (?:don'?t|do not|won'?t) (?:need|want|have)(?: to)?(?: do)? )(?P<what>.+?)(?: any ?more| any longer| after all)?(?:,? (?:so )?(?:remove|delete|drop|cancel|bin) it)?"
    r"|(?P<off>.+?)(?:(?: is|'s|\u2019s| was) off|(?: is|'s|\u2019s| was| got| has been|'s been)? (?:cancelled|canceled|called off|not happening|no longer (?:needed|necessary|happening|on|relevant)|not (?:needed|necessary|relevant)(?: any ?more)?|obsolete))(?: now| any ?more)?",
    _I,
)
_REASON = re.compile(r", (?:i|i'm|we|it|it's|life|they|there|there's|that)\b.+$", _I)
_NOT_YET = re.compile(
    r"(?:i|we) (?:haven'?t|have not|didn'?t|did not|never) (?:actually |really )?(?P<what>.+?)(?: yet| after all| actually| really| though| sorry)*",
    _I,
)
_WHEN = re.compile(
    r"when (?:was|were|has|have|did) (?P<what>.+?) (?:last )?(?:been )?(?:added|changed|created|edited|moved|deleted|removed|renamed|completed|finished|ticked off|checked off|touched|updated|modified)(?: last)?",
    _I,
)
_ASKED = re.compile(
    r"(?:what|who|when|where|why|how|which|is|are|do|did|does|i|you|we|it|that|there)\b", _I
)


_NOT_SO = re.compile(
    rf"(?P<what>.+?) (?:isn'?t|is not|aren'?t|are not|wasn'?t|was not|weren'?t|hasn'?t been|has not been|haven'?t been) (?:actually |really |yet )*{_DID}(?: yet| after all| at all)?",
    _I,
)
_OF_IT = re.compile(r"(?:it|that|this)(?: one)? (?:is|was|has|got)\b", _I)
_NEGATED = re.compile(r"\b(?:not|never|no|(?:is|are|was|were|has|have|did)nt)\b|n['\u2019]t\b", _I)


def act(text: str, moment: Moment) -> Do | History | None:
    """What these words may say of a task: “electricity bill paid”, “the party is off”, “I haven't sent the cards yet”."""
    if match := _NOT_YET.fullmatch(text) or _NOT_SO.fullmatch(text):
        return Do("reopen", parse(match["what"], moment))
    if match := _WHEN.fullmatch(text):
        return History(parse(match["what"], moment))
    if match := _UNWANTED.fullmatch(_REASON.sub("", text)):
        if match["off"] and _ASKED.match(text):
            return None
        unwanted = parse(match["what"] or match["off"], moment)
        return None if unwanted.is_set else Do("delete", unwanted)
    if (match := _DID_SO.fullmatch(text)) and not begins_with_verb(match["what"]):
        return Do("complete", parse(match["what"], moment))
    return _done(text, moment)


def _done(text: str, moment: Moment) -> Do | None:
    """That a task is done, said of its thing; none of what is denied or asked."""
    if _NEGATED.search(text):
        return None
    if match := _HAD.fullmatch(text):
        return Do("complete", parse(match["what"], moment))
    said = _past(text) if _OF_IT.match(text) else _of_thing(text)
    return Do("complete", parse(said, moment)) if said else None


def _of_thing(text: str) -> str | None:
    return None if _ASKED.match(text) else _gone(text) or _past(text)


def _gone(text: str) -> str | None:
    """“The bins are out”: the task may be to put them out."""
    match = _OUT.fullmatch(text)
    if match is None:
        return None
    where = match["where"].lower().removeprefix("put ")
    return f"{match['what']} {where}" if where in ("out", "away", "up") else match["what"]


def _past(text: str) -> str | None:
    """“The car is washed” is of “Wash the car”: the participle has to be of the title's verb. That it is sorted says nothing more."""
    match = _PAST.fullmatch(text)
    if match is None or match["marked"]:
        return match and match["marked"]
    if re.fullmatch(r"(?:it|that|this)(?: one)?|#?\d+", match["what"], _I):
        return match["what"] if match["done"].lower() in _PLAINLY else None
    return _participle(match["what"], match["done"])


def _participle(what: str, done: str) -> str:
    return what if done.lower() in _PLAINLY else f"{done} {key_words(what)}"


_TOO = re.compile(
    r"(?:and |also |oh and )*(?:(?:do )?(?:the )?same (?:for|with|to|goes for|thing (?:for|with|to)) (?P<same>.+?)(?: too| as well)?|(?P<too>[\w'#&-]+(?: [\w'&-]+){0,3}) (?:too|as well|also))",
    _I,
)


def again(text: str, moment: Moment) -> Again | None:
    """“Same for the suit”, “the eggs too”: what was done last is to be done to these as well."""
    match = _TOO.fullmatch(text)
    if match is None or _ASKED.match(text):
        return None
    return Again(parse(match["same"] or match["too"], moment))


_ONLY = re.compile(
    r"(?:(?:no|and|oh|sorry|wait|oops|actually|but|hmm+|i meant?)[, ]+)*(?:(?:(?:i|we) (?:only|just) (?:meant?|wanted)(?: to (?:do|\w+))?|(?:only|just)(?: for)?|it was (?:only|just)) (?P<only>[\w'#&-]+(?: [\w'#&-]+){0,5})|(?P<alone>(?:the|my|#?\d+).*) (?:only|alone)"
    r"|not (?P<not>(?:the|my|#?\d+)\b.*))",
    _I,
)


def only(text: str, moment: Moment) -> Only | None:
    """“Sorry, I meant only the coffee”, “not the milk”: of what was done last."""
    match = _ONLY.fullmatch(text.strip(" .!"))
    if match is None:
        return None
    return Only(parse(match["only"] or match["alone"] or match["not"], moment), bool(match["not"]))


_THING = re.compile(
    r"(?!.*\b(?:i|i'm|you|he|she|it|we|they|is|are|was|were|am|be|do|does|did|has|have|had|will|would|can|could|should|shall|may|might|must|not|no|yes|what|who|when|where|why|how|which|if|that|this|there|here|than|because|so|much|many|very|all|both|them|those|these|one|too|again|later|more|less|please|and then)\b)"
    r"(?:(?:[\w'&-]+|(?:dr|mr|mrs|ms|st|prof)\.) ){0,4}[\w'&-]*[a-z]{2}[\w'&-]*",
    _I,
)


_NEEDED = re.compile(
    r"(?:(?:i|we)(?: also| really| still)? (?:need|want)|(?:i|we)(?:'ve| have)? got to get|(?:i|we)(?:'ll| will) need) (?!(?:an?|the|my|help|you|your|to|sleep|time|love|food|one|more|it)\b)(?:some )?(?P<what>.+)",
    _I,
)


def thing(text: str, moment: Moment) -> Add | None:
    """“Milk tomorrow”, “friday: dentist”, “we need bin bags”: a thing and no word of what to do with it. It is asked."""
    needed = _NEEDED.fullmatch(text)
    if needed and _THING.fullmatch(re.sub(r", | and ", " ", needed["what"])):
        return Add(
            tuple(Item(title) for title in split_titles(needed["what"], is_list=True)),
            is_sure=False,
        )
    reading = read(text, now=moment.now, zone=moment.zone)
    if len(reading.spans) != 1 or not (reading.due or reading.recurrence):
        return None
    [span] = reading.spans
    if isinstance(reading.due, DueTime) and reading.due.local < moment.now.astimezone(
        ZoneInfo(moment.zone)
    ).replace(tzinfo=None):
        return None
    before, after = text[: span.start].strip(" ,:-"), text[span.end :].strip(" ,:-")
    rest = before or after
    is_bare = (
        not (before and after) and _THING.fullmatch(rest) and not_understood(text).topic != "aside"
    )
    if not is_bare or re.search(r"(?:ing|ed)\b|\b(?:to|on|at|for|in|of|by|with|the|a|my)$", rest):
        return None
    return Add((Item(f"{tidy(rest)} {text[span.start : span.end]}"),), is_sure=False)


def ask(text: str, moment: Moment) -> View | None:
    """The look at the list that these words may ask for, whatever the state of the tasks."""
    if _WHEN.fullmatch(text):
        return None
    if match := _WHETHER.fullmatch(text):
        words = match["what"] or _participle(match["thing"], match["done"])
        return View(Filter(words=key_words(words), state="all"), "whether")
    if name := task_asked_of(text):
        return View(Filter(words=key_words(name), state="all"))
    match = _asked(text)
    if match is None:
        return None
    reading = read_filter(match["what"], moment)
    words = _ONLY_ARTICLE.sub("", key_words(reading.rest))
    if not words:
        return look(text, moment, text) if reading.filter != Filter() else None
    is_far = match.re is _LATE or (match.re is _NAMED and match["until"])
    named = replace(reading.filter, words=words, state="open" if is_far else "all")
    return View(named, "days" if is_far else "list")


def _asked(text: str) -> re.Match[str] | None:
    """The shape of a question that names a thing."""
    if _LATENESS.search(text) and (match := _LATE.fullmatch(text)):
        return match
    shapes = [_NAMED, _DUTY, _STATE]
    shapes += [_GOING] if not_understood(text).topic != "aside" else []
    return next((match for shape in shapes if (match := shape.fullmatch(text))), None)
