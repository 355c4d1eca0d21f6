"""Which titles a few words mean: stems, typos, parts and everyday synonyms, without ever guessing between two."""

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz, utils

_EMPTY = frozenset(
    "a an the my our your to of for from with at in on and some that this those these about up by is it i we be".split()  # noqa: SIM905 -- a list of words reads better as words
)
_GENERIC = frozenset(
    [
        "task",
        "todo",
        "appointment",
        "meeting",
        "thing",
        "item",
        "reminder",
        "event",
        "job",
        "one",
        "stuff",
    ]
)
_SAME = (
    "call phone ring telephone called rang", "buy get purchase grab bought got pick", "mum mom mother mummy", "dad father daddy",
    "fix repair mend", "clean tidy", "flat apartment", "trash garbage rubbish bin", "holiday vacation", "groceries grocery shopping",
    "doctor doc gp", "email mail e-mail", "kid child children kids", "car auto", "pay paid", "send sent", "write wrote written",
    "take took taken", "make made", "feed fed", "read", "book booked", "do did", "go went", "see saw", "bring brought", "give gave",
    "meet met", "begin start", "report reports", "tv television", "photo picture", "fridge refrigerator", "bike bicycle", "xmas christmas",
    "bday birthday", "pills tablets", "mow mowed", "run ran", "sell sold", "build built", "draw drew", "drive drove", "find found",
    "hang hung", "hold held", "leave left", "lend lent", "speak spoke", "talk talked", "swim swam", "teach taught", "tell told",
    "tear tore", "throw threw", "wear wore", "sew sewed", "cut cuts", "set sets", "put puts", "return returned", "prepare prep",
    "submit hand", "info information", "vet veterinarian", "gym workout", "tyre tire", "colour color",
)  # fmt: skip
_CANONICAL = {word: words.split()[0] for words in _SAME for word in words.split()}
_LIKELY, _NEAR, _CLOSE = 80, 61, 6
_SHORT = 2


def find(words: str, titles: Mapping[int, str]) -> list[int]:
    """The refs whose title is meant by these words, best first: one if it is clear, several if it isn't.

    The same words, then all of them somewhere in the title, then words that are alike (`fuzz.ratio` of RapidFuzz, from 80 of 100 on).
    """
    wanted = _keys(words)
    if not wanted:
        return []
    keys = {ref: _keys(title) for ref, title in titles.items()}
    exact = [ref for ref, title in titles.items() if _plain(title) == _plain(words)]
    same = exact or [ref for ref, key in keys.items() if key == wanted]
    same = same or _literally(words, titles)
    whole = same or [ref for ref, key in keys.items() if set(wanted) <= set(key)]
    return whole or _alike(wanted, keys) or _alike(_telling(wanted), keys)


def _literally(words: str, titles: Mapping[int, str]) -> list[int]:
    """Those that have the very words: “pick up” is no “buy” where some title says “pick up”."""
    wanted = set(_plain(words).replace("pickup", "pick up").split())
    return (
        [ref for ref, title in titles.items() if wanted <= set(_plain(title).split())]
        if len(wanted) > 1
        else []
    )


def _telling(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Without words that say little, as in “dentist appointment”; none where all do."""
    return tuple(word for word in wanted if word not in _GENERIC)


def _alike(wanted: tuple[str, ...], keys: Mapping[int, tuple[str, ...]]) -> list[int]:
    scored = {ref: _likeness(wanted, key) for ref, key in keys.items()}
    best = max(scored.values(), default=0)
    if best < _LIKELY:
        return []
    close = [ref for ref, score in scored.items() if score >= max(_LIKELY, best - _CLOSE)]
    return sorted(close, key=lambda ref: -scored[ref])


def _likeness(wanted: tuple[str, ...], title: tuple[str, ...]) -> float:
    """How sure the words mean the title: every one has to have one like it there, typos aside."""
    if not title:
        return 0
    return min((max(_one(word, other) for other in title) for word in wanted), default=0)


def _one(word: str, other: str) -> float:
    """Short words are too like each other: “at”, “car”, “bar”."""
    if word == other:
        return 100
    is_begun = len(word) > _SHORT + 1 and other.startswith(word)
    return 85 if is_begun else fuzz.ratio(word, other) if len(word) > _SHORT + 1 else 0


def loosely(words: str, titles: Mapping[int, str]) -> list[int]:
    """The refs that fit when words that say little (“appointment”, “task”) are left out, and most of the others are there."""
    wanted = tuple(word for word in _keys(words) if word not in _GENERIC)
    if not wanted:
        return []
    keys = {ref: _keys(title) for ref, title in titles.items()}
    hits = {
        ref: sum(any(_one(word, other) >= _LIKELY for other in key) for word in wanted)
        for ref, key in keys.items()
    }
    best = max(hits.values(), default=0)
    return [ref for ref, count in hits.items() if count == best] if best * 2 >= len(wanted) else []


def nearest(words: str, titles: Mapping[int, str], *, limit: int = 3) -> list[int]:
    """The refs whose titles are least unlike, for a person to look at; never for a write."""
    wanted = _keys(words)
    scored = {ref: _resemblance(wanted, _keys(title)) for ref, title in titles.items()}
    near = sorted(
        (ref for ref, score in scored.items() if score >= _NEAR), key=lambda ref: -scored[ref]
    )
    return near[:limit]


def _resemblance(wanted: tuple[str, ...], title: tuple[str, ...]) -> float:
    each = (max((fuzz.ratio(word, other) for other in title), default=0) for word in wanted)
    return min(each, default=0)


def _plain(text: str) -> str:
    return " ".join(utils.default_process(text).split())


@lru_cache(maxsize=4096)
def _keys(text: str) -> tuple[str, ...]:
    """The words that tell something, by their stems, each synonym as one."""
    words = (
        utils.default_process(text.replace("'s", "").replace("\u2019s", ""))
        .replace("pickup", "pick up")
        .split()
    )
    kept = [word for word in words if word not in _EMPTY] or words
    return tuple(_key(word) for word in kept)


def _key(word: str) -> str:
    stem = _stem(word)
    return _CANONICAL.get(word) or _CANONICAL.get(stem) or stem


def _stem(word: str) -> str:
    """Without the ending of a plural or a verb; “bus”, “red” and “sing” stay."""
    for ending, instead in (
        ("ies", "y"),
        ("ing", ""),
        ("ied", "y"),
        ("es", ""),
        ("ed", ""),
        ("s", ""),
        ("e", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) > _SHORT and not word.endswith("ss"):
            return _single(word.removesuffix(ending)) + instead
    return word


def _single(stem: str) -> str:
    """“planning” is of “plan”; “calling” stays “call”."""
    is_double = len(stem) > _SHORT + 1 and stem[-1] == stem[-2] and stem[-1] not in "ls"
    return stem[:-1] if is_double else stem
