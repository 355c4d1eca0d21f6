"""Whose business a sentence is: the list's, perhaps the list's, or somebody else's (a player, a lamp, a bank).

What a rule understood is doubted here before anything is done. A new task may speak of anything (“add buy a lamp”); only what goes to
another store than the list is none. A task that is there is named by words alone: where these could as well be of a song or of a lamp,
it is the list's business only if the list has such a task.
"""

import re
from typing import Literal

from watchbill.language.intent import ANY, Add, Do, Edit, Intent, Talk, Update, View
from watchbill.language.words import EVENT

Concern = Literal["ours", "perhaps", "others"]

_I = re.IGNORECASE
_ABOUT_TASKS = re.compile(
    r"\b(?:lists?|to[- ]?dos?|tasks?|reminders?|remind|notifications?|alerts?|calendars?|schedules?|#\d+)\b",
    _I,
)
_EVENT = re.compile(rf"\b{EVENT}\b", _I)
_MEDIA = (
    r"playlists?|songs?|music|albums?|tracks?|tunes?|radio|podcasts?|audiobooks?|volume|speakers?|equali[sz]er|artists?|genres?|chapters?|episodes?|"
    r"stations?|channels?"
)
_HOUSE = r"lights?|lighting|lamps?|vacuum|plug|socket|thermostat|fan|oven|blinds|brighter|louder|mute|whisper"
_PHONE = r"e-?mails?|inbox|contacts?|alarms?|timers?|tweets?|facebook|tabs|history of|search history|browser|accent|voice|language|cache"
_WORLD = (
    r"weather|jokes?|movies?|restaurants?|taxi|uber|cab|traffic|stocks?|time ?zone|travel alerts?"
)
_OF_OTHERS = re.compile(rf"\b(?:{_MEDIA}|{_HOUSE}|{_PHONE}|{_WORLD})\b", _I)
_AFFAIRS = re.compile(
    r"\b(?:credit|bank|account|savings|cards?|flights?|trains?|recipes?|subscription|membership|password|insurance|pin|mountain standard|noise|phone|numbers?|apps?|photos?|pictures?|files?|posts?|comments?|messages?|texts?|videos?|wi-?fi)\b",
    _I,
)
"""What is looked up or changed elsewhere, but may well be something to do."""
_ASKED_ELSEWHERE = re.compile(
    r"\b(?:bills?|payments?|loan|mortgage|spend|spent|money|owe|balance|cost)\b|^(?:is|are) (?!(?:anything|something|any|there|all|everything|it|that)\b).* open\b",
    _I,
)
"""What is asked of a bank or of a shop; to pay the bill or to go there is a task."""
_ABROAD = re.compile(
    r"\b(?:events?|activities|happening|going on)\b.*\bin (?!(?:the|my|our|an?|this|next|january|february|march|april|may|june|july|august|september|october|november|december)\b|\d)[a-z]+",
    _I,
)
"""Events in a town are not those on a list."""
_WEAK_DELETE = re.compile(
    r"(?:clear|empty|wipe|drop|kill|dump|purge|toss|ditch|forget|dismiss|strike|scratch|lose|take|clean|throw|bin|trash|chuck|nuke|axe|destroy)\b",
    _I,
)
"""Verbs that are of chores as well: to clear the dishwasher is a task, or a wish to a machine."""
_OF_THE_PAST = re.compile(
    r"(?:when|what time|who) (?:did|was|were|has|have|had)\b(?! (?:i|we|you)\b)", _I
)
_LEVEL = re.compile(r"\b(?:priorit\w*|prio|p[1-4]|urgent|important|critical)\b", _I)
_OTHER_STORE = re.compile(
    r"\b(?:to|on|in|into|onto) (?:my |the |a |his |her |our |your )?(?:[\w'-]+ )?(?:playlists?|favou?rites?|rotation|library|queue|contacts?|facebook|account|savings|shuffle)\b",
    _I,
)
_PLAYED = re.compile(
    rf"(?:(?:add|put|include|save|keep|store) )?(?:this|that|the (?:current|last|next)) (?:{_MEDIA})\b",
    _I,
)
_SWITCHED = re.compile(
    rf"(?:put|set|turn|switch|change|make)\b.*\b(?:(?:{_HOUSE}|{_MEDIA}) (?:on|off|to|in)\b|colou?r\b)",
    _I,
)
_FIGURE = r"(?:[\d.,]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|a hundred|a thousand)"
_SUM = re.compile(rf"(?:add|put) (?:up )?{_FIGURE}(?:(?:,| and| to| plus| with)+ {_FIGURE})+", _I)


def concern(text: str, found: Intent) -> Concern:
    """Whose business what was understood of the text is."""
    if isinstance(found, Add):
        return "others" if _is_of_others(text) else "ours"
    if isinstance(found, Talk) or _ABOUT_TASKS.search(text):
        return "ours"
    return "perhaps" if _is_doubtful(text, found) else "ours"


def _is_doubtful(text: str, found: Intent) -> bool:
    """Whether words that name a task, or ask for one, may be of something else."""
    is_foreign = bool(_OF_OTHERS.search(text) or _AFFAIRS.search(text))
    match found:
        case Do() | Update() if found.mention.refs or found.mention.pronoun:
            return False
        case Update():
            return is_foreign or not (found.otherwise or _says_a_field(text, found.edit))
        case Do():
            return is_foreign or not _is_told(text, found)
        case View():
            is_asked = _ASKED_ELSEWHERE.search(text) or _ABROAD.search(text)
            return is_foreign or bool(is_asked)
        case _:
            return is_foreign or bool(_OF_THE_PAST.match(text))


def _is_told(text: str, found: Do) -> bool:
    """Whether it is certain what is to go: “clear the dishwasher” may be no wish to delete."""
    is_plain = found.act != "delete" or not _WEAK_DELETE.match(text)
    is_named = found.mention.filter != ANY or found.mention.places or _EVENT.search(text)
    return is_plain or bool(is_named)


def _is_of_others(text: str) -> bool:
    """“Add this song to my playlist”, “add 4 and 9”."""
    if _SUM.fullmatch(text):
        return True
    if _ABOUT_TASKS.search(text):
        return False
    return bool(_OTHER_STORE.search(text) or _PLAYED.match(text) or _SWITCHED.match(text))


def _says_a_field(text: str, edit: Edit) -> bool:
    """Whether the sentence names what only a task has: a time, a tag, a note; “change my accent to british” doesn't."""
    if edit.priority:
        return bool(_LEVEL.search(text))
    return bool(
        edit.when or edit.repeat or edit.remind or edit.append or edit.describe or edit.add_tags or edit.remove_tags or edit.clear
        or _EVENT.search(text) or re.match(r"(?:rename|retitle|reword)\b|.*\bthe .+ one\b", text, _I)
    )  # fmt: skip
