"""Projects, tags, saved filters and comments in the store of this machine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from watchbill.bootstrap import Services
from watchbill.cli.content import Noun, Written
from watchbill.cli.store import How, Json
from watchbill.schemas.change import Receipt
from watchbill.schemas.comment import Comment
from watchbill.schemas.detail import TaskDetail
from watchbill.schemas.project import (
    ProjectAdd,
    ProjectChange,
    ProjectList,
    TagAdd,
    TagChange,
    TagList,
)
from watchbill.schemas.saved_filter import SavedFilter
from watchbill.services import writing
from watchbill.services.caller import Caller


@dataclass(frozen=True, slots=True)
class LocalContent:
    """The services, and in whose name they are asked."""

    services: Services
    caller: Caller

    def all(self, noun: Noun, *, archived: bool = False) -> list[Json]:
        if noun == "filter":
            return [_dump(SavedFilter.of(one)) for one in self.services.filters.view(self.caller)]
        overview = self.services.projects.view(self.caller, archived=archived)
        if noun == "tag":
            return [_dump(one) for one in TagList.of(overview).tags]
        return [_dump(one) for one in ProjectList.of(overview).projects]

    def add(self, noun: Noun, fields: Json, how: How) -> Json:
        options, services = options_of(how), self.services
        if noun == "filter":
            return receipt_of(services.filters.add(self.caller, **fields, options=options))
        if noun == "tag":
            tag = TagAdd(**fields)
            return receipt_of(services.tags.add(self.caller, tag.name, tag.patch(), options))
        project = ProjectAdd(**fields)
        made = services.projects.add(self.caller, project.name, project.patch(), options)
        return receipt_of(made)

    def change(self, noun: Written, name: str, fields: Json, how: How) -> Json:
        changes: dict[Written, Callable[[writing.WriteOptions], writing.Receipt]] = {
            "project": lambda options: self.services.projects.update(
                self.caller, name, ProjectChange(**fields).patch(), options
            ),
            "tag": lambda options: self.services.tags.update(
                self.caller, name, TagChange(**fields).patch(), options
            ),
            "filter": lambda options: self.services.filters.update(
                self.caller,
                name,
                new_name=fields.get("name"),
                query=fields.get("query"),
                options=options,
            ),
            "comment": lambda options: self.services.comments.update(
                self.caller, name, fields["text"], options
            ),
        }
        return receipt_of(changes[noun](options_of(how)))

    def delete(self, noun: Written, name: str, how: How) -> Json:
        services: Any = getattr(self.services, f"{noun}s")
        return receipt_of(services.delete(self.caller, name, options_of(how)))

    def comments(self, task: str) -> list[Json]:
        return [_dump(Comment.of(one)) for one in self.services.comments.view(self.caller, task)]

    def comment(self, task: str, text: str, how: How) -> Json:
        return receipt_of(self.services.comments.add(self.caller, task, text, options_of(how)))

    def detail(self, task: str) -> Json:
        return _dump(TaskDetail.whole(self.services.details.find(self.caller, task)))


def options_of(how: How) -> writing.WriteOptions:
    return writing.WriteOptions(
        request_key=how.request_key,
        version=how.version,
        preview=how.preview,
        reason=how.reason,
    )


def receipt_of(receipt: writing.Receipt) -> Json:
    return _dump(Receipt.of(receipt))


def _dump(model: Any) -> Json:
    found: Json = model.model_dump(mode="json")
    return found
