"""Answers that were rendered before, for as long as they hold."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from starlette.requests import HTTPConnection

MOST_BYTES = 8 * 1_048_576
LARGEST = 1_048_576


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body of JSON and the headers that go with it."""

    body: bytes
    headers: Mapping[str, str]


class Kept:
    """The answers used last. The key has to name all that an answer depends on, the content's state too."""

    def __init__(self, *, most: int = MOST_BYTES, largest: int = LARGEST) -> None:
        self._most = most
        self._largest = largest
        self._answers: OrderedDict[tuple[str, ...], Rendered] = OrderedDict()
        self._size = 0

    def find(self, key: tuple[str, ...]) -> Rendered | None:
        if key in self._answers:
            self._answers.move_to_end(key)
        return self._answers.get(key)

    def add(self, key: tuple[str, ...], answer: Rendered) -> None:
        """Keep an answer that is small enough, and let those go that weren't used for the longest time."""
        if len(answer.body) > self._largest or key in self._answers:
            return
        self._answers[key] = answer
        self._size += len(answer.body)
        while self._size > self._most:
            _, oldest = self._answers.popitem(last=False)
            self._size -= len(oldest.body)


def kept_of(connection: HTTPConnection) -> Kept:
    return cast("Kept", connection.app.state.kept)
