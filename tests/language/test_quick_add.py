"""One line to a task: what is understood, what stays the title, and where people's habits collide."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchbill.domain.due import DueDate, DueTime
from watchbill.domain.recurrence import Recurrence
from watchbill.domain.reminder import Before, OnDay
from watchbill.language.mark import Style
from watchbill.language.quick_add import Chip, QuickTask, parse

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
LONDON = "Europe/London"


def said(text: str, style: Style = "watchbill") -> QuickTask:
    return parse(text, now=NOW, zone=LONDON, style=style)


def fields(task: QuickTask) -> dict[str, Any]:
    """What differs from an empty task, apart from the chips."""
    names = [name for name in QuickTask.__slots__ if name != "chips"]
    empty = QuickTask("")
    found = {name: getattr(task, name) for name in names}
    return {name: value for name, value in found.items() if value != getattr(empty, name)}


def day(month: int, number: int, year: int = 2026) -> DueDate:
    return DueDate(date(year, month, number))


def at(month: int, number: int, hour: int, minute: int = 0) -> DueTime:
    return DueTime(datetime(2026, month, number, hour, minute), LONDON)  # noqa: DTZ001 -- a wall time


def rule(text: str) -> Recurrence:
    return Recurrence(text)


LINES: dict[str, dict[str, Any]] = {
    "buy milk": {"title": "buy milk"},
    "Buy milk tomorrow": {"title": "Buy milk", "due": day(11, 25)},
    "tomorrow buy milk": {"title": "buy milk", "due": day(11, 25)},
    "Tomorrow to buy milk": {"title": "Buy milk", "due": day(11, 25)},
    "tomorrow to buy milk": {"title": "buy milk", "due": day(11, 25)},
    "Tomorrow buy milk": {"title": "buy milk", "due": day(11, 25)},
    "milk?! tomorrow?": {"title": "milk?!", "due": day(11, 25)},
    "buy milk tmrw !high #shop": {
        "title": "buy milk", "due": day(11, 25), "priority": 1, "tags": ("shop",),
    },
    "p2 call mum @Family friday at 5pm": {
        "title": "call mum", "due": at(11, 27, 17), "priority": 2, "project": "Family",
    },
    "#home #garden mow +House every 2 weeks p3": {
        "title": "mow", "due": day(11, 24), "recurrence": rule("FREQ=WEEKLY;INTERVAL=2"),
        "priority": 3, "tags": ("home", "garden"), "project": "House",
    },
    "Pay rent every 1st p1 #home @Flat remind me the day before": {
        "title": "Pay rent", "due": day(12, 1), "recurrence": rule("FREQ=MONTHLY;BYMONTHDAY=1"),
        "priority": 1, "tags": ("home",), "project": "Flat", "reminders": (Before(1440),),
    },
    "dentist fri 3pm !medium remind me 1 hour before": {
        "title": "dentist", "due": at(11, 27, 15), "priority": 2, "reminders": (Before(60),),
    },
    "standup every weekday at 9:30am starting monday": {
        "title": "standup", "due": at(11, 30, 9, 30), "recurrence": rule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    },
    "gym mon, wed and fri at 6pm": {
        "title": "gym", "due": at(11, 25, 18), "recurrence": rule("FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    },
    "water plants 3x a week": {
        "title": "water plants", "due": day(11, 25), "recurrence": rule("FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    },
    "Pay rent 1st": {"title": "Pay rent", "due": day(12, 1)},
    "finish it later this week": {"title": "finish it", "due": day(11, 27)},
    # the title keeps its shape
    "Buy milk every friday, then rest": {
        "title": "Buy milk, then rest", "due": day(11, 27), "recurrence": rule("FREQ=WEEKLY;BYDAY=FR"),
    },
    "Buy eggs, tomorrow, at the market": {"title": "Buy eggs, at the market", "due": day(11, 25)},
    "Buy milk (tomorrow)": {"title": "Buy milk", "due": day(11, 25)},
    "Call mum tomorrow.": {"title": "Call mum", "due": day(11, 25)},
    "What is due tomorrow?": {"title": "What is?", "due": day(11, 25)},
    "today: call mum": {"title": "call mum", "due": day(11, 24)},
    "remind me to call mum tomorrow at 5": {"title": "call mum", "due": at(11, 25, 17)},
    "todo: call mum": {"title": "call mum"},
    "don't forget the milk": {"title": "the milk"},
    # what isn't a mark or a date
    "fix C# bug": {"title": "fix C# bug"},
    "Fun title#blu": {"title": "Fun title#blu"},
    "#42 Fix regression from #1234": {"title": "#42 Fix regression from #1234"},
    "email bob@example.com": {"title": "email bob@example.com"},
    "buy +1 ticket": {"title": "buy +1 ticket"},
    "shout !now": {"title": "shout !now"},
    "p5 paper": {"title": "p5 paper"},
    "order wedding cake": {"title": "order wedding cake"},
    "Weekly review": {"title": "Weekly review"},
    "reply to the mail from 3 days ago": {"title": "reply to the mail from 3 days ago"},
    "tomorrow": {"title": "tomorrow"},
    "#home": {"title": "#home"},
    "tomorrow #home": {"title": "tomorrow", "tags": ("home",)},
    "": {"title": ""},
    # quoting
    'Read "Tomorrow and Tomorrow" by friday': {
        "title": "Read Tomorrow and Tomorrow", "due": day(11, 27),
    },
    "Read “Friday” #book": {"title": "Read Friday", "tags": ("book",)},
    'say "#hello @you"': {"title": "say #hello @you"},
    "write \\#hash and \\tomorrow": {"title": "write #hash and tomorrow"},
    'paint @"Old House" #"bed room"': {
        "title": "paint", "project": "Old House", "tags": ("bed room",),
    },
    # other marks
    "call mum !!": {"title": "call mum", "priority": 2},
    "call mum !!!": {"title": "call mum", "priority": 1},
    "!2 call mum": {"title": "call mum", "priority": 2},
    "call mum #a #a #b.": {"title": "call mum", "tags": ("a", "b")},
    "call @friday Ana": {"title": "call Ana", "due": day(11, 27)},
    "call dentist asap": {"title": "call dentist", "due": day(11, 24)},
    "meet 3-4pm tomorrow #work": {
        "title": "meet 3-4pm tomorrow", "due": at(11, 25, 15), "end": at(11, 25, 16), "tags": ("work",),
    },
    "Buy milk [tomorrow]": {"title": "Buy milk", "due": day(11, 25)},
    "report {dec 30} p2": {"title": "report", "due": day(12, 30), "priority": 2},
    "slides; friday; then rest": {"title": "slides; then rest", "due": day(11, 27)},
    "dinner on friday": {"title": "dinner", "due": day(11, 27)},
    "Play 'Yesterday' on guitar every day": {
        "title": "Play 'Yesterday' on guitar", "due": day(11, 24), "recurrence": rule("FREQ=DAILY"),
    },
    "the boss' car on friday": {"title": "the boss' car", "due": day(11, 27)},
    "dentist fri 3pm !2 !30m": {
        "title": "dentist", "due": at(11, 27, 15), "priority": 2, "reminders": (Before(30),),
    },
    "dentist fri 3pm remind 15 min before": {
        "title": "dentist", "due": at(11, 27, 15), "reminders": (Before(15),),
    },
    "dentist fri 3pm with reminders 1 day and 2 hours before": {
        "title": "dentist", "due": at(11, 27, 15), "reminders": (Before(1440), Before(120)),
    },
    "dentist fri 3pm remind me 1 hour and 30 minutes before": {
        "title": "dentist", "due": at(11, 27, 15), "reminders": (Before(90),),
    },
    "dentist fri 3pm remind me on the day at 8": {
        "title": "dentist", "due": at(11, 27, 15), "reminders": (OnDay(0, time(8)),),
    },
    "dentist fri 3pm remind me when it's due": {
        "title": "dentist", "due": at(11, 27, 15), "reminders": (Before(0),),
    },
    # subtasks
    "plan party tomorrow\n- book venue\n* [ ] invite people\n\n1. bake": {
        "title": "plan party", "due": day(11, 25), "subtasks": ("book venue", "invite people", "bake"),
    },
    "Trip to Oslo subtasks: flight, hotel; pack": {
        "title": "Trip to Oslo", "subtasks": ("flight", "hotel", "pack"),
    },
}  # fmt: skip


@pytest.mark.parametrize("text", LINES)
def test_a_line_is_read_in_any_order(text: str) -> None:
    wanted = {name: value for name, value in LINES[text].items() if value != ""}
    assert fields(said(text)) == wanted


@pytest.mark.parametrize(
    ("style", "project", "tags"),
    [
        ("watchbill", "b", ("a",)),
        ("todoist", "a", ("b",)),
        ("todo.txt", "c", ("a", "b")),
    ],
)
def test_a_style_decides_where_habits_collide(
    style: Style, project: str, tags: tuple[str, ...]
) -> None:
    task = said("x #a @b +c", style)
    assert (task.project, task.tags) == (project, tags)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("(A) call mum", {"title": "call mum", "priority": 1}),
        ("(D) call mum", {"title": "call mum", "priority": 4}),
        ("call mum pri:b", {"title": "call mum", "priority": 2}),
        ("call mum due:2026-12-01", {"title": "call mum", "due": day(12, 1)}),
        ('call mum due:"next monday"', {"title": "call mum", "due": day(11, 30)}),
        (
            "mow due:2026-12-01 rec:+2w",
            {
                "title": "mow",
                "due": day(12, 1),
                "recurrence": rule("FREQ=WEEKLY;INTERVAL=2"),
            },
        ),
        (
            "mow rec:3d",
            {
                "title": "mow",
                "due": day(11, 24),
                "recurrence": Recurrence("FREQ=DAILY;INTERVAL=3", "completion"),
            },
        ),
        ("mow due:soon", {"title": "mow"}),
    ],
)
def test_the_pairs_of_todo_txt_are_read(text: str, wanted: dict[str, Any]) -> None:
    assert fields(said(text, "todo.txt")) == wanted


def test_the_date_that_a_todo_txt_task_was_made_on_is_left_out() -> None:
    assert fields(said("(B) 2026-11-20 Call mum", "todo.txt")) == {
        "title": "Call mum",
        "priority": 2,
    }


def test_chips_say_where_each_thing_was_understood() -> None:
    text = "call mum #home tomorrow p1 remind me at noon"
    assert said(text).chips == (
        Chip("tag", 9, 14, "#home"),
        Chip("due", 15, 23, "tomorrow"),
        Chip("priority", 24, 26, "p1"),
        Chip("reminder", 27, 44, "remind me at noon"),
    )


def test_a_line_that_is_only_a_date_has_no_chips() -> None:
    assert said("tomorrow").chips == ()


_PIECES = st.sampled_from(
    [
        "#a",
        "@b",
        "+c",
        "p1",
        "!high",
        "tomorrow",
        "every 2 days",
        '"x y"',
        "\\#z",
        "milk",
        "buy",
        ",",
    ]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(_PIECES, max_size=8).map(" ".join))
def test_chips_are_words_of_the_line(text: str) -> None:
    task = said(text)
    assert [text[chip.start : chip.end] for chip in task.chips] == [
        chip.text for chip in task.chips
    ]


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_line_can_be_read(text: str) -> None:
    assert isinstance(said(text), QuickTask)
