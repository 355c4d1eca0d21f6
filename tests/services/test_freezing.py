"""Stopping an agent, and what it did last, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import Clock
from tests.services.proposals import add, titles

from watchbill.domain.errors import ForbiddenError, NotFoundError
from watchbill.domain.operation import Actor
from watchbill.services import undoing
from watchbill.services.bundle import Services
from watchbill.services.caller import SCOPES_OF, Caller
from watchbill.services.freezing import Agent


@pytest.fixture
def member(services: Services, caller: Caller) -> Caller:
    """Somebody who isn't an owner."""
    _, secret = services.invitations.invite(caller, "member")
    services.invitations.join(secret, "Ada", "correct horse battery")
    [ada] = [one for one in services.members.members(caller) if one.name == "Ada"]
    return replace(
        caller,
        user_id=ada.id,
        user_name="Ada",
        actor=Actor("user", "Ada"),
        scopes=SCOPES_OF["member"],
    )


def frozen(services: Services, caller: Caller) -> list[str]:
    return [agent.name for agent in services.freezing.view(caller) if agent.frozen_at]


def test_a_frozen_token_opens_nothing_and_its_last_run_is_undone_as_one_change(
    services: Services, caller: Caller, clock: Clock
):
    _, text = services.tokens.create(caller, "robot", ["tasks:read", "tasks:write"])
    robot = services.tokens.verify(text)
    add(services, robot, "Long ago")
    clock.now += timedelta(hours=1)
    add(services, robot, "Milk")
    add(services, caller, "Mine")
    add(services, robot, "Eggs")
    services.journal.undo(robot, 4)
    assert services.freezing.freeze(caller, "robot").frozen_at
    with pytest.raises(ForbiddenError, match="The token robot is frozen"):
        services.tokens.verify(text)
    agent, run = services.freezing.find(caller, "robot")
    assert (agent.name, frozen(services, caller)) == ("robot", ["robot"])
    assert run is not None
    assert [change.sentence for change in run.changes] == ["Added #2 “Milk”"]
    services.journal.undo_many(caller, run.selection)
    assert titles(services, caller) == ["Long ago", "Mine"]
    assert services.freezing.find(caller, "token:robot")[1] is None
    services.freezing.unfreeze(caller, "robot")
    assert services.tokens.verify(text).actor == robot.actor


def test_freezing_twice_keeps_since_when(services: Services, caller: Caller):
    made, _ = services.tokens.create(caller, "robot", ["tasks:read"])
    for name in (made.id, "assistant"):
        first = services.freezing.freeze(caller, name)
        assert services.freezing.freeze(caller, name) == first
        assert services.freezing.unfreeze(caller, name) == Agent(first.name, None)
        assert services.freezing.unfreeze(caller, name) == Agent(first.name, None)


def test_all_tokens_of_a_name_are_one_agent(services: Services, caller: Caller):
    texts = [services.tokens.create(caller, "robot", ["tasks:read"])[1] for _ in "ab"]
    services.freezing.freeze(caller, "robot")
    for text in texts:
        with pytest.raises(ForbiddenError):
            services.tokens.verify(text)


def test_the_assistant_is_frozen_for_the_whole_workspace(
    services: Services, caller: Caller, member: Caller, clock: Clock
):
    turns = [services.tokens.mint_turn(who, "turn", clock()) for who in (caller, member)]
    add(services, services.tokens.verify(turns[1]), "Milk")
    services.freezing.freeze(member, "assistant")
    for turn in turns:
        with pytest.raises(ForbiddenError, match="The assistant is frozen"):
            services.tokens.verify(turn)
    assert services.freezing.is_assistant_frozen(caller)
    _, run = services.freezing.find(caller, "assistant")
    assert run is not None
    assert (run.actor, run.run) == ("assistant for Ada", "turn")
    with pytest.raises(ForbiddenError, match="admin"):
        services.freezing.unfreeze(member, "assistant")
    services.freezing.unfreeze(caller, "assistant")
    assert not services.freezing.is_assistant_frozen(caller)
    assert str(services.tokens.verify(turns[1]).actor) == "assistant for Ada"


def test_an_agent_of_the_servers_machine_is_frozen_by_its_name(services: Services, caller: Caller):
    local = replace(caller, actor=Actor("token", "local agent"))
    services.freezing.check(local)
    services.freezing.freeze(caller, "local agent")
    with pytest.raises(ForbiddenError, match="The local agent is frozen"):
        services.freezing.check(local)
    services.freezing.check(replace(caller, actor=Actor("token", "stdio")))


def test_an_owner_stops_every_agent_and_others_their_own(
    services: Services, caller: Caller, member: Caller
):
    services.tokens.create(caller, "owners", ["tasks:read"])
    services.tokens.create(member, "adas", ["tasks:read"])
    names = ["assistant", "local agent", "stdio"]
    assert [one.name for one in services.freezing.view(caller)] == [*names, "adas", "owners"]
    assert [one.name for one in services.freezing.view(member)] == [*names, "adas"]
    services.freezing.freeze(caller, "adas")
    with pytest.raises(NotFoundError) as unknown:
        services.freezing.freeze(member, "owners")
    assert unknown.value.code == "AGENT_NOT_FOUND"
    assert frozen(services, caller) == ["adas"]


def test_no_program_unfreezes_and_only_one_with_admin_freezes(
    services: Services, caller: Caller, machine: Caller
):
    services.freezing.freeze(machine, "assistant")
    with pytest.raises(ForbiddenError, match="Only a person can unfreeze"):
        services.freezing.unfreeze(machine, "assistant")
    plain = replace(machine, scopes=frozenset({"tasks:read", "tasks:write"}))
    for act in (services.freezing.freeze, services.freezing.find):
        with pytest.raises(ForbiddenError, match="admin"):
            act(plain, "assistant")
    with pytest.raises(ForbiddenError, match="tasks:write"):
        services.freezing.freeze(replace(caller, scopes=SCOPES_OF["viewer"]), "assistant")
    assert frozen(services, caller) == ["assistant"]


def test_what_an_agent_did_without_a_run_or_too_much_of_can_not_be_undone_at_once(
    services: Services, caller: Caller, machine: Caller, monkeypatch: pytest.MonkeyPatch
):
    services.tokens.create(caller, "robot", ["tasks:read"])
    assert services.freezing.find(caller, "robot")[1] is None
    add(services, machine, "Milk")
    add(services, machine, "Eggs")
    monkeypatch.setattr(undoing, "MOST", 1)
    assert services.freezing.find(caller, "robot")[1] is None
