"""Instants: aware UTC, to the microsecond, one spelling (RFC 3339, section 5.6, always with `Z`)."""

from datetime import UTC, datetime


def to_text(instant: datetime) -> str:
    """The one spelling of an instant: sorts as text in the order of time."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """Read what `to_text` wrote. Raises ValueError for anything without a zone."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no zone")
    return instant.astimezone(UTC)
