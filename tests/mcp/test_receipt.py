"""What a write answers: every field, old → new, with names that people know."""

from typing import Any

import pytest
from tests.mcp.agent import Ask, text_of

from watchbill.domain.query import Place, TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.tag import TagPatch


@pytest.fixture
def rent(ask: Ask) -> Ask:
    """An agent with a project, and a task that has nothing but a title."""
    ask("save_project", name="Home")
    ask("add_task", items=["Rent", "Key"])
    return ask


def told(result: Any) -> str:
    """The first line, without the change's number."""
    return text_of(result).splitlines()[0].partition(": ")[2]


def test_an_add_tells_all_that_was_understood(rent: Ask) -> None:
    added = rent(
        "add_task", text="Pay rent every 1st at 9am p1 #home @Flat remind me 2 hours before"
    )
    assert text_of(added) == (
        'Change 3: added #3 "Pay rent" (priority, due)'
        if False
        else 'Change 3: added #3 "Pay rent" (p1, due Tue 2026-12-01 09:00 UTC, every month on the 1st, '
        'project "Flat", tags "home", reminders 2 hours before); added tag "home"; added project "Flat".\n'
        "Undo: undo_change(change=3)."
    )
    assert added.structured_content
    assert added.structured_content["tasks"] == [
        {
            "ref": 3,
            "title": "Pay rent",
            "due": "Tue 2026-12-01 09:00 UTC",
            "repeats": "every month on the 1st",
            "priority": 1,
            "project": "Flat",
            "tags": ["home"],
        }
    ]


@pytest.mark.parametrize(
    ("given", "said", "changed"),
    [
        ({"due": "tomorrow at 5"}, "due none → Wed 2026-11-25 17:00 UTC", ["due"]),
        ({"priority": 1}, "priority 4 → 1", ["priority"]),
        ({"project": "home"}, 'project "Inbox" → "Home"', ["project"]),
        ({"add_tags": ["a"]}, 'tags none → "a"; added tag "a"', ["tags"]),
        ({"parent": 2}, "parent none → #2", ["parent"]),
        ({"blocked_by": [2]}, "blocked by none → #2", ["blocked_by"]),
        (
            {"reminder": "2026-12-01T09:00"},
            "reminders none → 2026-12-01T09:00:00+00:00[UTC]",
            ["reminders"],
        ),
        (
            {"recurrence": "every tuesday"},
            "due none → Tue 2026-11-24, recurrence none → every Tuesday",
            ["due", "recurrence"],
        ),
    ],
)
def test_an_update_tells_each_field_and_its_undo_the_reverse(
    rent: Ask, given: dict[str, Any], said: str, changed: list[str]
) -> None:
    updated = rent("update_task", tasks=1, **given)
    assert sorted(
        told(updated).removesuffix(".").removeprefix('#1 "Rent" ').split(", ")
    ) == sorted(said.split(", "))
    assert updated.structured_content
    assert sorted(one["field"] for one in updated.structured_content["changed"]) == changed
    undone = rent("undo_change")
    assert undone.structured_content
    assert undone.structured_content["tasks"] == [{"ref": 1, "title": "Rent"}]


def test_none_takes_away_what_can_be_taken_away(rent: Ask) -> None:
    rent(
        "update_task",
        tasks=1,
        due="tomorrow",
        recurrence="every day",
        parent=2,
        reminder="when due",
        add_tags="home",
    )
    said = told(rent("update_task", tasks=1, reminder="none"))
    assert said == '#1 "Rent" reminders when due → none.'
    rent(
        "update_task", tasks=1, due="none", recurrence="none", parent="none", remove_tags=["home"]
    )
    seen = rent("view_tasks", tasks=1).structured_content
    assert seen
    assert seen["tasks"] == [{"ref": 1, "title": "Rent"}]


def test_moving_on_what_repeats_is_not_doing_it(rent: Ask) -> None:
    rent("update_task", tasks=1, recurrence="every day", due="2026-11-24")
    skipped = told(rent("update_task", tasks=1, skip=True))
    assert skipped == '#1 "Rent" due Tue 2026-11-24 → Wed 2026-11-25.'
    assert text_of(rent("update_task", tasks=1, skip=True, priority=1)) == (
        "INVALID_SKIP: Skipping changes nothing else. Give skip alone, and then the rest."
    )


def test_completing_what_repeats_names_what_comes_next(rent: Ask) -> None:
    rent("update_task", tasks=1, recurrence="every day", due="2026-11-24")
    assert told(rent("complete_task", tasks=1)) == (
        '#1 "Rent" open → done; added #3 "Rent" (due Wed 2026-11-25, every day).'
    )


def test_subtasks_are_completed_on_request_alone(rent: Ask) -> None:
    rent("update_task", tasks=2, parent=1)
    assert text_of(rent("complete_task", tasks=1)).startswith("CONFLICT: ")
    assert told(rent("complete_task", tasks=1, children=True)) == (
        '#1 "Rent" open → done; #2 "Key" open → done.'
    )


def test_an_edit_of_later_ones_alone_is_told_by_its_sentence(rent: Ask) -> None:
    rent("update_task", tasks=1, recurrence="every day", due="2026-11-24")
    rent("update_task", tasks=1, title="Rent once", scope="this")
    said = told(rent("update_task", tasks=1, title="Rent once", scope="later"))
    assert said == '"Changed the later occurrences of #1 “Rent once”".'


def test_a_place_in_the_order_is_told_without_its_key(rent: Ask, services: Services) -> None:
    services.tasks.update(services.users.owner(), ["2"], TaskPatch(place=Place("first")))
    undone = rent("undo_change", change=3)
    assert told(undone) == '#2 "Key" place in the order changed.'


def test_projects_are_made_renamed_and_archived(rent: Ask) -> None:
    assert told(rent("save_project", name="Work")) == 'added project "Work".'
    renamed = rent("save_project", name="Job", project="work", archived=True)
    assert told(renamed) == 'project "Job" name "Work" → "Job", in use → archived.'
    assert renamed.structured_content
    assert renamed.structured_content["changed"] == [
        {"noun": "project", "field": "name", "old": "Work", "new": "Job"},
        {"noun": "project", "field": "state", "old": "in use", "new": "archived"},
    ]
    again = rent("save_project", name="Job", project="Job", archived=True)
    assert text_of(again) == "Nothing changed: it was so already."
    assert text_of(rent("save_project", name="Job")).startswith(
        "CONFLICT: There is a project “Job”, archived already."
    )
    assert text_of(rent("save_project", name="x", project="Hom")).startswith(
        "PROJECT_NOT_FOUND: There is no project “Hom”. Nearest: “Home”. "
    )


def test_undoing_what_others_said_is_told_by_noun(
    rent: Ask, services: Services, robot: Caller
) -> None:
    owner = services.users.owner()
    services.comments.add(owner, "1", "Soon")
    assert told(rent("undo_change", change=3, preview=True)).endswith(
        'removed a comment: "Soon", which had been added.'
    )
    services.tags.add(owner, "home", TagPatch())
    services.tags.update(owner, "home", TagPatch(name="house"))
    assert told(rent("undo_change", change=5, preview=True)).endswith(
        'tag "home" name "house" → "home".'
    )
    comment = services.comments.view(robot, "1")[0]
    services.comments.update(owner, comment.id, "Later")
    assert told(rent("undo_change", change=6, preview=True)).endswith(
        'a comment text "Later" → "Soon".'
    )


def test_all_that_one_did_since_a_time_is_undone_as_one(rent: Ask, services: Services) -> None:
    services.tasks.complete(services.users.owner(), ["1"])
    undone = rent("undo_change", after="2026-11-24")
    assert told(undone).startswith("KEPT ")
    assert 'removed #2 "Key", which had been added' in told(undone)
    assert text_of(rent("undo_change", after="14:00", redo=True)) == (
        "INVALID_AFTER: A time chooses many changes. Give after alone, or redo."
    )


def test_the_history_is_seen_from_a_time_on(rent: Ask) -> None:
    assert len(text_of(rent("view_changes", after="2026-11-24")).splitlines()) == 2
    assert text_of(rent("view_changes", after="2026-11-25")) == "No changes found."


def test_the_overview_counts_by_project_and_tag(rent: Ask) -> None:
    rent("add_task", text="Sweep yesterday @Home #chores p1", due="2026-11-23")
    rent("add_task", text="Wash today @Home")
    seen = rent("view_projects")
    assert text_of(seen) == (
        'project "Inbox": 2 open\n'
        'project "Home": 2 open, 1 overdue, 1 today\n'
        'tag "chores": 1 open, 1 overdue'
    )
    assert seen.structured_content == {
        "projects": [
            {"name": "Inbox", "open": 2},
            {"name": "Home", "open": 2, "overdue": 1, "today": 1},
        ],
        "tags": [{"name": "chores", "open": 1, "overdue": 1}],
    }


def test_an_overview_that_is_too_long_says_how_many_are_left(rent: Ask) -> None:
    for start in range(0, 100, 20):
        tags = [f"{number} {'x' * 40}" for number in range(start, start + 20)]
        rent("add_task", title="Tagged", tags=tags)
    seen = rent("view_projects").structured_content
    assert seen
    assert len(seen["projects"]) == 2
    assert seen["more"] + len(seen["tags"]) == 100
