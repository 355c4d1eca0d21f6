"""People, workspaces, sessions and calendars by command: on the server's machine, and signed in at a server from anywhere."""

import json
from collections.abc import Callable

import pytest
from tests.cli.conftest import Result, Watchbill
from tests.cli.terminal import at_terminal

from watchbill import __version__
from watchbill.services.bundle import Services

PASSWORD = "correct horse"
Act = Callable[..., Result]


@pytest.fixture(params=["local", "remote"])
def person(
    request: pytest.FixtureRequest, services: Services, monkeypatch: pytest.MonkeyPatch
) -> Act:
    """Runs a command as the owner in person: at the machine, or signed in at a server."""
    run: Watchbill = request.getfixturevalue(request.param)
    if request.param == "local":
        return run
    services.users.set_password(PASSWORD)
    monkeypatch.setenv("WATCHBILL_PASSWORD", PASSWORD)
    return lambda *words: run(*words, "--as", "owner")


def test_somebody_is_invited_given_a_role_and_taken_out(person: Act, services: Services):
    made = person("member", "invite", "--role", "viewer", "--note", "Kim")
    assert (made.code, made.out.startswith("/invitation/")) == (0, True)
    services.invitations.join(made.out.strip().removeprefix("/invitation/"), "Kim", PASSWORD)
    assert person("member", "list").out == "Kim\tviewer\nowner\towner\n"
    assert person("member", "role", "Kim", "member").out == "Kim is member.\n"
    assert json.loads(person("member", "list", "--json").out)["members"][0]["role"] == "member"
    assert person("member", "remove", "kim").out == "Kim is out.\n"
    missing = person("member", "remove", "Kim")
    assert (missing.code, "Here are: owner." in missing.err) == (3, True)


def test_invitations_are_listed_and_taken_back(person: Act, services: Services):
    person("member", "invite", "--note", "Kim")
    id, note, role, _ = person("member", "invitations").out.strip().split("\t")
    assert (note, role) == ("Kim", "member")
    assert person("member", "withdraw", id).out == "The invitation doesn't hold any more.\n"
    assert person("member", "invitations").out == ""
    assert person("member", "withdraw", id).code == 3


def test_workspaces_are_made_and_renamed(person: Act):
    made = json.loads(person("workspace", "add", "Boat", "--json").out)
    assert person("workspace", "add", "Ship").out.startswith("Made Ship, ")
    assert person("workspace", "rename", "Flat").out == "It is called Flat.\n"
    listed = person("workspace", "list").out
    assert f"default\tFlat\towner\n{made['id']}\tBoat\towner\n" in listed


def test_sessions_are_listed_and_ended(person: Act, services: Services):
    session = services.users.set_password(PASSWORD, client="Firefox")
    [id] = [
        row.split("\t")[0]
        for row in person("session", "list").out.splitlines()
        if "\tFirefox\t" in row
    ]
    assert person("session", "end", id).out == "Signed out.\n"
    assert services.users.sessions(services.users.owner()) == ()
    assert person("session", "end", id).code == 3
    services.users.sign_out(session)


@pytest.mark.parametrize("side", ["local", "remote"])
def test_calendars_are_made_listed_and_ended(request: pytest.FixtureRequest, side: str):
    run: Watchbill = request.getfixturevalue(side)
    made = run("feed", "add", "Due", "--query", "has:due", "--events")
    assert made.out.startswith("/feeds/")
    id, *row = run("feed", "list").out.strip().split("\t")
    assert row == ["Due", "has:due", "event", "never"]
    assert run("feed", "end", id).out == "Ended Due.\n"
    assert run("feed", "list").out == ""
    assert run("feed", "end", id).code == 3


def test_a_program_lists_people_and_lets_nobody_in(remote: Watchbill):
    assert remote("member", "list").out == "owner\towner\n"
    for words in (["invite"], ["role", "owner", "viewer"], ["remove", "owner"]):
        refused = remote("member", *words)
        assert (refused.code, "Only a person" in refused.err) == (6, True), words


def test_signing_in_ends_with_the_command(
    remote: Watchbill, services: Services, monkeypatch: pytest.MonkeyPatch
):
    services.users.set_password(PASSWORD)
    owner = services.users.owner()
    before = services.users.sessions(owner)
    wrong = remote("member", "invite", "--as", "owner")
    assert (wrong.code, "Nobody is there to be asked" in wrong.err) == (1, True)
    monkeypatch.setenv("WATCHBILL_PASSWORD", "wrong")
    wrong = remote("member", "invite", "--as", "owner")
    assert (wrong.code, "not the name and password" in wrong.err) == (6, True)
    monkeypatch.setenv("WATCHBILL_PASSWORD", PASSWORD)
    assert remote("member", "invite", "--as", "owner").code == 0
    assert f"\twatchbill/{__version__}\t" in remote("session", "list", "--as", "owner").out
    assert services.users.sessions(owner) == before


@pytest.mark.usefixtures("remote")
def test_at_a_terminal_the_password_is_asked_for(services: Services):
    services.users.set_password(PASSWORD)
    asked = "Password: "
    words = ("member", "invite", "--as", "owner")
    code, seen = at_terminal(*words, answer=f"{PASSWORD}\n", asked=asked)
    assert (code, asked in seen, "/invitation/" in seen) == (0, True, True)


def test_who_leaves_is_out_and_told_so(
    remote: Watchbill, services: Services, monkeypatch: pytest.MonkeyPatch
):
    _, secret = services.invitations.invite(services.users.owner(), "member")
    services.invitations.join(secret, "Kim", PASSWORD)
    monkeypatch.setenv("WATCHBILL_PASSWORD", PASSWORD)
    assert remote("member", "remove", "Kim", "--as", "Kim").out == "Kim is out.\n"


def test_on_this_machine_nobody_signs_in(local: Watchbill):
    refused = local("member", "list", "--as", "owner")
    assert (refused.code, "WATCHBILL_URL names none" in refused.err) == (1, True)
