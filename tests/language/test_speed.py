"""Reading takes time in proportion to the text, whatever stands in it: no line of the API's length stops a server."""

import time
from datetime import UTC, datetime

import pytest

from watchbill.language.quick_add import parse

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
LONGEST = 4_000
PIECES = (
    "monday and ", "every ", "1 ", "10:30 ", "1-", "3/4/", "1st, ", "the first and ", "tue, ", "2 days before ", "the day after ", "first ",
    '"', "\\", "#", '#"', "( ", " ", "...", "from 1 to ", "until ", "every day until june ", "one and a half ", "remind me 1 hour before and ",
    "!", "@", "a", "subtasks: ", "1h", "2 weeks and 3 days ", "a@a.", "www.", "/a", "half past ", "may and ", "first monday and ", "tomorrow, ",
    "starting monday until friday for 3 weeks ", "tomorrow call the plumber about 3 leaks ",
)  # fmt: skip

LISTS = ("monday and ", "first monday and ", "the 1st, ", "half past ", "2 days before ")


def taken(piece: str, length: int) -> float:
    """The processor's seconds for so many characters of it, the best of two."""
    text = (piece * length)[:length]
    times = []
    for _ in range(2):
        begin = time.process_time()
        parse(text, now=NOW, zone="UTC")
        times.append(time.process_time() - begin)
    return min(times)


@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_text_takes_at_most_four_times_as_long(piece: str) -> None:
    assert taken(piece, 800) < 4 * taken(piece, 400) + 0.02


@pytest.mark.parametrize("piece", LISTS)
def test_a_list_as_long_as_a_text_may_be_is_read(piece: str) -> None:
    text = piece * (LONGEST // len(piece))
    assert parse(text, now=NOW, zone="UTC").title
