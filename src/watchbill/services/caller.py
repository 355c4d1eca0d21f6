"""Who asks. Built from a credential at the door, and from nothing else."""

from dataclasses import dataclass
from typing import Literal, get_args

from watchbill.domain.errors import ForbiddenError
from watchbill.domain.operation import Actor

Scope = Literal["tasks:read", "tasks:write", "tasks:delete", "admin"]
ALL_SCOPES: frozenset[Scope] = frozenset(get_args(Scope))


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """One user in one workspace, in the name that the journal will show.

    `zone` is the time zone that the user's days are in.
    `run` groups the changes of one agent's turn; `client` is what the program calls itself.
    """

    workspace_id: str
    user_id: str
    user_name: str
    actor: Actor
    scopes: frozenset[Scope] = ALL_SCOPES
    zone: str = "UTC"
    run: str | None = None
    client: str | None = None

    @property
    def is_machine(self) -> bool:
        """Whether a program decides what is written, and not a person who sees it."""
        return self.actor.kind != "user"

    def require(self, scope: Scope) -> None:
        """Raises FORBIDDEN without this scope."""
        if scope not in self.scopes:
            raise ForbiddenError(
                f"This credential doesn't allow {scope}.",
                hint="Ask the owner for one that does.",
                details={"scope": scope},
            )
