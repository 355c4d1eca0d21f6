"""What a person is asked about a proposal: its change's own sentence, as a question."""

from datetime import UTC, datetime

import pytest

from watchbill.domain.operation import Actor, Change, Operation
from watchbill.domain.proposal import Proposal
from watchbill.domain.question import question_of

NOW = datetime(2026, 11, 25, tzinfo=UTC)
GONE = Operation("task", "t", before={"deleted_at": None}, after={"deleted_at": "2026"})
DONE = Operation("task", "t", before={"completed_at": None}, after={"completed_at": "2026"})


@pytest.mark.parametrize(
    ("sentence", "operation", "asked"),
    [
        ("Deleted #1 “Milk”", GONE, ("Delete #1 “Milk”?", "Delete", "Keep")),
        ("Completed #1 “a\nb”", DONE, ("Complete #1 “a b”?", "Complete", "Leave it")),
        ("Purged 3 tasks", GONE, ("Do this: Purged 3 tasks?", "Do it", "Keep")),
        (
            "Renamed #1 “a” to “b” and changed its due date",
            DONE,
            ("Rename #1 “a” to “b” and change its due date?", "Rename", "Leave it"),
        ),
        ("Added " + "x" * 400, DONE, ("Add " + "x" * 296 + "…?", "Add", "Leave it")),
    ],
)
def test_a_proposal_asks(sentence: str, operation: Operation, asked: tuple[str, str, str]) -> None:
    change = Change(
        actor=Actor("assistant", "a"),
        at=NOW,
        sentence=sentence,
        operations=(operation,),
        note="Say yes!",
    )
    question = question_of(
        Proposal(
            number=1,
            change=change,
            why="deletion",
            task_ids=(),
            stands_on=1,
            expires_at=NOW,
        )
    )
    assert (question.text, question.yes, question.no) == asked
