"""What is read of tables and calendars, and what is refused of every format."""

from collections.abc import Callable

import pytest
from tests.services.transfer import files
from tests.services.transfer.reading import NOW, SETTING, shown, told

from watchbill.domain.errors import InvalidError
from watchbill.services.transfer.google import read_google
from watchbill.services.transfer.ics import read_ics
from watchbill.services.transfer.microsoft import read_microsoft
from watchbill.services.transfer.native import read_native
from watchbill.services.transfer.record import Found, Problem, Record, Setting
from watchbill.services.transfer.table import read_table
from watchbill.services.transfer.taskwarrior import read_taskwarrior
from watchbill.services.transfer.todoist import read_todoist_csv, read_todoist_json
from watchbill.services.transfer.vikunja import read_vikunja


def test_a_table_s_columns_are_known_by_many_names() -> None:
    found = read_table(files.TABLE.encode(), SETTING)
    assert [shown(record) for record in found.records] == [
        {
            "place": "line 2",
            "title": "Pay the rent",
            "key": "1",
            "description": "by transfer",
            "priority": 1,
            "due": "2026-12-01",
            "recurrence": "FREQ=MONTHLY schedule",
            "project": "Flat",
            "tags": ("money", "monthly"),
            "created_at": "2026-10-31T23:00:00+00:00",
        },
        {
            "place": "line 3",
            "title": "=Sum",
            "key": "2",
            "due": "2026-11-26T17:00:00+01:00[Europe/Berlin]",
            "parent": "1",
            "completed_at": NOW,
        },
        {"place": "line 5", "title": "Two lines", "completed_at": "2026-11-01T23:00:00+00:00"},
        {"place": "line 6", "title": "Wrong"},
        {"place": "line 7", "title": "Odd"},
        {
            "place": "line 8",
            "title": "Weekly",
            "priority": 2,
            "due": "2026-12-03",
            "recurrence": "FREQ=WEEKLY schedule",
        },
        {"place": "line 9", "title": "Often", "priority": 2, "due": "2026-12-03"},
        {"place": "line 10", "title": "Alone"},
        {"place": "line 11", "title": "Short"},
        {
            "place": "line 12",
            "title": "Once",
            "due": "2026-12-03",
            "reminders": ["1 hour before", "1 day before at 18:00"],
        },
        {"place": "line 13", "title": "Twice", "priority": 2, "due": "2026-12-03"},
    ]
    assert told(found) == [
        ("line 6", "“the day after never” is not a date that is understood.", False),
        ("line 7", "“gigantic” is not a priority.", False),
        ("line 9", "“often” is not a date that is understood.", False),
        ("line 10", "What repeats needs a due date; it is taken without repeating.", False),
        ("line 13", "“tomorrow” is not a recurrence.", False),
    ]


def test_columns_can_be_mapped_and_old_encodings_read() -> None:
    setting = Setting(now=SETTING.now, zone="UTC", columns={"title": "Was", "due": "Bis wann"})
    table = "Was,Bis wann,title\nÄpfel kaufen,2026-12-01,nicht das\n".encode("cp1252")
    found = read_table(table, setting)
    assert [shown(record) for record in found.records] == [
        {"place": "line 2", "title": "Äpfel kaufen", "due": "2026-12-01"}
    ]


@pytest.mark.parametrize("columns", [{"title": "Nothing"}, {"colour": "Was"}])
def test_a_column_that_is_not_there_is_refused_with_those_that_are(
    columns: dict[str, str],
) -> None:
    setting = Setting(now=SETTING.now, zone="UTC", columns=columns)
    with pytest.raises(InvalidError) as caught:
        read_table(b"Was,Wann\nx,y\n", setting)
    assert (caught.value.code, "Was, Wann" in caught.value.hint) == ("INVALID_MAP", True)


def test_a_calendar_s_to_dos_are_read_and_its_events_are_not() -> None:
    found = read_ics(files.CALENDAR.encode(), SETTING)
    assert [shown(record) for record in found.records] == [
        {
            "place": "to-do 1",
            "title": "Pay the rent, please",
            "key": "t1",
            "description": "by transfer\nto the new account",
            "priority": 1,
            "due": "2026-12-01T17:00:00+01:00[Europe/Berlin]",
            "recurrence": "FREQ=MONTHLY schedule",
            "reminders": ["30 minutes before", "2026-11-30T10:00:00+01:00[Europe/Berlin]"],
            "tags": ("money", "flat", "monthly"),
            "comments": ("First", "Second"),
            "created_at": "2026-10-01T10:00:00+00:00",
        },
        {
            "place": "to-do 2",
            "title": "Fill the form",
            "key": "t2",
            "priority": 2,
            "due": "2026-12-02",
            "reminders": ["1 day before at 18:00"],
            "parent": "t1",
            "completed_at": "2026-11-05T10:00:00+00:00",
        },
        {
            "place": "to-do 3",
            "title": "Cancelled",
            "key": "t3",
            "priority": 3,
            "due": "2026-12-03T13:00:00+01:00[Europe/Berlin]",
            "completed_at": NOW,
        },
        {
            "place": "to-do 4",
            "title": "Floating",
            "key": "t4",
            "due": "2026-12-04T10:00:00+01:00[Europe/Berlin]",
        },
        {"place": "to-do 6", "title": "Broken", "key": "t5"},
    ]
    assert told(found) == [
        ("to-do 1", "An alarm in it isn't before the due time.", False),
        ("to-do 1", "An alarm in it isn't before the due time.", False),
        ("to-do 6", "DUE: Wrong datetime format: the first of May.", False),
    ]


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (read_todoist_csv, b"ID,NAME\n1,x\n"),
        (read_todoist_json, b"{"),
        (read_todoist_json, b'{"items": 3}'),
        (read_vikunja, b"[{"),
        (read_vikunja, b"{}"),
        (read_vikunja, b"PK not a zip"),
        (read_vikunja, files.as_zip("other.json", b"[]")),
        (read_taskwarrior, b"[{"),
        (read_microsoft, b"{"),
        (read_microsoft, b"3"),
        (read_google, b"{"),
        (read_google, b"[]"),
        (read_table, b"When,Who\nx,y\n"),
        (read_table, b""),
        (read_table, b"title\n" + b"x" * 200_000),
        (read_ics, b""),
        (read_ics, b"BEGIN:VCALENDAR\n"),
        (read_ics, b"END:VTODO\n"),
        (read_native, b"{"),
        (read_native, b'{"format": "other"}'),
        (read_native, b"[]"),
    ],
)
def test_what_is_not_of_the_format_is_refused_and_says_what_to_do(
    read: Callable[[bytes, Setting], Found], data: bytes
) -> None:
    with pytest.raises(InvalidError) as caught:
        read(data, SETTING)
    assert caught.value.code == "INVALID_FILE"
    assert caught.value.hint == "Name its format, or export it anew. Nothing was imported."


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchbill.services.transfer.vikunja.UNPACKED_MAX", 10)
    with pytest.raises(InvalidError, match="over 128 MB"):
        read_vikunja(files.as_zip("data.json", b"[" + b" " * 10 + b"]"), SETTING)


def test_texts_are_made_such_as_a_task_can_have() -> None:
    found = Found()
    found.add(Record(place="line 1", title="  a\tb\x00c  ", description="\x07one\r\ntwo\n"))
    found.add(Record(place="line 2", title="x" * 300, description="below"))
    found.add(Record(place="line 3", title="long", description="y" * 10_001))
    assert [(record.title, record.description) for record in found.records] == [
        ("a b c", "one\ntwo"),
        ("x" * 254 + "…", "x" * 300 + "\n\nbelow"),
        ("long", "y" * 9_999 + "…"),
    ]
    assert found.problems == [
        Problem("line 2", "The title has 300 characters; the whole is in the description.", is_lost=False),
        Problem("line 3", "The description has 10001 characters; the first 10000 are taken.", is_lost=False),
    ]  # fmt: skip
