"""A person's plain yes or no to a question with a verb: “Delete #3?”. Anything that says more is not for here."""

import re
from typing import Literal

Verdict = Literal["yes", "no"]

_THEM = r"(?:it|that|this|them|those|these|both|all|all of (?:it|them|those)|(?:that|this) one)"
_TONE = "[\U0001f3fb-\U0001f3ff\ufe0f]?"
"""The colour of a hand, and the mark that a sign is a picture."""
YES = (
    r"(?:yes|yeah|yea|yep|yup|aye|y|sure(?: thing)?|ok|okay|okey dokey|fine|all ?right|of course|definitely|absolutely|certainly|please(?: do)?|by all means|"
    r"go ahead|go for it|go on(?: then)?|do (?:it|that|so)|confirm(?:ed)?|accept(?:ed)?|agreed|correct|right|exactly|why not|make it so|"
    r"(?:that |it |this |all )?(?:sounds|looks) (?:good|great|right|fine|perfect)(?: to me)?|(?:that'?s|that is|i'?m) (?:right|correct|fine|ok|okay|sure)(?: (?:with|by) (?:that|me))?|"
    rf"(?:\U0001f44d|\U0001f44c|\u2705|\u2714|\U0001f197){_TONE})"
)
NO = (
    r"(?:no|nope|nah|no way|n|don['\u2019]?t(?: do (?:it|that))?|do not(?: do (?:it|that))?|please don['\u2019]?t|never ?mind|cancel(?: (?:it|that))?|stop|forget it|decline|abort|no,? thanks?(?: you)?|"
    r"not (?:now|yet|really)|(?:i['\u2019]?d )?(?:rather|better|best) not|(?:absolutely|definitely|certainly|of course|please|probably) not|don['\u2019]?t bother|"
    rf"keep {_THEM}|leave {_THEM}(?: (?:be|alone|there|in|as (?:it|they) (?:is|are|was|were)))?|(?:\U0001f44e|\u274c|\U0001f6ab|\u2716){_TONE})"
)
HESITATION = r"(?:(?:h+m+|u+h+|u+m+|e+r+m*|oh|ah|well|actually|sorry)[ ,.…]+)*"
_PLEASE = r"(?:[ ,]+please)?"
_PARTED = r"[ ,.!]+"


def read_verdict(text: str, verb: str) -> Verdict | None:
    """What was said to a question that begins with this verb; None when it is anything but a plain yes or no."""
    said = " ".join(text.split()).strip(" .!").lower()
    act = re.escape(verb.lower())
    if _says(said, rf"(?:{YES}|{act} {_THEM})"):
        return "yes"
    if _says(said, rf"(?:{NO}|(?:don['\u2019]?t|do not|never) {act} {_THEM})"):
        return "no"
    return None


def _says(said: str, words: str) -> bool:
    """Whether it is these words alone, once or several times."""
    row = rf"{HESITATION}{words}{_PLEASE}(?:{_PARTED}{words}{_PLEASE})*"
    return re.fullmatch(row, said) is not None
