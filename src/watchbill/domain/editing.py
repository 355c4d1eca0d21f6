"""Things to operations, the same for every noun of content: make one, give it other values, take it away."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from watchbill.domain.field import to_json
from watchbill.domain.operation import Fields, Operation

Checks = Mapping[str, Callable[[Any], Any]]
"""By field: what a value given by a caller has to pass; returns the value as it is kept."""


def make(noun: str, fields: Fields, *, id: str | None = None) -> Operation:
    """A new thing with all its fields. `id` is for callers that derive one."""
    return Operation(noun, id or str(uuid.uuid4()), before=None, after=fields)


def edit(noun: str, thing: Any, wanted: Fields) -> tuple[Operation, ...]:
    """Give the thing these values, in JSON, and leave its other fields. Nothing when it has them."""
    old = content(thing, wanted)
    changed = {name: value for name, value in wanted.items() if value != old[name]}
    if not changed:
        return ()
    return (Operation(noun, thing.id, {name: old[name] for name in changed}, changed),)


def remove(noun: str, thing: Any, names: Iterable[str]) -> Operation:
    """Take the thing, which has these fields, out of the store."""
    return Operation(noun, thing.id, before=content(thing, names), after=None)


def content(thing: Any, names: Iterable[str]) -> dict[str, Any]:
    """These fields of the thing, in JSON."""
    return {name: to_json(name, getattr(thing, name)) for name in names}


def checked(values: Mapping[str, Any], checks: Checks) -> dict[str, Any]:
    """Values as callers give them, in JSON. Raises what the checks raise."""
    return {
        name: to_json(name, checks[name](value) if name in checks else value)
        for name, value in values.items()
    }
