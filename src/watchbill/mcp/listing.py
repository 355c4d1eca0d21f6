"""The tool that shows tasks: a list by filters, or some by name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictInt, StrictStr

from watchbill.domain import condition as tree
from watchbill.domain.condition import Condition
from watchbill.domain.due import DueDate, describe
from watchbill.domain.errors import InvalidError
from watchbill.domain.filter.writer import to_text
from watchbill.domain.names import Names
from watchbill.domain.query import State, TaskFilter
from watchbill.domain.task import Task
from watchbill.mcp import app, row
from watchbill.mcp.argument import Due, Priority
from watchbill.mcp.argument import Names as Tasks
from watchbill.mcp.outcome import Outcome, first_in_budget, shrinking
from watchbill.mcp.row import FullRow, Shown
from watchbill.mcp.schema import ROWS
from watchbill.mcp.text import quote
from watchbill.mcp.tool import Call, Tool
from watchbill.schemas.request import Request
from watchbill.services.meaning import today
from watchbill.services.selecting import changes_with_time

_COUNTED = 1_000
_READ_ON = "text-"
# A long description comes in parts, each as large as the budget lets it be.
_PARTS = (10_000, 6_000, 3_000, 2_000, 1_000, row.PART)
_ALONE = ("query", "when", "due_from", "due_to", "project", "tag", "priority")
_WHEN = {
    "": "",
    "overdue": "due:overdue",
    "today": "due:today",
    "tomorrow": "due:tomorrow",
    "week": "due:next-7-days",
    "later": "due:>+7d",
    "none": "due:none",
}


class ViewTasks(Request):
    query: Annotated[
        StrictStr,
        Field(
            description="words, or a filter such as due:today tag:home -project:Work is:blocked p1 sort:due"
        ),
    ] = ""
    when: Annotated[
        Literal["", "overdue", "today", "tomorrow", "week", "later", "none"],
        Field(description="when due"),
    ] = ""
    due_from: Due = ""
    due_to: Due = ""
    state: Literal["open", "done", "deleted", "all"] = "open"
    project: StrictStr = ""
    tag: StrictStr = ""
    priority: Priority = 4
    tasks: Tasks = Field(default=[])
    detail: Literal["brief", "full"] = "brief"
    limit: Annotated[StrictInt, Field(ge=1, le=100)] = 20
    cursor: StrictStr = ""
    as_of: Annotated[StrictStr, Field(description="as it was: after that change, or then")] = ""


class TaskContent(BaseModel):
    """Rows, how many there are in all (1000: that many or more), and how to go on.

    `today` is the caller's day, told with dates.
    """

    tasks: Annotated[list[FullRow], ROWS]
    total: int
    today: str | None = None
    cursor: str | None = None
    not_shown: list[int] | None = None


def view(call: Call, given: ViewTasks) -> Outcome:
    if given.tasks:
        return _view_named(call, given)
    wanted = TaskFilter(
        query=given.query,
        also=_also(call, given),
        state=given.state,
        limit=given.limit,
        cursor=given.cursor or None,
        as_of=given.as_of or None,
    )
    return first_in_budget(
        _page(call, given, replace(wanted, limit=limit)) for limit in shrinking(given.limit)
    )


def is_of_the_moment(call: Call, given: ViewTasks) -> bool:
    """Whether the answer changes with the time of day, though no task does."""
    return bool(given.as_of) or changes_with_time(
        given.query, _WHEN[given.when], now=call.services.clock(), zone=call.caller.zone
    )


def _also(call: Call, given: ViewTasks) -> str:
    """The arguments beside the query, in the filter language."""
    conditions: list[Condition] = []
    if given.due_from or given.due_to:
        first, last = _day(call, given.due_from), _day(call, given.due_to)
        if first and last and first > last:
            raise InvalidError.of(
                "due_to",
                f"due_to, {last}, is before due_from, {first}.",
                hint="Give the earlier day as due_from.",
            )
        conditions.append(tree.Days("due", first, last))
    if given.project:
        conditions.append(tree.Project(given.project))
    if given.tag:
        conditions.append(tree.Tag(given.tag.removeprefix("#")))
    if "priority" in given.model_fields_set:
        conditions.append(tree.Priority(given.priority, given.priority))
    return " ".join(filter(None, (_WHEN[given.when], *map(to_text, conditions))))


def _day(call: Call, text: str) -> date | None:
    return call.services.tasks.day(call.caller, text) if text else None


def _page(call: Call, given: ViewTasks, wanted: TaskFilter) -> Outcome:
    page = call.services.tasks.view(call.caller, wanted)
    total = len(page.tasks)
    if page.next_cursor or wanted.cursor:
        total = call.services.tasks.count(call.caller, wanted, cap=_COUNTED)
    rows = _rows(call, page.tasks, page.names, given)
    content = TaskContent(
        tasks=rows, total=total, today=_today(call, rows), cursor=page.next_cursor
    )
    slips = [
        f"No task has {quote(one.given)}; looked for {', '.join(map(quote, one.used))} instead."
        for one in page.corrections
    ]
    return Outcome(_said(_heading(content, given.state), *slips, *map(row.line, rows)), content)


def _said(*lines: str) -> str:
    return "\n".join(lines)


def _today(call: Call, rows: Sequence[FullRow]) -> str | None:
    """The caller's day, where a row says a date."""
    if not any(one.due for one in rows):
        return None
    return describe(DueDate(today(call.services.clock(), call.caller.zone)))


def _rows(call: Call, tasks: Sequence[Task], names: Names, given: ViewTasks) -> list[FullRow]:
    shown = Shown(names=names, zone=call.caller.zone)
    if given.detail == "brief":
        return [row.listed(task, shown) for task in tasks]
    shown = _detailed(call, tasks)
    return [row.full(task, shown) for task in tasks]


def _detailed(call: Call, tasks: Sequence[Task]) -> Shown:
    details = call.services.details.of(call.caller, tasks)
    return Shown(
        names=details.names,
        zone=call.caller.zone,
        comments=details.comments,
        subtasks=details.subtasks,
    )


def _heading(content: TaskContent, state: State) -> str:
    kind = {"open": "open ", "done": "done ", "deleted": "deleted "}.get(state, "")
    if content.total == 0:
        return f"No {kind}tasks found."
    total = f"{content.total} or more" if content.total == _COUNTED else str(content.total)
    noun = f"{kind}task" if content.total == 1 else f"{kind}tasks"
    day = f" Today is {content.today}." if content.today else ""
    if content.cursor is None:
        return f"{len(content.tasks)} of {total} {noun}, no more follow.{day}"
    return (
        f"{len(content.tasks)} of {total} {noun}. For more: the same call with "
        f'cursor="{content.cursor}", or narrow with query.{day}'
    )


def _view_named(call: Call, given: ViewTasks) -> Outcome:
    both = [name for name in _ALONE if name in given.model_fields_set]
    if both:
        raise InvalidError.of(
            "tasks",
            f"Tasks are named, and {both[0]} would choose others.",
            hint="Give tasks, or filters.",
        )
    page = call.services.tasks.show(call.caller, given.tasks, as_of=given.as_of or None)
    if len(page.tasks) == 1 and given.detail == "full":
        start, shown = _start(given.cursor), _detailed(call, page.tasks)
        return first_in_budget(_part(page.tasks[0], shown, start, most) for most in _PARTS)
    rows = _rows(call, page.tasks, page.names, given)
    return first_in_budget(_named(rows, shown) for shown in shrinking(len(rows)))


def _named(rows: list[FullRow], shown: int) -> Outcome:
    rest = [one.ref for one in rows[shown:]]
    content = TaskContent(tasks=rows[:shown], total=len(rows), not_shown=rest or None)
    lines = [row.line(one) for one in rows[:shown]]
    if rest:
        lines.append(f"Not shown, ask again for: tasks={rest}.")
    return Outcome(_said(*lines), content)


def _start(cursor: str) -> int:
    digits = cursor.removeprefix(_READ_ON)
    if cursor and not (cursor.startswith(_READ_ON) and digits.isdecimal() and digits.isascii()):
        raise InvalidError.of(
            "cursor", "The cursor is not one of this task.", hint="Start again without a cursor."
        )
    return int(digits or 0)


def _part(task: Task, shown: Shown, start: int, most: int) -> Outcome:
    """The task with a part of its description, and how to read on."""
    one = row.full(task, shown, start=start, most=most)
    end = start + most
    if end >= len(task.description):
        return Outcome(row.line(one), TaskContent(tasks=[one], total=1))
    more = f"{_READ_ON}{end}"
    text = (
        f"{row.line(one)}\n  characters {start} to {end} of {len(task.description)}; "
        f'read on: the same call with cursor="{more}".'
    )
    return Outcome(text, TaskContent(tasks=[one], total=1, cursor=more))


VIEW = Tool(
    name="view_tasks",
    description=(
        "List tasks, or look up some by name. Open ones unless told otherwise. "
        "detail=full adds description, comments, version and dates."
    ),
    scope="tasks:read",
    arguments=ViewTasks,
    content=TaskContent,
    run=view,
    is_read_only=True,
    is_idempotent=True,
    is_of_the_moment=is_of_the_moment,
    meta=app.BOUND,
)
