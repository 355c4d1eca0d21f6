"""Reminders on their way out: by webhook, by mail, by Apprise; once each, tried again, and visible when they fail."""

import json
import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks import Webhook
from tests.conftest import Clock
from tests.delivery.conftest import Hire
from tests.delivery.receiver import Inbox, Mailbox, mailing, make_certificate

from watchbill.delivery.courier import Courier
from watchbill.delivery.office import Post, open_ways
from watchbill.delivery.post import Poster
from watchbill.domain.query import TaskPatch
from watchbill.schemas.task import Task
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.channel import ChannelDraft
from watchbill.services.drafting import TaskDraft
from watchbill.services.outbox import LEASE
from watchbill.storage.database import Database

# One of the modules that it tries to do without.
APPRISE = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
MEETING = TaskDraft(title="Meeting", due="2026-11-24T15:00", reminders=("2 hours before",))


@pytest.fixture
def secret(services: Services, caller: Caller, inbox: Inbox) -> str:
    """What signs the messages of a channel that leads to the inbox."""
    draft = ChannelDraft(kind="webhook", name="Hook", target=inbox.url)
    return services.channels.add(caller, draft)[1]


@pytest.fixture
def told(services: Services, caller: Caller, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    services.tasks.add(caller, [MEETING])
    clock.now = datetime(2026, 11, 24, 13, tzinfo=UTC)


def states(services: Services, caller: Caller) -> list[tuple[str, int, str | None]]:
    return [
        (one.state, one.attempts, one.error)
        for told in services.notices.view(caller)
        for one in told.deliveries
    ]


def test_a_webhook_gets_a_reminder_once_signed_and_with_its_task(
    services: Services, caller: Caller, clock: Clock, hire: Hire, inbox: Inbox, secret: str
) -> None:
    now = datetime.now(UTC)
    clock.now = now - timedelta(hours=1)
    due = (now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S")
    services.tasks.add(caller, [replace(MEETING, due=due, reminders=("1 hour before",))])
    clock.now = now
    services.notices.tell()
    courier = hire(services)
    courier.carry()
    courier.carry()
    [(headers, body)] = inbox.got
    message = Webhook(secret).verify(body, headers)
    [notice] = services.notices.view(caller)
    page = services.tasks.show(caller, ["1"])
    assert message["type"] == "reminder"
    assert headers["webhook-id"] == f"reminder_{notice.notice.id}"
    assert message["data"]["task"] == Task.of(page.tasks[0], page.names).model_dump(mode="json")
    assert (message["data"]["reminder"], message["data"]["late"]) == ("1 hour before", False)
    assert states(services, caller) == [("sent", 1, None)]
    assert courier.carry() is None


@pytest.mark.usefixtures("told", "secret")
def test_what_fails_is_sent_again_with_the_same_id_and_then_no_more(
    services: Services, caller: Caller, clock: Clock, hire: Hire, inbox: Inbox
) -> None:
    services.notices.tell()
    courier = hire(services)
    inbox.answers = [500, 302]
    again = courier.carry()
    assert states(services, caller) == [("pending", 1, "It answered HTTP 500.")]
    assert again is not None
    assert timedelta(seconds=4) < again - clock.now <= timedelta(seconds=5)
    courier.carry()
    assert len(inbox.got) == 1
    clock.now += timedelta(seconds=6)
    courier.carry()
    assert states(services, caller) == [("pending", 2, "It answered HTTP 302.")]
    clock.now += timedelta(minutes=1)
    courier.carry()
    assert len(set(inbox.ids)) == 1
    assert [len(inbox.got), states(services, caller)] == [3, [("sent", 3, None)]]


@pytest.mark.usefixtures("told", "secret")
def test_what_fails_for_a_day_is_given_up_visibly_and_can_be_sent_by_hand(
    services: Services, caller: Caller, clock: Clock, hire: Hire, inbox: Inbox
) -> None:
    services.notices.tell()
    courier = hire(services)
    inbox.answers = [503] * 20
    while (again := courier.carry()) is not None:
        clock.now = again
    [failed] = services.notices.failed(caller)
    assert [(one.state, one.error) for one in failed.deliveries] == [
        ("failed", "It answered HTTP 503.")
    ]
    inbox.answers = []
    assert services.notices.retry(caller, 1) == 1
    courier.carry()
    assert services.notices.failed(caller) == ()
    assert len(set(inbox.ids)) == 1


@pytest.mark.usefixtures("told", "secret")
@pytest.mark.parametrize("verb", ["complete", "delete"])
def test_a_task_that_is_done_or_deleted_before_it_goes_sends_nothing(
    services: Services, caller: Caller, hire: Hire, inbox: Inbox, verb: str
) -> None:
    services.notices.tell()
    getattr(services.tasks, verb)(caller, ["1"])
    hire(services).carry()
    assert inbox.got == []
    assert states(services, caller) == [("dropped", 1, None)]


@pytest.mark.usefixtures("told", "secret")
def test_several_couriers_send_each_once(
    services: Services, caller: Caller, database_url: str, clock: Clock, hire: Hire, inbox: Inbox
) -> None:
    clock.now -= timedelta(hours=1)
    services.tasks.add(caller, [replace(MEETING, title=f"T{n}") for n in range(50)])
    clock.now += timedelta(hours=1)
    services.notices.tell()
    others = [Database(database_url) for _ in range(3)]
    couriers = [hire(Services.over(other, clock)) for other in others]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda courier: courier.carry(), couriers))
    for other in others:
        other.close()
    assert len(inbox.ids) == len(set(inbox.ids)) == 51


@pytest.mark.usefixtures("told", "secret")
def test_what_a_courier_took_along_when_it_died_is_sent_by_another(
    services: Services, caller: Caller, clock: Clock, hire: Hire, inbox: Inbox
) -> None:
    services.notices.tell()
    [parcel] = services.outbox.claim()
    courier = hire(services)
    courier.carry()
    assert inbox.got == []
    clock.now += LEASE
    courier.carry()
    assert len(inbox.got) == 1
    assert services.outbox.sent(parcel) is False
    assert services.outbox.not_sent(parcel, "late") is False
    assert states(services, caller) == [("sent", 2, None)]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("event", ["reminders", "changes"])
def test_what_is_sent_slowly_is_held_and_sent_by_nobody_else(
    services: Services, caller: Caller, clock: Clock, hire: Hire, inbox: Inbox, *, event: str
) -> None:
    draft = ChannelDraft(kind="webhook", name="Slow", target=inbox.url, events=(event,))
    services.channels.add(caller, draft)
    services.tasks.add(caller, [TaskDraft(title="Milk")])
    services.notices.tell()
    slow, other = hire(services, renew_every=0.02), hire(services)
    inbox.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        carrying = pool.submit(slow.carry)
        assert inbox.arrived.wait(10)
        for _ in range(3):
            clock.now += LEASE
            held_until(services, clock)
            other.carry()
        inbox.gate.set()
        carrying.result(10)
    assert len(inbox.got) == 1
    assert services.outbox.next_at() is None


def held_until(services: Services, clock: Clock) -> None:
    """Until what is being sent is claimed for longer than up to now."""
    while (services.outbox.next_at() or clock.now) < clock.now + LEASE / 2:
        threading.Event().wait(0.01)


@pytest.mark.usefixtures("told")
def test_a_private_address_is_refused_and_the_reason_is_shown(
    services: Services, caller: Caller, hire: Hire, inbox: Inbox, secret: str
) -> None:
    services.notices.tell()
    hire(services, private=False).carry()
    assert inbox.got == []
    reason = "The host is in a private network; WATCHBILL_PRIVATE_TARGETS=yes would allow it."
    assert states(services, caller) == [("pending", 1, reason)]


def add(services: Services, caller: Caller, kind: str, target: str) -> None:
    services.channels.add(caller, ChannelDraft(kind=kind, name=kind, target=target))


@pytest.mark.usefixtures("told")
def test_a_reminder_comes_by_mail(
    services: Services, caller: Caller, clock: Clock, hire: Hire, mailbox: Mailbox
) -> None:
    add(services, caller, "email", "ada@example.org")
    clock.now += timedelta(minutes=30)
    services.notices.tell()
    hire(services, smtp=f"smtp://127.0.0.1:{mailbox.port}").carry()
    [mail] = mailbox.got
    assert (mail["From"], mail["To"], mail["Subject"]) == (
        "Watchbill <watchbill@example.org>",
        "ada@example.org",
        "Reminder: Meeting",
    )
    assert mail.get_payload().splitlines() == [
        "#1 Meeting",
        "Due today 15:00.",
        "This comes late: the server was not running at the time.",
        "https://tasks.example.org/tasks/1",
    ]
    [told] = services.notices.view(caller)
    assert mail["Message-ID"] == f"<{told.notice.id}@example.org>"
    assert states(services, caller) == [("sent", 1, None)]


@pytest.mark.usefixtures("told")
def test_a_note_says_no_more_than_is_known(
    services: Services, caller: Caller, clock: Clock, mailbox: Mailbox
) -> None:
    add(services, caller, "email", "ada@example.org")
    alone = replace(MEETING, due=None, reminders=("2026-11-24T14:00",))
    services.tasks.add(caller, [alone])
    clock.now += timedelta(hours=1)
    services.tasks.complete(caller, ["1"])
    services.notices.tell()
    ways = open_ways(services, Post(smtp_url=f"smtp://127.0.0.1:{mailbox.port}"))
    Courier(services.outbox, clock, ways).carry()
    ways.close()
    [mail] = mailbox.got
    assert mail.get_payload().splitlines() == ["#2 Meeting"]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_mail_server_that_offers_tls_has_to_prove_who_it_is(
    services: Services,
    caller: Caller,
    hire: Hire,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_trusted: bool,
) -> None:
    add(services, caller, "email", "ada@example.org")
    services.notices.tell()
    certificate = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mailing(tls_context=context, require_starttls=True) as mailbox:
        hire(services, smtp=f"smtp://127.0.0.1:{mailbox.port}").carry()
    assert len(mailbox.got) == is_trusted
    [(state, _, _)] = states(services, caller)
    assert state == ("sent" if is_trusted else "pending")


@pytest.mark.usefixtures("told")
def test_an_endpoint_that_is_slow_is_not_waited_for(
    services: Services, caller: Caller, clock: Clock
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        add(services, caller, "webhook", f"http://127.0.0.1:{silent.getsockname()[1]}/")
        services.notices.tell()
        hurried = Poster(allow_private=True, patience=0.05)
        ways = replace(open_ways(services, Post()), poster=hurried)
        Courier(services.outbox, clock, ways).carry()
        hurried.close()
    assert states(services, caller) == [("pending", 1, "It didn't answer in time.")]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        ("550 no such thing as secret-word", "The mail server answered 550."),
        ("RCPT 550 nobody here", "The mail server refused the address."),
    ],
)
def test_what_a_mail_server_says_is_told_without_its_words(
    services: Services, caller: Caller, hire: Hire, mailbox: Mailbox, refusal: str, error: str
) -> None:
    add(services, caller, "email", "ada@example.org")
    services.notices.tell()
    mailbox.refusal = refusal
    hire(services, smtp=f"smtp://127.0.0.1:{mailbox.port}").carry()
    assert states(services, caller) == [("pending", 1, error)]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("smtp", "error"),
    [
        ("", "No mail server is set: WATCHBILL_SMTP_URL."),
        ("smtps://127.0.0.1:1", "The mail server can't be reached, or broke off."),
    ],
)
def test_without_a_mail_server_that_is_said(
    services: Services, caller: Caller, hire: Hire, smtp: str, error: str
) -> None:
    add(services, caller, "email", "ada@example.org")
    services.notices.tell()
    hire(services, smtp=smtp).carry()
    assert states(services, caller) == [("pending", 1, error)]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(("password", "count"), [("right%20one", 1), ("wrong", 0)])
def test_a_mail_server_may_want_a_name_and_a_password(
    services: Services, caller: Caller, hire: Hire, password: str, count: int
) -> None:
    from aiosmtpd.smtp import AuthResult  # noqa: PLC0415 -- this test alone

    def check(_server, _session, _envelope, _mechanism, data):
        return AuthResult(success=data.password == b"right one", handled=False)

    add(services, caller, "email", "ada@example.org")
    services.notices.tell()
    with mailing(authenticator=check, auth_require_tls=False) as mailbox:
        hire(services, smtp=f"smtp://ada:{password}@127.0.0.1:{mailbox.port}").carry()
    assert len(mailbox.got) == count
    [(_, _, error)] = states(services, caller)
    assert error == (None if count else "The mail server refused the name or the password.")


@APPRISE
@pytest.mark.usefixtures("told")
def test_a_reminder_goes_where_apprise_reaches(
    services: Services, caller: Caller, hire: Hire, inbox: Inbox
) -> None:
    add(services, caller, "apprise", inbox.url.replace("http://", "json://"))
    services.notices.tell()
    hire(services).carry()
    [(_, body)] = inbox.got
    assert json.loads(body)["title"] == "Reminder: Meeting"
    assert states(services, caller) == [("sent", 1, None)]


@APPRISE
@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("target", "private", "answer", "error"),
    [
        ("nosuch://x", True, 204, "Apprise doesn't know this address."),
        (None, True, 500, "The service behind Apprise didn't take it."),
        (None, False, 204, "Its server may be in a private network; WATCHBILL_PRIVATE_TARGETS=yes would allow it."),
    ],
)  # fmt: skip
def test_what_apprise_cant_do_is_said(
    services: Services,
    caller: Caller,
    hire: Hire,
    inbox: Inbox,
    target: str | None,
    *,
    private: bool,
    answer: int,
    error: str,
) -> None:
    add(services, caller, "apprise", target or inbox.url.replace("http://", "json://"))
    services.notices.tell()
    inbox.answers = [answer]
    hire(services, private=private).carry()
    assert states(services, caller) == [("pending", 1, error)]


@pytest.mark.usefixtures("told")
def test_without_apprise_that_is_said(
    services: Services, caller: Caller, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(services, caller, "apprise", "tgram://123456789:abcdefg_hijklmnop/12315544/")
    services.notices.tell()
    monkeypatch.setitem(__import__("sys").modules, "apprise", None)
    hire(services).carry()
    [(_, _, error)] = states(services, caller)
    assert error == "Apprise is not installed: pip install watchbill[apprise]."


@pytest.mark.usefixtures("told", "secret")
def test_a_defect_in_one_reminder_ends_no_other(
    services: Services,
    caller: Caller,
    hire: Hire,
    inbox: Inbox,
    caplog: pytest.LogCaptureFixture,
) -> None:
    add(services, caller, "email", "ada@example.org")
    services.notices.tell()
    hire(services, smtp="smtp://[127.0.0.1").carry()
    assert len(inbox.got) == 1
    assert sorted(state for state, *_ in states(services, caller)) == ["pending", "sent"]
    assert "ada@example.org" not in caplog.text


@pytest.mark.usefixtures("told", "secret")
def test_a_channel_that_is_off_or_wants_changes_alone_gets_no_reminder(
    services: Services, caller: Caller, hire: Hire, inbox: Inbox
) -> None:
    [hook] = services.channels.list(caller)
    services.channels.remove(caller, hook.id)
    draft = ChannelDraft(kind="webhook", name="C", target=inbox.url, events=("changes",))
    services.channels.add(caller, draft)
    services.notices.tell()
    hire(services).carry()
    assert inbox.got == []
    assert states(services, caller) == []


@pytest.mark.usefixtures("told", "secret")
def test_the_task_is_told_as_it_is_when_it_goes(
    services: Services, caller: Caller, hire: Hire, inbox: Inbox
) -> None:
    services.notices.tell()
    services.tasks.update(caller, ["1"], TaskPatch(title="Standup"))
    hire(services).carry()
    [(_, body)] = inbox.got
    assert json.loads(body)["data"]["task"]["title"] == "Standup"
