"""What people ask of a task list that this one has not: an order of one's own, people, stages of work, tags without tasks. It is said so."""

import re

from watchbill.language import mention
from watchbill.language.intent import Edit, Moment, Talk, Topic, Update

_I = re.IGNORECASE
_TASK = r"(?:it|that|this|them|(?:that|this) one|#?\d+|(?:the|my|our|everything|all)\b.*?)"
_ORDER = re.compile(
    rf"(?:(?:move|put|bring|pin|stick|place|keep|push|send|drag|have|make) {_TASK}|\w+ it)(?: up| down| back)? (?:to|at|on|in) (?:the )?(?:very )?(?:top|bottom|front|head|start|beginning|end)(?: of (?:(?:the|my|our|that|this) )?(?:[\w'-]+ ){{0,2}}?(?:list|queue|pile|tasks|project))?"
    rf"|move {_TASK} (?:above|below|underneath|on top of) {_TASK}|(?:move|bring|push) {_TASK} (?:up|down)(?: (?:in|on) (?:the|my) list| the list)?",
    _I,
)
_STAGE = re.compile(
    rf"(?:mark|set|flag|put|label|move|change) {_TASK} (?:(?:as|to|in|into|on) )?(?:being )?(?:in[- ]?progress|progress|started|begun|ongoing|under ?way|on hold|hold|pending|paused|doing|wip|in review|half[- ]done|half[- ]finished|partly done|(?:\d+|fifty) ?(?:%|percent)(?: done| complete)?)",
    _I,
)
_TAGS = re.compile(
    r"(?:rename|retitle|change|merge) (?:the |my )?(?:(?:tag|label|hashtag) #?(?!(?:of|on|for|from)\b)[\w/-]+|#?[\w/-]+ (?:tag|label|hashtag)) (?:to|into|as|with) .+"
    r"|(?:delete|remove|get rid of|drop|erase) (?:the |my )?(?:(?:tag|label|hashtag) #?(?!(?:of|on|from|off)\b)[\w/-]+(?: (?:everywhere|altogether|completely|entirely|for good))?|#?[\w/-]+ (?:tag|label|hashtag) (?:everywhere|altogether|completely|entirely|for good))"
    r"|(?:create|make|add) (?:a |another )?(?:new )?(?:tag|label|hashtag) (?:called |named )?#?[\w/-]+",
    _I,
)
_TO_ME = re.compile(
    rf"(?:re)?assign {_TASK} to (?:me|myself|us|him|her|them|somebody|someone)", _I
)
_ASSIGNED = re.compile(
    rf"(?:re)?assign (?P<what>{_TASK}) to (?P<whom>@?\w[\w'&-]*(?: \w[\w'&-]*)?)", _I
)
_KINDS: tuple[tuple[Topic, re.Pattern[str]], ...] = (
    ("order", _ORDER),
    ("stages", _STAGE),
    ("tags", _TAGS),
    ("people", _TO_ME),
)
BEYOND = frozenset(topic for topic, _ in _KINDS)
"""What is told of these belongs to the list, so it may be a part of a sentence."""


def unable(text: str) -> Talk | None:
    """What isn't to be had is told, and nothing is changed."""
    return next((Talk(topic) for topic, pattern in _KINDS if pattern.fullmatch(text)), None)


def assign(text: str, moment: Moment) -> Update | None:
    """“Assign the report to Bob”: Bob may be a project; where there is none, tasks have no people."""
    match = _ASSIGNED.fullmatch(text)
    if match is None:
        return None
    edit = Edit(project=match["whom"].removeprefix("@"))
    return Update(mention.parse(match["what"], moment), edit, Talk("people"))
