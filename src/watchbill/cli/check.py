"""`watchbill check`: named facts, each with what to do when it doesn't hold."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import resources
from urllib.request import urlopen

import click

from watchbill import bootstrap
from watchbill.cli.output import json_option
from watchbill.cli.remote import RemoteStore
from watchbill.cli.store import ListQuery, read_settings
from watchbill.domain.errors import ServiceUnavailableError, WatchbillError
from watchbill.settings import Settings

TIMEOUT = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that has to hold. `problem` is empty when it does."""

    name: str
    problem: str = ""


@click.command("check")
@json_option
@click.pass_context
def check_command(ctx: click.Context, *, as_json: bool) -> None:
    """Check that this installation can work. Exit code 1 when something doesn't hold."""
    facts = list(_facts(read_settings()))
    if as_json:
        click.echo(json.dumps([asdict(fact) for fact in facts], indent=2))
    else:
        for fact in facts:
            click.echo(f"✗ {fact.name}\n  {fact.problem}" if fact.problem else f"✓ {fact.name}")
    ctx.exit(1 if any(fact.problem for fact in facts) else 0)


def _facts(settings: Settings) -> Iterator[Fact]:
    version = ".".join(map(str, sys.version_info[:2]))
    yield Fact(f"Python {version} is new enough")
    if settings.url:
        yield _fact("the server answers", lambda: _ask(settings.url))
        yield _fact("the server lets you in", lambda: _enter(settings))
        return
    yield _fact("the store can be read and written", lambda: _write(settings))
    yield _fact("the page is built", _find_page)
    if settings.assistant_url:
        yield _fact("the assistant answers", lambda: _ask(settings.assistant_url))


def _fact(name: str, try_it: Callable[[], None]) -> Fact:
    try:
        try_it()
    except WatchbillError as error:
        return Fact(name, str(error))
    except OSError as error:
        return Fact(name, f"{error}. Check the address, and that it runs.")
    return Fact(name)


def _write(settings: Settings) -> None:
    with bootstrap.opened(settings) as services:
        services.check()


def _find_page() -> None:
    """Raises SERVICE_UNAVAILABLE when the page's script and style aren't there."""
    if not resources.files("watchbill.web").joinpath("static", "build", "main.js").is_file():
        raise ServiceUnavailableError("The page's files are missing.", hint="Run: make frontend")


def _enter(settings: Settings) -> None:
    with RemoteStore.connected(settings.url, settings.token) as store:
        store.view(ListQuery(limit=1))


def _ask(url: str) -> None:
    """Raises OSError unless the process there says that it can serve."""
    with urlopen(f"{url.rstrip('/')}/readyz", timeout=TIMEOUT):  # noqa: S310 -- the owner's own setting, http or https
        pass
