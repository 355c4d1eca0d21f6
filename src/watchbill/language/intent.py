"""What a sentence can ask for."""

from dataclasses import dataclass
from typing import Literal

from watchbill.domain.query import State


@dataclass(frozen=True, slots=True)
class Mention:
    """How a sentence names tasks. `refs` and `places` (1 is the first listed, -1 the last) are numbers; `words` the rest."""

    words: str = ""
    refs: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    is_pronoun: bool = False
    is_everything: bool = False


@dataclass(frozen=True, slots=True)
class Add:
    """New tasks, in the user's own words."""

    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A look at the list; `is_count` asks only how many."""

    words: str = ""
    state: State = "open"
    is_count: bool = False


@dataclass(frozen=True, slots=True)
class Update:
    """A new title, or a line to add to the description."""

    mention: Mention
    title: str | None = None
    append: str | None = None


Act = Literal["complete", "reopen", "delete", "restore"]


@dataclass(frozen=True, slots=True)
class Do:
    """One of the four acts on tasks that are there."""

    act: Act
    mention: Mention


@dataclass(frozen=True, slots=True)
class TurnBack:
    """Undo or redo, of a change by its number or of the last one."""

    is_redo: bool = False
    change: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Who changed what."""

    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """What changes nothing: a greeting, thanks, a question about the assistant, or what isn't understood."""

    kind: Literal["greeting", "thanks", "help", "unknown"]


Intent = Add | View | Update | Do | TurnBack | History | Talk
