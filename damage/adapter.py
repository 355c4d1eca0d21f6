"""What a product has to offer to be put through the suite: write one `Product`, and an `Agent` for each of its doors."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from damage.action import Action, Answer, Catalogue, Entry, Hints, Task

Mode = Literal["read", "propose", "act"]


class NotHereError(Exception):
    """This product, or this door of it, doesn't have what the case is about; the text says why."""


class Agent(Protocol):
    """Someone who works on the list through one door, by a credential of its own."""

    @property
    def name(self) -> str:
        """How the history has to call it."""

    def do(
        self,
        action: Action,
        *,
        key: str | None = None,
        replica: int = 0,
        extra: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Do it once, by one call. A refusal is an answer; so is a failure of the server, by its status.

        `key` marks a repeat of the same request. `extra` are arguments that are sent besides, whether the door knows them or not.
        """

    def hints(self, tool: str) -> Hints:
        """What this door says of the tool, or of the method."""

    def catalogue(self) -> Catalogue:
        """What a model is shown at first. Raises NotHereError where no model reads."""

    def everything(self) -> Iterator[Answer]:
        """Try to get rid of all tasks without naming one: by every tool or route that could be asked for that."""

    def forge(self, change: str) -> Iterator[Answer]:
        """Try to rewrite, remove or add to the history, by every tool or route that could be asked for that."""


class Product(Protocol):
    """One running product. It may hold what others put there: only tasks with the case's marker in the title are the suite's."""

    @property
    def name(self) -> str:
        """As the report has it."""

    @property
    def doors(self) -> Sequence[str]:
        """The ways in."""

    @property
    def replicas(self) -> int:
        """How many servers answer."""

    @property
    def person(self) -> Agent:
        """Whoever the list belongs to."""

    def agent(self, door: str, *, mode: Mode, can_delete: bool) -> Agent:
        """A new agent of its own name. Raises NotHereError where there is no such mode."""

    def tasks(self, marker: str) -> tuple[Task, ...]:
        """All tasks, open, done or deleted, that have the marker in their title, as the person sees them."""

    def history(self, since: str | None) -> tuple[Entry, ...]:
        """The acts after that one, or the last one, newest first."""

    def restart(self) -> None:
        """End every server as a power cut would, and start it again. Raises NotHereError where that's not possible."""

    def tidy(self, marker: str) -> None:
        """Put away what a case has left, where others use the list, too."""
