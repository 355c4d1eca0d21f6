"""Accepting proposals, on both databases: just as shown, in part, or not, for what stands in the way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import Clock
from tests.services.proposals import add, refusal, titles

from watchbill.domain.budget import UNLIMITED
from watchbill.domain.errors import (
    InvalidError,
)
from watchbill.domain.query import TaskPatch
from watchbill.services.accepting import Choice
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.tag import TagPatch
from watchbill.services.verification import verify
from watchbill.services.writing import WriteOptions


def test_new_tasks_keep_the_number_that_was_shown_whatever_comes_between(
    services: Services, caller: Caller, proposer: Caller
):
    add(services, proposer, "Milk")
    add(services, caller, "Eggs")
    services.proposals.accept(caller, 1)
    assert [task.name for task in services.tasks.find(caller, ["1", "2"])] == [
        "#1 “Milk”",
        "#2 “Eggs”",
    ]


def test_what_has_changed_under_a_proposal_is_said_and_nothing_is_written(
    services: Services, caller: Caller, proposer: Caller
):
    add(services, caller, "Milk", "Eggs")
    services.tasks.update(proposer, ["1"], TaskPatch(title="Oat milk", priority=1))
    services.tasks.update(caller, ["1"], TaskPatch(title="Soy milk"))
    assert refusal(lambda: services.proposals.accept(caller, 1, preview=True))
    assert services.proposals.find(caller, 1).state == "open"
    error = refusal(lambda: services.proposals.accept(caller, 1))
    assert error.message == (
        "What proposal 1 stands on has changed since: "
        "title of #1 “Soy milk”, changed since by change 2 of user:owner."
    )
    [conflict] = error.details["conflicts"]
    assert (conflict["was"], conflict["wrote"], conflict["now"]) == (
        "Milk",
        "Oat milk",
        "Soy milk",
    )
    shown = services.proposals.find(caller, 1)
    assert (shown.state, [str(clash.conflict.field) for clash in shown.clashes]) == (
        "stale",
        ["title"],
    )
    assert (
        refusal(lambda: services.proposals.accept(caller, 1, Choice(rest=True))).details[
            "conflicts"
        ]
        == []
    )
    services.journal.undo(caller, 2)
    services.proposals.accept(caller, 1)
    assert titles(services, caller) == ["Eggs", "Oat milk"]


def test_what_would_be_closed_has_to_be_all_as_it_was_shown(
    services: Services, caller: Caller, proposer: Caller
):
    add(services, caller, "Old junk", "Errand")
    services.tasks.delete(proposer, ["1"])
    services.tasks.complete(proposer, ["2"])
    services.tasks.update(caller, ["1"], TaskPatch(title="Keep this", description="!"))
    services.tasks.add(caller, [TaskDraft(title="below", parent="2")])
    error = refusal(lambda: services.proposals.accept(caller, 1))
    assert [(one["field"], one["was"], one["now"]) for one in error.details["conflicts"]] == [
        ("title", "Old junk", "Keep this"),
        ("description", "", "!"),
    ]
    error = refusal(lambda: services.proposals.accept(caller, 2))
    assert [(one["name"], one["reason"]) for one in error.details["conflicts"]] == [
        ("#2 “Errand”", "used")
    ]
    assert titles(services, caller) == ["Errand", "Keep this", "below"]


def test_some_tasks_or_the_rest_of_a_proposal_can_be_accepted(
    services: Services, caller: Caller, proposer: Caller, clock: Clock
):
    add(services, caller, "a", "b", "c")
    services.tasks.delete(proposer, ["1", "2", "3"])
    services.tasks.complete(replace(proposer, run="other"), ["1", "2", "3"])
    services.tasks.update(caller, ["2"], TaskPatch(title="B"))
    refusal(lambda: services.proposals.accept(caller, 1))
    with pytest.raises(InvalidError, match="#4 is not in proposal 1"):
        services.proposals.accept(caller, 1, Choice(tasks=(4,)))
    receipt = services.proposals.accept(caller, 1, Choice(tasks=(1,)))
    assert receipt.change is not None
    assert receipt.change.sentence == (
        "Only #1 “a”: Deleted #1 “a”, #2 “b” and #3 “c” (proposal 1, accepted by user:owner)"
    )
    assert services.proposals.find(caller, 1).state == "partly accepted"
    assert titles(services, caller) == ["B", "c"]
    services.proposals.accept(caller, 2, Choice(rest=True))
    assert titles(services, caller) == ["B"]
    assert titles(services, caller, "deleted") == ["a"]
    assert verify(services.database, caller.workspace_id, now=clock()).is_clean


def test_what_hangs_together_is_accepted_together(
    services: Services, caller: Caller, proposer: Caller
):
    below = TaskDraft(title="below", tags=("new",))
    drafts = [
        TaskDraft(title="above", subtasks=(below,)),
        TaskDraft(title="alone", tags=("new",)),
        TaskDraft(title="plain"),
    ]
    services.tasks.add(proposer, drafts)
    assert services.proposals.find(caller, 1).parts == ((1, 2), (3,), (4,))
    services.proposals.accept(caller, 1, Choice(tasks=(2,)))
    assert titles(services, caller) == ["above", "below"]
    assert services.tags.find(caller, "new").name == "new"
    services.tasks.update(caller, ["1"], TaskPatch(due="2026-12-01", recurrence="FREQ=DAILY"))
    services.tasks.complete(proposer, ["2"])
    services.tasks.complete(proposer, ["1"], children="complete")
    assert [len(services.proposals.find(caller, number).parts) for number in (2, 3)] == [1, 1]


def test_names_and_things_that_came_or_went_meanwhile_are_in_the_way(
    services: Services, caller: Caller, proposer: Caller
):
    add(services, caller, "Milk", "Eggs", "Ham")
    services.projects.add(caller, "Home", ProjectPatch())
    services.tags.add(caller, "t", TagPatch())
    services.tasks.add(proposer, [TaskDraft(title="x", tags=("errand",))])
    services.projects.update(proposer, "Home", ProjectPatch(name="House"))
    services.tasks.update(proposer, ["1"], TaskPatch(parent="2"))
    services.tasks.update(proposer, ["3"], TaskPatch(project="Home"))
    services.tasks.update(proposer, ["3"], TaskPatch(add_tags=("t",)))
    services.comments.add(proposer, "3", "hm")
    services.tags.delete(proposer, "t")
    services.tags.add(caller, "Errand", TagPatch())
    services.projects.add(caller, "house", ProjectPatch())
    services.tasks.update(caller, ["2"], TaskPatch(parent="1", add_tags=("t",)))
    services.projects.delete(caller, "Home")
    services.tasks.delete(caller, ["3"])
    found = []
    for number in range(1, 8):
        conflicts = refusal(
            lambda number=number: services.proposals.accept(caller, number)
        ).details["conflicts"]
        found.append([(one["noun"], one["field"], one["reason"]) for one in conflicts])
    assert found == [
        [("tag", "", "there")],
        [("project", "", "gone")],
        [("task", "parent_id", "changed")],
        [("task", "", "gone"), ("task", "project_id", "gone")],
        [("task", "", "gone")],
        [("comment", "task_id", "gone")],
        [("tag", "", "used")],
    ]


def test_a_new_name_that_is_taken_meanwhile_is_in_the_way(
    services: Services, caller: Caller, proposer: Caller
):
    services.tags.add(caller, "a", TagPatch())
    services.tags.update(proposer, "a", TagPatch(name="b"))
    services.tags.add(caller, "B", TagPatch())
    [conflict] = refusal(lambda: services.proposals.accept(caller, 1)).details["conflicts"]
    assert (conflict["field"], conflict["reason"]) == ("name", "there")


def test_a_declined_proposal_is_over_and_its_proposer_is_told_why(
    services: Services, caller: Caller, proposer: Caller
):
    add(services, proposer, "Milk")
    declined = services.proposals.decline(caller, 1, " Not\nnow ")
    assert (declined.state, declined.proposal.word) == ("declined", "Not now")
    assert services.proposals.decline(caller, 1).proposal == declined.proposal
    error = refusal(lambda: services.proposals.accept(caller, 1))
    assert (error.message, error.details) == (
        "Proposal 1 is declined by user:owner.",
        {"state": "declined"},
    )
    with pytest.raises(InvalidError, match="word has 501"):
        services.proposals.decline(caller, 1, "x" * 501)
    assert services.proposals.find(proposer, 1).proposal.word == "Not now"


def test_what_nobody_decided_expires(
    services: Services, caller: Caller, proposer: Caller, clock: Clock
):
    short = replace(proposer, budget=replace(UNLIMITED, proposal_days=1))
    add(services, short, "a")
    add(services, proposer, "b")
    services.proposals.decline(caller, 2)
    clock.now += timedelta(days=1)
    assert services.proposals.count_waiting(caller) == 0
    assert (
        refusal(lambda: services.proposals.accept(caller, 1)).message == "Proposal 1 is expired."
    )
    states = {
        state: [one.proposal.number for one in services.proposals.view(caller, states=(state,))]
        for state in ("open", "expired", "declined")
    }
    assert states == {"open": [], "expired": [1], "declined": [2]}
    assert [one.proposal.number for one in services.proposals.view(caller, before=2, limit=1)] == [
        1
    ]
    with pytest.raises(InvalidError, match="The limit is 0"):
        services.proposals.view(caller, limit=0)


def test_erasing_takes_the_texts_out_of_proposals_too(
    services: Services, caller: Caller, proposer: Caller
):
    add(services, caller, "Secret plan", "Milk")
    reason = WriteOptions(reason="The Secret plan is old")
    services.tasks.delete(proposer, ["1"], reason)
    services.tasks.update(proposer, ["1"], TaskPatch(title="Secret plan B"))
    services.tasks.update(proposer, ["2"], TaskPatch(title="Oat milk"))
    services.proposals.decline(caller, 1, "the Secret plan stays")
    services.erasing.erase(caller, "1")
    shown = services.proposals.view(caller)
    assert "Secret" not in str(shown)
    assert shown[0].proposal.change.sentence == "Renamed #2 “Milk” to “Oat milk”"
    assert refusal(lambda: services.proposals.accept(caller, 2))


def test_a_thing_is_not_in_the_way_of_its_own_name(
    services: Services, caller: Caller, proposer: Caller
):
    services.tags.add(caller, "errand", TagPatch())
    services.tags.update(proposer, "errand", TagPatch(name="Errand"))
    services.proposals.accept(caller, 1)
    assert services.tags.find(caller, "errand").name == "Errand"


def test_a_part_that_is_done_is_not_in_the_way_of_completing_the_whole(
    services: Services, caller: Caller, proposer: Caller
):
    services.tasks.add(caller, [TaskDraft(title="whole")])
    services.tasks.add(caller, [TaskDraft(title="part", parent="1")])
    services.tasks.complete(caller, ["2"])
    services.tasks.complete(proposer, ["1"])
    services.proposals.accept(caller, 1)
    assert not services.tasks.find(caller, ["1"])[0].is_open


def test_a_family_is_deleted_and_a_tag_taken_off_its_tasks_as_it_was_proposed(
    services: Services, caller: Caller, proposer: Caller, clock: Clock
):
    below = TaskDraft(title="below")
    services.tasks.add(caller, [TaskDraft(title="above", subtasks=(below,), tags=("t",))])
    services.tags.update(proposer, "t", TagPatch(name="T"))
    services.tags.delete(proposer, "t")
    services.proposals.accept(caller, 1)
    refusal(lambda: services.proposals.accept(caller, 2))  # its name has changed
    services.journal.undo(caller, 2)
    services.proposals.accept(caller, 2)
    services.tasks.delete(proposer, ["1"])
    services.proposals.accept(caller, 3)
    assert titles(services, caller, "deleted") == ["above", "below"]
    assert verify(services.database, caller.workspace_id, now=clock()).is_clean
