"""Who asks. Built from a credential at the door, and from nothing else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from watchbill.domain.budget import UNLIMITED, Budget
from watchbill.domain.errors import ForbiddenError
from watchbill.domain.operation import Actor

Scope = Literal["tasks:read", "tasks:write", "tasks:delete", "admin"]
ALL_SCOPES: frozenset[Scope] = frozenset(get_args(Scope))
Role = Literal["owner", "member", "viewer"]
SCOPES_OF: Mapping[Role, frozenset[Scope]] = {
    "owner": ALL_SCOPES,
    "member": frozenset({"tasks:read", "tasks:write", "tasks:delete"}),
    "viewer": frozenset({"tasks:read"}),
}
"""What a person may in a workspace, by the role there; what their tokens may is never more."""
Mode = Literal["read", "propose", "act"]
"""What becomes of what a program wants written: nothing, a proposal, or a change as far as it may by itself."""
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """One user in one workspace, in the name that the journal will show.

    `mode` is what becomes of what is written, within the `budget`; a person always acts, without one.
    `zone` is the time zone that the user's days are in.
    `run` groups the changes of one agent's turn; `client` is what the program calls itself.
    """

    workspace_id: str
    user_id: str
    user_name: str
    actor: Actor
    scopes: frozenset[Scope] = ALL_SCOPES
    mode: Mode = "act"
    budget: Budget = UNLIMITED
    zone: str = "UTC"
    run: str | None = None
    client: str | None = None

    @property
    def is_machine(self) -> bool:
        """Whether a program decides what is written, and not a person who sees it."""
        return self.actor.kind != "user"

    def require_person(self, act: str) -> None:
        """Raises FORBIDDEN for a machine, whatever its scopes."""
        if self.is_machine:
            raise ForbiddenError(
                f"Only a person can {act}.",
                hint="Ask the owner to do it: on the page, or with the command line on the server.",
            )

    def require_keys(self) -> None:
        """Raises FORBIDDEN unless the caller may make and end its own keys: a person, or a program with `admin`."""
        if self.is_machine:
            self.require("admin")

    def require(self, scope: Scope) -> None:
        """Raises FORBIDDEN without this scope."""
        if scope not in self.scopes:
            raise ForbiddenError(
                f"This credential doesn't allow {scope}.",
                hint="Ask the owner for one that does.",
                details={"scope": scope},
            )


def scopes_of(role: str) -> frozenset[Scope]:
    """What a role allows; one that this program doesn't know allows nothing."""
    return next((scopes for known, scopes in SCOPES_OF.items() if known == role), frozenset())


def allowed(scopes: Collection[str], mode: Mode) -> frozenset[Scope]:
    """Those of the scopes that the mode leaves: `read` leaves nothing to write with."""
    left = frozenset(scope for scope in ALL_SCOPES if scope in scopes)
    return left & {"tasks:read"} if mode == "read" else left
