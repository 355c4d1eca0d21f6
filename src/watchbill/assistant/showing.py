"""One task, or a few, with all that there is to say of them."""

from dataclasses import replace
from datetime import datetime

from watchbill.assistant import telling
from watchbill.assistant.memory import Memory
from watchbill.assistant.plan import Call, Plan, Row, Say
from watchbill.assistant.search import Aim, search
from watchbill.language.intent import Mention, Moment


def show(mention: Mention, memory: Memory, moment: Moment) -> Plan:
    found = yield from search(mention, Aim("history", memory, moment, {}))
    if isinstance(found, Say):
        return found
    arguments = {"tasks": [f"#{ref}" for ref in found], "detail": "full"}
    outcome = yield Call("view_tasks", arguments)
    if not outcome.is_ok:
        return Say(outcome.reason, memory)
    text = "\n".join(_told(row, moment) for row in outcome.rows().values())
    return Say(text, replace(memory.about(tuple(found)), listed=tuple(found)))


def _told(row: Row, moment: Moment) -> str:
    lines = [telling.line(row, moment)]
    lines += [f"Note: {row['description']}"] if row.get("description") else []
    lines += [f"Reminders: {', '.join(row['reminders'])}"] if row.get("reminders") else []
    for name in ("subtasks", "blocked_by"):
        if refs := row.get(name):
            said = ", ".join(f"#{ref}" for ref in refs)
            lines.append(f"{name.capitalize().replace('_', ' ')}: {said}")
    lines += [f"{remark['by']}: {remark['text']}" for remark in row.get("comments", [])]
    lines += [f"Done since {_day(row['completed_at'], moment)}"] if row.get("completed_at") else []
    return "\n".join(lines)


def _day(at: str, moment: Moment) -> str:
    return telling.day_in_words(datetime.fromisoformat(at), moment)
