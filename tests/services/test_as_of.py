"""The list as it was: after any change what a list would have answered then, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import event
from tests.conftest import Clock
from tests.services.history import FOUNDING, HISTORIES, History, Player, World

from watchbill.domain.errors import InvalidError, NotFoundError, WatchbillError
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.domain.task import Task
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.tag import TagPatch

FILTERS = [
    TaskFilter(state="all", limit=3),
    TaskFilter(state="deleted"),
    TaskFilter(query="is:blocked or is:ready sort:-updated"),
    TaskFilter(query="tag:home or project:Work sort:-title,due", state="all", limit=2),
    TaskFilter(query="filter:home sort:-priority"),
    TaskFilter(query="a -is:done updated:2026-11-24.."),
    TaskFilter(query="parent:#2 or due:today or project:Inbox", state="all"),
    TaskFilter(refs=(1, 3, 5)),
]
Seen = tuple[object, ...]


def told(services: Services, caller: Caller, as_of: str | None = None) -> list[Seen]:
    """What every filter finds, page by page, with names; or how it is refused."""
    found = [_told(services, caller, filter, as_of) for filter in FILTERS]
    return [*found, _shown(services, caller, as_of)]


def _told(services: Services, caller: Caller, filter: TaskFilter, as_of: str | None) -> Seen:
    tasks: list[Task] = []
    words: list[object] = []
    cursor: str | None = None
    try:
        while True:
            asked = TaskFilter(
                query=filter.query,
                refs=filter.refs,
                state=filter.state,
                limit=filter.limit,
                cursor=cursor,
                as_of=as_of,
            )
            page = services.tasks.view(caller, asked)
            tasks += page.tasks
            names = page.names
            words += [
                (names.project(one), names.tags_of(one), names.parent(one)) for one in page.tasks
            ]
            cursor = page.next_cursor
            if cursor is None:
                return (*tasks, *words, services.tasks.count(caller, asked))
    except WatchbillError as error:
        return (error.code,)


def _shown(services: Services, caller: Caller, as_of: str | None) -> Seen:
    """Tasks as they are found by what people call them."""
    found: list[object] = []
    for name in ("1", "2", "6", "a", "c", "none"):
        try:
            found += services.tasks.show(caller, [name], as_of=as_of).tasks
        except WatchbillError as error:
            found += [error.code, error.details]
    return tuple(found)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=HISTORIES)
def test_as_of_any_change_the_answers_are_those_of_then(world: World, history: History) -> None:
    caller, services = world.caller(), world.services
    seen = _recorded(services, caller, [*FOUNDING, *history])
    for number, answers in seen.items():
        assert told(services, caller, str(number)) == answers, number


def _recorded(services: Services, caller: Caller, history: History) -> dict[int, list[Seen]]:
    """What was answered after each change."""
    player, seen = Player(services), {}
    for step in history:
        before = services.journal.last_change(caller.workspace_id)
        player.play(caller, step)
        number = services.journal.last_change(caller.workspace_id)
        if number == before + 1:
            seen[number] = told(services, caller)
    return seen


STORY: History = [
    ("user", ("complete", ["1"])),
    ("user", ("reopen", ["1"])),
    ("user", ("comment", "2", "two\nlines")),
    ("user", ("delete comment", 0)),
    ("token", ("edit", "5", {"title": "a", "tags": ("other",), "due": "2026-11-24"})),
    ("user", ("edit project", "Work", "Office", False)),
    ("user", ("edit tag", "home", "house", False)),
    ("user", ("edit filter", "home", "p1")),
    ("user", ("delete", ["1"])),
    ("user", ("add", [TaskDraft(title="a", blocked_by=("2",))])),
    ("token", ("complete all", ["2", "4"])),
    ("user", ("delete project", "Office")),
    ("user", ("delete tag", "house")),
    ("user", ("delete filter", "home")),
    ("user", ("wait", 31)),
    ("user", ("purge",)),
    ("user", ("undo", 21)),
    ("user", ("comment", "5", "one")),
    ("user", ("comment", "5", "one")),
    ("user", ("edit", "5", {"priority": 2})),
    ("user", ("undo many", "token:robot")),
    ("user", ("delete", ["6"])),
    ("user", ("wait", 31)),
    ("user", ("purge",)),
]


def test_as_of_any_change_of_a_story_the_answers_are_those_of_then(world: World) -> None:
    caller, services = world.caller(), world.services
    seen = _recorded(services, caller, [*FOUNDING, *STORY])
    assert len(seen) == len(FOUNDING) + len(STORY) - 2  # to wait is no change
    for number, answers in seen.items():
        assert told(services, caller, str(number)) == answers, number


def test_before_the_first_change_there_was_nothing(services: Services, caller: Caller) -> None:
    services.tasks.add(caller, [TaskDraft(title="a")])
    page = services.tasks.view(caller, TaskFilter(state="all", as_of="0"))
    assert page.tasks == ()
    assert page.moment is not None
    assert page.moment.number == 0
    with pytest.raises(NotFoundError) as unknown:
        services.tasks.show(caller, ["1"], as_of="0")
    assert unknown.value.code == "TASK_NOT_FOUND"


def test_an_instant_is_the_newest_change_of_then_and_today_is_the_day_of_then(
    services: Services, caller: Caller, clock: Clock
) -> None:
    clock.now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    services.tasks.add(caller, [TaskDraft(title="a", due="2026-11-23")])
    clock.now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    services.tasks.update(caller, ["1"], TaskPatch(title="b", due="2026-11-24"))
    asked = TaskFilter(query="due:today", as_of="yesterday 18:00")
    page = services.tasks.view(caller, asked)
    assert [task.title for task in page.tasks] == ["a"]
    assert page.moment is not None
    assert (page.moment.number, page.moment.as_of) == (1, "2026-11-23T18:00:00.000000Z")
    assert services.tasks.count(caller, asked) == 1
    assert services.tasks.view(caller, TaskFilter(as_of="2026-11-23")).tasks == ()
    [task] = services.tasks.show(caller, ["a"], as_of="2026-11-23T17:30Z").tasks
    assert (task.title, task.version) == ("a", 1)


def test_a_slip_is_corrected_by_the_words_of_then(services: Services, caller: Caller) -> None:
    for title in ("Call the plumber", "Plumbers of the town"):
        services.tasks.add(caller, [TaskDraft(title=title)])
    services.tasks.update(caller, ["1"], TaskPatch(title="Call the plumbing firm"))
    slip = TaskFilter(query="plunber")

    def corrected(as_of: str | None) -> tuple[list[int], list[tuple[str, ...]]]:
        page = services.tasks.view(caller, replace(slip, as_of=as_of))
        return [task.ref for task in page.tasks], [one.used for one in page.corrections]

    assert corrected("0") == ([], [])
    assert corrected("1") == ([1], [("plumber",)])
    services.tasks.add(caller, [TaskDraft(title="Plunbery")])
    assert corrected(None) == ([3], [])
    assert corrected("3") == ([], [("plumber",)])
    assert corrected("2") == ([1], [("plumber",)])


@pytest.mark.parametrize(
    ("as_of", "code", "message"),
    [
        ("2", "CHANGE_NOT_FOUND", "There is no change 2."),
        ("23:59", "INVALID_AS_OF", "“23:59” isn't over yet."),
        ("once", "INVALID_AS_OF", "“once” is not a time."),
        ("1" * 12, "INVALID_AS_OF", "“111111111111” is not a time."),
    ],
)
def test_a_moment_that_there_was_not_is_refused(
    services: Services, caller: Caller, as_of: str, code: str, message: str
) -> None:
    services.tasks.add(caller, [TaskDraft(title="a")])
    with pytest.raises((InvalidError, NotFoundError)) as refused:
        services.tasks.view(caller, TaskFilter(as_of=as_of))
    assert (refused.value.code, refused.value.message) == (code, message)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_questions_depends_on_neither_tasks_nor_changes(
    services: Services, caller: Caller, count: int
) -> None:
    services.projects.add(caller, "Work", ProjectPatch())
    services.tasks.add(caller, [TaskDraft(title=f"t{n}", project="Work") for n in range(count)])
    services.tags.add(caller, "home", TagPatch())
    for number in range(count):
        services.tasks.update(caller, [f"t{number}"], TaskPatch(tags=("home",)))
    asked: list[str] = []
    engine = services.database.engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    page = services.tasks.view(caller, TaskFilter(query="project:Work", as_of="2"))
    assert len(page.tasks) == count
    assert len([text for text in asked if "FROM" in text]) == 8
