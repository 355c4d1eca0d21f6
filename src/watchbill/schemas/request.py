"""Requests are strict: what isn't known is refused, and pydantic's complaints become our errors."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from watchbill.domain.errors import InvalidError, UnknownArgumentError, WatchbillError

_UNKNOWN = "unknown_argument"
_WORDS = {
    "missing": ("is missing", "Give it."),
    "string_type": ("has to be text", "Put it in quotes; to leave it as it is, leave it out."),
    "int_type": ("has to be a whole number", "Use digits alone, without quotes."),
    "int_parsing": ("has to be a whole number", "Use digits alone."),
    "bool_parsing": ("has to be true or false", "Use one of the two."),
    "literal_error": ("has to be {expected}", "Use one of these."),
    "list_type": ("has to be a list", "Put it in brackets: […]."),
    "tuple_type": ("has to be a list", "Put it in brackets: […]."),
    "greater_than_equal": ("has to be at least {ge}", "Use a greater number."),
    "less_than_equal": ("can be at most {le}", "Use a smaller number."),
    "timezone_aware": ("has to say its zone", "End it with Z or an offset such as +01:00."),
    "datetime_from_date_parsing": ("has to be a time", "Write it as 2026-11-24T12:00:00Z."),
    "datetime_parsing": ("has to be a time", "Write it as 2026-11-24T12:00:00Z."),
}


class Request(BaseModel):
    """What a caller sends. A field that isn't declared is UNKNOWN_ARGUMENT, with those that are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = [str(name) for name in data if name not in cls.model_fields]
            if unknown:
                context = {"unknown": unknown, "allowed": list(cls.model_fields)}
                raise PydanticCustomError(_UNKNOWN, "unknown", context)
        return data


def to_error(complaints: Sequence[Any]) -> WatchbillError:
    """Our error for the first of pydantic's complaints; its own words are kept where they say something."""
    first = next((c for c in complaints if c["type"] == _UNKNOWN), complaints[0])
    match first["type"]:
        case "unknown_argument":
            return _unknown(first["ctx"])
        case "json_invalid":
            return InvalidError.of(
                "json", "The body is not JSON.", hint="Check its brackets and quotes."
            )
    field = _field(first["loc"])
    if field is None:
        return InvalidError("The body has to be a JSON object.", hint="See /api/v1/docs.")
    said, hint = _WORDS.get(first["type"], ("can't be that", "See /api/v1/docs."))
    return InvalidError.of(field, f"“{field}” {said.format(**first.get('ctx', {}))}.", hint=hint)


def _unknown(context: Mapping[str, Any]) -> UnknownArgumentError:
    names = ", ".join(f"“{name}”" for name in context["unknown"])
    allowed = context["allowed"]
    hint = f"Use {', '.join(allowed)}." if allowed else "Send none."
    return UnknownArgumentError(f"There is no {names} here.", hint=hint, details=dict(context))


def _field(place: Sequence[Any]) -> str | None:
    """The innermost name of the place, which begins with “body”, “query” or “path” on REST."""
    names = [part for part in place[1:] if isinstance(part, str)]
    return names[-1] if names else None
