"""Workspaces, members and invitations, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import Clock

from watchbill.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    TooLargeError,
    UnauthenticatedError,
    WatchbillError,
)
from watchbill.services import member as room
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller, scopes_of
from watchbill.services.drafting import TaskDraft

PASSWORD = "correct horse"


def joined(services: Services, owner: Caller, name: str, role: str = "member") -> Caller:
    """Somebody new, who came by an invitation."""
    _, secret = services.invitations.invite(owner, role)
    session = services.invitations.join(secret, name, PASSWORD)
    return services.users.identify(session, is_local=False)


def names(services: Services, caller: Caller) -> dict[str, str]:
    return {one.name: one.role for one in services.members.members(caller)}


def test_who_is_invited_becomes_a_user_with_that_role(services: Services, caller: Caller) -> None:
    invitation, secret = services.invitations.invite(caller, "member", "for the flat")
    assert services.invitations.invitations(caller) == (invitation,)
    welcome = services.invitations.look_at(secret)
    assert (welcome.workspace, welcome.role) == ("Watchbill", "member")
    session = services.invitations.join(secret, " Kim  Lee ", PASSWORD, client="Browser")
    kim = services.users.identify(session, is_local=False)
    assert (kim.user_name, str(kim.actor), kim.workspace_id) == (
        "Kim Lee",
        "user:Kim Lee",
        caller.workspace_id,
    )
    assert kim.scopes == {"tasks:read", "tasks:write", "tasks:delete"}
    assert names(services, kim) == {"Kim Lee": "member", "owner": "owner"}
    again = services.users.sign_in(PASSWORD, name="kim lee")
    assert services.users.identify(again, is_local=False) == kim
    for use in (
        lambda: services.invitations.look_at(secret),
        lambda: services.invitations.join(secret, "Other", PASSWORD),
    ):
        with pytest.raises(UnauthenticatedError, match="used already"):
            use()


def test_what_members_write_carries_their_name(services: Services, caller: Caller) -> None:
    kim = joined(services, caller, "Kim")
    receipt = services.tasks.add(kim, [TaskDraft(title="Milk")])
    assert receipt.change is not None
    assert str(receipt.change.actor) == "user:Kim"


def test_a_viewer_reads_and_writes_nothing(services: Services, caller: Caller) -> None:
    viewer = joined(services, caller, "Kim", "viewer")
    services.tasks.add(caller, [TaskDraft(title="Milk")])
    assert [task.title for task in services.tasks.find(viewer, ["1"])] == ["Milk"]
    with pytest.raises(ForbiddenError):
        services.tasks.complete(viewer, ["1"])


def test_an_invitation_is_over_after_a_week_or_when_it_is_taken_back(
    services: Services, caller: Caller, clock: Clock
) -> None:
    invitation, secret = services.invitations.invite(caller, "viewer")
    assert services.invitations.withdraw(caller, invitation.id) == invitation
    with pytest.raises(NotFoundError) as caught:
        services.invitations.withdraw(caller, invitation.id)
    assert caught.value.code == "INVITATION_NOT_FOUND"
    _, late = services.invitations.invite(caller, "viewer")
    clock.now += timedelta(days=7)
    for over in (secret, late):
        with pytest.raises(UnauthenticatedError):
            services.invitations.look_at(over)
    services.invitations.invite(caller, "viewer")
    assert len(services.invitations.invitations(caller)) == 1


def test_of_two_who_come_with_one_invitation_one_is_let_in(
    services: Services, caller: Caller
) -> None:
    _, secret = services.invitations.invite(caller, "member")

    def join(name: str) -> str:
        try:
            services.invitations.join(secret, name, PASSWORD)
        except WatchbillError as error:
            return error.code
        return "in"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(join, ["Kim", "Lee"])) == ["UNAUTHENTICATED", "in"]


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("OWNER", PASSWORD, "CONFLICT"),
        (" ", PASSWORD, "INVALID_NAME"),
        ("token:robot", PASSWORD, "INVALID_NAME"),
        ("x" * 41, PASSWORD, "INVALID_NAME"),
        ("Kim", "short", "INVALID_PASSWORD"),
    ],
)
def test_a_name_or_password_that_can_not_be_leaves_the_invitation(
    services: Services, caller: Caller, name: str, password: str, code: str
) -> None:
    _, secret = services.invitations.invite(caller, "member")
    with pytest.raises(WatchbillError) as caught:
        services.invitations.join(secret, name, password)
    assert caught.value.code == code
    assert services.invitations.look_at(secret).role == "member"


def test_only_owners_in_person_invite_and_give_roles(
    services: Services, caller: Caller, machine: Caller
) -> None:
    member = joined(services, caller, "Kim")
    for who in (member, machine):
        for act in (
            lambda who: services.invitations.invite(who, "owner"),
            lambda who: services.members.set_role(who, "Kim", "owner"),
            lambda who: services.members.remove(who, "owner"),
        ):
            with pytest.raises(ForbiddenError):
                act(who)
    for invite in (
        lambda: services.invitations.invite(caller, "king"),
        lambda: services.invitations.invite(caller, "member", "x" * 81),
    ):
        with pytest.raises(InvalidError):
            invite()
    assert names(services, caller) == {"Kim": "member", "owner": "owner"}


def test_a_role_holds_at_once_for_sessions_and_tokens(services: Services, caller: Caller) -> None:
    _, secret = services.invitations.invite(caller, "member")
    session = services.invitations.join(secret, "Kim", PASSWORD)
    kim = services.users.identify(session, is_local=False)
    _, token = services.tokens.create(kim, "robot", ["tasks:read", "tasks:write"])
    assert services.members.set_role(caller, "kim", "viewer").role == "viewer"
    assert services.users.identify(session, is_local=False).scopes == {"tasks:read"}
    assert services.tokens.verify_api(token).scopes == {"tasks:read"}


def test_who_is_taken_out_loses_sessions_tokens_and_calendars_there(
    services: Services, caller: Caller
) -> None:
    _, secret = services.invitations.invite(caller, "member")
    session = services.invitations.join(secret, "Kim", PASSWORD)
    kim = services.users.identify(session, is_local=False)
    _, token = services.tokens.create(kim, "robot", ["tasks:read"])
    _, feed = services.feeds.create(kim, "All")
    services.members.remove(caller, kim.user_id)
    for use in (
        lambda: services.users.identify(session, is_local=False),
        lambda: services.tokens.verify_api(token),
        lambda: services.feeds.read(feed),
        lambda: services.users.sign_in(PASSWORD, name="Kim"),
    ):
        with pytest.raises((UnauthenticatedError, NotFoundError)):
            use()
    assert names(services, caller) == {"owner": "owner"}


def test_a_member_may_leave_and_the_last_owner_may_not(services: Services, caller: Caller) -> None:
    kim = joined(services, caller, "Kim")
    assert services.members.remove(kim, "Kim").name == "Kim"
    for act in (
        lambda: services.members.remove(caller, "owner"),
        lambda: services.members.set_role(caller, "owner", "member"),
    ):
        with pytest.raises(ConflictError, match="last owner"):
            act()
    joined(services, caller, "Lee", "owner")
    assert services.members.set_role(caller, "owner", "member").role == "member"
    with pytest.raises(NotFoundError) as caught:
        services.members.set_role(replace(caller), "Nobody", "viewer")
    assert (caught.value.code, caught.value.hint) == ("MEMBER_NOT_FOUND", "Here are: Lee, owner.")


def test_a_workspace_of_one_s_own_is_apart_from_all_others(
    services: Services, caller: Caller
) -> None:
    session = services.users.set_password(PASSWORD)
    services.tasks.add(caller, [TaskDraft(title="Milk")])
    made = services.members.add_workspace(caller, " The  boat ")
    assert (made.name, made.role) == ("The boat", "owner")
    assert services.members.enter(caller, session, "the BOAT").id == made.id
    there = services.users.identify(session, is_local=False)
    assert there.workspace_id == made.id
    services.tasks.add(there, [TaskDraft(title="Anchor")])
    with pytest.raises(NotFoundError) as caught:
        services.tasks.find(there, ["Milk"])
    assert "Milk" not in caught.value.hint
    assert [one.name for one in services.members.workspaces(there)] == ["Watchbill", "The boat"]
    assert services.members.rename_workspace(there, "The ship").name == "The ship"
    with pytest.raises(NotFoundError) as caught:
        services.members.enter(there, session, "elsewhere")
    assert caught.value.hint == "Yours: Watchbill, The ship."


def test_who_is_somebody_here_joins_another_workspace_as_that(
    services: Services, caller: Caller
) -> None:
    _, first = services.invitations.invite(caller, "member")
    session = services.invitations.join(first, "Kim", PASSWORD)
    kim = services.users.identify(session, is_local=False)
    services.members.add_workspace(kim, "Boat")
    services.members.enter(kim, session, "Boat")
    boat = services.users.identify(session, is_local=False)
    _, secret = services.invitations.invite(boat, "viewer")
    owner = services.users.set_password(PASSWORD)
    assert services.invitations.join_as(caller, secret, owner).name == "Boat"
    assert services.users.identify(owner, is_local=False).scopes == scopes_of("viewer")
    _, again = services.invitations.invite(boat, "viewer")
    with pytest.raises(ConflictError, match="belong to that workspace already"):
        services.invitations.join_as(caller, again, None)
    _, third = services.invitations.invite(boat, "owner")
    lee = joined(services, caller, "Lee")
    assert services.invitations.join_as(lee, third, None).role == "owner"


def test_a_program_sees_its_own_workspace_and_makes_none(
    services: Services, caller: Caller, machine: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.members.add_workspace(caller, "Boat")
    assert [one.name for one in services.members.workspaces(machine)] == ["Watchbill"]
    with pytest.raises(ForbiddenError):
        services.members.add_workspace(machine, "Ship")
    monkeypatch.setattr(room, "WORKSPACES_MAX", 2)
    with pytest.raises(TooLargeError):
        services.members.add_workspace(caller, "Ship")


def test_a_token_s_name_is_one_person_s_in_a_workspace(services: Services, caller: Caller) -> None:
    kim = joined(services, caller, "Kim")
    services.tokens.create(caller, "robot", ["tasks:read"])
    with pytest.raises(ConflictError, match="Somebody else's token"):
        services.tokens.create(kim, "robot", ["tasks:read"])
    services.tokens.create(kim, "other", ["tasks:read"])
    assert [token.name for token in services.tokens.list(kim)] == ["other"]


def test_sessions_are_listed_and_ended_by_who_has_them(services: Services, caller: Caller) -> None:
    services.users.set_password(PASSWORD, client="First")
    other = services.users.sign_in(PASSWORD, client="Second")
    shown = services.users.sessions(caller)
    assert [one.client for one in shown] == ["Second", "First"]
    kim = joined(services, caller, "Kim")
    with pytest.raises(NotFoundError) as caught:
        services.users.end_session(kim, shown[0].id)
    assert caught.value.code == "SESSION_NOT_FOUND"
    assert services.users.end_session(caller, shown[0].id).client == "Second"
    with pytest.raises(UnauthenticatedError):
        services.users.identify(other, is_local=False)


def test_each_has_a_password_of_their_own(services: Services, caller: Caller) -> None:
    kim = joined(services, caller, "Kim")
    services.users.set_password("the owner's horse")
    session = services.users.set_password("kim's own horse", caller=kim)
    assert services.users.identify(session, is_local=False) == kim
    assert services.users.sign_in("kim's own horse", name="KIM")
    assert services.users.sign_in("the owner's horse")
    assert services.users.has_others()
    for name in ("Kim", "Nobody"):
        with pytest.raises(UnauthenticatedError, match="not the name and password"):
            services.users.sign_in("the owner's horse", name=name)
    with pytest.raises(NotFoundError):
        services.users.set_password(PASSWORD, caller=replace(kim, user_id="gone"))


def test_a_role_that_is_not_known_allows_nothing() -> None:
    assert scopes_of("captain") == frozenset()
