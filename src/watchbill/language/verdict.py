"""A person's plain yes or no to a question with a verb: “Delete #3?”. Anything that says more is not for here."""

import re
from typing import Literal

Verdict = Literal["yes", "no"]

_THEM = r"(?:it|that|this|them|those|these|both|all|all of (?:it|them|those))"
_PLEASE = r"(?:[ ,]+please)?"
_YES = r"(?:yes|yeah|yep|yup|y|sure|ok|okay|of course|definitely|absolutely|please do|go ahead|do (?:it|that)|confirm(?:ed)?|accept(?:ed)?)"
_NO = (
    r"(?:no|nope|nah|n|don['\u2019]?t|do not|never ?mind|cancel|stop|forget it|decline|no,? thanks?(?: you)?|"
    rf"keep {_THEM}|leave {_THEM})"
)


def read_verdict(text: str, verb: str) -> Verdict | None:
    """What was said to a question that begins with this verb; None when it is anything but a plain yes or no."""
    said = " ".join(text.split()).strip(" .!").lower()
    act = rf"(?:{re.escape(verb.lower())} {_THEM}|do (?:it|that)|go ahead)"
    if re.fullmatch(rf"(?:{_YES}{_PLEASE}[ ,]+)?{act}{_PLEASE}|{_YES}{_PLEASE}", said):
        return "yes"
    if re.fullmatch(rf"{_NO}{_PLEASE}(?:[ ,]+{_NO}{_PLEASE})?", said):
        return "no"
    return None
