"""People: their passwords and sessions, and the one-time link that sets the owner's first password."""

import secrets
from dataclasses import replace
from datetime import timedelta

from watchbill.domain.due import check_zone
from watchbill.domain.errors import ConflictError, NotFoundError, UnauthenticatedError
from watchbill.domain.operation import Actor
from watchbill.services.attempt import Attempts
from watchbill.services.caller import Caller, scopes_of
from watchbill.services.password import check_password, hash_password, is_password
from watchbill.services.session import SessionInfo, digest_of, start_session
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.opening import OWNER
from watchbill.storage.secret import SecretRows
from watchbill.storage.user import UserRow, UserRows

SETUP_LIFETIME = timedelta(hours=24)
_SETUP = "setup:"


class UserService:
    """Who may come in as a person. A new store has one: the owner."""

    def __init__(self, database: Database, clock: Clock, *, zone: str = "UTC") -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._attempts = Attempts(database, clock)

    def owner(self) -> Caller:
        """The owner as a caller: for who holds the machine itself, such as its own command line."""
        with self._database.read() as reader:
            return self._caller(_owner(UserRows(reader.connection)))

    def has_password(self) -> bool:
        with self._database.read() as reader:
            return _owner(UserRows(reader.connection)).password_hash is not None

    def identify(self, session: str | None, *, is_local: bool) -> Caller:
        """The person of a session; without one the owner, when `is_local` and no password is set yet.

        Raises UNAUTHENTICATED.
        """
        with self._database.read() as reader:
            users = UserRows(reader.connection)
            user = session and users.by_session(digest_of(session), now=self._clock())
            if user:
                return self._caller(user)
            if is_local and (owner := _owner(users)).password_hash is None:
                return self._caller(owner)
        raise UnauthenticatedError("You aren't signed in.", hint="Sign in, or send an API token.")

    def set_time_zone(self, caller: Caller, zone: str) -> Caller:
        """Say which zone the caller's days are in. Raises INVALID_TIME_ZONE."""
        checked = check_zone(zone)
        with self._database.begin() as tx:
            UserRows(tx.connection).set_time_zone(caller.user_id, checked)
        return replace(caller, zone=checked)

    def _caller(self, user: UserRow) -> Caller:
        return Caller(
            workspace_id=user.workspace_id,
            user_id=user.id,
            user_name=user.name,
            actor=Actor("user", user.name),
            scopes=scopes_of(user.role),
            zone=user.time_zone or self._zone,
        )

    def sign_in(
        self, password: str, *, name: str = "", address: str = "", client: str | None = None
    ) -> str:
        """Start a session and return its secret. Without a name the owner is meant.

        Raises UNAUTHENTICATED for a wrong name or password alike, RATE_LIMITED after several from one address.
        """
        self._attempts.check(address)
        with self._database.read() as reader:
            users = UserRows(reader.connection)
            user = users.by_name(name) if name else _owner(users)
        if not is_password(user.password_hash if user else None, password) or user is None:
            self._attempts.add_failure(address)
            raise UnauthenticatedError(
                "That is not the password." if not name else "That is not the name and password.",
                hint="Try again.",
            )
        self._attempts.forget(address)
        with self._database.begin() as tx:
            return start_session(UserRows(tx.connection), user, client, now=self._clock())

    def can_sign_in(self) -> bool:
        """Whether anybody has a password, or somebody else to vouch for them."""
        return self.has_password() or self.has_others()

    def has_others(self) -> bool:
        """Whether there is anybody besides the owner, so that a name is needed to sign in."""
        with self._database.read() as reader:
            return UserRows(reader.connection).count() > 1

    def sessions(self, caller: Caller) -> tuple[SessionInfo, ...]:
        """The browsers that the caller is signed in with, newest first."""
        caller.require_keys()
        with self._database.read() as reader:
            found = UserRows(reader.connection).sessions(caller.user_id, now=self._clock())
        return tuple(SessionInfo.of(row) for row in found)

    def end_session(self, caller: Caller, id: str) -> SessionInfo:
        """Sign a browser of the caller's out. Raises SESSION_NOT_FOUND."""
        caller.require_keys()
        with self._database.begin() as tx:
            users = UserRows(tx.connection)
            for row in users.sessions(caller.user_id, now=self._clock()):
                if (ended := SessionInfo.of(row)).id == id:
                    users.end_session(row.digest)
                    return ended
        raise NotFoundError.of(
            "session", "There is no such session.", hint="List the sessions for their ids."
        )

    def sign_out(self, session: str) -> None:
        """End a session; one that is over already stays so."""
        with self._database.begin() as tx:
            UserRows(tx.connection).end_session(digest_of(session))

    def set_password(
        self, password: str, *, caller: Caller | None = None, client: str | None = None
    ) -> str:
        """Set the caller's password, or the owner's: every session of theirs ends. Return the secret of a new one."""
        password_hash = hash_password(check_password(password))
        with self._database.begin() as tx:
            users = UserRows(tx.connection)
            user = _owner(users) if caller is None else _found(users, caller.user_id)
            if caller is not None:
                user = replace(user, workspace_id=caller.workspace_id)
            return self._set_password(
                users, SecretRows(tx.connection), user, password_hash, client
            )

    def make_setup(self) -> str | None:
        """A secret with which the first password can be set, once, within a day; None when there is a password.

        Every replica may make one; all end with the first that is used.
        """
        secret = secrets.token_urlsafe(24)
        until = self._clock() + SETUP_LIFETIME
        with self._database.begin() as tx:
            if _owner(UserRows(tx.connection)).password_hash is not None:
                return None
            SecretRows(tx.connection).add(_SETUP + digest_of(secret)[:32], "", until=until)
        return secret

    def check_setup(self, secret: str) -> None:
        """Raises UNAUTHENTICATED when the link doesn't hold, or doesn't hold any more."""
        with self._database.read() as reader:
            self._check_setup(SecretRows(reader.connection), secret)

    def use_setup(self, secret: str, password: str, *, client: str | None = None) -> str:
        """Set the first password with a set-up link, and return the secret of a session."""
        self.check_setup(secret)
        password_hash = hash_password(check_password(password))
        with self._database.begin() as tx:
            users, kept = UserRows(tx.connection), SecretRows(tx.connection)
            if _owner(users, lock=True).password_hash is not None:
                raise ConflictError("A password is set already.", hint="Sign in with it.")
            return self._set_password(users, kept, _owner(users), password_hash, client)

    def _check_setup(self, kept: SecretRows, secret: str) -> None:
        if kept.find(_SETUP + digest_of(secret)[:32], now=self._clock()) is None:
            raise UnauthenticatedError(
                "This link was used already, or its day is over.",
                hint="Restart Watchbill for a new one, or sign in.",
            )

    def _set_password(
        self,
        users: UserRows,
        kept: SecretRows,
        user: UserRow,
        password_hash: str,
        client: str | None,
    ) -> str:
        users.set_password(user.id, password_hash)
        users.end_sessions(user.id)
        if user.id == OWNER:
            kept.drop(_SETUP)
        return start_session(users, user, client, now=self._clock())


def _found(users: UserRows, id: str) -> UserRow:
    found = users.find(id)
    if found is None:
        raise NotFoundError.of("user", "There is no such user.", hint="Sign in again.")
    return found


def _owner(users: UserRows, *, lock: bool = False) -> UserRow:
    found = users.find(OWNER, lock=lock)
    if found is None:
        raise LookupError("the store has no owner")
    return found
