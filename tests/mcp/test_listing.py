"""What view_tasks shows, by all that it can be asked for."""

from typing import Any

import pytest
from mcp_types import CallToolResult
from tests.conftest import Clock
from tests.mcp.agent import Ask, text_of

from watchbill.services.bundle import Services

ITEMS = [
    {"title": "Rent", "due": "2026-11-23", "project": "Home", "priority": 1},
    {"title": "Call", "due": "2026-11-24T11:00", "tags": ["phone"]},
    {"title": "Meet", "due": "2026-11-25T09:00[Asia/Tokyo]"},
    {"title": "Trip", "due": "2026-11-30", "recurrence": "every month"},
    {"title": "Move", "due": "2026-12-24", "priority": 2},
    {"title": "Read", "description": "a book"},
]


@pytest.fixture
def full(ask: Ask) -> Ask:
    """An agent with tasks that are due before, on, and after Tuesday, 24 November 2026, 12:00 UTC."""
    ask("save_project", name="Home")
    ask("add_task", items=ITEMS)
    return ask


def refs(result: CallToolResult) -> list[int]:
    assert result.structured_content
    return [row["ref"] for row in result.structured_content["tasks"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"when": "overdue"}, [1, 2]),
        ({"when": "today"}, [2]),
        ({"when": "tomorrow"}, [3]),
        ({"when": "week"}, [2, 3, 4]),
        ({"when": "later"}, [5]),
        ({"when": "none"}, [6]),
        ({"due_from": "tomorrow", "due_to": "next Monday"}, [3, 4]),
        ({"due_from": "2026-12-01"}, [5]),
        ({"due_to": "yesterday"}, [1]),
        ({"project": "home"}, [1]),
        ({"project": "Inbox", "when": "today"}, [2]),
        ({"tag": "#phone"}, [2]),
        ({"priority": 2}, [5]),
        ({"query": "rent or read", "priority": 1}, [1]),
        ({"query": "is:recurring"}, [4]),
        ({"query": "p1 or p2 sort:-due"}, [5, 1]),
    ],
)
def test_tasks_are_found_by_each_argument(
    full: Ask, asked: dict[str, Any], found: list[int]
) -> None:
    assert refs(full("view_tasks", **asked)) == found


def test_a_row_says_what_is_not_as_usual_and_the_day_it_is(full: Ask) -> None:
    seen = full("view_tasks", query="rent or call or trip or meet sort:ref")
    assert text_of(seen) == (
        "4 of 4 open tasks, no more follow. Today is Tue 2026-11-24.\n"
        '#1 "Rent" due Mon 2026-11-23, p1, in "Home"\n'
        '#2 "Call" due Tue 2026-11-24 11:00, #phone\n'
        '#3 "Meet" due Wed 2026-11-25 09:00 Asia/Tokyo\n'
        '#4 "Trip" due Mon 2026-11-30, every month'
    )
    assert seen.structured_content == {
        "tasks": [
            {"ref": 1, "title": "Rent", "due": "Mon 2026-11-23", "priority": 1, "project": "Home"},
            {"ref": 2, "title": "Call", "due": "Tue 2026-11-24 11:00", "tags": ["phone"]},
            {"ref": 3, "title": "Meet", "due": "Wed 2026-11-25 09:00 Asia/Tokyo"},
            {"ref": 4, "title": "Trip", "due": "Mon 2026-11-30", "repeats": "every month"},
        ],
        "total": 4,
        "today": "Tue 2026-11-24",
    }


def test_full_detail_shows_what_stands_around_a_task(full: Ask, services: Services) -> None:
    owner = services.users.owner()
    full("add_task", title="Pack", parent=4)
    full("update_task", tasks=4, blocked_by=[6], reminder="2 hours before")
    for number in range(7):
        services.comments.add(owner, "4", f"Comment {number}")
    seen = full("view_tasks", tasks=4, detail="full")
    lines = text_of(seen).splitlines()
    assert lines[0] == '#4 "Trip" (waits) due Mon 2026-11-30, every month'
    assert lines[2:5] == ["  reminders: 2 hours before", "  blocked by: #6", "  subtasks: #7"]
    assert lines[5] == '  "user:owner" 2026-11-24T12:00Z: "Comment 2"'
    assert lines[-1] == "  and 2 older comments"
    assert seen.structured_content
    [row] = seen.structured_content["tasks"]
    assert (row["blocked_by"], row["subtasks"], row["more_comments"]) == ([6], [7], 2)
    assert [remark["text"] for remark in row["comments"]] == [f"Comment {n}" for n in range(2, 7)]
    listed = full("view_tasks", query="trip", detail="full").structured_content
    assert listed
    assert listed["tasks"] == [row]
    [under] = (full("view_tasks", tasks=7).structured_content or {})["tasks"]
    assert under == {"ref": 7, "title": "Pack", "parent": 4}


def test_names_and_filters_are_one_too_many(full: Ask) -> None:
    assert text_of(full("view_tasks", tasks=1, tag="phone")) == (
        "INVALID_TASKS: Tasks are named, and tag would choose others. Give tasks, or filters."
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"project": "Hom"}, "PROJECT_NOT_FOUND: There is no project “Hom”. Nearest: “Home”. "),
        ({"tag": "fone"}, "TAG_NOT_FOUND: There is no tag “fone”. Nearest: “phone”. "),
        ({"due_from": "blursday"}, "INVALID_DUE: “blursday” is not a date or a time. "),
        ({"query": "due:tomorow"}, "INVALID_QUERY: due:tomorow at character 1 is not a day: "),
    ],
)
def test_what_is_not_there_is_said_with_what_is_near(
    full: Ask, asked: dict[str, Any], said: str
) -> None:
    assert text_of(full("view_tasks", **asked)).startswith(said)


def test_a_slip_in_a_word_is_told(full: Ask) -> None:
    full("add_task", title="Insurance papers")
    said = text_of(full("view_tasks", query="insurence")).splitlines()
    assert said[1:] == [
        'No task has "insurence"; looked for "insurance" instead.',
        '#7 "Insurance papers"',
    ]


def test_what_is_due_today_is_so_by_the_askers_own_day(full: Ask, clock: Clock) -> None:
    assert refs(full("view_tasks", when="tomorrow")) == [3]
    clock.now = clock.now.replace(day=25)
    assert refs(full("view_tasks", when="today")) == [3]
