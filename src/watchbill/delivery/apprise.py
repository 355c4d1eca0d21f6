"""Reminders by whatever Apprise reaches, where it is installed."""

from importlib.util import find_spec
from typing import Any

from watchbill.delivery.failure import NotSentError
from watchbill.delivery.text import Note


def send(target: str, note: Note, *, allow_private: bool) -> None:
    """Raises NotSentError. Services that run anywhere are for those who allow private targets: they could lead inside."""
    if find_spec("apprise") is None:
        raise NotSentError("Apprise is not installed: pip install watchbill[apprise].")
    import apprise  # noqa: PLC0415 -- optional, and slow to import

    service: Any = apprise.Apprise.instantiate(target, suppress_exceptions=True)
    if service is None:
        raise NotSentError("Apprise doesn't know this address.")
    if not allow_private and _leads_anywhere(service):
        raise NotSentError(
            "Its server may be in a private network; WATCHBILL_PRIVATE_TARGETS=yes would allow it."
        )
    if not service.notify(body=note.text, title=note.title):
        raise NotSentError("The service behind Apprise didn't take it.")


def _leads_anywhere(service: Any) -> bool:
    """Whether the address names the server, and not just an account of a known one."""
    return "host" in service.template_tokens
