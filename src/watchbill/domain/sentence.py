"""The one human sentence of a change."""

from collections.abc import Sequence

from watchbill.domain.task import Task

_NAMED = 3


def about(verb: str, tasks: Sequence[Task]) -> str:
    """“Completed #1 “Milk”, #2 “Eggs”, #5 “Rent” and 4 more”."""
    named = [task.name for task in tasks[:_NAMED]]
    rest = len(tasks) - len(named)
    if rest:
        return f"{verb} {', '.join(named)} and {rest} more"
    return f"{verb} {_joined(named)}"


def edited(task: Task, *, title: str, described: bool) -> str:
    """What an edit of one task does: a new title is worth saying, a text is not."""
    if title == task.title:
        return f"Changed the description of {task.name}"
    renamed = f"Renamed {task.name} to “{title}”"
    return f"{renamed} and changed its description" if described else renamed


def _joined(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"
