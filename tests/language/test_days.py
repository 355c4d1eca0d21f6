"""Days in English.

Each line is what somebody types on Tuesday 24 November 2026 at 10:00 in London, and what it means.
"""

from datetime import UTC, datetime

import pytest

from watchbill.domain.due import DueDate
from watchbill.language.date import Reading, read

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
DAYS = """
today -> 2026-11-24
tomorrow -> 2026-11-25
tmrw -> 2026-11-25
tommorow -> 2026-11-25
tomorow -> 2026-11-25
the day after tomorrow -> 2026-11-26
day after tmrw -> 2026-11-26
call mum tomorrow -> 2026-11-25
call mum on friday -> 2026-11-27
by friday -> 2026-11-27
due friday -> 2026-11-27
due by friday -> 2026-11-27
Friday -> 2026-11-27
fri -> 2026-11-27
on thurs -> 2026-11-26
wed -> 2026-11-25
this wed -> 2026-11-25
tuesday -> 2026-12-01
this tuesday -> 2026-11-24
next tuesday -> 2026-12-01
next friday -> 2026-12-04
next fri -> 2026-12-04
coming friday -> 2026-11-27
this coming friday -> 2026-11-27
the following monday -> 2026-11-30
a week on tuesday -> 2026-12-08
a week on friday -> 2026-12-04
friday week -> 2026-12-04
a week from friday -> 2026-12-04
two weeks on monday -> 2026-12-14
a week today -> 2026-12-01
a week tomorrow -> 2026-12-02
a fortnight today -> 2026-12-08
a week from today -> 2026-12-01
friday after next -> 2026-12-11
friday next week -> 2026-12-04
next week friday -> 2026-12-04
friday of next week -> 2026-12-04
on wednesday next week -> 2026-12-02
next week on thursday -> 2026-12-03
wednesday in two weeks -> 2026-12-09
in two weeks on wednesday -> 2026-12-09
monday in a fortnight -> 2026-12-07
in 3 days -> 2026-11-27
in three days -> 2026-11-27
in 3 days' time -> 2026-11-27
in three days time -> 2026-11-27
3 days from now -> 2026-11-27
three days from today -> 2026-11-27
in a week -> 2026-12-01
in two weeks -> 2026-12-08
in a fortnight -> 2026-12-08
in a couple of days -> 2026-11-26
in a few days -> 2026-11-27
in a few weeks -> 2026-12-15
in a couple weeks -> 2026-12-08
in a month -> 2026-12-24
in 6 months -> 2027-05-24
in half a year -> 2027-05-24
in a year -> 2027-11-24
in 18 months -> 2028-05-24
in 1 week and 2 days -> 2026-12-03
in 5 business days -> 2026-12-01
in 3 working days -> 2026-11-27
within the next 2 weeks -> 2026-12-08
within 10 days -> 2026-12-04
3d from now -> 2026-11-27
in 2w -> 2026-12-08
in 2wks -> 2026-12-08
in 10d -> 2026-12-04
two days after tomorrow -> 2026-11-27
the day before christmas -> 2026-12-24
two days before christmas -> 2026-12-23
a week before new year's eve -> 2026-12-24
3 days before Dec 24 -> 2026-12-21
10 days after 1 December -> 2026-12-11
one week after 5 January -> 2027-01-12
3 December -> 2026-12-03
3rd December -> 2026-12-03
the 3rd of December -> 2026-12-03
the third of december -> 2026-12-03
December 3 -> 2026-12-03
December 3rd -> 2026-12-03
december the 3rd -> 2026-12-03
Dec 3 -> 2026-12-03
3 Dec -> 2026-12-03
3-dec -> 2026-12-03
Dec. 3, 2027 -> 2027-12-03
3 December 2027 -> 2027-12-03
3rd of december, 2027 -> 2027-12-03
on the 3rd of Dec -> 2026-12-03
twenty-first of december -> 2026-12-21
the twenty second of january -> 2027-01-22
january twenty-second -> 2027-01-22
March 5 -> 2027-03-05
may 5 -> 2027-05-05
5 may -> 2027-05-05
Sept 9 -> 2027-09-09
12/3 -> 2026-12-03
12/03/2026 -> 2026-12-03
12/3/27 -> 2027-12-03
2026-12-03 -> 2026-12-03
2026/12/03 -> 2026-12-03
3.12.2026 -> 2026-12-03
20261203 -> 2026-12-03
31/12 -> 2026-12-31
25/12/2026 -> 2026-12-25
on 12/24 -> 2026-12-24
on the 15th -> 2026-12-15
the 28th -> 2026-11-28
by the 30th -> 2026-11-30
on the first -> 2026-12-01
pay rent on the 1st -> 2026-12-01
the 15th of next month -> 2026-12-15
20th of this month -> 2026-11-20
1st of next month -> 2026-12-01
the first of the month -> 2026-12-01
on the 10th of january -> 2027-01-10
Monday the 30th -> 2026-11-30
Friday the 13th -> 2027-08-13
Mon 30 Nov -> 2026-11-30
Monday, 30 November -> 2026-11-30
Friday 27 November -> 2026-11-27
Fri, Nov 27 -> 2026-11-27
Friday, November 27, 2026 -> 2026-11-27
first monday of next month -> 2026-12-07
the first monday of january -> 2027-01-04
last friday of the month -> 2026-11-27
last friday of next month -> 2026-12-25
the second tuesday in december -> 2026-12-08
third thursday of january 2027 -> 2027-01-21
the last day of the month -> 2026-11-30
last day of november -> 2026-11-30
last day of next month -> 2026-12-31
first day of next month -> 2026-12-01
the last weekday of december -> 2026-12-31
first business day of next month -> 2026-12-01
last working day of the month -> 2026-11-30
penultimate friday of december -> 2026-12-18
second last day of the month -> 2026-11-29
end of the month -> 2026-11-30
end of month -> 2026-11-30
by end of month -> 2026-11-30
by the end of the month -> 2026-11-30
eom -> 2026-11-30
by eom -> 2026-11-30
month end -> 2026-11-30
end of next month -> 2026-12-31
end of the year -> 2026-12-31
end of year -> 2026-12-31
by eoy -> 2026-12-31
end of the week -> 2026-11-27
end of week -> 2026-11-27
eow -> 2026-11-27
by the end of this week -> 2026-11-27
end of next week -> 2026-12-04
start of next week -> 2026-11-30
beginning of next month -> 2026-12-01
early next week -> 2026-11-30
late next week -> 2026-12-04
mid december -> 2026-12-15
mid-december -> 2026-12-15
middle of next week -> 2026-12-02
middle of january -> 2027-01-15
end of january -> 2027-01-31
early march -> 2027-03-01
end of day -> 2026-11-24
by eod -> 2026-11-24
eod tomorrow -> 2026-11-25
by end of day friday -> 2026-11-27
eod friday -> 2026-11-27
this weekend -> 2026-11-28
next weekend -> 2026-12-05
at the weekend -> 2026-11-28
on the weekend -> 2026-11-28
over the weekend -> 2026-11-28
the weekend after next -> 2026-12-12
next week -> 2026-11-30
this week -> 2026-11-29
sometime next week -> 2026-11-30
the week after next -> 2026-12-07
next month -> 2026-12-01
this month -> 2026-11-30
next year -> 2027-01-01
next quarter -> 2027-01-01
in january -> 2027-01-01
in march -> 2027-03-01
by march -> 2027-03-01
january 2027 -> 2027-01-01
in 2027 -> 2027-01-01
before june -> 2027-06-01
Q1 2027 -> 2027-03-31
christmas eve -> 2026-12-24
by christmas -> 2026-12-25
new year's day -> 2027-01-01
new years eve -> 2026-12-31
easter monday -> 2027-03-29
good friday -> 2027-03-26
on thanksgiving -> 2026-11-26
black friday -> 2026-11-27
boxing day -> 2026-12-26
valentine's day -> 2027-02-14
4 sundays from now -> 2026-12-20
two fridays from now -> 2026-12-04
buy a gift by the 20th -> 2026-12-20
submit report friday -> 2026-11-27
renew passport in 3 months -> 2027-02-24
finish slides before thursday -> 2026-11-26
tuesday week -> 2026-12-08
week of december 7 -> 2026-12-07
the week of the 14th -> 2026-12-14
tomorrow or thursday -> 2026-11-25
wednesday the second -> 2026-12-02
thursdy -> 2026-11-26
wenesday -> 2026-11-25
saterday -> 2026-11-28
febuary 3 -> 2027-02-03
decmber 5 -> 2026-12-05
on 4-22 -> 2027-04-22
on 4.22 -> 2027-04-22
on 22/4 -> 2027-04-22
22-04-2027 -> 2027-04-22
1-15-27 -> 2027-01-15
15.01.2027 -> 2027-01-15
the 2nd saturday of december -> 2026-12-12
first week of january on monday -> 2027-01-04
first weekend of december -> 2026-12-05
next month on the 5th -> 2026-12-05
next month 5th -> 2026-12-05
the day after christmas -> 2026-12-26
the friday after thanksgiving -> 2026-11-27
the monday after next -> 2026-12-07
monday after christmas -> 2026-12-28
the friday before christmas -> 2026-12-18
the weekend before christmas -> 2026-12-19
7 weeks from yesterday -> 2027-01-11
in one month's time -> 2026-12-24
one month from tomorrow -> 2026-12-25
a month from now -> 2026-12-24
six weeks from monday -> 2027-01-11
this friday -> 2026-11-27
on monday next week -> 2026-11-30
mon next week -> 2026-11-30
nov 30th -> 2026-11-30
30th nov -> 2026-11-30
the 1st of Jan '27 -> 2027-01-01
1/2/2027 -> 2027-01-02
day after -> 2026-11-25
in 2 days time -> 2026-11-26
two weeks today -> 2026-12-08
2 weeks tomorrow -> 2026-12-09
three weeks on friday -> 2026-12-18
friday in 3 weeks -> 2026-12-18
the last monday in may -> 2027-05-31
the 29th of february -> 2028-02-29
in twenty-five days -> 2026-12-19
in a hundred days -> 2027-03-04
in half a dozen weeks -> 2027-01-05
in a dozen days -> 2026-12-06
in the next 3 days -> 2026-11-27
next 3 days -> 2026-11-27
three days ago -> 2026-11-21
2 weeks ago -> 2026-11-10
last 2 weeks -> 2026-11-10
in 3 days, on friday -> 2026-11-27
in 3 days on monday -> 2026-11-30
2 weeks -> 2026-12-08
the 340th day -> 2026-12-06
day 5 -> 2027-01-05
monday, in three weeks -> 2026-12-14
friday, two weeks from now -> 2026-12-11
dec 24, thursday -> 2026-12-24
Jul 18, Sun -> 2027-07-18
Tuesday, January 5 -> 2027-01-05
Jan 5 (Tue) -> 2027-01-05
Monday, January 5 -> 2027-01-05
closest monday to december 24 -> 2026-12-21
next month's first monday -> 2026-12-07
next month, the first monday -> 2026-12-07
thanksgiving of next year -> 2027-11-25
christmas 2027 -> 2027-12-25
last christmas -> 2025-12-25
last thanksgiving -> 2025-11-27
last halloween -> 2026-10-31
3. December 2026 -> 2026-12-03
2026-Dec-03 -> 2026-12-03
2026/Dec/3 -> 2026-12-03
2026/03/Dec -> 2026-12-03
3/Dec/2026 -> 2026-12-03
2027 january 5 -> 2027-01-05
5th January 27 -> 2027-01-05
5 jan, two thousand twenty seven -> 2027-01-05
december 3, twenty twenty-six -> 2026-12-03
the month after next -> 2027-01-01
1/2027 -> 2027-01-01
2027/02 -> 2027-02-01
next december -> 2026-12-01
march of next year -> 2027-03-01
march next year -> 2027-03-01
last june -> 2026-06-01
q1 -> 2027-03-31
the first quarter of 2027 -> 2027-03-31
2027Q2 -> 2027-06-30
end of the quarter -> 2026-12-31
eoq -> 2026-12-31
by end of q1 2027 -> 2027-03-31
in 2026 -> 2026-12-31
the rest of the month -> 2026-11-30
in the week -> 2026-11-29
bom -> 2026-11-01
beginning of the month -> 2026-11-01
friday fortnight -> 2026-12-11
tomorrow week -> 2026-12-02
a friday from now -> 2026-11-27
2 monday from now -> 2026-12-07
next week's friday -> 2026-12-04
this week's friday -> 2026-11-27
last week's friday -> 2026-11-20
last friday -> 2026-11-20
last weekend -> 2026-11-21
the weekend after christmas -> 2026-12-26
third week of january -> 2027-01-18
(tomorrow) -> 2026-11-25
Tomorrow! -> 2026-11-25
in 1.5 days -> 2026-11-26
in 5 months and 3 days -> 2027-04-27
wait 3 days -> 2026-11-27
five days prior to christmas -> 2026-12-20
by may -> 2027-05-01
in may -> 2027-05-01
next may -> 2027-05-01
this may -> 2027-05-01
May -> 2027-05-01
sat -> 2026-11-28
this sat -> 2026-11-28
picnic on sat -> 2026-11-28
picnic, sat -> 2026-11-28
picnic this weekend -> 2026-11-28
31/12/27 -> 2027-12-31
the 31st of february -> nothing
2026-02-30 -> nothing
in several weeks -> 2027-01-12
friday the thirteenth -> 2027-08-13
2-15 -> 2027-02-15
2 / 15 -> 2027-02-15
Dec 3, Fri -> 2027-12-03
friday in 2 hours -> 2026-11-27
the fifth week of february 2027 -> 2027-02-01
q7 2027 -> nothing
in 3 weekdays -> 2026-11-27
buy tomorrow 3 lemons -> 2026-11-25
in 2028 -> 2028-01-01
by 2030 -> 2030-01-01
the second half of december -> 2026-12-17
first half of january -> 2027-01-01
after the weekend -> 2026-11-30
after next week -> 2026-12-07
after next month -> 2027-01-01
in 2-3 days -> 2026-11-26
next business day -> 2026-11-25
the next workday -> 2026-11-25
call mum todya -> 2026-11-24
next wek -> 2026-11-30
reply to bob@march.com wed -> 2026-11-25
1/2 call mum -> 2027-01-02
call mum 1/2 -> 2027-01-02
a day from right now -> 2026-11-25
upcoming two weeks -> 2026-12-08
2 upcoming months -> 2027-01-24
2moro -> 2026-11-25
in q1 -> 2027-03-31
in q2 2027 -> 2027-06-30
rest of the week -> 2026-11-27
in spring -> 2027-03-21
by the summer -> 2027-06-21
this summer -> 2027-06-21
next summer -> 2027-06-21
this autumn -> 2026-12-20
next autumn -> 2027-09-21
summer 2028 -> 2028-06-21
in the winter of 2027 -> 2027-12-21
3 december to 25 november -> 2026-12-03
30 February - 3 March 2027 -> 2027-03-03
2026-dec-3 -> 2026-12-03
18th Dec for 10 days -> 2026-12-18
dinner on friday -> 2026-11-27
lunch tomorrow -> 2026-11-25
slides for monday -> 2026-11-30
by month-end -> 2026-11-30
in 2 wekes -> 2026-12-08
due the twentyfifth -> 2026-11-25
the twentyninth of december -> 2026-12-29
3 days before the end of the month -> 2026-11-27
a week after next month -> 2027-01-07
2 weeks ahead of next quarter -> 2026-12-18
midweek -> 2026-11-25
mid-week -> 2026-11-25
due on 25.12.26 -> 2026-12-25
25.12.26 -> 2026-12-25
tom -> 2026-11-25
pay rent due tom -> 2026-11-25
friday + 2 days -> 2026-11-29
away for 3 hours starting friday -> 2026-11-27
let's do the 26th instead -> 2026-11-26
1st half of december -> 2026-12-01
in the second half of december -> 2026-12-17
the weekend of july 11 -> 2027-07-10
3rd wk of december on wed -> 2026-12-16
next-week friday -> 2026-12-04
2\u201315 -> 2027-02-15
Exactly 30 Days From Today -> 2026-12-24
the last thursday of month -> 2026-11-26
beginning of month -> 2026-11-01
in 1 month & 5 days -> 2026-12-29
next friday 4 dec -> 2026-12-04
next friday 5/12 -> 2027-05-12
this friday-jun-18 -> 2027-06-18
next friday (4 dec) -> 2026-12-04
pay Sunday, Nov 22 -> 2026-11-22
pay Sunday, Nov 23 -> 2027-11-23
2026-12-29 -10days -> 2026-12-19
tomorrow minus 2 days -> 2026-11-23
2026-12-29 -2hours -> 2026-12-29
after this year -> 2027-01-01
after this quarter -> 2027-01-01
the 9th month of next year -> 2027-09-01
the 13th month of next year -> 2027-01-01
sunday from last week -> 2026-11-22
within the next day -> 2026-11-25
next 2 weeks 3 days -> 2026-12-11
in week 49 -> 2026-11-30
in week 48 -> 2026-11-24
in week 3 -> nothing
calendar week 3 -> 2027-01-18
calendar week 54 -> nothing
kw49 -> 2026-11-30
2026-W50 -> 2026-12-07
week 50 of 2027 -> 2027-12-13
bought it for $12 December 27 -> 2026-12-27
buy milk by SAT -> 2026-11-28
BUY MILK SAT -> 2026-11-28
first monday of november -> 2027-11-01
first monday of november 2026 -> 2026-11-02
second monday of this month -> 2026-11-09
first day of november -> 2027-11-01
first workday of november -> 2027-11-01
first week of november -> 2027-11-01
last week of november -> 2026-11-24
second weekend of november -> 2027-11-13
one day next week -> 2026-11-30
later today -> 2026-11-24
turkey for Christmas by 20 December -> 2026-12-20
flowers for mothers day on saturday -> 2026-11-28
Good Friday: bake buns -> 2027-03-26
come over on monday -> 2026-11-30
sometime in the next two weeks -> 2026-12-08
1.12.2026 -> 2026-12-01
1/12/2027 -> 2027-01-12
1/12/2025 -> 2025-01-12
second quarter of next year -> 2027-06-30
q2 of next year -> 2027-06-30
fifth quarter of next year -> 2027-01-01
first friday of the month -> 2026-12-04
third friday of the year -> 2027-01-15
second workday of the quarter -> 2027-01-04
"""


def shown(reading: Reading) -> str:
    due = reading.due
    if due is None:
        return "nothing"
    if isinstance(due, DueDate):
        return due.on.isoformat()
    zone = "" if due.zone == "Europe/London" else f" {due.zone}"
    return f"{due.local:%Y-%m-%d %H:%M}{zone}"


@pytest.mark.parametrize("row", DAYS.strip().splitlines())
def test_a_day_is_read_as_people_mean_it(row: str) -> None:
    text, wanted = row.split(" -> ")
    assert shown(read(text, now=NOW, zone="Europe/London")) == wanted
