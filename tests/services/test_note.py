"""Why somebody did something, in their own words: kept, marked as such, and believed by nobody. On both databases."""

from dataclasses import replace

import pytest
from tests.conftest import Clock
from tests.services.proposals import add, proposed

from watchbill.domain.errors import InvalidError
from watchbill.domain.operation import Change
from watchbill.domain.query import TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.verification import verify
from watchbill.services.writing import WriteOptions


def because(reason: str) -> WriteOptions:
    return WriteOptions(reason=reason)


def change(services: Services, caller: Caller, number: int) -> Change:
    return services.journal.find(caller, number).change


def test_whoever_says_why_has_it_as_the_note_of_the_change(
    services: Services, caller: Caller, machine: Caller
):
    services.tasks.add(machine, [TaskDraft(title="Milk")], because(" You\nare out. "))
    services.tasks.add(caller, [TaskDraft(title="Eggs")], because("I like them"))
    assert [change(services, caller, number).note for number in (1, 2)] == [
        "You are out.",
        "I like them",
    ]


def test_a_note_is_one_line_of_what_can_be_seen(services: Services, machine: Caller):
    hidden = "safe\x1b[2J \u202eevil\u200b\U000e0041 text"
    receipt = services.tasks.add(machine, [TaskDraft(title="Milk")], because(hidden))
    assert receipt.change
    assert receipt.change.note == "safe[2J evil text"


def test_a_reason_that_is_too_long_writes_nothing(
    services: Services, caller: Caller, machine: Caller
):
    with pytest.raises(InvalidError, match="The reason has 501 characters") as refused:
        services.tasks.add(machine, [TaskDraft(title="Milk")], because("x" * 501))
    assert refused.value.code == "INVALID_REASON"
    assert services.journal.last_change(caller.workspace_id) == 0


def test_a_proposals_reason_becomes_the_note_of_what_is_accepted(
    services: Services, caller: Caller, proposer: Caller
):
    receipt = services.tasks.add(proposer, [TaskDraft(title="Milk")], because("You asked"))
    assert proposed(receipt).reason == "You asked"
    services.proposals.accept(caller, 1)
    assert change(services, caller, 1).note == "You asked"


def test_the_same_request_for_another_reason_is_the_same_proposal(
    services: Services, caller: Caller, proposer: Caller
):
    for reason in ("once", "and again"):
        services.tasks.add(proposer, [TaskDraft(title="Milk")], because(reason))
    assert services.proposals.count_waiting(caller) == 1
    assert services.proposals.find(caller, 1).proposal.reason == "once"


def test_a_note_is_in_the_chain_and_goes_when_its_text_is_erased(
    services: Services, caller: Caller, machine: Caller, clock: Clock
):
    add(services, caller, "Secret plan", "Milk", "ab")
    services.tasks.update(
        machine, ["2"], TaskPatch(title="Oat"), because("as in the SECRET PLAN, ab")
    )
    services.tasks.update(machine, ["2"], TaskPatch(title="Soy"), because("cheaper"))
    services.erasing.erase(caller, "1")
    services.erasing.erase(caller, "ab")
    notes = [change(services, caller, number).note for number in (2, 3)]
    assert notes == ["as in the [erased], ab", "cheaper"]
    assert verify(services.database, caller.workspace_id, now=clock()).is_clean


def test_an_exported_history_with_what_programs_did_comes_back_whole(
    services: Services, caller: Caller, machine: Caller, proposer: Caller, clock: Clock
):
    services.tasks.add(
        replace(machine, run="r", client="pal 1"), [TaskDraft(title="Milk")], because("You asked")
    )
    services.tasks.add(proposer, [TaskDraft(title="Eggs")], because("so did she"))
    services.proposals.accept(caller, 1)
    before = [change(services, caller, number) for number in (1, 2)]
    data = b"".join(services.exports.write(caller, "json"))
    other = services.members.add_workspace(caller, "Other")
    there = replace(caller, workspace_id=other.id)
    assert services.restoring.restore(there, data) == 2
    assert [change(services, there, number) for number in (1, 2)] == before
    assert verify(services.database, other.id, now=clock()).is_clean
