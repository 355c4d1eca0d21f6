"""The tools of the journal, as an agent uses them."""

from dataclasses import replace

import pytest
from tests.mcp.agent import Ask, asking, text_of

from watchbill.services.bundle import Services


def test_undoing_takes_back_the_last_change_of_ones_own(ask: Ask, services: Services) -> None:
    ask("add_task", title="Milk")
    ask("update_task", tasks=1, title="Oat milk")
    services.tasks.complete(services.users.owner(), ["1"])
    undone = ask("undo_change")
    assert text_of(undone) == (
        'Change 4: #1 title "Oat milk" → "Milk".\nUndo: undo_change(change=4).'
    )
    assert undone.structured_content
    assert undone.structured_content["tasks"] == [{"ref": 1, "title": "Milk", "state": "done"}]


def test_undoing_an_add_removes_and_redoing_brings_back(ask: Ask) -> None:
    ask("add_task", title="Milk")
    undone = ask("undo_change", change=1)
    assert text_of(undone).startswith('Change 2: removed #1 "Milk", which had been added.')
    assert undone.structured_content
    assert undone.structured_content["tasks"] == []
    assert text_of(ask("undo_change", redo=True)).startswith('Change 3: added #1 "Milk".')


def test_an_undo_can_be_looked_at_first(ask: Ask, services: Services) -> None:
    ask("add_task", title="Milk")
    assert text_of(ask("undo_change", preview=True)) == (
        'Preview, nothing is written. It would be: removed #1 "Milk", which had been added.'
    )
    assert services.journal.last_change("default") == 1


def test_what_was_changed_since_is_not_overwritten(ask: Ask) -> None:
    ask("add_task", title="Milk")
    ask("update_task", tasks=1, title="Oat milk")
    ask("update_task", tasks=1, title="Soy milk")
    assert text_of(ask("undo_change", change=2)) == (
        "CONFLICT: What change 2 wrote has been changed since: title of #1 “Soy milk”, "
        "changed since by change 3 of token:robot. "
        "Undo the later change first, or, as a person, undo with force."
    )


@pytest.mark.parametrize("number", [0, 99])
def test_an_unknown_change_is_not_found(ask: Ask, number: int) -> None:
    assert text_of(ask("undo_change", change=number)) == (
        f"CHANGE_NOT_FOUND: There is no change {number}. View the changes for the numbers."
    )


def test_nothing_to_undo_is_said(ask: Ask) -> None:
    assert text_of(ask("undo_change")) == (
        "CONFLICT: There is nothing of yours to undo. Look at the history, and name a change."
    )


def test_the_history_tells_who_did_what_newest_first(ask: Ask, services: Services) -> None:
    ask("add_task", title="Milk")
    services.tasks.complete(services.users.owner(), ["1"])
    ask("undo_change", change=2)
    seen = ask("view_changes")
    assert text_of(seen) == (
        '3 | 2026-11-24T12:00Z | "token:robot" | "Undid change 2: Completed #1 “Milk”"\n'
        '2 | 2026-11-24T12:00Z | "user:owner" | "Completed #1 “Milk”" (undone by change 3)\n'
        '1 | 2026-11-24T12:00Z | "token:robot" | "Added #1 “Milk”"'
    )
    assert seen.structured_content
    assert seen.structured_content["changes"][0].pop("run").startswith("run-")
    assert seen.structured_content["changes"][0] == {
        "change": 3,
        "at": "2026-11-24T12:00:00.003000Z",
        "actor": "token:robot",
        "said": "Undid change 2: Completed #1 “Milk”",
        "undoes": [2],
        "client": "mcp 0.1.0",
    }


def numbers(ask: Ask, **arguments: object) -> list[int]:
    content = ask("view_changes", **arguments).structured_content
    assert content
    return [row["change"] for row in content["changes"]]


def test_the_history_narrows_down(ask: Ask, services: Services) -> None:
    owner = services.users.owner()
    ask("add_task", items=["Milk", "Eggs"])
    services.tasks.complete(owner, ["1"])
    asking(services, replace(owner, run="turn-7"))("complete_task", tasks=2)
    assert numbers(ask) == [3, 2, 1]
    assert numbers(ask, since=1) == [2, 3]
    assert numbers(ask, since=0) == [1, 2, 3]
    assert numbers(ask, task=1) == [2, 1]
    assert numbers(ask, task="Eggs") == [3, 1]
    assert numbers(ask, actor="user:owner") == [3, 2]
    assert numbers(ask, actor="me") == [1]
    assert numbers(ask, run="turn-7") == [3]
    assert numbers(ask, run="turn-8") == []
    assert text_of(ask("view_changes", run="turn-8")) == "No changes found."


def test_the_history_goes_on_in_both_directions(ask: Ask) -> None:
    for title in ("Milk", "Eggs", "Rent"):
        ask("add_task", title=title)
    newest = ask("view_changes", limit=2)
    assert text_of(newest).endswith('\nOlder ones: the same call with cursor="before-2".')
    assert numbers(ask, limit=2) == [3, 2]
    assert numbers(ask, limit=2, cursor="before-2") == [1]
    oldest = ask("view_changes", limit=2, since=0)
    assert text_of(oldest).endswith("\nMore follow: the same call with since=2.")
    assert numbers(ask, limit=2, since=2) == [3]


def test_a_wrong_cursor_is_refused(ask: Ask) -> None:
    assert text_of(ask("view_changes", cursor="2")) == (
        "INVALID_CURSOR: The cursor is not one that this list gave. Start again without a cursor."
    )
