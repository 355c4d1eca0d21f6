"""Talk that changes nothing: greetings, thanks, “never mind”, questions about the assistant, and what other assistants are for."""

import re

from watchbill.language.intent import Talk, Topic
from watchbill.language.words import LIST

_I = re.IGNORECASE
_WHOM = r"(?: (?:there|everyone|all|mate|watchbill|buddy|friend|again|so much|very much|a (?:lot|bunch|million|ton)|for (?:that|now|your help|everything|today)|to you(?: too)?))*"
_YOU = r"(?: (?:there|everyone|all|mate|watchbill|buddy|friend|again|to you(?: too)?))*"
_GREETING = re.compile(
    rf"(?:hi+|hello+|hey+|hiya|howdy|good (?:morning|evening|afternoon|day)|morning|greetings|how are (?:you|things).*|how(?:'s| is) it going.*|what'?s up|sup|yo){_YOU}",
    _I,
)
_BYE = re.compile(
    rf"(?:(?:good ?)?bye|good ?night|night|see (?:you|ya).*|cya|later|talk to you (?:later|soon).*|have a (?:nice|good|great) .*|take care){_YOU}",
    _I,
)
_THANKS = re.compile(
    rf"(?:many )?(?:thanks?|thank you|thx|ty|ta|cheers){_WHOM}|(?:(?:thanks?|thank you|cheers|wow|ok|okay),? )?(?:great|perfect|nice|awesome|cool|brilliant|lovely|amazing|good job|well done|excellent|wonderful|you(?:'re| are) (?:the best|great|awesome|a star))(?: (?:one|job|work|thanks|thank you|stuff))*",
    _I,
)
_THANKED = re.compile(r"(?:many )?(?:thanks?|thank you|thx|cheers|great|perfect|nice) .*", _I)
_THANKED_AND = re.compile(
    r"(?:many )?(?:thanks?|thank you|thx|ta|cheers|great|perfect|nice|lovely)[,.!]+ (?P<rest>.+)",
    _I,
)
_HELP = re.compile(
    r"help(?: me)?(?: please)?|(?:(?:hi|hey|hello)(?: there)?,? )?what (?:can|do|else can|could) (?:you|i) (?:actually |really |even |all )?(?:do|ask|say|help).*|how (?:do|can|would|should) i (?:undo|redo|add|delete|remove|complete|change|move|rename|restore|tag|use|get started|start|see)\b.*|how (?:does|do) (?:this|it|you|i use (?:this|you)) ?(?:work)?|what are (?:the|your) (?:commands|options|features|abilities).*"
    r"|(?:show|tell) me what you can do|what else can you do|what are you (?:able|capable|good|here|for)\b.*|what (?:all |sort of things |kind of things )?(?:can|could|do) you (?:do|help|handle|offer|support|understand)\b.*",
    _I,
)
_ABOUT = re.compile(
    r"(?:who|what|how old|where) are you(?: (?:from|called|made of|exactly|doing))?|who (?:made|built|created|wrote|owns) you|are you (?:an? |the |really |my )?(?:robot|bot|human|person|real|ai|machine|computer|alive|assistant|there|stupid|dumb|okay|ok|happy)\b.*"
    r"|what(?:'s| is) your (?:name|age|job|purpose|favou?rite.*)|do you (?:like|love|hate|have feelings|sleep|dream|know me|remember me)\b.*|i (?:love|like|hate) you|(?:you're|you are|ur) (?:useless|stupid|dumb|funny|nice|rubbish|terrible|bad|annoying|smart|clever)\b.*"
    r"|are you listening",
    _I,
)
_NOTHING = re.compile(
    r"(?:(?:please|no|ok|okay|and|but|just|well),? )*(?:don'?t|do not|dont|never|you (?:must not|mustn'?t|shouldn'?t|should not))(?: you)?(?: ever| dare(?: to)?)? (?:add|create|make|put|schedule|change|move|complete|finish|mark|delete|remove|erase|touch|undo|rename|cancel|clear|tick|cross|do) .+"
    r"|(?:(?:ok|okay|no|nah|oh|ah|actually|well|just|please|alright|right|and|so),? )*(?:never ?mind(?: (?:that|it|then|about (?:it|that)))?|forget (?:it|that|about (?:it|that)|(?:what )?(?:i|you) (?:just )?(?:said|asked|told you|wrote).*)|leave (?:it|that)(?: (?:be|alone|as (?:it )?is|then|for now))?|keep (?:it|that|them|those|everything)(?: (?:as (?:it )?is|as they are|then|for now))?|don'?t (?:worry|bother)(?: about (?:it|that))?"
    r"|no worries|it doesn'?t matter|doesn'?t matter|it'?s (?:fine|ok|okay|nothing|all good)|that'?s (?:all|it|fine|ok|okay|everything)(?: (?:for now|thanks|then|for today))?|nothing(?: else)?|ok|okay|k|fine|alright|all right|all good|got it|i see|lol|haha|hmm+|drop it|not now|maybe later|no)"
    r"(?:,? (?:then|thanks|please|for now|now))?",
    _I,
)
_DATE = re.compile(
    r"(?:(?:tell me |do you know )?(?:what(?:'s|s| is)? (?:the )?(?:day|date)(?: of the (?:week|month))?(?: is it| is today| it is)?(?: today| now)?|what(?:'s|s| is) today(?:'s date)?|today(?:'s|s)? date|which day is (?:it|today)))",
    _I,
)
_TIDYING = re.compile(
    rf"(?:(?:please|can you|could you|will you|help me|i want to|i need to|let'?s|time to) )*(?:(?:tidy|clean|neaten|straighten|sort|smarten) (?:up|out)|tidy|declutter|neaten|straighten|de-clutter|spring[- ]clean|organi[sz]e|streamline|prune|sort)"
    rf" (?:up |out )?(?:(?:my|the|this|our|all|of|whole|entire|messy) )*{LIST}(?: (?:up|out))?(?:[ ,]+(?:a bit|a little|please|for me|now|will you))*",
    _I,
)
"""What may mean to delete, to move or to sort: nothing is done on such a word."""
_ASIDE = re.compile(
    r"\b(?:playlists?|songs?|music|jazz|albums?|radio|podcasts?|volume|lights?|heating|thermostat|lamps?|weather|rain|snow|forecast|temperature|alarms?|timers?|tweets?|jokes?|funny|stor(?:y|ies)|poem|movies?|restaurants?|taxi|uber|cab|traffic|stocks?|news"
    r"|translate|spell|capital of|meaning of|definition|define|percent|plus|minus|divided by|square root|exchange rate|convert|dollars|world cup|president|population|how far|how tall|why (?:is|are|do|does)|who (?:won|is|was|invented)|how do (?:i|you)|what'?s? (?:the )?time|"
    r"sing|birthday|bored|calories|recipe|wikipedia|google|the score)\b",
    _I,
)


def small_talk(text: str) -> Talk | None:
    """What the whole sentence is, when it is one of these."""
    kinds: tuple[tuple[Topic, re.Pattern[str]], ...] = (
        ("date", _DATE), ("tidying", _TIDYING), ("nothing", _NOTHING), ("greeting", _GREETING), ("goodbye", _BYE), ("help", _HELP), ("about", _ABOUT), ("thanks", _THANKS),
    )  # fmt: skip
    for topic, pattern in kinds:
        if pattern.fullmatch(text):
            return Talk(topic)
    if (match := _THANKED_AND.fullmatch(text)) and small_talk(match["rest"]):
        return Talk("thanks")
    is_thanks = _THANKED.fullmatch(text) and not re.search(rf"\b{LIST}\b", text, _I)
    return Talk("thanks") if is_thanks else None


def not_understood(text: str) -> Talk:
    """What to say of a sentence that no rule knows: one of other assistants' things is told so."""
    is_aside = _ASIDE.search(text) or re.match(
        r"(?:play|sing|call|text|turn (?:on|off|up|down))\b", text, _I
    )
    return Talk("aside" if is_aside else "unknown")
