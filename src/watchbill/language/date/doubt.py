"""What looks like a date and may not be one: “May I”, “sat down”, “second opinion”, “1/2 cup”, “v1.10.30”, “weekly report”."""

from watchbill.language.date.feast import FEAST_OPENINGS, FEAST_WORDS
from watchbill.language.date.lexicon import (
    HALVES,
    MONTHS,
    NEARBY,
    NTHS,
    PARTS,
    RECURRING,
    UNITS,
    WEEKDAYS,
)
from watchbill.language.date.phrase import JOINS, Phrase
from watchbill.language.date.value import Meaning


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SHORT_DAYS = _words("sat sun wed weekend")
_NOONS = _words("noon midnight midday")
_NO_MONTH_AFTER = _words("on for of at about around")
_NO_PART_AFTER = _words("the of for about around to end mid")
_SPEAKERS = _words(
    "i he she they we you it who that the a an my his her their our to get be just and is was has have cat dog baby"
)
_BEFORE_ORDINAL = _words("on by the due before until till from for since of in at about around -")
_ARTICLES = _words("the a an my our your his her their")
_DUE = _words("on by due before until till")
_STUCK_BEFORE = frozenset("$€£#_/.-+=*&%\\^~")
_CURRENCIES = frozenset("$€£")
_STUCK_AFTER = frozenset("-/_:+%$°€£\\^='.")
MEALS = _words("lunch dinner breakfast supper dinnertime lunchtime")
_BEFORE_MEAL = _words("at before after by until")
_COUNTED = _words(
    """points point percent people person persons dollars dollar euros euro pounds pound km miles mile degrees kg g gb mb kb
    ml l lbs lb cups cup tsp tbsp teaspoon tablespoon tablespoons teaspoons inch inches feet foot meters metres metre pages
    page items item times st street ave avenue road rd lane blvd drive main pieces piece bottles eggs copies of stars votes hours hour
    units bags boxes pint pints litre litres liter liters oz ounce ounces teaspoonfuls loaf loaves bottle slices slice"""
)
_PLACED = _words(
    """floor floors attempt try time chapter page pages draft edition grade version street st avenue ave place half quarter
    step round part one ones thing things person people item items order row column line week weekend year day days batch
    phase stage class opinion hand option choice prize baseman base degree world child grader interview book season episode"""
)
_NEVER_NOUNS = _words(
    """instead please too also though thanks anyway if because so when while as i you he she it we they will would
    should shall can could may might must has have had does do did works only still just not maybe"""
)
"""Words that can't be what an ordinal before them belongs to: adverbs, conjunctions, pronouns, auxiliaries."""
_BEFORE_YEAR = _words("in by before until till during")
_KINDS_OF_DAY = FEAST_OPENINGS | _words("casual freaky manic super")
_OF_DAYS = _words(
    "school roast times blues prayers best ami amie amour ange cher cheri chéri dieu"
)
_PARTS_OF = _words("2 3 4 8")
_EXACTLY = _words("sharp prompt promptly")
_LISTED = _words("and or")
_OUT = _words("except excluding")
_ROADS = _words("st street ave avenue road rd lane ln blvd boulevard")
_STREETS = _ROADS | _words("drive square sq way terrace")
_NUMBERED = _words(
    "page pages chapter chapters step part room flat unit version size ratio score exercise question problem no number seat gate bus platform door row apartment apt suite"
)
_YEAR, _HOUR, _PAIR, _NOON, _AHEAD = 4, 2, 2, 12, 4


def is_doubtful(phrase: Phrase, meaning: Meaning) -> bool:
    """Whether the phrase is more likely something else than a time."""
    words = phrase.words
    return (
        _is_stuck(phrase)
        or _is_title(phrase, words)
        or _is_feast_of(phrase, words)
        or _is_address(phrase, words)
        or _is_numbered(phrase, words)
        or words == ["24", "/", "7"]
        or phrase.word_before in _OUT
        or _is_weak_word(phrase, words)
        or _is_part_only(phrase, words)
        or _is_of_thing(phrase, words)
        or _is_counted(phrase, words)
        or (not meaning.repeat and _is_ordinal_only(phrase, words))
        or _is_said_of_noun(phrase, words)
        or (not meaning.repeat and _is_part_of_name(phrase, words))
        or _is_cut_short(phrase, words)
    )


def _is_stuck(phrase: Phrase) -> bool:
    """Whether the phrase is a piece of a longer word, number or name."""
    before, after = phrase.before, phrase.after
    is_glued = phrase.tokens[phrase.place].glued
    if is_glued and before and (before.text[-1].isalnum() or before.text in _STUCK_BEFORE):
        return True
    if after is None or not after.glued:
        return False
    beyond = phrase.tokens[phrase.stop + 1 : phrase.stop + 2]
    is_joined = bool(beyond) and beyond[0].glued and beyond[0].text[0].isalnum()
    return (
        after.text[0].isalnum() or after.text == "%" or (is_joined and after.text in _STUCK_AFTER)
    )


def _is_title(phrase: Phrase, words: list[str]) -> bool:
    """“Friday Night Lights”, “dinner on Friday”: a name in capitals, a meal that is what one does."""
    if words[0] in MEALS and len(words) > 1:
        return True
    if words[-1] in WEEKDAYS and phrase.next_word in _OF_DAYS:
        return True
    if words[0] in PARTS and len(words) > 1 and phrase.next_word.isdigit():
        return True
    following = phrase.tokens[phrase.place : phrase.place + _PAIR + 1]
    if words[0].isdigit() and [each.text.istitle() for each in following[1:]] == [True, True]:
        return words[1] in UNITS and phrase.before is not None and phrase.before.text.islower()
    is_named = len(following) == _PAIR + 1 and all(each.text[0].isupper() for each in following)
    day, part, other = (each.low for each in following) if is_named else ("", "", "")
    return day in WEEKDAYS and part in PARTS and other not in JOINS


def _is_feast_of(phrase: Phrase, words: list[str]) -> bool:
    """“Christmas presents”, “for the Easter egg hunt”, “Christmas dinner”: what belongs to a feast."""
    named = words[words[0] == "for" :]
    named = named[named[:1] == ["the"] :]
    if not named or named[0] not in FEAST_OPENINGS:
        return len(words) == 1 and words[0] in WEEKDAYS and phrase.word_before in _KINDS_OF_DAY
    if named[-1] in MEALS:
        return True
    return FEAST_WORDS.issuperset(named) and not phrase.is_apart


def _is_address(phrase: Phrase, words: list[str]) -> bool:
    """“at 10 Downing St”, and the guests of “for 4 tonight at 8”."""
    following = [token.low for token in phrase.tokens[phrase.stop : phrase.stop + _AHEAD]]
    said = words[1:] if words[0] == "for" else words if phrase.word_before == "for" else []
    if words[-1] in MONTHS and phrase.next_word in _ROADS:
        return True
    if len(said) > 1 and said[0].isdigit() and not (said[1].isdigit() or said[1] in UNITS):
        return following[:1] in (["at"], ["@"]) and "".join(following[1:2]).isdigit()
    return len(words) == _PAIR and words[1].isdigit() and not _STREETS.isdisjoint(following)


def _is_numbered(phrase: Phrase, words: list[str]) -> bool:
    """“page 3/4”, “room 10.30”: a number that names something."""
    return words[0].isdigit() and phrase.word_before in _NUMBERED


def _is_part_of_whole(phrase: Phrase, words: list[str]) -> bool:
    """“1/2 stick of butter”."""
    if (
        len(words) != _PAIR + 1
        or words[1] != "/"
        or phrase.after is None
        or not words[0].isdigit()
    ):
        return False
    following = [token.low for token in phrase.tokens[phrase.stop : phrase.stop + _PAIR]]
    if following[-1] == "of" or (phrase.after.glued and phrase.after.text in '"\u2033'):
        return True
    is_small = words[2] in _PARTS_OF and int(words[0]) < int(words[2])
    return is_small and phrase.before is not None and not phrase.is_apart


def _is_weak_word(phrase: Phrase, words: list[str]) -> bool:
    """A lone “may”, “June” or “sat”: a month needs a preposition, a short day a place where a day would be."""
    last = words[-1]
    if words[0] in MONTHS and words[1:2] in (["at"], ["@"]):
        return True  # “June at noon” is somebody
    if words in (["this", "may"], ["this", "march"]):
        return not phrase.is_last
    if len(words) == _PAIR and last in _SHORT_DAYS:
        return words[0] in _NO_MONTH_AFTER and words[0] != "on" and _is_shouted(phrase)
    if len(words) == _PAIR:
        is_open = words[0] == "-" and not phrase.is_last
        return last in MONTHS and (is_open or words[0] in _NO_MONTH_AFTER)
    if len(words) > 1 or (last not in MONTHS and last not in _SHORT_DAYS):
        return False
    return (
        last in MONTHS
        or not phrase.is_last
        or (phrase.before is None or phrase.word_before in _SPEAKERS)
        or _is_shouted(phrase)
    )


def _is_shouted(phrase: Phrase) -> bool:
    """“Study for SAT”: in capitals, where the other words aren't, it is a name."""
    own = phrase.tokens[phrase.stop - 1].text
    return own.isupper() and not all(token.text.upper() == token.text for token in phrase.tokens)


def _is_part_only(phrase: Phrase, words: list[str]) -> bool:
    """A lone “dinner”, “night” or “noon”, or a meal that belongs to the words after it."""
    last, second = words[-1], words[-2] if len(words) > 1 else ""
    if last in MEALS and second not in _BEFORE_MEAL:
        return not phrase.is_last or second in ("", *_NO_PART_AFTER)
    if last in _NOONS and words[0] in (*_NOONS, "high", "12"):
        return not phrase.is_apart
    if last not in PARTS:
        return False
    return len(words) == 1 or (len(words) == _PAIR and second in _NO_PART_AFTER)


def _is_of_thing(phrase: Phrase, words: list[str]) -> bool:
    """“A minute of silence”, “week 12 of the course”, “5 sharp knives”, “Q1 and Q2 numbers”."""
    if phrase.next_word == "of" and (words[-1] in UNITS or words[-2:-1] == ["week"]):
        return True
    if words[0] == "q":
        return not phrase.is_apart or not _LISTED.isdisjoint(
            (phrase.word_before, phrase.next_word)
        )
    return words[-1] in _EXACTLY and not phrase.is_apart


def _is_counted(phrase: Phrase, words: list[str]) -> bool:
    """A number that counts something: “at 5 points”, “1/2 cup”, “about 1000 words”, “after 5 beers”, “3h of work”."""
    if len(words) == _PAIR and words[0].isdigit() and words[1] == "h":
        return int(words[0]) <= _NOON or not phrase.is_last
    is_before_unit = phrase.next_word in _COUNTED or phrase.next_word in UNITS
    if not words[-1].isdigit() or is_before_unit or _is_part_of_whole(phrase, words):
        return words[-1].isdigit()
    if len(words) != _PAIR or not words[0].isalpha() or words[0] in (*MONTHS, "at"):
        return False
    if words[0] in NEARBY:
        return not phrase.is_apart and words[1][0] != "0"
    is_year = len(words[1]) == _YEAR and words[0] in _BEFORE_YEAR
    return not phrase.is_last if is_year else len(words[1]) > _HOUR or not phrase.is_apart


def _is_ordinal_only(phrase: Phrase, words: list[str]) -> bool:
    """“the second floor”, “on first sight”: an ordinal alone is a day only where no word follows that it would belong to."""
    last = words[-1]
    is_word = last in NTHS
    is_ordinal = is_word or (last[:1].isdigit() and last[-2:] in ("st", "nd", "rd", "th"))
    if not is_ordinal or any(word not in _BEFORE_ORDINAL for word in words[:-1]):
        return False
    if (is_word and "the" not in words) or phrase.next_word in _PLACED:
        return True
    if len(words) == 1:
        return not phrase.is_last or phrase.word_before in _SPEAKERS or not phrase.word_before
    if not is_word and phrase.next_word in _NEVER_NOUNS:
        return False
    return not phrase.is_apart and (is_word or words[0] not in _DUE)


def _is_said_of_noun(phrase: Phrase, words: list[str]) -> bool:
    """“the weekly report”, “Friday's report”: before a noun an adverb of recurrence counts only after “a”, and a possessive never."""
    if phrase.is_apart:
        return False
    if words[-1].endswith("'s"):
        return True
    return len(words) == 1 and words[0] in RECURRING and phrase.word_before not in ("a", "an")


def _is_part_of_name(phrase: Phrase, words: list[str]) -> bool:
    """“the Friday report”, “about the night train”, “a 5 o'clock shadow”: after an article and before a noun it names a thing."""
    if phrase.next_word in ("to", "from") and (":" in words or words[-1] in HALVES):
        return "the" in (phrase.word_before, *words)
    if phrase.with_list.word_before in _ARTICLES:
        phrase = phrase.with_list
    if phrase.is_apart or words[-1][:1].isdigit():
        return False
    is_for = words[-1] in WEEKDAYS and "for" in (words[0], phrase.word_before)
    if is_for or words[-2:] == ["-", "end"]:
        return True
    if (words[-1] in HALVES or words[-1] == "o'clock") and not _ARTICLES.isdisjoint(words):
        return True
    if phrase.word_before in _ARTICLES:
        return words[0] not in _ARTICLES
    return words[-1] in PARTS and words[0] in _NO_PART_AFTER and words[-2:-1] == ["the"]


def _is_cut_short(phrase: Phrase, words: list[str]) -> bool:
    """“February 29, 2022”, a day that isn't: then “February 29” isn't one either. And “at 10 - 10.1” is no time."""
    if words[0] in MONTHS and phrase.word_before.isdigit():
        return phrase.tokens[phrase.place - 2].text not in _CURRENCIES
    following = [token.low for token in phrase.tokens[phrase.stop : phrase.stop + 2]]
    if following[:1] == ["-"] and following[-1][:1].isdigit():
        if words[0] in ("at", "@"):
            return True
        following = [token.low for token in phrase.tokens[phrase.stop + 2 : phrase.stop + 4]]
    year = following[1:] if following[:1] == [","] else following[:1]
    is_day = (
        words[-1][:1].isdigit()
        and len(words[-1]) <= _YEAR
        and any(word in MONTHS for word in words)
    )
    return is_day and len("".join(year)) == _YEAR and "".join(year).isdigit()
