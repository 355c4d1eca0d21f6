"""The tools of tasks: view, add, update, complete, delete."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, StrictBool, StrictInt, StrictStr

from watchbill.domain.errors import InvalidError
from watchbill.domain.query import State, TaskFilter, TaskPatch
from watchbill.domain.task import Task
from watchbill.mcp import row
from watchbill.mcp.argument import Description, Names, Number, Preview, Title
from watchbill.mcp.digest import turn_key
from watchbill.mcp.outcome import Outcome, first_in_budget, shrinking
from watchbill.mcp.receipt import WriteContent, outcome_of
from watchbill.mcp.row import FullRow
from watchbill.mcp.tool import Call, Tool
from watchbill.schemas.request import Request
from watchbill.services.drafting import TaskDraft

_COUNTED = 1_000
_READ_ON = "text-"
# A long description comes in parts, each as large as the budget lets it be.
_PARTS = (10_000, 6_000, 3_000, 2_000, 1_000, row.PART)
_TURN = "the same call in this turn"


class ViewTasks(Request):
    query: Annotated[StrictStr, Field(description="words, each in title or description")] = ""
    tasks: Names = Field(default=[])
    state: Literal["open", "done", "deleted", "all"] = "open"
    detail: Literal["brief", "full"] = "brief"
    limit: Annotated[StrictInt, Field(ge=1, le=100)] = 20
    cursor: StrictStr = ""


class TaskContent(BaseModel):
    """Rows, how many there are in all (1000: that many or more), and how to go on."""

    tasks: list[FullRow]
    total: int
    cursor: str | None = None
    not_shown: list[int] | None = None


def _item(value: Any) -> Any:
    """A title alone is a task to add."""
    return {"title": value} if isinstance(value, str) else value


class TaskItem(Request):
    title: Title
    description: Description = ""


class AddTask(Request):
    title: Title = ""
    description: Description = ""
    items: Annotated[
        list[Annotated[TaskItem, BeforeValidator(_item)]],
        Field(description="several at once, instead of title", json_schema_extra={"maxItems": 50}),
    ] = Field(default=[])


class UpdateTask(Request):
    tasks: Names
    title: Title = ""
    description: Annotated[Description, Field(description="replaces the old one")] = ""
    append: Annotated[StrictStr, Field(description="line to add to the description")] = ""
    version: Annotated[Number, Field(description="as read, from detail=full")] = 0
    preview: Preview = False


class CompleteTask(Request):
    tasks: Names
    done: Annotated[StrictBool, Field(description="false reopens")] = True
    preview: Preview = False


class DeleteTask(Request):
    tasks: Names
    restore: Annotated[StrictBool, Field(description="take out of the trash")] = False
    preview: Preview = False


def view(call: Call, given: ViewTasks) -> Outcome:
    if given.tasks:
        return _view_named(call, given)
    wanted = TaskFilter(
        query=given.query,
        state=given.state,
        limit=given.limit,
        cursor=given.cursor or None,
    )
    return first_in_budget(
        _page(call, given, replace(wanted, limit=limit)) for limit in shrinking(given.limit)
    )


def _page(call: Call, given: ViewTasks, wanted: TaskFilter) -> Outcome:
    page = call.services.tasks.view(call.caller, wanted)
    rows = [_row(task, given) for task in page.tasks]
    total = len(rows)
    if page.next_cursor or wanted.cursor:
        total = call.services.tasks.count(call.caller, wanted, cap=_COUNTED)
    content = TaskContent(tasks=rows, total=total, cursor=page.next_cursor)
    return Outcome("\n".join([_heading(content, given.state), *map(row.line, rows)]), content)


def _row(task: Task, given: ViewTasks) -> FullRow:
    return row.full(task) if given.detail == "full" else row.listed(task)


def _heading(content: TaskContent, state: State) -> str:
    kind = {"open": "open ", "done": "done ", "deleted": "deleted "}.get(state, "")
    if content.total == 0:
        return f"No {kind}tasks found."
    total = f"{content.total} or more" if content.total == _COUNTED else str(content.total)
    noun = f"{kind}task" if content.total == 1 else f"{kind}tasks"
    if content.cursor is None:
        return f"{len(content.tasks)} of {total} {noun}, no more follow."
    return (
        f"{len(content.tasks)} of {total} {noun}. For more: the same call with "
        f'cursor="{content.cursor}", or narrow with query.'
    )


def _view_named(call: Call, given: ViewTasks) -> Outcome:
    tasks = call.services.tasks.find(call.caller, given.tasks)
    if len(tasks) == 1 and given.detail == "full":
        start = _start(given.cursor)
        return first_in_budget(_part(tasks[0], start, most) for most in _PARTS)
    return first_in_budget(_named(tasks, given, shown) for shown in shrinking(len(tasks)))


def _named(tasks: tuple[Task, ...], given: ViewTasks, shown: int) -> Outcome:
    rows = [_row(task, given) for task in tasks[:shown]]
    rest = [task.ref for task in tasks[shown:]]
    content = TaskContent(tasks=rows, total=len(tasks), not_shown=rest or None)
    lines = [row.line(one) for one in rows]
    if rest:
        lines.append(f"Not shown, ask again for: tasks={rest}.")
    return Outcome("\n".join(lines), content)


def _start(cursor: str) -> int:
    digits = cursor.removeprefix(_READ_ON)
    if cursor and not (cursor.startswith(_READ_ON) and digits.isdecimal() and digits.isascii()):
        raise InvalidError.of(
            "cursor", "The cursor is not one of this task.", hint="Start again without a cursor."
        )
    return int(digits or 0)


def _part(task: Task, start: int, most: int) -> Outcome:
    """The task with a part of its description, and how to read on."""
    shown = row.full(task, start=start, most=most)
    end = start + most
    if end >= len(task.description):
        return Outcome(row.line(shown), TaskContent(tasks=[shown], total=1))
    more = f"{_READ_ON}{end}"
    text = (
        f"{row.line(shown)}\n  characters {start} to {end} of {len(task.description)}; "
        f'read on: the same call with cursor="{more}".'
    )
    return Outcome(text, TaskContent(tasks=[shown], total=1, cursor=more))


def add(call: Call, given: AddTask) -> Outcome:
    key = turn_key(call.caller, "add_task", given)
    receipt = call.services.tasks.add(call.caller, _drafts(given), call.options(key=key))
    return outcome_of(receipt, repeat="" if call.request_key else _TURN)


def _drafts(given: AddTask) -> list[TaskDraft]:
    if not given.items:
        return [TaskDraft(title=given.title, description=given.description)]
    if given.model_fields_set != {"items"}:
        raise InvalidError.of(
            "items",
            "Title and items are both given.",
            hint="Give title with description, or items alone.",
        )
    return [TaskDraft(title=item.title, description=item.description) for item in given.items]


def update(call: Call, given: UpdateTask) -> Outcome:
    named = given.model_fields_set
    patch = TaskPatch(
        **{
            name: getattr(given, name)
            for name in ("title", "description", "append")
            if name in named
        }
    )
    options = call.options(
        key=turn_key(call.caller, "update_task", given) if "append" in named else None,
        version=given.version if "version" in named else None,
        preview=given.preview,
    )
    receipt = call.services.tasks.update(call.caller, given.tasks, patch, options)
    return outcome_of(receipt, repeat="" if call.request_key else _TURN)


def complete(call: Call, given: CompleteTask) -> Outcome:
    tasks = call.services.tasks
    write = tasks.complete if given.done else tasks.reopen
    return outcome_of(write(call.caller, given.tasks, call.options(preview=given.preview)))


def delete(call: Call, given: DeleteTask) -> Outcome:
    tasks = call.services.tasks
    write = tasks.restore if given.restore else tasks.delete
    return outcome_of(write(call.caller, given.tasks, call.options(preview=given.preview)))


VIEW = Tool(
    name="view_tasks",
    description=(
        "List tasks, or look up some by name. Open ones unless told otherwise. "
        "detail=full adds description, version and dates."
    ),
    scope="tasks:read",
    arguments=ViewTasks,
    content=TaskContent,
    run=view,
    is_read_only=True,
    is_idempotent=True,
)
ADD = Tool(
    name="add_task",
    description="Add one task by title, or up to 50 by items, as one change.",
    scope="tasks:write",
    arguments=AddTask,
    content=WriteContent,
    run=add,
)
UPDATE = Tool(
    name="update_task",
    description=(
        "Change title or description; fields not given stay. Prefer append: replacing a description "
        "needs the version that you read. A title goes to one task."
    ),
    scope="tasks:write",
    arguments=UpdateTask,
    content=WriteContent,
    run=update,
)
COMPLETE = Tool(
    name="complete_task",
    description="Mark tasks as done, or as open again. Sets, never toggles.",
    scope="tasks:write",
    arguments=CompleteTask,
    content=WriteContent,
    run=complete,
    is_idempotent=True,
)
DELETE = Tool(
    name="delete_task",
    description="Put tasks into the trash, or take them out again. For finished work use complete_task.",
    scope="tasks:delete",
    arguments=DeleteTask,
    content=WriteContent,
    run=delete,
    is_destructive=True,
    is_idempotent=True,
)
