"""Answers to a question that was asked back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from watchbill.language import mention
from watchbill.language.intent import Moment
from watchbill.language.likeness import find
from watchbill.language.verdict import HESITATION, NO, YES
from watchbill.language.words import strip_politeness

_YES = re.compile(
    rf"{HESITATION}{YES}(?:[ ,.!]+(?:{YES}|delete (?:it|them)|both|all(?: of them)?))*",
    re.IGNORECASE,
)
_NO = re.compile(
    rf"{HESITATION}(?:{NO}|none(?: of (?:them|those))?|neither)(?:[ ,.!]+.*)?", re.IGNORECASE
)
_ALL = re.compile(r"(?:all|both|every one|all of them|both of them|them all)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the candidates were meant: their refs."""

    refs: tuple[int, ...]


Reply = Literal["yes", "no"] | Choice | None


def read_reply(text: str, candidates: Mapping[int, str], moment: Moment) -> Reply:
    """Read an answer: yes, no, or some of the candidates (by number, place or words). None: it is something else."""
    plain = text.strip(" .!")
    said = strip_politeness(text) or plain
    if candidates and _ALL.fullmatch(said):
        return Choice(tuple(candidates))
    if _YES.fullmatch(plain) or _YES.fullmatch(said):
        return "yes"
    if _NO.fullmatch(plain):
        return "no"
    refs = _chosen(said, candidates, moment) if candidates else ()
    return Choice(refs) if refs else None


def _chosen(said: str, candidates: Mapping[int, str], moment: Moment) -> tuple[int, ...]:
    """A ref of a candidate goes before a place in the list: both are shown."""
    meant = mention.parse(said, moment)
    order = list(candidates)
    if meant.refs:
        listed = [ref for ref in meant.refs if ref in candidates]
        places = [order[n - 1] for n in meant.refs if 0 < n <= len(order)]
        return tuple(listed) if len(listed) == len(meant.refs) else tuple(places)
    if meant.places:
        return tuple(
            order[p if p < 0 else p - 1] for p in meant.places if -len(order) <= p <= len(order)
        )
    found = find(meant.words, candidates) if meant.words else []
    return tuple(found) if len(found) == 1 else ()
