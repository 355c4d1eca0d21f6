"""A request key for calls that came without one."""

import hashlib

from watchbill.schemas.request import Request
from watchbill.services.caller import Caller


def turn_key(caller: Caller, tool: str, given: Request) -> str | None:
    """The same for the same call in the same turn; None for callers that have no turns.

    Why it is wanted makes no other call of it. Only for what would happen twice: setting something again is harmless, and may be meant.
    """
    if caller.run is None:
        return None
    said = "\n".join(
        (
            str(caller.actor),
            caller.run,
            tool,
            given.model_dump_json(exclude_unset=True, exclude={"reason"}),
        )
    )
    return f"turn:{hashlib.sha256(said.encode()).hexdigest()}"
