"""Changes on their way to webhooks: every one, in order, at least once, signed, from where each endpoint is."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from tests.conftest import Clock
from tests.delivery.conftest import Hire
from tests.delivery.receiver import Inbox, receiving

from watchbill.domain.query import ChangeFilter
from watchbill.schemas.change import Change
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.channel import Channel, ChannelDraft
from watchbill.services.drafting import TaskDraft
from watchbill.services.outbox import LEASE
from watchbill.storage.database import Database


@pytest.fixture
def hook(services: Services, caller: Caller, inbox: Inbox) -> Channel:
    add(services, caller, "Before")
    draft = ChannelDraft(
        kind="webhook", name="Hook", target=inbox.url, events=("reminders", "changes")
    )
    return services.channels.add(caller, draft)[0]


def add(services: Services, caller: Caller, *titles: str) -> None:
    for title in titles:
        services.tasks.add(caller, [TaskDraft(title=title)])


def numbers(inbox: Inbox) -> list[int]:
    return [json.loads(body)["data"]["number"] for _, body in inbox.got]


def only(services: Services, caller: Caller) -> Channel:
    [channel] = services.channels.list(caller)
    return channel


@pytest.mark.usefixtures("hook")
def test_an_endpoint_gets_every_change_after_it_was_made_in_order_as_rest_shows_it(
    services: Services, caller: Caller, machine: Caller, hire: Hire, inbox: Inbox
) -> None:
    add(services, caller, *map(str, range(60)))
    add(services, machine, "By a robot")
    courier = hire(services)
    assert courier.carry() is None
    assert numbers(inbox) == list(range(2, 63))
    assert inbox.ids == [f"change_default_{number}" for number in range(2, 63)]
    message = json.loads(inbox.got[-1][1])
    [entry] = services.journal.view(caller, ChangeFilter(limit=1))
    assert message["data"] == Change.of(entry).model_dump(mode="json")
    assert (message["type"], message["data"]["actor"]) == ("change", "token:robot")
    add(services, caller, "Next")
    courier.carry()
    assert numbers(inbox)[61:] == [63]


@pytest.mark.usefixtures("hook")
def test_a_change_that_does_not_arrive_holds_up_those_after_it(
    services: Services, caller: Caller, clock: Clock, hire: Hire, inbox: Inbox
) -> None:
    add(services, caller, "A", "B", "C")
    inbox.answers = [204, 500]
    courier = hire(services)
    again = courier.carry()
    assert numbers(inbox) == [2, 3]
    failing = only(services, caller)
    assert (failing.cursor, failing.attempts, failing.error) == (2, 1, "It answered HTTP 500.")
    assert again is not None
    clock.now = again
    courier.carry()
    assert numbers(inbox) == [2, 3, 3, 4]
    well = only(services, caller)
    assert (well.cursor, well.attempts, well.error, well.failing_since) == (4, 0, None, None)


@pytest.mark.usefixtures("hook")
def test_an_endpoint_that_fails_for_five_days_is_disabled_with_the_reason_and_goes_on_later(
    services: Services, caller: Caller, clock: Clock, hire: Hire, inbox: Inbox
) -> None:
    add(services, caller, "A")
    courier, start = hire(services), clock.now
    inbox.answers = [500] * 100
    while (again := courier.carry()) is not None:
        clock.now = again
    channel = only(services, caller)
    assert channel.error == "It answered HTTP 500."
    assert channel.disabled_at is not None
    assert timedelta(days=5) <= channel.disabled_at - start < timedelta(days=5, hours=7)
    inbox.answers, inbox.got = [], []
    add(services, caller, "B")
    courier.carry()
    assert inbox.got == []
    enabled = services.channels.enable(caller, channel.id)
    assert (enabled.disabled_at, enabled.error) == (None, None)
    courier.carry()
    assert numbers(inbox) == [2, 3]


@pytest.mark.usefixtures("hook")
def test_an_endpoint_that_is_gone_is_disabled_at_once(
    services: Services, caller: Caller, hire: Hire, inbox: Inbox
) -> None:
    add(services, caller, "A")
    inbox.answers = [410]
    assert hire(services).carry() is None
    channel = only(services, caller)
    assert (channel.error, channel.disabled_at is None) == ("It answered HTTP 410.", False)


def test_changes_are_sent_again_from_a_number(
    services: Services, caller: Caller, hire: Hire, inbox: Inbox, hook: Channel
) -> None:
    add(services, caller, "A", "B")
    courier = hire(services)
    courier.carry()
    services.channels.replay(caller, hook.id, 0)
    courier.carry()
    assert numbers(inbox) == [2, 3, 1, 2, 3]
    assert inbox.ids[0] == inbox.ids[3]


@pytest.mark.usefixtures("hook")
def test_several_couriers_keep_the_order_and_send_nothing_twice(
    services: Services, caller: Caller, database_url: str, clock: Clock, hire: Hire, inbox: Inbox
) -> None:
    add(services, caller, *map(str, range(30)))
    others = [Database(database_url) for _ in range(3)]
    couriers = [hire(Services.over(other, clock)) for other in others]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda courier: courier.carry(), couriers))
    for other in others:
        other.close()
    assert numbers(inbox) == list(range(2, 32))


@pytest.mark.usefixtures("hook")
def test_a_courier_that_lost_its_claim_stops_and_another_goes_on_from_the_last_that_arrived(
    services: Services, caller: Caller, clock: Clock, hire: Hire, inbox: Inbox
) -> None:
    add(services, caller, "A", "B")
    [claimed] = services.outbox.claim_followers()
    assert services.outbox.followed(claimed, 2)
    courier = hire(services)
    courier.carry()
    assert inbox.got == []
    clock.now += 2 * LEASE
    courier.carry()
    assert numbers(inbox) == [3]
    assert not services.outbox.followed(claimed, 3)
    assert not services.outbox.release(claimed)
    assert not services.outbox.not_followed(claimed, "late")


def test_a_rewind_while_it_is_sent_wins_over_the_one_who_sends(
    services: Services, caller: Caller, clock: Clock, hire: Hire, inbox: Inbox, hook: Channel
) -> None:
    add(services, caller, "A", "B")
    courier, post = hire(services), services.outbox.changes_for

    def rewound(channel: Channel, *, after: int) -> object:
        found = post(channel, after=after)
        if not inbox.got:
            services.channels.replay(caller, hook.id, 0)
        return found

    object.__setattr__(services.outbox, "changes_for", rewound)
    courier.carry()
    assert numbers(inbox) == [2, 1, 2, 3]


@pytest.mark.parametrize("target", ["http://nowhere.invalid/", "http://127.0.0.1:1/"])
def test_an_endpoint_that_cant_be_reached_is_said_so(
    services: Services, caller: Caller, hire: Hire, target: str
) -> None:
    draft = ChannelDraft(kind="webhook", name="Hook", target=target, events=("changes",))
    services.channels.add(caller, draft)
    add(services, caller, "A")
    hire(services).carry()
    assert only(services, caller).error in ("The host has no address.", "It can't be reached.")


def test_what_arrived_is_not_sent_again_by_the_next_process(
    services: Services, caller: Caller, hire: Hire, hook: Channel, inbox: Inbox
) -> None:
    add(services, caller, "A")
    hire(services).carry()
    with receiving() as other:
        draft = ChannelDraft(kind="webhook", name="2", target=other.url, events=("changes",))
        services.channels.add(caller, draft)
        add(services, caller, "B")
        hire(services).carry()
        assert [numbers(inbox), numbers(other)] == [[2, 3], [3]]
