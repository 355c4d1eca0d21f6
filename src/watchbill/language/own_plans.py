"""Questions about one's own days and plans, by the kinds of their words: who asks “am I double booked on Friday” asks the list.

Three things make such a question: it asks or wants to hear, it is of one's own things, and it names a plan or a day. A look changes
nothing, so this may be generous; what speaks of other things in the world (concern.py) is no such question all the same.
"""

import re

from watchbill.language.asking import look
from watchbill.language.date import read
from watchbill.language.intent import Moment, View
from watchbill.language.words import LIST

_I = re.IGNORECASE
_QUESTION_WORDS = r"what(?:'?s|'re|'ve)?|wh?at|which|who(?:'?s|m)?|when(?:'?s)?|where(?:'?s)?|how(?:'?s)?|at what|on what|on which|for what|by when|until when"
_VERBS_FIRST = r"is|are|am|was|were|do|does|did|have|has|had|can|could|will|would|should|shall|isn't|aren't|don't|didn't|haven't"
_SHORT_ASKED = r"any|anything|anyone|anybody|nothing|something"
_HEARD = (
    r"tell|show|list|read|give|let|see|check|find out|look|say|speak|name|recite|describe|explain|go (?:through|over)|run (?:through|down)|walk|pull|bring|open|display|view|"
    r"get me|count|search|summari[sz]e|review|confirm|remind me (?:of )?(?:what|which|when|who|where)|i (?:need|want|would like|'d like) (?:to (?:know|see|hear|check)|(?:a |the )?(?:list|rundown|overview|summary) of)|(?:i )?(?:can't|cannot|don't) remember|"
    r"i (?:forgot|forget|wonder)|curious|wondering|inform|enlighten|update me|fill me in|brief me|notify me of|alert me of"
)
_ASKS = re.compile(rf"(?:{_QUESTION_WORDS}|{_VERBS_FIRST}|{_SHORT_ASKED}|{_HEARD})\b|.*\?$", _I)
_OWN = re.compile(
    r"(?<!tell )(?<!show )(?<!give )(?<!let )(?<!read )(?<!remind )\b(?:i|i'm|i've|i'd|i'll|im|my|me|mine|we|we're|we've|us|our)\b",
    _I,
)
_OCCASION = (
    r"appointments?|meetings?|mettings?|events?|engagements?|invites|invitations?|commitments?|obligations?|occasions?|functions?|gatherings?|get-?togethers?|conferences?|"
    r"seminars?|webinars?|workshops?|recitals?|rehearsals?|weddings?|birthdays?|anniversar(?:y|ies)|part(?:y|ies)|graduations?|ceremon(?:y|ies)|exams?|interviews?|"
    r"reviews?|sessions?|classes|class|lessons?|practices?|training|deadlines?|visits?|holidays?|vacations?|"
    r"potlucks?|barbecues?|bbqs?|picnics?|reunions?|showers?|play ?dates?|sleepovers?|banquets?|retreats?|stand-?ups?|huddles?|briefings?|haircuts?|surger(?:y|ies)|physio\w*|therapy|dentist|doctor|vet|plumber|inspections?|check-?ups?|duties|chores?|errands?|bookings?|slots?|conflicts?|things to do|stuff to do|off days?|days? off|time off|free time"
)
_OWN_OCCASION = re.compile(
    r"\b(?:my|our|(?:do|did|have|when|where|am|will) (?:i|we)\b.*) (?:[\w'-]+ ){0,3}?(?:lunch|brunch|dinner|breakfast|calls?|trips?|dates?|jobs?|flight)\b",
    _I,
)
_PLAN = re.compile(rf"\b(?:{LIST}|{_OCCASION})\b", _I)
_FIXED = re.compile(
    r"\b(?:planned|scheduled?|booked|double[- ]booked|arranged|lined up|overdue|supposed to|committed|(?:have|got|enough) time|free time)\b",
    _I,
)
_PLANNED = re.compile(
    r"\b(?:upcoming|next|soonest|planned|plan|scheduled?|schedul\w+|booked|double[- ]booked|arranged|set up|lined up|marked|noted|written down|put down|added|saved|listed|jotted|due|overdue|"
    r"still on|on for|rescheduled|cancell?ed|called off|busy|free|available|open|clear|supposed to|meant to|expected to|have to|has to|need(?:ed)? to|got to|gotta|wanted to|remember|forgetting|forget|forgot|missing|missed|"
    r"going on|happening|coming up|doing|meeting|seeing|visiting|up to|to do|left|remaining|outstanding|finished|completed|on my plate|on tap|squeeze|fit in|time for)\b",
    _I,
)
_TASKS_WANTED = re.compile(
    r"(?:(?:tell|show|remind) me )?what (?:all )?(?:(?:is|was) there |do (?:i|we) have )?to (?:buy|get|do|pick up|bring|pack|remember|purchase)\b.*"
    r"|what(?:'?s| is| all is| else is|'s else) on (?:it|there)|(?:.*\b)?(?:what(?:'s)?|which|anything|something|things|stuff|items|everything)\b.*\b(?:i|we)\b.* (?:"
    r"(?:(?:have|has|had|need|needed|want|wanted|got|gotta|going|supposed|meant|forgetting|forgot|planned|planning) to|should|must) (?:still )?(?:buy|get|do|pick up|purchase|finish|complete|take care of|remember|be doing|get done|work on|accomplish|bring|pack)\b"
    r"|(?:need|needed|want|wanted|said i (?:need|needed|want|wanted)) (?:from|at)\b).*",
    _I,
)
_ASKED_OF_OTHERS = re.compile(
    r"\b(?:(?<!did )(?<!have )(?<!can )(?<!could )(?<!would )(?<!will )(?<!told )(?<!asked )(?<!ask )(?<!need )(?<!want )you|your|yourself|he|she|they|people|someone|somebody)\b",
    _I,
)
_OF_THE_WORLD = re.compile(
    r"\b(?:store|shop|stores|shops|bank|money|dollars?|salary|pay(?:check|day)?|tax(?:es)?|refund|loan|mortgage rate|fees?|apr|interest|score|rating|points|rewards|visas?|passport rules|"
    r"airport|airline|flight|luggage|package|order|delivery|bus|train|metro|gas|fuel|mpg|tires?|tyres?|car|calories|nutrition|recipe|ingredients?|cook|oven|boil|"
    r"capital|country|city|town|president|world|planet|movie|theat(?:er|re)|cinema|concerts?|restaurants?|game|team|temperature|umbrella|jacket|rain|snow|forecast|"
    r"w-?2|phone|number|address|email|location|direction|route|commute|home|mean(?:s|ing)?|definition|synonym|spell|translate|language|stocks?|shares|price|cost|age|old|tall|heavy|far|blood|"
    r"health|doctor say|text messages?|messages?|wifi|password|bill(?:s)? (?:balance|amount)|balance|owe|spend|spent|expire|expiration|transactions?|purchase|limit|bills?)\b",
    _I,
)
_NEVER = re.compile(
    r"\b(?:call you|(?:what|which|today'?s?|the|current) date|date today|the point of|good options|how (?:do|would|can|should) i|how (?:long|many days|many weeks|much time)\b.*\b(?:until|till))\b|\bi (?:need|want) to know (?:what|how|the)\b(?!.*\b(?:i|my)\b)",
    _I,
)
_PLAINLY = re.compile(
    rf"(?:(?:my|the|our|all|all my|today's|tomorrow's|this week's) )*(?:upcoming |next |open |whole )?(?:[\w'-]+ )?(?:{LIST}|{_OCCASION})(?: list)?(?: (?:for|on|in|due) .+| today| tomorrow| tonight)?",
    _I,
)
_OWN_TIME = re.compile(
    r"(?:(?:and|so|at|on) )?(?:when|what time|what date|which day|what day|how soon)(?:(?:'s| is| are| was) (?:my|our)"
    r"|(?: do| am| are| will| did) (?:i|we) (?:have|see|meet|seeing|meeting|visit|visiting|schedule|book|go|attend|supposed))\b.+",
    _I,
)
_WHEN_IS_IT = re.compile(
    r"(?:when|what time|what date|what day|which day|where|who)(?:'s| is| are| was| does| do)\b.* (?:the|our|my|this|that)\b",
    _I,
)
_DAY_LIKE = re.compile(
    r"(?:what|how)(?:'?s| is| does| will) (?:my |the |our |on )?(?:day|week|weekend|morning|afternoon|evening|month|workload|load|plate|time|tap|deck|the cards|the books|the docket|\w+day) .*"
    r"|what happens (?:on|at|next|this|today|tomorrow|tonight)\b.*|(?:what(?:'?s| is)|anything|is there anything|is anything|something) (?:on )?(?:tap|deck|the cards|the books|the docket|planned|happening|going on|coming up|scheduled|due|important|special|urgent|else|new|for me)\b.*|(?:check|see|tell me|let me know) (?:if|whether) (?:i|we) have (?:anything|something|any plans)\b.*",
    _I,
)
_AWAY = re.compile(
    r"\bin (?:town|the (?:city|area|world|neighbou?rhood|news)|my (?:area|city|town|neighbou?rhood)|(?!the\b|my\b|an?\b|\d|\w+ (?:days?|weeks?|hours?))[a-z]+)\b|\bwith\b|\b(?:nearby|around here|near me|close by)\b",
    _I,
)
_SHORTEST = 3


def ask(text: str, moment: Moment) -> View | None:
    """The look at the list that a question about one's own plans asks for."""
    return look(text, moment, text) if _is_about_plans(text, moment) else None


def _is_about_plans(text: str, moment: Moment) -> bool:
    is_wanted = bool(_TASKS_WANTED.fullmatch(text))
    if len(text.split()) < _SHORTEST or _NEVER.search(text):
        return False
    if not is_wanted and (_OF_THE_WORLD.search(text) or _ASKED_OF_OTHERS.search(text)):
        return False
    if _PLAINLY.fullmatch(text):
        return True
    return bool(_ASKS.match(text)) and (is_wanted or _is_of_mine(text, moment))


def _is_of_mine(text: str, moment: Moment) -> bool:
    """Whether it is of a plan, and either one's own or of a day; or of one's own time."""
    is_own, is_plan, is_planned = (bool(one.search(text)) for one in (_OWN, _PLAN, _PLANNED))
    is_plan = is_plan or bool(_OWN_OCCASION.search(text))
    if _OWN_TIME.fullmatch(text) or (is_own and (is_plan or _FIXED.search(text))):
        return True
    if is_plan and _WHEN_IS_IT.match(text):
        return True
    if is_plan and is_planned and not _AWAY.search(text):
        return True
    is_day_asked = bool(_DAY_LIKE.fullmatch(text)) and not _AWAY.search(text)
    return (is_plan or is_day_asked or (is_own and is_planned)) and _names_day(text, moment)


def _names_day(text: str, moment: Moment) -> bool:
    reading = read(text, now=moment.now, zone=moment.zone)
    return bool(reading.due or reading.recurrence)
