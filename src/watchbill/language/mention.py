"""Which tasks are meant: by number, place, pronoun, words, or by what is true of them."""

import re

from watchbill.language.filtering import read_filter
from watchbill.language.intent import ANY, Filter, Mention, Moment, Pronoun
from watchbill.language.words import unquoted

_I = re.IGNORECASE
_ORDINALS = {
    "first": 1, "1st": 1, "top": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9,
    "tenth": 10, "10th": 10, "last": -1, "bottom": -1, "final": -1, "penultimate": -2, "second to last": -2,
}  # fmt: skip
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "couple": 2, "few": 3,
}  # fmt: skip
_PRONOUNS: tuple[tuple[Pronoun, re.Pattern[str]], ...] = (
    (
        "added",
        re.compile(
            r"(?:the |that )?(?:(?:last|latest|newest|new|most recent) )?(?:one|ones|task|tasks|thing|item|things)?(?: that| which)? ?(?:(?:i|you|we)(?:'ve| have)? )?(?:just |last |most recently )(?:added|created|made|entered|put (?:in|on))"
            r"|(?:the |my )?(?:newest|latest|most recent(?:ly added)?|just[- ]added|last added|new) (?:one|task|item|thing|entry)|what i just added",
            _I,
        ),
    ),
    (
        "other",
        re.compile(
            r"(?:the |that )?others?(?: (?:one|two|ones|tasks?|things?))?|the remaining (?:one|ones|two|tasks?)|the rest(?: of (?:them|those|it))?",
            _I,
        ),
    ),
    (
        "them",
        re.compile(
            r"(?:all (?:of )?)?(?:them|those|these|they)(?: (?:all|both|ones|tasks|two|three|four|five))?|both(?: (?:of )?(?:them|those|these|tasks|ones))?|all (?:two|three|four)|them all|those two|the (?:two|three) of them|the ones (?:above|i just mentioned|you just (?:listed|showed)(?: me)?)|all of (?:those|these)",
            _I,
        ),
    ),
    (
        "it",
        re.compile(
            r"(?:it|that|this|that one|this one|that task|this task|this item|that item|that thing|the same(?: one| task)?|that same (?:one|task)|the one (?:i|you) (?:just )?(?:mentioned|said|meant)|same|itt|the task)(?: too| as well| again)?",
            _I,
        ),
    ),
)
_NUMBER = r"(?:\d{1,2}|" + "|".join(_NUMBERS) + r"|couple(?: of)?)"
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_HEAD = r"(?: (?:ones?|tasks?|items?|things?|to-?dos?|entry|entries|reminders?|of (?:them|those|these)))?(?: (?:on|in|of|from) (?:the|my|that|this) list| there| listed| above)?"
_PLACES = re.compile(
    rf"(?:the |my )?(?P<first>{_ORDINAL})(?: (?:and|&|or) (?:the )?(?P<second>{_ORDINAL}))?{_HEAD}",
    _I,
)
_SEVERAL = re.compile(
    rf"(?:the |my )?(?P<end>first|last|top|bottom) (?P<count>{_NUMBER}){_HEAD}", _I
)
_LISTING = re.compile(
    rf"(?:the )?(?:{_ORDINAL})(?:,? (?:and )?(?:the )?(?:{_ORDINAL}))+{_HEAD}", _I
)
_REF = r"#?\d{1,6}"
_REFS = re.compile(
    rf"(?:the )?(?:(?:tasks?|numbers?|no\.?|items?|refs?|nr\.?|#|todos?) ?)?({_REF}(?:\s*(?:,|and|&|\+|or)\s*(?:and\s+)?(?:(?:task|number) )?{_REF})*)",
    _I,
)
_RANGE = re.compile(
    rf"(?:(?:tasks?|numbers?|items?) )?({_REF}) ?(?:-|to|through|thru|\u2013) ?({_REF})", _I
)
_ALL = re.compile(
    r"(?:absolutely )?(?:everything|all(?: of)?(?: (?:it|that))?|(?:(?:all|every|each|the (?:whole|entire)|my (?:whole|entire)|entire|whole)(?: of)? ?)?(?:(?:single|my|the|of|on|open|current|your|an?|this|that|entire|whole|complete|to-?do|to do|todos?) )*"
    r"(?:lists?|tasks|task|to-?dos|calendars?|calender|agenda|schedule|reminders|todo list|items|events|chores|plate|planner))"
    r"(?: (?:on|from|in|off|of) (?:it|(?:my|the|this|that) (?:(?:to-?do|task|to do|todo) )?(?:lists?|calendars?|calender|agenda|schedule)))?",
    _I,
)
_LIST_OF = re.compile(
    r"(?:everything (?:on|in|from) )?(?:my|the|our|this|that)(?: whole| entire)? (?P<name>(?!(?:to-?do|todo|whole|entire|task|current|other)\b)[\w'&-]+(?: [\w'&-]+)?) list",
    _I,
)
_CHORES = re.compile(
    r"(?:all|every|everything|each)?(?: of)? ?(?:in )?(?:my|the|these|those|our)? ?(?P<name>chores|errands|plans|notes)",
    _I,
)
"""What may be the name of a tag or a project as well as of all that there is."""
_ONE_ONLY = re.compile(r"(?:my |the |a |an |this |that )?(?:task|item|event|reminder|entry)", _I)
_QUANTIFIER = re.compile(
    r"^(?:(?:all|every|each|any|everything|anything|both|whatever|the rest|those|these|stuff|things|tasks|whichever)\b(?: of)?(?: (?:the|my|our|these|those|single))?(?: (?:tasks?|ones?|things?|stuff|items?|to-?dos?|reminders?|events|appointments|meetings)\b)?)",
    _I,
)
_HEADS = re.compile(
    r"\b(?:ones|tasks|things|items|to-?dos|reminders|stuff|everything|lists?|events|entries|chores|errands|anything)\b",
    _I,
)
_PLURAL = re.compile(r"^(?:the|my|our|those|these)\b.* (?:stuff|ones|things|tasks|to-?dos)$", _I)
_OPENING = re.compile(
    r"^(?:(?:my|the|our|a|an|this|that|these|those|your|some|of|on|in|one)\s+)*(?:(?:tasks?|to-?dos?|to do|reminders?|items?|ones?|entry|event|notes?|things?|stuff)\s+(?:(?:that|which)\s+(?:says?|is|are)\s+)?(?:(?:called|named|titled|about|for|saying|to|with|on|regarding|concerning|where|of|that|which)\s+)?(?:i\s+(?:have|need|had|needed|got|should|must)\s+(?:to\s+)?)?(?:to\s+)?|(?:about|called|named|titled|for|regarding|with)\s+)?(?:(?:the|my|our|a|an)\s+)?",
    _I,
)
_ENDING = re.compile(
    r"(?:\s+(?:(?:on|from|off|in|of|to|out of)\s+)+(?:(?:my|the|our|this|that|your|a)\s+)*(?:(?:to-?do|todo|task|to do)\s+)?(?:lists?|calendars?|calender|agenda|schedule|planner|tasks|to-?dos|reminders)"
    r"|\s+(?:one|ones|tasks?|thing|things|item|items|entry|reminder|to-?do|stuff|again|please|too|as well|that|which|is|are|due|on|for|at|in|by|event|from))+\s*$",
    _I,
)
_FILLING = re.compile(
    r"(?:\b(?:the|my|our|all|of|ones?|that|which|are|is|those|these|every|each|everything|anything|tasks?|things?|stuff|items?|to-?dos?|to do|on|in|for|with|from|at|marked|have|has|been|was|were|i|we|you|rest|lists?|any|both|so|far|already|that's|whatever|due|by|single|reminders?|events?|and|list|go|calendars?|schedule|agenda|entire|whole|as|still|currently|now|set|got)\b|[,.!?'\s])*",
    _I,
)


def parse(text: str, moment: Moment) -> Mention:
    """Read how tasks are named. Quoted text is always words."""
    named = " ".join(text.strip().strip(".,!?:;").split())
    bare = unquoted(named)
    if bare != named:
        return Mention(words=bare)
    return _by_number(named) or _by_pronoun(named) or _by_quality(named, moment)


def _by_number(named: str) -> Mention | None:
    if match := _RANGE.fullmatch(named):
        first, last = (int(part.lstrip("#")) for part in match.groups())
        return Mention(refs=tuple(range(first, min(last, first + 99) + 1)))
    if match := _REFS.fullmatch(named):
        return Mention(refs=tuple(int(number) for number in re.findall(r"\d+", match[1])))
    if match := _SEVERAL.fullmatch(named):
        word = match["count"].lower().removesuffix(" of")
        count = _NUMBERS.get(word) or int(word)
        is_front = match["end"].lower() in ("first", "top")
        return Mention(places=tuple(range(1, count + 1) if is_front else range(-count, 0)))
    if _PLACES.fullmatch(named) or _LISTING.fullmatch(named):
        said = re.findall(rf"\b(?:{_ORDINAL})\b", named, _I)
        return Mention(places=tuple(_ORDINALS[word.lower()] for word in said))
    return None


def _by_pronoun(named: str) -> Mention | None:
    for pronoun, pattern in _PRONOUNS:
        if pattern.fullmatch(named):
            return Mention(pronoun=pronoun)
    return None


def _by_quality(named: str, moment: Moment) -> Mention:
    if match := _LIST_OF.fullmatch(named):
        return Mention(filter=Filter(place=match["name"]), is_set=True)
    if match := _CHORES.fullmatch(named):
        return Mention(filter=Filter(place=match["name"]), is_set=True)
    if _ALL.fullmatch(named) and not _ONE_ONLY.fullmatch(named):
        return Mention(filter=ANY, is_set=True)
    reading = read_filter(named, moment)
    is_set = bool(_QUANTIFIER.match(named) or _HEADS.search(named))
    if reading.filter != ANY and _FILLING.fullmatch(reading.rest):
        return Mention(filter=reading.filter, is_set=is_set)
    quantifier = _QUANTIFIER.match(named)
    words = key_words(named[quantifier.end() :] if quantifier else named)
    return Mention(
        words=words,
        filter=reading.filter,
        is_set=(bool(quantifier) or bool(_PLURAL.search(named))) and words != named,
    )


def key_words(text: str) -> str:
    """The words that tell the task, without “the … one” and “… from my list” around them."""
    shorter = _OPENING.sub("", text.strip(), count=1)
    while (cut := _ENDING.sub("", shorter)) != shorter:
        shorter = cut
    return unquoted(shorter.strip()) or text.strip()


def rest_of(words: str, moment: Moment) -> str:
    """The words of a title without what says when, where or how important the task is."""
    return key_words(read_filter(words, moment).rest)
