"""What projects and tags have in common: a name that no other has, a colour, and an archive."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from watchbill.domain import sentence
from watchbill.domain.errors import ConflictError, InvalidError
from watchbill.domain.operation import Operation

_LABELS: Mapping[str, str] = {
    "name": "name",
    "colour": "colour",
    "position": "place",
    "archived_at": "archive state",
}


class Named(Protocol):
    """A project or a tag."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def is_archived(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPatch:
    """The fields to change; None leaves one as it is. `colour` is “” to take it away."""

    name: str | None = None
    colour: str | None = None
    archived: bool | None = None

    def require_some(self) -> None:
        """Raise INVALID_PATCH where nothing is to change."""
        if self == type(self)():
            raise InvalidError.of(
                "patch", "Nothing to change is named.", hint="Give a name, colour or archived."
            )

    def values(self, thing: Named | None, now: datetime) -> dict[str, Any]:
        """The fields to write on this one; None: on one that is new."""
        values: dict[str, Any] = {}
        if self.name is not None:
            values["name"] = self.name
        if self.colour is not None:
            values["colour"] = self.colour or None
        if self.archived is not None and self.archived != bool(thing and thing.is_archived):
            values["archived_at"] = now if self.archived else None
        return values


def check_free(noun: str, so_called: Iterable[Named], thing: Named | None) -> None:
    """Raise CONFLICT where one of those that are so called isn't this one."""
    for other in so_called:
        if thing is None or other.id != thing.id:
            archived = ", archived" if other.is_archived else ""
            raise ConflictError(
                f"There is a {noun} “{other.name}”{archived} already.",
                hint="Use that one, or choose another name.",
                details={noun: {"id": other.id, "name": other.name}},
            )


def said(noun: str, thing: Named, made: tuple[Operation, ...]) -> str:
    """The sentence of a change to one of them."""
    changed = dict(made[0].after or {}) if made else {}
    if list(changed) == ["name"]:
        return f"Renamed the {noun} “{thing.name}” to “{changed['name']}”"
    if list(changed) == ["archived_at"]:
        verb = "Archived" if changed["archived_at"] else "Took from the archive"
        return f"{verb} the {noun} “{thing.name}”"
    labels = [_LABELS[name] for name in changed] or ["fields"]
    return f"Changed the {sentence.joined(labels)} of the {noun} “{thing.name}”"
