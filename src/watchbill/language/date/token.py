"""Text to tokens. A number and the letters that touch it are two tokens, and the second knows that it is `glued`."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from watchbill.language.date.lexicon import (
    ABBREVIATIONS,
    CLASSES,
    NOT_TYPED,
    SHORT_FOR,
    SLIPS,
    TYPING,
)

_OPAQUE = (
    r"\w+://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,64}\.\w+|\S{1,200}\.(?:com|org|net|io|py|js|ts|md|txt|pdf|docx?|xlsx?)\b"
    r"|(?<!\S)[~.]{0,2}/[\w.-]+(?:/[\w.-]*)*"
)
_ZONE = r"(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/[\w/+-]+"
_SHAPES = re.compile(
    rf"(?P<opaque>{_OPAQUE})|(?P<zone>{_ZONE})|(?P<half>[ap]\.\s?m\.?(?![a-z]))|(?P<nth>\d+(?:st|nd|rd|th)\b)|(?P<int>\d+)"
    r"|(?P<word>[^\W\d_]+(?:['\u2019][^\W\d_]+)*)|(?P<other>\S)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\d{4}[/-][a-z]{3,9}[/-]\d{1,2}|\d{4}[/-]\d{1,2}[/-][a-z]{3,9}|\d{1,2}[/-][a-z]{3,9}[/-]\d{2,4}",
    re.IGNORECASE,
)
_PLAIN = str.maketrans({"\u2019": "'", "\u2013": "-", "\u2014": "-", "\u2212": "-"})
"""Signs of the same length that mean the same."""
_PADDED = {2: ("<padded>",), 4: ("<padded-run>",)}
_FUZZY_LENGTH, _DIGITS_MOST = 6, 8


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign. `keys` are the classes of the grammar that it belongs to."""

    text: str
    start: int
    end: int
    glued: bool
    keys: tuple[str, ...]
    number: int = -1

    @property
    def low(self) -> str:
        return self.keys[0]


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a text. Addresses, e-mail addresses and file names are one opaque token each."""
    tokens: list[Token] = []
    for match in _SHAPES.finditer(_shield(text)):
        if match[0] == "." and _ends_abbreviation(tokens, match.start()):
            last = tokens[-1]
            tokens[-1] = Token(last.text, last.start, match.end(), last.glued, last.keys)
            continue
        glued = bool(tokens) and tokens[-1].end == match.start()
        tokens.append(_token(match, glued=glued))
    return tuple(tokens)


def _shield(text: str) -> str:
    """Turn “2012/Aug/10” into something that isn't a path."""
    return _DATED.sub(lambda found: found[0].replace("/", "-"), text.translate(_PLAIN))


def _ends_abbreviation(tokens: list[Token], at: int) -> bool:
    return bool(tokens) and tokens[-1].end == at and tokens[-1].text.lower() in ABBREVIATIONS


def _token(match: re.Match[str], *, glued: bool) -> Token:
    text, kind = match[0], match.lastgroup
    span = match.span()
    if kind == "opaque":
        return Token(text, *span, glued, ("",))
    if kind == "zone":
        return Token(text, *span, glued, (text.lower(), "<iana>"))
    if kind == "half":
        return Token(text, *span, glued, (text[0].lower() + "m", "<half>"))
    if kind == "nth":
        return Token(text, *span, glued, (text.lower(), "<digits-nth>"), int(text[:-2]))
    if kind == "int":
        return _number(text, span, glued=glued)
    return Token(text, *span, glued, _keys(text.lower()))


def _number(text: str, span: tuple[int, int], *, glued: bool) -> Token:
    if len(text) > _DIGITS_MOST:
        return Token(text, *span, glued, (text,))
    padded = _PADDED.get(len(text), ()) if text[0] == "0" else ()
    return Token(text, *span, glued, (text, "<int>", f"<digits-{len(text)}>", *padded), int(text))


def _keys(word: str) -> tuple[str, ...]:
    word = SHORT_FOR.get(word, word)
    if word in CLASSES:
        return (word, *CLASSES[word])
    meant = SLIPS.get(word) or _corrected(word)
    return (meant, *CLASSES.get(meant, ())) if meant else (word,)


def _corrected(word: str) -> str | None:
    """The name of a day or month, or a word like “tomorrow”, that this is one slip of the finger away from."""
    if len(word) < _FUZZY_LENGTH or word in NOT_TYPED:
        return None
    near = (
        name for name in TYPING.get(word[0], ()) if OSA.distance(word, name, score_cutoff=1) == 1
    )
    return next(near, None)
