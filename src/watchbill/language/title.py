"""From the words of a wish to titles.

One task or several? “and” parts two tasks when what follows begins with another verb (“buy milk and call mum”), and lists things of
one task otherwise (“buy milk and eggs”). A comma does the same; a semicolon or a new line always parts.
"""

import re

from watchbill.language.words import unquoted

_VERBS = frozenset(
    [
        "answer",
        "apply",
        "arrange",
        "ask",
        "assemble",
        "attend",
        "back",
        "bake",
        "book",
        "borrow",
        "bring",
        "buy",
        "bury",
        "call",
        "cancel",
        "check",
        "choose",
        "clean",
        "clear",
        "close",
        "collect",
        "complain",
        "cook",
        "contact",
        "cut",
        "decide",
        "deliver",
        "discuss",
        "do",
        "draft",
        "draw",
        "drive",
        "drop",
        "email",
        "empty",
        "exchange",
        "feed",
        "file",
        "fill",
        "find",
        "finish",
        "fix",
        "fold",
        "follow",
        "get",
        "give",
        "go",
        "grab",
        "hang",
        "help",
        "hire",
        "install",
        "invite",
        "iron",
        "learn",
        "look",
        "mail",
        "make",
        "meet",
        "mop",
        "move",
        "mow",
        "order",
        "organise",
        "organize",
        "pack",
        "paint",
        "park",
        "pay",
        "phone",
        "pick",
        "plan",
        "plant",
        "play",
        "post",
        "practise",
        "practice",
        "prepare",
        "print",
        "put",
        "read",
        "register",
        "remind",
        "remove",
        "renew",
        "rent",
        "repair",
        "replace",
        "reply",
        "research",
        "reserve",
        "return",
        "review",
        "ring",
        "run",
        "save",
        "schedule",
        "search",
        "sell",
        "send",
        "set",
        "sew",
        "ship",
        "shop",
        "sign",
        "sort",
        "speak",
        "start",
        "stop",
        "study",
        "submit",
        "sweep",
        "switch",
        "take",
        "talk",
        "tell",
        "text",
        "thank",
        "tidy",
        "train",
        "translate",
        "try",
        "turn",
        "unpack",
        "update",
        "upload",
        "vacuum",
        "visit",
        "walk",
        "wash",
        "watch",
        "water",
        "wipe",
        "wrap",
        "write",
    ]
)
_HARD = re.compile(r"\s*(?:;|\n)\s*")
_SOFT = re.compile(
    r"\s*(?:,\s*and\s+(?:then\s+|also\s+)?|,\s*|\s+and\s+(?:then\s+|also\s+|to\s+)?)",
    re.IGNORECASE,
)


def split_titles(text: str) -> tuple[str, ...]:
    """One title, or one for each task that the words name. What is quoted stays whole."""
    bare = unquoted(text)
    if bare != text.strip():
        return (bare,)
    return tuple(
        title for part in _HARD.split(text) for piece in _tasks(part) if (title := tidy(piece))
    )


def _tasks(text: str) -> list[str]:
    """Part the text where a new task begins, if its first one begins with a verb too."""
    if not _begins_with_verb(text):
        return [text]
    parts, start = [], 0
    for match in _SOFT.finditer(text):
        if _begins_with_verb(text[match.end() :]):
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


def _begins_with_verb(text: str) -> bool:
    first = re.match(r"[\w'-]+", text.strip())
    return first is not None and first[0].lower() in _VERBS


def tidy(text: str) -> str:
    """A title in the user's own words and spelling; only its first letter is made a capital."""
    title = unquoted(text.strip().rstrip(".!,; "))
    first = title.split(" ", 1)[0]
    return title[:1].upper() + title[1:] if first.islower() else title
