"""The page of what comes: what is overdue, and then two weeks, day by day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from watchbill.domain.due import DueDate, day_at, day_of, moved, to_text
from watchbill.domain.query import TaskFilter, TaskPatch
from watchbill.domain.task import Task
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.page import NamedPage
from watchbill.services.writing import Receipt, WriteOptions
from watchbill.web.auth import Asker, Served
from watchbill.web.ui.page import render
from watchbill.web.ui.view import Facts

router = APIRouter(include_in_schema=False)

_NAME = "upcoming"
_SPAN = timedelta(14)
_REACH = timedelta(3_660)
_WEEK = 7
_MOST = 200
_OVERDUE = "due:overdue sort:due"
_NEAR = ("Today", "Tomorrow")


@dataclass(frozen=True, slots=True)
class Day:
    """One day, with what is due then."""

    on: date
    name: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Two weeks of days, all of them, and on the first page what is overdue. The days are those of whoever looks.

    `on` is what a form of the page says, to come back to it. Of very many tasks the first are shown: `rest` leads to all.
    """

    on: str
    overdue: tuple[Task, ...]
    days: tuple[Day, ...]
    facts: Mapping[str, Facts]
    rest: Mapping[str, str]
    earlier: str
    later: str
    state: str = "open"
    is_movable: bool = True

    @property
    def back(self) -> str:
        """What leads back here, as the end of an address."""
        return urlencode({"on": self.on})

    def href_on(self, day: date) -> str:
        """This page, ready to add a task on that day."""
        start = self.on.partition(":")[2]
        asked = {**({"from": start} if start else {}), "day": day.isoformat()}
        return f"/{_NAME}?{urlencode(asked)}#add-title"

    @property
    def count_text(self) -> str:
        coming = sum(len(day.tasks) for day in self.days)
        late = f"{len(self.overdue)} overdue, " if self.overdue else ""
        return f"{late}{coming} due in these two weeks"


@router.get("/upcoming")
def show(request: Request, caller: Asker, services: Served) -> Response:
    given = request.query_params
    return page(services, caller, {**given, "on": f"{_NAME}:{given.get('from', '')}"})


def page(
    services: Services,
    caller: Caller,
    form: Mapping[str, str],
    *,
    status: HTTPStatus = HTTPStatus.OK,
    **more: object,
) -> Response:
    """The whole page, with the day that was chosen to add on, and what else there is to say."""
    context = {
        "page": _NAME,
        "last_change": services.journal.last_change(caller.workspace_id),
        "upcoming": read(services, caller, form),
        "adding": form.get("day", ""),
        **more,
    }
    return render("upcoming.html", context, status=status)


def is_asked(form: Mapping[str, str]) -> bool:
    """Whether a form was sent from this page."""
    return form.get("on", "").partition(":")[0] == _NAME


def href(form: Mapping[str, str]) -> str:
    """The address of the page that a form was sent from."""
    return _href(_given(form))


def draft_of(services: Services, caller: Caller, form: Mapping[str, str]) -> TaskDraft:
    """The task of a line that was written here: due on the day under which it was added, unless it says when itself."""
    text = form.get("title", "")
    said = services.tasks.understand(caller, text)
    is_dated = said.due is not None or said.recurrence is not None
    return TaskDraft(text=text, due=None if is_dated else form.get("day"))


def read(services: Services, caller: Caller, form: Mapping[str, str]) -> Upcoming:
    """The two weeks that a form or address asks for; a day that isn't one, or that has gone, is today."""
    now, zone = services.clock(), caller.zone
    today = day_at(now, zone)
    start = _start(_given(form), today)
    end = start + _SPAN
    asked = {"days": f"due:>={start} due:<{end} -due:overdue sort:due"}
    if start == today:
        asked = {"overdue": _OVERDUE, **asked}
    pages = {name: _page(services, caller, query) for name, query in asked.items()}
    coming = pages["days"].tasks
    overdue = pages["overdue"].tasks if "overdue" in pages else ()
    days = [start + timedelta(ahead) for ahead in range(_SPAN.days)]
    return Upcoming(
        on=_NAME if start == today else f"{_NAME}:{start}",
        overdue=overdue,
        days=tuple(Day(day, _named(day, today), _due_on(day, coming, zone)) for day in days),
        facts={
            task.id: Facts.of(task, page.names, now=now, zone=zone)
            for page in pages.values()
            for task in page.tasks
        },
        rest={
            name: f"/?{urlencode({'query': asked[name]})}"
            for name, page in pages.items()
            if page.next_cursor
        },
        earlier="" if start == today else _href(max(today, start - _SPAN).isoformat()),
        later=_href(end.isoformat()),
    )


def reschedule(
    services: Services, caller: Caller, ref: str, day: str, options: WriteOptions
) -> Receipt:
    """Make the task due today, tomorrow, next Monday, or on a day that is said: a time of day stays, in its zone.

    Raises INVALID_DUE for what isn't a day, CONFLICT if the due was changed in between.
    """
    [task] = services.tasks.find(caller, [ref])
    today = day_at(services.clock(), caller.zone)
    days = {
        "today": today,
        "tomorrow": today + timedelta(1),
        "monday": today + timedelta(_WEEK - today.weekday()),
    }
    goal = days[day] if day in days else services.tasks.day(caller, day)
    ahead = goal - day_of(task.due, caller.zone) if task.due else timedelta()
    due = moved(task.due, ahead) if task.due else DueDate(goal)
    patch = TaskPatch(due=to_text(due))
    return services.tasks.update(caller, [ref], patch, replace(options, version=task.version))


def _given(form: Mapping[str, str]) -> str:
    return form.get("on", "").partition(":")[2]


def _start(given: str, today: date) -> date:
    try:
        start = date.fromisoformat(given)
    except ValueError:
        return today
    return start if today <= start <= today + _REACH else today


def _page(services: Services, caller: Caller, query: str) -> NamedPage:
    return services.tasks.view(caller, TaskFilter(query=query, limit=_MOST))


def _due_on(day: date, tasks: tuple[Task, ...], zone: str) -> tuple[Task, ...]:
    return tuple(task for task in tasks if task.due and day_of(task.due, zone) == day)


def _named(day: date, today: date) -> str:
    """“Today, Thursday 26 November”; the year where it isn't this one."""
    ahead = (day - today).days
    near = f"{_NEAR[ahead]}, " if ahead < len(_NEAR) else ""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{near}{day:%A} {day.day} {day:%B}{year}"


def _href(start: str) -> str:
    return f"/{_NAME}?{urlencode({'from': start})}" if start else f"/{_NAME}"
