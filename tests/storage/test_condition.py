"""Conditions and orders as SQL find what they find in memory, on both databases; page by page, too."""

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.conftest import Clock
from tests.domain.conditions import SORTS, leaves, trees

from watchbill.domain import condition as tree
from watchbill.domain import task as rules
from watchbill.domain.condition import Condition
from watchbill.domain.due import Due, DueDate, DueTime
from watchbill.domain.errors import InvalidError
from watchbill.domain.field import to_json
from watchbill.domain.matching import Ids, Setting, matches, order_of, ordered
from watchbill.domain.operation import SYSTEM, Change, Operation
from watchbill.domain.query import Sort
from watchbill.domain.recurrence import Recurrence
from watchbill.domain.task import Task
from watchbill.storage.database import Database
from watchbill.storage.listing import Selection
from watchbill.storage.opening import WORKSPACE

NOW = datetime.fromisoformat("2026-11-24T22:30:00Z")
DAY = NOW.date()
MIXED = (Sort("completed"), Sort("title", is_descending=True))
IDS = Ids(
    tags={"home": "tag-1", "work": "tag-2"},
    projects={"Inbox": None, "Flat": "project-1"},
    tasks={"#1": "task-1", "#2": "task-2"},
)
CONDITIONS = trees(leaves(tags=["home", "work"], projects=["Inbox", "Flat"], parents=["#1", "#2"]))
WORDS = ["rent", "Pay", "call", "called", "Über", "milk", "日本", "p1", "or", "not", "can", "é1"]
ZONES = ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns"]
COUNT = 40


def _some(chance: random.Random, none: float) -> bool:
    return chance.random() >= none


def _moment(chance: random.Random) -> datetime:
    return NOW + timedelta(minutes=chance.randrange(-6000, 6000))


def _due(chance: random.Random) -> Due | None:
    when = _moment(chance).replace(tzinfo=None, second=0)
    dues = [None, DueDate(when.date()), DueTime(when, chance.choice(ZONES))]
    return chance.choice(dues)


def _added(chance: random.Random, ref: int) -> Operation:
    """A task of which every field may or may not be there."""
    values = {
        "title": " ".join(chance.choices(WORDS, k=3)),
        "description": " ".join(chance.choices(WORDS, k=chance.choice([0, 0, 2]))),
        "priority": chance.randint(1, 4),
        "due": to_json("due", _due(chance)),
        "recurrence": to_json("recurrence", Recurrence("FREQ=DAILY") if _some(chance, 0.8) else None),
        "project_id": "project-1" if _some(chance, 0.6) else None,
        "parent_id": chance.choice(["task-1", "task-2"]) if _some(chance, 0.7) and ref > 2 else None,
        "tags": sorted(chance.sample(["tag-1", "tag-2"], k=chance.choice([0, 1, 2]))),
        "blocked_by": sorted(chance.sample([f"task-{n}" for n in range(1, 6)], k=chance.choice([0, 0, 2]))),
        "reminders": ["2 hours before"] if _some(chance, 0.6) else [],
        "created_at": to_json("created_at", _moment(chance)),
        "completed_at": to_json("completed_at", _moment(chance) if _some(chance, 0.6) else None),
        "deleted_at": to_json("deleted_at", _moment(chance) if _some(chance, 0.8) else None),
        "position": f"{chance.randrange(30):03d}V",
    }  # fmt: skip
    made = rules.add({"title": values["title"]}, id=f"task-{ref}", ref=ref, now=NOW)
    return Operation("task", made.id, None, {**(made.after or {}), **values})


@pytest.fixture(params=[1, 2])
def filled(request: pytest.FixtureRequest, database: Database, clock: Clock) -> Database:
    """A store with random tasks, changed at different times."""
    chance = random.Random(request.param)  # noqa: S311 -- the same ones in every run
    with database.begin(WORKSPACE) as tx:
        for ref in range(1, COUNT + 1):
            change = Change(
                actor=SYSTEM, at=_moment(chance), sentence="", operations=(_added(chance, ref),)
            )
            tx.apply(change)
    return database


def _tasks(database: Database) -> list[Task]:
    with database.read(WORKSPACE) as reader:
        return list(reader.tasks.by_ref(range(1, COUNT + 1)).values())


def _setting(tasks: list[Task], zone: str) -> Setting:
    still_open = {task.id for task in tasks if task.is_open}
    return Setting(now=NOW, zone=zone, ids=IDS, is_open=still_open.__contains__)


def _paged(database: Database, wanted: Selection) -> tuple[list[int], int]:
    """All that is found, page by page; and the count."""
    found: list[int] = []
    cursor: str | None = None
    with database.read(WORKSPACE) as reader:
        while True:
            page = reader.tasks.page(
                Selection(
                    condition=wanted.condition,
                    setting=wanted.setting,
                    sort=wanted.sort,
                    limit=wanted.limit,
                    cursor=cursor,
                )
            )
            found += [task.ref for task in page.tasks]
            cursor = page.next_cursor
            if cursor is None:
                return found, reader.tasks.count(wanted, cap=1000)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    condition=CONDITIONS,
    sort=SORTS,
    zone=st.sampled_from(ZONES),
    limit=st.sampled_from([3, 7, 100]),
    state=st.sampled_from(["open", "done", "deleted", "all", None]),
)
@example(condition=tree.EVERYTHING, sort=(), zone="UTC", limit=7, state="all")
@example(condition=tree.Text(("ca",)), sort=(), zone="UTC", limit=3, state="all")
@example(condition=tree.Text(("ca",)), sort=(), zone="UTC", limit=3, state="open")
@example(condition=tree.Text(("ca",)), sort=(), zone="UTC", limit=3, state=None)
@example(condition=tree.Or(()), sort=(), zone="UTC", limit=3, state="open")
@example(condition=tree.Days("due", DAY, None), sort=(), zone="UTC", limit=3, state="open")
@example(condition=tree.Days("due", None, DAY), sort=(), zone="UTC", limit=3, state="open")
@example(condition=tree.Days("created", DAY, None), sort=(), zone="UTC", limit=3, state="all")
@example(condition=tree.Days("updated", None, DAY), sort=(), zone="UTC", limit=3, state="all")
@example(condition=tree.Is("blocked"), sort=(), zone="UTC", limit=3, state="open")
@example(condition=tree.Is("overdue"), sort=(), zone="UTC", limit=3, state="all")
@example(condition=tree.Priority(1, 2), sort=MIXED, zone="UTC", limit=3, state="all")
def test_the_store_finds_what_memory_finds_in_the_same_order(
    filled: Database,
    condition: Condition,
    sort: tuple[Sort, ...],
    zone: str,
    limit: int,
    state: tree.Trait | None,
) -> None:
    tasks = _tasks(filled)
    asked = tree.all_of(tree.Is(state), condition) if state else condition
    setting = _setting(tasks, zone)
    wanted = Selection(condition=asked, setting=setting, sort=sort, limit=limit)
    expected = [
        task.ref
        for task in ordered(
            (task for task in tasks if matches(asked, task, setting)), order_of(asked, sort)
        )
    ]
    assert _paged(filled, wanted) == (expected, len(expected))


def test_a_saved_filter_has_to_be_put_in_before_asking(database: Database) -> None:
    with database.begin(WORKSPACE) as tx:
        operation = _added(random.Random(1), 1)  # noqa: S311 -- any task will do
        tx.apply(Change(actor=SYSTEM, at=NOW, sentence="", operations=(operation,)))
    tasks = _tasks(database)
    saved = tree.Saved("x")
    wanted = Selection(condition=saved, setting=_setting(tasks, "UTC"))
    with database.read(WORKSPACE) as reader, pytest.raises(ValueError, match="put in before"):
        reader.tasks.page(wanted)
    with pytest.raises(ValueError, match="put in before"):
        matches(saved, tasks[0], wanted.setting)


@pytest.mark.parametrize(
    "sort", [(), (Sort("due"),), (Sort("created"), Sort("title", is_descending=True))]
)
@pytest.mark.parametrize(
    "cursor", ["?", "bnVsbA", "W10", "WyJyZWYiLFtdXQ", "W1sicG9zaXRpb24iLCJyZWYiXSxbMSwyXV0"]
)
def test_a_cursor_of_another_list_is_refused(
    database: Database, sort: tuple[Sort, ...], cursor: str
) -> None:
    wanted = Selection(
        condition=tree.Is("open"), setting=_setting([], "UTC"), sort=sort, cursor=cursor
    )
    with database.read(WORKSPACE) as reader, pytest.raises(InvalidError) as refused:
        reader.tasks.page(wanted)
    assert refused.value.code == "INVALID_CURSOR"
