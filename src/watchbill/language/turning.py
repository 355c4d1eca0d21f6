"""Sentences about the journal and about projects: undo, redo, history, making and keeping projects."""

import re
from dataclasses import replace
from zoneinfo import ZoneInfo

from watchbill.language import mention
from watchbill.language.days import find_days
from watchbill.language.intent import (
    Days,
    History,
    KeepProject,
    Mention,
    Moment,
    TurnBack,
    ViewProjects,
)
from watchbill.language.phrase import Phrases
from watchbill.language.title import tidy
from watchbill.language.words import unquoted

_I = re.IGNORECASE
_LAST = "(that|it|this|them|those|the last (one|thing|change|action|step|edit|update|command)|last change|last action|the (change|changes)|the previous (one|change|action)|my last (change|action|command|edit)|your last (change|action)|what (you|i|we) just did|what i just did|these changes|those changes|all that|all of (that|it|them|those)|the whole thing|everything you just did|both|last|the deletion|the update|the completion|the addition|your changes)"
_UNDO = Phrases(
    "{UNDO} [change|number|change number] <change:number> [please]",
    f"{{UNDO}} [{_LAST}] [again|now|please]",
    "(take|put|change|turn) (that|it|this|them) back [again|please]",
    "(oops|whoops|wait|oh no|damn|no) [no|wait] {UNDO} [(that|it|this)]",
    "put (it|that|them|things|everything) back (the way|how|as|like) (it|they) (was|were) [before]",
    "i didn't mean (that|to do that|it|to)",
)
_TAKEN_BACK = Phrases(
    "[no] [wait] (that was|it was|that's|this is) (a mistake|an accident|wrong|not right|not what i (meant|wanted|said|asked for)) [so|and] [please] [(take|put|change|turn) (it|that|this|them) back]",
    f"(that was|it was) (a mistake|an accident|wrong) [so|and] [please] {{UNDO}} [{_LAST}]",
    f"(scratch|strike|scrap|disregard) {_LAST} [one|change|thing]",
    "(scratch|cancel|scrap|undo|revert) [the|that|my] [very] (last|previous|latest) [one|change|thing|action|step|edit|command|bit]",
    "cancel (that|what you just did|the change|those changes)",
    "[please] (go|step|take me|take us) back [one step|a step|again|to how it was]",
    "(oops|whoops|oopsie|oh no|oh dear|my bad|wrong one|not that one|ctrl z|control z|ctrl+z) [oops|wrong one|not that one|sorry|my mistake|my bad]",
    "(change|put|set|turn|switch) (it|that|everything|things) back to (how|what|the way) (it|they|things) (was|were) [before]",
    "(i|i've|we) (changed my mind|take that back|take it back) [about that|on that]",
)
_UNDO_SPAN = re.compile(
    r"(?:undo|revert|reverse|roll back|rollback|take back)\s+(?:everything|anything|all|whatever|what|the changes|all changes|all the changes|all of the changes)\s*(?:that |of )?(?:(?:the assistant|you|i|we|the bot)(?:'ve| have)?\s*(?:just )?(?:did|made|changed|done|do)?)?\s*(?P<when>.*)", _I
)  # fmt: skip
_COUNTS = {"both": 2, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5}
_UNDO_SEVERAL = re.compile(
    rf"(?:undo|revert|roll back) (?:(?:the|my|your) )?(?:last )?(?P<count>\d|{'|'.join(_COUNTS)})(?: (?:of (?:them|those)|changes|things|actions|edits|steps))?",
    _I,
)
_REDO = Phrases(
    "redo [change] <change:number>",
    "redo [(that|it|this|the last (one|change|thing)|what (i|you) (undid|just undid))] [again|please]",
    "(do|make|put|bring) (that|it|this) again",
    "undo (the|that|your|my|this) (undo|undoing)",
    "(re-do|reapply) [(it|that|the change)]",
)
_HISTORY = re.compile(
    r"(?:(?:who|when)(?: was it that)?(?: has| have| was| were| did| last| had)? ?(?:i |you |we |it )?(?:last )?(?:changed|edited|ticked off|checked off|crossed off|touched|completed|deleted|added|did|made|modified|updated|moved|renamed|created|removed|finished|change|edit|complete|delete|add|rename|finish)"
    r"|what did (?:the|my) (?:bot|assistant|agents?|robot|ai|helper) (?:just )?(?:do|change|touch|edit)"
    r"|what(?:'s|s| is)? (?:(?:has |have )?(?:happened|changed|been changed|been happening)|did (?:you|the assistant) (?:do|change|just do|just change)|(?:have|did) you (?:done|changed?|do)|was changed|were the (?:last|latest|recent) changes|(?:changes|edits) (?:were|have been) made|are the (?:last|latest|recent) changes|(?:was|is) the (?:last|latest|most recent) (?:thing|change|edit|action)(?: that)?(?: was)?(?: changed| happened| (?:you|i|we|the assistant) (?:did|changed|made))?)"
    r"|(?:show|view|see|give|tell|list|open|display)?\s*(?:me\s+)?(?:the |all |my |recent |latest |last )*(?:history|journal|audit log|activity(?: log)?|changes|change log|log of changes|recent changes))"
    r"(?:\s+(?:to|of|on|with|in|for|about))?(?:\s+(?P<what>.*?))?(?: (?:off|from) (?:my|the) list)?",
    _I,
)
_LATELY = re.compile(r"\b(?:in|over|during) the (?:last|past) (?:\w+ )?(?:hours?|minutes?)\b", _I)
_OFF = re.compile(r"\b((?:who|when) .*?\b(?:tick|check|cross)(?:ed)?) (.+) off$", _I)
_LAST_ONE = re.compile(
    r"\bthe (?:very )?(?:last|latest|most recent) (?:thing|change|edit|action)\b", _I
)
_BY_ASSISTANT = re.compile(
    r"\b(?:did|have|has) (?:you|the assistant)\b|\byou(?:'ve| have)? (?:just |last )?(?:did|do|done|changed?|made)\b",
    _I,
)
_RECENT = re.compile(
    r"(?:(?:my|the|our) )?(?:list|tasks|to-?do list|things|stuff|recently|lately|last|so far|just now|here|since then|everything|(?:was )?made|at all|in my list|anything|most recently)?",
    _I,
)
_MAKE = Phrases(
    "(create|make|start|add|set up|open|begin) [me] [a|another|the] [new] (project|category|folder) [called|named|titled|for|:] <name>",
    "(create|make|start|set up|begin|open|add) [me] [a|another] [new] list (called|named|titled) <name>",
    "(create|make|start|begin|open|set up|generate|compile|write|type up|keep|produce) [me] [a|an|another|my] [new] list (of|for|with) <name>",
    "(create|make|start|begin|open|set up|generate|compile) [me] (a|an|another|a new) <name:short> list",
    "[a] new project [called|named|for|:] <name>",
    "(create|make|add|start|set up) [a|the] [new] <name:short> project",
)
_UNNAMED = re.compile(
    r"(?:i(?:'d| would)? (?:need|want|like)(?: to)? )?(?:create|make|start|begin|open|set up|generate|compile|bring up|add|have)(?: me| up)?(?: (?:an?|another|one))?(?: (?:new|fresh|blank|empty|separate))* (?:check|to-?do |task )?(?:list|project)|new (?:list|project)",
    _I,
)
_RENAME = Phrases(
    "(rename|retitle) [the] project [called|named] <project> (to|as|into) <name>",
    "(rename|retitle) [the|my] <project:short> (project|list|category) (to|as|into) <name>",
    "(rename|retitle) [the|my] [project] <project:short> to [the] <name:short> project",
    "(change|update) the name of [the] project <project> to <name>",
    "(change|update) the name of [the|my] <project:short> (project|list) to <name>",
)
_ARCHIVE = Phrases(
    "(archive|close|shelve|retire) [the|my] (project|list) [called|named] <project>",
    "(archive|close|shelve|retire) [the|my] <project:short> (project|list|category|folder)",
    "archive <project:short>",
)
_UNARCHIVE = Phrases(
    "(unarchive|un-archive|reactivate|reopen|restore) [the|my] project [called|named] <project>",
    "(unarchive|un-archive|reactivate|reopen|restore) [the|my] <project:short> project",
    "unarchive <project:short>",
)
_PROJECTS = re.compile(
    r"(?:(?:what|which|how many|show|list|view|see|tell|give|display)\b.*\b(?:projects|tags|labels|lists)(?: (?:do i have|are there|have i got|exist|i have|there are))?|(?:my|all|all my|the|projects|tags)?\s*(?:projects|tags)|(?:give me )?(?:an )?overview)",
    _I,
)
_SPANS = {
    "morning": (0, 12),
    "afternoon": (12, 18),
    "evening": (17, 24),
    "night": (18, 24),
    "tonight": (18, 24),
}


def turn_back(text: str, moment: Moment) -> TurnBack | None:
    if match := _UNDO_SEVERAL.fullmatch(text):
        return TurnBack(count=_COUNTS.get(match["count"].lower()) or int(match["count"]))
    if (caught := _REDO.match(text)) is not None:
        return TurnBack(is_redo=True, change=_number(caught.get("change")))
    if match := _UNDO_SPAN.fullmatch(text):
        return _of_span(match["when"], moment)
    if (caught := _UNDO.match(text)) is not None:
        return TurnBack(change=_number(caught.get("change")))
    return None if _TAKEN_BACK.match(text) is None else TurnBack(is_of_talk=True)


def _of_span(when: str, moment: Moment) -> TurnBack | None:
    if found := find_days(when, moment, "created"):
        hours = next((span for word, span in _SPANS.items() if word in when.lower()), (0, 24))
        return TurnBack(days=found.days, hours=hours)
    if match := re.search(r"(?:last|past) (?:(\d+) )?(minutes?|hours?)", when):
        here = moment.now.astimezone(ZoneInfo(moment.zone))
        back = int(match[1] or 1) if match[2].startswith("hour") else 1
        return TurnBack(
            days=Days(here.date(), here.date(), "today", "created"),
            hours=(max(0, here.hour - back), 24),
        )
    return (
        TurnBack()
        if not when or re.fullmatch(r"(?:just|now|just now|again|did|so far|please)", when, _I)
        else None
    )


def _number(text: str | None) -> int | None:
    return int(text.lstrip("#")) if text else None


def history(text: str, moment: Moment) -> History | None:
    text = _OFF.sub(r"\1 off \2", _LATELY.sub("today", text))
    match = _HISTORY.fullmatch(text)
    if match is None:
        return None
    asked = History(
        is_last=bool(_LAST_ONE.search(text)), is_of_assistant=bool(_BY_ASSISTANT.search(text))
    )
    what = match["what"] or ""
    found = find_days(what, moment, "updated")
    days = found.days if found else None
    what = re.sub(r"\s+(?:last|lately|recently|most recently)$", "", what, flags=_I)
    rest = f"{what[: found.start]} {what[found.end :]}".strip() if found else what
    if _RECENT.fullmatch(rest):
        return replace(asked, days=days)
    meant = mention.parse(rest, moment)
    return replace(asked, mention=meant if meant != Mention(is_set=True) else None, days=days)


def project(text: str, moment: Moment) -> KeepProject | ViewProjects | None:
    if _UNNAMED.fullmatch(text) and not re.match(r"open list", text, _I):
        return KeepProject("make", "")
    if caught := _RENAME.match(text):
        return KeepProject("rename", unquoted(caught["project"]), tidy(caught["name"]))
    if caught := _MAKE.match(text):
        return KeepProject("make", "", tidy(re.sub(r"^(?:the|my|our) ", "", caught["name"])))
    if caught := _UNARCHIVE.match(text):
        return KeepProject("unarchive", unquoted(caught["project"]))
    if caught := _ARCHIVE.match(text):
        return KeepProject("archive", unquoted(caught["project"]))
    return ViewProjects() if _PROJECTS.fullmatch(text) else None
