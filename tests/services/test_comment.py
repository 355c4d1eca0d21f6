"""Comments, on both databases."""

from dataclasses import replace

import pytest

from watchbill.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from watchbill.domain.operation import Actor
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.writing import Receipt


@pytest.fixture
def robot(caller: Caller) -> Caller:
    """A program that may write and not delete."""
    scopes = frozenset({"tasks:read", "tasks:write"})
    return replace(caller, actor=Actor("token", "robot"), scopes=scopes)


@pytest.fixture
def told(services: Services, caller: Caller) -> Services:
    services.tasks.add(caller, [TaskDraft(title="Milk"), TaskDraft(title="Rent")])
    return services


def said(services: Services, caller: Caller) -> list[tuple[str, str]]:
    return [(one.author, one.text) for one in services.comments.view(caller, "1")]


def only(services: Services, caller: Caller) -> str:
    [comment] = services.comments.view(caller, "1")
    return comment.id


def sentence(receipt: Receipt) -> str:
    assert receipt.change is not None
    return receipt.change.sentence


def test_comments_are_told_in_order_with_who_made_them(
    told: Services, caller: Caller, robot: Caller
) -> None:
    assert sentence(told.comments.add(caller, "Milk", " Oat\n ")) == "Commented on #1 “Milk”"
    told.comments.add(robot, "1", "Sold out")
    assert said(told, caller) == [("user:owner", "Oat"), ("token:robot", "Sold out")]
    assert told.comments.view(caller, "2") == ()


@pytest.mark.parametrize("text", [" \n ", "x" * 10_001, "a\x00b"])
def test_a_text_that_can_not_be_is_refused(told: Services, caller: Caller, text: str) -> None:
    with pytest.raises(InvalidError) as refused:
        told.comments.add(caller, "1", text)
    assert refused.value.code == "INVALID_TEXT"
    assert said(told, caller) == []


def test_only_who_said_it_changes_the_words(told: Services, caller: Caller, robot: Caller) -> None:
    told.comments.add(robot, "1", "Oat")
    with pytest.raises(ForbiddenError, match="This was said by token:robot"):
        told.comments.update(caller, only(told, caller), "Soy")
    changed = told.comments.update(robot, only(told, caller), "Soy")
    assert sentence(changed) == "Changed a comment on #1 “Milk”"
    assert said(told, caller) == [("token:robot", "Soy")]
    told.journal.undo(robot)
    assert said(told, caller) == [("token:robot", "Oat")]


def test_a_program_that_may_not_delete_takes_away_only_its_own_and_proposes_the_rest(
    told: Services, caller: Caller, robot: Caller
) -> None:
    told.comments.add(caller, "1", "Oat")
    waiting = told.comments.delete(robot, only(told, caller))
    assert waiting.proposal is not None
    assert waiting.proposal.why == "deletion"
    assert said(told, caller) == [("user:owner", "Oat")]
    deleted = told.comments.delete(caller, only(told, caller))
    assert sentence(deleted) == "Deleted a comment on #1 “Milk”"
    told.comments.add(robot, "1", "Soy")
    told.comments.delete(robot, only(told, caller))
    assert said(told, caller) == []


def test_a_task_in_the_trash_is_not_commented_on(told: Services, caller: Caller) -> None:
    told.tasks.delete(caller, ["1"])
    with pytest.raises(ConflictError, match="#1 “Milk” is in the trash"):
        told.comments.add(caller, "1", "Oat")
    assert said(told, caller) == []


def test_an_unknown_comment_is_refused(told: Services, caller: Caller) -> None:
    for call in (
        lambda: told.comments.delete(caller, "nothing"),
        lambda: told.comments.update(caller, "nothing", "x"),
    ):
        with pytest.raises(NotFoundError) as refused:
            call()
        assert refused.value.code == "COMMENT_NOT_FOUND"
