"""Tags, on both databases."""

from dataclasses import replace

import pytest

from watchbill.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    TooLargeError,
)
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.services import tag as room
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.tag import TagPatch
from watchbill.services.writing import Receipt


def names(services: Services, caller: Caller) -> list[str]:
    return [one.name for one, _ in services.projects.view(caller).tags]


def sentence(receipt: Receipt) -> str:
    assert receipt.change is not None
    return receipt.change.sentence


def test_a_tag_is_found_by_its_name_with_or_without_its_sign(
    services: Services, caller: Caller
) -> None:
    added = services.tags.add(caller, "#Home  office", TagPatch(colour="#AABBCC"))
    assert sentence(added) == "Added the tag “Home office”"
    found = services.tags.find(caller, "#home office")
    assert (found.name, found.colour, found.is_archived) == ("Home office", "#aabbcc", False)
    assert services.tags.find(caller, found.id) == found
    with pytest.raises(NotFoundError) as refused:
        services.tags.find(caller, "home ofice")
    assert refused.value.code == "TAG_NOT_FOUND"
    assert refused.value.details["candidates"] == ["Home office"]


@pytest.mark.parametrize("name", ["#", "a,b", 'a"b', "x" * 61])
def test_a_name_that_can_not_be_is_refused(services: Services, caller: Caller, name: str) -> None:
    with pytest.raises(InvalidError) as refused:
        services.tags.add(caller, name, TagPatch())
    assert refused.value.code == "INVALID_NAME"
    assert names(services, caller) == []


def test_a_change_says_what_it_did_and_tasks_keep_the_tag(
    services: Services, caller: Caller
) -> None:
    services.tasks.add(caller, [TaskDraft(title="a", tags=("x", "y", "X "))])

    def update(name: str, patch: TagPatch) -> str:
        return sentence(services.tags.update(caller, name, patch))

    assert update("x", TagPatch(name="z")) == "Renamed the tag “x” to “z”"
    assert services.tasks.count(caller, TaskFilter(query="tag:z tag:y")) == 1
    assert update("z", TagPatch(colour="#000000")) == "Changed the colour of the tag “z”"
    assert update("z", TagPatch(colour="")) == "Changed the colour of the tag “z”"
    assert update("z", TagPatch(archived=True)) == "Archived the tag “z”"
    assert names(services, caller) == ["y"]
    assert update("z", TagPatch(archived=False)) == "Took from the archive the tag “z”"
    assert services.tags.update(caller, "z", TagPatch(name="z", archived=False)).change is None
    with pytest.raises(ConflictError, match="There is a tag “y” already"):
        update("z", TagPatch(name="Y"))
    with pytest.raises(ConflictError, match="There is a tag “y” already"):
        services.tags.add(caller, "Y", TagPatch())
    with pytest.raises(InvalidError, match="Nothing to change is named"):
        update("z", TagPatch())


def test_a_deleted_tag_leaves_its_tasks_and_comes_back_with_undo(
    services: Services, caller: Caller
) -> None:
    services.tasks.add(caller, [TaskDraft(title="a", tags=("x",)), TaskDraft(title="b")])
    assert sentence(services.tags.delete(caller, "x")) == "Deleted the tag “x”"
    assert services.tasks.count(caller, TaskFilter(query="has:tag")) == 0
    services.journal.undo(caller)
    assert services.tasks.count(caller, TaskFilter(query="tag:x")) == 1


def test_a_tag_on_too_many_tasks_is_archived_instead(
    services: Services, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "TASKS_MAX", 1)
    services.tasks.add(caller, [TaskDraft(title=title, tags=("x",)) for title in "ab"])
    with pytest.raises(TooLargeError, match="is on over 1 tasks"):
        services.tags.delete(caller, "x")
    assert services.tasks.count(caller, TaskFilter(query="tag:x")) == 2


def test_tags_are_added_to_and_taken_off_a_task_or_named_by_id(
    services: Services, caller: Caller
) -> None:
    services.tasks.add(caller, [TaskDraft(title="a", tags=("x", "y"))])
    id = services.tags.find(caller, "y").id
    services.tasks.update(caller, ["1"], TaskPatch(add_tags=("z", "Z"), remove_tags=("X",)))
    assert services.tasks.count(caller, TaskFilter(query="tag:z tag:y -tag:x")) == 1
    services.tasks.update(caller, ["1"], TaskPatch(tags=(id,)))
    assert services.tasks.count(caller, TaskFilter(query="tag:y -tag:z")) == 1
    many = tuple(f"t{number}" for number in range(51))
    with pytest.raises(InvalidError, match="51 tags; 50 is the most"):
        services.tasks.update(caller, ["1"], TaskPatch(tags=many))
    assert names(services, caller) == ["x", "y", "z"]


def test_each_verb_asks_for_its_scope(services: Services, caller: Caller) -> None:
    nobody = replace(caller, scopes=frozenset[str]())
    for call in (
        lambda: services.tags.find(nobody, "x"),
        lambda: services.tags.add(nobody, "x", TagPatch()),
        lambda: services.tags.update(nobody, "x", TagPatch()),
        lambda: services.tags.delete(nobody, "x"),
    ):
        with pytest.raises(ForbiddenError):
            call()
