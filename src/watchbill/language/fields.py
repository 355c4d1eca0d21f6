"""Questions of what one task has: “what's the deadline for the report?”, “what project is the report in?”, “what's the plumber's tag?”."""

import re

_I = re.IGNORECASE
_FIELD = r"(?:status|state|deadline|due date|date|day|time|priority|project|list|tags?|labels?|notes?|reminders?|schedule)"
_ASKED = (
    rf"(?:(?:what|when)(?:'s|s| is| are| was)|tell me|show me|give me) the {_FIELD} (?:of|for|on) (?P<of>.+)",
    rf"(?:what|which) {_FIELD} (?:is|are|does|did|has|have) (?!(?:i|we|you|it|there|my|the) {_FIELD}\b)(?P<has>.+?)(?: (?:in|on|under|at|have|has|got|due|with|belong to|scheduled for))*",
    rf"(?:(?:what|when)(?:'s|s| is| are| was)|tell me|show me) (?P<whose>.+)(?:'s|s') {_FIELD}",
)
_SHAPES = tuple(re.compile(asked, _I) for asked in _ASKED)
_NO_NAME = re.compile(
    r"(?:(?:the|my|our|all|any|your|it|this|that|there|today|tomorrow|\w+day|week|lists?|tasks?|to-?dos?|day|next|now)\b[ ']*)+s?|.*\b(?:i|we|you|due|overdue|today|tomorrow|this|next)\b.*",
    _I,
)


def task_asked_of(text: str) -> str:
    """The words that name the task; none where it is no such question."""
    match = next((found for shape in _SHAPES if (found := shape.fullmatch(text))), None)
    named = next((name for name in match.groups() if name), "") if match else ""
    return "" if _NO_NAME.fullmatch(named) else named
