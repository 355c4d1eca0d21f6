"""From the words of a wish to titles.

One task or several? “and” parts two tasks when what follows begins with another verb (“buy milk and call mum”), and lists things of
one task otherwise (“buy milk and eggs”). A comma does the same; a semicolon or a new line always parts.
"""

import re

from watchbill.language.vocabulary import VERBS
from watchbill.language.words import unquoted

_HARD = re.compile(r"\s*(?:;|\n)\s*")
_SOFT = re.compile(
    r"\s*(?:,\s*and\s+(?:then\s+|also\s+)?|,\s*|\s+and\s+(?:then\s+|also\s+|to\s+)?)",
    re.IGNORECASE,
)

_ROW = re.compile(
    r"[\w'-]+(?: [\w'-]+){0,2}(?:(?:, and |, | and | & )[\w'-]+(?: [\w'-]+){0,2})+", re.IGNORECASE
)
_SAYS_WHEN = re.compile(
    r"(?:,|\band) (?:due|every|on|at|by|in|from|for|with|today|tomorrow|tonight|next|this|\w+day|p[1-4]|#|high|low|medium|urgent)\b",
    re.IGNORECASE,
)
_VERB = r"[\w'-]+(?: (?:up|out|off|down|away|in|over))?"
_LONE = re.compile(rf"\s*{_VERB}(?:(?:, and |, | and ){_VERB})*\s*", re.IGNORECASE)
"""A verb without a thing of its own: “wash and iron the shirts” is one task."""
_AND = re.compile(r", and |, | and | & ", re.IGNORECASE)


def split_titles(text: str, *, is_list: bool = False) -> tuple[str, ...]:
    """One title, or one for each task that the words name. What is quoted stays whole.

    `is_list`: the words go on a list of things, where “milk, eggs and bread” are three.
    """
    bare = unquoted(text)
    if bare != text.strip():
        return (bare,)
    return tuple(
        title
        for part in _HARD.split(text)
        for piece in _tasks(part, is_list=is_list)
        if (title := tidy(piece))
    )


def _tasks(text: str, *, is_list: bool) -> list[str]:
    """Part the text where a new task begins, if its first one begins with a verb too; a row of things is parted too."""
    if not begins_with_verb(text):
        is_row = (
            bool(_ROW.fullmatch(text)) and (is_list or "," in text) and not _SAYS_WHEN.search(text)
        )
        return _AND.split(text) if is_row else [text]
    parts, start = [], 0
    for match in _SOFT.finditer(text):
        before = text[start : match.start()]
        rest = text[match.end() :]
        is_shared = _LONE.fullmatch(before) and not _LONE.fullmatch(rest)
        if begins_with_verb(rest) and not is_shared:
            parts.append(before)
            start = match.end()
    return [*parts, text[start:]]


def begins_with_verb(text: str) -> bool:
    first = re.match(r"[\w'-]+", text.strip())
    return first is not None and first[0].lower() in VERBS


def tidy(text: str) -> str:
    """A title in the user's own words and spelling; only its first letter is made a capital, unless it is quoted."""
    trimmed = text.strip().rstrip(".!,; ")
    title = unquoted(trimmed)
    if title != trimmed:
        return title
    first = title.split(" ", 1)[0]
    return title[:1].upper() + title[1:] if first.islower() else title
