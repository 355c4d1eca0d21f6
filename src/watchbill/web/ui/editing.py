"""The form that changes a task: what its fields hold, and what a person made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from watchbill.domain.due import DueTime, to_text
from watchbill.domain.names import Names
from watchbill.domain.project import INBOX
from watchbill.domain.query import TaskPatch
from watchbill.domain.reminder import to_text as reminder_text
from watchbill.domain.task import Task
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller

PRIORITIES = ((1, "1, highest"), (2, "2"), (3, "3"), (4, "none"))


@dataclass(frozen=True, slots=True)
class EditForm:
    """A task as its form shows it. `before` is what the form held, so that only what is changed is sent on."""

    task: Task
    state: str
    due: str
    recurrence: str
    reminders: str
    project: str
    tags: str
    parent: str
    projects: tuple[str, ...]
    priorities: tuple[tuple[int, str], ...] = PRIORITIES


def read(services: Services, caller: Caller, ref: str) -> EditForm:
    """The form of a task. Raises TASK_NOT_FOUND or AMBIGUOUS."""
    shown = services.tasks.show(caller, [ref])
    [task] = shown.tasks
    overview = services.projects.view(caller)
    return form_of(task, shown.names, [project.name for project, _ in overview.projects])


def form_of(task: Task, names: Names, projects: Sequence[str]) -> EditForm:
    """The form of this task; it can be moved into one of these projects, or stay in its own, archived or not."""
    parent = names.parent(task)
    rule = task.recurrence
    after = " after completion" if rule and rule.basis == "completion" else ""
    return EditForm(
        task=task,
        state="done" if task.is_done else "open",
        due=_due(task),
        recurrence=f"{rule.rule}{after}" if rule else "",
        reminders="; ".join(map(reminder_text, task.reminders)),
        project=names.project(task),
        tags=", ".join(names.tags_of(task)),
        parent="" if parent is None else f"#{parent}",
        projects=tuple(dict.fromkeys((INBOX, names.project(task), *projects))),
    )


def _due(task: Task) -> str:
    """A date as it is; a time without what its zone says already."""
    if isinstance(task.due, DueTime):
        return f"{task.due.local:%Y-%m-%dT%H:%M}[{task.due.zone}]"
    return to_text(task.due) if task.due else ""


def patch(form: Mapping[str, str]) -> TaskPatch:
    """Just the fields that the person changed: those that differ from what the form held."""
    given: dict[str, Any] = {
        name: form[name]
        for name in _READ
        if name in form and form[name] != form.get(f"was-{name}")
    }
    return TaskPatch(**{name: _READ[name](text) for name, text in given.items()})


def _lines(text: str) -> str:
    """A browser sends line ends as CR LF (WHATWG HTML, 4.10.22.4); the store has LF."""
    return text.replace("\r\n", "\n")


def _or_none(text: str) -> str | None:
    """An emptied field takes the value away."""
    return text.strip() or None


def _parts(separator: str) -> Any:
    return lambda text: tuple(part.strip() for part in text.split(separator) if part.strip())


_READ: Mapping[str, Any] = {
    "title": lambda text: text,
    "description": _lines,
    "due": _or_none,
    "recurrence": _or_none,
    "reminders": _parts(";"),
    "priority": int,
    "project": lambda text: text,
    "tags": _parts(","),
    "parent": _or_none,
}
