"""Plans about the journal and about projects: undo, redo, history, overview."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from watchbill.assistant.looking import names
from watchbill.assistant.memory import WHERE, Memory
from watchbill.assistant.plan import Call, Outcome, Plan, Say, joined, named
from watchbill.assistant.search import Aim, search
from watchbill.assistant.telling import day_in_words
from watchbill.language.intent import History, KeepProject, Moment, TurnBack

_MOST = 100
_SHOWN = 10
_NOTHING = "Nothing has happened yet."
_NAMELESS = "What shall it be called? Say, for example, “make a list called Holiday”."
_OF_OTHERS = "I changed nothing then. Others did this:"
_NOTHING_HERE = "I changed nothing in this conversation, so there is nothing to take back. “Undo” takes back my last change."


def turn_back(wanted: TurnBack, memory: Memory, moment: Moment) -> Plan:
    if wanted.is_of_talk and not memory.changes:
        return Say(_NOTHING_HERE, memory)
    if wanted.days is not None or wanted.count > 1:
        return (yield from _several(wanted, memory, moment))
    redo = {"redo": True} if wanted.is_redo else {}
    if wanted.change is None and len(memory.changes) > 1:
        numbers: Sequence[int] = memory.changes if wanted.is_redo else memory.changes[::-1]
        return (yield from _each(numbers, redo, memory))
    number = {} if wanted.change is None else {"change": wanted.change}
    outcome = yield Call("undo_change", {**number, **redo})
    return _turned([outcome], memory, is_redo=wanted.is_redo)


def _each(numbers: Sequence[int], redo: Mapping[str, bool], memory: Memory) -> Plan:
    """What one sentence did, taken back as one: the last of it first."""
    outcomes: list[Outcome] = []
    for number in numbers:
        outcome = yield Call("undo_change", {"change": number, **redo})
        outcomes.append(outcome)
        if not outcome.is_ok:
            break
    return _turned(outcomes, memory, is_redo=bool(redo))


def _several(wanted: TurnBack, memory: Memory, moment: Moment) -> Plan:
    """The last so many, or what the assistant did in these hours of those days, if it is still so; the last of it first."""
    arguments: dict[str, Any] = {"actor": "me", "limit": _MOST}
    if wanted.days and wanted.days.first:
        arguments["after"] = str(wanted.days.first)
    outcome = yield Call("view_changes", arguments)
    if not outcome.is_ok:
        return Say(outcome.reason, memory)
    rows = [row for row in outcome.content["changes"] if _holds(row)]
    if wanted.days:
        rows = [row for row in rows if _is_within(row, wanted, moment)]
    else:
        rows = rows[: wanted.count]
    if not rows:
        return Say("I did nothing then that could be undone.", memory)
    return (yield from _each([row["change"] for row in rows], {}, memory))


def _is_within(row: Mapping[str, Any], wanted: TurnBack, moment: Moment) -> bool:
    at = datetime.fromisoformat(row["at"]).astimezone(ZoneInfo(moment.zone))
    days, (begin, end) = wanted.days, wanted.hours
    is_before = bool(days and days.last and at.date() > days.last)
    return begin <= at.hour < end and not is_before


def _holds(row: Mapping[str, Any]) -> bool:
    return not row.get("undone_by") and not row.get("undoes")


def _turned(outcomes: Sequence[Outcome], memory: Memory, *, is_redo: bool) -> Say:
    """What was turned back; where one is refused, what was done before it is told as well."""
    done = [one for one in outcomes if one.is_ok]
    failed = [one.reason for one in outcomes if not one.is_ok]
    if asked := [str(one.content["question"]) for one in done if "question" in one.content]:
        return Say("\n".join(asked), memory)
    titles = {ref: title for one in done for ref, title in one.titles().items()}
    said: list[str] = []
    if done:
        verb = "Done again" if is_redo else "Undone"
        numbers = joined([str(one.content["change"]) for one in done])
        about = f": {named(titles)}" if titles else ""
        said = [f"{verb}, by change{'s' if len(done) > 1 else ''} {numbers}{about}."]
    return Say("\n".join([*said, *failed]), memory.about(tuple(titles)))


def history(wanted: History, memory: Memory, moment: Moment) -> Plan:
    arguments: dict[str, Any] = {"limit": _SHOWN}
    arguments |= {"actor": "me"} if wanted.is_of_assistant else {}
    is_vague = wanted.mention is not None and wanted.mention.pronoun and not memory.mentioned
    if wanted.mention is not None and not is_vague:
        found = yield from search(wanted.mention, Aim("history", memory, moment, {}))
        if isinstance(found, Say):
            return found
        return (yield from history_of(next(iter(found)), memory, moment, is_last=wanted.is_last))
    days = wanted.days
    if days and days.first:
        arguments |= {"after": str(days.first), "limit": _MOST}
    if wanted.is_last:
        arguments["limit"] = 1
    until = days.last if days else None
    told = _told((yield Call("view_changes", arguments)), memory, moment, until=until)
    if not (wanted.is_of_assistant and told.text == _NOTHING):
        return told
    del arguments["actor"]
    told = _told((yield Call("view_changes", arguments)), memory, moment, until=until)
    return told if told.text == _NOTHING else replace(told, text=f"{_OF_OTHERS}\n{told.text}")


def history_of(ref: int, memory: Memory, moment: Moment, *, is_last: bool = False) -> Plan:
    limit = 1 if is_last else _SHOWN
    outcome = yield Call("view_changes", {"limit": limit, "task": f"#{ref}"})
    return _told(outcome, memory.about([ref]), moment, until=None)


def _told(outcome: Outcome, memory: Memory, moment: Moment, *, until: date | None) -> Say:
    if not outcome.is_ok:
        return Say(outcome.reason, memory)
    zone = ZoneInfo(moment.zone)
    rows = [
        row
        for row in outcome.content.get("changes", [])
        if until is None or datetime.fromisoformat(row["at"]).astimezone(zone).date() <= until
    ]
    lines = [f"{row['change']}: {row['said']} ({_by(row, moment)})" for row in rows[:_SHOWN]]
    more = [f"… and {len(rows) - _SHOWN} more."] if len(rows) > _SHOWN else []
    return Say("\n".join([*lines, *more]) or _NOTHING, memory)


def _by(row: Mapping[str, Any], moment: Moment) -> str:
    """Whose change it is, and when: “owner, today 17:00”."""
    here = datetime.fromisoformat(row["at"]).astimezone(ZoneInfo(moment.zone))
    return f"{row['actor'].removeprefix('user:')}, {day_in_words(here, moment)} {here:%H:%M}"


def keep_project(wanted: KeepProject, memory: Memory) -> Plan:
    """Make, rename or archive a project; an archived one is known by its exact name alone."""
    if wanted.act == "make" and not wanted.name:
        return Say(_NAMELESS, memory)
    if wanted.act == "make":
        return _kept(
            (yield Call("save_project", {"name": wanted.name})),
            f"Made the project “{wanted.name}”.",
            replace(memory.about(()), project=wanted.name),
        )
    if not (spoken := memory.project_of(wanted.project)):
        return Say(WHERE, memory)
    known = (yield from names()).project(spoken) or spoken
    if wanted.act == "unarchive":
        known = yield from _archived(known)
    name = wanted.name if wanted.act == "rename" else known
    archived = {} if wanted.act == "rename" else {"archived": wanted.act == "archive"}
    outcome = yield Call("save_project", {"name": name, "project": known, **archived})
    verb = {"archive": "Archived", "unarchive": "Took out of the archive"}.get(wanted.act)
    said = f"{verb}: “{known}”." if verb else f"Renamed the project “{known}” to “{name}”."
    return _kept(outcome, said, replace(memory.about(()), project=name))


def _archived(said: str) -> Generator[Call, Outcome, str]:
    """The name as it is written, of a project that the overview doesn't show."""
    outcome = yield Call("save_project", {"name": said, "project": said, "preview": True})
    rows = outcome.content.get("changed", [])
    return next((str(row["old"]) for row in rows if row["field"] == "name"), said)


def _kept(outcome: Outcome, said: str, memory: Memory) -> Say:
    return Say(said if outcome.is_ok else outcome.reason, memory)


def overview(memory: Memory) -> Plan:
    """Which projects and tags there are, each with its open tasks."""
    outcome = yield Call("view_projects", {})
    rows = outcome.content
    lines = [_counted(row["name"], row) for row in rows.get("projects", [])]
    lines += [_counted(f"#{row['name']}", row) for row in rows.get("tags", [])]
    return Say("\n".join(lines) or outcome.reason, memory)


def _counted(name: str, row: Mapping[str, Any]) -> str:
    counts = [f"{row['open']} open"]
    counts += [f"{row[what]} {what}" for what in ("overdue", "today") if row.get(what)]
    return f"{name}: {', '.join(counts)}"
