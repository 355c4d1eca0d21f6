"""Recurrences in English.

Each line is what somebody types on Tuesday 24 November 2026 at 10:00 in London, and what it means.
"""

from datetime import UTC, datetime

import pytest

from watchbill.domain.due import DueDate
from watchbill.domain.recurrence import check_rule
from watchbill.language.date import Reading, read

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
RECURRENCES = """
every day -> FREQ=DAILY @ 2026-11-24
every otehr day -> FREQ=DAILY;INTERVAL=2 @ 2026-11-24
every mwf -> FREQ=WEEKLY;BYDAY=MO,WE,FR @ 2026-11-25
every m/w/f at 7 -> FREQ=WEEKLY;BYDAY=MO,WE,FR @ 2026-11-25 07:00
last day of the month, monthly -> FREQ=MONTHLY;BYMONTHDAY=-1 @ 2026-11-30
every month on every friday -> FREQ=MONTHLY;BYDAY=FR @ 2026-11-27
every year on the 1st and 100th day of the year -> FREQ=YEARLY;BYYEARDAY=1,100 @ 2027-01-01
every day in hour 9 and 17 -> FREQ=DAILY;BYHOUR=9,17 @ 2026-11-24 17:00
every first and third wednesday -> FREQ=MONTHLY;BYDAY=1WE,3WE @ 2026-12-02
every first wednesday -> FREQ=MONTHLY;BYDAY=1WE @ 2026-12-02
every day from monday to friday -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR @ 2026-11-24
yoga mon wed fri 7am -> FREQ=WEEKLY;BYDAY=MO,WE,FR @ 2026-11-25 07:00
twice a day -> FREQ=DAILY;BYHOUR=9,21 @ 2026-11-24 21:00
pills 3 times a day -> FREQ=DAILY;BYHOUR=9,15,21 @ 2026-11-24 15:00
4x daily -> FREQ=DAILY;BYHOUR=9,13,17,21 @ 2026-11-24 13:00
ever day -> FREQ=DAILY @ 2026-11-24
daily -> FREQ=DAILY @ 2026-11-24
everyday -> FREQ=DAILY @ 2026-11-24
each day -> FREQ=DAILY @ 2026-11-24
every day at 9 -> FREQ=DAILY @ 2026-11-25 09:00
every day at 5pm -> FREQ=DAILY @ 2026-11-24 17:00
daily at 8am -> FREQ=DAILY @ 2026-11-25 08:00
at 8am every day -> FREQ=DAILY @ 2026-11-25 08:00
every morning -> FREQ=DAILY @ 2026-11-25 09:00
every morning at 7 -> FREQ=DAILY @ 2026-11-25 07:00
every evening at 8 -> FREQ=DAILY @ 2026-11-24 20:00
every night at 10 -> FREQ=DAILY @ 2026-11-24 22:00
every night -> FREQ=DAILY @ 2026-11-24 20:00
every other day -> FREQ=DAILY;INTERVAL=2 @ 2026-11-24
every second day -> FREQ=DAILY;INTERVAL=2 @ 2026-11-24
every 3 days -> FREQ=DAILY;INTERVAL=3 @ 2026-11-24
every three days -> FREQ=DAILY;INTERVAL=3 @ 2026-11-24
every 3rd day -> FREQ=DAILY;INTERVAL=3 @ 2026-11-24
every weekday -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR @ 2026-11-24
every workday at 9am -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR @ 2026-11-25 09:00
weekdays at 9 -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR @ 2026-11-25 09:00
on weekdays -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR @ 2026-11-24
mon-fri at 9 -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR @ 2026-11-25 09:00
monday to friday at 9am every week -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR @ 2026-11-25 09:00
every business day -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR @ 2026-11-24
every weekend -> FREQ=WEEKLY;BYDAY=SA,SU @ 2026-11-28
on weekends -> FREQ=WEEKLY;BYDAY=SA,SU @ 2026-11-28
every week -> FREQ=WEEKLY @ 2026-11-24
weekly -> FREQ=WEEKLY @ 2026-11-24
once a week -> FREQ=WEEKLY @ 2026-11-24
every 2 weeks -> FREQ=WEEKLY;INTERVAL=2 @ 2026-11-24
every other week -> FREQ=WEEKLY;INTERVAL=2 @ 2026-11-24
every fortnight -> FREQ=WEEKLY;INTERVAL=2 @ 2026-11-24
fortnightly -> FREQ=WEEKLY;INTERVAL=2 @ 2026-11-24
biweekly -> FREQ=WEEKLY;INTERVAL=2 @ 2026-11-24
bi-weekly -> FREQ=WEEKLY;INTERVAL=2 @ 2026-11-24
every couple of weeks -> FREQ=WEEKLY;INTERVAL=2 @ 2026-11-24
every tuesday -> FREQ=WEEKLY;BYDAY=TU @ 2026-11-24
every tue -> FREQ=WEEKLY;BYDAY=TU @ 2026-11-24
tuesdays -> FREQ=WEEKLY;BYDAY=TU @ 2026-11-24
on mondays -> FREQ=WEEKLY;BYDAY=MO @ 2026-11-30
every monday at 9 -> FREQ=WEEKLY;BYDAY=MO @ 2026-11-30 09:00
every monday and thursday -> FREQ=WEEKLY;BYDAY=MO,TH @ 2026-11-26
every mon, wed and fri -> FREQ=WEEKLY;BYDAY=MO,WE,FR @ 2026-11-25
every mon/wed/fri -> FREQ=WEEKLY;BYDAY=MO,WE,FR @ 2026-11-25
every mon wed fri -> FREQ=WEEKLY;BYDAY=MO,WE,FR @ 2026-11-25
weekly on Mon, Wed and Fri at 7:30am -> FREQ=WEEKLY;BYDAY=MO,WE,FR @ 2026-11-25 07:30
mondays, wednesdays and fridays at 6pm -> FREQ=WEEKLY;BYDAY=MO,WE,FR @ 2026-11-25 18:00
tuesdays & thursdays -> FREQ=WEEKLY;BYDAY=TU,TH @ 2026-11-24
every other tuesday -> FREQ=WEEKLY;INTERVAL=2;BYDAY=TU @ 2026-11-24
every other Tuesday at 9 until June -> FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270601 @ 2026-12-01 09:00
every second friday -> FREQ=WEEKLY;INTERVAL=2;BYDAY=FR @ 2026-11-27
alternate fridays -> FREQ=WEEKLY;INTERVAL=2;BYDAY=FR @ 2026-11-27
every 2 fridays -> FREQ=WEEKLY;INTERVAL=2;BYDAY=FR @ 2026-11-27
every 3rd thursday -> FREQ=WEEKLY;INTERVAL=3;BYDAY=TH @ 2026-11-26
every 3rd thursday of the month -> FREQ=MONTHLY;BYDAY=3TH @ 2026-12-17
every first monday -> FREQ=MONTHLY;BYDAY=1MO @ 2026-12-07
every last friday -> FREQ=MONTHLY;BYDAY=-1FR @ 2026-11-27
every two weeks on friday -> FREQ=WEEKLY;INTERVAL=2;BYDAY=FR @ 2026-11-27
every friday afternoon -> FREQ=WEEKLY;BYDAY=FR @ 2026-11-27 15:00
every tuesday morning at 8 -> FREQ=WEEKLY;BYDAY=TU @ 2026-12-01 08:00
friday evenings -> FREQ=WEEKLY;BYDAY=FR @ 2026-11-27 18:00
sunday mornings -> FREQ=WEEKLY;BYDAY=SU @ 2026-11-29 09:00
every month -> FREQ=MONTHLY @ 2026-11-24
monthly -> FREQ=MONTHLY @ 2026-11-24
every month on the 15th -> FREQ=MONTHLY;BYMONTHDAY=15 @ 2026-12-15
monthly on the 15th -> FREQ=MONTHLY;BYMONTHDAY=15 @ 2026-12-15
on the 15th of every month -> FREQ=MONTHLY;BYMONTHDAY=15 @ 2026-12-15
15th of each month -> FREQ=MONTHLY;BYMONTHDAY=15 @ 2026-12-15
the 1st and 15th of every month -> FREQ=MONTHLY;BYMONTHDAY=1,15 @ 2026-12-01
every 1st and 15th -> FREQ=MONTHLY;BYMONTHDAY=1,15 @ 2026-12-01
every 15th -> FREQ=MONTHLY;BYMONTHDAY=15 @ 2026-12-15
every month on the last day -> FREQ=MONTHLY;BYMONTHDAY=-1 @ 2026-11-30
last day of every month -> FREQ=MONTHLY;BYMONTHDAY=-1 @ 2026-11-30
the last weekday of each month -> FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 @ 2026-11-30
last business day of every month -> FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 @ 2026-11-30
first monday of every month -> FREQ=MONTHLY;BYDAY=1MO @ 2026-12-07
every first monday of the month at 10am -> FREQ=MONTHLY;BYDAY=1MO @ 2026-12-07 10:00
the second and fourth tuesday of each month -> FREQ=MONTHLY;BYDAY=2TU,4TU @ 2026-11-24
monthly on the second friday -> FREQ=MONTHLY;BYDAY=2FR @ 2026-12-11
end of every month -> FREQ=MONTHLY;BYMONTHDAY=-1 @ 2026-11-30
at the end of each month -> FREQ=MONTHLY;BYMONTHDAY=-1 @ 2026-11-30
start of each month -> FREQ=MONTHLY;BYMONTHDAY=1 @ 2026-12-01
every 3 months -> FREQ=MONTHLY;INTERVAL=3 @ 2026-11-24
every quarter -> FREQ=MONTHLY;INTERVAL=3 @ 2026-11-24
quarterly -> FREQ=MONTHLY;INTERVAL=3 @ 2026-11-24
every six months -> FREQ=MONTHLY;INTERVAL=6 @ 2026-11-24
every half year -> FREQ=MONTHLY;INTERVAL=6 @ 2026-11-24
twice a year -> FREQ=MONTHLY;INTERVAL=6 @ 2026-11-24
every other month -> FREQ=MONTHLY;INTERVAL=2 @ 2026-11-24
every year -> FREQ=YEARLY @ 2026-11-24
yearly -> FREQ=YEARLY @ 2026-11-24
annually -> FREQ=YEARLY @ 2026-11-24
once a year -> FREQ=YEARLY @ 2026-11-24
every two years -> FREQ=YEARLY;INTERVAL=2 @ 2026-11-24
every december 24 -> FREQ=YEARLY;BYMONTHDAY=24;BYMONTH=12 @ 2026-12-24
every year on december 24 -> FREQ=YEARLY;BYMONTHDAY=24;BYMONTH=12 @ 2026-12-24
every 24 december -> FREQ=YEARLY;BYMONTHDAY=24;BYMONTH=12 @ 2026-12-24
every 24th of december -> FREQ=YEARLY;BYMONTHDAY=24;BYMONTH=12 @ 2026-12-24
yearly on the 24th of december -> FREQ=YEARLY;BYMONTHDAY=24;BYMONTH=12 @ 2026-12-24
on dec 24 every year -> FREQ=YEARLY;BYMONTHDAY=24;BYMONTH=12 @ 2026-12-24
every january -> FREQ=YEARLY;BYMONTH=1 @ 2027-01-01
every january and july -> FREQ=YEARLY;BYMONTH=1,7 @ 2027-01-01
every year in march -> FREQ=YEARLY;BYMONTH=3 @ 2027-03-01
the last sunday of every march -> FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3 @ 2027-03-28
the fourth thursday of november every year -> FREQ=YEARLY;BYDAY=4TH;BYMONTH=11 @ 2026-11-26
every day for 10 days -> FREQ=DAILY;UNTIL=20261204 @ 2026-11-24
every day until christmas -> FREQ=DAILY;UNTIL=20261225 @ 2026-11-24
every week until 1 march -> FREQ=WEEKLY;UNTIL=20270301 @ 2026-11-24
every monday until the end of january -> FREQ=WEEKLY;BYDAY=MO;UNTIL=20270131 @ 2026-11-30
every day for a week -> FREQ=DAILY;UNTIL=20261201 @ 2026-11-24
every week for 6 weeks -> FREQ=WEEKLY;UNTIL=20270105 @ 2026-11-24
every week 5 times -> FREQ=WEEKLY;COUNT=5 @ 2026-11-24
every monday for 10 times -> FREQ=WEEKLY;BYDAY=MO;COUNT=10 @ 2026-11-30
every day starting tomorrow -> FREQ=DAILY @ 2026-11-25
every week starting next monday -> FREQ=WEEKLY @ 2026-11-30
every friday from 1 january -> FREQ=WEEKLY;BYDAY=FR @ 2027-01-01
starting monday every day at 8 -> FREQ=DAILY @ 2026-11-30 08:00
every 2 weeks starting friday -> FREQ=WEEKLY;INTERVAL=2 @ 2026-11-27
tomorrow and then every 3 days -> FREQ=DAILY;INTERVAL=3 @ 2026-11-25
every hour -> FREQ=HOURLY @ 2026-11-24 10:00
every 4 hours -> FREQ=HOURLY;INTERVAL=4 @ 2026-11-24 10:00
every day at 9am and 5pm -> FREQ=DAILY;BYHOUR=9,17 @ 2026-11-24 17:00
3 days after I finish it -> FREQ=DAILY;INTERVAL=3 ! 2026-11-24
every 3 days after completion -> FREQ=DAILY;INTERVAL=3 ! 2026-11-24
every! 2 weeks -> FREQ=WEEKLY;INTERVAL=2 ! 2026-11-24
a month after I complete it -> FREQ=MONTHLY ! 2026-11-24
2 weeks after it's done -> FREQ=WEEKLY;INTERVAL=2 ! 2026-11-24
every 6 months after I've done it -> FREQ=MONTHLY;INTERVAL=6 ! 2026-11-24
10 days after completing -> FREQ=DAILY;INTERVAL=10 ! 2026-11-24
every day except sunday -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA @ 2026-11-24
every day except weekends -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR @ 2026-11-24
every weekday except friday -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH @ 2026-11-24
twice a week -> FREQ=WEEKLY;BYDAY=MO,TH @ 2026-11-26
three times a week -> FREQ=WEEKLY;BYDAY=MO,WE,FR @ 2026-11-25
twice a month -> FREQ=MONTHLY;BYMONTHDAY=1,15 @ 2026-12-01
water plants every 3 days -> FREQ=DAILY;INTERVAL=3 @ 2026-11-24
take pills every morning at 7am -> FREQ=DAILY @ 2026-11-25 07:00
gym every mon and thu at 6pm -> FREQ=WEEKLY;BYDAY=MO,TH @ 2026-11-26 18:00
pay rent on the first of every month -> FREQ=MONTHLY;BYMONTHDAY=1 @ 2026-12-01
backup every sunday night -> FREQ=WEEKLY;BYDAY=SU @ 2026-11-29 20:00
every wendesday -> FREQ=WEEKLY;BYDAY=WE @ 2026-11-25
each tuesday and each thursday -> FREQ=WEEKLY;BYDAY=TU,TH @ 2026-11-24
each and every friday -> FREQ=WEEKLY;BYDAY=FR @ 2026-11-27
every single day -> FREQ=DAILY @ 2026-11-24
once every 3 weeks -> FREQ=WEEKLY;INTERVAL=3 @ 2026-11-24
once a month on the 3rd -> FREQ=MONTHLY;BYMONTHDAY=3 @ 2026-12-03
the 3rd of each month at noon -> FREQ=MONTHLY;BYMONTHDAY=3 @ 2026-12-03 12:00
every month on the first tuesday at 4pm -> FREQ=MONTHLY;BYDAY=1TU @ 2026-12-01 16:00
every 2 months on the last friday -> FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR @ 2026-11-27
every sat & sun at 10 -> FREQ=WEEKLY;BYDAY=SA,SU @ 2026-11-28 10:00
every four weeks on monday at 8pm -> FREQ=WEEKLY;INTERVAL=4;BYDAY=MO @ 2026-11-30 20:00
monday through thursday every week -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH @ 2026-11-24
every christmas -> FREQ=YEARLY;BYMONTHDAY=25;BYMONTH=12 @ 2026-12-25
first of the month every month -> FREQ=MONTHLY;BYMONTHDAY=1 @ 2026-12-01
on the last friday of every other month -> FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR @ 2026-11-27
daily at noon -> FREQ=DAILY @ 2026-11-24 12:00
every day at 6 in the morning -> FREQ=DAILY @ 2026-11-25 06:00
every day at 7 -> FREQ=DAILY @ 2026-11-25 07:00
nightly at 11 -> FREQ=DAILY @ 2026-11-24 23:00
mornings -> FREQ=DAILY @ 2026-11-25 09:00
in the evenings at 8 -> FREQ=DAILY @ 2026-11-24 20:00
weekday mornings at 8 -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR @ 2026-11-25 08:00
every monday starting tomorrow at 9 -> FREQ=WEEKLY;BYDAY=MO @ 2026-11-30 09:00
every few days -> FREQ=DAILY;INTERVAL=3 @ 2026-11-24
once every other week -> FREQ=WEEKLY;INTERVAL=2 @ 2026-11-24
mondays to wednesday -> FREQ=WEEKLY;BYDAY=MO,TU,WE @ 2026-11-24
saturdays through tuesdays -> FREQ=WEEKLY;BYDAY=SA,SU,MO,TU @ 2026-11-24
tuesday every other week -> FREQ=WEEKLY;INTERVAL=2;BYDAY=TU @ 2026-11-24
friday fortnightly -> FREQ=WEEKLY;INTERVAL=2;BYDAY=FR @ 2026-11-27
a year after finishing it -> FREQ=YEARLY ! 2026-11-24
every 2 years on the fourth thursday in november -> FREQ=YEARLY;INTERVAL=2;BYDAY=4TH;BYMONTH=11 @ 2026-11-26
every year on the first monday in september -> FREQ=YEARLY;BYDAY=1MO;BYMONTH=9 @ 2027-09-06
every 2nd weekend day of the month -> FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=2 @ 2026-12-06
the last weekend day of each month -> FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=-1 @ 2026-11-29
every march 5 -> FREQ=YEARLY;BYMONTHDAY=5;BYMONTH=3 @ 2027-03-05
every march 5th -> FREQ=YEARLY;BYMONTHDAY=5;BYMONTH=3 @ 2027-03-05
5 march every year -> FREQ=YEARLY;BYMONTHDAY=5;BYMONTH=3 @ 2027-03-05
the 5th of march yearly -> FREQ=YEARLY;BYMONTHDAY=5;BYMONTH=3 @ 2027-03-05
yearly on march 5 -> FREQ=YEARLY;BYMONTHDAY=5;BYMONTH=3 @ 2027-03-05
every month on the second friday of the month -> FREQ=MONTHLY;BYDAY=2FR @ 2026-12-11
every end of the month -> FREQ=MONTHLY;BYMONTHDAY=-1 @ 2026-11-30
in the middle of every month -> FREQ=MONTHLY;BYMONTHDAY=15 @ 2026-12-15
start of every week -> FREQ=WEEKLY;BYDAY=MO @ 2026-11-30
end of every week -> FREQ=WEEKLY;BYDAY=FR @ 2026-11-27
end of each year -> FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=12 @ 2026-12-31
start of every january -> FREQ=YEARLY;BYMONTHDAY=1;BYMONTH=1 @ 2027-01-01
the end of every march -> FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=3 @ 2027-03-31
the 100th day of every year -> FREQ=YEARLY;BYYEARDAY=100 @ 2027-04-10
every 100th day of the year -> FREQ=YEARLY;BYYEARDAY=100 @ 2027-04-10
every year on the 31st -> FREQ=YEARLY;BYYEARDAY=31 @ 2027-01-31
every week on the 2nd day -> FREQ=WEEKLY;BYDAY=TU @ 2026-11-24
every november -> FREQ=YEARLY;BYMONTH=11 @ 2026-11-24
every other weekend -> FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU @ 2026-11-28
every monday for the next year -> FREQ=WEEKLY;BYDAY=MO;UNTIL=20271124 @ 2026-11-30
daily from 1 april until march -> FREQ=DAILY;UNTIL=20280301 @ 2027-04-01
every day twice -> FREQ=DAILY;COUNT=2 @ 2026-11-24
every day x5 -> FREQ=DAILY;COUNT=5 @ 2026-11-24
every day at 10am and 8am -> FREQ=DAILY;BYHOUR=8,10 @ 2026-11-25 08:00
every day at 10:30 am, except weekends -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR @ 2026-11-24 10:30
have a quarterly review -> FREQ=MONTHLY;INTERVAL=3 @ 2026-11-24
every 3 months from 1 january -> FREQ=MONTHLY;INTERVAL=3 @ 2027-01-01
journal daily. -> FREQ=DAILY @ 2026-11-24
starting tomorrow every day for 3 times -> FREQ=DAILY;COUNT=3 @ 2026-11-25
every week on the 9th day -> FREQ=WEEKLY @ 2026-11-24
every day at 9am and 5:30pm -> FREQ=DAILY @ 2026-11-25 09:00
every year on monday -> FREQ=YEARLY @ 2026-11-30
every week on the first monday -> FREQ=WEEKLY;BYDAY=MO @ 2026-11-30
the first weekday and last friday of each month -> FREQ=MONTHLY;BYDAY=-1FR @ 2026-11-27
1 month and 3 days after i finish it -> FREQ=DAILY;INTERVAL=33 ! 2026-11-24
4 hours after i finish it -> FREQ=HOURLY;INTERVAL=4 ! 2026-11-24 10:00
every month except in february -> FREQ=MONTHLY;BYMONTH=1,3,4,5,6,7,8,9,10,11,12 @ 2026-11-24
every day but not in july and august -> FREQ=DAILY;BYMONTH=1,2,3,4,5,6,9,10,11,12 @ 2026-11-24
weekdays except friday -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH @ 2026-11-24
daily other than on sunday -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA @ 2026-11-24
every monday for the rest of the year -> FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231 @ 2026-11-30
every day this week -> FREQ=DAILY;UNTIL=20261129 @ 2026-11-24
every weekday next week -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261206 @ 2026-11-30
daily all month long -> FREQ=DAILY;UNTIL=20261130 @ 2026-11-24
every friday this quarter -> FREQ=WEEKLY;BYDAY=FR;UNTIL=20261231 @ 2026-11-27
every day this fortnight -> FREQ=DAILY @ 2026-11-24
from monday to thursday every week -> FREQ=WEEKLY;BYDAY=MO,TU,WE,TH @ 2026-11-24
every sunday night and wednesday night -> FREQ=WEEKLY;BYDAY=WE,SU @ 2026-11-25 20:00
yearly, june 30th -> FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30 @ 2027-06-30
mons, weds & fris -> FREQ=WEEKLY;BYDAY=MO,WE,FR @ 2026-11-25
mondays wednesdays & fridays -> FREQ=WEEKLY;BYDAY=MO,WE,FR @ 2026-11-25
every 2nd tuesday of month -> FREQ=MONTHLY;BYDAY=2TU @ 2026-12-08
each week on tuesday\u2013saturday -> FREQ=WEEKLY;BYDAY=TU,WE,TH,FR,SA @ 2026-11-24
gym mon, wed 18:30 -> FREQ=WEEKLY;BYDAY=MO,WE @ 2026-11-25 18:30
gym at 6 mon & wed -> FREQ=WEEKLY;BYDAY=MO,WE @ 2026-11-25 18:00
yoga tue/thu -> FREQ=WEEKLY;BYDAY=TU,TH @ 2026-11-24
teeth every night before bed -> FREQ=DAILY @ 2026-11-24 20:00
clean every day at 9 for 2 hours -> FREQ=DAILY @ 2026-11-25 09:00
every week in summer -> FREQ=WEEKLY;BYMONTH=6,7,8 @ 2027-06-01
every summer -> FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=21 @ 2027-06-21
every friday except in august -> FREQ=WEEKLY;BYDAY=FR;BYMONTH=1,2,3,4,5,6,7,9,10,11,12 @ 2026-11-27
every friday at noon in december until 2028 -> FREQ=WEEKLY;BYDAY=FR;BYMONTH=12;UNTIL=20280101 @ 2026-12-04 12:00
every 2 days except sunday -> FREQ=DAILY;INTERVAL=2 @ 2026-11-24
mondays except mondays -> FREQ=WEEKLY;BYDAY=MO @ 2026-11-30
every january except in may -> FREQ=YEARLY;BYMONTH=1 @ 2027-01-01
pay due every friday until june -> FREQ=WEEKLY;BYDAY=FR;UNTIL=20270601 @ 2026-11-27
pay mwf -> FREQ=WEEKLY;BYDAY=MO,WE,FR @ 2026-11-25
meds every 6 hours starting at 8am -> FREQ=HOURLY;INTERVAL=6 @ 2026-11-24 14:00
meds every 6 hours starting at 11am -> FREQ=HOURLY;INTERVAL=6 @ 2026-11-24 11:00
every 2 hours from tomorrow 9am -> FREQ=HOURLY;INTERVAL=2 @ 2026-11-25 09:00
every day starting at 8am -> FREQ=DAILY @ 2026-11-25 08:00
every Tuesday for the next 3 months -> FREQ=WEEKLY;BYDAY=TU;UNTIL=20270224 @ 2026-11-24
1x daily -> FREQ=DAILY @ 2026-11-24
1x a week -> FREQ=WEEKLY @ 2026-11-24
once daily at 9 -> FREQ=DAILY @ 2026-11-25 09:00
5x daily -> FREQ=DAILY @ 2026-11-24
every morning and evening -> FREQ=DAILY;BYHOUR=9,18 @ 2026-11-24 18:00
mornings and nights -> FREQ=DAILY;BYHOUR=9,20 @ 2026-11-24 20:00
every morning and evening in summer -> FREQ=DAILY;BYMONTH=6,7,8;BYHOUR=9,18 @ 2027-06-01 09:00
every morning and midnight -> FREQ=DAILY @ 2026-11-25 09:00
every morning and morning -> FREQ=DAILY @ 2026-11-25 09:00
in October, yearly -> FREQ=YEARLY;BYMONTH=10 @ 2027-10-01
"""


def shown(reading: Reading) -> str:
    due, recurrence = reading.due, reading.recurrence
    assert due is not None
    assert recurrence is not None
    day = due.on.isoformat() if isinstance(due, DueDate) else f"{due.local:%Y-%m-%d %H:%M}"
    return f"{recurrence.rule} {'@' if recurrence.basis == 'schedule' else '!'} {day}"


@pytest.mark.parametrize("row", RECURRENCES.strip().splitlines())
def test_a_recurrence_is_read_with_its_first_day(row: str) -> None:
    text, wanted = row.split(" -> ")
    rule, rest = wanted.split(" ", 1)
    assert shown(read(text, now=NOW, zone="Europe/London")) == f"{check_rule(rule)} {rest}"
