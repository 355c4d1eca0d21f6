"""Tasks by what is true of them: a filter in words to the filter language, and what the tools answer to it."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from watchbill.assistant import telling
from watchbill.assistant.memory import WHERE, Memory
from watchbill.assistant.plan import Call, Missing, Outcome, Plan, Row, Rows, Say, titles
from watchbill.domain.due import DueTime
from watchbill.language.intent import ANY, Days, Filter, Look, Moment, View
from watchbill.language.likeness import find

_PAGE, _PAGES = 100, 10
_EMPTY = "There is nothing to do: your list is empty."
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Names:
    """The projects and tags that there are."""

    projects: tuple[str, ...]
    tags: tuple[str, ...]

    def project(self, said: str) -> str | None:
        return meant(said, self.projects)

    def tag(self, said: str) -> str | None:
        return meant(said, self.tags)

    def has(self, said: str) -> bool:
        """Whether one is called just so, case aside."""
        return said.casefold() in (name.casefold() for name in (*self.projects, *self.tags))

    def place_of(self, said: str) -> dict[str, str]:
        """What a list that is named is: a project or a tag that is there, or else a project to make."""
        if not said:
            return {}
        if (project := self.project(said)) is None and (tag := self.tag(said)) is not None:
            return {"tag": tag}
        return {"project": project or said.capitalize()}


def meant(said: str, names: Sequence[str]) -> str | None:
    """The name that is meant: case, a plural and a typo aside; None where none or several may be."""
    found = find(said, dict(enumerate(names))) if said else []
    return names[found[0]] if len(found) == 1 else None


def names() -> Generator[Call, Outcome, Names]:
    outcome = yield Call("view_projects", {})
    said = outcome.content
    return Names(*(tuple(row["name"] for row in said.get(of, [])) for of in ("projects", "tags")))


def every(state: str, query: str = "") -> Generator[Call, Outcome, Rows]:
    """All tasks of a state and a filter by their refs; of a very long list, its first thousand."""
    rows: Rows = {}
    cursor: str | None = None
    for _ in range(_PAGES):
        wanted: dict[str, Any] = {"state": state, "limit": _PAGE}
        wanted |= {"query": query} if query else {}
        wanted |= {"cursor": cursor} if cursor else {}
        outcome = yield Call("view_tasks", wanted)
        rows |= outcome.rows()
        cursor = outcome.content.get("cursor")
        if cursor is None:
            break
    return rows


def placed(filter: Filter, memory: Memory) -> Generator[Call, Outcome, Filter | Say]:
    """The filter with the names that there are: what it calls a place is a project, a tag, or just a word."""
    if not (filter.place or filter.project or filter.tag or filter.but):
        return filter
    known = yield from names()
    if filter.but:
        filter = replace(filter, but=_named(filter.but, known))
    if filter.place:
        if not (place := memory.project_of(filter.place)):
            return Say(WHERE, memory)
        return _as_known(replace(filter, place=place), known)
    for noun, said, found in (
        ("project", filter.project, known.project(filter.project)),
        ("tag", filter.tag, known.tag(filter.tag)),
    ):
        if said and found is None:
            return Say(f"There is no {noun} “{said}”.{_known(noun, known)}", memory)
    return replace(
        filter,
        project=known.project(filter.project) or "",
        tag=known.tag(filter.tag) or "",
    )


def _known(noun: str, known: Names) -> str:
    there = known.projects if noun == "project" else known.tags
    return f" There are: {', '.join(there[:_SHOWN])}." if there else ""


def _named(said: str, known: Names) -> str:
    """In the filter language, what a word names: a project, a tag, or else what is said of a task."""
    if project := known.project(said):
        return f'project:"{project}"'
    tag = known.tag(said)
    return f'tag:"{tag}"' if tag else f'"{said}"'


def _as_known(filter: Filter, known: Names) -> Filter:
    bare = replace(filter, place="")
    if project := known.project(filter.place):
        return replace(bare, project=project)
    if tag := known.tag(filter.place):
        return replace(bare, tag=tag)
    return replace(bare, words=f"{filter.words} {filter.place}".strip())


def query_of(filter: Filter) -> str:
    """The filter in the filter language, without its words."""
    return " ".join(_terms(filter))


def _terms(filter: Filter) -> Iterator[str]:
    if filter.days:
        spans = [" ".join(_span(days)) for days in (filter.days, *filter.days.also)]
        yield f"({' or '.join(spans)})" if filter.days.also else spans[0]
    yield from filter.traits
    if filter.priority:
        yield f"p{filter.priority}"
    if filter.project:
        yield f'project:"{filter.project}"'
    if filter.tag:
        yield f'tag:"{filter.tag}"'
    if filter.but:
        yield f"-{filter.but}"


def _span(days: Days) -> Iterator[str]:
    for sign, day in ((">=", days.first), ("<=", days.last)):
        if day is not None:
            yield f"{days.event}:{sign}{day}"


def gather(known: Filter, moment: Moment) -> Generator[Call, Outcome, Rows]:
    """All tasks that the filter finds; of those that are due then, the ones at the hours that it names or without any."""
    rows = yield from _gather(known)
    if known.days is None or known.days.event != "due":
        return rows
    return {ref: row for ref, row in rows.items() if _is_in_hours(row, known.days, moment)}


def _is_in_hours(row: Row, days: Days, moment: Moment) -> bool:
    due = telling.read_due(row.get("due"), moment)
    if not isinstance(due, DueTime):
        return True
    here = due.at.astimezone(ZoneInfo(moment.zone))
    spans = [one for one in (days, *days.also) if one.holds(here.date())] or [days]
    return any(begin <= here.hour < end for begin, end in (one.hours for one in spans))


def _gather(known: Filter) -> Generator[Call, Outcome, Rows]:
    """By the filter language; its words may be of a title, of a description, or the name of a project or tag."""
    query = query_of(known)
    rows = yield from every(known.state, query)
    if not known.words:
        return rows
    close = {ref: rows[ref] for ref in find(known.words, titles(rows))}
    quoted = " ".join(f'"{word}"' for word in known.words.replace('"', " ").split())
    said = yield from every(known.state, f"{query} {quoted}".strip())
    there = yield from names()
    of = replace(known, words="", project=there.project(known.words) or "")
    of = of if of.project else replace(of, tag=there.tag(known.words) or "")
    inside = (yield from every(known.state, query_of(of))) if of.project or of.tag else {}
    return {**said, **close, **inside}


def view(wanted: View, memory: Memory, moment: Moment) -> Plan:
    """What the list has of it."""
    if wanted.look in ("next", "after"):
        return (yield from _next(wanted, memory, moment))
    known = yield from placed(wanted.filter, memory)
    if isinstance(known, Say):
        return known
    memory = memory.in_project(known.project)
    rows = yield from gather(known, moment)
    within = {*memory.listed, *memory.rest} if wanted.is_within else set[int]()
    if len(within) > 1:
        rows = {ref: row for ref, row in rows.items() if ref in within}
    if rows:
        return _shown(wanted.look, rows, known, memory, moment)
    if len(within) > 1:
        return Missing(f"None of these is {telling.state(known)}.", memory)
    none = f"There are no {telling.count(0, known)[2:]}."
    if known.words and known.days and wanted.look == "list":
        return (yield from _without_words(none, known, memory, moment))
    return Missing(none, memory)


def _without_words(none: str, known: Filter, memory: Memory, moment: Moment) -> Plan:
    """What the days have, where nothing is found by the words: they may have been no name at all."""
    known = replace(known, words="")
    rows = yield from gather(known, moment)
    if not rows:
        return Missing(none, memory)
    said = _listing(rows, f"{none} Of all, {telling.count(len(rows), known)}", memory, moment)
    return Missing(said.text, said.memory)


def _shown(look: Look, rows: Rows, known: Filter, memory: Memory, moment: Moment) -> Say:
    if look == "whether":
        return _whether(rows, memory, moment)
    if look == "days":
        return _days_away(rows, memory, moment)
    said = telling.owned(len(rows), known)
    if look == "count":
        return Say(f"{said}.", replace(memory, listed=tuple(rows)))
    return _listing(rows, said, memory, moment)


def _whether(rows: Rows, memory: Memory, moment: Moment) -> Say:
    """Whether they are done, each told by itself."""
    shown = list(rows)[:_SHOWN]
    said = [
        f"{'Yes, done' if rows[ref].get('state') else 'Not yet'}: {telling.line(rows[ref], moment)}."
        for ref in shown
    ]
    return Say("\n".join(said), replace(memory.about(shown), listed=tuple(shown)))


def _days_away(rows: Rows, memory: Memory, moment: Moment) -> Say:
    """How many days each is away or late."""
    shown = list(rows)[:_SHOWN]
    said = [
        f"{telling.away(rows[ref], moment)}: {telling.line(rows[ref], moment)}." for ref in shown
    ]
    return Say("\n".join(said), replace(memory.about(shown), listed=tuple(shown)))


def _listing(rows: Rows, said: str, memory: Memory, moment: Moment) -> Say:
    refs = tuple(rows)
    return _page(rows, f"{said}:", replace(memory, rest=refs[_SHOWN:]), moment)


def _page(rows: Rows, said: str, memory: Memory, moment: Moment) -> Say:
    """So many as fit, and how many are left in `rest`."""
    shown = tuple(rows)[:_SHOWN]
    left = len(memory.rest)
    more = f"\n… and {left} more. Say “more” to see them." if left else ""
    lines = "\n".join(telling.line(rows[ref], moment) for ref in shown)
    return Say(f"{said}\n{lines}{more}", replace(memory, mentioned=shown, listed=shown))


def more(memory: Memory, moment: Moment) -> Plan:
    """The next page of what was listed last, as it is by now."""
    if not memory.rest:
        return Say("There is no more to show.", memory)
    refs, rest = memory.rest[:_SHOWN], memory.rest[_SHOWN:]
    outcome = yield Call("view_tasks", {"tasks": [f"#{ref}" for ref in refs]})
    if not outcome.is_ok:
        return Say(outcome.reason, replace(memory, rest=()))
    return _page(outcome.rows(), "The next ones:", replace(memory, rest=rest), moment)


def _next(wanted: View, memory: Memory, moment: Moment) -> Plan:
    """What is due first, else what matters most; or of these what comes after the one that was spoken of."""
    rows: Rows = {}
    place = Filter(place=wanted.filter.place, project=wanted.filter.project, tag=wanted.filter.tag)
    known = yield from placed(place, memory)
    if isinstance(known, Say):
        return known
    for order_of in ("has:due sort:due", "no:due sort:priority"):
        if rows and wanted.look == "next":
            break
        query = f"{query_of(known)} {order_of}".strip()
        limit = 1 if wanted.look == "next" else _PAGE
        outcome = yield Call("view_tasks", {"query": query, "limit": limit})
        rows |= outcome.rows()
    order = list(rows)
    before = (
        [order.index(ref) for ref in memory.mentioned if ref in rows]
        if wanted.look == "after"
        else []
    )
    left = order[max(before, default=-1) + 1 :]
    if not left:
        nothing = f"There are no {telling.count(0, known)[2:]}." if known != ANY else _EMPTY
        return Say("There is nothing after that." if order else nothing, memory)
    told = f"{'After that comes' if before else 'Next is'} {telling.line(rows[left[0]], moment)}."
    return Say(told, replace(memory, mentioned=(left[0],), listed=(left[0],)))
