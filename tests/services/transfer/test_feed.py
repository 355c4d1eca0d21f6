"""Calendars at secret addresses, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import Clock

from watchbill.domain.errors import ForbiddenError, InvalidError, NotFoundError, TooLargeError
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.transfer import feed as room


def test_who_knows_the_address_reads_the_filter_s_tasks(
    services: Services, caller: Caller, clock: Clock
) -> None:
    services.tasks.add(
        caller, [TaskDraft(title="Rent", due="2026-12-01"), TaskDraft(title="Milk")]
    )
    made, secret = services.feeds.create(caller, "Soon", query="has:due", kind="event")
    calendar = services.feeds.read(secret)
    assert calendar.name == "Soon"
    assert b"X-WR-CALNAME:Soon" in calendar.data
    assert (calendar.data.count(b"BEGIN:VEVENT"), b"Milk" in calendar.data) == (1, False)
    [listed] = services.feeds.list(caller)
    first = listed.used_at
    assert first is not None
    assert replace(listed, used_at=None) == made
    clock.now += timedelta(minutes=59)
    services.feeds.read(secret)
    assert services.feeds.list(caller)[0].used_at == first
    clock.now += timedelta(minutes=1)
    services.feeds.read(secret)
    later = services.feeds.list(caller)[0].used_at
    assert later is not None
    assert later > first


def test_an_address_that_is_over_answers_nothing(services: Services, caller: Caller) -> None:
    made, secret = services.feeds.create(caller, "All")
    assert services.feeds.end(caller, made.id) == made
    for ask in (lambda: services.feeds.read(secret), lambda: services.feeds.end(caller, made.id)):
        with pytest.raises(NotFoundError) as caught:
            ask()
        assert caught.value.code == "FEED_NOT_FOUND"
    assert services.feeds.list(caller) == ()


def test_what_can_not_be_a_feed_is_refused(
    services: Services, caller: Caller, machine: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for fields, code in (
        ({"name": " "}, "INVALID_NAME"),
        ({"name": "x", "query": "due:tomorow"}, "INVALID_QUERY"),
        ({"name": "x", "kind": "journal"}, "INVALID_KIND"),
    ):
        with pytest.raises(InvalidError) as caught:
            services.feeds.create(caller, **fields)
        assert caught.value.code == code
    monkeypatch.setattr(room, "FEEDS_MAX", 1)
    services.feeds.create(caller, "One")
    with pytest.raises(TooLargeError):
        services.feeds.create(caller, "Two")
    with pytest.raises(ForbiddenError):
        services.feeds.create(replace(machine, scopes=frozenset({"tasks:read"})), "Three")
