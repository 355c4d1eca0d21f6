"""Plans that change, complete, reopen, delete or restore tasks that are there."""

from collections.abc import Generator, Mapping
from dataclasses import asdict, replace
from typing import Any

from watchbill.assistant import refining, telling
from watchbill.assistant.adding import add
from watchbill.assistant.looking import names
from watchbill.assistant.memory import WHERE, Act, Memory, Question
from watchbill.assistant.plan import Call, Missing, Outcome, Plan, Rows, Say, named, titles
from watchbill.assistant.search import Aim, search
from watchbill.assistant.smalltalk import answer
from watchbill.assistant.turning import keep_project
from watchbill.domain.due import Due, DueDate, DueTime
from watchbill.language.intent import Add, Again, Do, Edit, KeepProject, Moment, Talk, Update
from watchbill.language.timing import reschedule

_ONE = "I can rename one task at a time. Which one?"
_IN_TRASH = "What is in the trash is deleted already. I can't empty it; I can show it, or bring something back."
_NO_FIELDS = ("time", "tag", "tags")
"""What can be taken away without a field of that name."""
_NOT_A_TIME = "I don't know when that is. Say a day or a time, such as “tomorrow at 5”."


def do(wanted: Do, memory: Memory, moment: Moment) -> Plan:
    if wanted.act == "delete" and wanted.mention.filter.state == "deleted":
        return Say(_IN_TRASH, memory)
    details = {"instead": to_json(wanted.instead)} if wanted.instead else {}
    found = yield from search(wanted.mention, Aim(wanted.act, memory, moment, details))
    if isinstance(found, Missing) and wanted.act == "restore" and not wanted.mention.is_set:
        return (yield from _out_of_nothing(wanted, found, memory, moment))
    if isinstance(found, Say):
        return found
    return (yield from carry_out(wanted.act, found, details, memory, moment))


def _out_of_nothing(wanted: Do, missing: Missing, memory: Memory, moment: Moment) -> Plan:
    """What is to be brought back isn't in the trash: if it is done it is opened again, and what is open is told to be."""
    found = yield from search(wanted.mention, Aim("reopen", memory, moment, {}))
    if isinstance(found, Missing):
        return missing
    if isinstance(found, Say):
        return found
    return (yield from carry_out("reopen", found, {}, memory, moment))


def update(wanted: Update, memory: Memory, moment: Moment) -> Plan:
    details = to_json(wanted.edit)
    found = yield from search(wanted.mention, Aim("update", memory, moment, details))
    if not isinstance(found, Say):
        once = _once(wanted, found)
        if once and len(once) < len(found):
            return (yield from _without_repeating(once, found, details, memory, moment))
        if wanted.otherwise is not None and wanted.edit.project:
            spoken = memory.project_of(wanted.edit.project)
            if (yield from names()).project(spoken) is None:
                return (yield from _otherwise(wanted.otherwise, memory, moment))
        return (yield from carry_out("update", found, details, memory, moment))
    if isinstance(wanted.otherwise, Add) and isinstance(found, Missing):
        return (yield from _otherwise(wanted.otherwise, memory, moment))
    if wanted.edit.title and isinstance(found, Missing):
        return (yield from _renamed(wanted, found, memory))
    return found


def _otherwise(otherwise: Add | Talk, memory: Memory, moment: Moment) -> Plan:
    if isinstance(otherwise, Talk):
        return Say(answer(otherwise.topic, "", moment), memory)
    return (yield from add(otherwise, memory, moment))


def _once(wanted: Update, found: Rows) -> Rows:
    """Of all that were meant to be moved, those that don't repeat: what repeats is moved on by being done."""
    is_sweep = wanted.mention.is_set and wanted.edit.when
    is_said = "is:recurring" in wanted.mention.filter.traits
    return (
        {}
        if is_said or not is_sweep
        else {r: row for r, row in found.items() if not row.get("repeats")}
    )


def _without_repeating(
    once: Rows, found: Rows, details: Mapping[str, Any], memory: Memory, moment: Moment
) -> Plan:
    said = yield from carry_out("update", once, details, memory, moment)
    left = {ref: row for ref, row in found.items() if ref not in once}
    stay = "stays" if len(left) == 1 else "stay"
    repeat = "it repeats" if len(left) == 1 else "they repeat"
    return replace(said, text=f"{said.text}\n{named(titles(left))} {stay}, since {repeat}.")


def _renamed(wanted: Update, missing: Missing, memory: Memory) -> Plan:
    """What no task is called may be a project."""
    project = (yield from names()).project(wanted.mention.words)
    if project is None:
        return missing
    return (yield from keep_project(KeepProject("rename", project, wanted.edit.title), memory))


def again(wanted: Again, memory: Memory, moment: Moment) -> Plan:
    """What was done last, to these tasks too."""
    if memory.act is None:
        return Missing("", memory)
    found = yield from search(wanted.mention, Aim(memory.act, memory, moment, memory.details))
    if isinstance(found, Say):
        return found
    return (yield from carry_out(memory.act, found, memory.details, memory, moment))


def to_json(edit: Edit) -> dict[str, Any]:
    """The fields that are said, as a question keeps them."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(edit).items()
        if value
    }


def from_json(details: Mapping[str, Any]) -> Edit:
    """Read what `to_json` wrote."""
    said: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in details.items()
    }
    return Edit(**said)


def carry_out(
    act: Act, tasks: Rows, details: Mapping[str, Any], memory: Memory, moment: Moment
) -> Plan:
    """Do it to these tasks. What takes tasks away, and what is done to many at once, the tools make a proposal of, which asks."""
    if instead := details.get("instead"):
        return (yield from _instead(act, from_json(instead), tasks, memory, moment))
    memory = replace(memory, act=act, details=details)
    if act != "update":
        return (yield from _told(act, [_call(act, list(tasks))], tasks, memory, moment))
    edit = from_json(details)
    if edit.title and len(tasks) > 1:
        return Say(_ONE, memory.without_question())
    arguments = yield from _arguments(edit, tasks, memory)
    if isinstance(arguments, Say):
        return arguments
    if "description" in arguments:
        calls = yield from refining.noted(arguments, tasks)
    else:
        calls = _calls(edit, arguments, tasks, moment)
    if not calls:
        return Say(_NOT_A_TIME, memory.without_question())
    return (
        yield from _told(
            "update",
            calls,
            tasks,
            memory.in_project(edit.project and arguments["project"]),
            moment,
        )
    )


def _instead(act: Act, edit: Edit, tasks: Rows, memory: Memory, moment: Moment) -> Plan:
    """The edit where the tasks have what it is of, else the act."""
    if not (yield from refining.fits(edit, tasks)):
        return (yield from carry_out(act, tasks, {}, memory, moment))
    if edit.when and (said := refining.not_then(edit, tasks, memory, moment)):
        return said
    wanted = to_json(replace(edit, when=""))
    return (yield from carry_out("update", tasks, wanted, memory, moment))


def _call(act: Act, refs: list[int]) -> Call:
    tasks = [f"#{ref}" for ref in refs]
    match act:
        case "complete":
            return Call("complete_task", {"tasks": tasks})
        case "reopen":
            return Call("complete_task", {"tasks": tasks, "done": False})
        case "delete":
            return Call("delete_task", {"tasks": tasks})
        case _:
            return Call("delete_task", {"tasks": tasks, "restore": True})


def _arguments(
    edit: Edit, tasks: Rows, memory: Memory
) -> Generator[Call, Outcome, dict[str, Any] | Say]:
    """What update_task is given, but for the due date, which may be another for each task."""
    said: dict[str, Any] = {"title": edit.title, "append": edit.append}
    said |= {"recurrence": edit.repeat, "reminder": edit.remind, "priority": edit.priority}
    gone = refining.tags_of(edit, tasks, memory)
    if isinstance(gone, Say):
        return gone
    said |= {"add_tags": list(edit.add_tags), "remove_tags": gone, "skip": edit.skip}
    said |= {"Inbox" if name == "project" else name: "none" for name in edit.clear}
    said = {name: value for name, value in said.items() if name not in _NO_FIELDS}
    if said.pop("Inbox", None):
        said["project"] = "Inbox"
    if edit.project:
        if not (spoken := memory.project_of(edit.project)):
            return Say(WHERE, memory.without_question())
        known = (yield from names()).project(spoken)
        if known is None:
            return _new_project(edit, tasks, memory)
        said["project"] = known
    found = {name: value for name, value in said.items() if value}
    is_noted = edit.describe or "description" in edit.clear
    return found | ({"description": edit.describe} if is_noted else {})


def _new_project(edit: Edit, tasks: Rows, memory: Memory) -> Say:
    question = Question(
        kind="confirm", act="update", candidates=titles(tasks), details=to_json(edit)
    )
    text = f"There is no project “{edit.project}”. Shall I make it, and move {named(titles(tasks))} there?"
    return Say(text, memory.asking(question))


def _calls(edit: Edit, arguments: dict[str, Any], tasks: Rows, moment: Moment) -> list[Call]:
    """One call for all tasks that get the same; none when the time isn't one."""
    if not edit.when and "time" not in edit.clear:
        return [_update(list(tasks), arguments)]
    by_due: dict[str, list[int]] = {}
    for ref, row in tasks.items():
        old = telling.read_due(row.get("due"), moment)
        due = reschedule(edit.when, old, moment) if edit.when else _its_day(old)
        if due is None:
            return []
        said = str(due.on) if isinstance(due, DueDate) else f"{due.local:%Y-%m-%dT%H:%M}"
        by_due.setdefault(said, []).append(ref)
    return [_update(refs, {**arguments, "due": due}) for due, refs in by_due.items()]


def _its_day(due: Due | None) -> Due | None:
    return DueDate(due.local.date()) if isinstance(due, DueTime) else due


def _update(refs: list[int], arguments: dict[str, Any]) -> Call:
    return Call("update_task", {"tasks": [f"#{ref}" for ref in refs], **arguments})


def _told(act: Act, calls: list[Call], tasks: Rows, memory: Memory, moment: Moment) -> Plan:
    """What the calls did, from their receipts; or what is asked before it is done."""
    said: list[str] = []
    kept = replace(memory.about(list(tasks)), acted=tuple(tasks))
    for place, call in enumerate(calls, 1):
        outcome = yield replace(call, is_followed=place < len(calls))
        if not outcome.is_ok:
            return Say("\n".join([*said, outcome.reason]), replace(kept, acted=()))
        if "question" in outcome.content and act != "delete":
            kept = replace(kept, acted=())
        said.append(telling.receipt(act, titles(tasks), outcome, moment))
    return Say("\n".join(said), kept)
