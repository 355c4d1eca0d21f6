"""What a server says went wrong, as the error that it was; and work that it tells the progress of."""

import json
from collections.abc import Iterator

import httpx2

from watchbill.cli.store import Json, Tell
from watchbill.domain.errors import ServiceUnavailableError, WatchbillError


def watched(lines: Iterator[str], tell: Tell) -> Json:
    """What long work came to; `tell` hears how far it is. Raises what it failed of, or SERVICE_UNAVAILABLE where it broke off."""
    name = ""
    for line in lines:
        name = line.removeprefix("event: ") if line.startswith("event: ") else name
        if line.startswith("data: "):
            data: Json = json.loads(line.removeprefix("data: "))
            if name == "progress":
                tell(data["done"], data["all"])
            elif name == "problem":
                raise _failed(data)
            else:
                return data
    raise ServiceUnavailableError(
        "The server broke off.", hint="Whether the import was done, the history tells."
    )


def error_of(answer: httpx2.Response) -> WatchbillError:
    """The server's problem details as the error that they were; anything else isn't a Watchbill server."""
    try:
        return _failed(answer.json())
    except (ValueError, KeyError, TypeError):
        return ServiceUnavailableError(
            f"What answers there isn't Watchbill (HTTP {answer.status_code}).",
            hint="Check WATCHBILL_URL.",
        )


def _failed(problem: Json) -> WatchbillError:
    return WatchbillError(
        problem["detail"],
        hint=problem["hint"],
        code=problem["code"],
        details=problem["details"],
    )
