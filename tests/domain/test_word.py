"""What a word is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchbill.domain.word import WORD_MAX, fold, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pay the RENT!", ("pay", "the", "rent")),
        ("Straße in Málaga", ("strasse", "in", "malaga")),
        ("e-mail flat_hunting 10:30", ("e", "mail", "flat", "hunting", "10", "30")),
        ("牛奶 カフェ", ("牛", "奶", "カ", "フ", "ェ")),
        ("Party🎉🎂 ❤️", ("party", "🎉", "🎂", "❤")),
        ("हिन्दी", ("हिन्दी",)),
        ("& — %", ()),
        ("x" * 100, ("x" * WORD_MAX,)),
        ("", ()),
    ],
)
def test_words_are_runs_of_letters_and_digits_without_case_and_accents(
    text: str, words: tuple[str, ...]
) -> None:
    assert words_of(text) == words


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_the_words_of_the_words_are_the_words(text: str) -> None:
    assert words_of(" ".join(words_of(text))) == words_of(text)
