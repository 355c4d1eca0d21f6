"""Bad arguments are refused in our own words, and change nothing."""

import pytest
from tests.mcp.agent import Ask, text_of

from watchbill.services.bundle import Services

LISTED = "Use a list such as [12, 13]."
NAMED = 'Use a ref such as 12 or "#12", an id or an exact title.'
GOLDEN = [
    (
        "view_tasks",
        {"sate": "all"},
        (
            'UNKNOWN_ARGUMENT: There is no "sate". Did you mean state? '
            "Allowed: query, when, due_from, due_to, state, project, tag, priority, tasks, detail, limit, cursor, as_of."
        ),
    ),
    (
        "view_changes",
        {"zzz": None, "qqq": 1},
        (
            'UNKNOWN_ARGUMENT: There is no "zzz", "qqq". '
            "Allowed: since, after, task, actor, run, limit, cursor."
        ),
    ),
    (
        "add_task",
        {"items": ["Milk", {"titel": "Eggs"}]},
        (
            'UNKNOWN_ARGUMENT: There is no "titel" in items[1]. Did you mean title? Allowed: title, text, description, '
            "due, recurrence, reminder, priority, project, tags, parent."
        ),
    ),
    (
        "view_tasks",
        {"state": "closed"},
        'INVALID_STATE: “state” can\'t be "closed". Use one of: open, done, deleted, all.',
    ),
    (
        "view_tasks",
        {"when": "tonight"},
        (
            'INVALID_WHEN: “when” can\'t be "tonight". '
            "Use one of: overdue, today, tomorrow, week, later, none."
        ),
    ),
    (
        "undo_change",
        {"proposal": 1, "change": 2},
        (
            "INVALID_PROPOSAL: A proposal was never done: it is withdrawn. "
            "Give proposal alone, or change."
        ),
    ),
    (
        "add_task",
        {"items": ["Milk", {"title": "Eggs", "due": "whenever"}]},
        (
            "INVALID_DUE: items[1]: “whenever” is not a date or a time. "
            "Write tomorrow at 5, next Friday, 2026-12-01 or 2026-12-01T17:00."
        ),
    ),
    (
        "view_tasks",
        {"limit": 101},
        "INVALID_LIMIT: “limit” can't be 101. Use a whole number, 1 to 100.",
    ),
    (
        "view_tasks",
        {"limit": True},
        "INVALID_LIMIT: “limit” can't be true. Use a whole number, 1 to 100.",
    ),
    (
        "view_tasks",
        {"query": ["milk"]},
        "INVALID_QUERY: “query” can't be a list. Use text, or leave it out.",
    ),
    ("view_tasks", {"tasks": True}, f"INVALID_TASKS: “tasks” can't be true. {LISTED}"),
    ("view_projects", {"limit": 1}, 'UNKNOWN_ARGUMENT: There is no "limit". Give no arguments.'),
    ("save_project", {}, "INVALID_NAME: “name” is missing. Use text."),
    (
        "update_task",
        {"tasks": [1], "tags": ["home"]},
        (
            'UNKNOWN_ARGUMENT: There is no "tags". Did you mean add_tags? Allowed: tasks, title, description, append, due, '
            "recurrence, reminder, priority, project, add_tags, remove_tags, parent, blocked_by, scope, skip, version, "
            "reason, preview."
        ),
    ),
    (
        "save_project",
        {"name": "Home", "project_id": 1},
        (
            'UNKNOWN_ARGUMENT: There is no "project_id". Did you mean project? '
            "Allowed: name, project, archived, reason, preview."
        ),
    ),
    (
        "add_task",
        {"title": "Sweep", "tags": "home, work,"},
        "INVALID_NAME: The tag's name holds “,”. Give each by itself: “home”, “work”.",
    ),
    (
        "add_task",
        {"title": "Sweep", "tags": ['the "new" one']},
        "INVALID_NAME: The tag's name holds “\"”. Leave that out.",
    ),
    (
        "complete_task",
        {"tasks": "1, #2"},
        "TASK_NOT_FOUND: There is no task “1, #2”. Name each task by itself, not several in one text.",
    ),
    (
        "view_tasks",
        {"due_from": "2026-12-05", "due_to": "2026-12-01"},
        (
            "INVALID_DUE_TO: due_to, 2026-12-01, is before due_from, 2026-12-05. "
            "Give the earlier day as due_from."
        ),
    ),
    ("complete_task", {}, f"INVALID_TASKS: “tasks” is missing. {LISTED}"),
    ("complete_task", {"tasks": None}, f"INVALID_TASKS: “tasks” is missing. {LISTED}"),
    (
        "complete_task",
        {"tasks": [1, {"ref": 2}]},
        f"INVALID_TASKS: “tasks[1]” can't be an object. {NAMED}",
    ),
    (
        "complete_task",
        {"tasks": []},
        "INVALID_TASKS: No task is named. Name at least one, by its ref.",
    ),
    (
        "complete_task",
        {"tasks": list(range(51))},
        "TOO_LARGE: 51 tasks at once; 50 is the most. Split the request.",
    ),
    (
        "complete_task",
        {"tasks": [1], "done": "yes"},
        'INVALID_DONE: “done” can\'t be "yes". Use true or false.',
    ),
    (
        "update_task",
        {"tasks": [1], "version": -1},
        "INVALID_VERSION: “version” can't be -1. Use a whole number, 0 or more.",
    ),
    (
        "undo_change",
        {"change": 10**30},
        f"INVALID_CHANGE: “change” can't be 1{'0' * 30}. Use a whole number, 0 or more.",
    ),
    ("view_changes", {"task": 1.5}, f"INVALID_TASK: “task” can't be 1.5. {NAMED}"),
    (
        "add_task",
        {},
        "INVALID_TITLE: There is nothing to add. Give title, or text, or items for several at once.",
    ),
    (
        "add_task",
        {"title": 7},
        "INVALID_TITLE: “title” can't be 7. Use text, or leave it out.",
    ),
    (
        "add_task",
        {"title": "Milk", "items": ["Eggs"]},
        (
            "INVALID_ITEMS: A single task and items are both given. "
            "Give title or text with what belongs to it, or items alone."
        ),
    ),
    (
        "add_task",
        {"items": "Milk"},
        'INVALID_ITEMS: “items” can\'t be "Milk". Use a list such as [{"title": "Buy milk"}].',
    ),
    (
        "add_task",
        {"items": [7]},
        'INVALID_ITEMS: “items[0]” can\'t be 7. Use an object such as {"title": "Buy milk"}.',
    ),
    (
        "add_task",
        {"items": [{"description": "ten"}]},
        "INVALID_TITLE: The title is blank. Give a title of 1 to 255 characters.",
    ),
    (
        "add_task",
        {"items": [{"title": "Eggs", "tags": 7}]},
        "INVALID_TAGS: “items[0].tags[0]” can't be 7. Use text.",
    ),
    (
        "add_task",
        {"title": "Eggs", "tags": True},
        'INVALID_TAGS: “tags” can\'t be true. Use a list such as ["home"].',
    ),
    (
        "update_task",
        {"tasks": 1, "priority": 5},
        "INVALID_PRIORITY: “priority” can't be 5. Use a whole number, 1 to 4.",
    ),
    (
        "add_task",
        {"items": ["x"] * 51},
        "TOO_LARGE: 51 tasks at once; 50 is the most. Split the request.",
    ),
    (
        "add_task",
        {"title": "x" * 256},
        (
            "INVALID_TITLE: The title has 256 characters, 255 is the most. "
            "Shorten it, and put the rest into the description."
        ),
    ),
    (
        "add_task",
        {"title": "x", "description": "y" * 10_001},
        (
            "INVALID_DESCRIPTION: The description has 10001 characters, 10000 is the most. "
            "Shorten it."
        ),
    ),
    (
        "clear_all",
        {},
        (
            'TOOL_NOT_FOUND: There is no tool "clear_all". Use view_tasks, add_task, update_task, '
            "complete_task, delete_task, view_projects, save_project, view_changes, undo_change."
        ),
    ),
]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"), GOLDEN, ids=[f"{g[0]}-{n}" for n, g in enumerate(GOLDEN)]
)
def test_a_bad_argument_is_refused_in_our_words(
    ask: Ask, services: Services, tool: str, arguments: dict[str, object], said: str
) -> None:
    refused = ask(tool, **arguments)
    assert refused.is_error
    assert text_of(refused) == said
    assert refused.structured_content is None
    assert refused.meta
    assert refused.meta["watchbill/error"]["code"] == said.partition(":")[0]
    assert services.journal.last_change("default") == 0


def test_null_is_as_good_as_absent(ask: Ask) -> None:
    ask("add_task", title="Milk", description=None, items=None)
    assert text_of(ask("view_tasks", query=None, tasks=None, state=None, limit=None)) == (
        '1 of 1 open task, no more follow.\n#1 "Milk"'
    )


def test_a_long_wrong_value_is_shown_in_part(ask: Ask) -> None:
    said = text_of(ask("view_tasks", state="x" * 500))
    assert said == (
        f'INVALID_STATE: “state” can\'t be "{"x" * 60}…". Use one of: open, done, deleted, all.'
    )
