"""Several things that were given together: a refusal says which one it is about."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from watchbill.domain.errors import WatchbillError

Given = TypeVar("Given")
Made = TypeVar("Made")


def each(work: Callable[[Given], Made], things: Sequence[Given]) -> Iterator[Made]:
    """What becomes of each, in turn. Raises what the work raises; with the thing's number, where it isn't the only one."""
    for number, thing in enumerate(things):
        try:
            yield work(thing)
        except WatchbillError as error:
            raise (error.of_item(number) if len(things) > 1 else error) from None
