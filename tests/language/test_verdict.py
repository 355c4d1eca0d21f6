"""A plain yes or no to a question that begins with a verb, and everything that isn't one."""

import pytest

from watchbill.language.verdict import read_verdict

YES = (
    "yes", "Yes!", "yes please", "y", "ok", "sure", "Sure, go ahead", "go ahead", "do it", "delete it", "yes, delete them",
    "delete both, please", "  yep . ", "of course", "delete all of them",
)  # fmt: skip
NO = ("no", "No.", "nope", "keep it", "no, keep it", "no thanks", "don't", "never mind", "cancel", "leave it", "no, leave them please", "stop")  # fmt: skip
NEITHER = (
    "yes but not the second one", "yes and add milk", "delete #3", "delete the rent one", "no, delete the other one", "what?", "",
    "complete it", "yes, complete it", "add yes", "right now", "not sure", "yesterday", "okay what's due", "keep going", "no idea",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        *((text, "yes") for text in YES),
        *((text, "no") for text in NO),
        *((text, None) for text in NEITHER),
    ],
)
def test_what_was_said_to_a_question(text: str, verdict: str | None) -> None:
    assert read_verdict(text, "Delete") == verdict


def test_another_verb_is_no_answer() -> None:
    assert (read_verdict("complete it", "Complete"), read_verdict("delete it", "Complete")) == (
        "yes",
        None,
    )
