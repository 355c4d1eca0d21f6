"""JSON Schema as a model reads it: no titles, no nulls, no definitions, no empty defaults."""

from typing import Any

from pydantic import BaseModel, WithJsonSchema

ROWS = WithJsonSchema({"type": "array", "items": {"type": "object"}})
"""For lists in answers: the answers show what a row has, and nobody has to make one."""
WORD = WithJsonSchema({"type": "string"})
"""For a word in answers that is one of a few: six tools would list them all."""
BIGGEST = 2**31 - 1
"""The largest number that any store takes; as a limit it tells a model nothing."""
_NULL = {"type": "null"}


def compact(model: type[BaseModel]) -> dict[str, Any]:
    """The model's schema; one of arguments is closed, so that an unknown name is refused."""
    schema: dict[str, Any] = _plain(model.model_json_schema())
    return schema


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "anyOf" in node:
        (only,) = [choice for choice in node["anyOf"] if choice != _NULL]
        node = {**only, **{name: node[name] for name in node if name != "anyOf"}}
    plain = {name: _plain(value) for name, value in node.items() if not _is_noise(name, value)}
    if "properties" in plain:
        plain.pop("description", None)  # a model's docstring: for us, and the tool has its own
    return plain


def _is_noise(name: str, value: Any) -> bool:
    """A title is noise, a property called title isn't; a default or limit that says nothing is."""
    if name == "default":
        return value in (None, "", [], 0)
    if name == "maximum":
        return bool(value == BIGGEST)
    return (name == "title" and isinstance(value, str)) or name == "$defs"
