"""The tools of projects: the overview, and to make, rename and archive one."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StrictBool, StrictStr

from watchbill.domain.project import INBOX
from watchbill.mcp.argument import Preview
from watchbill.mcp.outcome import Outcome, first_in_budget, shrinking
from watchbill.mcp.receipt import WriteContent, outcome_of
from watchbill.mcp.schema import ROWS
from watchbill.mcp.text import clean, quote
from watchbill.mcp.tool import Call, Tool
from watchbill.schemas.request import Request
from watchbill.services.project import Count, Overview, ProjectPatch


class ViewProjects(Request):
    pass


class CountRow(BaseModel):
    """A project or tag, and its open tasks: all, overdue, due today; none where absent."""

    name: str
    open: int
    overdue: int | None = None
    today: int | None = None


class OverviewContent(BaseModel):
    """The Inbox and every project in its order, every tag by name. `more`: so many aren't shown."""

    projects: Annotated[list[CountRow], ROWS]
    tags: Annotated[list[CountRow], ROWS]
    more: int | None = None


class SaveProject(Request):
    name: Annotated[StrictStr, Field(description="its name, or the new one")]
    project: Annotated[StrictStr, Field(description="which to change; a new one if left out")] = ""
    archived: StrictBool = False
    reason: StrictStr = ""
    preview: Preview = False


def view(call: Call, _given: ViewProjects) -> Outcome:
    overview = call.services.projects.view(call.caller)
    size = 1 + len(overview.projects) + len(overview.tags)
    return first_in_budget(_overview(overview, shown) for shown in shrinking(size))


def _overview(overview: Overview, most: int) -> Outcome:
    projects = [
        _row(INBOX, overview.inbox),
        *(_row(one.name, count) for one, count in overview.projects),
    ]
    tags = [_row(one.name, count) for one, count in overview.tags]
    content = OverviewContent(projects=projects[:most], tags=tags[: max(0, most - len(projects))])
    left = len(projects) + len(tags) - len(content.projects) - len(content.tags)
    content.more = left or None
    lines = [
        *(_line("project", one) for one in content.projects),
        *(_line("tag", one) for one in content.tags),
    ]
    if left:
        lines.append(f"And {left} more, which view_tasks takes by name.")
    return Outcome("\n".join(lines), content)


def _row(name: str, count: Count) -> CountRow:
    return CountRow(
        name=clean(name),
        open=count.open,
        overdue=count.overdue or None,
        today=count.today or None,
    )


def _line(noun: str, one: CountRow) -> str:
    parts = [
        f"{one.open} open",
        f"{one.overdue} overdue" if one.overdue else "",
        f"{one.today} today" if one.today else "",
    ]
    return f"{noun} {quote(one.name)}: {', '.join(part for part in parts if part)}"


def is_of_the_moment(_call: Call, _given: ViewProjects) -> bool:
    """What is overdue changes with the time of day."""
    return True


def save(call: Call, given: SaveProject) -> Outcome:
    projects, options = (
        call.services.projects,
        call.options(reason=given.reason, preview=given.preview),
    )
    values: dict[str, Any] = {}
    if "archived" in given.model_fields_set:
        values["archived"] = given.archived
    if not given.project:
        return outcome_of(projects.add(call.caller, given.name, ProjectPatch(**values), options))
    patch = ProjectPatch(name=given.name, **values)
    return outcome_of(projects.update(call.caller, given.project, patch, options))


VIEW = Tool(
    name="view_projects",
    description="The overview: projects and tags, with how many tasks are open, overdue and due today.",
    scope="tasks:read",
    arguments=ViewProjects,
    content=OverviewContent,
    run=view,
    is_read_only=True,
    is_idempotent=True,
    is_of_the_moment=is_of_the_moment,
)
SAVE = Tool(
    name="save_project",
    description="Make a project, or rename or archive one. Tags need no making: name them on a task.",
    scope="tasks:write",
    arguments=SaveProject,
    content=WriteContent,
    run=save,
    can_join=True,
    is_idempotent=True,
)
