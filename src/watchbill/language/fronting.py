"""What a sentence is about, said before what shall be done with it: “the lunch, move it to 1pm”, “as for the rent, I paid it”."""

import re
from collections.abc import Callable
from dataclasses import replace

from watchbill.language import mention
from watchbill.language.days import find_days
from watchbill.language.intent import Do, Intent, Moment, Update
from watchbill.language.words import strip_politeness

_CLAUSE = r"(?:is|are|was|were|has|have|had|needs?|can|should|will|must|looks?|sounds?|went|came|called|rang|arrived|happened|said|got|took|had|did|i|we|you|it|they)"
_FRONTED = re.compile(
    rf"(?:(?:as for|about|regarding|concerning|what about|how about) )?(?P<what>(?:the|my|our|that|this|task|#?\d)(?!.*\b{_CLAUSE}\b[^,;:\u2013\u2014]*[,;:\u2013\u2014])[^,;:\u2013\u2014]{{0,50}}?)(?:\s*[,;:\u2013\u2014]|\s-)\s*(?P<rest>.+)",
    re.IGNORECASE,
)


def fronted(text: str, rule: Callable[[str], Intent | None], moment: Moment) -> Update | Do | None:
    """What is said of “it”, with the thing that was named before in its place."""
    match = _FRONTED.fullmatch(text)
    if match is None or find_days(match["what"], moment):
        return None
    meant = rule(strip_politeness(match["rest"]))
    if not isinstance(meant, Update | Do) or meant.mention.pronoun not in ("it", "them"):
        return None
    return replace(meant, mention=mention.parse(match["what"], moment))
