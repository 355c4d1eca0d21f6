"""A sentence to what it asks for. The first rule that fits decides; where none does, nothing is changed."""

import re
from collections.abc import Callable

from watchbill.language import asking, clause, writing
from watchbill.language.intent import Add, Intent, Talk
from watchbill.language.words import strip_politeness

Rule = Callable[[str], Intent | None]

_RULES: tuple[Rule, ...] = (
    asking.small_talk,
    writing.turn_back,
    asking.history,
    asking.view,
    writing.note,
    writing.add,
    writing.rename,
    writing.reopen,
    writing.complete,
    writing.restore,
    writing.delete,
    writing.wish,
)
_ABOUT_TASKS = re.compile(
    r"\b(?:lists?|to[- ]?dos?|tasks?|reminders?|remind|calendars?|schedules?|#\d+)\b",
    re.IGNORECASE,
)
# What other assistants are asked to play, switch, send or look up; a task list has no hand in it.
_OF_OTHERS = re.compile(
    r"\b(?:playlists?|songs?|music|albums?|radio|podcasts?|audiobooks?|volume|speakers?|equali[sz]er|lights?|lighting|lamps?|vacuum|plug|socket|"
    r"e-?mails?|inbox|contacts?|weather|alarms?|timers?|tweets?|facebook|jokes?|movies?|restaurants?|taxi|uber|cab|traffic|stocks?|"
    r"whisper|mute|time ?zone|brighter|louder|tabs|history of|search history|travel alerts?)\b",
    re.IGNORECASE,
)
# What is looked up or changed elsewhere, but may well be something to do.
_AFFAIRS = re.compile(
    r"\b(?:credit|bank|account|cards?|flights?|trains?|recipes?|coffee|subscription|password|insurance|pin|mountain standard)\b",
    re.IGNORECASE,
)


def understand(sentence: str) -> Intent:
    """What the sentence asks for; `Talk("unknown")` when it isn't clear that it is about tasks."""
    text = strip_politeness(sentence)
    found = _strictly(text) or clause.in_parts(text, _strictly) or clause.in_passing(text)
    return Talk("unknown") if found is None or _is_elsewhere(text, found) else found


def _strictly(text: str) -> Intent | None:
    return next((meant for rule in _RULES if (meant := rule(text))), None)


def _is_elsewhere(text: str, found: Intent) -> bool:
    """Whether the words say that somebody else's things are meant, unless a list is named."""
    if isinstance(found, Talk) or _ABOUT_TASKS.search(text):
        return False
    is_task = isinstance(found, Add)
    return bool(_OF_OTHERS.search(text) or (not is_task and _AFFAIRS.search(text)))
