"""One line of quick-add to a task: “Pay rent every 1st p1 #home @Flat remind me the day before”, in any order.

What is understood is taken out of the line, the rest is the title. Words in quotation marks, and a word after a backslash, stay as
they are. Lines below the first are subtasks.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from watchbill.domain.due import Due, DueDate
from watchbill.domain.recurrence import Recurrence
from watchbill.domain.reminder import Reminder
from watchbill.language.date import Habits, Reading, Span, read
from watchbill.language.mark import Mark, Style, find_marks

_LITERAL = re.compile(r"\"[^\"\n]+\"|“[^”\n]+”|`[^`\n]+`|\\\S+|(?<!\S)'[^'\n]+'(?=[\s,.;:!?)]|$)")
_PAST = re.compile(r"\b(?:ago|last|past|previous|yesterday|back)\b", re.IGNORECASE)
_REMIND = re.compile(
    r"^\s*(?:(?:please\s+)?(?:remind me|remember|don'?t forget)\s+(?:to\s+)?|(?:todo|task|reminder)\s*:\s*"
    r"|(?:set|create)\s+(?:up\s+|me\s+|an?\s+|the\s+|another\s+)*reminder\s*(?::|to|about|for|that)\s*)(?=\S)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*+•]\s+)?(?:\[[ xX]?\]\s*)?|^\s*\d+[.)]\s+")
_SUBTASKS = re.compile(r"\s+(?:subtasks?|steps?)\s*:\s*(?P<list>.+)$", re.IGNORECASE)
_HANGING = (
    (
        re.compile(r"\(\s*\0+\s*\)|\[\s*\0+\s*\]|\{\s*\0+\s*\}"),
        " ",
    ),  # brackets around what was taken
    (re.compile(r"(?<=[,;])\s*\0+\s*[,;]"), ""),  # one of two commas
    (re.compile(r"(?<=[!?])\s*\0+\s*[!?.]+"), ""),  # a second end of a sentence
    (re.compile(r"\s*\0+\s*(?=[,;:.!?)])"), ""),  # the space before a sign
    (re.compile(r"\0+"), " "),
)
_TO = re.compile(r"[\s,]*to\s+(?=\w)")
_HABITS = Habits()


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood: where it stands in the line, and its words."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class QuickTask:
    """What a line says. `priority` is None where nothing is said; `end` is the end of a range whose begin `due` is."""

    title: str
    due: Due | None = None
    recurrence: Recurrence | None = None
    reminders: tuple[Reminder, ...] = ()
    priority: int | None = None
    project: str | None = None
    tags: tuple[str, ...] = ()
    subtasks: tuple[str, ...] = ()
    end: Due | None = None
    chips: tuple[Chip, ...] = ()


def parse(
    text: str, *, now: datetime, zone: str, habits: Habits = _HABITS, style: Style = "watchbill"
) -> QuickTask:
    """Read a line as somebody in `zone` means it at `now` (aware). A line that is nothing but a date is a title."""
    line, subtasks = _split(text)
    literals = [match.span() for match in _LITERAL.finditer(line)]
    marks = _apart(find_marks(line, style), literals)
    hidden = _hide(_hide(line, literals, "Q"), [(mark.start, mark.end) for mark in marks], " ")
    reading = _future(read(hidden, now=now, zone=zone, habits=habits), hidden, now, zone)
    reading = _with_pairs(reading, marks, now, zone, habits)
    task = _task(line, hidden, marks, reading)
    return replace(task, subtasks=subtasks)


def _split(text: str) -> tuple[str, tuple[str, ...]]:
    """The line, and the subtasks below it or after “subtasks:”."""
    first, *below = [line for line in text.strip().splitlines() if line.strip()] or [""]
    match = _SUBTASKS.search(first)
    if match:
        first, below = first[: match.start()], [*re.split(r"\s*[,;]\s*", match["list"]), *below]
    named = (_BULLET.sub("", line).strip() for line in below)
    return first, tuple(name for name in named if name)


def _apart(marks: list[Mark], literals: list[tuple[int, int]]) -> list[Mark]:
    """The marks that aren't quoted; `@"two words"` has its own quotes."""
    return [
        mark for mark in marks if not any(start <= mark.start < end for start, end in literals)
    ]


def _hide(text: str, spans: list[tuple[int, int]], sign: str) -> str:
    for start, end in spans:
        text = text[:start] + sign * (end - start) + text[end:]
    return text


def _future(reading: Reading, text: str, now: datetime, zone: str) -> Reading:
    """“Reply to the mail from 3 days ago” isn't due then; “asap” is due today."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if reading.is_now:
        return replace(reading, due=DueDate(today))
    said = " ".join(text[span.start : span.end] for span in reading.spans)
    is_past = reading.due is not None and _day(reading.due) < today and _PAST.search(said)
    return Reading() if is_past else reading


def _day(due: Due) -> date:
    return due.on if isinstance(due, DueDate) else due.local.date()


def _with_pairs(
    reading: Reading, marks: list[Mark], now: datetime, zone: str, habits: Habits
) -> Reading:
    """What todo.txt's `due:` and `rec:` say goes before what words say."""
    said = {mark.kind: mark.value for mark in marks if mark.kind in ("due", "recurrence")}
    if not said:
        return reading
    text = " starting ".join(said[kind] for kind in ("recurrence", "due") if kind in said)
    pair = read(text, now=now, zone=zone, habits=habits)
    return replace(
        reading,
        due=pair.due or reading.due,
        recurrence=pair.recurrence or reading.recurrence,
    )


def _task(line: str, hidden: str, marks: list[Mark], reading: Reading) -> QuickTask:
    used = [span for span in reading.spans if span.kind != "range"]
    title = _title(line, [*used, *marks])
    if not title:
        title, reading = _title(line, list(marks)), Reading()
    if not title:
        title, marks = line.strip(), []
    tags = dict.fromkeys(mark.value for mark in marks if mark.kind == "tag")
    understood: list[Span | Mark] = [*reading.spans, *marks]
    chips = [_chip(each, line) for each in understood if each.kind != "created"]
    return QuickTask(
        title=title,
        due=reading.due,
        recurrence=reading.recurrence,
        reminders=reading.reminders,
        priority=next((int(mark.value) for mark in marks if mark.kind == "priority"), None),
        project=next((mark.value for mark in marks if mark.kind == "project"), None),
        tags=tuple(tags),
        end=reading.end,
        chips=tuple(sorted(chips, key=_start)),
    )


def _chip(part: Span | Mark, line: str) -> Chip:
    return Chip(part.kind, part.start, part.end, line[part.start : part.end])


def _start(chip: Chip) -> int:
    return chip.start


def _title(line: str, used: list[Span | Mark]) -> str:
    """The line without what was understood, and without what that leaves hanging."""
    kept = _hide(line, [(each.start, each.end) for each in used], "\0")
    for pattern, instead in _HANGING if used else ():
        kept = pattern.sub(instead, kept)
    if used and min(each.start for each in used) == 0:
        kept = _begun(kept, line)
    kept = _LITERAL.sub(_freed, _REMIND.sub("", kept))
    kept = re.sub(r"\s+", " ", kept).strip()
    return kept.strip(" ,;:-\u2013").removesuffix(".").strip() if used else kept


def _begun(kept: str, line: str) -> str:
    """What follows a date at the start: “Tomorrow to buy stamps” leaves “Buy stamps”; “Tomorrow buy stamps” leaves the words as they are."""
    lead = _TO.match(kept)
    if lead is None:
        return kept
    rest = kept[lead.end() :]
    return rest[:1].upper() + rest[1:] if line[:1].isupper() else rest


def _freed(match: re.Match[str]) -> str:
    """The words that a backslash or quotation marks kept from being read; single quotes stay, as they may be apostrophes."""
    if match[0][0] == "'":
        return match[0]
    return match[0][1:] if match[0][0] == "\\" else match[0][1:-1]
