"""How a failure is told: one line and an exit code that programs can rely on."""

import json
import traceback

import click

from watchbill.domain.errors import WatchbillError

DEFECT = 70
"""EX_SOFTWARE of sysexits.h: not the caller's fault."""

# The first row that fits a code's beginning or end holds.
EXIT_CODES = (
    ("NOT_FOUND", 3, "what was named isn't there"),
    ("AMBIGUOUS", 4, "several have that name"),
    ("CONFLICT", 5, "it has changed meanwhile; nothing was written"),
    ("FORBIDDEN", 6, "the credential doesn't allow it"),
    ("UNAUTHENTICATED", 6, "no credential, or a wrong one"),
    ("UNAVAILABLE", 7, "the server or the store doesn't answer"),
    ("INTERNAL", DEFECT, "a defect of Watchbill"),
)
REFUSED = 1


def exit_code(error: WatchbillError) -> int:
    """The exit code of an error's code: 1 for all that the table doesn't name."""
    return next((number for end, number, _ in EXIT_CODES if error.code.endswith(end)), REFUSED)


def show_failure(error: WatchbillError, *, as_json: bool) -> None:
    """One line for people, one JSON object for programs; on stderr either way."""
    if as_json:
        problem = {
            "code": error.code,
            "detail": error.message,
            "hint": error.hint,
            "details": error.details,
        }
        click.echo(json.dumps(problem, ensure_ascii=False), err=True)
    else:
        click.echo(f"watchbill: {error}", err=True)


def show_defect() -> None:
    traceback.print_exc()
    click.echo("watchbill: That is a defect of Watchbill. The lines above say where.", err=True)
