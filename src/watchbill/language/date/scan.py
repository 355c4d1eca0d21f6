"""Which words of a text are dates: the phrases that the grammar finds, without those that only look like dates."""

from dataclasses import dataclass

from watchbill.domain.due import YEAR_MIN
from watchbill.language.date.calendar import YEAR_MAX
from watchbill.language.date.chart import Chart
from watchbill.language.date.doubt import MEALS, is_doubtful
from watchbill.language.date.english import GRAMMAR
from watchbill.language.date.phrase import Phrase
from watchbill.language.date.token import Token, tokenize
from watchbill.language.date.value import Context, Meaning

Choice = tuple[float, tuple["Found", ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that means a time, and where it stands in the text."""

    start: int
    end: int
    text: str
    meaning: Meaning


def scan(text: str, context: Context) -> tuple[Found, ...]:
    """The phrases that together cover most words; of two ways to cover the same, the one with fewer phrases."""
    tokens = tokenize(text)
    chart = Chart(GRAMMAR, tokens, context)
    whole = _whole(text, tokens, chart)
    if whole:
        return (whole,)
    best: list[Choice] = [(0.0, ())] * (len(tokens) + 1)
    for place in range(len(tokens) - 1, -1, -1):
        best[place] = best[place + 1]
        for end, meaning in chart.at("when", place):
            if _is_reached(meaning) and not is_doubtful(Phrase(tokens, place, end), meaning):
                score = 2 * (end - place) - 1 + best[end][0]
                if score > best[place][0]:
                    found = _found(text, tokens, place, end, meaning)
                    best[place] = (score, (found, *best[end][1]))
    return best[0][1]


def starts_date(word: str) -> bool:
    """Whether a word may begin a date: a day's name, “tomorrow”, “every”."""
    keys = set(tokenize(word)[0].keys)
    return bool(keys & {"<weekday>", "<weekdays>", "<nearby>", "<recurring>", "every", "tonight"})


def _whole(text: str, tokens: tuple[Token, ...], chart: Chart) -> Found | None:
    """What the text means if all of it is a date: then “May”, “1 hour” and “noon” are."""
    last = len(tokens)
    while last and tokens[last - 1].text in ".,!?":
        last -= 1
    first = 1 if last > 1 and tokens[0].low == "(" else 0
    if first + 1 < last and tokens[first].low in MEALS:
        return None  # “dinner on Friday” names what one does
    for name in ("when", "sole"):
        for end, meaning in chart.at(name, first):
            if end == last and _is_reached(meaning):
                return _found(text, tokens, first, end, meaning)
    return None


def _is_reached(meaning: Meaning) -> bool:
    """Whether every day of it is one that a task may have."""
    of_end = meaning.end.day if meaning.end else None
    days = (meaning.day, meaning.at, meaning.starts, meaning.until, of_end)
    return all(day is None or YEAR_MIN <= day.year <= YEAR_MAX for day in days)


def _found(text: str, tokens: tuple[Token, ...], place: int, end: int, meaning: Meaning) -> Found:
    start, stop = tokens[place].start, tokens[end - 1].end
    return Found(start, stop, text[start:stop], meaning)
