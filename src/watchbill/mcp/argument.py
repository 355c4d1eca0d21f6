"""Arguments: their shared types, and what is said about one that can't be."""

import difflib
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import (
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    ValidationError,
    WithJsonSchema,
)

from watchbill.domain.errors import InvalidError, UnknownArgumentError, WatchbillError
from watchbill.domain.task import DESCRIPTION_MAX, TITLE_MAX
from watchbill.mcp.schema import BIGGEST, compact
from watchbill.mcp.text import quote
from watchbill.schemas.request import Request

ArgumentsT = TypeVar("ArgumentsT", bound=Request)
_UNKNOWN = "unknown_argument"
_VALUE_SHOWN = 60
_ALIKE = 0.7
_NAME = {"type": ["integer", "string"]}
_EXAMPLES = {"object": '[{"title": "Buy milk"}]', "string": '["home"]'}
_HINTS = {
    "string": "Use text, or leave it out.",
    "boolean": "Use true or false.",
    "object": 'Use an object such as {"title": "Buy milk"}.',
}


def _is_name(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _named(value: Any) -> Any:
    """A ref may come as a number."""
    return str(value) if _is_name(value) else value


def _listed(value: Any) -> Any:
    """One name alone is a list of one: models forget the brackets."""
    return [value] if _is_name(value) else value


Name = Annotated[
    StrictStr,
    BeforeValidator(_named),
    WithJsonSchema(_NAME | {"description": "ref, id or exact title"}),
]
Names = Annotated[
    list[Name],
    BeforeValidator(_listed),
    WithJsonSchema(
        {
            "type": "array",
            "items": _NAME,
            "maxItems": 50,
            "description": 'refs (12 or "#12"), ids or exact titles',
        }
    ),
]
Words = Annotated[
    list[StrictStr], BeforeValidator(_listed), Field(json_schema_extra={"maxItems": 50})
]
Priority = Annotated[StrictInt, Field(ge=1, le=4, description="1 highest, 4 none")]
Due = Annotated[
    StrictStr, Field(description="tomorrow at 5, 2026-12-01 or 2026-12-01T17:00; in your zone")
]
Repeat = Annotated[StrictStr, Field(description="every other Tuesday, or an RRULE")]
Reminder = Annotated[StrictStr, Field(description="2 hours before, or a time")]
Title = Annotated[StrictStr, Field(json_schema_extra={"maxLength": TITLE_MAX})]
Description = Annotated[StrictStr, Field(json_schema_extra={"maxLength": DESCRIPTION_MAX})]
Number = Annotated[StrictInt, Field(ge=0, le=BIGGEST)]
Preview = Annotated[StrictBool, Field(description="only say what would happen")]


def read(model: type[ArgumentsT], given: Mapping[str, Any]) -> ArgumentsT:
    """The arguments; null is as good as absent, so that it blanks nothing.

    Raises UNKNOWN_ARGUMENT or INVALID_…, in our words.
    """
    named = {
        name: value
        for name, value in given.items()
        if value is not None or name not in model.model_fields
    }
    try:
        return model.model_validate(named)
    except ValidationError as error:
        complaints: Sequence[Any] = error.errors(include_url=False)
        raise _to_error(model, complaints[0]) from None


def _to_error(model: type[Request], complaint: Mapping[str, Any]) -> WatchbillError:
    place = complaint["loc"]
    if complaint["type"] == _UNKNOWN:
        return _unknown(complaint["ctx"], place)
    name = _spelled(place)
    if complaint["type"] == "missing":
        what = f"“{name}” is missing."
    else:
        what = f"“{name}” can't be {_shown(complaint['input'])}."
    field = next(part for part in reversed(place) if isinstance(part, str))
    schema = compact(model)
    hint = _hint(_schema_at(schema, place))
    if place[-1] in schema.get("required", ()) or isinstance(place[-1], int):
        hint = hint.replace(", or leave it out", "")
    return InvalidError.of(field, what, hint=hint)


def _unknown(context: Mapping[str, Any], place: Sequence[str | int]) -> UnknownArgumentError:
    unknown, allowed = context["unknown"], context["allowed"]
    names = ", ".join(quote(name, _VALUE_SHOWN) for name in unknown)
    near = _near(unknown[0], allowed)
    meant = f"Did you mean {near}? " if near else ""
    return UnknownArgumentError(
        f"There is no {names}{f' in {_spelled(place)}' if place else ''}.",
        hint=f"{meant}Allowed: {', '.join(allowed)}." if allowed else "Give no arguments.",
        details={"unknown": unknown, "allowed": allowed},
    )


def _near(unknown: str, allowed: Sequence[str]) -> str:
    """Which one may be meant: one that has it as one of its words, or is one of its; else one that is spelled much like it."""
    words = set(unknown.split("_"))
    akin = [name for name in allowed if words <= set(name.split("_")) or name in words]
    close = difflib.get_close_matches(unknown, allowed, n=1, cutoff=_ALIKE)
    return next(iter(akin + close), "")


def _spelled(place: Sequence[str | int]) -> str:
    """The place as JSON people write it: `items[0].title`."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in place]
    return "".join(parts).removeprefix(".")


def _schema_at(whole: dict[str, Any], place: Sequence[str | int]) -> dict[str, Any]:
    """The schema of an argument; what items have is the tool's own arguments again, which the catalogue says once."""
    schema = whole
    for part in place:
        if isinstance(part, int):
            schema = schema["items"]
        else:
            schema = schema.get("properties", whole["properties"])[part]
    return schema


def _shown(value: Any) -> str:
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case str():
            return quote(value, _VALUE_SHOWN)
        case _:
            return json.dumps(value)[:_VALUE_SHOWN]


def _hint(schema: Mapping[str, Any]) -> str:
    """What to give instead, from the argument's own schema."""
    if "enum" in schema:
        return f"Use one of: {', '.join(filter(None, schema['enum']))}."
    if schema["type"] == "integer":
        most = f" to {schema['maximum']}" if "maximum" in schema else " or more"
        return f"Use a whole number, {schema['minimum']}{most}."
    if schema["type"] == "array":
        example = _EXAMPLES.get(str(schema["items"]["type"]), "[12, 13]")
        return f"Use a list such as {example}."
    return _HINTS.get(
        str(schema["type"]), 'Use a ref such as 12 or "#12", an id or an exact title.'
    )
