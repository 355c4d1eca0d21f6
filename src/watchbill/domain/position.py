"""Places in an order that never needs renumbering: between two keys there is always another.

A key is read as a fraction in base 62, most significant digit first, without a trailing zero, so keys sort as text (by code point).
"""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_MIDDLE = "V"


def of_ref(ref: int) -> str:
    """The place of a new task: after all that were made before it."""
    return f"{ref:09d}{_MIDDLE}"


def between(low: str, high: str) -> str:
    """A key after `low` (“” is the start) and before `high`; as short as can be. `low` has to be before `high`."""
    same = 0
    while high[same : same + 1] == (low[same : same + 1] or "0"):
        same += 1
    return high[:same] + _between(low[same:], high[same:])


def _between(low: str, high: str) -> str:
    """The same where the first digits differ; an empty `high` is the end of all keys."""
    least = DIGITS.index(low[0]) if low else 0
    most = DIGITS.index(high[0]) if high else len(DIGITS)
    if most - least > 1:
        return DIGITS[(least + most) // 2]
    if len(high) > 1:
        return high[0]
    return DIGITS[least] + _between(low[1:], "")
