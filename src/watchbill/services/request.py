"""What a request is known by when it comes again: the caller's key, and a digest of what it asks."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from watchbill.domain.errors import InvalidError
from watchbill.services.caller import Caller

KEY_MAX = 200


def own_key(caller: Caller, key: str | None) -> str | None:
    """The key as the journal keeps it: two programs that count 1, 2, 3 don't get each other's results. Raises INVALID_REQUEST_KEY."""
    if key is None:
        return None
    if not 0 < len(key) <= KEY_MAX:
        raise InvalidError.of(
            "request_key",
            f"The request key has {len(key)} characters.",
            hint=f"Use 1 to {KEY_MAX}, a UUID for example.",
        )
    return f"{caller.actor} {key}"


def digest_of(body: Mapping[str, Any]) -> str:
    """SHA-256 of the request in JSON, as hex."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
