"""What callers send of tasks."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    Tag,
    WithJsonSchema,
)

from watchbill.domain import task as rules
from watchbill.domain.errors import InvalidError
from watchbill.domain.query import Place, Scope, TaskPatch
from watchbill.schemas.request import Request
from watchbill.services.drafting import TaskDraft
from watchbill.services.quick_adding import TEXT_MAX

Title = Annotated[
    StrictStr,
    Field(
        description="1 to 255 characters on one line",
        json_schema_extra={"minLength": 1, "maxLength": rules.TITLE_MAX},
    ),
]
Description = Annotated[
    StrictStr,
    Field(
        description="Markdown, at most 10,000 characters",
        json_schema_extra={"maxLength": rules.DESCRIPTION_MAX},
    ),
]
Priority = Annotated[
    StrictInt,
    Field(description="1 (highest) to 4 (none)", json_schema_extra={"minimum": 1, "maximum": 4}),
]
Due = Annotated[
    StrictStr,
    Field(
        description="2026-12-01; or a time, 2026-12-01T17:00, in your own zone unless [Europe/Berlin] follows; or words: tomorrow at 5"
    ),
]

ReminderText = Annotated[
    StrictStr,
    Field(
        description="2 hours before; 1 day before at 18:00; when due; -PT2H; or a time of its own, also in words: tomorrow 9:00"
    ),
]


def _as_name(value: Any) -> Any:
    """A ref may be sent as the number that it is."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _kind_of(field: str) -> Callable[[Any], str]:
    """What was sent for the field: an object, or else what has to be text."""
    return lambda value: "object" if isinstance(value, Mapping | Request) else field


TaskName = Annotated[
    StrictStr,
    BeforeValidator(_as_name),
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}]}),
]
"""A ref, an id or an exact title."""


class RecurrenceGiven(Request):
    """A rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=TU, and what it counts from."""

    rule: StrictStr
    basis: Literal["schedule", "completion"] = "schedule"
    text: StrictStr | None = Field(default=None, description="Not read: for what came from here")


class PlaceGiven(Request):
    """A place in the order beside a task: before it, or after it."""

    before: TaskName | None = None
    after: TaskName | None = None


# The tag of what is text is the field's name, so that a complaint names the field.
RecurrenceText = Annotated[
    Annotated[StrictStr, Tag("recurrence")] | Annotated[RecurrenceGiven, Tag("object")],
    Discriminator(_kind_of("recurrence")),
    Field(
        description="A rule of RFC 5545, which “ after completion” may follow; or words: every other Tuesday"
    ),
]
PlaceText = Annotated[
    Annotated[Literal["first", "last"], Tag("place")] | Annotated[PlaceGiven, Tag("object")],
    Discriminator(_kind_of("place")),
]


QuickText = Annotated[
    StrictStr,
    Field(
        description="One line of quick-add instead of a title: Pay rent tomorrow at 5 p1 #home @Flat; what is sent beside it goes before what it says",
        json_schema_extra={"maxLength": TEXT_MAX},
    ),
]


class TaskItem(Request):
    """A task to add, by its title or by a line of quick-add. `subtasks` are added with it, under it; tags that are new are made."""

    title: Title | None = None
    text: QuickText | None = None
    description: Description | None = None
    priority: Priority | None = None
    due: Due | None = None
    recurrence: RecurrenceText | None = None
    project: StrictStr | None = None
    parent: TaskName | None = None
    tags: tuple[StrictStr, ...] | None = None
    blocked_by: tuple[TaskName, ...] | None = None
    reminders: tuple[ReminderText, ...] | None = None
    subtasks: tuple["TaskItem", ...] | None = None

    def draft(self) -> TaskDraft:
        """The same for the services. Raises INVALID_TITLE where there is neither title nor text."""
        if self.title is None and self.text is None:
            raise InvalidError.of(
                "title", "The title is missing.", hint="Send title, or text, or items."
            )
        return TaskDraft(
            title=self.title or "",
            text=self.text,
            description=self.description or "",
            priority=self.priority,
            due=self.due,
            recurrence=None if self.recurrence is None else _rule(self.recurrence),
            project=self.project,
            parent=self.parent,
            tags=self.tags or (),
            blocked_by=self.blocked_by or (),
            reminders=self.reminders or (),
            subtasks=tuple(subtask.draft() for subtask in self.subtasks or ()),
        )


class TaskAdd(TaskItem):
    """One task to add, or several as one change: then `items`, up to 50, and nothing else."""

    items: tuple[TaskItem, ...] | None = None

    def drafts(self) -> list[TaskDraft]:
        """Every task to add. Raises INVALID_ITEMS for a single task beside items, INVALID_TITLE where there is none."""
        if self.items is None:
            return [self.draft()]
        if self.model_dump(exclude_none=True, exclude={"items"}):
            raise InvalidError.of(
                "items", "There are items and a single task.", hint="Send one of the two."
            )
        return [item.draft() for item in self.items]


class TaskChange(Request):
    """What to change. An absent field stays as it is; `append` adds a line to the description.

    Null takes due, recurrence and parent away, and moves to the Inbox as `project`. `tags`, `blocked_by` and `reminders` replace what was there,
    `add_tags` and `remove_tags`, `add_reminders` and `remove_reminders` change it. `place`: “first”, “last”, or beside another task.
    `scope`, for what repeats: “this” occurrence alone, or “later” ones too.
    """

    title: Title = ""
    description: Description = ""
    append: StrictStr = ""
    priority: Priority = 0
    due: Due | None = None
    recurrence: RecurrenceText | None = None
    project: StrictStr | None = None
    parent: TaskName | None = None
    tags: tuple[StrictStr, ...] = ()
    add_tags: tuple[StrictStr, ...] = ()
    remove_tags: tuple[StrictStr, ...] = ()
    blocked_by: tuple[TaskName, ...] = ()
    reminders: tuple[ReminderText, ...] = ()
    add_reminders: tuple[ReminderText, ...] = ()
    remove_reminders: tuple[ReminderText, ...] = ()
    place: PlaceText = "first"
    scope: Scope = "later"

    def patch(self) -> TaskPatch:
        """The same for the services: what was sent, and nothing else."""
        given: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set}
        if given.get("recurrence") is not None:
            given["recurrence"] = _rule(given["recurrence"])
        if "place" in given:
            given["place"] = _place(given["place"])
        return TaskPatch(**given)


class Confirmation(Request):
    """`confirm`: yes, this can't be undone."""

    confirm: StrictBool = False


class TaskCompletion(Request):
    """What becomes of open subtasks: without `children`, the request is refused where there are any."""

    children: Literal["refuse", "complete"] = "refuse"


def _rule(given: str | RecurrenceGiven) -> str:
    if isinstance(given, str):
        return given
    return f"{given.rule} after completion" if given.basis == "completion" else given.rule


def _place(given: Literal["first", "last"] | PlaceGiven) -> Place:
    if isinstance(given, str):
        return Place(given)
    if given.before is not None and given.after is None:
        return Place("before", given.before)
    if given.after is not None and given.before is None:
        return Place("after", given.after)
    raise InvalidError.of(
        "place", "The place is not beside just one task.", hint="Send before or after."
    )
