"""Whole lines as people type them, with all that each means: title, due (and end), rule, reminders, priority, project, tags, subtasks.

Each was written down with its meaning before it was tried. Now is Tuesday 24 November 2026 at 10:00 in London.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from watchbill.domain.due import Due, DueDate
from watchbill.domain.recurrence import check_rule
from watchbill.domain.reminder import to_text
from watchbill.language.quick_add import QuickTask, parse

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
LINES = """
Call mum at half past five tomorrow -> Call mum; 2026-11-25 17:30
Stand-up quarter to ten tomorrow morning -> Stand-up; 2026-11-25 09:45
Lunch with Priya noonish Thursday -> Lunch with Priya; 2026-11-26 12:00
Send invoice EOM -> Send invoice; 2026-11-30
Submit tax return by the 31st of Jan -> Submit tax return; 2027-01-31
Ring the vet a fortnight from Friday -> Ring the vet; 2026-12-11
Collect dry cleaning the day after tomorrow -> Collect dry cleaning; 2026-11-26
Pay rent every 1st and 15th -> Pay rent; 2026-12-01; FREQ=MONTHLY;BYMONTHDAY=1,15
Water the ferns every other Tuesday -> Water the ferns; 2026-11-24; FREQ=WEEKLY;INTERVAL=2;BYDAY=TU
Team sync every weekday except Friday at 9:15 -> Team sync; 2026-11-25 09:15; FREQ=WEEKLY;BYDAY=MO,TU,WE,TH
Back up laptop twice a month -> Back up laptop; 2026-12-01; FREQ=MONTHLY;BYMONTHDAY=1,15
Close books last day of each month -> Close books; 2026-11-30; FREQ=MONTHLY;BYMONTHDAY=-1
Review OKRs every quarter -> Review OKRs; 2026-11-24; FREQ=MONTHLY;INTERVAL=3
Renew passport yearly on 3 March -> Renew passport; 2027-03-03; FREQ=YEARLY;BYMONTHDAY=3;BYMONTH=3
Gym mon, wed 18:30 -> Gym; 2026-11-25 18:30; FREQ=WEEKLY;BYDAY=MO,WE
Change filter 3 months after I finish it -> Change filter; 2026-11-24; FREQ=MONTHLY;INTERVAL=3!
Vacuum every! 3 days -> Vacuum; 2026-11-24; FREQ=DAILY;INTERVAL=3!
Dentist Dec 3 14:00 remind me 2 hours before -> Dentist; 2026-12-03 14:00; 2 hours before
Take the cake out in 20 minutes -> Take the cake out; 2026-11-24 10:20
Plan party for mid December -> Plan party; 2026-12-15
Book ski trip early January -> Book ski trip; 2027-01-01
Write essay by end of next week -> Write essay; 2026-12-04
Order coal in late autumn -> Order coal in late autumn
Prune roses in spring -> Prune roses; 2027-03-21
Finish report in Q1 -> Finish report; 2027-03-31
Board meeting the 3rd Friday of March -> Board meeting; 2027-03-19
Recital 12/5 at 7pm -> Recital; 2026-12-05 19:00
Flight 2026-12-19 06:45 -> Flight; 2026-12-19 06:45
Patrol 1900 hours tonight -> Patrol; 2026-11-24 19:00
Meet Olga Fri 3:30p -> Meet Olga; 2026-11-27 15:30
Workshop June 3-5 -> Workshop June 3-5; 2027-06-03 .. 2027-06-05
Conference Mon-Wed -> Conference Mon-Wed; 2026-11-30 .. 2026-12-02
Plumber comes between 9 and 11 tomorrow -> Plumber comes between 9 and 11 tomorrow; 2026-11-25 09:00 .. 2026-11-25 11:00
Party from 5 to 7pm on Monday -> Party from 5 to 7pm on Monday; 2026-11-30 17:00 .. 2026-11-30 19:00
Deep work tomorrow 9am for 2 hours -> Deep work for 2 hours; 2026-11-25 09:00 .. 2026-11-25 11:00
Take antibiotics every 8 hours -> Take antibiotics; 2026-11-24 10:00; FREQ=HOURLY;INTERVAL=8
Yoga every Sat until Christmas -> Yoga; 2026-11-28; FREQ=WEEKLY;BYDAY=SA;UNTIL=20261225
Physio weekly for 6 times starting Monday -> Physio; 2026-11-30; FREQ=WEEKLY;COUNT=6
Study for SAT -> Study for SAT
Read May Sarton -> Read May Sarton
Play 90s music -> Play 90s music
Get a second opinion -> Get a second opinion
Check the monitor -> Check the monitor
Buy sun cream -> Buy sun cream
Spring clean the loft -> Spring clean the loft
Read pages 5 to 10 -> Read pages 5 to 10
Flight BA 1230 -> Flight BA 1230
Install version 2.10 -> Install version 2.10
Teeth every night before bed -> Teeth before bed; 2026-11-24 20:00; FREQ=DAILY
Set up 24/7 hotline -> Set up 24/7 hotline
p1 call bank tomorrow #money @Home -> call bank; 2026-11-25; p1; @Home; #money
Fix tap !high by Sat -> Fix tap; 2026-11-28; p1
Mow lawn on Sun -> Mow lawn; 2026-11-29
Return book Monday week -> Return book; 2026-12-07
Visit gran the weekend after next -> Visit gran; 2026-12-12
Bins every Thursday night -> Bins; 2026-11-26 20:00; FREQ=WEEKLY;BYDAY=TH
Haircut in about three weeks -> Haircut; 2026-12-15
Sign lease no later than noon on the 30th -> Sign lease; 2026-11-30 12:00
Renew car insurance 2 weeks before 15 Jan -> Renew car insurance; 2027-01-01
"""


def when(due: Due) -> str:
    return due.on.isoformat() if isinstance(due, DueDate) else f"{due.local:%Y-%m-%d %H:%M}"


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


@pytest.mark.parametrize("row", LINES.strip().splitlines())
def test_a_line_means_what_its_writer_meant(row: str) -> None:
    text, meaning = row.split(" -> ")
    assert list(shown(parse(text, now=NOW, zone="Europe/London"))) == wanted(meaning)
