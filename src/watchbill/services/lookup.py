"""From what a caller called a task to the task. A write never guesses: several is AMBIGUOUS, none is TASK_NOT_FOUND."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from watchbill.domain.errors import AmbiguousError, InvalidError, NotFoundError, TooLargeError
from watchbill.domain.project import Project, is_inbox
from watchbill.domain.reference import Reference, parse, title_key
from watchbill.domain.saved_filter import SavedFilter
from watchbill.domain.tag import Tag
from watchbill.domain.task import Task
from watchbill.services.caller import Caller
from watchbill.storage.view import View

MOST = 50
"""How many tasks a program names at once."""
SEEN_MOST = 100
"""How many a person does, who sees them all on one page."""
_NEAR = 3
_SEVERAL = re.compile(r"#?\d+([\s,;]+#?\d+)+")
_VIEW = "View the tasks, and use a ref from there."
_ONE_BY_ONE = "Name each task by itself, not several in one text."
_SEARCHED = 2_000


def most_of(caller: Caller) -> int:
    """How many tasks this caller changes at once."""
    return MOST if caller.is_machine else SEEN_MOST


def find_tasks(reader: View, names: Sequence[str], most: int = MOST) -> tuple[Task, ...]:
    """The tasks so called, each once, in the order named, those in the trash too when named by ref or id."""
    if not names:
        raise InvalidError.of("tasks", "No task is named.", hint="Name at least one, by its ref.")
    if len(names) > most:
        raise TooLargeError(
            f"{len(names)} tasks at once; {most} is the most.", hint="Split the request."
        )
    references = [parse(name) for name in names]
    by_ref = reader.tasks.by_ref([r.ref for r in references if r.ref is not None])
    by_id = reader.tasks.by_id([r.id for r in references if r.id is not None])
    found = [_pick(reader, reference, by_ref, by_id) for reference in references]
    return tuple({task.id: task for task in found}.values())


def find_task(reader: View, name: str) -> Task:
    return find_tasks(reader, [name])[0]


def find_project(reader: View, name: str) -> Project | None:
    """The project so called or with this id; None is the Inbox. Raises PROJECT_NOT_FOUND with near names."""
    if is_inbox(name):
        return None
    found = reader.projects.by_name([name]).values() or reader.projects.by_id([name]).values()
    for project in found:
        return project
    raise unknown("project", name, [project.name for project in reader.projects.all()])


def find_tag(reader: View, name: str) -> Tag:
    """The tag so called or with this id. Raises TAG_NOT_FOUND with near names."""
    plain = name.strip().removeprefix("#")
    found = reader.tags.by_name([plain]).values() or reader.tags.by_id([plain]).values()
    for tag in found:
        return tag
    raise unknown("tag", plain, [tag.name for tag in reader.tags.all()])


def find_filter(reader: View, name: str) -> SavedFilter:
    """The saved filter so called or with this id. Raises FILTER_NOT_FOUND with near names."""
    found = reader.filters.by_name([name]).values() or reader.filters.by_id([name]).values()
    for filter in found:
        return filter
    raise unknown("filter", name, [filter.name for filter in reader.filters.all()])


def unknown(noun: str, name: str, names: Sequence[str]) -> NotFoundError:
    """The error for a name that none of these is, with those that are near it."""
    keys = {title_key(known): known for known in names}
    near = [
        keys[key] for key in difflib.get_close_matches(title_key(name), keys, n=_NEAR, cutoff=0.5)
    ]
    nearest = f" Nearest: {', '.join(f'“{known}”' for known in near)}." if near else ""
    return NotFoundError.of(
        noun,
        f"There is no {noun} “{name}”.{nearest}",
        hint=f"Use the name of a {noun} that there is, or make it first.",
        candidates=near,
    )


def _pick(
    reader: View, reference: Reference, by_ref: Mapping[int, Task], by_id: Mapping[str, Task]
) -> Task:
    if reference.ref is not None:
        task = by_ref.get(reference.ref)
    elif reference.id is not None:
        task = by_id.get(reference.id)
    else:
        return _by_title(reader, reference)
    if task is None:
        raise NotFoundError.of(
            "task",
            f"There is no task {_quoted(reference)}.",
            hint=_VIEW,
        )
    return task


def _by_title(reader: View, reference: Reference) -> Task:
    found = reader.tasks.by_title(reference.title or "")
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousError(
            f"{_quoted(reference)} is the title of {_listed(found)}.",
            hint="Ask which one is meant, then use its ref.",
            details=_choice(reference, [(task.ref, task.title) for task in found]),
        )
    near = _near(reader, reference)
    if near and any((reference.title or "") in title_key(title) for _, title in near):
        raise AmbiguousError(
            f"No task is called exactly {_quoted(reference)}; it is a part of {_named(near)}.",
            hint="Ask which one is meant, then use its ref.",
            details=_choice(reference, near),
        )
    nearest = f" Nearest: {_named(near)}." if near else ""
    raise NotFoundError.of(
        "task",
        f"There is no task {_quoted(reference)}.{nearest}",
        hint=_ONE_BY_ONE if _SEVERAL.fullmatch(reference.title or "") else _VIEW,
        candidates=[_candidate(*row) for row in near],
    )


def _near(reader: View, reference: Reference) -> list[tuple[int, str]]:
    """Open tasks with this text in the title, else those with the most alike titles."""
    wanted = reference.title or ""
    titles = [
        (ref, title, title_key(title)) for ref, title in reader.tasks.titles(limit=_SEARCHED)
    ]
    parts = [(ref, title) for ref, title, key in titles if wanted and wanted in key]
    if parts:
        return parts[:10]
    keys = difflib.get_close_matches(wanted, [key for _, _, key in titles], n=_NEAR, cutoff=0.5)
    return [(ref, title) for ref, title, key in titles if key in keys][:_NEAR]


def _quoted(reference: Reference) -> str:
    return f"#{reference.ref}" if reference.ref is not None else f"“{reference.text}”"


def _listed(tasks: Iterable[Task]) -> str:
    return _named([(task.ref, task.title) for task in tasks])


def _named(rows: Iterable[tuple[int, str]]) -> str:
    return ", ".join(f"#{ref} “{title}”" for ref, title in rows)


def _choice(reference: Reference, rows: Iterable[tuple[int, str]]) -> dict[str, object]:
    return {"given": reference.text, "candidates": [_candidate(*row) for row in rows]}


def _candidate(ref: int, title: str) -> dict[str, object]:
    return {"ref": ref, "title": title}
