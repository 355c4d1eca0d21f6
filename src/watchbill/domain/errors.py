"""Every failure that a caller can expect, as one tree with one code each.

WatchbillError
├── InvalidError            INVALID_TITLE, INVALID_DESCRIPTION, INVALID_… (the code names the field)
├── NotFoundError           TASK_NOT_FOUND, CHANGE_NOT_FOUND, …_NOT_FOUND
├── AmbiguousError          AMBIGUOUS
├── ConflictError           CONFLICT
├── StaleError              STALE
├── ForbiddenError          FORBIDDEN
├── UnauthenticatedError    UNAUTHENTICATED
├── TooLargeError           TOO_LARGE
├── UnknownArgumentError    UNKNOWN_ARGUMENT
├── RateLimitedError        RATE_LIMITED
├── NeedsReviewError        NEEDS_REVIEW
├── ServiceUnavailableError SERVICE_UNAVAILABLE
└── StorageUnavailableError STORAGE_UNAVAILABLE

Anything else is a defect: every door answers it as INTERNAL, without its words.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

INTERNAL = "INTERNAL"


class WatchbillError(Exception):
    """A failure that a person or an agent can act on.

    `message` says what is wrong, `hint` what to do about it; both are whole sentences, safe to show.
    `details` is JSON for programs: candidates, the current task, the seconds to wait.
    """

    default_code: ClassVar[str] = INTERNAL

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        code: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code or self.default_code
        self.message = message
        self.hint = hint
        self.details: dict[str, Any] = dict(details or {})

    def of_item(self, number: int) -> Self:
        """The same, said of one of several things that were given together: which, as JSON counts them."""
        return type(self)(
            f"items[{number}]: {self.message}",
            hint=self.hint,
            code=self.code,
            details={**self.details, "item": number},
        )

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InvalidError(WatchbillError):
    """What was given can't be: the code ends in the field's name."""

    default_code = "INVALID_REQUEST"

    @classmethod
    def of(cls, field: str, message: str, *, hint: str = "") -> "InvalidError":
        return cls(message, hint=hint, code=f"INVALID_{field.upper()}", details={"field": field})


class NotFoundError(WatchbillError):
    """Nothing has that name: the code begins with the noun."""

    default_code = "NOT_FOUND"

    @classmethod
    def of(cls, noun: str, message: str, *, hint: str = "", **details: Any) -> "NotFoundError":
        return cls(message, hint=hint, code=f"{noun.upper()}_NOT_FOUND", details=details)


class AmbiguousError(WatchbillError):
    """Several things have that name; `details["candidates"]` lists them as {ref, title}, `details["given"]` is the name."""

    default_code = "AMBIGUOUS"


class ConflictError(WatchbillError):
    """The state is no longer what the caller based the write on; nothing was written."""

    default_code = "CONFLICT"


class StaleError(WatchbillError):
    """Something else was written since the caller looked at what this would do; nothing was written."""

    default_code = "STALE"


class ForbiddenError(WatchbillError):
    """The credential is good, and doesn't allow this."""

    default_code = "FORBIDDEN"


class UnauthenticatedError(WatchbillError):
    """No credential, or one that is wrong or over."""

    default_code = "UNAUTHENTICATED"


class TooLargeError(WatchbillError):
    """More than the door takes at once."""

    default_code = "TOO_LARGE"


class UnknownArgumentError(WatchbillError):
    """An argument that doesn't exist; `details["allowed"]` lists those that do."""

    default_code = "UNKNOWN_ARGUMENT"


class RateLimitedError(WatchbillError):
    """Too much at once; `details["retry_after"]` is the wait in seconds."""

    default_code = "RATE_LIMITED"


class NeedsReviewError(WatchbillError):
    """A person has to decide first."""

    default_code = "NEEDS_REVIEW"


class ServiceUnavailableError(WatchbillError):
    """Another part of Watchbill, or a model, doesn't answer."""

    default_code = "SERVICE_UNAVAILABLE"


class StorageUnavailableError(WatchbillError):
    """The store can't be read or written just now; nothing was written."""

    default_code = "STORAGE_UNAVAILABLE"
