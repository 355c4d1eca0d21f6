"""The owner's password, sessions, and the one-time link that sets the first password."""

import hashlib
import secrets
import threading
from dataclasses import replace
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from watchbill.domain.due import check_zone
from watchbill.domain.errors import ConflictError, InvalidError, UnauthenticatedError
from watchbill.domain.operation import Actor
from watchbill.services.attempt import Attempts
from watchbill.services.caller import Caller
from watchbill.services.writing import Clock
from watchbill.storage.database import Database
from watchbill.storage.opening import OWNER
from watchbill.storage.secret import SecretRows
from watchbill.storage.user import UserRow, UserRows

PASSWORD_MIN = 8
PASSWORD_MAX = 1_000
SESSION_LIFETIME = timedelta(days=30)
SETUP_LIFETIME = timedelta(hours=24)
_SETUP = "setup:"
_CLIENT_MAX = 200

# Argon2id with what OWASP's password storage cheat sheet asks at least: 19 MiB, two passes.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Hashing takes memory on purpose: a crowd at the door must not take all of it.
_HASHING = threading.BoundedSemaphore(2)


class UserService:
    """Who may come in as a person. There is one: the owner."""

    def __init__(self, database: Database, clock: Clock, *, zone: str = "UTC") -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._attempts = Attempts(clock)

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
            user = session and users.by_session(_digest(session), now=self._clock())
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
            zone=user.time_zone or self._zone,
        )

    def sign_in(self, password: str, *, address: str = "", client: str | None = None) -> str:
        """Start a session and return its secret.

        Raises UNAUTHENTICATED for a wrong password, RATE_LIMITED after several from one address.
        """
        self._attempts.check(address)
        with self._database.read() as reader:
            user = _owner(UserRows(reader.connection))
        if user.password_hash is None or not _is_password(user.password_hash, password):
            self._attempts.add_failure(address)
            raise UnauthenticatedError("That is not the password.", hint="Try again.")
        self._attempts.forget(address)
        with self._database.begin() as tx:
            return self._start_session(UserRows(tx.connection), user, client)

    def sign_out(self, session: str) -> None:
        """End a session; one that is over already stays so."""
        with self._database.begin() as tx:
            UserRows(tx.connection).end_session(_digest(session))

    def set_password(self, password: str, *, client: str | None = None) -> str:
        """Set the owner's password, end every session, and return the secret of a new one."""
        password_hash = _hash(check_password(password))
        with self._database.begin() as tx:
            return self._set_password(
                UserRows(tx.connection), SecretRows(tx.connection), password_hash, client
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
            SecretRows(tx.connection).add(_SETUP + _digest(secret)[:32], "", until=until)
        return secret

    def check_setup(self, secret: str) -> None:
        """Raises UNAUTHENTICATED when the link doesn't hold, or doesn't hold any more."""
        with self._database.read() as reader:
            self._check_setup(SecretRows(reader.connection), secret)

    def use_setup(self, secret: str, password: str, *, client: str | None = None) -> str:
        """Set the first password with a set-up link, and return the secret of a session."""
        self.check_setup(secret)
        password_hash = _hash(check_password(password))
        with self._database.begin() as tx:
            users, kept = UserRows(tx.connection), SecretRows(tx.connection)
            if _owner(users, lock=True).password_hash is not None:
                raise ConflictError("A password is set already.", hint="Sign in with it.")
            return self._set_password(users, kept, password_hash, client)

    def _check_setup(self, kept: SecretRows, secret: str) -> None:
        if kept.find(_SETUP + _digest(secret)[:32], now=self._clock()) is None:
            raise UnauthenticatedError(
                "This link was used already, or its day is over.",
                hint="Restart Watchbill for a new one, or sign in.",
            )

    def _set_password(
        self, users: UserRows, kept: SecretRows, password_hash: str, client: str | None
    ) -> str:
        owner = _owner(users)
        users.set_password(owner.id, password_hash)
        users.end_sessions(owner.id)
        kept.drop(_SETUP)
        return self._start_session(users, owner, client)

    def _start_session(self, users: UserRows, user: UserRow, client: str | None) -> str:
        secret = secrets.token_urlsafe(32)
        now = self._clock()
        users.add_session(
            user,
            _digest(secret),
            client=client and client[:_CLIENT_MAX],
            now=now,
            until=now + SESSION_LIFETIME,
        )
        return secret


def check_password(password: str) -> str:
    """Return the password. Raises INVALID_PASSWORD when it is too short or too long."""
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise InvalidError.of(
            "password",
            f"The password has {len(password)} characters.",
            hint=f"Use {PASSWORD_MIN} to {PASSWORD_MAX}; a short sentence is good.",
        )
    return password


def _owner(users: UserRows, *, lock: bool = False) -> UserRow:
    found = users.find(OWNER, lock=lock)
    if found is None:
        raise LookupError("the store has no owner")
    return found


def _hash(password: str) -> str:
    with _HASHING:
        return _HASHER.hash(password)


def _is_password(password_hash: str, password: str) -> bool:
    if len(password) > PASSWORD_MAX:
        return False
    try:
        with _HASHING:
            return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
