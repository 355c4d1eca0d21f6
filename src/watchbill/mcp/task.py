"""The tools that write tasks: add, update, complete, delete."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictStr, WithJsonSchema

from watchbill.domain.errors import InvalidError
from watchbill.domain.query import TaskPatch
from watchbill.mcp.argument import (
    Description,
    Due,
    Name,
    Names,
    Number,
    Preview,
    Priority,
    Reminder,
    Repeat,
    Title,
    Words,
)
from watchbill.mcp.digest import turn_key
from watchbill.mcp.outcome import Outcome
from watchbill.mcp.receipt import WriteContent, outcome_of
from watchbill.mcp.tool import Call, Tool
from watchbill.schemas.request import Request
from watchbill.services.drafting import TaskDraft

_TURN = "the same call in this turn"
_NONE = "none"
_ADDED = "Give title, or text, or items for several at once."
_SETS = ("title", "description", "append", "priority", "project", "scope")


class TaskItem(Request):
    """What a task may have; `items` of add_task have the same."""

    title: Title = ""
    text: Annotated[
        StrictStr,
        Field(description="instead of title, all in one line: Pay rent tomorrow p1 #home @Flat"),
    ] = ""
    description: Description = ""
    due: Due = ""
    recurrence: Repeat = ""
    reminder: Reminder = ""
    priority: Priority = 4
    project: StrictStr = ""
    tags: Words = Field(default=[])
    parent: Name = ""

    def draft(self) -> TaskDraft:
        """The same for the services."""
        return TaskDraft(
            title=self.title,
            text=self.text or None,
            description=self.description,
            due=self.due or None,
            recurrence=self.recurrence or None,
            reminders=(self.reminder,) if self.reminder else (),
            priority=self.priority if "priority" in self.model_fields_set else None,
            project=self.project or None,
            tags=tuple(self.tags),
            parent=self.parent or None,
        )


def _item(value: Any) -> Any:
    """A title alone is a task to add."""
    return {"title": value} if isinstance(value, str) else value


class AddTask(TaskItem):
    items: Annotated[
        list[Annotated[TaskItem, BeforeValidator(_item)]],
        WithJsonSchema(
            {
                "type": "array",
                "items": {"type": "object"},
                "maxItems": 50,
                "description": "several at once, each with these arguments",
            }
        ),
    ] = Field(default=[])
    reason: Annotated[StrictStr, Field(description="why, for the person to read")] = ""
    preview: Preview = False


class UpdateTask(Request):
    tasks: Names
    title: Title = ""
    description: Annotated[Description, Field(description="replaces the old one")] = ""
    append: Annotated[StrictStr, Field(description="line to add to the description")] = ""
    due: Annotated[Due, Field(description="as in add_task; none clears")] = ""
    recurrence: Annotated[Repeat, Field(description="none stops it")] = ""
    reminder: Annotated[Reminder, Field(description="one more; none takes all off")] = ""
    priority: Priority = 4
    project: Annotated[StrictStr, Field(description="where to move it")] = ""
    add_tags: Words = Field(default=[])
    remove_tags: Words = Field(default=[])
    parent: Annotated[Name, Field(description="none takes it out")] = ""
    blocked_by: Annotated[Names, Field(description="all it waits for; [] for nothing")] = Field(
        default=[]
    )
    scope: Annotated[
        Literal["this", "later"],
        Field(description="of what repeats: this one alone, or later too"),
    ] = "later"
    skip: Annotated[StrictBool, Field(description="move what repeats on to its next date")] = False
    version: Annotated[Number, Field(description="as read, from detail=full")] = 0
    reason: StrictStr = ""
    preview: Preview = False

    def patch(self) -> TaskPatch:
        """What was given, and nothing else."""
        named = self.model_fields_set
        values: dict[str, Any] = {name: getattr(self, name) for name in _SETS if name in named}
        for name in ("due", "recurrence", "parent"):
            if name in named:
                values[name] = _or_none(getattr(self, name))
        for name in ("add_tags", "remove_tags", "blocked_by"):
            if name in named:
                values[name] = tuple(getattr(self, name))
        if "reminder" in named:
            added = _or_none(self.reminder)
            values |= {"reminders": ()} if added is None else {"add_reminders": (added,)}
        return TaskPatch(**values)


class CompleteTask(Request):
    tasks: Names
    done: Annotated[StrictBool, Field(description="false reopens")] = True
    children: Annotated[StrictBool, Field(description="open subtasks, too")] = False
    reason: StrictStr = ""
    preview: Preview = False


class DeleteTask(Request):
    tasks: Names
    restore: Annotated[StrictBool, Field(description="take out of the trash")] = False
    reason: StrictStr = ""
    preview: Preview = False


def add(call: Call, given: AddTask) -> Outcome:
    key = turn_key(call.caller, "add_task", given)
    options = call.options(key=key, reason=given.reason, preview=given.preview)
    receipt = call.services.tasks.add(call.caller, _drafts(given), options)
    return outcome_of(receipt, repeat="" if call.request_key else _TURN)


def _drafts(given: AddTask) -> Sequence[TaskDraft]:
    if not given.items:
        if not given.model_fields_set & {"title", "text"}:
            raise InvalidError.of("title", "There is nothing to add.", hint=_ADDED)
        return [given.draft()]
    if given.model_fields_set - {"items", "reason", "preview"}:
        raise InvalidError.of(
            "items",
            "A single task and items are both given.",
            hint="Give title or text with what belongs to it, or items alone.",
        )
    return [item.draft() for item in given.items]


def update(call: Call, given: UpdateTask) -> Outcome:
    named, tasks = given.model_fields_set, call.services.tasks
    options = call.options(
        key=turn_key(call.caller, "update_task", given) if given.append or given.skip else None,
        version=given.version if "version" in named else None,
        reason=given.reason,
        preview=given.preview,
    )
    if given.skip:
        if named - {"tasks", "skip", "version", "reason", "preview"}:
            raise InvalidError.of(
                "skip",
                "Skipping changes nothing else.",
                hint="Give skip alone, and then the rest.",
            )
        receipt = tasks.skip(call.caller, given.tasks, options)
    else:
        receipt = tasks.update(call.caller, given.tasks, given.patch(), options)
    return outcome_of(receipt, repeat="" if call.request_key else _TURN)


def _or_none(text: str) -> str | None:
    return None if text.strip().casefold() == _NONE else text


def complete(call: Call, given: CompleteTask) -> Outcome:
    tasks, options = call.services.tasks, call.options(reason=given.reason, preview=given.preview)
    if not given.done:
        return outcome_of(tasks.reopen(call.caller, given.tasks, options))
    children: Literal["complete", "refuse"] = "complete" if given.children else "refuse"
    return outcome_of(tasks.complete(call.caller, given.tasks, options, children=children))


def delete(call: Call, given: DeleteTask) -> Outcome:
    tasks = call.services.tasks
    write = tasks.restore if given.restore else tasks.delete
    return outcome_of(
        write(call.caller, given.tasks, call.options(reason=given.reason, preview=given.preview))
    )


ADD = Tool(
    name="add_task",
    description="Add one task by title or text, or up to 50 by items, as one change.",
    scope="tasks:write",
    arguments=AddTask,
    content=WriteContent,
    run=add,
    can_join=True,
)
UPDATE = Tool(
    name="update_task",
    description=(
        "Change fields of tasks; those not given stay. A new due keeps the recurrence. Prefer append: replacing a "
        "description needs the version that you read. A title goes to one task."
    ),
    scope="tasks:write",
    arguments=UpdateTask,
    content=WriteContent,
    run=update,
    can_join=True,
)
COMPLETE = Tool(
    name="complete_task",
    description="Mark tasks as done, or as open again. Sets, never toggles. What repeats comes again by itself.",
    scope="tasks:write",
    arguments=CompleteTask,
    content=WriteContent,
    run=complete,
    can_join=True,
    is_idempotent=True,
)
DELETE = Tool(
    name="delete_task",
    description="Put tasks into the trash, or take them out again. For finished work use complete_task.",
    scope="tasks:write",
    arguments=DeleteTask,
    content=WriteContent,
    run=delete,
    can_join=True,
    is_destructive=True,
    is_idempotent=True,
)
