"""Rules for reminders: “remind me 2 hours before”, “reminder the day before at 9”, “remind me at noon”."""

from dataclasses import replace

from watchbill.language.date.grammar import Rules
from watchbill.language.date.value import Ahead, Clock, Context, Length, Meaning

RULES = rules = Rules()
_MOST_DAYS = 3660
"""Nobody is reminded more than ten years before."""


@rules(
    "reminding",
    "remind|notify|alert|ping|warn me [again|about it|of it]",
    "[and|with] [a] reminder|reminders|alert|alarm|notification [set] [for|:]",
    "and remind me",
)
def _(_context: Context) -> bool:
    return True


@rules(
    "early",
    "<length> before|beforehand|early|earlier|ahead|prior",
    "<length> ahead of time",
    "<length> in advance",
    "<length> before it|that|this|then|hand",
)
def _(_context: Context, length: Length) -> Ahead | None:
    days = 31 * length.months + length.days + 2 * length.workdays
    return Ahead(length) if days <= _MOST_DAYS else None


@rules("early", "[the|a|one] day before|prior", "[the] day before it|that|this")
def _(_context: Context) -> Ahead:
    return Ahead(Length(days=1))


@rules("early", "[the|a|one] week before|prior")
def _(_context: Context) -> Ahead:
    return Ahead(Length(days=7))


@rules("early", "the night|evening before")
def _(_context: Context) -> Ahead:
    return Ahead(Length(days=1), Clock(18))


@rules(
    "early",
    "on the day [of] [it] [it's] [is] [due]",
    "on the same day",
    "the same day",
    "[on] the day of",
)
def _(_context: Context) -> Ahead:
    return Ahead(Length(), Clock(9))


@rules(
    "early",
    "when [it] [it's] [is] due",
    "when it's time",
    "at the time",
    "at due time",
    "at the due time",
)
def _(_context: Context) -> Ahead:
    return Ahead(Length())


@rules("early", "[the] morning of")
def _(_context: Context) -> Ahead:
    return Ahead(Length(), Clock(9))


@rules("notice", "[<:reminding>] <some> and <some> before|beforehand|early|earlier|ahead|prior")
def _(_context: Context, first: Length, second: Length) -> Meaning | None:
    """“A day and 2 hours before” are two reminders, “an hour and 30 minutes before” is one."""
    return None if first.seconds else Meaning(ahead=(Ahead(first), Ahead(second)))


@rules(
    "notice", "! ~ <length> [before]", "remind|alert|notify|warn <early>", "heads [-] up <early>"
)
def _(_context: Context, early: Ahead | Length) -> Meaning:
    return Meaning(ahead=(Ahead(early) if isinstance(early, Length) else early,))


@rules("notice", "reminder|reminders|alert [:] <some>")
def _(_context: Context, length: Length) -> Meaning:
    """“Reminder 2h”: so long before."""
    return Meaning(ahead=(Ahead(length),))


@rules("notice", "<:reminding> that morning|day")
def _(_context: Context) -> Meaning:
    return Meaning(ahead=(Ahead(Length(), Clock(9)),))


@rules("notice", "[<:reminding>] <early>")
def _(_context: Context, early: Ahead) -> Meaning:
    return Meaning(ahead=(early,))


@rules("notice", "<:reminding> night|evening before")
def _(_context: Context) -> Meaning:
    return Meaning(ahead=(Ahead(Length(days=1), Clock(18)),))


@rules("notice", "[<:reminding>] <early> and|, <notice>")
def _(_context: Context, early: Ahead, more: Meaning) -> Meaning:
    return Meaning(ahead=(early, *more.ahead))


@rules("notice", "[<:reminding>] <early> [,] <at-time>")
def _(_context: Context, early: Ahead, time: Meaning) -> Meaning | None:
    """“The day before at 9”; “an hour before 9” is a moment of its own."""
    return None if early.length.seconds else Meaning(ahead=(replace(early, clock=time.clock),))


@rules(
    "notice",
    "<:reminding> <dated>",
    "<:reminding> <date>",
    "<:reminding> <time>",
    "<:reminding> <exact>",
)
def _(_context: Context, moment: Meaning) -> Meaning:
    return Meaning(remind=moment)


@rules("when", "<notice>")
def _(_context: Context, notice: Meaning) -> Meaning:
    return notice
