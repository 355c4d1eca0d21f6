"""Commands on reminders, on what was told of them, and on the channels that they go to."""

import click

from watchbill.cli.output import answer, json_option
from watchbill.cli.store import Json, open_store

_limit = click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)


@click.command("reminders")
@_limit
@json_option
def reminders_command(*, limit: int, as_json: bool) -> None:
    """List the reminders to come, the next one first."""
    with open_store() as store:
        page = store.reminders(limit)
    answer(page, as_json=as_json, human=_print_reminders)


def _print_reminders(page: Json) -> None:
    for one in page["reminders"]:
        click.echo(f"{_minute(one['at'])}\t#{one['task']}\t{one['title']}\t{one['reminder']}")


@click.group("outbox")
def outbox_command() -> None:
    """What reminders were told, and what became of that on each channel."""


@outbox_command.command("list")
@click.option("--failed", is_flag=True, help="Only what didn't arrive and isn't tried any more.")
@_limit
@json_option
def list_outbox(*, failed: bool, limit: int, as_json: bool) -> None:
    """List what was told, the newest first."""
    with open_store() as store:
        page = store.notices(limit, failed=failed)
    answer(page, as_json=as_json, human=_print_notices)


def _print_notices(page: Json) -> None:
    for one in page["notices"]:
        late = " (late)" if one["late"] else ""
        click.echo(f"{one['number']}\t{_minute(one['at'])}{late}\t#{one['task']}\t{one['title']}")
        for delivery in one["deliveries"]:
            error = f": {delivery['error']}" if delivery["error"] else ""
            click.echo(f"\t{delivery['channel']}: {delivery['state']}{error}")


@outbox_command.command("retry")
@click.argument("number", type=click.IntRange(1))
@json_option
def retry(number: int, *, as_json: bool) -> None:
    """Send again what has failed of a notice, by the NUMBER that “watchbill outbox list” shows."""
    with open_store() as store:
        done = store.retry_notice(number)
    answer(done, as_json=as_json, human=lambda _: click.echo("It is sent again."))


@click.group("channel")
def channel_command() -> None:
    """Channels, which reminders and changes are sent to."""


@channel_command.command("add")
@click.argument("kind", type=click.Choice(["webhook", "email", "apprise"]))
@click.argument("name")
@click.argument("target")
@click.option("--changes", is_flag=True, help="Every change, too; for webhooks.")
@click.option("--no-reminders", is_flag=True, help="Changes alone.")
@json_option
def add(
    kind: str, name: str, target: str, *, changes: bool, no_reminders: bool, as_json: bool
) -> None:
    """Make a channel. TARGET is a web address, an e-mail address, or an address of Apprise.

    The secret that signs a webhook's messages is shown this once.
    """
    events = [*([] if no_reminders else ["reminders"]), *(["changes"] if changes else [])]
    wanted = {"kind": kind, "name": name, "target": target, "events": events}
    with open_store() as store:
        made = store.add_channel(wanted)
    answer(made, as_json=as_json, human=_print_new)


def _print_new(channel: Json) -> None:
    click.echo(f"Made {channel['name']}.", err=True)
    if channel["secret"]:
        click.echo(channel["secret"])
        click.echo("Keep it: it is not shown again.", err=True)


@channel_command.command("list")
@json_option
def list_channels(*, as_json: bool) -> None:
    """List channels, with why one doesn't work."""
    with open_store() as store:
        page = store.channels()
    answer(page, as_json=as_json, human=_print_channels)


def _print_channels(page: Json) -> None:
    for one in page["channels"]:
        state = "disabled" if one["disabled_at"] else "failing" if one["error"] else "on"
        error = f": {one['error']}" if one["error"] else ""
        shown = [one["id"], one["name"], one["target"], ",".join(one["events"]), f"{state}{error}"]
        click.echo("\t".join(shown))


@channel_command.command("edit")
@click.argument("id")
@click.option("--name", help="What it is called.")
@click.option("--target", help="Where it leads; it begins afresh there, with nothing failed.")
@click.option(
    "--event",
    "events",
    multiple=True,
    type=click.Choice(["reminders", "changes"]),
    help="What goes there; give it twice for both.",
)
@json_option
def edit(
    id: str, *, name: str | None, target: str | None, events: tuple[str, ...], as_json: bool
) -> None:
    """Change a channel in what is named."""
    given = {"name": name, "target": target, "events": list(events) or None}
    wanted = {field: value for field, value in given.items() if value is not None}
    with open_store() as store:
        channel = store.people.edit_channel(id, wanted)
    answer(channel, as_json=as_json, human=lambda one: click.echo(f"Changed {one['name']}."))


@channel_command.command("test")
@click.argument("id")
@json_option
def test_channel(id: str, *, as_json: bool) -> None:
    """Send a test there at once, and say what became of it. Exit code 1: it didn't arrive."""
    with open_store() as store:
        trial = store.people.try_channel(id)
    _tell_trial(trial, as_json=as_json)


def _tell_trial(trial: Json, *, as_json: bool) -> None:
    said = "It was taken." if trial["sent"] else f"It didn't arrive: {trial['error']}"
    answer(trial, as_json=as_json, human=lambda _: click.echo(said))
    if not trial["sent"]:
        click.get_current_context().exit(1)


@channel_command.command("remove")
@click.argument("id")
@json_option
def remove(id: str, *, as_json: bool) -> None:
    """Take a channel away, with all that is on its way there."""
    _change("remove", id, None, "Removed", as_json=as_json)


@channel_command.command("enable")
@click.argument("id")
@json_option
def enable(id: str, *, as_json: bool) -> None:
    """Send there again, at once, from where it stopped."""
    _change("enable", id, None, "Enabled", as_json=as_json)


@channel_command.command("replay")
@click.argument("id")
@click.argument("since", type=click.IntRange(0))
@json_option
def replay(id: str, since: int, *, as_json: bool) -> None:
    """Send the changes after the number SINCE again."""
    _change("replay", id, since, "Rewound", as_json=as_json)


def _change(verb: str, id: str, since: int | None, said: str, *, as_json: bool) -> None:
    with open_store() as store:
        channel = store.change_channel(verb, id, since)
    answer(channel, as_json=as_json, human=lambda one: click.echo(f"{said} {one['name']}."))


@click.group("device")
def device_command() -> None:
    """Your browsers that show reminders while no page is open; each is added on its own settings page."""


@device_command.command("list")
@json_option
def list_devices(*, as_json: bool) -> None:
    """List them, with why one has ended."""
    with open_store() as store:
        page = store.people.devices()
    answer(page, as_json=as_json, human=_print_devices)


def _print_devices(page: Json) -> None:
    for one in page["devices"]:
        state = f"ended: {one['error']}" if one["ended_at"] else "on"
        click.echo(f"{one['id']}\t{one['name']}\t{one['created_at'][:10]}\t{state}")


@device_command.command("test")
@click.argument("id")
@json_option
def test_device(id: str, *, as_json: bool) -> None:
    """Send a test there at once, and say what became of it. Exit code 1: it didn't arrive."""
    with open_store() as store:
        trial = store.people.change_device("test", id)
    _tell_trial(trial, as_json=as_json)


@device_command.command("remove")
@click.argument("id")
@json_option
def remove_device(id: str, *, as_json: bool) -> None:
    """Send nothing there any more."""
    with open_store() as store:
        device = store.people.change_device("remove", id)
    answer(device, as_json=as_json, human=lambda one: click.echo(f"Removed {one['name']}."))


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ")
