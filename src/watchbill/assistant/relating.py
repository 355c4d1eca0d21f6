"""Plans about two things at once, and about a part of what was done last."""

from collections.abc import Generator, Mapping
from dataclasses import replace

from watchbill.assistant import telling
from watchbill.assistant.acting import carry_out
from watchbill.assistant.looking import view
from watchbill.assistant.memory import Memory
from watchbill.assistant.plan import Call, Missing, Outcome, Plan, Row, Rows, Say, named, titles
from watchbill.assistant.search import Aim, search
from watchbill.assistant.showing import show
from watchbill.assistant.turning import turn_back
from watchbill.domain.due import DueDate
from watchbill.language.intent import (
    Mention,
    Moment,
    Only,
    Rather,
    Split,
    Swap,
    TurnBack,
    View,
    Wait,
)
from watchbill.language.likeness import find

_AGAIN = "Then say it again, with its number."
_UNANSWERED = "I leave the first question; decline it on its card."


def relate(wanted: Wait | Split | Swap | Only | Rather, memory: Memory, moment: Moment) -> Plan:
    match wanted:
        case Wait():
            plan = wait(wanted, memory, moment)
        case Split():
            plan = split(wanted, memory, moment)
        case Swap():
            plan = swap(wanted, memory, moment)
        case Rather():
            plan = rather(wanted, memory, moment)
        case _:
            plan = only(wanted, memory, moment)
    return (yield from plan)


def wait(wanted: Wait, memory: Memory, moment: Moment) -> Plan:
    """The one waits for the other, and for all that it waited for before."""
    both = yield from _both(wanted.mention, wanted.on, memory, moment)
    if isinstance(both, Say):
        return both
    waiting, on = both
    before = waiting.get("blocked_by", [])
    refs = [f"#{ref}" for ref in dict.fromkeys([*before, on["ref"]])]
    outcome = yield Call("update_task", {"tasks": [f"#{waiting['ref']}"], "blocked_by": refs})
    if not outcome.is_ok:
        return Say(outcome.reason, memory)
    said = f"{_named(waiting)} waits until {_named(on)} is done."
    return Say(said, memory.about([waiting["ref"]]))


def split(wanted: Split, memory: Memory, moment: Moment) -> Plan:
    whole = yield from _one(wanted.mention, memory, moment)
    if isinstance(whole, Say):
        return whole
    parent = f"#{whole['ref']}"
    items = [{"title": title, "parent": parent} for title in wanted.parts]
    outcome = yield Call("add_task", items[0] if len(items) == 1 else {"items": items})
    if not outcome.is_ok:
        return Say(outcome.reason, memory)
    if question := outcome.content.get("question"):
        return Say(str(question), memory)
    refs = tuple(outcome.titles())
    said = f"Added {named(outcome.titles())} to {_named(whole)}."
    return Say(said, replace(memory.about(refs), added=refs))


def swap(wanted: Swap, memory: Memory, moment: Moment) -> Plan:
    """Each gets the other's due date as it is, with its time."""
    both = yield from _both(wanted.first, wanted.second, memory, moment)
    if isinstance(both, Say):
        return both
    refs = [row["ref"] for row in both]
    if both[0].get("due") == both[1].get("due"):
        return Say("Both are due at the same time, so nothing changed.", memory.about(refs))
    said: list[str] = []
    for row, other in (both, both[::-1]):
        arguments = {"tasks": [f"#{row['ref']}"], "due": _due(other, moment)}
        outcome = yield Call("update_task", arguments, is_followed=row is both[0])
        if not outcome.is_ok:
            return Say("\n".join([*said, outcome.reason]), memory.about(refs))
        said.append(telling.receipt("update", {row["ref"]: row["title"]}, outcome, moment))
    return Say("\n".join(said), memory.about(refs))


def _due(row: Row, moment: Moment) -> str:
    """As a tool takes it."""
    due = telling.read_due(row.get("due"), moment)
    if due is None:
        return "none"
    return str(due.on) if isinstance(due, DueDate) else f"{due.local:%Y-%m-%dT%H:%M}"


def only(wanted: Only, memory: Memory, moment: Moment) -> Plan:
    """What was done last is taken back, or asked no more, but for what was meant."""
    refs = memory.acted if memory.acted == memory.mentioned else ()
    if memory.added and memory.added == memory.mentioned:
        refs = memory.added
    if len(refs) < 2:  # noqa: PLR2004 -- of one there is no part
        return (yield from _of_listed(wanted, memory, moment))
    outcome = yield Call("view_tasks", {"tasks": [f"#{ref}" for ref in refs]})
    rows = outcome.rows()
    meant = _picked(wanted.mention, refs, titles(rows))
    kept = {ref: row for ref, row in rows.items() if (ref in meant) != wanted.is_not}
    others = {ref: row for ref, row in rows.items() if ref not in kept}
    if not (kept and others):
        return Missing("", memory)
    if refs == memory.added:
        return (yield from carry_out("delete", others, {}, memory, moment))
    return (yield from _again(kept, others, memory, moment))


def _of_listed(wanted: Only, memory: Memory, moment: Moment) -> Plan:
    """“Only the health ones”, where nothing was done: of what was shown."""
    mention = wanted.mention
    if wanted.is_not or len(memory.listed) < 2:  # noqa: PLR2004 -- of one there is no part
        return Missing("", memory)
    if mention.places or mention.refs:
        return (yield from show(mention, memory, moment))
    named = replace(mention.filter, words=mention.words)
    return (yield from view(View(named, is_within=True), memory, moment))


def rather(wanted: Rather, memory: Memory, moment: Moment) -> Plan:
    """What was done last is taken back, and done to the tasks that were meant."""
    if memory.act is None or not memory.acted or memory.acted != memory.mentioned:
        return Missing("", memory)
    found = yield from search(wanted.mention, Aim(memory.act, memory, moment, memory.details))
    if isinstance(found, Say):
        return found if found.memory.question is None else Say(f"{found.text}\n{_AGAIN}", memory)
    outcome = yield Call("view_tasks", {"tasks": [f"#{ref}" for ref in memory.acted]})
    return (yield from _again(found, outcome.rows(), memory, moment))


def _again(kept: Rows, others: Rows, memory: Memory, moment: Moment) -> Plan:
    act, details = memory.act, memory.details
    if act == "delete" and all(row.get("state") == "deleted" for row in others.values()):
        return (yield from carry_out("restore", others, {}, memory, moment))
    if act == "delete":
        said = yield from carry_out("delete", kept, {}, memory, moment)
        return replace(said, text=f"{_UNANSWERED}\n{said.text}")
    back = yield from turn_back(TurnBack(), memory, moment)
    said = yield from carry_out(act or "update", kept, details, memory, moment)
    return replace(said, text=f"{back.text}\n{said.text}")


def _picked(mention: Mention, order: tuple[int, ...], known: Mapping[int, str]) -> tuple[int, ...]:
    """Which of these tasks are named."""
    if mention.places:
        numbers = [place if place < 0 else place - 1 for place in mention.places]
        return tuple(order[n] for n in numbers if -len(order) <= n < len(order))
    return mention.refs or tuple(find(mention.words, known))


def _both(
    first: Mention, second: Mention, memory: Memory, moment: Moment
) -> Generator[Call, Outcome, tuple[Row, Row] | Say]:
    one = yield from _one(first, memory, moment)
    if isinstance(one, Say):
        return one
    other = yield from _one(second, memory, moment)
    if isinstance(other, Say):
        return other
    if one["ref"] == other["ref"]:
        return Missing(f"Both words mean {_named(one)}, so nothing changed.", memory)
    return one, other


def _one(mention: Mention, memory: Memory, moment: Moment) -> Generator[Call, Outcome, Row | Say]:
    """The one task that is meant, in full. Where several may be, no answer could say the rest of the sentence, so none is awaited."""
    found = yield from search(mention, Aim("history", memory, moment, {}))
    if isinstance(found, Say):
        again = f"\n{_AGAIN}" if found.memory.question else ""
        return type(found)(f"{found.text}{again}", memory)
    if len(found) > 1:
        return Say(f"Which one of {named(titles(found))}? {_AGAIN}", memory)
    outcome = yield Call("view_tasks", {"tasks": [f"#{ref}" for ref in found], "detail": "full"})
    rows = list(outcome.rows().values())
    return rows[0] if rows else Missing(outcome.reason, memory)


def _named(row: Row) -> str:
    return f"#{row['ref']} “{row['title']}”"
