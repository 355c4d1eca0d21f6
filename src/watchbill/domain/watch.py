"""Long work that somebody may look on at."""

from collections.abc import Callable

Watch = Callable[[int, int], None]
"""Told how far it is: how much is done, and of how much."""


def unwatched(_done: int, _all: int) -> None:
    """Nobody looks on."""
