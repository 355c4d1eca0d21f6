"""Members and workspaces by command, on the server's machine."""

import json

from tests.cli.conftest import Watchbill

from watchbill.services.bundle import Services

PASSWORD = "correct horse"


def test_somebody_is_invited_given_a_role_and_taken_out(local: Watchbill, services: Services):
    made = local("member", "invite", "--role", "viewer", "--note", "Kim")
    assert (made.code, made.out.startswith("/invitation/")) == (0, True)
    services.invitations.join(made.out.strip().removeprefix("/invitation/"), "Kim", PASSWORD)
    assert local("member", "list").out == "Kim\tviewer\nowner\towner\n"
    assert local("member", "role", "Kim", "member").out == "Kim is member.\n"
    assert json.loads(local("member", "list", "--json").out)["members"][0]["role"] == "member"
    assert local("member", "remove", "kim").out == "Kim is out.\n"
    missing = local("member", "remove", "Kim")
    assert (missing.code, "Here are: owner." in missing.err) == (3, True)


def test_workspaces_are_made_and_renamed(local: Watchbill):
    made = json.loads(local("workspace", "add", "Boat", "--json").out)
    assert local("workspace", "add", "Ship").out.startswith("Made Ship, ")
    assert local("workspace", "rename", "Flat").out == "It is called Flat.\n"
    listed = local("workspace", "list").out
    assert f"default\tFlat\towner\n{made['id']}\tBoat\towner\n" in listed


def test_on_a_server_these_are_for_its_own_machine(remote: Watchbill):
    refused = remote("member", "list")
    assert (refused.code, "works on the store of this machine" in refused.err) == (1, True)
