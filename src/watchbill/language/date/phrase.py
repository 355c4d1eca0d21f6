"""A phrase among the words around it."""

from dataclasses import dataclass

from watchbill.language.date.lexicon import WEEKDAYS
from watchbill.language.date.token import Token


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


JOINS = _words(
    "on at in by before until from starting with for to and or every then but - : , . ; ! ? ) # @ + p1 p2 p3 p4"
)
"""Words and signs that no noun is."""
_LISTING = _words("and or ,")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some tokens among others."""

    tokens: tuple[Token, ...]
    place: int
    stop: int

    @property
    def words(self) -> list[str]:
        return [token.low for token in self.tokens[self.place : self.stop]]

    @property
    def before(self) -> Token | None:
        return self.tokens[self.place - 1] if self.place else None

    @property
    def after(self) -> Token | None:
        return self.tokens[self.stop] if self.stop < len(self.tokens) else None

    @property
    def word_before(self) -> str:
        return self.before.low if self.before else ""

    @property
    def next_word(self) -> str:
        return self.after.low if self.after else ""

    @property
    def is_last(self) -> bool:
        """Nothing follows, or something that isn't a word."""
        return self.after is None or not self.after.text[0].isalnum()

    @property
    def is_apart(self) -> bool:
        """Nothing follows that would belong to the phrase's last word."""
        return self.is_last or self.next_word in JOINS

    @property
    def with_list(self) -> "Phrase":
        """The phrase with the weekdays that it is listed with: “Monday and Friday”."""
        place, stop = self.place, self.stop
        while place > 1 and self._is_weekday(place - 2) and self._is_listing(place - 1):
            place -= 2
        while self._is_listing(stop) and self._is_weekday(stop + 1):
            stop += 2
        return Phrase(self.tokens, place, stop)

    def _is_listing(self, place: int) -> bool:
        return place < len(self.tokens) and self.tokens[place].low in _LISTING

    def _is_weekday(self, place: int) -> bool:
        return place < len(self.tokens) and self.tokens[place].low in WEEKDAYS
