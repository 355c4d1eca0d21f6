"""Stopping an agent at once, whatever it is told, and what it did last, so that this can be undone."""

from dataclasses import dataclass
from datetime import datetime

from watchbill.domain.errors import ConflictError, ForbiddenError, NotFoundError, TooLargeError
from watchbill.domain.operation import Change
from watchbill.services.caller import Caller
from watchbill.services.undoing import Selection, select_changes
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.freeze import FreezeRows
from watchbill.storage.member import MemberRows
from watchbill.storage.token import TokenRow, TokenRows
from watchbill.storage.transaction import Reader, Transaction

ASSISTANT = "assistant"
LOCAL, STDIO = "local agent", "stdio"
TOKENLESS = (ASSISTANT, LOCAL, STDIO)
"""Agents without a token of their own: a workspace's assistant, and what comes on the server's machine."""

_CALLED = {STDIO: "agent on stdin"}


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent of a workspace, by its name: that of its tokens, or one of TOKENLESS. While `frozen_at` is set, it can do nothing."""

    name: str
    frozen_at: datetime | None


@dataclass(frozen=True, slots=True)
class LastRun:
    """What an agent did at one go last, as far as it still holds; newest change first."""

    actor: str
    run: str
    changes: tuple[Change, ...]

    @property
    def selection(self) -> Selection:
        """By which it is undone, as one change."""
        return Selection(actor=self.actor, run=self.run)


class FreezingService:
    """Whoever writes may stop an agent; an owner any, others their own and the assistant. Only an owner lets go what all share."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def view(self, caller: Caller) -> tuple[Agent, ...]:
        """The agents that the caller may stop, those without a token first."""
        caller.require_keys()
        with self._database.read(caller.workspace_id) as reader:
            frozen = FreezeRows(reader.connection, caller.workspace_id).all()
            found = {name: Agent(name, frozen.get(name)) for name in TOKENLESS}
            for token in _tokens(reader, caller):
                found.setdefault(token.name, Agent(token.name, token.frozen_at))
        return tuple(found.values())

    def freeze(self, caller: Caller, name: str) -> Agent:
        """Let an agent do nothing from now on, by its name or a token's id. Raises AGENT_NOT_FOUND."""
        caller.require_keys()
        caller.require("tasks:write")
        return self._set(caller, name, self._clock())

    def unfreeze(self, caller: Caller, name: str) -> Agent:
        """Let it work again. Raises AGENT_NOT_FOUND, and FORBIDDEN for a machine."""
        caller.require_person("unfreeze an agent")
        caller.require("admin" if name in TOKENLESS else "tasks:write")
        return self._set(caller, name, None)

    def find(self, caller: Caller, name: str) -> tuple[Agent, LastRun | None]:
        """An agent, and what it did last. Raises AGENT_NOT_FOUND."""
        caller.require_keys()
        with self._database.read(caller.workspace_id) as reader:
            if name in TOKENLESS:
                frozen_at = FreezeRows(reader.connection, caller.workspace_id).find(name)
                return Agent(name, frozen_at), _last_run(reader, name)
            token = _found(reader, caller, name)[0]
            return Agent(token.name, token.frozen_at), _last_run(reader, token.name)

    def check(self, caller: Caller) -> None:
        """Raises FORBIDDEN while an agent without a token of its own is frozen."""
        with self._database.read(caller.workspace_id) as reader:
            check_frozen(reader, caller)

    def is_assistant_frozen(self, caller: Caller) -> bool:
        with self._database.read(caller.workspace_id) as reader:
            rows = FreezeRows(reader.connection, caller.workspace_id)
            return rows.find(ASSISTANT) is not None

    def _set(self, caller: Caller, name: str, at: datetime | None) -> Agent:
        with self._database.begin(caller.workspace_id) as tx:
            if name in TOKENLESS:
                return Agent(name, _set_tokenless(tx, name, at))
            found = _found(tx, caller, name)
            for token in found:
                if (token.frozen_at is None) != (at is None):
                    TokenRows(tx.connection).freeze(token.id, at=at)
            return Agent(found[0].name, at and (found[0].frozen_at or at))


def check_frozen(reader: Reader, caller: Caller) -> None:
    """Raises FORBIDDEN while this agent, which has no token of its own, is frozen."""
    name = ASSISTANT if caller.actor.kind == "assistant" else caller.actor.name
    if FreezeRows(reader.connection, caller.workspace_id).find(name) is not None:
        raise ForbiddenError(
            f"The {_CALLED.get(name, name)} is frozen, so nothing can be done with it.",
            hint="Stop here. An owner can unfreeze it, on the settings page.",
        )


def _set_tokenless(tx: Transaction, name: str, at: datetime | None) -> datetime | None:
    rows = FreezeRows(tx.connection, tx.workspace_id)
    before = rows.find(name)
    if at is None:
        rows.remove(name)
    elif before is None:
        rows.put(name, at=at)
    return at and (before or at)


def _tokens(reader: Reader, caller: Caller) -> tuple[TokenRow, ...]:
    """Those that the caller may stop."""
    found = TokenRows(reader.connection).in_workspace(caller.workspace_id)
    is_owner = "admin" in caller.scopes
    return tuple(token for token in found if is_owner or token.user_id == caller.user_id)


def _found(reader: Reader, caller: Caller, name: str) -> list[TokenRow]:
    """All tokens that the history calls by one name."""
    tokens = _tokens(reader, caller)
    named = {
        token.name for token in tokens if name in (token.name, token.id, f"token:{token.name}")
    }
    if not named:
        raise NotFoundError.of(
            "agent",
            "There is no such agent.",
            hint=f"Name a token by name or id, or one of: {', '.join(TOKENLESS)}.",
        )
    return [token for token in tokens if token.name in named]


def _last_run(reader: Reader, name: str) -> LastRun | None:
    """None when nothing of it holds, and for so many changes that they can't be undone at once."""
    newest = reader.changes.newest_of(_actors(reader, name))
    if newest is None or newest.run is None:
        return None
    actor = str(newest.actor)
    try:
        held = select_changes(reader, Selection(actor=actor, run=newest.run))
    except (ConflictError, TooLargeError):
        return None
    return LastRun(actor, newest.run, tuple(held))


def _actors(reader: Reader, name: str) -> list[str]:
    """What the history calls it; an assistant has as many names as there are members."""
    if name != ASSISTANT:
        return [f"token:{name}"]
    members = MemberRows(reader.connection).members(reader.workspace_id)
    return [f"assistant for {member.name}" for member in members]
