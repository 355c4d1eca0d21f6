"""Several calls as one change: asked for in a request's `_meta`, by a program that knows them all."""

from dataclasses import replace
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp_types import CallToolResult
from tests.mcp.agent import text_of

from watchbill.domain.budget import Budget
from watchbill.domain.query import ChangeFilter, TaskFilter
from watchbill.mcp.joint import FIRST, MOST, PREVIEW, STATE
from watchbill.mcp.outcome import ERROR
from watchbill.mcp.server import build_server
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft

KEY = "watchbill/request-key"
Given = tuple[str, dict[str, Any]]
MILK: Given = ("add_task", {"title": "Milk"})
TAGGED: Given = ("update_task", {"tasks": ["Milk"], "add_tags": ["home"]})
RENT_DONE: Given = ("complete_task", {"tasks": ["Rent"]})
GARDEN: Given = ("save_project", {"name": "Garden"})
VIEW: Given = ("view_tasks", {})
GONE: Given = ("delete_task", {"tasks": ["Dentist"]})


class Joining:
    """A program that asks for several calls at once."""

    def __init__(self, services: Services, caller: Caller) -> None:
        self.services = services
        self.caller = caller

    def __call__(self, *calls: Given, key: str = "", **meta: Any) -> CallToolResult:
        *first, (name, arguments) = calls
        wire = [{"name": one, "arguments": given} for one, given in first]
        asked = {FIRST: wire, **meta} | ({KEY: key} if key else {})

        async def called() -> CallToolResult:
            async with Client(build_server(self.services, caller=self.caller)) as client:
                return await client.call_tool(name, arguments, meta=asked)

        return anyio.run(called)

    def content(self, *calls: Given, key: str = "", **meta: Any) -> dict[str, Any]:
        result = self(*calls, key=key, **meta)
        assert not result.is_error, text_of(result)
        return result.structured_content or {}

    def refused(self, *calls: Given, **meta: Any) -> str:
        result = self(*calls, **meta)
        assert result.is_error
        return text_of(result)

    def changes(self) -> list[str]:
        found = self.services.journal.view(self.caller, ChangeFilter(limit=100))
        return [entry.change.sentence for entry in found][1:]

    def titles(self) -> list[str]:
        found = self.services.tasks.view(self.caller, TaskFilter(state="all"))
        return sorted(task.title for task in found.tasks)


@pytest.fixture
def joining(services: Services, robot: Caller) -> Joining:
    services.tasks.add(robot, [TaskDraft(title="Rent"), TaskDraft(title="Dentist")])
    return Joining(services, replace(robot, scopes=robot.scopes - {"tasks:delete"}))


def test_several_calls_are_one_change_and_each_is_told(joining: Joining) -> None:
    result = joining(MILK, GARDEN, TAGGED, RENT_DONE)
    assert text_of(result) == (
        'Change 2: added #3 "Milk" (tags "home"); #1 "Rent" open → done; added project "Garden"; added tag "home".\n'
        "Undo: undo_change(change=2)."
    )
    content = result.structured_content or {}
    assert {name: content[name] for name in ("status", "change", "undo")} == {
        "status": "done",
        "change": 2,
        "undo": "undo_change(change=2)",
    }
    assert [(row["ref"], row["title"]) for row in content["tasks"]] == [(3, "Milk"), (1, "Rent")]
    milk, garden, tagged, rent = content["steps"]
    assert {step["change"] for step in content["steps"]} == {2}
    assert {step["status"] for step in content["steps"]} == {"done"}
    assert milk["tasks"] == [{"ref": 3, "title": "Milk"}]
    assert garden["tasks"] == []
    assert tagged["changed"] == [{"ref": 3, "field": "tags", "old": "none", "new": '"home"'}]
    assert rent["tasks"] == [{"ref": 1, "title": "Rent", "state": "done"}]
    assert len(joining.changes()) == 1


def test_what_one_of_them_refuses_leaves_everything(joining: Joining) -> None:
    said = joining.refused(MILK, ("complete_task", {"tasks": ["#9"]}))
    assert said.startswith("TASK_NOT_FOUND: There is no task #9.")
    assert (joining.titles(), joining.changes()) == (["Dentist", "Rent"], [])


def test_a_preview_says_what_it_stands_on_and_writes_nothing(joining: Joining) -> None:
    content = joining.content(MILK, TAGGED, **{PREVIEW: True})
    assert (content["status"], content.get("change")) == ("preview", None)
    assert [step["status"] for step in content["steps"]] == ["preview", "preview"]
    assert content["steps"][1]["tasks"] == [{"ref": 3, "title": "Milk", "tags": ["home"]}]
    assert joining.changes() == []
    assert joining.content(MILK, TAGGED, **{STATE: content["state"]})["change"] == 2


def test_a_step_that_is_to_be_seen_only_makes_all_of_it_a_preview(joining: Joining) -> None:
    seen = ("add_task", {"title": "Eggs", "preview": True})
    assert joining.content(seen, MILK)["status"] == "preview"
    assert joining.content(MILK, seen)["status"] == "preview"
    assert joining.changes() == []


def test_what_was_written_since_the_preview_makes_it_stale(
    joining: Joining, robot: Caller
) -> None:
    seen = joining.content(
        MILK, ("update_task", {"tasks": ["#3"], "priority": 1}), **{PREVIEW: True}
    )
    joining.services.tasks.add(robot, [TaskDraft(title="Somebody else's")])
    said = joining.refused(
        MILK, ("update_task", {"tasks": ["#3"], "priority": 1}), **{STATE: seen["state"]}
    )
    assert said == (
        "STALE: Something else was written since this was looked at. "
        "Nothing was written. Look again, and then do it."
    )
    assert joining.titles() == ["Dentist", "Rent", "Somebody else's"]


def test_what_reads_sees_the_list_as_it_would_be(joining: Joining) -> None:
    seen = joining.content(MILK, RENT_DONE, VIEW)
    assert sorted(row["title"] for row in seen["tasks"]) == ["Dentist", "Milk"]
    assert {row["name"] for row in joining.content(GARDEN, ("view_projects", {}))["projects"]} == {
        "Inbox",
        "Garden",
    }
    assert joining.changes() == []
    assert [row["title"] for row in joining.content(VIEW)["tasks"]] == ["Rent", "Dentist"]


def test_what_a_person_decides_is_refused_together_and_a_preview_says_so(joining: Joining) -> None:
    assert joining.content(MILK, GONE, **{PREVIEW: True})["held"] == "deletion"
    said = joining.refused(MILK, GONE)
    assert said.startswith(
        "NEEDS_REVIEW: A person has to decide on this, since it takes something off the lists."
    )
    assert (joining.changes(), joining.titles()) == ([], ["Dentist", "Rent"])


def test_what_changes_nothing_is_unchanged(joining: Joining) -> None:
    again = ("complete_task", {"tasks": ["Rent"], "done": False})
    content = joining.content(again, ("update_task", {"tasks": ["Dentist"], "priority": 4}))
    assert content["status"] == "unchanged"
    assert [step["status"] for step in content["steps"]] == ["unchanged", "unchanged"]
    there_and_back = joining.content(RENT_DONE, again)
    assert [step["status"] for step in there_and_back["steps"]] == ["unchanged", "unchanged"]
    assert joining.changes() == []


def test_a_repeat_answers_the_change_that_it_was(joining: Joining) -> None:
    first = joining.content(MILK, RENT_DONE, key="k")
    again = joining.content(MILK, RENT_DONE, key="k")
    assert (again["status"], again["change"]) == ("repeated", first["change"])
    assert [step["change"] for step in again["steps"]] == [2, 2]
    assert joining.refused(MILK, GARDEN, **{KEY: "k"}).startswith("CONFLICT: The request key")
    assert joining.titles() == ["Dentist", "Milk", "Rent"]


def test_reasons_are_the_note_of_the_change(joining: Joining) -> None:
    joining.content(
        ("add_task", {"title": "Milk", "reason": "breakfast"}),
        ("complete_task", {"tasks": ["Rent"], "reason": "paid by transfer"}),
        RENT_DONE,
    )
    found = joining.services.journal.find(joining.caller, 2)
    assert found.change.note == "breakfast; paid by transfer"


@pytest.mark.parametrize(
    "first",
    [
        "add_task",
        ["add_task"],
        [{"name": "add_task"}],
        [{"name": 1, "arguments": {}}],
        [{"name": "add_task", "arguments": {"title": "Milk"}}] * (MOST + 1),
    ],
    ids=["text", "texts", "no arguments", "no name", "too many"],
)
def test_what_is_no_list_of_calls_is_refused(joining: Joining, first: Any) -> None:
    assert joining.refused(MILK, **{FIRST: first}).startswith(
        "INVALID_FIRST: “watchbill/first” is not a list of up to 20 calls. Use [{"
    )
    assert joining.changes() == []


@pytest.mark.parametrize(
    ("calls", "code"),
    [
        ([("undo_change", {}), MILK], "INVALID_FIRST"),
        ([MILK, ("undo_change", {})], "INVALID_FIRST"),
        ([VIEW, MILK], "INVALID_FIRST"),
        ([VIEW, VIEW], "INVALID_FIRST"),
        ([("no_such", {}), MILK], "TOOL_NOT_FOUND"),
        ([("add_task", {"colour": "red"}), MILK], "UNKNOWN_ARGUMENT"),
    ],
    ids=["undo first", "undo last", "a view first", "a view before a view", "no tool", "unknown"],
)
def test_what_can_not_be_a_part_of_a_change_is_refused(
    joining: Joining, calls: list[Given], code: str
) -> None:
    assert joining.refused(*calls).startswith(f"{code}: ")
    assert joining.changes() == []


def test_who_may_not_write_does_not_write_before_a_read(
    services: Services, robot: Caller, joining: Joining
) -> None:
    reader = Joining(services, replace(robot, scopes=frozenset({"tasks:read"})))
    assert reader.refused(MILK, VIEW).startswith("FORBIDDEN: ")
    assert joining.changes() == []


def test_looks_are_counted_as_reads(services: Services, robot: Caller, joining: Joining) -> None:
    slow = Joining(services, replace(robot, budget=Budget(reads_per_minute=1)))
    slow.content(MILK, **{PREVIEW: True})
    assert slow.refused(MILK, **{PREVIEW: True}).startswith("RATE_LIMITED: ")


def test_an_ambiguous_name_is_an_error_and_no_question(joining: Joining, robot: Caller) -> None:
    joining.services.tasks.add(robot, [TaskDraft(title="Rent")])
    result = joining(MILK, RENT_DONE)
    assert (result.meta or {})[ERROR]["code"] == "AMBIGUOUS"
    assert joining.titles() == ["Dentist", "Rent", "Rent"]
