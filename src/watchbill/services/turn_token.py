"""The short tokens that the assistant gets for a single turn: signed, so that every replica can check them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from watchbill.domain.budget import Budget
from watchbill.domain.errors import UnauthenticatedError
from watchbill.domain.operation import Actor
from watchbill.services.caller import Caller, Scope, allowed
from watchbill.services.freezing import check_frozen
from watchbill.services.signing import SigningKey
from watchbill.services.writing import Clock
from watchbill.storage.database import Database

AUDIENCE = "watchbill-mcp"
TURN_LIFETIME = timedelta(seconds=120)
TURN_SCOPES: frozenset[Scope] = frozenset({"tasks:read", "tasks:write"})
"""Deleting isn't among them: an agent of ours proposes it."""
_TURN_KEY = "turn-key"
_ALGORITHM = "HS256"
_CLAIMS = ("sub", "name", "workspace", "scopes", "mode", "run", "exp", "aud")


class TurnTokens:
    """Makes and checks them."""

    def __init__(self, database: Database, clock: Clock, *, zone: str, budget: Budget) -> None:
        self._database = database
        self._key = SigningKey(database, clock, _TURN_KEY)
        self._clock = clock
        self._zone = zone
        self._budget = budget

    def mint(self, caller: Caller, turn_id: str, now: datetime, lifetime: timedelta) -> str:
        """A token for one turn of the assistant: this person, at most these scopes, MCP alone, for two minutes."""
        import jwt  # noqa: PLC0415 -- brings cryptography, which the command line can do without

        claims = {
            "sub": caller.user_id,
            "name": caller.user_name,
            "workspace": caller.workspace_id,
            "act": "assistant",
            "scopes": sorted(caller.scopes & TURN_SCOPES),
            "mode": caller.mode,
            "run": turn_id,
            "zoneinfo": caller.zone,
            "exp": now + lifetime,
            "aud": AUDIENCE,
        }
        return jwt.encode(claims, self._key.make(), algorithm=_ALGORITHM)

    def verify(self, text: str) -> Caller:
        """Who carries this token. Raises UNAUTHENTICATED, and FORBIDDEN while the workspace's assistant is frozen."""
        caller = self._caller(self._decode(text))
        with self._database.read(caller.workspace_id) as reader:
            check_frozen(reader, caller)
        return caller

    def _caller(self, claims: Mapping[str, Any]) -> Caller:
        return Caller(
            workspace_id=claims["workspace"],
            user_id=claims["sub"],
            user_name=claims["name"],
            actor=Actor("assistant", claims["name"]),
            scopes=allowed(claims["scopes"], claims["mode"]),
            mode=claims["mode"],
            budget=self._budget,
            run=claims["run"],
            zone=claims.get("zoneinfo", self._zone),
        )

    def _decode(self, text: str) -> dict[str, Any]:
        import jwt  # noqa: PLC0415 -- brings cryptography, which the command line can do without

        key = self._key.find()
        if key is None:
            raise refused()
        options: Any = {"require": list(_CLAIMS), "verify_exp": False}
        try:
            claims: dict[str, Any] = jwt.decode(
                text, key, algorithms=[_ALGORITHM], audience=AUDIENCE, options=options
            )
        except jwt.InvalidTokenError:
            raise refused() from None
        if claims["exp"] <= self._clock().timestamp():
            raise refused()
        return claims


def refused() -> UnauthenticatedError:
    return UnauthenticatedError(
        "The token is not known, was revoked, or is over.",
        hint="Make a new one: watchbill token create, or POST /api/v1/tokens.",
    )
