"""What a list needs of a workspace to be read, whether as it is or as it was."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from watchbill.domain.project import Project
from watchbill.domain.saved_filter import SavedFilter
from watchbill.domain.tag import Tag
from watchbill.domain.task import Task, TaskPage
from watchbill.storage.listing import Selection
from watchbill.storage.vocabulary import Vocabulary

Thing_co = TypeVar("Thing_co", covariant=True)


class TaskView(Protocol):
    """Tasks: looked up by what people call them, and paged by a filter."""

    def by_id(self, ids: Sequence[str]) -> Mapping[str, Task]: ...
    def by_ref(self, refs: Sequence[int]) -> Mapping[int, Task]: ...
    def by_title(self, key: str, *, limit: int = 10) -> tuple[Task, ...]: ...
    def titles(self, *, limit: int) -> list[tuple[int, str]]: ...
    def page(self, wanted: Selection) -> TaskPage: ...
    def count(self, wanted: Selection, *, cap: int) -> int: ...


class NamedView(Protocol[Thing_co]):
    """Things of a noun with names."""

    def by_id(self, ids: Iterable[str]) -> Mapping[str, Thing_co]: ...
    def by_name(self, names: Iterable[str]) -> Mapping[str, Thing_co]: ...
    def all(self) -> tuple[Thing_co, ...]: ...


class View(Protocol):
    """One workspace at one moment."""

    @property
    def tasks(self) -> TaskView: ...
    @property
    def projects(self) -> NamedView[Project]: ...
    @property
    def tags(self) -> NamedView[Tag]: ...
    @property
    def filters(self) -> NamedView[SavedFilter]: ...
    @property
    def vocabulary(self) -> Vocabulary: ...
