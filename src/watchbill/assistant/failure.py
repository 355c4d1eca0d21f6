"""What can break a turn, and the one clear sentence that each of these is told with."""

import logging

from pydantic_ai.exceptions import (
    AgentRunError,
    ModelAPIError,
    ModelHTTPError,
    UsageLimitExceeded,
)

from watchbill.domain.errors import INTERNAL
from watchbill.schemas.turn import TurnFailed

log = logging.getLogger("watchbill.assistant")

_HISTORY = "What was done by then is in the history."
_REFUSED = (401, 403)


class TasksAwayError(Exception):
    """The task service doesn't answer."""


class TurnOverError(Exception):
    """The turn's token is not taken, or not any more."""


class FrozenError(TurnOverError):
    """The same, since a person froze the assistant."""


class DoneBeforeError(Exception):
    """The same turn ran before, was broken off, and had written this change by then."""

    def __init__(self, change: int) -> None:
        super().__init__(f"change {change} was written before")
        self.change = change


class MisspokenError(Exception):
    """The model said something that can't be used. The message says what, for the log."""


class LoopingError(Exception):
    """The model does the same over and over."""


class IdleError(Exception):
    """The model answered what is about the list without a look at it."""


MODEL_FAILURES = (AgentRunError, MisspokenError, LoopingError, IdleError, TimeoutError)
"""What a turn can outlive without the model, since nothing else is at fault."""


def failure(error: Exception) -> TurnFailed:
    """How a turn that broke is told. A service is blamed only for what the person can wait out."""
    match error:
        case TasksAwayError():
            log.warning("the task service failed: %s", error)
            return _away(
                "The task service is not answering. Whether the last step was done, the history tells; "
                "try again in a moment."
            )
        case TurnOverError():
            log.warning("the turn's token was refused")
            return _over(error)
        case DoneBeforeError() | TimeoutError():
            return _away(_broken_off(error))
        case UsageLimitExceeded() | LoopingError():
            return TurnFailed(
                code="RATE_LIMITED", message=f"I stopped after too many steps. {_HISTORY}"
            )
        case AgentRunError() | MisspokenError() | IdleError():
            log.warning("the model failed: %r", error)
            return _away(_of_model(error))
    log.error("a turn failed", exc_info=error)
    return TurnFailed(
        code=INTERNAL,
        message="Something went wrong inside the assistant. The history shows what was done.",
    )


def _broken_off(error: DoneBeforeError | TimeoutError) -> str:
    if isinstance(error, TimeoutError):
        return f"That took too long, so I stopped. {_HISTORY}"
    return (
        f"I was broken off after I had written change {error.change}. "
        "Look at your list, and say what is still to be done."
    )


def _over(error: TurnOverError) -> TurnFailed:
    if isinstance(error, FrozenError):
        return TurnFailed(code="FORBIDDEN", message=f"I was frozen, so I stopped. {_HISTORY}")
    return TurnFailed(
        code="UNAUTHENTICATED",
        message=f"The time for this turn is over, so I stopped. {_HISTORY} Say it again to go on.",
    )


def _away(message: str) -> TurnFailed:
    return TurnFailed(code="SERVICE_UNAVAILABLE", message=message)


def _of_model(error: Exception) -> str:
    if isinstance(error, ModelHTTPError) and error.status_code in _REFUSED:
        return (
            "The language model doesn't take its key. The owner can set it on the settings page."
        )
    if isinstance(error, ModelAPIError):
        return "The language model is not answering. Try again in a moment."
    return "The language model answered with something I can't use. Try to say it in other words."
