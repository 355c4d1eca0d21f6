"""Plans that change what is there instead of taking it away: a date of what repeats is left out, a reminder is taken off."""

from collections.abc import Generator, Mapping
from typing import Any

from watchbill.assistant import telling
from watchbill.assistant.memory import Memory
from watchbill.assistant.plan import Call, Outcome, Rows, Say, named, titles
from watchbill.domain.due import DueDate
from watchbill.language.days import find_days
from watchbill.language.intent import Edit, Moment

_WHICH_TAG = "It has several tags. Which one? Say, for example, “remove the home tag”."


def fits(edit: Edit, tasks: Rows) -> Generator[Call, Outcome, bool]:
    """Whether all of the tasks have what the edit is of."""
    if edit.skip:
        return all(row.get("repeats") for row in tasks.values())
    refs = [f"#{ref}" for ref in tasks]
    outcome = yield Call("view_tasks", {"tasks": refs, "detail": "full"})
    return bool(outcome.rows()) and all(row.get("reminders") for row in outcome.rows().values())


def not_then(edit: Edit, tasks: Rows, memory: Memory, moment: Moment) -> Say | None:
    """What is said where the date to be left out isn't the next one."""
    found = find_days(edit.when, moment)
    for ref, row in tasks.items():
        due = telling.read_due(row.get("due"), moment)
        day = due and (due.on if isinstance(due, DueDate) else due.local.date())
        if found and not (day and found.days.holds(day)):
            next_one = (
                f"{named(titles({ref: row}))} is next due {telling.when(row.get('due'), moment)}"
            )
            return Say(
                f"{next_one}, so nothing changed. Only its next date can be left out.", memory
            )
    return None


def tags_of(edit: Edit, tasks: Rows, memory: Memory) -> list[str] | Say:
    """The tags that are to be taken off: those that were named, or all that there are."""
    had = sorted({tag for row in tasks.values() for tag in row.get("tags", [])})
    if "tag" in edit.clear and len(had) > 1:
        return Say(_WHICH_TAG, memory.about(list(tasks)))
    return had if {"tag", "tags"} & set(edit.clear) else list(edit.remove_tags)


def noted(arguments: Mapping[str, Any], tasks: Rows) -> Generator[Call, Outcome, list[Call]]:
    """A call for each task: a note that is there is replaced only by who has read it, which its version says."""
    refs = [f"#{ref}" for ref in tasks]
    outcome = yield Call("view_tasks", {"tasks": refs, "detail": "full"})
    return [
        Call("update_task", {"tasks": [f"#{ref}"], **arguments, "version": row["version"]})
        for ref, row in outcome.rows().items()
    ]
