"""Proposals, on both databases: what becomes one, for whom, and who decides."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import Clock
from tests.services.proposals import add, history, proposed, refusal, titles

from watchbill.domain.budget import UNLIMITED, Budget
from watchbill.domain.errors import (
    ForbiddenError,
    NotFoundError,
    RateLimitedError,
)
from watchbill.domain.operation import Actor
from watchbill.domain.query import TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.tag import TagPatch
from watchbill.services.verification import verify
from watchbill.services.writing import WriteOptions


def test_what_a_proposer_wants_waits_and_is_done_as_shown_once_a_person_accepts(
    services: Services, caller: Caller, proposer: Caller, clock: Clock
):
    options = WriteOptions(reason="You asked\n for it.")
    receipt = services.tasks.add(
        replace(proposer, client="pal 1.0"), [TaskDraft(title="Milk")], options
    )
    proposal = proposed(receipt)
    assert receipt.change == replace(proposal.change, request_digest=receipt.change.request_digest)
    assert (receipt.change.number, [task.name for task in receipt.tasks]) == (0, ["#1 “Milk”"])
    assert (proposal.number, proposal.why, proposal.reason) == (1, "mode", "You asked for it.")
    assert proposal.expires_at == proposal.change.at + timedelta(days=7)
    assert (titles(services, caller), history(services, caller)) == ([], [])
    done = services.proposals.accept(caller, 1)
    assert titles(services, caller) == ["Milk"]
    change = done.change
    assert change is not None
    assert change.operations == proposal.change.operations
    assert (str(change.actor), change.on_behalf_of, change.client) == (
        "token:robot",
        "owner",
        "pal 1.0",
    )
    assert (change.proposal, change.accepted_by, change.run) == (
        1,
        caller.actor,
        proposal.change.run,
    )
    assert history(services, caller) == [
        "token:robot: Added #1 “Milk” (proposal 1, accepted by user:owner)"
    ]
    again = services.proposals.accept(caller, 1)
    assert again.is_repeat
    assert again.change == services.journal.find(caller, 1).change
    assert [task.name for task in again.tasks] == ["#1 “Milk”"]
    shown = services.proposals.find(caller, 1)
    assert (shown.state, shown.proposal.result, shown.proposal.decided_by) == (
        "accepted",
        1,
        caller.actor,
    )
    assert verify(services.database, caller.workspace_id, now=clock()).is_clean


@pytest.mark.parametrize("scopes", [{"tasks:read", "tasks:write", "tasks:delete", "admin"}])
def test_no_program_accepts_or_declines_whatever_its_scopes(
    services: Services, caller: Caller, machine: Caller, proposer: Caller, scopes: set[str]
):
    add(services, proposer, "Milk")
    assistant = replace(machine, actor=Actor("assistant", "owner"))
    for who in (machine, proposer, assistant):
        for decide in (services.proposals.accept, services.proposals.decline):
            with pytest.raises(ForbiddenError, match="Only a person can"):
                decide(who, 1)
    assert services.proposals.find(caller, 1).state == "open"
    assert titles(services, caller) == []


def test_every_use_case_is_proposed_by_who_may_only_propose(
    services: Services, caller: Caller, proposer: Caller, clock: Clock
):
    add(services, caller, "Milk", "Eggs", "Rent")
    services.tasks.update(caller, ["3"], TaskPatch(due="2026-12-01", recurrence="FREQ=MONTHLY"))
    services.tasks.complete(caller, ["2"])
    services.projects.add(caller, "Home", ProjectPatch())
    services.tags.add(caller, "errand", TagPatch())
    services.filters.add(caller, "Soon", "due:today")
    comment = services.comments.add(caller, "1", "Oat").change
    assert comment is not None
    tasks, last = services.tasks, services.journal.last_change(caller.workspace_id)
    receipts = [
        tasks.add(proposer, [TaskDraft(title="x", tags=("new",))]),
        tasks.update(proposer, ["1"], TaskPatch(title="Oat milk")),
        tasks.complete(proposer, ["1"]),
        tasks.skip(proposer, ["3"]),
        tasks.reopen(proposer, ["2"]),
        tasks.delete(proposer, ["1"]),
        services.projects.add(proposer, "Work", ProjectPatch()),
        services.projects.update(proposer, "Home", ProjectPatch(colour="#1e90ff")),
        services.projects.delete(proposer, "Home"),
        services.tags.add(proposer, "calm", TagPatch()),
        services.tags.update(proposer, "errand", TagPatch(name="errands")),
        services.tags.delete(proposer, "errand"),
        services.filters.add(proposer, "Late", "due:today"),
        services.filters.update(proposer, "Soon", query="p1"),
        services.filters.delete(proposer, "Soon"),
        services.comments.add(proposer, "1", "Soy"),
        services.comments.delete(proposer, comment.operations[0].id),
        services.journal.undo(proposer, 3),
        services.erasing.erase(proposer, "1"),
    ]
    assert [proposed(receipt).number for receipt in receipts] == list(range(1, len(receipts) + 1))
    assert services.journal.last_change(caller.workspace_id) == last
    assert services.proposals.count_waiting(caller) == len(receipts)
    for number in (7, 10, 13, 16, 2, 5, 4):
        services.proposals.accept(caller, number)
    assert services.journal.last_change(caller.workspace_id) == last + 7
    assert verify(services.database, caller.workspace_id, now=clock()).is_clean


@pytest.mark.parametrize(
    ("budget", "why"),
    [(Budget(), ["deletion", "bulk", "bulk", None]), (UNLIMITED, ["deletion", None, None, None])],
)
def test_who_acts_still_proposes_to_delete_and_what_is_bulk(
    services: Services, caller: Caller, actor: Caller, budget: Budget, why: list[str | None]
):
    refs = [str(task.ref) for task in add(services, caller, *"abcdef").tasks]
    actor = replace(actor, budget=budget)
    receipts = [
        services.tasks.delete(actor, ["1"]),
        services.tasks.complete(actor, refs),
        add(services, actor, *"ghijkl"),
        services.tasks.update(actor, ["1"], TaskPatch(title="A")),
    ]
    assert [one.proposal and one.proposal.why for one in receipts] == why


def test_who_may_delete_deletes_but_never_erases_alone(
    services: Services, caller: Caller, machine: Caller
):
    add(services, caller, "Milk", "Secret")
    assert services.tasks.delete(machine, ["1"]).proposal is None
    assert services.erasing.erase(machine, "2", WriteOptions(preview=True)).is_preview
    waiting = proposed(services.erasing.erase(machine, "2"))
    assert (waiting.why, titles(services, caller)) == ("erasing", ["Secret"])
    services.proposals.accept(caller, waiting.number, preview=True)
    assert titles(services, caller) == ["Secret"]
    services.proposals.accept(caller, waiting.number)
    assert titles(services, caller) == ["[erased]"]
    assert "Secret" not in str(history(services, caller))


def test_three_that_come_again_are_three(services: Services, caller: Caller, actor: Caller):
    drafts = [TaskDraft(title=title, due="2026-12-01", recurrence="FREQ=DAILY") for title in "abc"]
    services.tasks.add(caller, drafts)
    assert services.tasks.complete(actor, ["1", "2", "3"]).proposal is None


def test_a_run_over_its_changes_proposes_and_may_still_take_its_own_back(
    services: Services, caller: Caller, actor: Caller
):
    actor = replace(actor, budget=replace(Budget(), changes_per_run=2))
    receipts = [add(services, actor, title) for title in "abc"]
    assert [one.proposal and one.proposal.why for one in receipts] == [None, None, "run"]
    assert services.journal.undo(actor, 2).proposal is None
    assert add(services, replace(actor, run="turn-2"), "d").proposal is None
    services.proposals.accept(caller, 1)
    assert titles(services, caller) == ["a", "c", "d"]


def test_small_calls_come_to_no_more_than_a_run_may(
    services: Services, caller: Caller, actor: Caller
):
    services.tasks.add(caller, [TaskDraft(title=str(number)) for number in range(9)])
    actor = replace(actor, budget=replace(Budget(), changes_per_run=7))
    calls = [["1", "2", "3"], ["4", "5", "6"], ["7", "8"], ["9"]]
    receipts = [services.tasks.complete(actor, refs) for refs in calls]
    assert [one.proposal and one.proposal.why for one in receipts] == [None, None, "run", None]


def test_a_program_without_turns_is_in_one_run_until_it_pauses(
    services: Services, caller: Caller, machine: Caller, proposer: Caller, clock: Clock
):
    runs = []
    for who, pause in [(machine, 0), (proposer, 14), (machine, 14), (machine, 16)]:
        clock.now += timedelta(minutes=pause)
        receipt = add(services, who, "x")
        assert receipt.change is not None
        runs.append(receipt.change.run)
    assert len({*runs[:3]}) == 1
    assert runs[3] not in (None, runs[0])
    assert add(services, caller, "x").change.run is None  # type: ignore[union-attr]


def test_the_same_call_in_the_same_run_is_the_same_proposal(
    services: Services, caller: Caller, actor: Caller, clock: Clock
):
    add(services, caller, "Milk")
    first = services.tasks.delete(actor, ["1"])
    again = services.tasks.delete(actor, ["1"])
    assert (proposed(again).number, again.is_repeat) == (1, True)
    assert again.change == replace(proposed(first).change, request_digest=None)
    assert proposed(services.tasks.delete(replace(actor, run="other"), ["1"])).number == 2
    services.proposals.decline(caller, 1, "I need it")
    declined = proposed(services.tasks.delete(actor, ["1"]))
    assert (declined.number, declined.state, declined.word) == (1, "declined", "I need it")
    services.tasks.update(caller, ["1"], TaskPatch(title="Oat"))
    services.proposals.withdraw(actor, 2)
    assert proposed(services.tasks.delete(replace(actor, run="other"), ["1"])).number == 3
    clock.now += timedelta(days=7)
    assert proposed(services.tasks.delete(replace(actor, run="other"), ["1"])).number == 4
    services.proposals.accept(caller, 4)
    done = services.tasks.delete(replace(actor, run="other"), ["1"])
    assert (done.change.number, done.is_repeat, proposed(done).result) == (3, True, 3)  # type: ignore[union-attr]


def test_a_repeat_is_answered_also_when_it_can_not_be_shown_as_it_would_be(
    services: Services, caller: Caller, proposer: Caller
):
    add(services, caller, "Milk")
    services.tasks.update(proposer, ["1"], TaskPatch(title="Oat milk"))
    services.tasks.update(caller, ["1"], TaskPatch(title="Soy milk"))
    again = services.tasks.update(proposer, ["1"], TaskPatch(title="Oat milk"))
    assert (proposed(again).number, [task.title for task in again.tasks]) == (1, ["Soy milk"])


def test_a_request_key_stands_for_one_proposal_and_no_other_request(
    services: Services, caller: Caller, proposer: Caller
):
    key = WriteOptions(request_key="k")
    first = services.tasks.add(replace(proposer, run="a"), [TaskDraft(title="a")], key)
    again = services.tasks.add(replace(proposer, run="b"), [TaskDraft(title="a")], key)
    assert proposed(first).number == proposed(again).number == 1
    error = refusal(lambda: services.tasks.add(proposer, [TaskDraft(title="b")], key))
    assert error.details == {"proposal": 1}


def test_a_preview_makes_no_proposal(services: Services, caller: Caller, proposer: Caller):
    options = WriteOptions(preview=True)
    receipt = services.tasks.add(proposer, [TaskDraft(title="a")], options)
    assert (receipt.is_preview, receipt.proposal) == (True, None)
    assert services.proposals.view(caller) == ()


def test_a_program_sees_and_withdraws_only_its_own(
    services: Services, caller: Caller, proposer: Caller
):
    other = replace(proposer, actor=Actor("token", "other"))
    add(services, proposer, "a")
    add(services, other, "b")
    assert [one.proposal.number for one in services.proposals.view(other)] == [2]
    assert [services.proposals.count_waiting(who) for who in (caller, other)] == [2, 1]
    for look in (services.proposals.find, services.proposals.withdraw):
        with pytest.raises(NotFoundError, match="There is no proposal 1"):
            look(other, 1)
    assert services.proposals.withdraw(other, 2).state == "withdrawn"
    with pytest.raises(ForbiddenError, match="Proposal 1 is not yours"):
        services.proposals.withdraw(caller, 1)
    assert refusal(lambda: services.proposals.accept(caller, 2)).details == {"state": "withdrawn"}


def test_who_writes_too_much_within_an_hour_is_told_how_long_to_wait(
    services: Services, caller: Caller, actor: Caller, clock: Clock
):
    actor = replace(actor, budget=replace(UNLIMITED, changes_per_hour=2))
    for title in "ab":
        add(services, actor, title)
    with pytest.raises(RateLimitedError) as refused:
        add(services, actor, "c")
    assert refused.value.details == {"retry_after": 3660}  # to the end of that minute, an hour on
    proposer = replace(actor, mode="propose", actor=Actor("token", "other"))
    for title in "cd":
        add(services, proposer, title)
    with pytest.raises(RateLimitedError):
        add(services, proposer, "e")
    clock.now += timedelta(minutes=30)
    with pytest.raises(RateLimitedError) as refused:
        add(services, actor, "c")
    assert refused.value.details == {"retry_after": 1860}
    clock.now += timedelta(minutes=31)
    assert add(services, actor, "c").change
    assert titles(services, caller) == ["a", "b", "c"]


def test_no_more_than_a_hundred_of_one_program_wait(
    services: Services, caller: Caller, proposer: Caller
):
    for number in range(100):
        add(services, proposer, f"t{number}")
    with pytest.raises(RateLimitedError, match="100 proposals of yours wait already"):
        add(services, proposer, "one more")
    assert (
        proposed(add(services, replace(proposer, actor=Actor("token", "other")), "a")).number
        == 101
    )
    assert services.proposals.count_waiting(caller) == 101
