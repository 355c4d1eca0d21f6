"""Sentence templates: what people say, written as they say it.

`mark <what> [as] {DONE}`: words stand for themselves, `[…]` may be left out, `(a|b)` is either, `{NAME}` any entry of the
vocabulary, and `<name>` what the sentence is about, as few words as make the rest fit; `<name:short>` is three words at most,
`<name:number>` a number, `<name:level>` a priority, `<name:length>` a length of time.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from watchbill.language.vocabulary import LEVELS, WORDS

_PARTS = re.compile(
    r"\{(?P<entry>\w+)\}|<(?P<name>\w+)(?::(?P<kind>\w+))?>|(?P<sign>[\[\]()|])|(?P<word>[^\s\[\]()|{}<>]+)"
)
_LEVEL = "|".join(sorted((re.escape(word) for word in LEVELS), key=len, reverse=True))
_LENGTH = (
    r"(?:(?:\d+|an?|the|half an|one|two|three|four|five|six|seven|eight|ten|twelve|fifteen|twenty|thirty|forty-five|sixty|a couple of|a few|another|one more)[- ]?(?:(?:more|extra|additional|further) )?"
    r"(?:minutes?|mins?|m|hours?|hrs?|h|days?|weeks?|months?|night|evening|morning)(?: and a half)?)"
)
_KINDS = {
    None: r"\S.*?",
    "short": r"[\w'&-]+(?: [\w'&-]+){0,2}?",
    "number": r"#?\d+",
    "level": _LEVEL,
    "length": _LENGTH,
}
_AFTER_SPACE = "[,:;]? 's[,:;]? "
"""What “<what>'s” would be, were its two parts two words."""
_SIGNS = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|"}


class Phrases:
    """Templates of one kind, tried in order. They are compiled when they are first used."""

    def __init__(self, *templates: str) -> None:
        self._templates = templates

    def match(self, text: str) -> Mapping[str, str] | None:
        """What the first template that fits the whole text caught, without signs around it; None if none fits."""
        return next(self.all(text), None)

    def all(self, text: str) -> Iterator[Mapping[str, str]]:
        """What each template that fits caught."""
        for template in self._templates:
            if found := compiled(template).fullmatch(f"{text} "):
                yield {name: _trim(part) for name, part in found.groupdict("").items()}


def _trim(text: str) -> str:
    return text.strip().strip(",;:").strip()


@cache
def compiled(template: str) -> re.Pattern[str]:
    """The template as a pattern for a text of single spaces that ends in one."""
    return re.compile(_pattern(template), re.IGNORECASE)


def _pattern(template: str) -> str:
    joined = "".join(_part(found) for found in _PARTS.finditer(template))
    return joined.replace(_AFTER_SPACE, "['\u2019]s ")


def _part(found: re.Match[str]) -> str:
    if found["entry"]:
        return _any_of(WORDS[found["entry"]])
    if found["name"]:
        return rf"(?P<{found['name']}>{_KINDS[found['kind']]})[,:;]? "
    return _SIGNS[found["sign"]] if found["sign"] else _word(found["word"])


def _any_of(entries: Sequence[str]) -> str:
    """Longer ones first, so that “to-do list” isn't taken for “to-do”."""
    ordered = sorted(entries, key=len, reverse=True)
    return f"(?:{'|'.join(_pattern(entry) for entry in ordered)})"


def _word(word: str) -> str:
    return f"{re.escape(word)}[,:;]? "
