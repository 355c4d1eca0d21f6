"""What a sentence can ask for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from watchbill.domain.query import State


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where a sentence is said: an aware time, and the zone that its days are of."""

    now: datetime
    zone: str


Event = Literal["due", "completed", "created", "updated"]


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last of these days, an open end is None; `also`: other days beside them. `said` is how the sentence named all of them.

    `hours`: from which hour on, and before which, a time is of “Friday morning”.
    """

    first: date | None
    last: date | None
    said: str
    event: Event = "due"
    also: "tuple[Days, ...]" = ()
    hours: tuple[int, int] = (0, 24)

    def holds(self, day: date) -> bool:
        """Whether the day is one of the first to the last."""
        return (self.first or day) <= day <= (self.last or day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which tasks, by what is true of them.

    `place` is a project, a tag or a topic: the store knows which. `trait` is a word of the filter language, such as `is:overdue`. `but`: a project, a tag or a topic whose tasks are not meant.
    """

    words: str = ""
    days: Days | None = None
    place: str = ""
    project: str = ""
    tag: str = ""
    priority: int | None = None
    traits: tuple[str, ...] = ()
    but: str = ""
    state: State = "open"


ANY = Filter()
Pronoun = Literal["", "it", "them", "added", "other"]


@dataclass(frozen=True, slots=True)
class Mention:
    """How a sentence names tasks. `refs` and `places` (1 is the first listed, -1 the last) are numbers.

    `words` are of a title, and `filter` says what else is true of it; `is_set`: all that fit are meant, not the one that does.
    """

    words: str = ""
    refs: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    pronoun: Pronoun = ""
    filter: Filter = ANY
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A task to add: a line of quick-add in the user's own words, and the list that it was said to go on. `is_literal`: a title as it stands."""

    line: str
    place: str = ""
    is_literal: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Add:
    """New tasks. None: that something is to be added was said, but not what; perhaps `when`. Not `is_sure`: ask before.

    `placed`: what is meant instead where there is a project or a tag of the name that its items are placed in. `is_unless`: only what isn't there yet.
    """

    items: tuple[Item, ...]
    is_sure: bool = True
    when: str = ""
    placed: "Add | None" = None
    is_unless: bool = False


Look = Literal["list", "count", "next", "after", "whether", "days"]
"""`after`: what comes after the one that was spoken of. `whether`: it is asked whether these are done; `days`: how many days these are away."""


@dataclass(frozen=True, slots=True)
class View:
    """A look at the list; with a mention, at one task and all that it has. `is_within`: only at what was listed last, if that is several."""

    filter: Filter = ANY
    look: Look = "list"
    mention: Mention | None = None
    is_within: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Changes of a task's fields, in the user's words; `describe` replaces the note, `clear` names what is to be taken away. `skip`: on to the next date, as it repeats."""

    title: str = ""
    append: str = ""
    describe: str = ""
    when: str = ""
    repeat: str = ""
    remind: str = ""
    priority: int | None = None
    project: str = ""
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    clear: tuple[str, ...] = ()
    skip: bool = False


@dataclass(frozen=True, slots=True)
class Update:
    """Change fields of tasks that are there. `otherwise`: what is to be added where there is no such task, or told where there is no such project."""

    mention: Mention
    edit: Edit
    otherwise: "Add | Talk | None" = None


Act = Literal["complete", "reopen", "delete", "restore"]


@dataclass(frozen=True, slots=True)
class Do:
    """One of the four acts on tasks that are there. `instead`: the edit that is meant where the tasks have what it is of, a repetition or a reminder."""

    act: Act
    mention: Mention
    instead: Edit | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """What was done last, done to these tasks too: “same for the suit”."""

    mention: Mention


@dataclass(frozen=True, slots=True)
class Only:
    """Of what was done last, these alone were meant, or (`is_not`) all but these: “sorry, only the coffee”."""

    mention: Mention
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Rather:
    """What was done last was meant of these tasks, not of those: “no, I meant the eggs”."""

    mention: Mention


@dataclass(frozen=True, slots=True)
class More:
    """What the last list had no room for."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A task that is to wait until another one is done."""

    mention: Mention
    on: Mention


@dataclass(frozen=True, slots=True)
class Split:
    """Subtasks that a task is to have: their titles."""

    mention: Mention
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """Two tasks of which each is to have the other's due date."""

    first: Mention
    second: Mention


@dataclass(frozen=True, slots=True)
class TurnBack:
    """Undo or redo: a change by its number, what was done on some days, or the last, or so many last ones.

    `is_of_talk`: only what this conversation changed; “scratch that” is no wish to undo what another did.
    """

    is_redo: bool = False
    change: int | None = None
    days: Days | None = None
    hours: tuple[int, int] = (0, 24)
    count: int = 1
    is_of_talk: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """Who changed what, of one task or of some days. `is_last`: the last change alone. `is_of_assistant`: what “you” did."""

    mention: Mention | None = None
    days: Days | None = None
    is_last: bool = False
    is_of_assistant: bool = False


@dataclass(frozen=True, slots=True)
class KeepProject:
    """A project to make, to rename, or to archive. `name` is the new one; where none was said, it is asked for."""

    act: Literal["make", "rename", "archive", "unarchive"]
    project: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ViewProjects:
    """Which projects and tags there are."""


Topic = Literal[
    "greeting",
    "goodbye",
    "thanks",
    "help",
    "about",
    "nothing",
    "aside",
    "date",
    "tidying",
    "order",
    "stages",
    "tags",
    "people",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Talk:
    """What changes nothing: a greeting, thanks, “never mind”, a question about the assistant, or what isn't understood or isn't its business (`aside`)."""

    topic: Topic


Intent = (
    Add | View | More | Update | Do | Again | Only | Rather | Wait | Split | Swap
    | TurnBack | History | KeepProject | ViewProjects | Talk
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """One part of a sentence, and what it asks for. `is_doubtful`: only if the list has such a task."""

    text: str
    intent: Intent
    is_doubtful: bool = False
