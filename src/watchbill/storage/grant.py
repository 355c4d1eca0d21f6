"""Grants as rows: what a program elsewhere was let do, and how it gets its next token."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from watchbill.storage.grant_schema import grants
from watchbill.storage.schema import memberships, tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRow:
    """`client`, `family` and `latest` are digests; after `until` no new token is given."""

    token_id: str
    client: str
    family: str
    latest: str
    until: datetime


class GrantRows:
    """The grants whose token isn't revoked, and whose person is still here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, grant: GrantRow) -> None:
        self._connection.execute(
            insert(grants).values(
                token_id=grant.token_id,
                client=grant.client,
                family=grant.family,
                latest=grant.latest,
                until=grant.until,
            )
        )

    def by_family(self, family: str) -> GrantRow | None:
        return self._find(grants.c.family == family)

    def by_token(self, digest: str) -> GrantRow | None:
        """The grant of the token with this digest, also when that is over."""
        return self._find(tokens.c.digest == digest)

    def scopes(self, token_id: str) -> tuple[str, ...]:
        """What was granted."""
        query = select(tokens.c.scopes).where(tokens.c.id == token_id)
        return tuple(self._connection.execute(query).scalar_one().split())

    def renew(self, grant: GrantRow, latest: str, digest: str, *, ends: datetime) -> bool:
        """Give the grant's token another text and end; False when somebody else was first."""
        query = update(grants).where(
            grants.c.token_id == grant.token_id, grants.c.latest == grant.latest
        )
        done = self._connection.execute(query.values(latest=latest, until=grant.until))
        if done.rowcount != 1:
            return False
        self._connection.execute(
            update(tokens)
            .where(tokens.c.id == grant.token_id)
            .values(digest=digest, expires_at=ends)
        )
        return True

    def _find(self, condition: ColumnElement[bool]) -> GrantRow | None:
        query = (
            select(grants)
            .join_from(grants, tokens, grants.c.token_id == tokens.c.id)
            .join(
                memberships,
                (memberships.c.user_id == tokens.c.user_id)
                & (memberships.c.workspace_id == tokens.c.workspace_id),
            )
            .where(tokens.c.revoked_at.is_(None), condition)
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else GrantRow(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
