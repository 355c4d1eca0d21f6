"""What is said of a new task after its title: “… with high priority”, “… tagged home”, “… in the work project”, “… with a note saying …”."""

import re

from watchbill.language.intent import Item
from watchbill.language.vocabulary import LEVELS
from watchbill.language.words import unquoted

_I = re.IGNORECASE
_LEVEL = "|".join(sorted((re.escape(word) for word in LEVELS), key=len, reverse=True))
_JOINT = r"[,.]?\s+(?:and\s+)?(?:(?:make|set|mark|with|as|at|of|it|is|its|it's|has|give)\s+){0,3}(?:a\s+|the\s+)?"
_PRIORITY = re.compile(
    rf"{_JOINT}(?:(?P<before>{_LEVEL})[- ](?:priority|prio)|(?:priority|prio)\s+(?:of\s+|to\s+)?(?P<after>{_LEVEL}))(?=$|[\s,.])",
    _I,
)
_TAGS = re.compile(
    r"[,.]?\s+(?:and\s+)?(?:(?:tag|label)(?:ged|led)?\s+(?:it\s+)?(?:as\s+|with\s+)?|with\s+(?:the\s+)?(?:tags?|labels?)\s+)(?P<tags>#?[\w/-]+(?:(?:,\s*|\s+and\s+)#?[\w/-]+)*)$",
    _I,
)
_PROJECT = re.compile(
    r"[,.]?\s+(?:and\s+put\s+it\s+)?(?:in|into|under|to)\s+(?:the\s+|my\s+)?(?:project\s+(?P<after>[\w&'-]+)|(?P<before>[\w&'-]+)\s+project)\b|,\s*project:?\s+(?P<last>[\w&'-]+)(?=$|,|\s+p[1-4])",
    _I,
)
_NOTE = re.compile(
    r"[,.]?\s+(?:and\s+)?with\s+(?:a\s+|the\s+)?(?:note|description|comment)\s*(?:saying|that says|reading|:)?\s+(?P<note>.+)$",
    _I,
)


def with_details(line: str, place: str) -> Item:
    """A task to add, with what the line says of it in words put where quick-add reads it."""
    note = level = ""
    if match := _NOTE.search(line):
        line, note = line[: match.start()], unquoted(match["note"])
    if match := _PRIORITY.search(line):
        level = f" p{LEVELS[(match['before'] or match['after']).lower()]}"
        line = f"{line[: match.start()]}{line[match.end() :]}"
    if match := _TAGS.search(line):
        names = re.split(r",\s*|\s+and\s+", match["tags"])
        line = " ".join([line[: match.start()], *(f"#{name.lstrip('#')}" for name in names)])
    if match := _PROJECT.search(line):
        line = f"{line[: match.start()]}{line[match.end() :]}"
        place = place or match["after"] or match["before"] or match["last"]
    return Item(line + level, place, note=note)
