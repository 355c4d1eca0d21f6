"""The assistant without a language model: plans made from what the sentence asks, said from what the tools answered."""

from collections.abc import Mapping, Sequence

from watchbill.assistant.memory import Act, Memory
from watchbill.assistant.plan import Call, Outcome, Plan, Say, listed, named
from watchbill.assistant.search import every, search
from watchbill.language import mention as words
from watchbill.language.intent import (
    Add,
    Do,
    Intent,
    Mention,
    Talk,
    TurnBack,
    Update,
    View,
)
from watchbill.language.reply import Choice, read_reply
from watchbill.language.understand import understand

_SHOWN = 20
_TALK: Mapping[str, str] = {
    "greeting": "Hello! Tell me what you need to do, or ask what is on your list.",
    "thanks": "You're welcome.",
    "help": (
        "I keep your task list. You can say, for example:\n"
        "add buy milk and call mum · what's on my list? · rename 3 to buy oat milk · "
        "I finished the report · delete the dentist one · undo that · who changed #3?"
    ),
    "unknown": (
        "I didn't understand that, so I changed nothing. I can add, show, change, complete and "
        "delete tasks: try “add buy milk” or “what's on my list?”."
    ),
}
_DONE: Mapping[Act, str] = {
    "complete": "Done",
    "reopen": "Open again",
    "delete": "Deleted",
    "restore": "Restored",
    "update": "Changed",
}
_ALREADY: Mapping[Act, str] = {
    "complete": "was done already",
    "reopen": "was open already",
    "delete": "was in the trash already",
    "restore": "was not in the trash",
    "update": "was so already",
}


def converse(text: str, memory: Memory) -> Plan:
    """The plan for what a person said, given what was asked back before."""
    if memory.question is not None:
        question = memory.question
        match read_reply(text, dict(question.candidates)):
            case "no":
                return Say("All right, I changed nothing.", memory.without_question())
            case Choice(refs):
                chosen = {ref: question.candidates[ref] for ref in refs}
                return (yield from _on(question.act, chosen, question.details, memory))
            case "yes":
                return Say(f"Which one?\n{listed(question.candidates)}", memory)
    return (yield from _plan(understand(text), memory.without_question()))


def _plan(intent: Intent, memory: Memory) -> Plan:
    if isinstance(intent, Talk):
        return Say(_TALK[intent.kind], memory)
    match intent:
        case Add(titles):
            plan = _add(titles, memory)
        case View():
            plan = _view(intent, memory)
        case Update(mention, title, append):
            details = {"title": title, "append": append}
            given = {name: text for name, text in details.items() if text is not None}
            plan = _act("update", mention, given, memory)
        case Do(act, mention):
            plan = _act(act, mention, {}, memory)
        case TurnBack():
            plan = _turn_back(intent, memory)
        case _:
            plan = _history(intent.mention, memory)
    return (yield from plan)


def _add(titles: Sequence[str], memory: Memory) -> Plan:
    if not titles:
        return Say("What shall I add? Say “add” and what there is to do.", memory)
    lines = [{"text": title} for title in titles]
    arguments = lines[0] if len(lines) == 1 else {"items": lines}
    outcome = yield Call("add_task", arguments)
    if not outcome.is_ok:
        return Say(outcome.reason, memory)
    if question := outcome.content.get("question"):
        return Say(str(question), memory)
    if outcome.content.get("status") == "repeated":
        return Say(f"That is there already: {named(outcome.titles())}.", memory)
    return Say(f"Added {_told(outcome)}.", memory.about(list(outcome.titles())))


def _told(outcome: Outcome) -> str:
    """The new tasks; of one alone also when it is due and how it repeats, as the list has it."""
    rows = outcome.content["tasks"]
    facts = [rows[0].get("due"), rows[0].get("repeats")] if len(rows) == 1 else []
    said = [f"due {facts[0]}" if facts and facts[0] else "", *facts[1:]]
    return ", ".join([named(outcome.titles()), *(fact for fact in said if fact)])


def _view(view: View, memory: Memory) -> Plan:
    titles = yield from every(view.state)
    if view.words:
        close = words.find(view.words, titles)
        found = yield Call("view_tasks", {"query": view.words, "state": view.state, "limit": 100})
        refs = list(dict.fromkeys([*found.titles(), *close]))
        titles = {ref: titles.get(ref) or found.titles()[ref] for ref in refs}
    kind = {"open": "open", "done": "done", "deleted": "deleted"}.get(view.state, "")
    about = f" about “{view.words}”" if view.words else ""
    if not titles:
        return Say(f"There are no {kind} tasks{about}.", memory)
    count = f"{len(titles)} {kind} task{'' if len(titles) == 1 else 's'}{about}"
    if view.is_count:
        return Say(f"You have {count}.", memory)
    shown = dict(list(titles.items())[:_SHOWN])
    more = f"\n… and {len(titles) - _SHOWN} more." if len(titles) > _SHOWN else ""
    listing = "\n".join(f"#{ref} {title}" for ref, title in shown.items())
    mentioned = tuple(shown) if len(shown) == 1 else memory.mentioned
    return Say(
        f"You have {count}:\n{listing}{more}", Memory(mentioned=mentioned, listed=tuple(shown))
    )


def _act(act: Act, mention: Mention, details: Mapping[str, str], memory: Memory) -> Plan:
    found = yield from search(act, mention, details, memory)
    if isinstance(found, Say):
        return found
    return (yield from _on(act, found, details, memory))


def _on(act: Act, tasks: dict[int, str], details: Mapping[str, str], memory: Memory) -> Plan:
    """Do it to these tasks. What takes tasks away, or is done to many at once, becomes a proposal by itself, and its card asks."""
    if "title" in details and len(tasks) > 1:
        return Say("I can rename one task at a time. Which one?", memory)
    return (yield from _carry_out(act, tasks, details, memory))


def _carry_out(
    act: Act, tasks: dict[int, str], details: Mapping[str, str], memory: Memory
) -> Plan:
    outcome = yield _call(act, [f"#{ref}" for ref in tasks], details)
    remembered = memory.about(list(tasks))
    if not outcome.is_ok:
        return Say(outcome.reason, remembered)
    return Say(_receipt(act, tasks, outcome), remembered)


def _call(act: Act, refs: list[str], details: Mapping[str, str]) -> Call:
    match act:
        case "complete":
            return Call("complete_task", {"tasks": refs})
        case "reopen":
            return Call("complete_task", {"tasks": refs, "done": False})
        case "delete":
            return Call("delete_task", {"tasks": refs})
        case "restore":
            return Call("delete_task", {"tasks": refs, "restore": True})
        case _:
            return Call("update_task", {"tasks": refs, **details})


def _receipt(act: Act, before: Mapping[int, str], outcome: Outcome) -> str:
    """What was done, from the receipt alone."""
    titles = outcome.titles()
    if question := outcome.content.get("question"):
        return str(question)
    if outcome.content.get("change") is None:
        return f"{named(titles)} {_ALREADY[act]}."
    renamed = [row for row in outcome.content.get("changed", []) if row["field"] == "title"]
    if renamed:
        row = renamed[0]
        return f"Renamed #{row['ref']} from “{row['old']}” to “{row['new']}”."
    return f"{_DONE[act]}: {named(titles or before)}."


def _turn_back(wanted: TurnBack, memory: Memory) -> Plan:
    number = {} if wanted.change is None else {"change": wanted.change}
    redo = {"redo": True} if wanted.is_redo else {}
    outcome = yield Call("undo_change", {**number, **redo})
    if not outcome.is_ok:
        return Say(outcome.reason, memory)
    if question := outcome.content.get("question"):
        return Say(str(question), memory)
    verb = "Done again" if wanted.is_redo else "Undone"
    titles = outcome.titles()
    about = f": {named(titles)}" if titles else ""
    return Say(f"{verb}, by change {outcome.content['change']}{about}.", memory)


def _history(mention: Mention | None, memory: Memory) -> Plan:
    arguments: dict[str, object] = {"limit": 10}
    if mention is not None:
        found = yield from search("update", mention, {}, memory)
        if isinstance(found, Say):
            return found
        arguments["task"] = f"#{next(iter(found))}"
    outcome = yield Call("view_changes", arguments)
    if not outcome.is_ok:
        return Say(outcome.reason, memory)
    rows = outcome.content.get("changes", [])
    lines = [f"{row['change']}: {row['said']} ({row['actor']})" for row in rows]
    return Say("\n".join(lines) or "Nothing has happened yet.", memory)
