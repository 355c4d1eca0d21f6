"""Passwords: what can be one, and how it is kept."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from watchbill.domain.errors import InvalidError

PASSWORD_MIN = 8
PASSWORD_MAX = 1_000

# Argon2id with what OWASP's password storage cheat sheet asks at least: 19 MiB, two passes.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Hashing takes memory on purpose: a crowd at the door must not take all of it.
_HASHING = threading.BoundedSemaphore(2)


def check_password(password: str) -> str:
    """Return the password. Raises INVALID_PASSWORD when it is too short or too long."""
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise InvalidError.of(
            "password",
            f"The password has {len(password)} characters.",
            hint=f"Use {PASSWORD_MIN} to {PASSWORD_MAX}; a short sentence is good.",
        )
    return password


def hash_password(password: str) -> str:
    with _HASHING:
        return _HASHER.hash(password)


def is_password(password_hash: str | None, password: str) -> bool:
    """Whether it is the one. Without one it isn't, and takes as long to say so: nobody learns which names there are."""
    if len(password) > PASSWORD_MAX:
        return False
    try:
        with _HASHING:
            return _HASHER.verify(password_hash or _nobody_s(), password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody_s() -> str:
    return _HASHER.hash("a password that nobody has")
