"""Finding the tasks that a sentence means, in what the tools answer. A title is never guessed, an id never invented."""

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from watchbill.assistant.looking import every, gather, placed
from watchbill.assistant.memory import Act, Memory, Question
from watchbill.assistant.plan import (
    Call,
    Missing,
    Outcome,
    Rows,
    Say,
    Search,
    listed,
    named,
    titles,
)
from watchbill.assistant.telling import count
from watchbill.language import mention as words
from watchbill.language.intent import ANY, Filter, Mention, Moment
from watchbill.language.likeness import find, loosely, nearest

_STATES: Mapping[Act, tuple[str, ...]] = {
    "complete": ("open", "done"),
    "reopen": ("done", "open"),
    "delete": ("open", "done"),
    "restore": ("deleted",),
    "update": ("open", "done"),
    "history": ("open", "done", "deleted"),
}
_WHICH = "Which task do you mean? Say its number or its title."
_AND = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*", re.IGNORECASE)
_CHOICES = 9
"""More than that is no question that a person likes to be asked."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be done with the tasks that are looked for; `details` as a question keeps them."""

    act: Act
    memory: Memory
    moment: Moment
    details: Mapping[str, Any]

    @property
    def is_direct(self) -> bool:
        """Whether numbers are enough: the tool tells the rest, and whether there is such a task."""
        return not {"when", "project", "clear", "instead"} & set(self.details)

    def which(self, rows: Rows, asked: str = "Which one do you mean?") -> Say:
        few = dict(list(titles(rows).items())[:_CHOICES])
        question = Question(
            kind="choose", act=self.act, candidates=few, details=dict(self.details)
        )
        rest = len(rows) - len(few)
        more = f"\n… and {rest} more: say more of the title." if rest else ""
        return Say(f"{asked}\n{listed(few)}{more}", self.memory.asking(question))

    def none(self, text: str) -> "Missing":
        return Missing(text, self.memory.without_question())


def search(mention: Mention, aim: Aim) -> Search:
    """The tasks that are meant; or a question, when several are; or that there is none."""
    if mention.refs or mention.pronoun or mention.places:
        return (yield from _by_number(mention, aim))
    if mention.is_set:
        return (yield from _all_of(mention, aim))
    return (yield from _by_words(mention, aim))


def _by_number(mention: Mention, aim: Aim) -> Search:
    refs = mention.refs or _pointed_at(mention, aim.memory)
    if mention.places:
        order = aim.memory.listed or tuple((yield from every("open")))
        refs = tuple(
            order[place if place < 0 else place - 1]
            for place in mention.places
            if -len(order) <= place <= len(order)
        )
    if not refs:
        return aim.none(_WHICH)
    is_one = mention.pronoun in ("it", "other") and len(refs) > 1
    if aim.is_direct and not is_one:
        return {ref: {"ref": ref, "title": ""} for ref in refs}
    outcome = yield Call("view_tasks", {"tasks": [f"#{ref}" for ref in refs]})
    if not outcome.is_ok:
        return aim.none(outcome.reason)
    rows = outcome.rows()
    return aim.which(rows) if is_one and len(rows) > 1 else rows


def _pointed_at(mention: Mention, memory: Memory) -> tuple[int, ...]:
    if mention.pronoun == "other":
        return tuple(ref for ref in memory.listed if ref not in memory.mentioned) or memory.listed
    return memory.added if mention.pronoun == "added" else memory.mentioned


def _all_of(mention: Mention, aim: Aim) -> Search:
    """All that fit, in the first state that an act looks at."""
    state = _STATES[aim.act][0]
    wanted = replace(mention.filter, words=mention.words)
    if wanted.state == "open" and state != "open":
        wanted = replace(wanted, state=state)  # type: ignore[arg-type]  # a state of the table
    known = yield from placed(wanted, aim.memory)
    if isinstance(known, Say):
        return known
    rows = yield from gather(known, aim.moment)
    if rows:
        return rows
    return aim.none(f"There are no {count(0, known)[2:]}, so nothing changed.")


def _by_words(mention: Mention, aim: Aim) -> Search:
    """The task that the words name: by the title, then by what else is said of it, then by most of the words."""
    seen: Rows = {}
    for state in _STATES[aim.act]:
        rows = yield from every(state)
        found = _found(mention.words, rows)
        if len(found) > 1 and mention.filter != ANY:
            found = (yield from _narrowed(found, mention, state, aim)) or found
        if found:
            return found if len(found) == 1 else aim.which(found)
        if found := _each_of(mention.words, rows):
            return found
        seen |= rows
    if mention.filter != ANY and (fitting := (yield from _by_quality(mention, aim))):
        return fitting
    return _guess(mention, seen, aim)


def _found(text: str, rows: Rows) -> Rows:
    return {ref: rows[ref] for ref in find(text, titles(rows))}


def _each_of(text: str, rows: Rows) -> Rows:
    """“milk and the rent”: every part names one task of its own; else none."""
    parts = [words.key_words(part) for part in _AND.split(text)]
    found = [_found(part, rows) for part in parts] if len(parts) > 1 else []
    is_clear = all(len(one) == 1 for one in found)
    return {ref: row for one in found for ref, row in one.items()} if is_clear else {}


def _narrowed(
    found: Rows, mention: Mention, state: str, aim: Aim
) -> Generator[Call, Outcome, Rows]:
    """Of these, those that fit what else is said of the task."""
    fits = yield from _fitting(mention.filter, state, aim)
    return {ref: row for ref, row in found.items() if ref in fits}


def _fitting(filter: Filter, state: str, aim: Aim) -> Generator[Call, Outcome, Rows]:
    known = yield from placed(replace(filter, state=state), aim.memory)  # type: ignore[arg-type]  # a state of the table
    return {} if isinstance(known, Say) else (yield from gather(known, aim.moment))


def fitting_of(
    text: str, candidates: Mapping[int, str], memory: Memory, moment: Moment
) -> Generator[Call, Outcome, tuple[int, ...]]:
    """Of what was asked about, what “the one for Monday” says of it; nothing where that isn't all that was said."""
    meant = words.parse(text, moment)
    if not candidates or meant.filter == ANY or meant.words:
        return ()
    known = yield from placed(replace(meant.filter, state="all"), memory)
    fits = {} if isinstance(known, Say) else (yield from gather(known, moment))
    return tuple(ref for ref in candidates if ref in fits)


def _by_quality(mention: Mention, aim: Aim) -> Generator[Call, Outcome, Rows | Say | None]:
    """“the report due on Friday”, “the overdue one”: what is left of the words, among those that fit."""
    fits = yield from _fitting(mention.filter, _STATES[aim.act][0], aim)
    rest = words.rest_of(mention.words, aim.moment) if mention.words else ""
    found = _found(rest, fits) if rest and rest != mention.words else {}
    found = found or ({} if mention.words else fits)
    if not found:
        return None
    return found if len(found) == 1 else aim.which(found)


def _guess(mention: Mention, seen: Rows, aim: Aim) -> Say:
    """Nothing is done on a guess: it is asked."""
    known = titles(seen)
    near = loosely(mention.words, known)[:3] or nearest(mention.words, known)
    none = f"I found no task “{mention.words}”, so nothing changed."
    if not near:
        return aim.none(none)
    few = {ref: known[ref] for ref in near}
    question = Question(kind="choose", act=aim.act, candidates=few, details=dict(aim.details))
    return Missing(f"{none} Did you mean {named(few)}?", aim.memory.asking(question))
