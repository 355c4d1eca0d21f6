"""Tokens: those that programs carry, and the short ones that the assistant gets for a single turn."""

import contextlib
import hashlib
import secrets
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, cast

from watchbill.domain.errors import (
    ForbiddenError,
    InvalidError,
    NotFoundError,
    StorageUnavailableError,
    UnauthenticatedError,
)
from watchbill.domain.operation import Actor
from watchbill.services.caller import ALL_SCOPES, Caller, Scope
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.secret import SecretRows
from watchbill.storage.token import TokenRow, TokenRows
from watchbill.storage.transaction import Reader

PREFIX = "wb_"
NAME_MAX = 80
AUDIENCE = "watchbill-mcp"
TURN_LIFETIME = timedelta(seconds=120)
TURN_SCOPES: frozenset[Scope] = frozenset({"tasks:read", "tasks:write", "tasks:delete"})
_TURN_KEY = "turn-key"
_ALGORITHM = "HS256"
_CLAIMS = ("sub", "name", "workspace", "scopes", "run", "exp", "aud")
_TOUCH_EVERY = timedelta(hours=1)

TokenInfo = TokenRow


class TokenService:
    """Makes, lists, revokes and checks tokens. What a token may do never exceeds what its maker may."""

    def __init__(self, database: Database, clock: Clock, *, zone: str = "UTC") -> None:
        self._database = database
        self._clock = clock
        self._zone = zone

    def create(
        self,
        caller: Caller,
        name: str,
        scopes: Collection[str],
        expires_at: datetime | None = None,
    ) -> tuple[TokenInfo, str]:
        """Make a token; the text that comes with it is shown this once and kept nowhere."""
        caller.require("admin")
        now = self._clock()
        if expires_at is not None and expires_at <= now:
            raise InvalidError.of(
                "expires_at", "The end lies in the past.", hint="Give a later one, or none."
            )
        token = TokenRow(
            id=str(uuid.uuid4()),
            name=_check_name(name),
            user_id=caller.user_id,
            user_name=caller.user_name,
            workspace_id=caller.workspace_id,
            scopes=_check_scopes(caller, scopes),
            created_at=now,
            expires_at=expires_at,
            used_at=None,
        )
        text = PREFIX + secrets.token_urlsafe(32)
        with self._database.begin() as tx:
            TokenRows(tx.connection).add(token, _digest(text))
        return token, text

    def list(self, caller: Caller) -> tuple[TokenInfo, ...]:
        """The caller's tokens, newest first."""
        caller.require("admin")
        with self._database.read() as reader:
            return TokenRows(reader.connection).of_user(caller.user_id, caller.workspace_id)

    def revoke(self, caller: Caller, id: str) -> TokenInfo:
        """End a token at once. Raises TOKEN_NOT_FOUND."""
        caller.require("admin")
        with self._database.begin() as tx:
            rows = TokenRows(tx.connection)
            mine = {token.id: token for token in rows.of_user(caller.user_id, caller.workspace_id)}
            if id not in mine:
                raise NotFoundError.of(
                    "token", "There is no such token.", hint="List the tokens for their ids."
                )
            rows.revoke(id, now=self._clock())
        return mine[id]

    def verify(self, text: str) -> Caller:
        """Who carries this API token or token of a turn. Raises UNAUTHENTICATED."""
        return self.verify_api(text) if text.startswith(PREFIX) else self._verify_turn(text)

    def verify_api(self, text: str) -> Caller:
        """Who carries this API token; a token of a turn is refused. Raises UNAUTHENTICATED."""
        token = self.find(text)
        if self.is_due(token):
            self.touch(token)
        return self.bearer(token)

    def bearer(self, token: TokenInfo) -> Caller:
        """The caller that a token stands for."""
        return Caller(
            workspace_id=token.workspace_id,
            user_id=token.user_id,
            user_name=token.user_name,
            actor=Actor("token", token.name),
            scopes=_scopes(token.scopes),
            zone=token.time_zone or self._zone,
        )

    def find(self, text: str) -> TokenInfo:
        """The API token with this text, which isn't over; reads alone. Raises UNAUTHENTICATED."""
        with self._database.read() as reader:
            token = TokenRows(reader.connection).by_digest(_digest(text), now=self._clock())
        if token is None:
            raise _refused()
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
        import jwt  # noqa: PLC0415 -- brings cryptography, which the command line can do without

        claims = {
            "sub": caller.user_id,
            "name": caller.user_name,
            "workspace": caller.workspace_id,
            "act": "assistant",
            "scopes": sorted(caller.scopes & TURN_SCOPES),
            "run": turn_id,
            "zoneinfo": caller.zone,
            "exp": now + lifetime,
            "aud": AUDIENCE,
        }
        return jwt.encode(claims, self._make_turn_key(), algorithm=_ALGORITHM)

    def _verify_turn(self, text: str) -> Caller:
        claims = self._decode(text)
        return Caller(
            workspace_id=claims["workspace"],
            user_id=claims["sub"],
            user_name=claims["name"],
            actor=Actor("assistant", claims["name"]),
            scopes=_scopes(claims["scopes"]),
            run=claims["run"],
            zone=claims.get("zoneinfo", self._zone),
        )

    def _decode(self, text: str) -> dict[str, Any]:
        import jwt  # noqa: PLC0415 -- brings cryptography, which the command line can do without

        with self._database.read() as reader:
            key = self._turn_key(reader)
        if key is None:
            raise _refused()
        options: Any = {"require": list(_CLAIMS), "verify_exp": False}
        try:
            claims: dict[str, Any] = jwt.decode(
                text, key, algorithms=[_ALGORITHM], audience=AUDIENCE, options=options
            )
        except jwt.InvalidTokenError:
            raise _refused() from None
        if claims["exp"] <= self._clock().timestamp():
            raise _refused()
        return claims

    def _turn_key(self, reader: Reader) -> str | None:
        return SecretRows(reader.connection).find(_TURN_KEY, now=self._clock())

    def _make_turn_key(self) -> str:
        """The key that all replicas sign and check with; made by the first that needs it."""
        with self._database.read() as reader:
            if key := self._turn_key(reader):
                return key
        with self._database.begin() as tx:
            SecretRows(tx.connection).add_if_absent(_TURN_KEY, secrets.token_urlsafe(48))
        with self._database.read() as reader:
            return cast("str", self._turn_key(reader))


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


def _scopes(names: Collection[str]) -> frozenset[Scope]:
    return frozenset(scope for scope in ALL_SCOPES if scope in names)


def _refused() -> UnauthenticatedError:
    return UnauthenticatedError(
        "The token is not known, was revoked, or is over.",
        hint="Make a new one: watchbill token create, or POST /api/v1/tokens.",
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
