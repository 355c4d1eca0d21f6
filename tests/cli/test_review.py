"""Reviewing proposals by the command line, on this machine and on a server."""

import json
from dataclasses import replace

import pytest
from tests.cli.conftest import Watchbill
from tests.cli.terminal import at_terminal

from watchbill.domain.operation import Actor
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.writing import WriteOptions

PASSWORD = "correct horse battery"


@pytest.fixture
def robot(services: Services) -> Caller:
    owner = services.users.owner()
    return replace(owner, actor=Actor("token", "robot"), mode="propose")


def test_what_waits_is_looked_at_and_accepted_in_part(
    local: Watchbill, services: Services, robot: Caller
):
    drafts = [TaskDraft(title="Milk"), TaskDraft(title="Eggs")]
    services.tasks.add(robot, drafts, WriteOptions(reason="You asked"))
    said = "1\topen\ttoken:robot\tAdded #1 “Milk” and #2 “Eggs”\n"
    assert local("review").out == local("review", "list").out == said
    shown = local("review", "show", "1").out.splitlines()
    assert shown[0] == "Proposal 1 of token:robot, open: Added #1 “Milk” and #2 “Eggs”"
    assert shown[2:] == [
        "  in its own words: 'You asked'",
        "  #1 title: nothing → Milk",
        "  #2 title: nothing → Eggs",
    ]
    assert local("review", "accept", "1", "--task", "2").code == 0
    assert local("list").out == "#2\tEggs\n"
    assert local("history").out.endswith(
        "accepted by user:owner); in its own words: 'You asked'\n"
    )
    assert local("review").out == ""
    assert json.loads(local("review", "list", "--all", "--json").out)["proposals"][0]["state"] == (
        "partly accepted"
    )


def test_what_has_changed_since_is_shown_and_the_proposal_declined(
    local: Watchbill, services: Services, robot: Caller
):
    local("add", "Milk")
    services.tasks.delete(robot, ["1"])
    services.projects.add(robot, "Home", ProjectPatch())
    assert "  #1 state: on the list → in the trash\n" in local("review", "show", "1").out
    local("edit", "1", "--title", "Oat milk")
    assert local("review", "show", "1").out.endswith("changed since: #1 “Oat milk” title\n")
    assert local("review", "accept", "1").code == 5
    assert local("review", "accept", "1", "--rest").code == 5
    assert local("review", "decline", "1", "--word", "I need it").out == "Declined 1.\n"
    assert "project name: nothing → Home\n" in local("review", "show", "2").out


def test_by_a_token_it_is_looked_at_and_not_decided(
    remote: Watchbill, services: Services, robot: Caller
):
    services.tasks.add(robot, [TaskDraft(title="Milk")])
    assert remote("review").out == "1\topen\ttoken:robot\tAdded #1 “Milk”\n"
    assert remote("review", "show", "1").code == 0
    refused = remote("review", "accept", "1")
    assert (refused.code, "Only a person can accept a proposal" in refused.err) == (6, True)
    assert remote("review", "decline", "1").code == 6
    assert services.proposals.find(services.users.owner(), 1).state == "open"


def test_at_a_server_whoever_types_their_password_decides_and_is_signed_out_again(
    remote: Watchbill, services: Services, robot: Caller
):
    owner = services.users.owner()
    for title in ("Milk", "Eggs", "Ham", "Oats"):
        services.tasks.add(robot, [TaskDraft(title=title)])
    services.tasks.add(robot, [TaskDraft(title="a"), TaskDraft(title="b")])
    services.users.set_password(PASSWORD)
    before = services.users.sessions(owner)

    def decide(*words: str, password: str = PASSWORD) -> tuple[int, str]:
        words = ("review", *words, "--as", "owner")
        return at_terminal(*words, answer=f"{password}\n", asked="Password: ")

    code, seen = decide("accept", "1")
    assert (code, "Undo: watchbill undo 1" in seen, PASSWORD in seen) == (0, True, False)
    assert decide("decline", "2", "--word", "no eggs")[0] == 0
    assert decide("accept", "3", password="wrong")[0] == 6
    assert decide("accept", "5", "--task", "6")[0] == 0
    shown = [services.proposals.find(owner, number) for number in range(1, 6)]
    states = ["accepted", "declined", "open", "open", "partly accepted"]
    assert [one.state for one in shown] == states
    assert shown[1].proposal.word == "no eggs"
    assert str(services.journal.find(owner, 1).change.accepted_by) == "user:owner"
    assert services.users.sessions(owner) == before
