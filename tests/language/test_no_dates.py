"""What looks like a date and isn't one."""

from datetime import UTC, datetime

import pytest

from watchbill.language.date import Reading, read

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
TEXTS = """
monitor the server
buy paprika
second opinion
sat down with Ana
read 1984
May I go
you may leave
ask May about the trip
call April
email June
march on
buy a sun hat
sun cream
get the sun lamp
the second floor
first draft
buy 2 eggs
buy 3 monitors
call 555 1234
call 020 7946 0958
version 2.10.3
release v1.2.3
1/2 cup of sugar
add 3/4 tsp salt
24/7 support
read chapter 5
flat 12
task 3H
create 3D floor plan
windows 11
route 66
iphone 15
buy 12 roses
top 10 songs
order pizza for 5
pay $12
pay 12.50
5 km run
run 5 miles
at 5 Main Street
at 50 percent
for 5 people
room 101
friday's report
monday's child
tomorrow's agenda
weekly report
the annual review
write the monthly newsletter
daily mail subscription
good morning
night light
dinner with mum
book lunch with Bob
evening dress
minute steak
second hand car
wedding cake
saturn return
github issues
mondeo repair
decide on sofa
december-issue
jan van eyck exhibition
mark the map
august company
the day job
day trip to Oxford
week-old bread
buy year planner
monthly pass
all day breakfast menu
one day I will
some day
these days
hour glass
sunday-school supplies
mayo
mars bar
order size 10
B12 vitamins
A4 paper
mp3 player
covid19 test
2x4 timber
3-in-1 tool
9 to 5 job
one-on-one with Sam
1:1 with Sam
50/50 split
10 out of 10
top 3
1984 by Orwell
2001 a space odyssey
read 2666
buy 7up
plan B
Q&A session
C3PO
mail a.m@example.com
see https://example.com/2024/05/12/post
open docs/2024-01-02.md
invoice 2024-117
INV-2026-11
order 4-pack
8 ball
the fifth element
first aid kit
third party cookies
take five
high noon dvd
last minute cleanup
once more
next to the door
next door
next steps
this one
the last one
last straw
for the second time
on second thought
at first sight
by the way
in time
on time
on call
at the end
in the end
after all
before that
until then
every 30 minutes
every 0 days
every 31 february
five times a minute
every minute
This may be right
february 29, 2027
I am at 10 - 10.1 now
about 1000 words
after 5 beers
call 1234567890123
from 5 to 6 eggs
on channel 7
mr june
I sat
the sun
go out in the sun
every monkey
in 1984
in 3/7 hours
I am at 5 points
in 2050 boxes
sunday school gift
watch 28 Days Later
seat 12A upgrade
cut 1/2" pipe
buy 1/2 price tickets
watch Friday Night Lights
slides for monday meeting
month-end close
the 8pm show
by the 8pm train
meet at 10 Downing St
print page 3/4
add 1/2 stick of butter
12h shift
5 times a day
tidy the sundry items drawer
reviewed by tom
upgrade to 2.10.26
the first I saw
May not be there
Trip - May be late
watch 24 Hours in Bonn
study for SAT
prep for the SAT
book SAT
clean for 2 hours
shift 9 to 5
February 20 - 29, 2027
send the Monday and Friday reports
the Monday, Tuesday meetings
anything except Sunday
mon ami
prepare Christmas dinner
buy Christmas presents
plan the Easter egg hunt
recipes for the Easter brunch
Black Friday shopping
read the Sunday Times
ship it to 12 May Street
give me a minute of silence
come over and see
ask about the 3 o'clock slot
away 3/4-2/30
away 1/4-11/25
"""


@pytest.mark.parametrize("text", TEXTS.strip().splitlines())
def test_what_is_no_date_stays_text(text: str) -> None:
    assert read(text, now=NOW, zone="Europe/London") == Reading()
