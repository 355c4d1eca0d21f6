"""API tokens as rows. A token's text is kept only as its digest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from watchbill.storage.schema import memberships, tokens, users


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """A token of one user in one workspace. `used_at` is exact to the hour, `time_zone` the user's own.

    `role` is the user's there now: what the token may is never more. `mode` is `read`, `propose` or `act`; while `frozen_at` is set, it opens nothing. `budget` has the limits of its own.
    """

    id: str
    name: str
    user_id: str
    user_name: str
    workspace_id: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    time_zone: str | None = None
    mode: str = "act"
    frozen_at: datetime | None = None
    budget: Mapping[str, int] = field(default_factory=dict)
    role: str = "owner"


class TokenRows:
    """The tokens that aren't revoked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_digest(self, digest: str, *, now: datetime) -> TokenRow | None:
        """The token with this digest, unless it is over."""
        row = self._connection.execute(_BY_DIGEST, {"digest": digest, "now": now}).one_or_none()
        return None if row is None else _from_row(row)

    def of_user(self, user_id: str, workspace_id: str) -> tuple[TokenRow, ...]:
        """Newest first, those too that are over."""
        query = _query(tokens.c.user_id == user_id, tokens.c.workspace_id == workspace_id)
        rows = self._connection.execute(query.order_by(tokens.c.created_at.desc(), tokens.c.id))
        return tuple(_from_row(row) for row in rows)

    def named(self, name: str, workspace_id: str) -> tuple[TokenRow, ...]:
        """All of this name in a workspace, whoever's they are."""
        query = _query(tokens.c.name == name, tokens.c.workspace_id == workspace_id)
        return tuple(_from_row(row) for row in self._connection.execute(query))

    def in_workspace(self, workspace_id: str) -> tuple[TokenRow, ...]:
        """Everybody's, newest first."""
        query = _query(tokens.c.workspace_id == workspace_id)
        rows = self._connection.execute(query.order_by(tokens.c.created_at.desc(), tokens.c.id))
        return tuple(_from_row(row) for row in rows)

    def add(self, token: TokenRow, digest: str) -> None:
        self._connection.execute(
            insert(tokens).values(
                id=token.id,
                digest=digest,
                name=token.name,
                user_id=token.user_id,
                workspace_id=token.workspace_id,
                scopes=_to_text(token.scopes),
                mode=token.mode,
                created_at=token.created_at,
                expires_at=token.expires_at,
            )
        )

    def revoke(self, id: str, *, now: datetime) -> None:
        self._connection.execute(update(tokens).where(tokens.c.id == id).values(revoked_at=now))

    def freeze(self, id: str, *, at: datetime | None) -> None:
        """Freeze it from then on; None ends that."""
        self._connection.execute(update(tokens).where(tokens.c.id == id).values(frozen_at=at))

    def set_budget(self, id: str, budget: Mapping[str, int]) -> None:
        self._connection.execute(
            update(tokens).where(tokens.c.id == id).values(budget=dict(budget) or None)
        )

    def touch(self, id: str, *, now: datetime) -> None:
        self._connection.execute(update(tokens).where(tokens.c.id == id).values(used_at=now))


def _query(*conditions: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    user = (users.c.name.label("user_name"), users.c.time_zone, memberships.c.role)
    query = select(*(tokens.c[name] for name in _COLUMNS), *user)
    return (
        query.join_from(tokens, users, tokens.c.user_id == users.c.id)
        .join(
            memberships,
            (memberships.c.user_id == tokens.c.user_id)
            & (memberships.c.workspace_id == tokens.c.workspace_id),
        )
        .where(tokens.c.revoked_at.is_(None), *conditions)
    )


_COLUMNS = (
    "id",
    "name",
    "user_id",
    "workspace_id",
    "scopes",
    "mode",
    "frozen_at",
    "budget",
    "created_at",
    "expires_at",
    "used_at",
)
# Built once: every request with a token needs it.
_BY_DIGEST = _query(
    tokens.c.digest == bindparam("digest"),
    tokens.c.expires_at.is_(None) | (tokens.c.expires_at > bindparam("now")),
)


def _to_text(scopes: Sequence[str]) -> str:
    return " ".join(scopes)


def _from_row(row: Row[tuple[object, ...]]) -> TokenRow:
    values = dict(row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
    scopes, budget = tuple(str(values["scopes"]).split()), values["budget"] or {}
    return TokenRow(**{**values, "scopes": scopes, "budget": budget})
