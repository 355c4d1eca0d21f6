"""No answer is more than a model can take: 8 kB, whatever is in the list."""

import json
from typing import Any

import pytest
from mcp_types import CallToolResult
from pydantic import BaseModel
from tests.mcp.agent import Ask, text_of
from tests.mcp.tokens import tokens

from watchbill.mcp.outcome import Outcome, first_in_budget, shrinking

MOST = 8_192
# What costs most per character on the wire: four bytes, or an escape that is escaped again.
COSTLY = {"plain": "x", "four bytes": "🦉", "escaped": '"', "backslash": "\\"}


class Size(BaseModel):
    size: int


def size(result: CallToolResult) -> int:
    return len(result.model_dump_json(by_alias=True, exclude_none=True).encode())


def content(result: CallToolResult) -> dict[str, Any]:
    assert result.structured_content
    return result.structured_content


def test_when_nothing_fits_the_shortest_is_given() -> None:
    tried = [Outcome("x" * 10_000 * size, Size(size=size)) for size in shrinking(5)]
    assert [outcome.content for outcome in tried] == [Size(size=n) for n in (5, 3, 2, 1)]
    assert first_in_budget(tried) is tried[-1]


def test_fifty_tasks_are_two_thousand_tokens(ask: Ask) -> None:
    ask("add_task", items=[f"Write the weekly report for team {n}" for n in range(50)])
    seen = ask("view_tasks", limit=50)
    assert len(content(seen)["tasks"]) == 50
    assert tokens(text_of(seen)) + tokens(content(seen)) < 2_000


def test_fifty_tasks_with_all_that_rows_say_are_two_thousand_tokens_to_a_model(ask: Ask) -> None:
    """A model is given the text or the content, not both."""
    ask("save_project", name="Home")
    for start in (0, 25):
        ask(
            "add_task",
            items=[
                {
                    "title": f"Buy oats {n}",
                    "due": "2026-12-01",
                    "tags": ["shop"],
                    "project": "Home",
                }
                for n in range(start, start + 25)
            ],
        )
    seen = ask("view_tasks", limit=50)
    assert len(content(seen)["tasks"]) == 50
    assert tokens(text_of(seen)) < 2_000
    assert tokens(content(seen)) < 2_000


@pytest.mark.parametrize("char", COSTLY.values(), ids=COSTLY.keys())
@pytest.mark.parametrize("detail", ["brief", "full"])
def test_a_list_is_cut_and_goes_on_where_it_was_cut(ask: Ask, char: str, detail: str) -> None:
    items = [{"title": f"{n} {char * 200}", "description": char * 2_000} for n in range(30)]
    assert size(ask("add_task", items=items)) <= MOST
    seen: list[int] = []
    arguments: dict[str, Any] = {"limit": 100, "detail": detail}
    while True:
        page = ask("view_tasks", **arguments)
        assert size(page) <= MOST
        seen += [row["ref"] for row in content(page)["tasks"]]
        assert content(page)["total"] == 30
        if "cursor" not in content(page):
            break
        assert "or narrow with query.\n#" in text_of(page)
        arguments["cursor"] = content(page)["cursor"]
    assert seen == list(range(1, 31))


@pytest.mark.parametrize("char", COSTLY.values(), ids=COSTLY.keys())
def test_named_tasks_beyond_the_budget_are_left_for_the_next_call(ask: Ask, char: str) -> None:
    ask("add_task", items=[{"title": f"{n}", "description": char * 500} for n in range(20)])
    seen = ask("view_tasks", tasks=list(range(1, 21)), detail="full")
    assert size(seen) <= MOST
    shown = [row["ref"] for row in content(seen)["tasks"]]
    rest = content(seen)["not_shown"]
    assert shown + rest == list(range(1, 21))
    assert text_of(seen).endswith(f"\nNot shown, ask again for: tasks={rest}.")


@pytest.mark.parametrize("char", COSTLY.values(), ids=COSTLY.keys())
def test_a_long_description_is_read_in_parts(ask: Ask, char: str) -> None:
    ask("add_task", title="T" * 255, description=char * 9_999 + "!")
    read, arguments = "", {"tasks": 1, "detail": "full"}
    while True:
        part = ask("view_tasks", **arguments)
        assert size(part) <= MOST
        (row,) = content(part)["tasks"]
        assert row["characters"] == 10_000
        read += row["description"]
        if "cursor" not in content(part):
            break
        assert f"characters {len(read) - len(row['description'])} to {len(read)} of 10000" in (
            text_of(part)
        )
        arguments["cursor"] = content(part)["cursor"]
    assert read == char * 9_999 + "!"


@pytest.mark.parametrize("char", COSTLY.values(), ids=COSTLY.keys())
def test_writes_of_fifty_are_told_in_short(ask: Ask, char: str) -> None:
    items = [{"title": f"{n} {char * 250}", "description": char * 200} for n in range(50)]
    refs = list(range(1, 51))
    answers = [
        ask("add_task", items=items),
        ask("update_task", tasks=refs, append=char * 4_000),
        ask("complete_task", tasks=refs),
        ask("complete_task", tasks=refs),
        ask("delete_task", tasks=refs, preview=True),
        ask("undo_change", change=1, preview=True),
        ask("undo_change"),
        ask("view_changes"),
    ]
    assert [size(answer) <= MOST for answer in answers] == [True] * len(answers)
    assert [len(content(a)["tasks"]) for a in answers[:5]] == [50] * 5


def test_a_refusal_is_short_too(ask: Ask) -> None:
    ask("add_task", items=["🦉" * 255] * 12)
    ask("update_task", tasks=1, append="🦉" * 10_000)
    ambiguous = ask("complete_task", tasks="🦉" * 255)
    assert size(ambiguous) <= MOST
    stale = ask("update_task", tasks=1, description="new")
    assert size(stale) <= MOST
    assert text_of(stale).startswith("CONFLICT: #1 “🦉")
    assert json.loads(stale.model_dump_json())["meta"]["watchbill/error"]["details"] == {
        "ref": 1,
        "version": 2,
    }


@pytest.mark.parametrize("char", COSTLY.values(), ids=COSTLY.keys())
def test_a_long_history_is_cut_and_goes_on(ask: Ask, char: str) -> None:
    for number in range(12):
        ask("add_task", items=[f"{number} {char * 250}"] * 3)
    seen: list[int] = []
    arguments: dict[str, Any] = {"limit": 100}
    while True:
        page = ask("view_changes", **arguments)
        assert size(page) <= MOST
        seen += [row["change"] for row in content(page)["changes"]]
        if "cursor" not in content(page):
            break
        arguments["cursor"] = content(page)["cursor"]
    assert seen == list(range(12, 0, -1))


def test_a_long_refusal_still_says_what_to_do(ask: Ask) -> None:
    ask("add_task", items=["Milk " + "x" * 240] * 12)
    said = text_of(ask("complete_task", tasks="milk " + "x" * 240))
    assert said.startswith("AMBIGUOUS: “milk xxx")
    assert said.endswith("… Ask which one is meant, then use its ref.")
