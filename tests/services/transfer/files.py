"""Files as other programs export them, written after their public documentation, with what is in them."""

import io
import json
import zipfile
from typing import Any

TODOIST_CSV = """\
TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT
meta,view_style=list,,,,,,,,,,
section,Kitchen,,,,,,,,,,
task,Mend the tap @plumber @urgent,The cold one drips,1,1,Owner (1),,every monday at 9am,en,Europe/Berlin,,
task,Buy a washer,,4,2,Owner (1),,2026-12-04,en,Europe/Berlin,,
task,Look for the size,,4,3,Owner (1),,,en,,,
note,The shop opens at ten,,,,Owner (1),,,,,,
,,,,,,,,,,,
task,Paint the door,,3,1,Owner (1),,2026-12-05 14:30,en,Europe/Berlin,,
task,Someday,,2,1,Owner (1),,when the cows come home,en,,,
recipe,Soup,,,,,,,,,,
"""

TODOIST_JSON: dict[str, Any] = {
    "projects": [
        {"id": "p1", "name": "Inbox", "inbox_project": True, "color": "grey"},
        {"id": "p2", "name": "Flat", "color": "red", "is_archived": False},
    ],
    "sections": [{"id": "s1", "name": "Soon", "project_id": "p2"}],
    "items": [
        {
            "id": "1", "content": "Pay the rent", "description": "by transfer", "priority": 4, "project_id": "p2",
            "section_id": "s1", "parent_id": None, "labels": ["money"], "checked": False,
            "added_at": "2026-10-01T08:00:00.000000Z",
            "due": {"date": "2026-12-01", "timezone": None, "string": "every month", "lang": "en", "is_recurring": True},
        },
        {
            "id": "2", "content": "Note the number", "priority": 1, "project_id": "p2", "parent_id": "1", "labels": [],
            "checked": True, "completed_at": "2026-11-02T10:00:00Z", "due": None,
        },
        {
            "id": 3, "content": "Call", "priority": 2, "project_id": "p1", "checked": False,
            "due": {"date": "2026-12-02T16:00:00Z", "timezone": "Europe/Berlin", "string": "2 dec 17:00", "is_recurring": False},
        },
        {"id": "4", "content": "Gone", "is_deleted": True, "project_id": "p1"},
        {"id": "5", "project_id": "p1"},
        {
            "id": "6", "content": "Odd", "project_id": "p1",
            "due": {"date": "2026-12-02", "string": "jeden zweiten Vollmond", "is_recurring": True},
        },
        {
            "id": "7", "content": "Only a day", "project_id": "p1",
            "due": {"date": "2026-12-02", "string": "tomorrow", "is_recurring": True},
        },
        {"id": "8", "content": "Ticked off", "project_id": "p1", "checked": True},
    ],
    "notes": [{"id": "n1", "item_id": "1", "content": "The account has changed"}],
    "reminders": [
        {"id": "r1", "item_id": "1", "type": "relative", "minute_offset": 30},
        {"id": "r2", "item_id": "1", "type": "absolute", "due": {"date": "2026-11-30T08:00:00"}},
        {"id": "r3", "item_id": "3", "type": "absolute", "due": {"date": "2026-12-01"}},
    ],
}  # fmt: skip

VIKUNJA: list[dict[str, Any]] = [
    {
        "id": 1, "title": "Inbox", "hex_color": "", "is_archived": False,
        "tasks": [{"id": 10, "title": "Read the post", "done": False, "due_date": "0001-01-01T00:00:00Z", "priority": 0}],
    },
    {
        "id": 2, "title": "Garden", "hex_color": "1E90FF", "is_archived": True,
        "tasks": [
            {
                "id": 11, "title": "Water the ferns", "description": "<p>Not too <b>much</b></p><ul><li>one can</li></ul>",
                "done": False, "done_at": "0001-01-01T00:00:00Z", "due_date": "2026-12-01T17:00:00Z", "priority": 3,
                "repeat_after": 172800, "repeat_mode": 2,
                "reminders": [
                    {"reminder": "2026-12-01T16:00:00Z", "relative_period": -3600, "relative_to": "due_date"},
                    {"reminder": "2026-11-30T08:00:00Z", "relative_period": 0, "relative_to": ""},
                    {"reminder": "2026-11-29", "relative_period": 60, "relative_to": "due_date"},
                ],
                "created": "2026-09-01T06:00:00Z",
                "labels": [{"id": 1, "title": "plants"}], "comments": [{"comment": "They like it"}],
                "related_tasks": {"subtask": [{"id": 12, "title": "Fill the can"}], "blocked": [{"id": 10, "title": "Read the post"}]},
            },
            {
                "id": 12, "title": "Fill the can", "done": True, "done_at": "2026-11-20T06:00:00Z", "due_date": None,
                "labels": None, "related_tasks": {"parenttask": [{"id": 11, "title": "Water the ferns"}]},
            },
            {"id": 13, "title": "Weekly", "due_date": "2026-12-01T17:00:00Z", "repeat_after": 604800},
            {"id": 14, "title": "Monthly", "due_date": "2026-12-01T17:00:00Z", "repeat_after": 0, "repeat_mode": 1},
            {"id": 15, "title": "Hourly", "due_date": "2026-12-01T17:00:00Z", "repeat_after": 10800},
            {"id": 16, "title": "Every minute", "due_date": "2026-12-01T17:00:00Z", "repeat_after": 60},
            {"id": 17, "title": ""},
            {"id": 18, "title": "Once", "due_date": "2026-12-01T17:00:00Z"},
        ],
    },
    {"id": 3, "title": "Empty", "tasks": None},
]  # fmt: skip

TASKWARRIOR: list[dict[str, Any]] = [
    {
        "uuid": "a", "description": "Water", "status": "recurring", "recur": "3d", "due": "20261130T230000Z",
        "entry": "20261101T000000Z", "mask": "-",
    },
    {
        "uuid": "b", "description": "Water", "status": "pending", "recur": "3d", "parent": "a", "due": "20261206T230000Z",
        "entry": "20261101T000000Z", "imask": 2,
    },
    {
        "uuid": "c", "description": "Water", "status": "pending", "recur": "3d", "parent": "a", "due": "20261203T230000Z",
        "entry": "20261101T000000Z", "imask": 1,
    },
    {
        "uuid": "d", "description": "File the taxes", "status": "waiting", "project": "Home.Paper", "priority": "H",
        "tags": ["money", "yearly"], "depends": ["e"], "due": "20261201T160000Z", "entry": "20261101T120000Z",
        "annotations": [{"entry": "20261102T120000Z", "description": "ask for the form"}],
    },
    {"uuid": "e", "description": "Get the form", "status": "completed", "end": "20261110T120000Z", "depends": "a,"},
    {"uuid": "f", "description": "Gone", "status": "deleted"},
    {"uuid": "g", "description": "Quarterly", "status": "recurring", "recur": "quarterly", "due": "20261201T160000Z"},
    {"uuid": "h", "description": "Two quarters", "status": "recurring", "recur": "2q", "due": "20261201T160000Z"},
    {"uuid": "i", "description": "Odd", "status": "recurring", "recur": "whenever", "due": "20261201T160000Z"},
    {"uuid": "j", "description": "Wrong date", "status": "pending", "due": "tomorrow"},
]  # fmt: skip

TODO_TXT = """\
(A) 2026-11-01 Call the bank +Flat @phone due:2026-12-01 id:7
x 2026-11-20 2026-11-02 Buy a stamp +Flat pri:B
Water the ferns rec:1w due:2026-12-02 sup:7 +Garden_house +Extra
Work rec:+2b due:2026-12-03
(D) Plain (with brackets) at 10:30 note:kept due:soon

x (C) Done without dates
Rest rec:1d
No such day due:2026-02-30 rec:1d
"""

MICROSOFT: dict[str, Any] = {
    "value": [
        {
            "displayName": "Tasks", "wellknownListName": "defaultList",
            "tasks": [
                {
                    "id": "A", "title": "Prepare the talk", "status": "notStarted", "importance": "high",
                    "body": {"content": "Ten minutes", "contentType": "text"}, "categories": ["Work"],
                    "createdDateTime": "2026-11-01T08:00:00.0000000Z",
                    "dueDateTime": {"dateTime": "2026-12-01T00:00:00.0000000", "timeZone": "UTC"},
                    "recurrence": {
                        "pattern": {"type": "weekly", "interval": 2, "daysOfWeek": ["tuesday", "friday"]},
                        "range": {"type": "endDate", "startDate": "2026-12-01", "endDate": "2027-06-01"},
                    },
                    "reminderDateTime": {"dateTime": "2026-11-30T07:00:00.0000000", "timeZone": "UTC"},
                    "checklistItems": [{"displayName": "Slides", "isChecked": True}, {"displayName": "Notes"}],
                },
                {
                    "title": "Done", "status": "completed", "importance": "low",
                    "completedDateTime": {"dateTime": "2026-11-02T10:00:00.0000000", "timeZone": "Europe/Berlin"},
                },
                {
                    "title": "Done too", "status": "completed",
                    "completedDateTime": {"dateTime": "2026-11-02T10:00:00.0000000", "timeZone": "W. Europe Standard Time"},
                },
                {"title": "Done, too", "status": "completed"},
                {
                    "title": "Forever", "dueDateTime": {"dateTime": "2026-12-01T00:00:00", "timeZone": "UTC"},
                    "recurrence": {"pattern": {"type": "daily"}},
                },
            ],
        },
        {
            "displayName": "Rhythm",
            "tasks": [
                {
                    "title": pattern["type"], "dueDateTime": {"dateTime": "2026-12-01T00:00:00", "timeZone": "UTC"},
                    "recurrence": {"pattern": pattern, "range": {"type": "numbered", "numberOfOccurrences": 5}},
                }
                for pattern in (
                    {"type": "daily"},
                    {"type": "absoluteMonthly", "dayOfMonth": 1},
                    {"type": "relativeMonthly", "daysOfWeek": ["monday"], "index": "last"},
                    {"type": "absoluteYearly", "month": 12, "dayOfMonth": 1},
                    {"type": "relativeYearly", "month": 12, "daysOfWeek": ["sunday"], "index": "second"},
                    {"type": "lunar"},
                )
            ],
        },
    ]
}  # fmt: skip

GOOGLE: dict[str, Any] = {
    "kind": "tasks#taskLists",
    "items": [
        {
            "kind": "tasks#tasks", "id": "L1", "title": "My Tasks",
            "items": [
                {
                    "kind": "tasks#task", "id": "T1", "title": "Book a table", "notes": "for six", "status": "needsAction",
                    "due": "2026-12-01T00:00:00Z", "created": "2026-11-01T10:00:00Z", "updated": "2026-11-01T10:00:00Z",
                },
                {"kind": "tasks#task", "id": "T2", "title": "Ask them", "status": "completed", "parent": "T1", "completed": "2026-11-03T10:00:00Z"},
                {"kind": "tasks#task", "id": "T3", "title": "Gone", "deleted": True},
                {"kind": "tasks#task", "id": "T4", "title": " ", "status": "needsAction"},
            ],
        },
        {"kind": "tasks#tasks", "id": "L2", "title": "Trip", "items": [{"id": "T5", "title": "Pack", "status": "completed"}]},
        {"kind": "tasks#tasks", "id": "L3", "title": "Empty"},
    ],
}  # fmt: skip

TABLE = """\
\ufeffTask;Notes;Due date;Priority;List;Labels;Status;Created;Repeat;ID;Parent;Reminder
Pay the rent;by transfer;2026-12-01;high;Flat;money, #monthly;open;2026-11-01;FREQ=MONTHLY;1;
'=Sum;;tomorrow at 5pm;;;;done;;;2;1
"Two
lines";;;;;;2026-11-02;;;;
Wrong;;the day after never;;;;;;;;
Odd;;;gigantic;;;;;;;
Weekly;;2026-12-03;2;;;;;every week;;
Often;;2026-12-03;2;;;;;often;;
Alone;;;;;;;;every day;;
Short
Once;;2026-12-03;;;;;;;;;"1 hour before; 1 day before at 18:00"
Twice;;2026-12-03;2;;;;;tomorrow;;
"""

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VEVENT
UID:e1
DTSTAMP:20261101T000000Z
DTSTART:20261201T100000Z
SUMMARY:A meeting
END:VEVENT
BEGIN:VTODO
UID:t1
DTSTAMP:20261101T000000Z
CREATED:20261001T100000Z
SUMMARY:Pay the rent\\, please
DESCRIPTION:by transfer\\nto the new account
DUE;TZID=Europe/Berlin:20261201T170000
RRULE:FREQ=MONTHLY
PRIORITY:2
CATEGORIES:money,flat
CATEGORIES:monthly
COMMENT:First
COMMENT:Second
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER;RELATED=END:-PT30M
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER;VALUE=DATE-TIME:20261130T090000Z
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:PT5M
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
END:VALARM
END:VTODO
BEGIN:VTODO
UID:t2
DTSTAMP:20261101T000000Z
SUMMARY:Fill the form
RELATED-TO:t1
STATUS:COMPLETED
COMPLETED:20261105T100000Z
DUE;VALUE=DATE:20261202
PRIORITY:5
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT6H
END:VALARM
END:VTODO
BEGIN:VTODO
UID:t3
DTSTAMP:20261101T000000Z
SUMMARY:Cancelled
STATUS:CANCELLED
DTSTART:20261203T100000Z
DURATION:PT2H
PRIORITY:7
RELATED-TO;RELTYPE=SIBLING:t1
END:VTODO
BEGIN:VTODO
UID:t4
DTSTAMP:20261101T000000Z
SUMMARY:Floating
DTSTART:20261204T100000
END:VTODO
BEGIN:VTODO
UID:t1
DTSTAMP:20261101T000000Z
RECURRENCE-ID:20270101T160000Z
SUMMARY:One that was moved
END:VTODO
BEGIN:VTODO
UID:t5
DTSTAMP:20261101T000000Z
DUE:the first of May
SUMMARY:Broken
END:VTODO
END:VCALENDAR
"""


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def as_zip(name: str, data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()
