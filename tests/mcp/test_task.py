"""The task tools, as an agent uses them."""

import pytest
from tests.mcp.agent import Ask, text_of

from watchbill.domain.query import TaskFilter
from watchbill.services.bundle import Services


def state(services: Services) -> list[tuple[int, str, str]]:
    owner = services.users.owner()
    page = services.tasks.view(owner, TaskFilter(state="all"))
    return [(task.ref, task.title, task.description) for task in page.tasks]


def test_adding_tells_number_ref_and_undo(ask: Ask) -> None:
    added = ask("add_task", title=" Buy milk ")
    assert text_of(added) == 'Change 1: added #1 "Buy milk".\nUndo: undo_change(change=1).'
    assert added.structured_content == {
        "status": "done",
        "change": 1,
        "undo": "undo_change(change=1)",
        "tasks": [{"ref": 1, "title": "Buy milk"}],
    }


def test_several_are_added_as_one_change(ask: Ask, services: Services) -> None:
    items = ["Milk", {"title": "Eggs", "description": "ten"}]
    assert text_of(ask("add_task", items=items)) == (
        'Change 1: added #1 "Milk"; added #2 "Eggs".\nUndo: undo_change(change=1).'
    )
    assert state(services) == [(1, "Milk", ""), (2, "Eggs", "ten")]


def test_a_batch_with_one_bad_title_adds_nothing(ask: Ask, services: Services) -> None:
    said = text_of(ask("add_task", items=["Milk", "   "]))
    assert said == (
        "INVALID_TITLE: items[1]: The title is blank. Give a title of 1 to 255 characters."
    )
    assert state(services) == []


def test_many_are_named_in_part_and_listed_in_full(ask: Ask) -> None:
    added = ask("add_task", items=[f"t{n}" for n in range(12)])
    assert text_of(added).startswith('Change 1: added #1 "t0"; added #2 "t1";')
    assert '#10 "t9"; and 2 more.' in text_of(added)
    assert added.structured_content
    assert [task["ref"] for task in added.structured_content["tasks"]] == list(range(1, 13))


@pytest.mark.parametrize("name", [1, "#1", " buy  MILK ", ["1"], [1, "Buy milk"]])
def test_a_task_is_named_by_ref_or_exact_title_with_or_without_a_list(
    ask: Ask, name: object
) -> None:
    ask("add_task", title="Buy milk")
    assert text_of(ask("complete_task", tasks=name)) == (
        'Change 2: #1 "Buy milk" open → done.\nUndo: undo_change(change=2).'
    )


def test_a_task_is_named_by_its_id(ask: Ask) -> None:
    ask("add_task", title="Buy milk")
    seen = ask("view_tasks", tasks=1, detail="full").structured_content
    assert seen
    assert text_of(ask("complete_task", tasks=seen["tasks"][0]["id"])).startswith("Change 2:")


def test_an_update_changes_what_it_names_and_tells_old_and_new(
    ask: Ask, services: Services
) -> None:
    ask("add_task", title="Milk", description="two bottles")
    updated = ask("update_task", tasks=1, title="Oat milk", description=None)
    assert text_of(updated) == (
        'Change 2: #1 title "Milk" → "Oat milk".\nUndo: undo_change(change=2).'
    )
    assert updated.structured_content == {
        "status": "done",
        "change": 2,
        "undo": "undo_change(change=2)",
        "changed": [{"ref": 1, "field": "title", "old": "Milk", "new": "Oat milk"}],
        "tasks": [{"ref": 1, "title": "Oat milk", "described": True}],
    }
    assert state(services) == [(1, "Oat milk", "two bottles")]


def test_appending_keeps_what_is_there(ask: Ask, services: Services) -> None:
    ask("add_task", title="Milk")
    assert text_of(ask("update_task", tasks=1, append="one")).startswith(
        'Change 2: #1 "Milk" description added: "one".'
    )
    assert text_of(ask("update_task", tasks=1, append="two")).startswith(
        'Change 3: #1 "Milk" description got appended: "two".'
    )
    assert state(services) == [(1, "Milk", "one\ntwo")]


def test_a_description_is_not_replaced_unread(ask: Ask, services: Services) -> None:
    ask("add_task", title="Milk", description="two bottles")
    assert text_of(ask("update_task", tasks=1, description="none")) == (
        "CONFLICT: #1 “Milk” has a description, which this would replace. "
        "Read it, then send version 1 with the write; or append instead."
    )
    assert state(services) == [(1, "Milk", "two bottles")]


def test_a_replaced_description_is_told_first(ask: Ask) -> None:
    ask("add_task", title="Milk", description='two\n"bottles"')
    said = text_of(ask("update_task", tasks=1, description="none", version=1))
    assert said == (
        'Change 2: #1 "Milk" description of 13 characters replaced, '
        'LOST: "two\\n\\"bottles\\"", new: "none".\nUndo: undo_change(change=2).'
    )


def test_a_stale_version_is_refused_with_the_current_one(ask: Ask) -> None:
    ask("add_task", title="Milk")
    ask("update_task", tasks=1, title="Oat milk")
    stale = ask("update_task", tasks=1, title="Soy milk", version=1)
    assert stale.is_error
    assert text_of(stale) == (
        "CONFLICT: #1 “Oat milk” has changed since version 1: title (change 2 of token:robot). "
        "Read it, then send version 2 with the write."
    )
    assert stale.meta
    assert stale.meta["watchbill/error"]["details"]["version"] == 2


def test_an_update_without_a_field_is_refused(ask: Ask) -> None:
    ask("add_task", title="Milk")
    assert text_of(ask("update_task", tasks=1)) == (
        "INVALID_PATCH: Nothing to change is named. Give a field, such as title or due."
    )


def test_completing_sets_and_never_toggles(ask: Ask) -> None:
    ask("add_task", title="Milk")
    ask("complete_task", tasks=1)
    again = ask("complete_task", tasks=1)
    assert text_of(again) == 'Nothing changed: all was so already for #1 "Milk" (done).'
    assert again.structured_content == {
        "status": "unchanged",
        "tasks": [{"ref": 1, "title": "Milk", "state": "done"}],
    }
    assert text_of(ask("complete_task", tasks=1, done=False)).startswith(
        'Change 3: #1 "Milk" done → open.'
    )


def test_a_deleted_task_is_restored_as_it_was(ask: Ask) -> None:
    ask("add_task", title="Milk")
    ask("complete_task", tasks=1)
    assert text_of(ask("delete_task", tasks=1)).startswith('Change 3: #1 "Milk" done → deleted.')
    assert text_of(ask("delete_task", tasks=1, restore=True)).startswith(
        'Change 4: #1 "Milk" deleted → done.'
    )


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("update_task", {"title": "Oat milk"}, '#1 title "Milk" → "Oat milk"'),
        ("complete_task", {}, '#1 "Milk" open → done'),
        ("delete_task", {}, '#1 "Milk" open → deleted'),
    ],
)
def test_a_preview_tells_and_writes_nothing(
    ask: Ask, services: Services, tool: str, arguments: dict[str, object], said: str
) -> None:
    ask("add_task", title="Milk")
    preview = ask(tool, tasks=1, preview=True, **arguments)
    assert text_of(preview) == f"Preview, nothing is written. It would be: {said}."
    assert preview.structured_content
    assert preview.structured_content["status"] == "preview"
    assert not {"change", "undo"} & set(preview.structured_content)
    assert services.journal.last_change("default") == 1


def test_an_ambiguous_title_is_asked_back_with_the_candidates(ask: Ask) -> None:
    ask("add_task", items=["Milk", "milk"])
    refused = ask("complete_task", tasks="MILK")
    assert text_of(refused) == (
        "AMBIGUOUS: “MILK” is the title of #1 “Milk”, #2 “milk”. "
        "Ask which one is meant, then use its ref."
    )
    assert refused.structured_content is None
    assert refused.meta
    assert refused.meta["watchbill/error"] == {
        "code": "AMBIGUOUS",
        "details": {
            "given": "MILK",
            "candidates": [{"ref": 1, "title": "Milk"}, {"ref": 2, "title": "milk"}],
        },
    }


def test_an_unknown_task_is_not_found_and_the_nearest_named(ask: Ask) -> None:
    ask("add_task", title="Buy milk")
    assert text_of(ask("delete_task", tasks="Buy silk")) == (
        "TASK_NOT_FOUND: There is no task “Buy silk”. Nearest: #1 “Buy milk”. "
        "View the tasks, and use a ref from there."
    )


def test_viewing_lists_open_tasks_oldest_first(ask: Ask) -> None:
    ask("add_task", items=["Milk", {"title": "Eggs", "description": "ten"}, "Rent"])
    ask("complete_task", tasks=1)
    seen = ask("view_tasks")
    assert text_of(seen) == (
        '2 of 2 open tasks, no more follow.\n#2 "Eggs" (described)\n#3 "Rent"'
    )
    assert seen.structured_content == {
        "tasks": [
            {"ref": 2, "title": "Eggs", "described": True},
            {"ref": 3, "title": "Rent"},
        ],
        "total": 2,
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"state": "done"}, '1 of 1 done task, no more follow.\n#1 "Milk" (done)'),
        ({"state": "deleted"}, '1 of 1 deleted task, no more follow.\n#3 "Rent" (deleted)'),
        (
            {"state": "all"},
            '2 of 2 tasks, no more follow.\n#1 "Milk" (done)\n#2 "Eggs" (described)',
        ),
        ({"query": "TEN egg"}, '1 of 1 open task, no more follow.\n#2 "Eggs" (described)'),
        ({"query": "nothing"}, "No open tasks found."),
        ({"query": "nothing", "state": "all"}, "No tasks found."),
        ({"tasks": [1, 3]}, '#1 "Milk" (done)\n#3 "Rent" (deleted)'),
    ],
)
def test_viewing_goes_by_words_state_and_names(
    ask: Ask, arguments: dict[str, object], said: str
) -> None:
    ask("add_task", items=["Milk", {"title": "Eggs", "description": "ten"}, "Rent"])
    ask("complete_task", tasks=1)
    ask("delete_task", tasks=3)
    assert text_of(ask("view_tasks", **arguments)) == said


def test_viewing_goes_on_by_cursor(ask: Ask) -> None:
    ask("add_task", items=["Milk", "Eggs", "Rent"])
    first = ask("view_tasks", limit=2)
    assert first.structured_content
    cursor = first.structured_content["cursor"]
    assert text_of(first) == (
        f'2 of 3 open tasks. For more: the same call with cursor="{cursor}", '
        'or narrow with query.\n#1 "Milk"\n#2 "Eggs"'
    )
    last = ask("view_tasks", limit=2, cursor=cursor)
    assert text_of(last) == '1 of 3 open tasks, no more follow.\n#3 "Rent"'


def test_full_detail_shows_description_version_and_dates(ask: Ask) -> None:
    ask("add_task", title="Milk", description="two\nbottles")
    ask("complete_task", tasks=1)
    seen = ask("view_tasks", state="all", detail="full")
    assert text_of(seen) == (
        "1 of 1 task, no more follow.\n"
        '#1 "Milk" (done)\n'
        "  version 2, added 2026-11-24T12:00Z, done 2026-11-24T12:00Z, changed 2026-11-24T12:00Z\n"
        '  description: "two\\nbottles"'
    )
    assert seen.structured_content
    (row,) = seen.structured_content["tasks"]
    assert sorted(row) == [
        "completed_at",
        "created_at",
        "description",
        "id",
        "ref",
        "state",
        "title",
        "updated_at",
        "version",
    ]


def test_a_wrong_cursor_is_refused(ask: Ask) -> None:
    ask("add_task", title="Milk")
    assert text_of(ask("view_tasks", cursor="x")) == (
        "INVALID_CURSOR: The cursor is not one that this list gave. Start again without a cursor."
    )
    assert text_of(ask("view_tasks", tasks=1, detail="full", cursor="text-²")) == (
        "INVALID_CURSOR: The cursor is not one of this task. Start again without a cursor."
    )
