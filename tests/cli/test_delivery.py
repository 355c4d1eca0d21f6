"""Commands on reminders, the outbox and channels: alike here and on a server."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.cli.conftest import Watchbill
from tests.delivery.browser import Browser
from tests.delivery.receiver import receiving

from watchbill.bootstrap import opened
from watchbill.cli.store import read_settings
from watchbill.services.bundle import Services
from watchbill.services.device import Subscription
from watchbill.services.drafting import TaskDraft
from watchbill.storage.database import Database


def late(hours: int) -> datetime:
    return datetime.now(UTC) + timedelta(hours=hours)


@pytest.mark.parametrize("side", ["local", "remote"])
def test_a_channel_is_made_listed_rewound_enabled_and_removed(
    request: pytest.FixtureRequest, side: str
) -> None:
    watchbill: Watchbill = request.getfixturevalue(side)
    made = watchbill("channel", "add", "webhook", "Hub", "https://hub.example.org/x", "--changes")
    assert made.out.startswith("whsec_")
    assert made.err == "Made Hub.\nKeep it: it is not shown again.\n"
    mail = watchbill("channel", "add", "email", "Mail", "a@example.org")
    assert (mail.out, mail.err) == ("", "Made Mail.\n")
    rows = [line.split("\t") for line in watchbill("channel", "list").out.splitlines()]
    assert [row[1:] for row in rows] == [
        ["Hub", "https://hub.example.org…", "changes,reminders", "on"],
        ["Mail", "a@example.org", "reminders", "on"],
    ]
    hub = rows[0][0]
    assert watchbill("channel", "replay", hub, "0").out == "Rewound Hub.\n"
    assert watchbill("channel", "replay", hub, "99").code == 1
    assert watchbill("channel", "enable", hub).out == "Enabled Hub.\n"
    assert watchbill("channel", "remove", hub).out == "Removed Hub.\n"
    assert watchbill("channel", "remove", hub).code == 3
    refused = watchbill(
        "channel", "add", "email", "x", "a@example.org", "--changes", "--no-reminders"
    )
    assert "Changes go to webhooks alone." in refused.err


@pytest.mark.parametrize("side", ["local", "remote"])
def test_reminders_and_what_became_of_them_are_listed(
    request: pytest.FixtureRequest, side: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    watchbill: Watchbill = request.getfixturevalue(side)
    watchbill("channel", "add", "webhook", "Hub", "https://hub.example.org/x")
    with monkeypatch.context() as env:
        env.delenv("WATCHBILL_URL", raising=False)
        settings = read_settings()
    due = late(3).strftime("%Y-%m-%dT%H:%M:00Z[UTC]").replace("Z[UTC]", "[UTC]")
    with opened(settings) as services:
        owner = services.users.owner()
        drafts = [
            TaskDraft(title="Meeting", due=due, reminders=("2 hours before",)),
            TaskDraft(title="Talk", due="2999-01-01T12:00[UTC]", reminders=("when due",)),
        ]
        services.tasks.add(owner, drafts)
        assert watchbill("reminders").out.splitlines()[1] == (
            "2999-01-01 12:00\t#2\tTalk\twhen due"
        )
        fail(services.database)
    shown = watchbill("outbox", "list").out.splitlines()
    assert shown[0].endswith(" (late)\t#1\tMeeting")
    assert shown[1] == "\tHub: failed: It answered HTTP 500."
    assert watchbill("outbox", "list", "--failed").out.splitlines() == shown
    assert watchbill("outbox", "retry", "1").out == "It is sent again.\n"
    assert watchbill("outbox", "list", "--failed").out == ""
    assert json.loads(watchbill("outbox", "list", "--failed", "--json").out) == {"notices": []}
    assert "\tHub: pending" in watchbill("outbox", "list").out
    assert watchbill("outbox", "retry", "1").code == 3


def fail(database: Database) -> None:
    """Let the first reminder come late, and fail for a day, all of it in the future."""
    times = [late(2)]
    services = Services.over(database, lambda: times[-1])
    services.notices.tell()
    while not services.notices.failed(services.users.owner()):
        times.append(times[-1] + timedelta(hours=6))
        for parcel in services.outbox.claim():
            services.outbox.not_sent(parcel, "It answered HTTP 500.")


def test_a_failing_channel_says_why(local: Watchbill) -> None:
    local("channel", "add", "webhook", "Hub", "https://hub.example.org/x", "--changes")
    local("add", "Milk")
    with opened(read_settings()) as services:
        [claimed] = services.outbox.claim_followers()
        services.outbox.not_followed(claimed, "It answered HTTP 500.")
    assert local("channel", "list").out.endswith("\tfailing: It answered HTTP 500.\n")
    with opened(read_settings()) as services:
        services.channels.enable(services.users.owner(), claimed.id)
        [claimed] = services.outbox.claim_followers()
        services.outbox.not_followed(claimed, "It answered HTTP 410.", is_gone=True)
    assert local("channel", "list").out.endswith("\tdisabled: It answered HTTP 410.\n")


@pytest.mark.parametrize("side", ["local", "remote"])
def test_a_channel_is_changed_and_tried(request: pytest.FixtureRequest, side: str) -> None:
    watchbill: Watchbill = request.getfixturevalue(side)
    watchbill("channel", "add", "webhook", "Hub", "http://127.0.0.1:9/x")
    [[id, *_]] = [line.split("\t") for line in watchbill("channel", "list").out.splitlines()]
    tried = watchbill("channel", "test", id)
    said = "The host is in a private network; WATCHBILL_PRIVATE_TARGETS=yes would allow it."
    assert (tried.code, tried.out) == (1, f"It didn't arrive: {said}\n")
    assert watchbill("channel", "edit", id, "--name", "House").out == "Changed House.\n"
    edited = watchbill(
        "channel", "edit", id, "--target", "https://a.example.org/", "--event", "changes"
    )
    assert edited.code == 0
    row = watchbill("channel", "list").out.strip().split("\t")
    assert row[1:] == ["House", "https://a.example.org…", "changes", "on"]
    assert watchbill("channel", "edit", "nothing", "--name", "x").code == 3
    assert watchbill("channel", "test", "nothing").code == 3


@pytest.mark.parametrize("side", ["local", "remote"])
def test_devices_are_listed_tried_and_removed(request: pytest.FixtureRequest, side: str) -> None:
    watchbill: Watchbill = request.getfixturevalue(side)
    services: Services = request.getfixturevalue("services")
    keys = Browser("").subscription["keys"]
    for name, endpoint in [("Fox", "https://127.0.0.1/1"), ("Old", "https://127.0.0.1/2")]:
        given = Subscription(endpoint=endpoint, name=name, **keys)
        services.devices.add(services.users.owner(), given, session=None)
    services.tasks.add(
        services.users.owner(),
        [TaskDraft(title="Rent", reminders=((late(1)).strftime("%Y-%m-%dT%H:%M[UTC]"),))],
    )
    ahead = Services.over(services.database, lambda: late(2))
    ahead.notices.tell()
    for parcel in ahead.outbox.claim():
        ahead.outbox.not_sent(parcel, "Gone.", is_gone=parcel.channel.name == "Old")
    rows = [line.split("\t") for line in watchbill("device", "list").out.splitlines()]
    assert [(row[1], row[3]) for row in rows] == [("Fox", "on"), ("Old", "ended: Gone.")]
    tried = watchbill("device", "test", rows[0][0], "--json")
    assert (tried.code, json.loads(tried.out)["sent"]) == (1, False)
    assert watchbill("device", "remove", rows[0][0]).out == "Removed Fox.\n"
    assert watchbill("device", "remove", rows[0][0]).code == 3


def test_what_arrives_is_said_so(local: Watchbill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHBILL_PRIVATE_TARGETS", "yes")
    with receiving() as inbox:
        local("channel", "add", "webhook", "Hub", inbox.url)
        id = local("channel", "list").out.split("\t")[0]
        tried = local("channel", "test", id)
    assert (tried.code, tried.out, len(inbox.got)) == (0, "It was taken.\n", 1)
