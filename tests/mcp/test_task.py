"""The task tools, as an agent uses them."""

from tests.mcp.agent import Ask, text_of


def test_adding_tells_number_ref_and_undo(ask: Ask) -> None:
    added = ask("add_task", title=" Buy milk ")
    assert text_of(added) == 'Change 1: added #1 "Buy milk".\nUndo: undo_change(change=1).'
    assert added.structured_content == {
        "status": "done",
        "change": 1,
        "undo": "undo_change(change=1)",
        "tasks": [{"ref": 1, "title": "Buy milk"}],
    }
