"""The chain, `verify`, and erasing, on both databases."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.conftest import Clock

from watchbill.domain import chain
from watchbill.domain.errors import ConflictError, ForbiddenError
from watchbill.domain.query import ChangeFilter, TaskFilter, TaskPatch
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.verification import Verdict, verify
from watchbill.services.writing import WriteOptions
from watchbill.storage.database import Database
from watchbill.storage.opening import WORKSPACE

SECRET = "Meet the informant"
STEPS: list[tuple[int, int]] = []


@pytest.fixture
def services(database: Database, clock: Clock) -> Services:
    return Services.over(database, clock)


@pytest.fixture
def told(services: Services, caller: Caller) -> Services:
    """A store with a history of every noun."""
    services.projects.add(caller, "Work", ProjectPatch())
    services.tasks.add(
        caller,
        [
            TaskDraft(title=SECRET, description="At the “old mill”", project="Work", tags=("x",)),
            TaskDraft(title="Milk", due="2026-12-01T09:00", recurrence="FREQ=DAILY"),
        ],
    )
    services.comments.add(caller, "1", "He wears a red scarf")
    services.filters.add(caller, "Mine", "tag:x")
    services.tasks.update(caller, ["2"], TaskPatch(blocked_by=("1",), description="two litres"))
    services.tasks.complete(caller, ["2"])
    services.journal.undo(caller)
    return services


def checked(services: Services) -> Verdict:
    STEPS.clear()
    now = services.clock()
    return verify(services.database, WORKSPACE, now=now, progress=lambda *step: STEPS.append(step))


def run(services: Services, statement: str, **values: object) -> None:
    with services.database.begin() as tx:
        tx.connection.execute(text(statement), values)


def dump(services: Services) -> str:
    """Everything in the store, as text."""
    with services.database.read() as reader:
        tables = ("tasks", "comments", "changes", "messages", "conversations")
        rows = [reader.connection.execute(text(f"SELECT * FROM {t}")).all() for t in tables]  # noqa: S608 -- names of ours
    return str(rows)


def test_an_empty_store_and_a_full_one_are_as_their_journals_say(
    services: Services, caller: Caller
) -> None:
    assert checked(services) == Verdict(0, 0)
    services.tasks.add(caller, [TaskDraft(title="a")])
    assert checked(services) == Verdict(1, 1)
    assert STEPS == [(1, 1)]


def test_every_noun_is_replayed_and_compared(told: Services) -> None:
    verdict = checked(told)
    assert verdict.is_clean
    assert (verdict.changes, verdict.rows) == (7, 8)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE tasks SET title = 'Forged' WHERE ref = 1", "the store has title 'Forged'"),
        ("DELETE FROM comments", "the journal has it, the store doesn't."),
        (
            (
                "INSERT INTO filters (workspace_id, id, name, query, created_at, position, version,"
                " updated_at, name_key) SELECT workspace_id, 'zz', 'n', 'q', created_at, 'V', 1,"
                " updated_at, 'n' FROM filters"
            ),
            "filters zz: the store has it, the journal doesn't.",
        ),
        ("UPDATE changes SET actor = 'user:nobody' WHERE number = 3", "Change 3 ("),
        ("UPDATE changes SET sentence = 'Nothing' WHERE number = 2", "Change 2 (Nothing)"),
        ("UPDATE changes SET hash = 'x' WHERE number = 1", "Change 1 ("),
        ("UPDATE workspaces SET last_change = 9", "The journal ends with change 7"),
        ("UPDATE workspaces SET last_hash = 'x'", "The journal ends with change 7"),
    ],
)
def test_what_was_changed_beside_the_journal_is_named(
    told: Services, statement: str, problem: str
) -> None:
    run(told, statement)
    verdict = checked(told)
    assert not verdict.is_clean
    assert problem in verdict.problem


def test_a_missing_change_and_one_that_does_not_fit_are_named(told: Services) -> None:
    for table in ("change_things", "change_undoes", "changes"):
        run(told, f"DELETE FROM {table} WHERE number = 7")  # noqa: S608 -- names of ours
    with told.database.begin(WORKSPACE) as tx:
        change = tx.changes.by_number(6)
        assert change is not None
        wrong = replace(change, number=7, operations=change.operations[:1])
        tx.changes.append(replace(wrong, hash=chain.link(change.hash, wrong)))
    verdict = checked(told)
    assert verdict.change == 7
    assert "doesn't fit what the changes before it made: task " in verdict.problem
    for table in ("change_things", "changes"):
        run(told, f"DELETE FROM {table} WHERE number = 4")  # noqa: S608 -- the same
    assert checked(told) == Verdict(7, 0, "Change 4 is missing.", 4)


def test_erased_texts_are_nowhere_and_the_chain_still_holds(
    told: Services, caller: Caller, database_url: str
) -> None:
    conversation = told.conversations.create(caller)
    with told.database.begin(WORKSPACE) as tx:
        tx.connection.execute(
            text(
                "INSERT INTO messages (workspace_id, conversation_id, number, role, text, data, created_at)"
                " SELECT workspace_id, id, 1, 'user', :said, :data, created_at FROM conversations"
            ),
            {"said": f"add {SECRET.lower()}", "data": json.dumps({"seen": [SECRET, 1]})},
        )
    told.tasks.update(caller, ["2"], TaskPatch(parent="1"))
    shown = told.erasing.erase(caller, "1", WriteOptions(preview=True))
    assert (shown.is_preview, SECRET in dump(told)) == (True, True)
    receipt = told.erasing.erase(caller, "1")
    assert receipt.change is not None
    assert receipt.change.sentence == "Erased the texts of #1"
    [task] = receipt.tasks
    assert (task.title, task.description, task.tags != ()) == ("[erased]", "[erased]", True)
    corrected = told.tasks.view(caller, TaskFilter(query="imformant old"))
    assert (corrected.tasks, corrected.corrections) == ((), ())
    everything = dump(told)
    for gone in (SECRET, SECRET.lower(), "old mill", "scarf"):
        assert gone not in everything
    assert "two litres" in everything
    assert checked(told).is_clean
    assert conversation is not None
    if database_url.startswith("sqlite"):
        path = Path(database_url.removeprefix("sqlite:///"))
        for file in (path, path.with_name(path.name + "-wal")):
            assert SECRET.encode() not in file.read_bytes()
            assert b"informant" not in file.read_bytes()


def test_what_was_kept_for_the_next_occurrence_is_erased_too(
    told: Services, caller: Caller
) -> None:
    told.tasks.update(caller, ["2"], TaskPatch(title="Oat drink", scope="this"))
    [task] = told.erasing.erase(caller, "2").tasks
    assert (task.title, task.template) == ("[erased]", None)
    assert "Milk" not in dump(told)


def test_the_history_says_that_something_was_erased_and_by_whom(
    told: Services, caller: Caller
) -> None:
    told.erasing.erase(caller, "1")
    entries = told.journal.view(caller, ChangeFilter(), task="1")
    assert [(entry.change.sentence, str(entry.change.actor)) for entry in entries] == [
        ("Erased the texts of #1", "user:owner"),
        ("Commented on #1 “[erased]”", "user:owner"),
        ("Added #1 “[erased]” and #2 “Milk”", "user:owner"),
    ]
    with pytest.raises(ConflictError) as refused:
        told.journal.undo(caller)
    assert {c["reason"] for c in refused.value.details["conflicts"]} == {"erased"}
    with pytest.raises(ConflictError, match="erased already"):
        told.erasing.erase(caller, "1")
    told.comments.add(caller, "1", "more")
    assert told.erasing.erase(caller, "1").change is not None
    assert checked(told).is_clean


def test_who_may_not_delete_can_not_erase(told: Services, caller: Caller) -> None:
    who = replace(caller, scopes=frozenset({"tasks:read", "tasks:write"}))
    with pytest.raises(ForbiddenError):
        told.erasing.erase(who, "1")


def test_a_digest_alone_tells_nothing_of_a_short_text(told: Services, caller: Caller) -> None:
    told.erasing.erase(caller, "1")
    with told.database.read(WORKSPACE) as reader:
        change = reader.changes.by_number(2)
    assert change is not None
    assert change.leaves is not None
    assert change.salt is None
    erased = [path for path, leaf in change.leaves.items() if "digest" in leaf]
    gone = sorted(path.split()[-1] for path in erased)
    assert gone == ["description", "sentence", "title"]
    assert all(set(change.leaves[path]) == {"digest"} for path in erased)
