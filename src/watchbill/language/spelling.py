"""Slips in the words that say what is to be done: “finsh”, “remeber”, “serch”. Titles are left alone."""

import re

from rapidfuzz.distance import OSA

_COMMANDS = [
    "remind",
    "remember",
    "delete",
    "remove",
    "complete",
    "finish",
    "finished",
    "rename",
    "reschedule",
    "postpone",
    "restore",
    "search",
    "schedule",
    "cancel",
    "update",
    "change",
    "create",
    "reopen",
    "priority",
    "history",
    "overdue",
    "project",
    "tasks",
    "everything",
    "undelete",
    "prioritise",
    "prioritize",
    "archive",
    "snooze",
]
_NOUNS = [
    "calendar",
    "schedule",
    "agenda",
    "appointment",
    "appointments",
    "reminder",
    "reminders",
    "meeting",
    "meetings",
    "shopping",
    "grocery",
    "groceries",
    "tomorrow",
]
"""What the list and its things are called: a slip in these is one wherever it stands."""
_BRIEF = ["move", "mark", "push", "show", "list", "undo", "done", "call", "tick"]
"""Short ones: only two letters that changed places are a slip (“mvoe”)."""
_BY_LETTERS = {"".join(sorted(word)): word for word in _BRIEF}
_SMALL = {
    "teh": "the",
    "hte": "the",
    "adn": "and",
    "nad": "and",
    "taht": "that",
    "thsi": "this",
    "wiht": "with",
    "tommorow": "tomorrow",
    "tomorow": "tomorrow",
}
_SHORTEST, _LONG = 5, 8
_FIRST = 4
"""So many words at the start can be the command."""
_WORD = re.compile(r"[A-Za-z]+")


def spelled(sentence: str) -> str:
    """The sentence with slips in its first words put right; one letter, or two in a long word."""
    words = [_SMALL.get(word.lower(), word) for word in sentence.split(" ")]
    first = [_corrected(word, _COMMANDS + _NOUNS) for word in words[:_FIRST]]
    return " ".join([*first, *(_corrected(word, _NOUNS) for word in words[_FIRST:])])


def _corrected(word: str, known_words: list[str]) -> str:
    low = word.lower()
    if low not in _BRIEF and (turned := _BY_LETTERS.get("".join(sorted(low)))):
        return turned
    if not _WORD.fullmatch(low) or len(low) < _SHORTEST or low in _COMMANDS or low in _NOUNS:
        return word
    most = 2 if len(low) >= _LONG else 1
    near = ((OSA.distance(low, known, score_cutoff=most), known) for known in known_words)
    distance, known = min(near)
    return known if distance <= most and low[0] == known[0] else word
