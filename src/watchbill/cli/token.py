"""Commands on API tokens."""

import click

from watchbill.cli.output import answer, json_option
from watchbill.cli.store import Json, open_store

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
@click.option("--expires-at", help="An instant, as 2027-01-31T12:00:00Z.")
@json_option
def create(name: str, *, scopes: tuple[str, ...], expires_at: str | None, as_json: bool) -> None:
    """Make a token. Its text is shown this once; NAME is what the history will say."""
    with open_store() as store:
        token = store.add_token(name, scopes, expires_at)
    answer(token, as_json=as_json, human=_print_new)


def _print_new(token: Json) -> None:
    click.echo(token["token"])
    click.echo("Keep it: it is not shown again.", err=True)


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
        click.echo("\t".join([token["id"], token["name"], ",".join(token["scopes"]), used]))


@token_command.command("revoke")
@click.argument("id")
@json_option
def revoke(id: str, *, as_json: bool) -> None:
    """End a token at once, by the id that “watchbill token list” shows."""
    with open_store() as store:
        token = store.revoke_token(id)
    answer(token, as_json=as_json, human=lambda token: click.echo(f"Revoked {token['name']}."))
