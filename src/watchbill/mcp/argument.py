"""What a tool takes: strict models, the smallest JSON Schema for them, and complaints in our own words."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from watchbill.domain.errors import InvalidError, UnknownArgumentError, WatchbillError
from watchbill.schemas.request import Request
from watchbill.services.lookup import MOST

_NOISE = ("title", "default", "$defs")
_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}


def _listed(value: object) -> object:
    """One name alone is meant as a list of one, and a number as the ref that it is."""
    names = [value] if isinstance(value, str | int) and not isinstance(value, bool) else value
    if isinstance(names, list):
        return [str(name) if type(name) is int else name for name in names]
    return names


Names = Annotated[list[str], BeforeValidator(_listed), Field(min_length=1, max_length=MOST)]
"""What tasks are called: refs, ids or exact titles."""


def parse(model: type[Request], arguments: Mapping[str, Any] | None) -> Request:
    """The arguments as the tool wants them. Raises UNKNOWN_ARGUMENT or INVALID_…, never a library's words."""
    given = {name: value for name, value in (arguments or {}).items() if value is not None}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise _complaint(error.errors(include_url=False), to_schema(model)) from None


def to_schema(model: type[Request]) -> dict[str, Any]:
    """The model as a JSON Schema without what only costs a reader's attention."""
    schema = model.model_json_schema()
    inner = schema.get("$defs", {})
    compact: dict[str, Any] = _compact(schema, inner)
    return compact


def _compact(node: Any, inner: Mapping[str, Any]) -> Any:
    if isinstance(node, list):
        return [_compact(part, inner) for part in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _compact(inner[node["$ref"].rsplit("/", 1)[1]], inner)
    node = {**node, **_without_null(node.get("anyOf", []))}
    node.pop("anyOf", None)
    if "properties" in node:
        return {
            **{key: value for key, value in node.items() if key not in (*_NOISE, "description")},
            "properties": {
                name: _compact(value, inner) for name, value in node["properties"].items()
            },
        }
    return {key: _compact(value, inner) for key, value in node.items() if key not in _NOISE}


def _without_null(choices: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The one choice beside null: an optional argument is simply left out."""
    return next((choice for choice in choices if choice.get("type") != "null"), {})


def _complaint(complaints: Sequence[Any], schema: Mapping[str, Any]) -> WatchbillError:
    first = next((c for c in complaints if c["type"] == "unknown_argument"), complaints[0])
    if first["type"] == "unknown_argument":
        return _unknown(first["ctx"])
    place = [part for part in first["loc"] if isinstance(part, str)]
    name = place[-1] if place else "arguments"
    expected = _expected(_property(schema, first["loc"]))
    if first["type"] == "missing":
        return InvalidError.of(name, f"“{name}” is missing.", hint=f"Give {expected}.")
    return InvalidError.of(name, f"“{name}” doesn't fit.", hint=f"Give {expected}.")


def _unknown(context: Mapping[str, Any]) -> UnknownArgumentError:
    unknown, allowed = context["unknown"], context["allowed"]
    names = ", ".join(f"“{name}”" for name in unknown)
    near = get_close_matches(unknown[0], allowed, n=1)
    meant = f"Did you mean “{near[0]}”? " if near else ""
    hint = f"{meant}Allowed: {', '.join(allowed)}."
    return UnknownArgumentError(f"There is no {names}.", hint=hint, details={"allowed": allowed})


def _property(schema: Mapping[str, Any], place: Sequence[Any]) -> Mapping[str, Any]:
    """The part of the schema that a complaint is about; a list's rule is said for each of its entries."""
    for part in place:
        if isinstance(part, str):
            schema = schema.get("properties", {}).get(part, {})
        elif "properties" in schema.get("items", {}):
            schema = schema["items"]
    return schema


def _expected(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    said = _KINDS.get(schema.get("type", ""), "what the tool's schema says")
    low = schema.get("minimum", schema.get("minItems"))
    high = schema.get("maximum", schema.get("maxItems"))
    if high is not None:
        return (
            f"{said} of {low} to {high}"
            if "maxItems" in schema
            else f"{said} from {low} to {high}"
        )
    return said if low is None else f"{said} from {low}"
