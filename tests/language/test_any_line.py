"""Every line is read: words of dates in any order, with any signs between them, never fail."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchbill.language.date.lexicon import LEXICON
from watchbill.language.quick_add import parse

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
KNOWN = sorted({word for words in LEXICON.values() for word in words})
TEXT = """
the a of in on at by for from to until and or every each other next last this not before after within ago half past noon eve end start
week weekend year remind me reminder starting except times call milk #home @flat p1 ! - / : . , ( ) ' " 0 1 2 3 12 15 24 30 31 45 60 99
007 100 1030 1984 2026 2199 9999 99999999 1st 2nd 31st 3.5 1/2 10:30
"""
OTHERS = TEXT.split()
WORDS = st.sampled_from([*KNOWN, *OTHERS, *OTHERS])
LINES = st.lists(
    st.tuples(WORDS, st.sampled_from([" ", " ", " ", "", "/", "-", ".", ", "])), max_size=9
)


@settings(deadline=None, max_examples=400)
@given(LINES)
def test_a_line_of_any_words_of_dates_is_a_task(line: list[tuple[str, str]]) -> None:
    text = "".join(part for pair in line for part in pair)
    task = parse(text, now=NOW, zone="Europe/London")
    assert bool(task.title) == bool(text.strip())
    assert all(text.strip()[chip.start : chip.end] == chip.text for chip in task.chips)


BEYOND = """
Oct/2 call Ana -> call Ana
call Ana in 9999 years -> call Ana in 9999 years
call Ana 1984 fortnights ago -> call Ana 1984 fortnights ago
call Ana 99999999.5 days from now -> call Ana 99999999.5 days from now
call Ana on the 9999103031st -> call Ana on the 9999103031st
call Ana every day for 9999 years -> call Ana
call Ana tomorrow remind me 9999 years before -> call Ana remind me 9999 years before
"""


@pytest.mark.parametrize("row", BEYOND.strip().splitlines())
def test_what_lies_beyond_the_calendar_stays_text(row: str) -> None:
    text, title = row.split(" -> ")
    assert parse(text, now=NOW, zone="UTC").title == title
