"""Every tool, walked by who must not get anywhere: a viewer's program, and another workspace's."""

from typing import Any

import pytest
from tests.mcp.agent import asking, text_of

from watchbill.mcp.catalogue import BY_NAME
from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.writing import WriteOptions

PASSWORD = "correct horse"
MARK = "zanzibar"


@pytest.fixture
def owner(services: Services) -> Caller:
    """The owner of a workspace that holds a bit of everything."""
    caller = services.users.owner()
    services.projects.add(caller, f"Project {MARK}", ProjectPatch())
    draft = TaskDraft(title=f"Task {MARK}", description=MARK, tags=(MARK,))
    services.tasks.add(caller, [draft, TaskDraft(title=f"Other {MARK}")])
    services.tasks.delete(caller, ["2"], WriteOptions())
    return caller


def calls(services: Services, owner: Caller) -> dict[str, list[dict[str, Any]]]:
    """What is asked of each tool: the first workspace's things, by every kind of name."""
    id = services.tasks.find(owner, ["1"])[0].id
    names: list[Any] = [1, id, f"Task {MARK}"]
    return {
        "view_tasks": [{}, {"state": "all"}, {"query": MARK}, *({"tasks": [one], "detail": "full"} for one in names)],
        "add_task": [{"title": "Mine", "parent": id}, {"title": "Mine", "project": f"Project {MARK}"}],
        "update_task": [{"tasks": [one], "title": "Taken"} for one in names],
        "complete_task": [{"tasks": [one]} for one in names],
        "delete_task": [{"tasks": [id]}, {"tasks": [2], "restore": True}],
        "view_projects": [{}],
        "save_project": [{"name": "Taken", "project": f"Project {MARK}"}],
        "view_changes": [{}, {"since": 0}, {"actor": "user:owner"}, {"task": id}],
        "undo_change": [{}, {"change": 1}, {"change": 3}],
    }  # fmt: skip


def program(services: Services, person: Caller) -> Caller:
    """A program of that person's, with all that they can give it."""
    scopes = sorted(person.scopes)
    _, text = services.tokens.create(person, f"of {person.user_name}", scopes)
    return services.tokens.verify(text)


def joined(services: Services, owner: Caller, role: str) -> Caller:
    _, secret = services.invitations.invite(owner, role)
    return services.users.identify(
        services.invitations.join(secret, "Kim", PASSWORD), is_local=False
    )


def state(services: Services, owner: Caller) -> tuple[str, int]:
    return services.journal.state(owner.workspace_id), services.journal.last_change(
        owner.workspace_id
    )


def test_a_viewer_s_program_reads_and_changes_nothing(services: Services, owner: Caller):
    ask = asking(services, program(services, joined(services, owner, "viewer")))
    before = state(services, owner)
    walked = calls(services, owner)
    assert set(walked) == set(BY_NAME)
    for name, many in walked.items():
        for arguments in many:
            answer = ask(name, **arguments)
            if not BY_NAME[name].is_read_only:
                assert (answer.is_error, text_of(answer)[:9]) == (True, "FORBIDDEN"), (
                    name,
                    arguments,
                )
    assert state(services, owner) == before


def test_another_workspace_s_program_sees_and_changes_nothing(services: Services, owner: Caller):
    kim = joined(services, owner, "viewer")
    services.members.add_workspace(kim, "Elsewhere")
    services.members.remove(kim, "Kim")
    boss = services.users.identify(services.users.sign_in(PASSWORD, name="Kim"), is_local=False)
    ask = asking(services, program(services, boss))
    before = state(services, owner)
    for name, many in calls(services, owner).items():
        for arguments in many:
            said = text_of(ask(name, **arguments))
            for given in (f"Task {MARK}", f"Project {MARK}", f"“{MARK}”", f'"{MARK}"'):
                said = said.replace(given, "")
            assert MARK not in said, (name, arguments, said)
    assert state(services, owner) == before
