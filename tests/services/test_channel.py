"""Channels: made and ended by the owner, and what is secret stays so."""

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from watchbill.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.channel import MOST, ChannelDraft, shown_target
from watchbill.services.drafting import TaskDraft

HOOK = ChannelDraft(kind="webhook", name=" Home  hub ", target="https://hub.example.org/x?key=abc")


def test_a_channel_is_made_listed_and_taken_away(services: Services, caller: Caller) -> None:
    made, secret = services.channels.add(caller, HOOK)
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    [found] = services.channels.list(caller)
    assert found == made
    assert (found.name, found.events) == ("Home hub", ("reminders",))
    assert services.channels.remove(caller, made.id) == made
    assert services.channels.list(caller) == ()


def test_a_secret_may_be_brought_along(services: Services, caller: Caller) -> None:
    given = "whsec_" + base64.b64encode(b"x" * 24).decode()
    assert services.channels.add(caller, replace(HOOK, secret=given))[1] == given


def test_only_the_start_of_a_target_is_shown(services: Services, caller: Caller) -> None:
    drafts = [
        HOOK,
        ChannelDraft(kind="email", name="Mail", target="ada@example.org"),
        ChannelDraft(kind="apprise", name="Phone", target="tgram://12:secret/34"),
    ]
    made = [services.channels.add(caller, draft)[0] for draft in drafts]
    assert [shown_target(one) for one in made] == [
        "https://hub.example.org…",
        "ada@example.org",
        "tgram://…",
    ]
    assert repr(made[0]) == "Channel(webhook 'Home hub')"


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        (replace(HOOK, kind="fax"), "“fax” is no kind of channel."),
        (replace(HOOK, events=()), "Nothing to send is named."),
        (replace(HOOK, events=("all",)), "“all” is not sent."),
        (replace(HOOK, name=" "), "A channel's name has 1 to 80 characters"),
        (replace(HOOK, target="ftp://x.org/secret"), "The target is not a web address."),
        (replace(HOOK, target="https://[x"), "The target is not a web address."),
        (replace(HOOK, target="https://x.org/a b"), "The target is not a web address."),
        (replace(HOOK, target="https://ada:pw@x.org"), "without a name and password in it"),
        (replace(HOOK, kind="email", target="ada"), "The target is not an e-mail address."),
        (replace(HOOK, kind="email", target="a@b.org\nBcc: c"), "not an e-mail address."),
        (replace(HOOK, kind="apprise", target="tgram"), "The target is not an address of Apprise"),
        (replace(HOOK, secret="whsec_short"), "The secret is not “whsec_” with"),
        (replace(HOOK, secret="!"), "The secret is not “whsec_” with"),
        (
            ChannelDraft(kind="email", name="M", target="a@b.org", events=("changes",)),
            "Changes go to webhooks alone.",
        ),
    ],
)
def test_what_cant_be_sent_to_is_refused(
    services: Services, caller: Caller, draft: ChannelDraft, message: str
) -> None:
    with pytest.raises(InvalidError, match=message.replace(".", r"\.")) as refused:
        services.channels.add(caller, draft)
    assert "secret" not in str(refused.value).replace("The secret is", "")
    assert services.channels.list(caller) == ()


def test_there_is_an_end_to_how_many(services: Services, caller: Caller) -> None:
    for _ in range(MOST):
        services.channels.add(caller, HOOK)
    with pytest.raises(ConflictError, match="There are 50 channels"):
        services.channels.add(caller, HOOK)


def test_changes_can_be_sent_again_only_from_a_number_that_there_is(
    services: Services, caller: Caller
) -> None:
    services.tasks.add(caller, [TaskDraft(title="Milk")])
    made, _ = services.channels.add(caller, replace(HOOK, events=("changes",)))
    assert made.cursor == 1
    assert services.channels.replay(caller, made.id, 0).cursor == 0
    for number in (-1, 2):
        with pytest.raises(InvalidError, match=f"There is no change {number}\\."):
            services.channels.replay(caller, made.id, number)


ACTS: list[Callable[[Services, Caller], Any]] = [
    lambda services, caller: services.channels.list(caller),
    lambda services, caller: services.channels.add(caller, HOOK),
    lambda services, caller: services.channels.remove(caller, "x"),
    lambda services, caller: services.channels.enable(caller, "x"),
    lambda services, caller: services.channels.replay(caller, "x", 0),
]
NAMES = ["list", "add", "remove", "enable", "replay"]


@pytest.mark.parametrize("act", ACTS, ids=NAMES)
def test_channels_are_for_the_owner(
    services: Services, caller: Caller, act: Callable[[Services, Caller], Any]
) -> None:
    with pytest.raises(ForbiddenError):
        act(services, replace(caller, scopes=frozenset({"tasks:read", "tasks:write"})))


def test_who_may_only_propose_makes_no_channel(services: Services, machine: Caller) -> None:
    with pytest.raises(ForbiddenError, match="may only propose"):
        services.channels.add(replace(machine, mode="propose"), HOOK)
    assert services.channels.add(machine, HOOK)


@pytest.mark.parametrize("act", ACTS[2:], ids=NAMES[2:])
def test_a_channel_that_isnt_there_is_said_so(
    services: Services, caller: Caller, act: Callable[[Services, Caller], Any]
) -> None:
    with pytest.raises(NotFoundError) as refused:
        act(services, caller)
    assert refused.value.code == "CHANNEL_NOT_FOUND"
