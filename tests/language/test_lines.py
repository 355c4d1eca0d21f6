"""Whole lines as people type them (`lines/`), with all that each means: title, due (and end), rule, reminders, priority, project, tags, subtasks.

Each was written down with its meaning before it was tried. Now is Tuesday 24 November 2026 at 10:00 in London.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from watchbill.domain.due import Due, DueDate
from watchbill.domain.recurrence import check_rule
from watchbill.domain.reminder import to_text
from watchbill.language.quick_add import QuickTask, parse

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
HOME = "Europe/London"
FOLDER = Path(__file__).with_name("lines")
LINES = [
    line for path in sorted(FOLDER.glob("*.txt")) for line in path.read_text("utf-8").splitlines()
]


def when(due: Due) -> str:
    if isinstance(due, DueDate):
        return due.on.isoformat()
    return f"{due.local:%Y-%m-%d %H:%M}{'' if due.zone == HOME else f' {due.zone}'}"


def shown(task: QuickTask) -> Iterator[str]:
    yield task.title
    if task.due:
        yield " .. ".join(when(due) for due in (task.due, task.end) if due)
    if task.recurrence:
        yield task.recurrence.rule + ("!" if task.recurrence.basis == "completion" else "")
    yield from map(to_text, task.reminders)
    if task.priority:
        yield f"p{task.priority}"
    if task.project:
        yield f"@{task.project}"
    yield from (f"#{tag}" for tag in task.tags)
    if task.subtasks:
        yield f"[{', '.join(task.subtasks)}]"


def wanted(text: str) -> list[str]:
    """The parts of a row, a rule with its own in their order."""
    return [_rule(part) if part.startswith("FREQ=") else part for part in text.split("; ")]


def _rule(text: str) -> str:
    return check_rule(text.removesuffix("!")) + "!" * text.endswith("!")


@pytest.mark.parametrize("row", LINES)
def test_a_line_means_what_its_writer_meant(row: str) -> None:
    text, meaning = row.split(" -> ")
    assert list(shown(parse(text, now=NOW, zone=HOME))) == wanted(meaning)


@pytest.mark.parametrize("row", LINES)
def test_what_is_shown_as_understood_are_the_very_words(row: str) -> None:
    text, _ = row.split(" -> ")
    chips = parse(text, now=NOW, zone=HOME).chips
    assert [text[chip.start : chip.end] for chip in chips] == [chip.text.strip() for chip in chips]
    assert all(one.end <= other.start for one, other in pairwise(chips))
