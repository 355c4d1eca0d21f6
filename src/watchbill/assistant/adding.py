"""Plans that add tasks."""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from watchbill.assistant import telling
from watchbill.assistant.looking import every, names
from watchbill.assistant.memory import WHERE, Memory, Question
from watchbill.assistant.plan import Call, Outcome, Plan, Say, joined, named, titles
from watchbill.domain import recurrence
from watchbill.domain.due import Due, DueTime
from watchbill.domain.when import in_words
from watchbill.language.intent import Add, Item, Moment
from watchbill.language.likeness import find
from watchbill.language.quick_add import parse
from watchbill.language.title import begins_with_verb

_ASKED = "What shall I add? Say “add” and what there is to do."

_IS = re.compile(
    r"(?!.*\b(?:what|where|when|who|why|how|which|whether|if)\b).*\w(?P<is> (?:is|are))",
    re.IGNORECASE,
)


def add(wanted: Add, memory: Memory, moment: Moment) -> Plan:
    """Add them; what was said in passing is asked first."""
    if not wanted.items:
        asked = f"Of what shall I remind you {wanted.when}?" if wanted.when else _ASKED
        details = {"when": wanted.when} if wanted.when else {}
        return Say(asked, memory.asking(Question(kind="title", act="add", details=details)))
    place = memory.project_of(wanted.placed.items[0].place) if wanted.placed else ""
    if wanted.placed and place and (yield from names()).has(place):
        wanted = wanted.placed
    items = [_as_said(item, memory, moment) for item in _carried(wanted.items, moment)]
    if any(said.place and not item.place for said, item in zip(wanted.items, items, strict=True)):
        return Say(WHERE, memory.without_question())
    if wanted.is_unless:
        return (yield from _lacking(items, memory, moment))
    lines = yield from _lines(items)
    if wanted.is_sure:
        return (yield from add_lines(lines, memory, moment))
    said = joined([_read(item, moment) for item in items])
    said += "," if ", due" in said or ", every" in said else ""
    question = Question(kind="confirm", act="add", details={"lines": lines})
    return Say(f"Shall I add {said} to your list?", memory.asking(question))


def _lacking(items: Sequence[Item], memory: Memory, moment: Moment) -> Plan:
    """Add those that no open task of the list is yet."""
    place = (yield from names()).place_of(items[0].place)
    query = " ".join(f'{kind}:"{name}"' for kind, name in place.items())
    known = titles((yield from every("open", query)))
    found = {item: find(_title(item, moment), known) for item in items}
    there = {ref: known[ref] for refs in found.values() for ref in refs[:1]}
    said = f"There already: {named(there)}."
    lacking = [item for item, refs in found.items() if not refs]
    if not lacking:
        return Say(said, memory.about(tuple(there)))
    told = yield from add_lines((yield from _lines(lacking)), memory, moment)
    return replace(told, text=f"{told.text}\n{said}") if there else told


def _title(item: Item, moment: Moment) -> str:
    return (
        item.line if item.is_literal else parse(item.line, now=moment.now, zone=moment.zone).title
    )


def _as_said(item: Item, memory: Memory, moment: Moment) -> Item:
    """The item with the project that is meant, and with its title's capital."""
    place = memory.project_of(item.place)
    return replace(item, place=place, line=_capital(item, moment))


def _carried(items: Sequence[Item], moment: Moment) -> Iterator[Item]:
    """“Call Ana tomorrow at 10 and email Ben at 11”: a time without a day is on the day before it."""
    day: date | None = None
    for item in items:
        due = _due(item, moment.now, moment.zone)
        if day and isinstance(due, DueTime) and due.local.date() != day:
            morning = datetime.combine(day, time(), ZoneInfo(moment.zone))
            there = DueTime(datetime.combine(day, due.local.time()), due.zone)
            if _due(item, morning, moment.zone) == there:
                yield replace(item, line=f"{item.line} {day}")
                continue
        day = due.local.date() if isinstance(due, DueTime) else None
        yield item


def _due(item: Item, now: datetime, zone: str) -> Due | None:
    return None if item.is_literal else parse(item.line, now=now, zone=zone).due


def _capital(item: Item, moment: Moment) -> str:
    """The line, with its title's first letter large where a date comes before it: “tomorrow call mum”; “the party is on Friday” is the party."""
    title = _title(item, moment)
    if not (item.is_literal or begins_with_verb(title)) and (match := _IS.fullmatch(title)):
        return item.line.replace(title, title[: match.start("is")], 1)
    first = title.split(" ", 1)[0]
    found = re.search(rf"(?<!\S){re.escape(first)}(?!\S)", item.line)
    if item.is_literal or found is None or not first.islower():
        return item.line
    return f"{item.line[: found.start()]}{first.capitalize()}{item.line[found.end() :]}"


def _read(item: Item, moment: Moment) -> str:
    """How the line will be read, before it is: “Pay the rent”, due Saturday."""
    task = parse(item.line, now=moment.now, zone=moment.zone)
    due = in_words(task.due, now=moment.now, zone=moment.zone) if task.due else ""
    facts = [f"due {due}" if due else ""]
    facts += [recurrence.describe(task.recurrence)] if task.recurrence else []
    return ", ".join([f"“{task.title}”", *(fact for fact in facts if fact)])


def _lines(items: Sequence[Item]) -> Generator[Call, Outcome, list[dict[str, Any]]]:
    """The arguments of each task; a list that is named is its project or its tag, as near as there is one, or else a new project."""
    if not any(item.place for item in items):
        return [_line(item) for item in items]
    known = yield from names()
    return [_line(item, **known.place_of(item.place)) for item in items]


def _line(item: Item, project: str = "", tag: str = "") -> dict[str, Any]:
    note = {"description": item.note} if item.note else {}
    mark = f' @"{project}"' if project else f' #"{tag}"' if tag else ""
    if item.is_literal and not mark:
        return {"title": item.line} | note
    line = f'"{item.line}"' if item.is_literal else item.line
    return {"text": f"{line}{mark}"} | note


def add_lines(lines: Sequence[dict[str, Any]], memory: Memory, moment: Moment) -> Plan:
    arguments = lines[0] if len(lines) == 1 else {"items": list(lines)}
    outcome = yield Call("add_task", arguments)
    if not outcome.is_ok:
        return Say(outcome.reason, memory.without_question())
    if question := outcome.content.get("question"):
        return Say(str(question), memory)
    refs = tuple(outcome.titles())
    if outcome.content.get("status") == "repeated":
        return Say(f"That is there already: {named(outcome.titles())}.", memory.about(refs))
    told = _told(outcome, moment)
    kept = memory.in_project(*(row.get("project") for row in outcome.rows().values()))
    return Say(
        f"Added {told}.",
        replace(kept.about(refs), added=refs, listed=refs if len(refs) > 1 else memory.listed),
    )


def _told(outcome: Outcome, moment: Moment) -> str:
    """The new tasks; of one alone also when it is due and how it repeats, as the list has it."""
    rows = list(outcome.rows().values())
    if len(rows) > 1:
        return named(outcome.titles())
    row = rows[0]
    title = named(outcome.titles())
    return telling.line(row, moment).replace(f"#{row['ref']} {row['title']}", title, 1)
