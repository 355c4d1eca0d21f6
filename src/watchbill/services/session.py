"""Sessions: a browser that somebody is signed in with, known by a secret that is kept as its digest."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from watchbill.storage.user import SessionRow, UserRow, UserRows

SESSION_LIFETIME = timedelta(days=30)
_CLIENT_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionInfo:
    """What its owner sees of a session; the id tells nothing of its secret."""

    id: str
    client: str | None
    created_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, row: SessionRow) -> "SessionInfo":
        return cls(
            id=session_id(row.digest),
            client=row.client,
            created_at=row.created_at,
            expires_at=row.expires_at,
        )


def session_id(digest: str) -> str:
    return digest_of(digest)[:16]


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def start_session(users: UserRows, user: UserRow, client: str | None, *, now: datetime) -> str:
    """Sign a browser in, in the user's workspace, and return the session's secret."""
    secret = secrets.token_urlsafe(32)
    users.add_session(
        user,
        digest_of(secret),
        client=client and client[:_CLIENT_MAX],
        now=now,
        until=now + SESSION_LIFETIME,
    )
    return secret
