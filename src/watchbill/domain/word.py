"""What a word is, to look things up by: the same for what is written and for what is looked for."""

import re
import unicodedata

WORD_MAX = 64
"""Longer words are cut: nobody types more, and no store's index takes more than it has to."""

# Scripts that put no space between words: there, each character is a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LONE = re.compile(f"[{_UNSPACED}]")
_PLAIN = re.compile(r"[a-z0-9]+")
_KEPT_MARKS = (
    0,
    7,
    8,
    9,
)  # combining classes that make another letter, in scripts of India and Japan


def fold(text: str) -> str:
    """Text without case and accents: two that differ only in those fold to one."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in folded if not _is_accent(char))


def _is_accent(char: str) -> bool:
    return unicodedata.combining(char) not in _KEPT_MARKS or "\ufe00" <= char <= "\ufe0f"


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, in order: runs of letters and digits, and symbols one by one."""
    folded = fold(text)
    if folded.isascii():
        return tuple(word[:WORD_MAX] for word in _PLAIN.findall(folded))
    return tuple(word[:WORD_MAX] for word in "".join(map(_spaced, folded)).split())


def _spaced(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "So" or (_LONE.match(char) and kind[0] in "LN"):
        return f" {char} "
    return char if kind[0] in "LNM" else " "
