"""Whether somebody says that they changed something: what only a receipt may say.

Rather too often than too seldom: what follows from it is a sentence that is true in any case.
"""

import re

_PAST = (
    r"(?:added|created|made|saved|deleted|removed|erased|cleared|completed|finished|marked|checked|ticked|crossed|closed|renamed|"
    r"updated|changed|edited|moved|rescheduled|scheduled|postponed|pushed|shifted|restored|reopened|undone|undid|redone|tagged|"
    r"archived|assigned|set|put|took|taken)"
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_OPENING = (
    r"^\W*(?:(?:ok(?:ay)?|sure|great|perfect|got it|all right|alright|yes|done|there)\b\W*)*"
)
_SAID = re.compile(
    rf"{_OPENING}(?:successfully\s+)?{_PAST}\b"  # “Added …”
    rf"|\bI(?:['\u2019]ve|\s+have)?(?:\s+\w+){{0,4}}?\s+{_PAST}\b"  # “I went ahead and added …”
    rf"|\b(?:has|have|was|were|is|are|been)\s+(?:\w+\s+){{0,2}}?{_PAST}\b"  # “… has been added”
    r"|\b(?:is|are)\s+(?:now\s+|all\s+)*(?:done|gone|off your|on your|on the list|in the trash)\b"
    rf"|\({_PAST}\)|^\W*done\b|✅",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(
    r"\?$|\b(?:not|never|nothing|no|can|can['\u2019]t|could|would|should|shall|will|if|whether|want|like me|let me|please|unable|"
    r"couldn['\u2019]t|didn['\u2019]t|haven['\u2019]t|wasn['\u2019]t|isn['\u2019]t|weren['\u2019]t)\b|n['\u2019]t\b",
    re.IGNORECASE,
)


def claims(text: str) -> bool:
    """Whether a sentence of the text says that something was done; questions, offers and denials don't."""
    return any(
        _SAID.search(sentence) and not _NOT_SAID.search(sentence)
        for sentence in _SENTENCE.findall(text)
    )
