"""Questions that follow what was shown: “which of those are for work?”, “just the overdue ones”, “and after that?”, “what about the second one?”."""

import re
from dataclasses import replace

from watchbill.language import mention
from watchbill.language.asking import look, shape
from watchbill.language.intent import ANY, Moment, View

_I = re.IGNORECASE
_AND = r"(?:(?:and|so|then|ok|okay|now|right|no|or),? )*"
_AFTER = re.compile(
    rf"{_AND}(?:(?:what(?:'s|s| is| comes| do i (?:do|have))? )?(?:(?:next |right )?after (?:that|this|it)(?: one)?|next after (?:that|this|it))|the (?:one|next one) after(?: that| it)?)|(?:and )?then what|and then|what then|what else after that",
    _I,
)
_OF_THOSE = re.compile(
    rf"{_AND}(?:(?P<asked>which|what|how many|any(?:thing)?|(?:is|are)(?: there)? any|do any|show(?: me)?)(?: ones?)?(?: of| among| in| from)? (?:those|these|them|that list|that lot)(?: ones| tasks| things)?|of (?:those|these|them),? (?:which|what|how many)(?: ones)?|which ones(?= (?:are|is) (?:at|in|for|from|on|under)\b))(?: (?:is|are|that are|which are|do i have|have|need))? (?P<what>.+)",
    _I,
)
_JUST = re.compile(
    rf"{_AND}(?:just|only)(?: show| list| give)?(?: me)?(?: (?:the|my))? (?P<what>(?:(?:ones|things|tasks|stuff|those) .+|.+ (?:ones|tasks|things)))",
    _I,
)
_NARROWED = re.compile(
    rf"{_AND}(?:narrow|filter|limit|restrict)(?: (?:it|that|this|those|these|them|the list))?(?: down)? (?:to|by|for|on) (?P<what>.+)",
    _I,
)
_ONES = re.compile(
    r"(?:and|so|ok|okay),? (?:(?:what|how) about )?(?:the|my) (?P<what>ones .+|.+ ones)|(?:what|how) about (?:the|my) (?P<about>ones .+|.+ ones)",
    _I,
)
_DAY = re.compile(
    r"(?:(?:and|so|on|this|next|the) )*[a-z]+(?: (?:morning|afternoon|evening|night))?", _I
)
_ABOUT_ONE = re.compile(rf"{_AND}(?:(?:what|how) about|and) (?P<what>.+)", _I)


def follow(sentence: str, moment: Moment) -> View | None:
    """The look that such a question asks for; the memory of the talk says at what."""
    text, is_asked = sentence.strip(" .,!?"), "?" in sentence
    if _AFTER.fullmatch(text):
        return View(look="after")
    if match := _ABOUT_ONE.fullmatch(text):
        meant = mention.parse(match["what"], moment)
        if (meant.places or meant.refs) and not meant.words:
            return View(mention=meant)
    if match := _ONES.fullmatch(text):
        what = match["what"] or match["about"]
        return look(what, moment, what)
    return (
        shape(f"show me {text}", moment)
        if is_asked and _DAY.fullmatch(text)
        else _within(text, moment)
    )


def _within(text: str, moment: Moment) -> View | None:
    match = next(
        filter(None, (one.fullmatch(text) for one in (_OF_THOSE, _JUST, _NARROWED))), None
    )
    if match is None:
        return None
    found = look(match["what"], moment, match["what"])
    if found.filter == ANY or (found.filter.words and match.re is _JUST):
        return None
    is_counted = bool(re.search(r"\bhow many\b", text, _I))
    return replace(found, look="count" if is_counted else "list", is_within=True)
