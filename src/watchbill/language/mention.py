"""Which task is meant: by number, place, pronoun, or words."""

import re

from rapidfuzz import fuzz, process, utils

from watchbill.language.intent import Mention
from watchbill.language.words import EVENT, LIST, OWN, unquoted

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "last": -1,
}  # fmt: skip
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_PRONOUN = re.compile(
    r"(?:it|that|this|them|those|these|that one|this one|those two|the same(?: one)?|both(?: of them)?|the one i just \w+)",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"(?:everything|all(?: of (?:it|them))?|(?:all|every|each)(?: of)?\s+(?:(?:my|the)\s+)?(?:open\s+)?{LIST}|{OWN}?(?:entire|whole)\s+.*)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    rf"(?:the\s+)?({'|'.join(_ORDINALS)})(?:\s+(?:one|two|three|{LIST}|{EVENT}))?(?:\s+(?:on|of|in)\s+.*)?",
    re.IGNORECASE,
)
_REFS = re.compile(
    r"(?:(?:tasks?|numbers?|no\.?|items?|refs?)\s+)?(#?\d{1,6}(?:\s*(?:,|and|&|\+)\s*(?:and\s+)?#?\d{1,6})*)",
    re.IGNORECASE,
)
_WRAPPING = re.compile(
    rf"^{OWN}?(?:{LIST}|{EVENT})?\s*(?:called|named|titled|about|for|saying)\s+|^{OWN}?(?:tasks?|to-?dos?|reminders?|items?)\s+(?!(?:to|on|in|from)\b)",
    re.IGNORECASE,
)
_ENDING = re.compile(
    rf"(?:\s+(?:(?:on|from|off|in|of|to|out of)\s+)+{OWN}*(?:[\w-]+\s+){{0,2}}?{LIST}|\s+(?:one|{LIST}|thing|item|entry))\s*$",
    re.IGNORECASE,
)
_SURE, _LIKELY, _NEAR, _CLOSE = 90, 80, 61, 6


def parse(text: str) -> Mention:
    """Read how a task is named. Quoted text is always words."""
    named = text.strip().strip(".,!?").strip()
    bare = unquoted(named)
    if bare != named:
        return Mention(words=bare)
    if match := _REFS.fullmatch(named):
        return Mention(refs=tuple(int(number) for number in re.findall(r"\d+", match[1])))
    if _PRONOUN.fullmatch(named):
        return Mention(is_pronoun=True)
    if match := _PLACE.fullmatch(named):
        return Mention(places=(_ORDINALS[match[1].lower()],))
    if _ALL.fullmatch(named):
        return Mention(is_everything=True)
    return Mention(words=_key_words(named))


def _key_words(text: str) -> str:
    """The words that tell the task, without “the … one” and “… from my list” around them."""
    shorter = _WRAPPING.sub("", text)
    shorter = re.sub(rf"^{OWN}", "", shorter, flags=re.IGNORECASE)
    while (cut := _ENDING.sub("", shorter)) != shorter:
        shorter = cut
    return unquoted(shorter) or text


def find(words: str, titles: dict[int, str]) -> list[int]:
    """The refs whose title is meant by these words, best first: one if it is clear, several if it isn't.

    Compares word by word, by `fuzz.ratio` of RapidFuzz, 0 to 100; below 80 nothing is meant.
    """
    exact = [ref for ref, title in titles.items() if _plain(title) == _plain(words)]
    if exact:
        return exact
    wanted = set(_plain(words).split())
    whole = [
        ref for ref, title in titles.items() if wanted and wanted <= set(_plain(title).split())
    ]
    if whole:
        return whole
    scored = process.extract(words, titles, scorer=_alike, processor=_plain, limit=8)
    best = scored[0][1] if scored else 0
    if best < _LIKELY:
        return []
    return [ref for _, score, ref in scored if score >= max(_LIKELY, best - _CLOSE)]


def nearest(words: str, titles: dict[int, str], *, limit: int = 3) -> list[int]:
    """The refs whose titles are least unlike, for a person to look at; never for a write."""
    found = process.extract(words, titles, scorer=_alike, processor=_plain, limit=limit)
    return [ref for _, score, ref in found if score >= _NEAR]


def _alike(first: str, second: str, **_: object) -> float:
    """How sure the words mean the title: every word has to have one like it there, typos aside."""
    words, title = first.split(), second.split()
    if not words or not title:
        return 0
    each = [max(fuzz.ratio(word, other) for other in title) for word in words]
    return min(each) if len(words) > 1 else each[0] - (0 if len(words[0]) > 2 else _SURE)  # noqa: PLR2004 -- “at” is like too many


def _plain(text: str) -> str:
    return " ".join(
        _stem(word) for word in utils.default_process(text).split() if word not in _EMPTY
    )


def _stem(word: str) -> str:
    for ending in ("ing", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:  # noqa: PLR2004 -- “bus”, “red” and “sing” stay
            return word.removesuffix(ending)
    return word


_EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "my",
        "our",
        "to",
        "of",
        "for",
        "from",
        "with",
        "at",
        "in",
        "on",
        "and",
        "some",
    ]
)
