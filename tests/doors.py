"""Every command of the model by each door: REST, MCP within its nine tools, and the command line.

A door that lacks one says why. `COMMENT` stands for the id of the world's comment.
"""

from dataclasses import dataclass
from typing import Any

COMMENT = "COMMENT"


@dataclass(frozen=True)
class Lacks:
    """A door hasn't this command."""

    why: str


@dataclass(frozen=True)
class Command:
    """One command, as each door says it: method, path and body; tool and arguments; words."""

    name: str
    rest: tuple[str, str, dict[str, Any] | None]
    mcp: tuple[str, dict[str, Any]] | Lacks
    cli: str | Lacks


SMALL = Lacks(
    "the catalogue of nine tools stays small; a person does it, or another agent by REST"
)
PERSONS = Lacks("only a person may, since it can't be taken back, or overwrites others")
BY_NAMING = Lacks("agents make tags by naming them on a task")
OWN_ALONE = Lacks("an agent takes back its own changes alone")


def _patch(name: str, body: dict[str, Any], mcp: Any, cli: str, tasks: str = "2") -> Command:
    """An edit; `mcp` are the tool's arguments without the tasks."""
    said = mcp if isinstance(mcp, Lacks) else ("update_task", {"tasks": tasks.split(","), **mcp})
    words = f"edit {tasks.replace(',', ' ')} {cli}"
    return Command(name, ("PATCH", f"/tasks/{tasks}", body), said, words)


def _act(name: str, verb: str, mcp: Any, cli: str, tasks: str = "2,4") -> Command:
    method, place = ("DELETE", "") if verb == "delete" else ("POST", f"/{verb}")
    words = f"{cli} {tasks.replace(',', ' ')}"
    return Command(name, (method, f"/tasks/{tasks}{place}", None), mcp, words)


ADDING = [
    Command(
        "add by title",
        ("POST", "/tasks", {"title": "Milk at 5"}),
        ("add_task", {"title": "Milk at 5"}),
        "add --literal 'Milk at 5'",
    ),
    Command(
        "add by quick-add",
        ("POST", "/tasks", {"text": "Milk 2030-01-02 p1 #home #new @Flat"}),
        ("add_task", {"text": "Milk 2030-01-02 p1 #home #new @Flat"}),
        "add 'Milk 2030-01-02 p1 #home #new @Flat'",
    ),
    Command(
        "add with every field",
        (
            "POST",
            "/tasks",
            {
                "title": "Milk",
                "description": "fresh",
                "due": "2030-01-02T17:00",
                "recurrence": "FREQ=WEEKLY",
                "reminders": ["2 hours before"],
                "priority": 2,
                "parent": "2",
                "tags": ["home"],
            },
        ),
        (
            "add_task",
            {
                "title": "Milk",
                "description": "fresh",
                "due": "2030-01-02T17:00",
                "recurrence": "FREQ=WEEKLY",
                "reminder": "2 hours before",
                "priority": 2,
                "parent": 2,
                "tags": ["home"],
            },
        ),
        "add --literal Milk -d fresh --due 2030-01-02T17:00 --repeat FREQ=WEEKLY --remind '2 hours before' -p 2 --under 2 --tag home",
    ),
    Command(
        "add several",
        ("POST", "/tasks", {"items": [{"text": "Milk"}, {"text": "Eggs p2"}]}),
        ("add_task", {"items": [{"text": "Milk"}, {"text": "Eggs p2"}]}),
        "add Milk 'Eggs p2'",
    ),
    Command(
        "add what waits",
        ("POST", "/tasks", {"text": "Milk", "blocked_by": ["4"]}),
        Lacks("add_task, then update_task with blocked_by"),
        "add Milk --blocked-by 4",
    ),
]
EDITING = [
    _patch("title", {"title": "Mend it"}, {"title": "Mend it"}, "--title 'Mend it'"),
    _patch(
        "description",
        {"description": "All"},
        {"description": "All", "version": 7},
        "--description All",
    ),
    _patch("append", {"append": "more"}, {"append": "more"}, "--append more"),
    _patch("due", {"due": "2030-05-01"}, {"due": "2030-05-01"}, "--due 2030-05-01"),
    _patch("no due", {"due": None}, {"due": "none"}, "--clear due", "4"),
    _patch(
        "recurrence",
        {"recurrence": "every month", "due": "2030-05-01"},
        {"recurrence": "every month", "due": "2030-05-01"},
        "--repeat 'every month' --due 2030-05-01",
    ),
    _patch("no recurrence", {"recurrence": None}, {"recurrence": "none"}, "--clear repeat", "1"),
    _patch(
        "this occurrence alone",
        {"title": "Pay less", "scope": "this"},
        {"title": "Pay less", "scope": "this"},
        "--title 'Pay less' --scope this",
        "1",
    ),
    _patch("priority", {"priority": 1}, {"priority": 1}, "--priority 1", "2,4"),
    _patch("project", {"project": "Boat"}, {"project": "Boat"}, "--project Boat"),
    _patch("no project", {"project": None}, {"project": "Inbox"}, "--clear project", "1"),
    _patch(
        "tags by and by",
        {"add_tags": ["home", "new"], "remove_tags": ["sea"]},
        {"add_tags": ["home", "new"], "remove_tags": ["sea"]},
        "--add-tag home --add-tag new --remove-tag sea",
    ),
    _patch("tags as a whole", {"tags": ["home"]}, SMALL, "--tag home"),
    _patch("parent", {"parent": "4"}, {"parent": 4}, "--under 4"),
    _patch("no parent", {"parent": None}, {"parent": "none"}, "--clear parent", "3"),
    _patch("blockers", {"blocked_by": ["4"]}, {"blocked_by": [4]}, "--blocked-by 4"),
    _patch("no blockers", {"blocked_by": []}, {"blocked_by": []}, "--clear blockers", "4"),
    _patch(
        "a reminder more",
        {"add_reminders": ["when due"]},
        {"reminder": "when due"},
        "--remind 'when due'",
        "4",
    ),
    _patch("no reminders", {"reminders": []}, {"reminder": "none"}, "--clear reminders", "1"),
    _patch(
        "a reminder less",
        {"remove_reminders": ["1 hour before"]},
        SMALL,
        "--unremind '1 hour before'",
        "1",
    ),
    Command(
        "to the top",
        ("PATCH", "/tasks/4", {"place": "first"}),
        SMALL,
        "move 4 --first",
    ),
    Command(
        "beside another",
        ("PATCH", "/tasks/1", {"place": {"after": "2"}}),
        SMALL,
        "move 1 --after 2",
    ),
    Command(
        "into a project",
        ("PATCH", "/tasks/2,4", {"project": "Flat"}),
        ("update_task", {"tasks": [2, 4], "project": "Flat"}),
        "move 2 4 --to Flat",
    ),
]
STATES = [
    _act("complete", "complete", ("complete_task", {"tasks": [4]}), "done", "4"),
    _act("complete what repeats", "complete", ("complete_task", {"tasks": [1]}), "done", "1"),
    Command(
        "complete with subtasks",
        ("POST", "/tasks/2/complete", {"children": "complete"}),
        ("complete_task", {"tasks": [2], "children": True}),
        "done 2 --with-subtasks",
    ),
    _act("reopen", "reopen", ("complete_task", {"tasks": [5], "done": False}), "reopen", "5"),
    _act("skip", "skip", ("update_task", {"tasks": [1], "skip": True}), "skip", "1"),
    _act("delete", "delete", ("delete_task", {"tasks": [2, 4]}), "rm"),
    _act("restore", "restore", ("delete_task", {"tasks": [6], "restore": True}), "restore", "6"),
    Command("erase", ("POST", "/tasks/2/erase", {"confirm": True}), PERSONS, "erase 2 --yes"),
]
NAMED = [
    Command(
        "add a project",
        ("POST", "/projects", {"name": "House"}),
        ("save_project", {"name": "House"}),
        "project add House",
    ),
    Command(
        "rename a project",
        ("PATCH", "/projects/Flat", {"name": "House"}),
        ("save_project", {"project": "Flat", "name": "House"}),
        "project edit Flat --name House",
    ),
    Command(
        "archive a project",
        ("PATCH", "/projects/Flat", {"archived": True}),
        ("save_project", {"project": "Flat", "name": "Flat", "archived": True}),
        "project archive Flat",
    ),
    Command(
        "colour a project",
        ("PATCH", "/projects/Flat", {"colour": "#1e90ff"}),
        SMALL,
        "project edit Flat --colour '#1e90ff'",
    ),
    Command(
        "order projects",
        ("PATCH", "/projects/Boat", {"after": "Inbox"}),
        SMALL,
        "project edit Boat --after Inbox",
    ),
    Command("delete a project", ("DELETE", "/projects/Flat", None), SMALL, "project rm Flat"),
    Command("add a tag", ("POST", "/tags", {"name": "red"}), BY_NAMING, "tag add red"),
    Command(
        "rename a tag", ("PATCH", "/tags/sea", {"name": "lake"}), SMALL, "tag edit sea --name lake"
    ),
    Command(
        "colour a tag",
        ("PATCH", "/tags/sea", {"colour": "#1e90ff"}),
        SMALL,
        "tag edit sea --colour '#1e90ff'",
    ),
    Command("archive a tag", ("PATCH", "/tags/sea", {"archived": True}), SMALL, "tag archive sea"),
    Command("delete a tag", ("DELETE", "/tags/sea", None), SMALL, "tag rm sea"),
    Command(
        "save a filter",
        ("POST", "/filters", {"name": "Soon", "query": "due:next-7-days"}),
        SMALL,
        "filter add Soon due:next-7-days",
    ),
    Command(
        "change a filter",
        ("PATCH", "/filters/Loud", {"name": "Louder", "query": "p1 or p2"}),
        SMALL,
        "filter edit Loud --name Louder --query 'p1 or p2'",
    ),
    Command("delete a filter", ("DELETE", "/filters/Loud", None), SMALL, "filter rm Loud"),
    Command("comment", ("POST", "/tasks/2/comments", {"text": "Yes"}), SMALL, "comment add 2 Yes"),
    Command(
        "change a comment",
        ("PATCH", f"/comments/{COMMENT}", {"text": "No"}),
        SMALL,
        f"comment edit {COMMENT} No",
    ),
    Command(
        "delete a comment",
        ("DELETE", f"/comments/{COMMENT}", None),
        SMALL,
        f"comment rm {COMMENT}",
    ),
]
JOURNAL = [
    Command("undo the last", ("POST", "/undo", None), ("undo_change", {}), "undo"),
    Command(
        "undo one", ("POST", "/changes/7/undo", None), ("undo_change", {"change": 7}), "undo 7"
    ),
    Command(
        "undo an undo",
        ("POST", "/changes/16/undo", None),
        ("undo_change", {"change": 16}),
        "undo 16",
    ),
    Command(
        "redo one",
        ("POST", "/changes/15/redo", None),
        ("undo_change", {"change": 15, "redo": True}),
        "redo 15",
    ),
    Command("redo the last", ("POST", "/redo", None), ("undo_change", {"redo": True}), "redo"),
    Command(
        "undo all own since then",
        ("POST", "/undo", {"actor": "WHO", "since": "2020-01-01"}),
        ("undo_change", {"after": "2020-01-01"}),
        "undo --actor WHO --since 2020-01-01",
    ),
    Command(
        "undo some as one", ("POST", "/undo", {"changes": [8, 9]}), OWN_ALONE, "undo --changes 8,9"
    ),
    Command(
        "undo over later changes",
        ("POST", "/changes/8/undo", {"force": True}),
        PERSONS,
        "undo 8 --force",
    ),
]
COMMANDS = [*ADDING, *EDITING, *STATES, *NAMED, *JOURNAL]
