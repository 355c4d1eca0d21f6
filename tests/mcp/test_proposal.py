"""What an agent reads of its proposals."""

import re
from dataclasses import replace

import pytest
from tests.mcp.agent import Ask, asking, text_of

from watchbill.domain.budget import UNLIMITED
from watchbill.mcp.server import agent
from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft


@pytest.fixture
def propose(services: Services) -> Ask:
    """An agent that may only propose."""
    return asking(services, replace(agent(services, "robot"), mode="propose"))


def test_a_proposal_is_an_answer_that_ends_the_errand(propose: Ask) -> None:
    first = propose("add_task", title="Milk")
    again = propose("add_task", title="Milk")
    assert text_of(first) == text_of(again)
    assert text_of(first) == (
        "Proposed, not done: proposal 1 waits for a person, since whoever wants it may only propose. "
        'It would be: added #1 "Milk".\n'
        "The person decides on Watchbill's page /review or with: watchbill review (until 2026-12-01). "
        "Say that, and don't send it again; view_changes tells what became of it."
    )
    assert first.structured_content == {
        "status": "proposed",
        "question": "Add #1 “Milk”?",
        "proposal": 1,
        "tasks": [{"ref": 1, "title": "Milk"}],
    }


def test_an_agent_sees_what_became_of_its_proposals_and_withdraws_its_own(
    services: Services, propose: Ask
) -> None:
    owner = services.users.owner()
    for title in ("Milk", "Eggs", "Ham"):
        propose("add_task", title=title)
    services.proposals.accept(owner, 1)
    services.proposals.decline(owner, 2, "no eggs")
    assert text_of(propose("undo_change", proposal=3)) == (
        "Withdrawn: proposal 3 waits no more. Nothing is changed."
    )
    seen = text_of(propose("view_changes")).splitlines()
    assert seen[:3] == [
        'proposal 3 | withdrawn | "Added #3 “Ham”"',
        'proposal 2 | declined, saying "no eggs" | "Added #2 “Eggs”"',
        'proposal 1 | accepted, change 1 | "Added #1 “Milk”"',
    ]
    assert len(text_of(propose("view_changes", after="2026-11-01")).splitlines()) == 1
    declined = text_of(propose("add_task", title="Eggs"))
    assert declined == (
        'Declined: user:owner declined this as proposal 2, saying "no eggs". '
        "Nothing is changed. Don't ask for it again."
    )
    assert text_of(propose("undo_change", proposal=2)).startswith(
        "CONFLICT: Proposal 2 is declined"
    )


def test_an_agent_without_the_scope_to_delete_proposes_it(services: Services) -> None:
    services.tasks.add(services.users.owner(), [TaskDraft(title="Milk")])
    said = text_of(asking(services, agent(services, "robot"))("delete_task", tasks=1))
    assert said.startswith("Proposed, not done: proposal 1 waits for a person, since it takes")


def test_an_agent_that_reads_too_often_is_told_to_wait_and_may_still_write(
    services: Services,
) -> None:
    few = replace(UNLIMITED, reads_per_minute=2)
    ask = asking(services, replace(agent(services, "robot"), budget=few))
    assert not ask("view_tasks").is_error
    assert not ask("add_task", title="Milk", preview=True).is_error
    for refused in (ask("view_projects"), ask("add_task", title="Milk", preview=True)):
        assert refused.is_error
        assert re.fullmatch(
            r"RATE_LIMITED: 2 reads in a minute are the most; wait \d\d? s\. "
            r"Then go on, with fewer calls: ask for several tasks at once\.",
            text_of(refused),
        )
    assert text_of(ask("add_task", title="Milk")).startswith("Change 1: ")
