"""A plain yes or no to a question that begins with a verb, and everything that isn't one."""

import pytest

from watchbill.language.verdict import read_verdict

YES = (
    "yes", "Yes!", "yes please", "y", "ok", "sure", "Sure, go ahead", "go ahead", "do it", "delete it", "yes, delete them",
    "delete both, please", "  yep . ", "of course", "delete all of them", "go for it", "\U0001f44d", "\U0001f44d\U0001f3fd", "\u2705", "sounds good", "sounds good to me",
    "yeah, go for it!", "hmm ok", "oh yes please", "uh, sure", "that's fine", "yes, that's right. go ahead", "fine", "I'm sure", "go on then", "ok, sounds good",
)  # fmt: skip
NO = (
    "no", "No.", "nope", "keep it", "no, keep it", "no thanks", "don't", "never mind", "cancel", "leave it", "no, leave them please", "stop",
    "keep that one", "no don't delete it", "don't do it", "\U0001f44e", "\u274c", "not now", "better not", "I'd rather not", "hmm, no", "leave it as it is", "definitely not",
)  # fmt: skip
NEITHER = (
    "yes but not the second one", "yes and add milk", "delete #3", "delete the rent one", "no, delete the other one", "what?", "",
    "complete it", "yes, complete it", "add yes", "right now", "not sure", "yesterday", "okay what's due", "keep going", "no idea",
    "keep the first one", "fine, but not the rent", "no, delete it", "please delete the rent", "sounds odd", "right, what is due",
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
