"""What is read of each format's files, and what is said of rows that can't be."""

from typing import Any

import pytest
from tests.services.transfer import files
from tests.services.transfer.reading import NOW, SETTING, shown, told

from watchbill.services.transfer.google import read_google
from watchbill.services.transfer.microsoft import read_microsoft
from watchbill.services.transfer.record import ProjectRecord
from watchbill.services.transfer.taskwarrior import read_taskwarrior
from watchbill.services.transfer.todo_txt import read_todo_txt
from watchbill.services.transfer.todoist import read_todoist_csv, read_todoist_json
from watchbill.services.transfer.vikunja import read_vikunja


def test_todoist_csv_has_sections_levels_labels_and_notes() -> None:
    found = read_todoist_csv(files.TODOIST_CSV.encode(), SETTING, project="Home")
    assert [shown(record) for record in found.records] == [
        {
            "place": "line 4",
            "title": "Mend the tap",
            "key": "line 4",
            "description": "The cold one drips",
            "priority": 1,
            "due": "2026-11-30T09:00:00+01:00[Europe/Berlin]",
            "recurrence": "FREQ=WEEKLY;BYDAY=MO schedule",
            "project": "Home",
            "tags": ("plumber", "urgent", "Kitchen"),
        },
        {
            "place": "line 5",
            "title": "Buy a washer",
            "key": "line 5",
            "due": "2026-12-04",
            "project": "Home",
            "tags": ("Kitchen",),
            "parent": "line 4",
        },
        {
            "place": "line 6",
            "title": "Look for the size",
            "key": "line 6",
            "project": "Home",
            "tags": ("Kitchen",),
            "parent": "line 5",
            "comments": ("The shop opens at ten",),
        },
        {
            "place": "line 9",
            "title": "Paint the door",
            "key": "line 9",
            "priority": 3,
            "due": "2026-12-05T14:30:00+01:00[Europe/Berlin]",
            "project": "Home",
            "tags": ("Kitchen",),
        },
        {
            "place": "line 10",
            "title": "Someday",
            "key": "line 10",
            "priority": 2,
            "project": "Home",
            "tags": ("Kitchen",),
        },
    ]
    assert told(found) == [
        ("line 10", "“when the cows come home” is not a date that is understood.", False),
        ("line 11", "“recipe” is no type of row.", True),
    ]


def test_a_todoist_note_without_a_task_is_told() -> None:
    found = read_todoist_csv(b"TYPE,CONTENT,INDENT\nnote,Alone,\ntask,Odd level,x\n", SETTING)
    assert told(found) == [("line 2", "This note has no task above it.", True)]
    assert [shown(record) for record in found.records] == [
        {"place": "line 3", "title": "Odd level", "key": "line 3"}
    ]


def test_todoist_json_has_the_zone_the_reminders_and_the_highest_priority_as_four() -> None:
    found = read_todoist_json(files.as_json(files.TODOIST_JSON), SETTING)
    assert found.projects == [ProjectRecord("Flat")]
    assert [shown(record) for record in found.records] == [
        {
            "place": "items[0]",
            "title": "Pay the rent",
            "key": "1",
            "description": "by transfer",
            "priority": 1,
            "due": "2026-12-01",
            "recurrence": "FREQ=MONTHLY schedule",
            "reminders": ["30 minutes before", "2026-11-30T08:00:00+01:00[Europe/Berlin]"],
            "project": "Flat",
            "tags": ("money", "Soon"),
            "comments": ("The account has changed",),
            "created_at": "2026-10-01T08:00:00+00:00",
        },
        {
            "place": "items[1]",
            "title": "Note the number",
            "key": "2",
            "project": "Flat",
            "parent": "1",
            "completed_at": "2026-11-02T10:00:00+00:00",
        },
        {
            "place": "items[2]",
            "title": "Call",
            "key": "3",
            "priority": 3,
            "due": "2026-12-02T17:00:00+01:00[Europe/Berlin]",
            "reminders": ["2026-12-01T09:00:00+01:00[Europe/Berlin]"],
        },
        {"place": "items[5]", "title": "Odd", "key": "6"},
        {"place": "items[6]", "title": "Only a day", "key": "7"},
        {"place": "items[7]", "title": "Ticked off", "key": "8", "completed_at": NOW},
    ]
    assert told(found) == [
        ("items[4]", "content: Field required.", True),
        ("items[5]", "“jeden zweiten Vollmond” is not a date that is understood.", False),
        ("items[6]", "“tomorrow” is not a recurrence.", False),
    ]


def test_vikunja_has_relations_seconds_and_html() -> None:
    found = read_vikunja(files.as_zip("data.json", files.as_json(files.VIKUNJA)), SETTING)
    assert found.projects == [
        ProjectRecord("Garden", "#1e90ff", is_archived=True),
        ProjectRecord("Empty"),
    ]
    due = "2026-12-01T18:00:00+01:00[Europe/Berlin]"
    assert [shown(record) for record in found.records] == [
        {"place": "project 1, task 1", "title": "Read the post", "key": "10"},
        {
            "place": "project 2, task 1",
            "title": "Water the ferns",
            "key": "11",
            "description": "Not too much\n\n- one can",
            "priority": 2,
            "due": due,
            "recurrence": "FREQ=DAILY;INTERVAL=2 completion",
            "reminders": [
                "1 hour before",
                "2026-11-30T09:00:00+01:00[Europe/Berlin]",
                "2026-11-29T09:00:00+01:00[Europe/Berlin]",
            ],
            "project": "Garden",
            "tags": ("plants",),
            "blocked_by": ("10",),
            "comments": ("They like it",),
            "created_at": "2026-09-01T06:00:00+00:00",
        },
        {
            "place": "project 2, task 2",
            "title": "Fill the can",
            "key": "12",
            "project": "Garden",
            "parent": "11",
            "completed_at": "2026-11-20T06:00:00+00:00",
        },
        *(
            {
                "place": f"project 2, task {place}",
                "title": title,
                "key": str(place + 10),
                "due": due,
                "project": "Garden",
                **({"recurrence": f"{rule} schedule"} if rule else {}),
            }
            for place, title, rule in (
                (3, "Weekly", "FREQ=WEEKLY"),
                (4, "Monthly", "FREQ=MONTHLY"),
                (5, "Hourly", "FREQ=HOURLY;INTERVAL=3"),
                (6, "Every minute", ""),
                (8, "Once", ""),
            )
        ),
    ]
    assert told(found) == [
        ("project 2, task 6", "Every 60 seconds is too often.", False),
        ("project 2, task 7", "The title is blank.", True),
    ]


def test_taskwarrior_gives_a_template_s_rule_to_the_task_that_comes_first() -> None:
    found = read_taskwarrior(files.as_json(files.TASKWARRIOR), SETTING)
    assert [shown(record) for record in found.records] == [
        {
            "place": "task 2",
            "title": "Water",
            "key": "b",
            "due": "2026-12-07",
            "created_at": "2026-11-01T00:00:00+00:00",
        },
        {
            "place": "task 3",
            "title": "Water",
            "key": "c",
            "due": "2026-12-04",
            "recurrence": "FREQ=DAILY;INTERVAL=3 schedule",
            "created_at": "2026-11-01T00:00:00+00:00",
        },
        {
            "place": "task 4",
            "title": "File the taxes",
            "key": "d",
            "priority": 1,
            "due": "2026-12-01T17:00:00+01:00[Europe/Berlin]",
            "project": "Home.Paper",
            "tags": ("money", "yearly"),
            "blocked_by": ("e",),
            "comments": ("ask for the form",),
            "created_at": "2026-11-01T12:00:00+00:00",
        },
        {
            "place": "task 5",
            "title": "Get the form",
            "key": "e",
            "blocked_by": ("a",),
            "completed_at": "2026-11-10T12:00:00+00:00",
        },
        *(
            {
                "place": f"task {place}",
                "title": title,
                "key": key,
                "due": "2026-12-01T17:00:00+01:00[Europe/Berlin]",
                **({"recurrence": f"{rule} schedule"} if rule else {}),
            }
            for place, title, key, rule in (
                (7, "Quarterly", "g", "FREQ=MONTHLY;INTERVAL=3"),
                (8, "Two quarters", "h", "FREQ=MONTHLY;INTERVAL=6"),
                (9, "Odd", "i", ""),
            )
        ),
        {"place": "task 10", "title": "Wrong date", "key": "j"},
    ]
    assert told(found) == [
        ("task 9", "“whenever” is not a recurrence that is known.", False),
        ("task 10", "“tomorrow” is not a time as Taskwarrior writes it.", False),
    ]


def test_taskwarrior_may_have_a_task_on_each_line() -> None:
    lines = b'{"description": "One", "status": "completed"},\n\n{"description": "Two"}\n7\n'
    found = read_taskwarrior(lines, SETTING)
    assert [shown(record) for record in found.records] == [
        {"place": "line 1", "title": "One", "completed_at": NOW},
        {"place": "line 3", "title": "Two"},
    ]
    assert [place for place, _, _ in told(found)] == ["line 4"]


def test_todo_txt_has_marks_pairs_and_dates() -> None:
    found = read_todo_txt(files.TODO_TXT.encode(), SETTING)
    assert [shown(record) for record in found.records] == [
        {
            "place": "line 1",
            "title": "Call the bank",
            "key": "7",
            "priority": 1,
            "due": "2026-12-01",
            "project": "Flat",
            "tags": ("phone",),
            "created_at": "2026-10-31T23:00:00+00:00",
        },
        {
            "place": "line 2",
            "title": "Buy a stamp",
            "priority": 2,
            "project": "Flat",
            "created_at": "2026-11-01T23:00:00+00:00",
            "completed_at": "2026-11-19T23:00:00+00:00",
        },
        {
            "place": "line 3",
            "title": "Water the ferns",
            "due": "2026-12-02",
            "recurrence": "FREQ=WEEKLY completion",
            "project": "Garden house",
            "tags": ("Extra",),
            "parent": "7",
        },
        {
            "place": "line 4",
            "title": "Work",
            "due": "2026-12-03",
            "recurrence": "FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR schedule",
        },
        {"place": "line 5", "title": "Plain (with brackets) at 10:30 note:kept due:soon"},
        {"place": "line 7", "title": "Done without dates", "priority": 3, "completed_at": NOW},
        {"place": "line 8", "title": "Rest"},
        {"place": "line 9", "title": "No such day"},
    ]
    assert told(found) == [
        ("line 8", "What repeats needs a due date; it is taken without repeating.", False),
        ("line 9", "“2026-02-30” is not a date.", False),
    ]


def test_microsoft_s_steps_become_subtasks_and_its_patterns_rules() -> None:
    found = read_microsoft(files.as_json(files.MICROSOFT), SETTING)
    assert found.projects == [ProjectRecord("Rhythm")]
    assert [shown(record) for record in found.records[:7]] == [
        {
            "place": "list 1, task 1",
            "title": "Prepare the talk",
            "key": "A",
            "description": "Ten minutes",
            "priority": 1,
            "due": "2026-12-01",
            "recurrence": "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270601;BYDAY=TU,FR schedule",
            "reminders": ["2026-11-30T08:00:00+01:00[Europe/Berlin]"],
            "tags": ("Work",),
            "created_at": "2026-11-01T08:00:00+00:00",
        },
        {
            "place": "list 1, task 1, step 1",
            "title": "Slides",
            "parent": "A",
            "completed_at": NOW,
        },
        {"place": "list 1, task 1, step 2", "title": "Notes", "parent": "A"},
        *(
            {
                "place": f"list 1, task {place}",
                "title": title,
                "key": f"list 1, task {place}",
                "completed_at": completed_at,
                **({"priority": 3} if place == 2 else {}),
            }
            for place, title, completed_at in (
                (2, "Done", "2026-11-02T09:00:00+00:00"),
                (3, "Done too", "2026-11-02T10:00:00+00:00"),
                (4, "Done, too", NOW),
            )
        ),
        {
            "place": "list 1, task 5",
            "title": "Forever",
            "key": "list 1, task 5",
            "due": "2026-12-01",
            "recurrence": "FREQ=DAILY schedule",
        },
    ]
    rules = {
        record.title: record.recurrence and record.recurrence.rule for record in found.records[7:]
    }
    assert rules == {
        "daily": "FREQ=DAILY;COUNT=5",
        "absoluteMonthly": "FREQ=MONTHLY;COUNT=5;BYMONTHDAY=1",
        "relativeMonthly": "FREQ=MONTHLY;COUNT=5;BYDAY=MO;BYSETPOS=-1",
        "absoluteYearly": "FREQ=YEARLY;COUNT=5;BYMONTH=12;BYMONTHDAY=1",
        "relativeYearly": "FREQ=YEARLY;COUNT=5;BYMONTH=12;BYDAY=SU;BYSETPOS=2",
        "lunar": None,
    }
    assert told(found) == [("list 2, task 6", "“lunar” is not a recurrence that is known.", False)]


@pytest.mark.parametrize(
    "wrapped",
    [[{"title": "One"}], {"value": [{"title": "One"}]}, {"displayName": "", "tasks": [{"title": "One"}]}],
)  # fmt: skip
def test_microsoft_s_tasks_may_come_bare(wrapped: Any) -> None:
    found = read_microsoft(files.as_json(wrapped), SETTING)
    assert [record.title for record in found.records] == ["One"]


def test_google_s_lists_become_projects() -> None:
    found = read_google(files.as_json(files.GOOGLE), SETTING)
    assert found.projects == [ProjectRecord("Trip"), ProjectRecord("Empty")]
    assert [shown(record) for record in found.records] == [
        {
            "place": "list 1, task 1",
            "title": "Book a table",
            "key": "T1",
            "description": "for six",
            "due": "2026-12-01",
            "created_at": "2026-11-01T10:00:00+00:00",
        },
        {
            "place": "list 1, task 2",
            "title": "Ask them",
            "key": "T2",
            "parent": "T1",
            "completed_at": "2026-11-03T10:00:00+00:00",
        },
        {
            "place": "list 2, task 1",
            "title": "Pack",
            "key": "T5",
            "project": "Trip",
            "completed_at": NOW,
        },
    ]
    assert told(found) == [("list 1, task 4", "The title is blank.", True)]
