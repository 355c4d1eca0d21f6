"""Times of day in English.

Each line is what somebody types on Tuesday 24 November 2026 at 10:00 in London, and what it means.
"""

from datetime import UTC, datetime

import pytest

from watchbill.domain.due import DueDate
from watchbill.language.date import Reading, read

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TIMES = """
5pm -> 2026-11-24 17:00
at 5pm -> 2026-11-24 17:00
at 5 -> 2026-11-24 17:00
at 9 -> 2026-11-24 21:00
at 9am -> 2026-11-25 09:00
tomorrow at 5 -> 2026-11-25 17:00
tomorrow at 9 -> 2026-11-25 09:00
tomorrow at 5pm -> 2026-11-25 17:00
tomorrow 5pm -> 2026-11-25 17:00
5pm tomorrow -> 2026-11-25 17:00
at 5 pm on friday -> 2026-11-27 17:00
friday at 5 p.m. -> 2026-11-27 17:00
friday 17:00 -> 2026-11-27 17:00
friday 5.30pm -> 2026-11-27 17:30
friday at 17.30 -> 2026-11-27 17:30
friday at 17h30 -> 2026-11-27 17:30
friday at 1730 -> 2026-11-27 17:30
friday 17:30:00 -> 2026-11-27 17:30
friday @ 5 -> 2026-11-27 17:00
friday @5pm -> 2026-11-27 17:00
noon tomorrow -> 2026-11-25 12:00
tomorrow noon -> 2026-11-25 12:00
tomorrow at midday -> 2026-11-25 12:00
at noon -> 2026-11-24 12:00
noonish tomorrow -> 2026-11-25 12:00
at midnight -> 2026-11-25 00:00
friday midnight -> 2026-11-28 00:00
half past five -> 2026-11-24 17:30
half past 5 tomorrow -> 2026-11-25 17:30
tomorrow at half past nine -> 2026-11-25 09:30
half five -> 2026-11-24 17:30
half 7 tomorrow evening -> 2026-11-25 19:30
quarter past 6 -> 2026-11-24 18:15
a quarter to six -> 2026-11-24 17:45
quarter to 8 tomorrow morning -> 2026-11-25 07:45
ten past four -> 2026-11-24 16:10
twenty to three -> 2026-11-24 14:40
20 minutes past 3pm -> 2026-11-24 15:20
five to noon -> 2026-11-24 11:55
five o'clock -> 2026-11-24 17:00
5 o'clock tomorrow -> 2026-11-25 17:00
at five tomorrow -> 2026-11-25 17:00
at seven thirty pm -> 2026-11-24 19:30
at seven thirty tomorrow morning -> 2026-11-25 07:30
tomorrow at ten fifteen -> 2026-11-25 10:15
6ish -> 2026-11-24 18:00
tomorrow around 6ish -> 2026-11-25 18:00
around 3pm -> 2026-11-24 15:00
about 3 pm tomorrow -> 2026-11-25 15:00
by 3 tomorrow -> 2026-11-25 15:00
before 10am tomorrow -> 2026-11-25 10:00
tomorrow before noon -> 2026-11-25 12:00
7 in the evening -> 2026-11-24 19:00
at 7 in the morning -> 2026-11-25 07:00
3 in the afternoon -> 2026-11-24 15:00
9 at night -> 2026-11-24 21:00
tonight -> 2026-11-24 20:00
tonight at 8 -> 2026-11-24 20:00
8 tonight -> 2026-11-24 20:00
at 9:30 tonight -> 2026-11-24 21:30
tonite at 7 -> 2026-11-24 19:00
late tonight -> 2026-11-24 22:00
this evening -> 2026-11-24 18:00
this afternoon -> 2026-11-24 15:00
this afternoon at 3 -> 2026-11-24 15:00
this evening at 7:30 -> 2026-11-24 19:30
tomorrow morning -> 2026-11-25 09:00
tomorrow morning at 8 -> 2026-11-25 08:00
tomorrow afternoon -> 2026-11-25 15:00
tomorrow evening -> 2026-11-25 18:00
tomorrow night -> 2026-11-25 20:00
tomorrow night at 11 -> 2026-11-25 23:00
friday evening at 6 -> 2026-11-27 18:00
friday night -> 2026-11-27 20:00
on friday morning -> 2026-11-27 09:00
early tomorrow morning -> 2026-11-25 07:00
first thing tomorrow -> 2026-11-25 07:00
tomorrow first thing -> 2026-11-25 07:00
first thing in the morning -> 2026-11-25 07:00
tomorrow at lunchtime -> 2026-11-25 12:00
tomorrow after lunch -> 2026-11-25 14:00
after work -> 2026-11-24 17:00
by cob friday -> 2026-11-27 17:00
by close of business tomorrow -> 2026-11-25 17:00
in the morning -> 2026-11-25 09:00
in 20 minutes -> 2026-11-24 10:20
in 20 mins -> 2026-11-24 10:20
in 20m -> 2026-11-24 10:20
in 2h -> 2026-11-24 12:00
in 2 hrs -> 2026-11-24 12:00
in an hour -> 2026-11-24 11:00
in half an hour -> 2026-11-24 10:30
in a half hour -> 2026-11-24 10:30
in an hour and a half -> 2026-11-24 11:30
in 1 hour and 15 minutes -> 2026-11-24 11:15
in 1h30 -> 2026-11-24 11:30
in 1h 30m -> 2026-11-24 11:30
in 2 and a half hours -> 2026-11-24 12:30
in two and a half hours -> 2026-11-24 12:30
in 1.5 hours -> 2026-11-24 11:30
in three quarters of an hour -> 2026-11-24 10:45
in a quarter of an hour -> 2026-11-24 10:15
in a couple of hours -> 2026-11-24 12:00
in a few minutes -> 2026-11-24 10:03
in about 2 hours -> 2026-11-24 12:00
2 hours from now -> 2026-11-24 12:00
an hour from now -> 2026-11-24 11:00
45 minutes later -> 2026-11-24 10:45
in ten minutes -> 2026-11-24 10:10
in 90 minutes -> 2026-11-24 11:30
in a minute -> 2026-11-24 10:01
in 24 hours -> 2026-11-25 10:00
in 48h -> 2026-11-26 10:00
in 2 days at 5pm -> 2026-11-26 17:00
in two weeks at noon -> 2026-12-08 12:00
dentist tomorrow at 3:15pm -> 2026-11-25 15:15
standup at 09:00 tomorrow -> 2026-11-25 09:00
at 07:30 -> 2026-11-25 07:30
meet Bob at 16:45 -> 2026-11-24 16:45
3 December at 10 -> 2026-12-03 10:00
3 December, 10am -> 2026-12-03 10:00
Dec 3 at 10:30am -> 2026-12-03 10:30
10:30am Dec 3 -> 2026-12-03 10:30
at 10:30 on december 3rd -> 2026-12-03 10:30
2026-12-03 10:30 -> 2026-12-03 10:30
2026-12-03T10:30 -> 2026-12-03 10:30
2026-12-03T10:30:00 -> 2026-12-03 10:30
12/3 at 4pm -> 2026-12-03 16:00
on the 15th at noon -> 2026-12-15 12:00
next monday at 8:30 am -> 2026-11-30 08:30
next friday evening -> 2026-12-04 18:00
monday morning -> 2026-11-30 09:00
monday morning at 10 -> 2026-11-30 10:00
monday at 10 in the morning -> 2026-11-30 10:00
7pm sharp -> 2026-11-24 19:00
at exactly 7pm -> 2026-11-24 19:00
12:15am tomorrow -> 2026-11-25 00:15
12pm friday -> 2026-11-27 12:00
first friday of december at 6pm -> 2026-12-04 18:00
a week on tuesday at 2pm -> 2026-12-08 14:00
the day after tomorrow at 10am -> 2026-11-26 10:00
day after tomorrow 8pm -> 2026-11-26 20:00
tomorrow, 8pm -> 2026-11-25 20:00
tomorrow - 8pm -> 2026-11-25 20:00
8pm, tomorrow -> 2026-11-25 20:00
call at 4 on thursday with Ana -> 2026-11-26 16:00
thursday call with Ana at 4 -> 2026-11-26 16:00
tomorrow call the bank at 9:30 -> 2026-11-25 09:30
at 2 call mum tomorrow -> 2026-11-25 14:00
5 p.m. tomorrow -> 2026-11-25 17:00
5 PM, Friday -> 2026-11-27 17:00
5p tomorrow -> 2026-11-25 17:00
5:15p friday -> 2026-11-27 17:15
530pm -> 2026-11-24 17:30
5 30 pm -> 2026-11-24 17:30
at 0800 tomorrow -> 2026-11-25 08:00
0800 hrs tomorrow -> 2026-11-25 08:00
3pm EST tomorrow -> 2026-11-25 15:00 America/New_York
friday 9am PST -> 2026-11-27 09:00 America/Los_Angeles
15:00 UTC tomorrow -> 2026-11-25 15:00 UTC
at 10am CET on monday -> 2026-11-30 10:00 Europe/Berlin
at 9pm on the 1st of january -> 2027-01-01 21:00
sat 5pm dentist -> 2026-11-28 17:00
tomorrow at 7 -> 2026-11-25 07:00
tomorrow at 8ish -> 2026-11-25 08:00
new year's eve at 11pm -> 2026-12-31 23:00
2 hours before noon tomorrow -> 2026-11-25 10:00
an hour after 5pm -> 2026-11-24 18:00
30 minutes before 6pm friday -> 2026-11-27 17:30
within the hour -> 2026-11-24 11:00
today in 2 hours -> 2026-11-24 12:00
later today -> 2026-11-24
this morning at 11 -> 2026-11-24 11:00
morning of december 5 -> 2026-12-05 09:00
on the evening of the 5th -> 2026-12-05 18:00
the night of december 5 -> 2026-12-05 20:00
early evening tomorrow -> 2026-11-25 18:00
at four pm -> 2026-11-24 16:00
four thirty pm tomorrow -> 2026-11-25 16:30
at quarter past two tomorrow -> 2026-11-25 14:15
20 past eight in the evening -> 2026-11-24 20:20
in several hours -> 2026-11-24 17:00
in 15' -> 2026-11-24 10:15
in 5 m -> 2026-11-24 10:05
20 minutes ago -> 2026-11-24 09:40
1 hour -> 2026-11-24 11:00
now -> 2026-11-24 10:00
right now -> 2026-11-24 10:00
asap -> 2026-11-24 10:00
as soon as possible -> 2026-11-24 10:00
in half a day -> 2026-11-24 22:00
an hour after noon tomorrow -> 2026-11-25 13:00
30 minutes after 6pm on friday -> 2026-11-27 18:30
in 72 hours -> 2026-11-27 10:00
nine a m tomorrow -> 2026-11-25 09:00
four p m -> 2026-11-24 16:00
6:15a friday -> 2026-11-27 06:15
7 in the am -> 2026-11-25 07:00
630p -> 2026-11-24 18:30
at five oh five pm -> 2026-11-24 17:05
at six forty-five pm -> 2026-11-24 18:45
five to one pm -> 2026-11-24 12:55
ten to one tomorrow -> 2026-11-25 12:50
09:00Z tomorrow -> 2026-11-25 09:00 UTC
2026-12-03T09:00Z -> 2026-12-03 09:00 UTC
late tomorrow afternoon -> 2026-11-25 17:00
late friday night -> 2026-11-27 22:00
last night -> 2026-11-23 20:00
tomorrow from 5 -> 2026-11-25 17:00
on 15 at 8:00 -> 2026-12-15 08:00
on the 15 at 8pm -> 2026-12-15 20:00
Thu Dec 3 10:00:00 2026 -> 2026-12-03 10:00
at 8 on friday -> 2026-11-27 08:00
at 8, friday -> 2026-11-27 08:00
tomorrow afternoonish -> 2026-11-25 15:00
tomorrow evening ish -> 2026-11-25 18:00
later in the afternoon tomorrow -> 2026-11-25 17:00
mid morning tomorrow -> 2026-11-25 09:00
tomorrow after dinner -> 2026-11-25 20:00
tomorrow before breakfast -> 2026-11-25 07:00
tonight at 12 -> 2026-11-25 00:00
tonight at 1 -> 2026-11-25 01:00
this morning at 8 -> 2026-11-25 08:00
tomorrow 3 -> 2026-11-25 15:00
tomorrow 3pm (America/New_York) -> 2026-11-25 15:00 America/New_York
dinner tomorrow at 7pm with Ana -> 2026-11-25 19:00
lunch with Bob tomorrow -> 2026-11-25
tomorrow lunch with Bob -> 2026-11-25
tomorrow dinner -> 2026-11-25 19:00
at 24:30 -> nothing
at 25:10 -> nothing
17:30 pm friday -> 2026-11-27 17:30
13am -> nothing
today at 9 -> 2026-11-24 21:00
today at 8am -> 2026-11-24 08:00
at 4 in 3 days -> 2026-11-27 16:00
by 5 -> 2026-11-24 17:00
in 3 hours on friday -> 2026-11-24 13:00
2 days before noon -> nothing
tomorrow 9am (Europe/Nowhere) -> 2026-11-25 09:00
by 1730 -> 2026-11-24 17:30
in 2 to 3 hours -> 2026-11-24 12:00
parents evening thursday 18:30 -> 2026-11-26 18:30
mid day -> 2026-11-24 12:00
call mum 2moro at 5 -> 2026-11-25 17:00
first thing Monday morning -> 2026-11-30 07:00
monday first thing -> 2026-11-30 07:00
17h -> 2026-11-24 17:00
watch Friday night with Ana -> 2026-11-27 20:00
book for 4 tonight at 8 -> 2026-11-24 20:00
25.12.26 at 2pm -> 2026-12-25 14:00
tom morning -> 2026-11-25 09:00
call Ana tom at 5pm -> 2026-11-25 17:00
19:25h -> 2026-11-24 19:25
call June at noon -> 2026-11-24 12:00
in 1d 4h -> 2026-11-25 14:00
in two hours and a quarter -> 2026-11-24 12:15
in three hours and a half -> 2026-11-24 13:30
set a reminder for ten minutes before three pm -> 2026-11-24 14:50
Fri 9.30 -> 2026-11-27 09:30
nine-thirty am tomorrow -> 2026-11-25 09:30
two hours ahead of 8pm -> 2026-11-24 18:00
in 1hr30 -> 2026-11-24 11:30
lunch - this afternoon at 2 -> 2026-11-24 14:00
meet tomorrow 0900 with Bob -> 2026-11-25 09:00
in an hour & a half -> 2026-11-24 11:30
at 10 to 4 tomorrow -> 2026-11-25 15:50
meet 10 to 4 tomorrow -> 2026-11-25
twenty five to six -> 2026-11-24 17:35
25 to six tomorrow -> 2026-11-25 17:35
next evening at 8 -> 2026-11-25 20:00
next morning -> 2026-11-25 09:00
late last night -> 2026-11-23 22:00
earlier last night -> 2026-11-23 20:00
within the next day and 5 hours -> 2026-11-25 15:00
set a timer for 1 hour, 5 minutes, and 30 seconds -> 2026-11-24 11:05
set an alarm for 20 minutes -> 2026-11-24 10:20
at 0430 on saturday -> 2026-11-28 04:30
at 0475 on saturday -> 2026-11-28
at 9 sharp tomorrow -> 2026-11-25 09:00
5pm on the dot -> 2026-11-24 17:00
set an alarm for 7am tomorrow -> 2026-11-25 07:00
13 hundred hours -> 2026-11-24 13:00
oh eight hundred tomorrow -> 2026-11-25 08:00
at eighteen thirty tomorrow -> 2026-11-25 18:30
three in the afternoon on the first of March -> 2027-03-01 15:00
a year ago today -> 2025-11-24
"""


def shown(reading: Reading) -> str:
    due = reading.due
    if due is None:
        return "nothing"
    if isinstance(due, DueDate):
        return due.on.isoformat()
    zone = "" if due.zone == "Europe/London" else f" {due.zone}"
    return f"{due.local:%Y-%m-%d %H:%M}{zone}"


@pytest.mark.parametrize("row", TIMES.strip().splitlines())
def test_a_time_is_read_as_people_mean_it(row: str) -> None:
    text, wanted = row.split(" -> ")
    assert shown(read(text, now=NOW, zone="Europe/London")) == wanted
