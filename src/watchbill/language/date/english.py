"""The whole grammar of dates, put together once. Where two rules read the same words, the earlier one decides."""

from watchbill.language.date import (
    ahead,
    amount,
    between,
    clock,
    day,
    feast,
    limit,
    moment,
    monthday,
    monthly,
    notice,
    number,
    part,
    period,
    recur,
    relative,
    repeat,
    season,
    step,
    timespan,
    tonight,
    week,
    weekday,
)
from watchbill.language.date.chart import Grammar

_ROOMS = (
    amount, number, clock, part, monthday, day, relative, feast, week, period, season, weekday, step, repeat, monthly,
    between, timespan, tonight, moment, ahead, recur, limit, notice,
)  # fmt: skip

GRAMMAR = Grammar([rule for room in _ROOMS for rule in room.RULES])
