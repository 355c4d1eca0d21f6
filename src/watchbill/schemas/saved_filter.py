"""Saved filters on the wire."""

from typing import Literal
from urllib.parse import urlencode

from pydantic import BaseModel, StrictStr

from watchbill.domain import saved_filter as rules
from watchbill.domain.instant import to_text
from watchbill.schemas.request import Request
from watchbill.schemas.task import Instant


class SavedFilter(BaseModel):
    """A line of the filter language under a name. GET `tasks` to run it; lists go by `position`."""

    noun: Literal["filter"]
    id: str
    name: str
    query: str
    position: str
    tasks: str
    created_at: Instant
    updated_at: Instant
    version: int

    @classmethod
    def of(cls, filter: rules.SavedFilter) -> "SavedFilter":
        return cls.model_construct(
            noun="filter",
            id=filter.id,
            name=filter.name,
            query=filter.query,
            position=filter.position,
            tasks=f"/api/v1/tasks?{urlencode({'query': f'filter:{_quoted(filter.name)}'})}",
            created_at=to_text(filter.created_at),
            updated_at=to_text(filter.updated_at),
            version=filter.version,
        )


def _quoted(name: str) -> str:
    return f'"{name}"'


class SavedFilterList(BaseModel):
    """In their order."""

    filters: list[SavedFilter]


class SavedFilterAdd(Request):
    """A filter to save."""

    name: StrictStr
    query: StrictStr


class SavedFilterChange(Request):
    """What to change. What isn't given stays."""

    name: StrictStr | None = None
    query: StrictStr | None = None
