"""Commands on API tokens."""

import click

from watchbill.cli.output import answer, json_option
from watchbill.cli.store import Json, NewToken, TokenVerb, open_store
from watchbill.services.caller import MODES, Mode

SCOPES = ("tasks:read", "tasks:write", "tasks:delete", "admin")


@click.group("token")
def token_command() -> None:
    """Tokens, by which programs and agents come in."""


@token_command.command("create")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPES),
    default=SCOPES[:2],
    show_default=True,
)
@click.option(
    "--mode",
    type=click.Choice(MODES),
    default="propose",
    show_default=True,
    help="What becomes of its writes: nothing, proposals, or changes.",
)
@click.option("--expires-at", help="An instant, as 2027-01-31T12:00:00Z.")
@json_option
def create(
    name: str, *, scopes: tuple[str, ...], mode: Mode, expires_at: str | None, as_json: bool
) -> None:
    """Make a token. Its text is shown this once; NAME is what the history will say."""
    wanted = NewToken(name=name, scopes=scopes, mode=mode, expires_at=expires_at)
    with open_store() as store:
        token = store.add_token(wanted)
    answer(token, as_json=as_json, human=_print_new)


def _print_new(token: Json) -> None:
    click.echo(token["token"])
    click.echo("Keep it: it is not shown again.", err=True)
    if token["mode"] == "propose":
        click.echo("What it writes waits for you: watchbill review.", err=True)


@token_command.command("list")
@json_option
def list_tokens(*, as_json: bool) -> None:
    """List tokens, without their texts."""
    with open_store() as store:
        page = store.tokens()
    answer(page, as_json=as_json, human=_print_list)


def _print_list(page: Json) -> None:
    for token in page["tokens"]:
        used = token["used_at"][:16] if token["used_at"] else "never used"
        mode = "frozen" if token["frozen_at"] else token["mode"]
        scopes = ",".join(token["scopes"])
        click.echo("\t".join([token["id"], token["name"], scopes, mode, used]))


@token_command.command("revoke")
@click.argument("id")
@json_option
def revoke(id: str, *, as_json: bool) -> None:
    """End a token at once, by the id that “watchbill token list” shows."""
    _change("revoke", "Revoked", id, as_json=as_json)


@token_command.command("freeze")
@click.argument("id")
@json_option
def freeze(id: str, *, as_json: bool) -> None:
    """Stop whoever has this token, at once, until you unfreeze it."""
    _change("freeze", "Froze", id, as_json=as_json)


@token_command.command("unfreeze")
@click.argument("id")
@json_option
def unfreeze(id: str, *, as_json: bool) -> None:
    """Let a frozen token work again."""
    _change("unfreeze", "Unfroze", id, as_json=as_json)


def _change(verb: TokenVerb, done: str, id: str, *, as_json: bool) -> None:
    with open_store() as store:
        token = store.change_token(verb, id)
    answer(token, as_json=as_json, human=lambda token: click.echo(f"{done} {token['name']}."))


@token_command.command("budget")
@click.argument("id")
@click.option("--tasks-per-call", type=int, help="More at once is a proposal.")
@click.option("--changes-per-run", type=int, help="More are proposals.")
@click.option("--changes-per-hour", type=int, help="More have to wait.")
@click.option("--reads-per-minute", type=int, help="More have to wait.")
@click.option("--proposal-days", type=int, help="So long its proposals wait.")
@json_option
def budget(id: str, *, as_json: bool, **limits: int | None) -> None:
    """Say how much a token may do by itself; 0 is no limit, what isn't given is as the server's settings say."""
    own = {name: limit for name, limit in limits.items() if limit is not None}
    with open_store() as store:
        token = store.set_budget(id, own)
    answer(token, as_json=as_json, human=_print_budget)


def _print_budget(token: Json) -> None:
    own = ", ".join(f"{name.replace('_', ' ')} {limit}" for name, limit in token["budget"].items())
    click.echo(f"{token['name']}: {own or 'as the settings say'}.")
