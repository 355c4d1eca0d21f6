"""Imports, exports and feeds on the wire."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel

from watchbill.domain.errors import InvalidError
from watchbill.domain.instant import to_text
from watchbill.schemas.change import Receipt
from watchbill.schemas.request import Request
from watchbill.schemas.task import Instant
from watchbill.services.transfer import service
from watchbill.services.transfer.exporting import EXPORTS, ExportFormat
from watchbill.services.transfer.feed import FeedInfo

Kind = Literal["todo", "event"]
_SHOWN = 100


class Problem(BaseModel):
    """Something of the file that wasn't taken as it stands. `lost`: the whole row, else a part of it."""

    place: str
    message: str
    lost: bool


class Imported(BaseModel):
    """What an import did, or would do. `skipped`: tasks of the file that are here already.

    The receipt has the first 20 tasks, and the fields of the first 100 changes.
    """

    format: str
    tasks: int
    skipped: int
    projects: int
    tags: int
    problems: list[Problem]
    receipt: Receipt

    @classmethod
    def of(cls, report: service.ImportReport) -> "Imported":
        receipt = Receipt.of(report.receipt)
        return cls.model_construct(
            format=report.format,
            tasks=report.tasks,
            skipped=report.skipped,
            projects=report.projects,
            tags=report.tags,
            problems=[
                Problem(place=one.place, message=one.message, lost=one.is_lost)
                for one in report.problems
            ],
            receipt=receipt.model_copy(update={"fields": receipt.fields[:_SHOWN]}),
        )


class BroughtBack(BaseModel):
    """How many changes of an export's journal were replayed, or would be."""

    changes: int
    preview: bool


def import_file(
    data: bytes, name: str, format: str | None, columns: Mapping[str, str]
) -> service.ImportFile:
    """A file to import as the service takes it. Raises INVALID_FORMAT."""
    known = service.check_format(format) if format else None
    return service.ImportFile(data=data, name=name, format=known, columns=columns)


def columns_of(mapped: list[str]) -> dict[str, str]:
    """`field:column` pairs. Raises INVALID_MAP."""
    found: dict[str, str] = {}
    for text in mapped:
        field, colon, column = text.partition(":")
        if not colon:
            raise InvalidError.of(
                "map", f"“{text}” maps nothing.", hint="Write field:column, as title:Summary."
            )
        found[field.strip()] = column.strip()
    return found


def export_format(text: str) -> ExportFormat:
    """The format of that name. Raises INVALID_FORMAT."""
    for format in EXPORTS:
        if format == text:
            return format
    raise InvalidError.of(
        "format", f"“{text}” is not a format.", hint=f"Use one of: {', '.join(EXPORTS)}."
    )


class FeedAdd(Request):
    """A calendar to make. `query`: a line of the filter language; `kind`: as to-dos, or as events for calendars without."""

    name: str
    query: str = ""
    kind: Kind = "todo"


class Feed(BaseModel):
    """A calendar that other programs read at a secret address."""

    id: str
    name: str
    query: str
    kind: str
    created_at: Instant
    used_at: Instant | None

    @classmethod
    def of(cls, feed: FeedInfo) -> "Feed":
        return cls(
            id=feed.id,
            name=feed.name,
            query=feed.query,
            kind=feed.kind,
            created_at=to_text(feed.created_at),
            used_at=to_text(feed.used_at) if feed.used_at else None,
        )


class NewFeed(Feed):
    """The same, with the path of its address, which is shown this once."""

    path: str

    @classmethod
    def with_secret(cls, feed: FeedInfo, secret: str) -> "NewFeed":
        return cls(**Feed.of(feed).model_dump(), path=f"/feeds/{secret}.ics")


class FeedList(BaseModel):
    feeds: list[Feed]
