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
HOME = "Europe/London"
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
Lunch with Sam today at 1 -> Lunch with Sam; 2026-11-24 13:00
Parents evening thurs 6.30pm -> Parents evening; 2026-11-26 18:30
Post parcel first thing tomorrow -> Post parcel; 2026-11-25 07:00
Clean oven one day next week -> Clean oven; 2026-11-30
Call the bank by close of play Friday -> Call the bank; 2026-11-27 17:00
Order turkey three weeks before Christmas -> Order turkey; 2026-12-04
Ask HR about leave sometime next month -> Ask HR about leave; 2026-12-01
Check-in opens 24 hours before departure -> Check-in opens 24 hours before departure
Renew domain 14/12/26 -> Renew domain; 2026-12-14
Sign off budget on the 5th at 11am -> Sign off budget; 2026-12-05 11:00
Weekly review every Sunday evening -> Weekly review; 2026-11-29 18:00; FREQ=WEEKLY;BYDAY=SU
Change bed sheets every two weeks on Saturday -> Change bed sheets; 2026-11-28; FREQ=WEEKLY;INTERVAL=2;BYDAY=SA
Pay council tax monthly on the 1st until April -> Pay council tax; 2026-12-01; FREQ=MONTHLY;BYMONTHDAY=1;UNTIL=20270401
Book club 2nd Wednesday of every month 7:30pm -> Book club; 2026-12-09 19:30; FREQ=MONTHLY;BYDAY=2WE
Inspect boiler every 6 months starting 1 March -> Inspect boiler; 2027-03-01; FREQ=MONTHLY;INTERVAL=6
Walk the dog twice a day -> Walk the dog; 2026-11-24 21:00; FREQ=DAILY;BYHOUR=9,21
Take vitamin D every day for 30 days -> Take vitamin D; 2026-11-24; FREQ=DAILY;UNTIL=20261224
Standup Mon-Fri 9:30am -> Standup; 2026-11-25 09:30; FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
Descale kettle 6 weeks after I do it -> Descale kettle; 2026-11-24; FREQ=WEEKLY;INTERVAL=6!
Timesheets every last Friday of the month at 4pm -> Timesheets; 2026-11-27 16:00; FREQ=MONTHLY;BYDAY=-1FR
Fireworks on New Year's Eve at 11pm -> Fireworks; 2026-12-31 23:00
Hide eggs on Easter Sunday -> Hide eggs; 2027-03-28
Flowers for Valentine's Day -> Flowers; 2027-02-14
Reply to Jo within 2 days -> Reply to Jo; 2026-11-26
Leave for the airport at 0430 on Saturday -> Leave for the airport; 2026-11-28 04:30
Ferry dep 22:15 Friday -> Ferry dep; 2026-11-27 22:15
Pick up kids quarter past three -> Pick up kids; 2026-11-24 15:15
Film starts at ten to eight tonight -> Film starts; 2026-11-24 19:50
Call Dr. Lee tomorrow @ 9 -> Call Dr. Lee; 2026-11-25 09:00
Buy stamps @Errands tom -> Buy stamps tom; @Errands
Draft contract (due Friday) -> Draft contract; 2026-11-27
Draft slides [by Monday noon] -> Draft slides; 2026-11-30 12:00
!! call landlord today -> call landlord; 2026-11-24; p2
Prepare talk +Work #slides !1 next Thursday -> Prepare talk; 2026-12-03; p1; @Work; #slides
"Buy 7 eggs on Friday" tomorrow -> Buy 7 eggs on Friday; 2026-11-25
(B) Renew visa due:2026-12-10 +Travel -> Renew visa; 2026-12-10; p2; @Travel
Water plants rec:3d -> Water plants; 2026-11-24; FREQ=DAILY;INTERVAL=3!
Pack for trip Friday subtasks: socks, charger, passport -> Pack for trip; 2026-11-27; [socks, charger, passport]
Pay gas bill 3 days before the end of the month -> Pay gas bill; 2026-11-27
Dentist on Thursday at 2 remind me the day before at 6pm -> Dentist; 2026-11-26 14:00; 1 day before at 18:00
Concert 12 Dec 8pm, remind me 1 hour before -> Concert; 2026-12-12 20:00; 1 hour before
Submit form tomorrow 5pm !30m -> Submit form; 2026-11-25 17:00; 30 minutes before
Read "The Friday Book" -> Read The Friday Book
Finish chapter 3 -> Finish chapter 3
March for climate on Saturday -> March for climate; 2026-11-28
May want to call Bob -> May want to call Bob
Ask April to send the June numbers -> Ask April to send the June numbers
Meet at Platform 9 -> Meet at Platform 9
Buy 2 for 1 tickets -> Buy 2 for 1 tickets
Win 3-1 -> Win 3-1
Fix bug 10-12 -> Fix bug 10-12
Mon ami restaurant ideas -> Mon ami restaurant ideas
Second coat of paint -> Second coat of paint
Get 10 fall leaves -> Get 10 fall leaves
Summer clothes to charity -> Summer clothes to charity
Weekend bag -> Weekend bag
Order a 7 inch pan -> Order a 7 inch pan
Watch Saturday Night Fever -> Watch Saturday Night Fever
Try the 5 second rule -> Try the 5 second rule
Trash out every Tuesday and Friday at 7 -> Trash out; 2026-11-27 07:00; FREQ=WEEKLY;BYDAY=TU,FR
Sprint retro every other Thursday 4pm from 3 December -> Sprint retro; 2026-12-03 16:00; FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
Rent due on the first of every month -> Rent; 2026-12-01; FREQ=MONTHLY;BYMONTHDAY=1
Quarterly VAT return on the 7th -> Quarterly VAT return; 2026-12-07
File VAT every 3 months on the 7th -> File VAT; 2026-12-07; FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=7
Check smoke alarm every 1st of the month -> Check smoke alarm; 2026-12-01; FREQ=MONTHLY;BYMONTHDAY=1
Wish Ana happy birthday every 14 July -> Wish Ana happy birthday; 2027-07-14; FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=14
Anniversary dinner annually on June 20 at 7pm -> Anniversary dinner; 2027-06-20 19:00; FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=20
Swim Mondays and Wednesdays 6am -> Swim; 2026-11-25 06:00; FREQ=WEEKLY;BYDAY=MO,WE
Lunch walk daily at noon except weekends -> Lunch walk; 2026-11-24 12:00; FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
Journal every evening -> Journal; 2026-11-24 18:00; FREQ=DAILY
Feed sourdough every 12 hours -> Feed sourdough; 2026-11-24 10:00; FREQ=HOURLY;INTERVAL=12
Backups nightly at 2 -> Backups; 2026-11-25 02:00; FREQ=DAILY
Stretch every day at 7am and 7pm -> Stretch; 2026-11-24 19:00; FREQ=DAILY;BYHOUR=7,19
Status mail every workday at 17:00 -> Status mail; 2026-11-24 17:00; FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
Therapy every third Monday of the month at 10 -> Therapy; 2026-12-21 10:00; FREQ=MONTHLY;BYDAY=3MO
Call gran every Sunday afternoon for 4 weeks -> Call gran; 2026-11-29 15:00; FREQ=WEEKLY;BYDAY=SU;UNTIL=20261222
Payroll second to last weekday of the month -> Payroll; 2026-11-27
Payroll every month on the last working day -> Payroll; 2026-11-30; FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
Check tyres each month -> Check tyres; 2026-11-24; FREQ=MONTHLY
Piano lessons Tues & Thurs 4:15pm -> Piano lessons; 2026-11-24 16:15; FREQ=WEEKLY;BYDAY=TU,TH
Water cactus every 10 days until 1 Feb -> Water cactus; 2026-11-24; FREQ=DAILY;INTERVAL=10;UNTIL=20270201
Meds 8am daily for two weeks -> Meds; 2026-11-25 08:00; FREQ=DAILY;UNTIL=20261208
Rehearsal every Wed in December -> Rehearsal; 2026-12-02; FREQ=WEEKLY;BYDAY=WE;BYMONTH=12
Oil change every year or so -> Oil change or so; 2026-11-24; FREQ=YEARLY
Mow lawn every week in summer -> Mow lawn; 2027-06-01; FREQ=WEEKLY;BYMONTH=6,7,8
Clean gutters twice a year -> Clean gutters; 2026-11-24; FREQ=MONTHLY;INTERVAL=6
Run three times a week -> Run; 2026-11-25; FREQ=WEEKLY;BYDAY=MO,WE,FR
Change password every 90 days -> Change password; 2026-11-24; FREQ=DAILY;INTERVAL=90
Replace water filter every! 2 months -> Replace water filter; 2026-11-24; FREQ=MONTHLY;INTERVAL=2!
Reorder contacts 3 months after completion -> Reorder contacts; 2026-11-24; FREQ=MONTHLY;INTERVAL=3!
Haircut 5 weeks after the last one -> Haircut; 2026-11-24; FREQ=WEEKLY;INTERVAL=5!
Bin day every Thurs except in August -> Bin day; 2026-11-26; FREQ=WEEKLY;BYDAY=TH;BYMONTH=1,2,3,4,5,6,7,9,10,11,12
Groceries every Sat morning -> Groceries; 2026-11-28 09:00; FREQ=WEEKLY;BYDAY=SA
Newsletter on the 1st and 3rd Monday of each month -> Newsletter; 2026-12-07; FREQ=MONTHLY;BYDAY=1MO,3MO
Choir practice weekly on Tuesdays at 19h -> Choir practice; 2026-11-24 19:00; FREQ=WEEKLY;BYDAY=TU
Tea with nan every fortnight -> Tea with nan; 2026-11-24; FREQ=WEEKLY;INTERVAL=2
Update CV every January -> Update CV; 2027-01-01; FREQ=YEARLY;BYMONTH=1
Fertilise roses every April and July -> Fertilise roses; 2027-04-01; FREQ=YEARLY;BYMONTH=4,7
All hands first Monday of every quarter -> All hands; 2026-12-07; FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO
Check mail every hour -> Check mail; 2026-11-24 10:00; FREQ=HOURLY
Read 20 pages a day -> Read 20 pages a day
Floss every single day -> Floss; 2026-11-24; FREQ=DAILY
Sleep in every Sunday -> Sleep in; 2026-11-29; FREQ=WEEKLY;BYDAY=SU
Family call on alternate Sundays 5pm -> Family call; 2026-11-29 17:00; FREQ=WEEKLY;INTERVAL=2;BYDAY=SU
Gym every M/W/F at 6:30am -> Gym; 2026-11-25 06:30; FREQ=WEEKLY;BYDAY=MO,WE,FR
Gym MWF 6:30am -> Gym; 2026-11-25 06:30; FREQ=WEEKLY;BYDAY=MO,WE,FR
Pay cleaner every 2nd Friday -> Pay cleaner; 2026-11-27; FREQ=WEEKLY;INTERVAL=2;BYDAY=FR
Check every item on the list -> Check every item on the list
Everyday carry review -> Everyday carry review
Every little helps -> Every little helps
Thank everyone -> Thank everyone
Buy daily contact lenses -> Buy daily contact lenses
Renew monthly bus pass -> Renew monthly bus pass
Cancel weekly magazine subscription -> Cancel weekly magazine subscription
Book biweekly planning -> Book biweekly planning
Meds every 6 hours starting tomorrow 8am -> Meds; 2026-11-25 08:00; FREQ=HOURLY;INTERVAL=6
Physio every Tue at 3 remind me 30 min before -> Physio; 2026-11-24 15:00; FREQ=WEEKLY;BYDAY=TU; 30 minutes before
Daily standup at 9:45 p2 #work -> Daily standup; 2026-11-24 21:45; p2; #work
Bring cake every Friday at work -> Bring cake at work; 2026-11-27; FREQ=WEEKLY;BYDAY=FR
Water the hedge every summer -> Water the hedge; 2027-06-21; FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=21
Post the form a week before the 20th -> Post the form; 2026-12-13
Buy paint the Saturday after next -> Buy paint; 2026-12-12
Fix gate this weekend -> Fix gate; 2026-11-28
Fix fence next weekend -> Fix fence; 2026-12-05
Do laundry later today -> Do laundry; 2026-11-24
Email Raj this afternoon -> Email Raj; 2026-11-24 15:00
Email Raj tomorrow after lunch -> Email Raj; 2026-11-25 14:00
Feed cat tonight at 8 -> Feed cat; 2026-11-24 20:00
Check oven at a quarter past 6 this evening -> Check oven; 2026-11-24 18:15
Meet Lee at 7ish on Friday -> Meet Lee; 2026-11-27 07:00
Draft will by the end of the year -> Draft will; 2026-12-31
Draft will by year's end -> Draft will; 2026-12-31
Plan budget for Q3 2027 -> Plan budget; 2027-09-30
Close Q4 books by 15 Jan 2027 -> Close Q4 books; 2027-01-15
Send cards in the second week of December -> Send cards; 2026-12-07
Visit dentist in six months -> Visit dentist; 2027-05-24
Book MOT in a year's time -> Book MOT; 2027-11-24
Reply in half an hour -> Reply; 2026-11-24 10:30
Check dough in 90 mins -> Check dough; 2026-11-24 11:30
Check dough in an hour and a half -> Check dough; 2026-11-24 11:30
Move car in 2h30m -> Move car; 2026-11-24 12:30
Ring Kate in 3 hrs -> Ring Kate; 2026-11-24 13:00
Exam on 01/02/2027 at 09:00 -> Exam; 2027-01-02 09:00
Tax 5 Apr 27 -> Tax; 2027-04-05
Tax 5-Apr-2027 -> Tax; 2027-04-05
Tax April 5th, 2027 at 5 p.m. -> Tax; 2027-04-05 17:00
Tax 2027/04/05 -> Tax; 2027-04-05
Launch 20270405 -> Launch; 2027-04-05
Launch 2027-04-05T14:30 -> Launch; 2027-04-05 14:30
Launch 5th of April -> Launch; 2027-04-05
Launch the fifth of April at six in the evening -> Launch; 2027-04-05 18:00
Launch Monday the 7th -> Launch; 2026-12-07
Launch Mon 7th Dec 10.30am -> Launch; 2026-12-07 10:30
Launch Mon, Dec 7, 2026, 10:30 AM -> Launch; 2026-12-07 10:30
Call plumber before 5pm today -> Call plumber; 2026-11-24 17:00
Call plumber after 6 tomorrow -> Call plumber; 2026-11-25 18:00
Read report by 9am Mon -> Read report; 2026-11-30 09:00
Gig 8pm 12/12 -> Gig; 2026-12-12 20:00
Course 3-7 May 2027 -> Course 3-7 May 2027; 2027-05-03 .. 2027-05-07
Course May 3rd through 7th -> Course May 3rd through 7th; 2027-05-03 .. 2027-05-07
Holiday 28 Dec - 3 Jan -> Holiday 28 Dec - 3 Jan; 2026-12-28 .. 2027-01-03
Offsite Thursday and Friday next week -> Offsite Thursday and Friday next week; 2026-12-03 .. 2026-12-04
Interview Thu 2-3pm -> Interview Thu 2-3pm; 2026-11-26 14:00 .. 2026-11-26 15:00
Interview Thu 14:00-15:30 -> Interview Thu 14:00-15:30; 2026-11-26 14:00 .. 2026-11-26 15:30
Night shift Fri 10pm to 6am -> Night shift Fri 10pm to 6am; 2026-11-27 22:00 .. 2026-11-28 06:00
Babysit from 7 until midnight on Saturday -> Babysit from 7 until midnight on Saturday; 2026-11-28 19:00 .. 2026-11-29 00:00
Drop off keys any time Wednesday -> Drop off keys; 2026-11-25
Sow beans mid-April -> Sow beans; 2027-04-15
Sow peas late March -> Sow peas; 2027-03-31
Trip to Rome next spring -> Trip to Rome; 2027-03-21
Buy coal this winter -> Buy coal; 2026-12-21
Renew pass on the last day of Feb -> Renew pass; 2027-02-28
Vote on the first Tuesday in May -> Vote; 2027-05-04
Vote the Tuesday after the first Monday of November -> Vote; 2027-11-02
Reception two days after the wedding -> Reception two days after the wedding
Thank-you notes the week after Christmas -> Thank-you notes; 2027-01-01
Meds at bedtime -> Meds; 2026-11-24 20:00
Wake up at dawn on Sunday -> Wake up; 2026-11-29 06:00
Sign papers ASAP -> Sign papers; 2026-11-24
Dentist Friday at 3 remind me night before -> Dentist; 2026-11-27 15:00; 1 day before at 18:00
#garden trim hedge sat 10am p3 -> trim hedge; 2026-11-28 10:00; p3; #garden
p1 tomorrow 9am submit grant @Research -> submit grant; 2026-11-25 09:00; p1; @Research
Tomorrow: call Ben -> call Ben; 2026-11-25
Friday - book the hall -> book the hall; 2026-11-27
buy milk, tomorrow, p2 -> buy milk; 2026-11-25; p2
Buy milk tomorrow! -> Buy milk!; 2026-11-25
Call mum (mobile) tonight -> Call mum (mobile); 2026-11-24 20:00
Renew licence 2027-02-01 !low -> Renew licence; 2027-02-01; p3
Ship box to 12 May Street -> Ship box to 12 May Street
Meet June at June's place -> Meet June at June's place
Book Room 1230 -> Book Room 1230
Pay invoice 2026-118 -> Pay invoice 2026-118
Fix issue #42 by Friday -> Fix issue #42; 2026-11-27
Order part 10-24-B -> Order part 10-24-B
Upgrade to Python 3.12 -> Upgrade to Python 3.12
Score was 7-5 in the second set -> Score was 7-5 in the second set
Buy 1 1/2 lb of beef -> Buy 1 1/2 lb of beef
Watch 12 Monkeys tonight -> Watch 12 Monkeys; 2026-11-24 20:00
Watch Midnight Cowboy -> Watch Midnight Cowboy
Read Sunday Times -> Read Sunday Times
Tidy autumn leaves on Saturday -> Tidy autumn leaves; 2026-11-28
Prepare Christmas dinner -> Prepare Christmas dinner
Buy Christmas presents by 10 December -> Buy Christmas presents; 2026-12-10
Wrap Christmas presents on Christmas Eve -> Wrap Christmas presents; 2026-12-24
Easter egg hunt on Easter Monday -> Easter egg hunt; 2027-03-29
New Year resolutions -> New Year resolutions
Halloween costume by 20 Oct -> Halloween costume; 2027-10-20
Read Night by Elie Wiesel -> Read Night by Elie Wiesel
Clean daily driver -> Clean daily driver
Set alarm for 7am tomorrow -> Set alarm; 2026-11-25 07:00
Leave work at 5 -> Leave work; 2026-11-24 17:00
Take 5 with the team -> Take 5 with the team
Give me a minute of silence speech -> Give me a minute of silence speech
Day 1 of couch to 5k -> Day 1 of couch to 5k
Swim 20 min -> Swim 20 min
Study 2 hours tomorrow -> Study 2 hours; 2026-11-25
Sleep 8 hours -> Sleep 8 hours
Plan 3 day trip -> Plan 3 day trip
Book 2 week holiday for July -> Book 2 week holiday for July
Write 500 words by noon -> Write 500 words; 2026-11-24 12:00
Call 0800 1111 -> Call 0800 1111
Phone 07700 900123 at 3 -> Phone 07700 900123; 2026-11-24 15:00
Back-to-school shopping end of August -> Back-to-school shopping; 2027-08-31
Mail rent check on or before the 1st -> Mail rent check; 2026-12-01
Return library books before Thursday -> Return library books; 2026-11-26
Do not call before 9 -> Do not call; 2026-11-24 21:00
Remind me to stretch in 45 minutes -> stretch; 2026-11-24 10:45
Remind me on Friday to pay Lee -> Pay Lee; 2026-11-27
remind me about the gas at 6 -> about the gas; 2026-11-24 18:00
Don't forget Ana's birthday 14/3 -> Ana's birthday; 2027-03-14
todo: fix bike saturday -> fix bike; 2026-11-28
Every Mon & Thu: water plants -> water plants; 2026-11-26; FREQ=WEEKLY;BYDAY=MO,TH
Pay card on 28th monthly -> Pay card; 2026-11-28; FREQ=MONTHLY;BYMONTHDAY=28
2pm dentist wed -> dentist; 2026-11-25 14:00
dentist wed 2pm @Health #teeth !2h -> dentist; 2026-11-25 14:00; 2 hours before; @Health; #teeth
Meeting w/ Sam 3:00-4:00 PM on 12/3 -> Meeting w/ Sam 3:00-4:00 PM on 12/3; 2026-12-03 15:00 .. 2026-12-03 16:00
Set a reminder for 3pm to call Bob -> call Bob; 2026-11-24 15:00
reminder: call Bob at 3 -> call Bob; 2026-11-24 15:00
reminder for tomorrow: pay gas -> pay gas; 2026-11-25
set a reminder tomorrow to pay gas -> pay gas; 2026-11-25
wake up alarm at 6:30am -> wake up alarm; 2026-11-25 06:30
pay rent friday with a reminder at noon -> pay rent; 2026-11-27; on the day at 12:00
come over monday -> come over; 2026-11-30
Lawn Tue/Fri -> Lawn; 2026-11-24; FREQ=WEEKLY;BYDAY=TU,FR
Draft plan this coming Thursday -> Draft plan; 2026-11-26
Pick up suit Thurs arvo -> Pick up suit; 2026-11-26 15:00
Ring bank 9 tmrw -> Ring bank 9; 2026-11-25
Ring bank tmrw 9 -> Ring bank; 2026-11-25 09:00
Ring bank 9a tmrw -> Ring bank; 2026-11-25 09:00
Ring bank at 9:00 AM sharp on Monday -> Ring bank; 2026-11-30 09:00
Ring bank Monday morning at 9 -> Ring bank; 2026-11-30 09:00
Ring bank on Monday, the 30th of November, at noon -> Ring bank; 2026-11-30 12:00
Ring bank at twelve thirty on Friday -> Ring bank; 2026-11-27 12:30
Ring bank 2 days from now at 3 -> Ring bank; 2026-11-26 15:00
Ring bank in 2 days at 15:00 -> Ring bank; 2026-11-26 15:00
Ring bank one week from tomorrow -> Ring bank; 2026-12-02
Ring bank ten days from today -> Ring bank; 2026-12-04
Ring bank in a couple of weeks -> Ring bank; 2026-12-08
Ring bank a month from now -> Ring bank; 2026-12-24
Ring bank 6pm CET tomorrow -> Ring bank; 2026-11-25 18:00 Europe/Berlin
Ring bank at 17h -> Ring bank; 2026-11-24 17:00
Ring bank 17h30 -> Ring bank; 2026-11-24 17:30
Ring bank eod tomorrow -> Ring bank; 2026-11-25
Ring bank COB Thursday -> Ring bank; 2026-11-26 17:00
Ring bank before the weekend -> Ring bank; 2026-11-28
Ring bank over the weekend -> Ring bank; 2026-11-28
Ring bank mid-week -> Ring bank; 2026-11-25
Ring bank early next week -> Ring bank; 2026-11-30
Ring bank late next week -> Ring bank; 2026-12-04
Ring bank later this week -> Ring bank; 2026-11-27
Ring bank at the end of January -> Ring bank; 2027-01-31
Ring bank beginning of Feb -> Ring bank; 2027-02-01
Ring bank first week of Jan -> Ring bank; 2027-01-04
Ring bank by Xmas -> Ring bank; 2026-12-25
Ring bank Boxing Day -> Ring bank; 2026-12-26
Ring bank week of Dec 7 -> Ring bank; 2026-12-07
Ring bank w/c 7 Dec -> Ring bank; 2026-12-07
Ring bank sometime in the next two weeks -> Ring bank; 2026-12-08
Ring bank within the week -> Ring bank; 2026-11-29
Ring bank on the 1st -> Ring bank; 2026-12-01
Ring bank 1 Dec 2pm-3pm -> Ring bank 1 Dec 2pm-3pm; 2026-12-01 14:00 .. 2026-12-01 15:00
Ring bank Dec 1 from 2 to 3 -> Ring bank Dec 1 from 2 to 3; 2026-12-01 14:00 .. 2026-12-01 15:00
Ring bank 12/1 2p -> Ring bank; 2026-12-01 14:00
Ring bank Dec. 1st -> Ring bank; 2026-12-01
Ring bank Dec 1 '26 -> Ring bank; 2026-12-01
Ring bank 1.12.2026 -> Ring bank; 2026-12-01
Ring bank on 13.12 at 8 -> Ring bank; 2026-12-13 08:00
Ring bank tuesday fortnight -> Ring bank; 2026-12-15
Ring bank two Fridays from now -> Ring bank; 2026-12-04
Ring bank every other day at 8pm -> Ring bank; 2026-11-24 20:00; FREQ=DAILY;INTERVAL=2
Ring bank every third day -> Ring bank; 2026-11-24; FREQ=DAILY;INTERVAL=3
Ring bank every weekend -> Ring bank; 2026-11-28; FREQ=WEEKLY;BYDAY=SA,SU
Ring bank each Tuesday from next week -> Ring bank; 2026-12-01; FREQ=WEEKLY;BYDAY=TU
Ring bank on weekdays at 8 -> Ring bank; 2026-11-25 08:00; FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
Ring bank monthly on the last Thursday -> Ring bank; 2026-11-26; FREQ=MONTHLY;BYDAY=-1TH
Ring bank every 15th at 10am until next Christmas -> Ring bank; 2026-12-15 10:00; FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20261225
Ring bank every month 5 times -> Ring bank; 2026-11-24; FREQ=MONTHLY;COUNT=5
Ring bank tomorrow and remind me an hour before -> Ring bank; 2026-11-25; 1 hour before
Ring bank Fri 3pm, alert 15 min before and 1 day before -> Ring bank; 2026-11-27 15:00; 15 minutes before; 1 day before
Ring bank Friday remind me on the day at 8 -> Ring bank; 2026-11-27; on the day at 08:00
Ring bank Friday 3pm remind me when it's due -> Ring bank; 2026-11-27 15:00; when due
Ring bank Friday, remind me Thursday at 5pm -> Ring bank; 2026-11-27; 2026-11-26T17:00:00+00:00[Europe/London]
Send Lena the deck by tomorrow noon -> Send Lena the deck; 2026-11-25 12:00
Parcel arrives Wed or Thu -> Parcel arrives Wed or Thu; 2026-11-25 .. 2026-11-26
Feed fish Sat and Sun -> Feed fish Sat and Sun; 2026-11-28 .. 2026-11-29
Babysit Fri and Sat night -> Babysit Fri and Sat night; 2026-11-27 .. 2026-11-28
Trip to Oslo 4-6 Dec -> Trip to Oslo 4-6 Dec; 2026-12-04 .. 2026-12-06
Trip to Oslo from 4 Dec to 6 Dec -> Trip to Oslo from 4 Dec to 6 Dec; 2026-12-04 .. 2026-12-06
Out of office 21/12-4/1 -> Out of office 21/12-4/1; 2026-12-21 .. 2027-01-04
Painter here Mon to Wed next week -> Painter here Mon to Wed next week; 2026-11-30 .. 2026-12-02
Painter here all day Friday -> Painter here all day; 2026-11-27
Conference 9am-5pm 3 Dec -> Conference 9am-5pm 3 Dec; 2026-12-03 09:00 .. 2026-12-03 17:00
Nap 20 min at 2pm -> Nap 20 min; 2026-11-24 14:00
Call Jo for 10 minutes at 4 -> Call Jo for 10 minutes; 2026-11-24 16:00 .. 2026-11-24 16:10
Piano 4-5 Thursday -> Piano 4-5; 2026-11-26
Piano Thursday 4-5 -> Piano Thursday 4-5; 2026-11-26 16:00 .. 2026-11-26 17:00
Piano Thursday 4 to 5 pm -> Piano Thursday 4 to 5 pm; 2026-11-26 16:00 .. 2026-11-26 17:00
Clinic between 8 and 10 on Monday morning -> Clinic between 8 and 10 on Monday morning; 2026-11-30 08:00 .. 2026-11-30 10:00
Delivery between noon and 4 tomorrow -> Delivery between noon and 4 tomorrow; 2026-11-25 12:00 .. 2026-11-25 16:00
Study 3 to 4 hours tomorrow -> Study 3 to 4 hours; 2026-11-25
Invite 10 to 12 people for Friday -> Invite 10 to 12 people; 2026-11-27
Read chapters 5 to 10 tomorrow -> Read chapters 5 to 10; 2026-11-25
Lost 3 to 1 on Sunday -> Lost 3 to 1; 2026-11-29
Bake at 180 for 25 minutes -> Bake at 180 for 25 minutes
Boil eggs for 7 minutes at noon -> Boil eggs for 7 minutes; 2026-11-24 12:00 .. 2026-11-24 12:07
Run 5 to 7 miles Saturday -> Run 5 to 7 miles; 2026-11-28
Save 10 to 15 percent monthly -> Save 10 to 15 percent; 2026-11-24; FREQ=MONTHLY
Print 20 to 25 copies by 3pm -> Print 20 to 25 copies; 2026-11-24 15:00
Move desk 5 to 10 cm -> Move desk 5 to 10 cm
Temperature 20 to 25 -> Temperature 20 to 25
Work 9 to 5 Mon-Fri -> Work 9 to 5; 2026-11-24; FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
Watch 60 Minutes on Sunday -> Watch 60 Minutes; 2026-11-29
Read 30 minutes every day -> Read 30 minutes; 2026-11-24; FREQ=DAILY
Walk 10 minutes after lunch -> Walk 10 minutes; 2026-11-24 14:00
Plank 1 min daily -> Plank 1 min; 2026-11-24; FREQ=DAILY
Order by midnight tonight -> Order; 2026-11-25 00:00
Order before midnight on Friday -> Order; 2026-11-28 00:00
Party till late on Friday -> Party till late; 2026-11-27
Meeting moved from Monday to Wednesday -> Meeting moved from Monday to Wednesday; 2026-11-30 .. 2026-12-02
Drive from 10 Downing Street to Oxford -> Drive from 10 Downing Street to Oxford
Bus 73 at 8:05 -> Bus 73; 2026-11-24 20:05
Train 09:47 to Leeds on 4 Dec -> Train to Leeds; 2026-12-04 09:47
Check flat 4 on Tuesday 1st -> Check flat 4; 2026-12-01
Apply for job #1204 by 1204 -> Apply for job #1204; 2026-11-24 12:04
Renew at 50% off until Sunday -> Renew at 50% off; 2026-11-29
Use voucher before it expires on 3/31 -> Use voucher before it expires; 2027-03-31
Cancel trial before Dec 2 !! -> Cancel trial; 2026-12-02; p2
Cancel trial within 30 days -> Cancel trial; 2026-12-24
Ask about the 3 o'clock slot -> Ask about the 3 o'clock slot
Buy a 1998 Bordeaux -> Buy a 1998 Bordeaux
Research the 1980s -> Research the 1980s
File 2025 taxes by April 15 -> File 2025 taxes; 2027-04-15
Print Q3 report -> Print Q3 report
Finish FY26 budget by Friday -> Finish FY26 budget; 2026-11-27
Water bill 11/26 -> Water bill; 2026-11-26
Clean windows Nov -> Clean windows Nov
Clean windows in Nov -> Clean windows; 2026-11-30
See you Monday @ 5 -> See you; 2026-11-30 17:00
Garage sale Sat & Sun 10am-2pm -> Garage sale Sat & Sun 10am-2pm; 2026-11-28 10:00 .. 2026-11-28 14:00
Sat nav update -> Sat nav update
Wed reception seating -> Wed reception seating
Mar-a-Lago tour -> Mar-a-Lago tour
"""


def when(due: Due) -> str:
    if isinstance(due, DueDate):
        return due.on.isoformat()
    return f"{due.local:%Y-%m-%d %H:%M}{'' if due.zone == HOME else f' {due.zone}'}"


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
    assert list(shown(parse(text, now=NOW, zone=HOME))) == wanted(meaning)
