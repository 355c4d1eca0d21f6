"""What tests of reading share: a clock, and records as plain values."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from watchbill.domain.due import Due
from watchbill.domain.reminder import to_text as reminder_text
from watchbill.services.transfer.record import Found, Record, Setting

SETTING = Setting(now=datetime(2026, 11, 25, 9, tzinfo=UTC), zone="Europe/Berlin")
NOW = "2026-11-25T09:00:00+00:00"


def shown(record: Record) -> dict[str, Any]:
    """What a record says, without what it doesn't."""
    texts: dict[str, Callable[[Any], Any]] = {
        "due": due_text,
        "recurrence": lambda rule: f"{rule.rule} {rule.basis}",
        "reminders": lambda many: [reminder_text(one) for one in many],
        "created_at": datetime.isoformat,
        "completed_at": datetime.isoformat,
    }
    given = {name: getattr(record, name) for name in Record.__slots__}
    return {
        name: texts.get(name, lambda same: same)(value)
        for name, value in given.items()
        if value not in ("", (), None, 4)
    }


def due_text(due: Due) -> str:
    return str(getattr(due, "on", due))


def told(found: Found) -> list[tuple[str, str, bool]]:
    return [(one.place, one.message, one.is_lost) for one in found.problems]
