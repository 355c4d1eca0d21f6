"""Saved filters, on both databases."""

import pytest

from watchbill.domain.errors import ConflictError, InvalidError, NotFoundError
from watchbill.domain.query import TaskFilter
from watchbill.services import selecting
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.writing import Receipt, WriteOptions


def kept(services: Services, caller: Caller) -> list[tuple[str, str]]:
    return [(one.name, one.query) for one in services.filters.view(caller)]


def found(services: Services, caller: Caller, query: str) -> list[str]:
    page = services.tasks.view(caller, TaskFilter(query=query))
    return [task.title for task in page.tasks]


def sentence(receipt: Receipt) -> str:
    assert receipt.change is not None
    return receipt.change.sentence


def test_filters_are_kept_in_order_and_changed_by_name(services: Services, caller: Caller) -> None:
    options = WriteOptions(request_key="1")
    first = services.filters.add(caller, "Now", " p1 ", options)
    assert sentence(first) == "Saved the filter “Now”"
    again = services.filters.add(caller, "Now", " p1 ", options)
    assert again.subject == first.subject
    services.filters.add(caller, "Free", "no:due")
    assert kept(services, caller) == [("Now", "p1"), ("Free", "no:due")]
    changed = services.filters.update(caller, "now", new_name="Soon", query="p2")
    assert sentence(changed) == "Changed the filter “Now”"
    services.filters.update(caller, "Soon", new_name="SOON")
    assert kept(services, caller) == [("SOON", "p2"), ("Free", "no:due")]
    assert sentence(services.filters.delete(caller, "soon")) == "Deleted the filter “SOON”"
    assert kept(services, caller) == [("Free", "no:due")]
    services.journal.undo(caller)
    assert kept(services, caller) == [("SOON", "p2"), ("Free", "no:due")]


@pytest.mark.parametrize("query", ["", "priority:9", "due:soonish", '"open', "x" * 1_001])
def test_what_can_not_be_read_is_not_kept(services: Services, caller: Caller, query: str) -> None:
    services.filters.add(caller, "Now", "p1")
    for call in (
        lambda: services.filters.add(caller, "Bad", query),
        lambda: services.filters.update(caller, "Now", query=query),
    ):
        with pytest.raises(InvalidError) as refused:
            call()
        assert refused.value.code == "INVALID_QUERY"
    assert kept(services, caller) == [("Now", "p1")]


def test_names_are_unique_and_something_has_to_change(services: Services, caller: Caller) -> None:
    services.filters.add(caller, "Now", "p1")
    services.filters.add(caller, "Free", "no:due")
    with pytest.raises(ConflictError, match="There is a filter “Now” already"):
        services.filters.add(caller, "now", "p2")
    with pytest.raises(ConflictError, match="There is a filter “Now” already"):
        services.filters.update(caller, "Free", new_name="NOW")
    with pytest.raises(InvalidError, match="Nothing to change is named"):
        services.filters.update(caller, "Free")
    with pytest.raises(NotFoundError) as refused:
        services.filters.delete(caller, "Fre")
    assert refused.value.details["candidates"] == ["Free"]


def test_a_filter_finds_what_those_that_it_names_find(services: Services, caller: Caller) -> None:
    drafts = [
        TaskDraft(title=title, priority=rank) for title, rank in (("a", 1), ("b", 1), ("c", 2))
    ]
    services.tasks.add(caller, [*drafts, TaskDraft(title="d", priority=1, tags=("x",))])
    services.filters.add(caller, "Now", "p1 sort:-ref")
    services.filters.add(caller, "Free", 'filter:"now" no:tag')
    assert found(services, caller, "filter:free") == ["b", "a"]
    assert found(services, caller, "filter:Free sort:ref") == ["a", "b"]
    assert found(services, caller, "-filter:Now") == ["c"]


def test_a_filter_that_leads_to_itself_is_refused_when_it_is_kept(
    services: Services, caller: Caller
) -> None:
    services.filters.add(caller, "a", "p1")
    services.filters.add(caller, "b", "filter:a")
    for query in ("filter:a", "p2 or filter:b"):
        with pytest.raises(InvalidError, match="The filter “a” leads to itself"):
            services.filters.update(caller, "a", query=query)
    assert found(services, caller, "filter:b") == []


def test_filters_that_name_too_many_others_are_refused(
    services: Services, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "_LEAVES_MAX", 3)
    services.filters.add(caller, "a", "p1 no:due")
    with pytest.raises(InvalidError, match="the filter has over 3 terms"):
        found(services, caller, "filter:a or filter:a")
