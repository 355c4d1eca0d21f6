"""Ranges in English: what is due when it begins, and its end.

Each line is what somebody types on Tuesday 24 November 2026 at 10:00 in London, and what it means.
"""

from datetime import UTC, datetime

import pytest

from watchbill.domain.due import DueDate
from watchbill.language.date import read

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
OTHER_ZONES = {"America/Chicago": " CST"}
RANGES = """
festival 5 to 8 August 2027 -> 2027-08-05 .. 2027-08-08
August 10 to 22, 2027 -> 2027-08-10 .. 2027-08-22
20 december to 3 january -> 2026-12-20 .. 2027-01-03
Aug 10 - Nov 12, 2027 -> 2027-08-10 .. 2027-11-12
Dec 20 to Jan 3, 2028 -> 2027-12-20 .. 2028-01-03
10 August 2027 - 12 September -> 2027-08-10 .. 2027-09-12
10 August - 12 September 2028 -> 2028-08-10 .. 2028-09-12
20 December - 3 January 2028 -> 2027-12-20 .. 2028-01-03
5/1-5/7, 2027 -> 2027-05-01 .. 2027-05-07
12/20-1/3/2027 -> 2026-12-20 .. 2027-01-03
tomorrow morning from 9 to 11 -> 2026-11-25 09:00 .. 2026-11-25 11:00
tomorrow 9 to 11 in the morning -> 2026-11-25 09:00 .. 2026-11-25 11:00
tonight from 7 to 7:30 -> 2026-11-24 19:00 .. 2026-11-24 19:30
7 to 9 tonight -> 2026-11-24 19:00 .. 2026-11-24 21:00
10 - 11 at night -> 2026-11-24 22:00 .. 2026-11-24 23:00
mon 9am to tue 5pm -> 2026-11-30 09:00 .. 2026-12-01 17:00
from 2pm till tomorrow 4:30pm -> 2026-11-24 14:00 .. 2026-11-25 16:30
from 2pm tomorrow to 4:30pm -> 2026-11-25 14:00 .. 2026-11-25 16:30
between 2:00 tomorrow and 4:00 -> 2026-11-25 14:00 .. 2026-11-25 16:00
from 3 in the morning until 5pm -> 2026-11-25 03:00 .. 2026-11-25 17:00
11pm to 1am -> 2026-11-24 23:00 .. 2026-11-25 01:00
from 9am to 9:30am -> 2026-11-25 09:00 .. 2026-11-25 09:30
tomorrow 9 to 11 at night -> 2026-11-25 21:00 .. 2026-11-25 23:00
tomorrow 9 to 5 -> 2026-11-25 09:00 .. 2026-11-25 17:00
away for 10 days from 18th Dec -> 2026-12-18 .. 2026-12-28
away for 1 week, starting friday -> 2026-11-27 .. 2026-12-04
friday for 3 days -> 2026-11-27 .. 2026-11-30
party from 5 to 7pm on Monday -> 2026-11-30 17:00 .. 2026-11-30 19:00
party 5 to 7pm -> 2026-11-24 17:00 .. 2026-11-24 19:00
party from 5 to 7 on Monday -> 2026-11-30 17:00 .. 2026-11-30 19:00
from ten to four tomorrow -> 2026-11-25 10:00 .. 2026-11-25 16:00
shift from 9 to 5 -> 2026-11-25 09:00 .. 2026-11-25 17:00
from 11 to 1 on friday -> 2026-11-27 11:00 .. 2026-11-27 13:00
leave from today to tomorrow afternoon -> 2026-11-24 .. 2026-11-25 15:00
from the 4th to the 8th of next month -> 2026-12-04 .. 2026-12-08
away between 4 and 23 next month -> 2026-12-04 .. 2026-12-23
away from the 9th to the 9th of next month -> 2026-12-09 .. 2026-12-09
9h30 - 11h CST -> 2026-11-24 21:30 CST .. 2026-11-24 23:00 CST
from 2:00 tomorrow until friday at 4:00 -> 2026-11-25 14:00 .. 2026-11-27 16:00
2027-06-01/2027-06-05 -> 2027-06-01 .. 2027-06-05
Thu Nov 26, 10:00 - 11:00 2026 -> 2026-11-26 10:00 .. 2026-11-26 11:00
at 9 tomorrow for 2 hours -> 2026-11-25 09:00 .. 2026-11-25 11:00
for about 45 minutes tomorrow at noon -> 2026-11-25 12:00 .. 2026-11-25 12:45
on 14th Feb for 7 hours from 9:30am -> 2027-02-14 09:30 .. 2027-02-14 16:30
for 2 hours tomorrow -> 2026-11-25
tomorrow from 3 to 4pm for 2 hours -> 2026-11-25 15:00 .. 2026-11-25 16:00
next evening between 10:30 and 11:45 -> 2026-11-25 22:30 .. 2026-11-25 23:45
xmas to today -> 2026-12-25
offsite Thursday and Friday next week -> 2026-12-03 .. 2026-12-04
visit Friday to Monday of next week -> 2026-11-27 .. 2026-11-30
call tomorrow or friday -> 2026-11-25 .. 2026-11-27
call friday or thursday -> 2026-11-26 .. 2026-11-27
call on 3 May or 4 June -> 2027-05-03 .. 2027-06-04
call Friday or Friday -> 2026-11-27
at noon or tomorrow -> 2026-11-25 12:00
away 21/12-4/1 -> 2026-12-21 .. 2027-01-04
away 12/21-1/4 -> 2026-12-21 .. 2027-01-04
away 3/4-5/4 -> 2027-03-04 .. 2027-05-04
between 8 and 10 on Monday morning -> 2026-11-30 08:00 .. 2026-11-30 10:00
8-9:30 tomorrow evening -> 2026-11-25 20:00 .. 2026-11-25 21:30
sale Sat & Sun 10am-2pm -> 2026-11-28 10:00 .. 2026-11-28 14:00
10am-2pm Sat and Sun -> 2026-11-28 10:00 .. 2026-11-28 14:00
call Jo for 10 minutes at 4 -> 2026-11-24 16:00 .. 2026-11-24 16:10
from now until Friday -> 2026-11-24 10:00 .. 2026-11-27
from now to 5pm on friday -> 2026-11-24 10:00 .. 2026-11-27 17:00
Jan - Mar 2027 -> 2027-01-01 .. 2027-03-31
from May to July -> 2027-05-01 .. 2027-07-31
between November and January -> 2026-11-30 .. 2027-01-31
from May to March -> 2027-05-01 .. 2028-03-31
between Christmas and New Year -> 2026-12-25 .. 2027-01-01
Monday 9am - Wednesday noon -> 2026-11-30 09:00 .. 2026-12-02 12:00
Dec 24 8pm until Dec 25 2am -> 2026-12-24 20:00 .. 2026-12-25 02:00
on Saturday from half past two to four -> 2026-11-28 14:30 .. 2026-11-28 16:00
this evening between 6 and 8 -> 2026-11-24 18:00 .. 2026-11-24 20:00
"""


@pytest.mark.parametrize("row", RANGES.strip().splitlines())
def test_a_range_is_read_with_both_ends(row: str) -> None:
    text, wanted = row.split(" -> ")
    reading = read(text, now=NOW, zone="Europe/London")
    ends = [due for due in (reading.due, reading.end) if due]
    shown = [
        due.on.isoformat()
        if isinstance(due, DueDate)
        else f"{due.local:%Y-%m-%d %H:%M}{OTHER_ZONES.get(due.zone, '')}"
        for due in ends
    ]
    assert " .. ".join(shown) == wanted
