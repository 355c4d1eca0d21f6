"""Tokens: those that programs carry, and the way to the short ones that the assistant gets for a single turn."""

import contextlib
import hashlib
import secrets
import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from watchbill.domain.budget import UNLIMITED, Budget, check_limits
from watchbill.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    StorageUnavailableError,
)
from watchbill.domain.operation import Actor
from watchbill.services.caller import ALL_SCOPES, MODES, Caller, Mode, allowed, scopes_of
from watchbill.services.turn_token import TURN_LIFETIME, TurnTokens, refused
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.token import TokenRow, TokenRows

PREFIX = "wb_"
NAME_MAX = 80
_TOUCH_EVERY = timedelta(hours=1)

TokenInfo = TokenRow


class TokenService:
    """Makes, lists, freezes, revokes and checks tokens. What a token may do never exceeds what its maker may."""

    def __init__(
        self, database: Database, clock: Clock, *, zone: str = "UTC", budget: Budget = UNLIMITED
    ) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self.budget = budget
        self._turns = TurnTokens(database, clock, zone=zone, budget=budget)

    def create(
        self,
        caller: Caller,
        name: str,
        scopes: Collection[str],
        expires_at: datetime | None = None,
        *,
        mode: str = "act",
    ) -> tuple[TokenInfo, str]:
        """Make a token; the text that comes with it is shown this once and kept nowhere.

        Raises FORBIDDEN for scopes or a mode that the caller hasn't.
        """
        token = self.draft(caller, name, scopes, expires_at, mode=mode)
        text = PREFIX + secrets.token_urlsafe(32)
        with self._database.begin() as tx:
            rows = TokenRows(tx.connection)
            require_own_name(rows, token)
            rows.add(token, _digest(text))
        return token, text

    def draft(
        self,
        caller: Caller,
        name: str,
        scopes: Collection[str],
        expires_at: datetime | None = None,
        *,
        mode: str,
    ) -> TokenInfo:
        """A token as it would be made: refused where that would be, and not written."""
        caller.require_keys()
        now = self._clock()
        if expires_at is not None and expires_at <= now:
            raise InvalidError.of(
                "expires_at", "The end lies in the past.", hint="Give a later one, or none."
            )
        return TokenRow(
            id=str(uuid.uuid4()),
            name=_check_name(name),
            user_id=caller.user_id,
            user_name=caller.user_name,
            workspace_id=caller.workspace_id,
            scopes=_check_scopes(caller, scopes),
            mode=_check_mode(caller, mode),
            created_at=now,
            expires_at=expires_at,
            used_at=None,
        )

    def list(self, caller: Caller) -> tuple[TokenInfo, ...]:
        """The caller's tokens, newest first."""
        caller.require_keys()
        with self._database.read() as reader:
            return TokenRows(reader.connection).of_user(caller.user_id, caller.workspace_id)

    def revoke(self, caller: Caller, id: str) -> TokenInfo:
        """End a token at once. Raises TOKEN_NOT_FOUND."""
        caller.require_keys()
        with self._database.begin() as tx:
            rows = TokenRows(tx.connection)
            token = _mine(rows, caller, id)
            rows.revoke(id, now=self._clock())
        return token

    def freeze(self, caller: Caller, id: str) -> TokenInfo:
        """Let a token open nothing from now on, until it is unfrozen. Raises TOKEN_NOT_FOUND."""
        caller.require_keys()
        return self._freeze(caller, id, self._clock())

    def unfreeze(self, caller: Caller, id: str) -> TokenInfo:
        """Let a frozen token work again. Raises TOKEN_NOT_FOUND, and FORBIDDEN for a machine."""
        caller.require_keys()
        caller.require_person("unfreeze a token")
        return self._freeze(caller, id, None)

    def set_budget(self, caller: Caller, id: str, own: Mapping[str, int]) -> TokenInfo:
        """Give a token these limits of its own, by name; what isn't named is as the settings say.

        Raises TOKEN_NOT_FOUND, INVALID_BUDGET, and FORBIDDEN for a machine.
        """
        caller.require_keys()
        caller.require_person("set a token's budget")
        limits = check_limits(own)
        with self._database.begin() as tx:
            rows = TokenRows(tx.connection)
            token = _mine(rows, caller, id)
            rows.set_budget(id, limits)
        return replace(token, budget=limits)

    def _freeze(self, caller: Caller, id: str, at: datetime | None) -> TokenInfo:
        with self._database.begin() as tx:
            rows = TokenRows(tx.connection)
            token = _mine(rows, caller, id)
            if (token.frozen_at is None) != (at is None):
                rows.freeze(id, at=at)
                token = replace(token, frozen_at=at)
        return token

    def verify(self, text: str) -> Caller:
        """Who carries this API token or token of a turn. Raises UNAUTHENTICATED."""
        return self.verify_api(text) if text.startswith(PREFIX) else self._turns.verify(text)

    def verify_api(self, text: str) -> Caller:
        """Who carries this API token; a token of a turn is refused. Raises UNAUTHENTICATED."""
        token = self.find(text)
        if self.is_due(token):
            self.touch(token)
        return self.bearer(token)

    def bearer(self, token: TokenInfo) -> Caller:
        """The caller that a token stands for. Raises FORBIDDEN while it is frozen."""
        if token.frozen_at is not None:
            raise _frozen(token)
        mode = next(mode for mode in MODES if mode == token.mode)
        return Caller(
            workspace_id=token.workspace_id,
            user_id=token.user_id,
            user_name=token.user_name,
            actor=Actor("token", token.name),
            scopes=allowed(token.scopes, mode) & scopes_of(token.role),
            mode=mode,
            budget=self.budget.with_own(token.budget),
            zone=token.time_zone or self._zone,
        )

    def find(self, text: str) -> TokenInfo:
        """The API token with this text, which isn't over; reads alone. Raises UNAUTHENTICATED."""
        with self._database.read() as reader:
            token = TokenRows(reader.connection).by_digest(_digest(text), now=self._clock())
        if token is None:
            raise refused()
        return token

    def is_due(self, token: TokenInfo) -> bool:
        """Whether its use should be noted: once an hour."""
        return token.used_at is None or self._clock() - token.used_at >= _TOUCH_EVERY

    def touch(self, token: TokenInfo) -> None:
        """Note that it was used. A store that can't be written is no reason to refuse who only reads."""
        with (
            contextlib.suppress(StorageUnavailableError),
            self._database.begin() as tx,
        ):
            TokenRows(tx.connection).touch(token.id, now=self._clock())

    def mint_turn(
        self,
        caller: Caller,
        turn_id: str,
        now: datetime,
        lifetime: timedelta = TURN_LIFETIME,
    ) -> str:
        """A token for one turn of the assistant: this person, at most these scopes, MCP alone, for two minutes."""
        return self._turns.mint(caller, turn_id, now, lifetime)


def require_own_name(rows: TokenRows, token: TokenInfo) -> None:
    """Raises CONFLICT when somebody else's token has this name."""
    named = rows.named(token.name, token.workspace_id)
    if any(one.user_id != token.user_id for one in named):
        raise ConflictError(
            f"Somebody else's token here is called {token.name}.",
            hint="Choose another name: the history tells tokens apart by it.",
        )


def _check_name(name: str) -> str:
    trimmed = " ".join(name.split())
    if not 0 < len(trimmed) <= NAME_MAX or not trimmed.isprintable():
        raise InvalidError.of(
            "name",
            "A token's name has 1 to 80 characters that can be printed.",
            hint="Call it by the program that will use it.",
        )
    return trimmed


def _check_scopes(caller: Caller, scopes: Collection[str]) -> tuple[str, ...]:
    unknown = sorted(set(scopes) - ALL_SCOPES)
    if unknown or not scopes:
        raise InvalidError.of(
            "scopes",
            f"“{unknown[0]}” is not a scope." if unknown else "No scope is given.",
            hint=f"Choose from {', '.join(sorted(ALL_SCOPES))}.",
        )
    beyond = sorted(set(scopes) - caller.scopes)
    if beyond:
        raise ForbiddenError(
            f"You can't give away {', '.join(beyond)}, which you don't have.",
            hint="Ask the owner.",
            details={"scopes": beyond},
        )
    return tuple(sorted(set(scopes)))


def _check_mode(caller: Caller, mode: str) -> Mode:
    known = next((one for one in MODES if one == mode), None)
    if known is None:
        raise InvalidError.of(
            "mode", f"“{mode}” is not a mode.", hint=f"Choose from {', '.join(MODES)}."
        )
    if MODES.index(known) > MODES.index(caller.mode):
        raise ForbiddenError(
            f"You can't give away the mode {known}: yours is {caller.mode}.", hint="Ask the owner."
        )
    return known


def _mine(rows: TokenRows, caller: Caller, id: str) -> TokenInfo:
    for token in rows.of_user(caller.user_id, caller.workspace_id):
        if token.id == id:
            return token
    raise NotFoundError.of(
        "token", "There is no such token.", hint="List the tokens for their ids."
    )


def _frozen(token: TokenInfo) -> ForbiddenError:
    return ForbiddenError(
        f"The token {token.name} is frozen, so nothing can be done with it.",
        hint="Stop here. The owner can unfreeze it, on the settings page.",
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
