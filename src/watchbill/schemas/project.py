"""Projects and tags on the wire, and the overview of both."""

from typing import Any, Literal

from pydantic import BaseModel, StrictBool, StrictStr

from watchbill.domain import project as projects
from watchbill.domain import tag as tags
from watchbill.domain.instant import to_text
from watchbill.schemas.request import Request
from watchbill.schemas.task import Instant
from watchbill.services import project as counted
from watchbill.services.project import ProjectPatch
from watchbill.services.tag import TagPatch


class Counts(BaseModel):
    """Open tasks: all, those that are overdue, and those that are due today, in the caller's day."""

    open: int
    overdue: int
    today: int

    @classmethod
    def of(cls, count: counted.Count) -> "Counts":
        return cls.model_construct(open=count.open, overdue=count.overdue, today=count.today)


class Project(BaseModel):
    """A pile of tasks with a name. An archived one keeps its tasks and leaves the lists. Lists go by `position`."""

    noun: Literal["project"]
    id: str
    name: str
    colour: str | None
    archived: bool
    position: str
    created_at: Instant
    updated_at: Instant
    archived_at: Instant | None
    version: int

    @classmethod
    def of(cls, project: projects.Project) -> "Project":
        return cls.model_construct(**_fields(project), noun="project", position=project.position)


class Tag(BaseModel):
    """A word that marks tasks of any project. An archived one stays on its tasks and leaves the lists."""

    noun: Literal["tag"]
    id: str
    name: str
    colour: str | None
    archived: bool
    created_at: Instant
    updated_at: Instant
    archived_at: Instant | None
    version: int

    @classmethod
    def of(cls, tag: tags.Tag) -> "Tag":
        return cls.model_construct(**_fields(tag), noun="tag")


def _fields(thing: projects.Project | tags.Tag) -> dict[str, Any]:
    return {
        "id": thing.id,
        "name": thing.name,
        "colour": thing.colour,
        "archived": thing.is_archived,
        "created_at": to_text(thing.created_at),
        "updated_at": to_text(thing.updated_at),
        "archived_at": thing.archived_at and to_text(thing.archived_at),
        "version": thing.version,
    }


class CountedProject(Project):
    """A project with its open tasks."""

    count: Counts


class CountedTag(Tag):
    """A tag with its open tasks."""

    count: Counts


class ProjectList(BaseModel):
    """The Inbox, which has no row of its own, and every project in its order."""

    inbox: Counts
    projects: list[CountedProject]

    @classmethod
    def of(cls, overview: counted.Overview) -> "ProjectList":
        return cls.model_construct(inbox=Counts.of(overview.inbox), projects=_projects(overview))


class TagList(BaseModel):
    """Every tag, by name."""

    tags: list[CountedTag]

    @classmethod
    def of(cls, overview: counted.Overview) -> "TagList":
        return cls.model_construct(tags=_tags(overview))


class Overview(ProjectList, TagList):
    """All that tasks can be in or have, with their counts."""

    @classmethod
    def of(cls, overview: counted.Overview) -> "Overview":
        return cls.model_construct(
            inbox=Counts.of(overview.inbox), projects=_projects(overview), tags=_tags(overview)
        )


def _projects(overview: counted.Overview) -> list[CountedProject]:
    return [
        CountedProject.model_construct(**dict(Project.of(project)), count=Counts.of(count))
        for project, count in overview.projects
    ]


def _tags(overview: counted.Overview) -> list[CountedTag]:
    return [
        CountedTag.model_construct(**dict(Tag.of(tag)), count=Counts.of(count))
        for tag, count in overview.tags
    ]


class ProjectAdd(Request):
    """A project to add, after all others. `colour`: such as #1e90ff."""

    name: StrictStr
    colour: StrictStr | None = None

    def patch(self) -> ProjectPatch:
        return ProjectPatch(colour=self.colour)


class TagAdd(Request):
    """A tag to add. `colour`: such as #1e90ff."""

    name: StrictStr
    colour: StrictStr | None = None

    def patch(self) -> TagPatch:
        return TagPatch(colour=self.colour)


class TagChange(Request):
    """What to change. An absent field stays as it is; null takes the colour away."""

    name: StrictStr = ""
    colour: StrictStr | None = None
    archived: StrictBool = False

    def patch(self) -> TagPatch:
        return TagPatch(**_given(self))


class ProjectChange(Request):
    """The same of a project. `after`: the project behind which it goes; “Inbox” makes it the first."""

    name: StrictStr = ""
    colour: StrictStr | None = None
    archived: StrictBool = False
    after: StrictStr = ""

    def patch(self) -> ProjectPatch:
        return ProjectPatch(**_given(self))


def _given(request: Request) -> dict[str, Any]:
    """What was sent, and nothing else; a colour that is taken away is “”."""
    given = {name: getattr(request, name) for name in request.model_fields_set}
    return {name: "" if value is None else value for name, value in given.items()}
