"""Reminders to a closed browser: opened by it alone, once each, tried again, and ended where it wants no more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from tests.conftest import Clock
from tests.delivery.browser import Browser, data, vouched
from tests.delivery.conftest import Hire
from tests.delivery.receiver import Inbox

from watchbill.delivery.office import Post, open_ways
from watchbill.delivery.push import seal_with
from watchbill.delivery.trial import try_out
from watchbill.domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.channel import ChannelDraft
from watchbill.services.device import MOST, Device, PushKey, Subscription
from watchbill.services.drafting import TaskDraft
from watchbill.storage.database import Database

MEETING = TaskDraft(title="Meeting", due="2026-11-24T15:00", reminders=("2 hours before",))
PASSWORD = "correct horse"


def given(browser: Browser, name: str = "Firefox") -> Subscription:
    said = browser.subscription
    return Subscription(endpoint=said["endpoint"], name=name, **said["keys"])


@pytest.fixture
def browser(inbox: Inbox) -> Browser:
    return Browser(inbox.url)


@pytest.fixture
def device(services: Services, caller: Caller, browser: Browser) -> Device:
    return services.devices.add(caller, given(browser), session=None)


@pytest.fixture
def told(services: Services, caller: Caller, clock: Clock, device: Device) -> None:
    clock.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    services.tasks.add(caller, [MEETING])
    clock.now = datetime(2026, 11, 24, 13, tzinfo=UTC)
    services.notices.tell()


def states(services: Services, caller: Caller) -> list[tuple[str, int, str | None]]:
    return [
        (one.state, one.attempts, one.error)
        for told in services.notices.view(caller)
        for one in told.deliveries
    ]


def test_a_message_is_sealed_as_the_standard_s_example_is() -> None:
    """RFC 8291, section 5."""
    own = PushKey("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw").private
    reader = (
        data("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        data("BTBZMqHH6r4Tts7J_aSIgg"),
    )  # fmt: skip
    body = b"When I grow up, I want to be a watermelon"
    assert seal_with(own, data("DGv6ra1nlYgDCS1FRnbzlw"), body, reader) == data(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@pytest.mark.usefixtures("told")
def test_a_browser_gets_a_reminder_once_and_it_alone_can_open_it(
    services: Services,
    caller: Caller,
    clock: Clock,
    hire: Hire,
    inbox: Inbox,
    browser: Browser,
) -> None:
    courier = hire(services)
    courier.carry()
    courier.carry()
    [(headers, body)] = inbox.got
    [notice] = services.notices.view(caller)
    assert browser.read(body) == {
        "id": notice.notice.id,
        "title": "Reminder: Meeting",
        "body": "#1 Meeting\nDue today 15:00.",
        "place": "/tasks/1",
    }
    assert b"Meeting" not in body
    said = ("ttl", "urgency", "topic", "content-encoding")
    topic = notice.notice.id.replace("-", "")
    assert [headers[name] for name in said] == ["86400", "high", topic, "aes128gcm"]
    origin = inbox.url.removesuffix("/hook")
    claims = vouched(headers, services.devices.key().public)
    assert (claims["aud"], claims["sub"]) == (origin, "https://tasks.example.org")
    assert timedelta() < datetime.fromtimestamp(claims["exp"], UTC) - clock.now <= timedelta(1)
    assert states(services, caller) == [("sent", 1, None)]


def test_two_replicas_have_one_key_and_settings_may_name_another(
    services: Services, database_url: str, clock: Clock
) -> None:
    here = services.devices.key().public
    other = Database(database_url)
    assert Services.over(other, clock).devices.key().public == here
    named = PushKey.make()
    with_own = Services.over(other, clock, push_key=named)
    assert with_own.devices.key().public == PushKey(named).public != here
    other.close()
    assert named not in repr(with_own)


@pytest.mark.usefixtures("told")
def test_what_a_push_service_refuses_is_sent_again_in_place_of_the_first(
    services: Services, caller: Caller, clock: Clock, hire: Hire, inbox: Inbox, browser: Browser
) -> None:
    inbox.answers = [503]
    courier = hire(services)
    courier.carry()
    assert states(services, caller) == [("pending", 1, "It answered HTTP 503.")]
    clock.now += timedelta(seconds=10)
    courier.carry()
    [first, second] = [(headers["topic"], browser.read(body)) for headers, body in inbox.got]
    assert first == second
    assert states(services, caller) == [("sent", 2, None)]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_wants_no_more_is_ended_visibly_until_it_is_added_again(
    services: Services, caller: Caller, clock: Clock, hire: Hire, inbox: Inbox, *, status: int
) -> None:
    inbox.answers = [status]
    hire(services).carry()
    said = f"It answered HTTP {status}."
    assert states(services, caller) == [("failed", 1, said)]
    [ended] = services.devices.list(caller)
    assert (ended.error, ended.disabled_at is not None) == (said, True)
    soon = replace(MEETING, due=None, reminders=("2026-11-24T15:00",))
    services.tasks.add(caller, [soon])
    clock.now += timedelta(hours=3)
    services.notices.tell()
    hire(services).carry()
    assert len(inbox.got) == 1
    services.devices.add(caller, given(Browser(inbox.url)), session=None)
    [anew] = services.devices.list(caller)
    assert (anew.error, anew.disabled_at) == (None, None)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("http://203.0.113.9/push", "A push service is reached by https alone."),
        ("https://127.0.0.1/push", "The host is in a private network; WATCHBILL_PRIVATE_TARGETS=yes would allow it."),
        ("https://[::ffff:10.0.0.1]/push", "The host is in a private network; WATCHBILL_PRIVATE_TARGETS=yes would allow it."),
    ],
)  # fmt: skip
def test_nothing_is_pushed_into_private_networks_or_without_tls(
    services: Services, caller: Caller, clock: Clock, inbox: Inbox, target: str, error: str
) -> None:
    device = services.devices.add(caller, given(Browser(target)), session=None)
    ways = open_ways(services, Post())
    trial = try_out(ways, device, clock)
    ways.close()
    assert (trial.sent, trial.error, inbox.got) == (False, error, [])


@pytest.mark.usefixtures("device")
def test_a_device_ends_with_its_session(
    services: Services, caller: Caller, clock: Clock, browser: Browser
) -> None:
    session = services.users.set_password(PASSWORD)
    assert services.devices.list(caller) == ()
    services.devices.add(caller, given(browser), session=session)
    services.users.sign_out(session)
    assert services.devices.list(caller) == ()
    session = services.users.sign_in(PASSWORD)
    services.devices.add(caller, given(browser), session=session)
    clock.now += timedelta(days=31)
    services.tasks.add(caller, [replace(MEETING, due=None, reminders=("2026-12-26T12:00",))])
    clock.now += timedelta(days=31)
    services.notices.tell()
    assert [told.deliveries for told in services.notices.view(caller)] == [()]
    services.users.sign_in(PASSWORD)
    assert services.devices.list(caller) == ()


@pytest.fixture
def kim(services: Services, caller: Caller) -> Caller:
    """Somebody else of the workspace."""
    _, secret = services.invitations.invite(caller, "viewer")
    session = services.invitations.join(secret, "Kim", PASSWORD)
    return services.users.identify(session, is_local=False)


def test_everybody_has_devices_of_their_own(
    services: Services, caller: Caller, kim: Caller, device: Device
) -> None:
    other = services.devices.add(kim, given(Browser("https://push.example.org/kim")), session=None)
    assert [services.devices.list(one) for one in (caller, kim)] == [(device,), (other,)]
    for act in (services.devices.find, services.devices.remove):
        with pytest.raises(NotFoundError) as refused:
            act(caller, other.id)
        assert refused.value.code == "DEVICE_NOT_FOUND"
    assert services.channels.list(caller) == ()
    with pytest.raises(NotFoundError):
        services.channels.find(caller, other.id)
    services.members.remove(caller, "Kim")
    assert services.devices.list(kim) == ()
    assert services.devices.remove(caller, device.id) == device
    assert services.devices.list(caller) == ()


def test_a_browser_that_two_share_tells_whoever_came_last(
    services: Services, caller: Caller, kim: Caller, browser: Browser, device: Device
) -> None:
    taken = services.devices.add(kim, given(browser, ""), session=None)
    assert (taken.id, taken.name) == (device.id, "A browser")
    assert [services.devices.list(one) for one in (caller, kim)] == [(), (taken,)]


def test_what_is_no_subscription_is_refused_and_not_repeated(
    services: Services, caller: Caller, browser: Browser
) -> None:
    good = given(browser)
    off_curve = "BA" + "A" * 85
    for bad, code in [
        (replace(good, endpoint="hush"), "INVALID_ENDPOINT"),
        (replace(good, p256dh="hush"), "INVALID_KEYS"),
        (replace(good, p256dh="hu sh"), "INVALID_KEYS"),
        (replace(good, p256dh=off_curve), "INVALID_KEYS"),
        (replace(good, auth="hush"), "INVALID_KEYS"),
        (replace(good, name="x" * 81), "INVALID_NAME"),
    ]:
        with pytest.raises(InvalidError) as refused:
            services.devices.add(caller, bad, session=None)
        assert refused.value.code == code
        assert "hush" not in str(refused.value)
    assert services.devices.list(caller) == ()


def test_a_program_adds_no_device_and_there_is_an_end_to_how_many(
    services: Services, caller: Caller, machine: Caller, browser: Browser
) -> None:
    with pytest.raises(ForbiddenError, match="Only a person"):
        services.devices.add(machine, given(browser), session=None)
    for number in range(MOST):
        there = Browser(f"https://push.example.org/{number}", browser.private)
        services.devices.add(caller, given(there), session=None)
    with pytest.raises(ConflictError, match="You have 20 devices"):
        services.devices.add(caller, given(browser), session=None)


def test_no_owner_makes_a_push_channel_by_hand(services: Services, caller: Caller) -> None:
    draft = ChannelDraft(kind="push", name="x", target="https://push.example.org/")
    with pytest.raises(InvalidError, match="no kind of channel"):
        services.channels.add(caller, draft)


def test_a_key_is_a_pair_on_the_curve() -> None:
    key = PushKey(PushKey.make())
    assert key.private.curve.name == ec.SECP256R1.name
    assert len(data(key.public)) == 65


def test_a_device_is_told_times_of_its_own_person_and_days_are_the_first_owner_s(
    services: Services, caller: Caller, kim: Caller, clock: Clock, hire: Hire, inbox: Inbox
) -> None:
    clock.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    services.members.set_role(caller, "Kim", "owner")
    services.users.set_time_zone(kim, "Pacific/Auckland")
    services.users.set_time_zone(caller, "Europe/Berlin")
    browser = Browser(inbox.url)
    services.devices.add(kim, given(browser), session=None)
    at = TaskDraft(
        title="Call", due="2026-11-25T09:00[Europe/Berlin]", reminders=("1 hour before",)
    )
    day = TaskDraft(title="Rent", due="2026-11-25", reminders=("on the day at 08:00",))
    services.tasks.add(caller, [at, day])
    first = services.notices.tell(within=timedelta(days=2))
    assert first == datetime(2026, 11, 25, 7, tzinfo=UTC)
    clock.now = first
    services.notices.tell()
    hire(services).carry()
    said = [browser.read(body)["body"].splitlines() for _, body in inbox.got]
    assert sorted(said) == [["#1 Call", "Due today 21:00."], ["#2 Rent", "Due today."]]
