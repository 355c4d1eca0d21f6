"""Each command gives the same change by REST, MCP and the command line."""

import json
import re
import shlex
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.doors import COMMANDS, COMMENT, Command, Lacks
from tests.mcp.agent import asking, text_of
from watchbill.bootstrap import build_services
from watchbill.cli.main import cli, run
from watchbill.domain.budget import UNLIMITED
from watchbill.domain.operation import Change, Operation
from watchbill.domain.query import TaskPatch
from watchbill.mcp.catalogue import TOOLS
from watchbill.mcp.server import agent
from watchbill.services.bundle import Services
from watchbill.services.caller import ALL_SCOPES, Caller
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.settings import Settings
from watchbill.web.access import Access
from watchbill.web.application import build_application

Door = Callable[[Services, Command, str], None]
WORLD = 16
"""The number of the last change that the world is made by."""


def _opened(folder: Path) -> Services:
    return build_services(Settings(data_dir=folder, time_zone="UTC"))


def _robot(services: Services) -> Caller:
    """A program that may do everything without asking."""
    return replace(agent(services, "robot"), scopes=ALL_SCOPES, zone="UTC", budget=UNLIMITED)


def _owner(services: Services) -> Caller:
    return services.users.owner()


def _make_world(services: Services, who: Caller) -> None:
    """Something of everything, by the one who will use the door."""
    for name in ("Flat", "Boat"):
        services.projects.add(who, name, ProjectPatch())
    services.tasks.add(
        who,
        [
            TaskDraft(
                title="Pay rent",
                due="2030-01-01",
                recurrence="FREQ=MONTHLY",
                project="Flat",
                tags=("home",),
                reminders=("1 hour before",),
            )
        ],
    )
    boat = TaskDraft(title="Fix the boat", tags=("sea",), subtasks=(TaskDraft(title="Paint"),))
    services.tasks.add(who, [boat])
    rope = TaskDraft(title="Rope", due="2030-01-01", blocked_by=("3",))
    services.tasks.add(who, [rope, TaskDraft(title="Over"), TaskDraft(title="Gone")])
    services.tasks.complete(who, ["5"])
    services.tasks.update(who, ["2"], TaskPatch(append="Soon"))
    services.tasks.update(who, ["4"], TaskPatch(priority=2))
    services.tasks.update(who, ["4"], TaskPatch(priority=3))
    services.tasks.delete(who, ["6"])
    services.filters.add(who, "Loud", "p1")
    services.comments.add(who, "2", "Bo has the key")
    services.tasks.update(who, ["1"], TaskPatch(priority=2))
    services.tasks.update(who, ["4"], TaskPatch(title="Long rope"))
    services.tasks.update(who, ["4"], TaskPatch(title="Rope"))
    services.journal.undo(who, 15)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of a ready store for each one who asks."""
    made = {}
    for name, caller in (("user:owner", _owner), ("token:robot", _robot)):
        made[name] = tmp_path_factory.mktemp("world")
        with closing(_opened(made[name])) as services:
            _make_world(services, caller(services))
            assert services.journal.last_change(_owner(services).workspace_id) == WORLD
    return made


def by_rest(services: Services, command: Command, comment: str) -> None:
    method, path, body = _filled(command.rest, comment, "user:owner")
    app = build_application(services, Access())
    client = TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50_000))
    answer = client.request(method, f"/api/v1{path}", json=body)
    assert answer.is_success, answer.text


def by_mcp(services: Services, command: Command, comment: str) -> None:
    assert not isinstance(command.mcp, Lacks)
    tool, arguments = command.mcp
    answer = asking(services, _robot(services))(tool, **arguments)
    assert not answer.is_error, text_of(answer)


def by_cli(services: Services, command: Command, comment: str) -> None:
    assert not isinstance(command.cli, Lacks)
    assert run(shlex.split(_filled(command.cli, comment, "user:owner"))) == 0


def _filled(value: Any, comment: str, actor: str) -> Any:
    text = json.dumps(value).replace(COMMENT, comment).replace("WHO", actor)
    return json.loads(text)


DOORS: dict[str, tuple[str, Door]] = {
    "rest": ("user:owner", by_rest),
    "mcp": ("token:robot", by_mcp),
    "cli": ("user:owner", by_cli),
}


@pytest.fixture
def through(
    worlds: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, Command], Any]:
    """What a command does to the world through that door."""
    for name in ("WATCHBILL_URL", "WATCHBILL_TOKEN", "WATCHBILL_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WATCHBILL_TIME_ZONE", "UTC")

    def done(door: str, command: Command) -> Any:
        actor, walk = DOORS[door]
        folder = tmp_path / door
        shutil.copytree(worlds[actor], folder)
        monkeypatch.setenv("WATCHBILL_DATA_DIR", str(folder))
        with closing(_opened(folder)) as services:
            owner = _owner(services)
            labels = _labels(services, owner)
            [comment] = services.comments.view(owner, "2")
            walk(services, command, comment.id)
            last = services.journal.last_change(owner.workspace_id)
            assert last == WORLD + 1
            return _told(services.journal.find(owner, last).change, labels)

    return done


@pytest.mark.parametrize("command", COMMANDS, ids=[command.name for command in COMMANDS])
def test_each_command_gives_the_same_change_by_every_door(
    through: Callable[[str, Command], Any], command: Command
) -> None:
    given = [door for door in DOORS if not isinstance(getattr(command, door), Lacks)]
    told = [through(door, command) for door in given]
    assert told[0]["operations"]
    assert all(one == told[0] for one in told), json.dumps(told, indent=1, ensure_ascii=False)


def test_every_writing_tool_and_command_is_in_the_table() -> None:
    tools = {command.mcp[0] for command in COMMANDS if not isinstance(command.mcp, Lacks)}
    assert tools == {tool.name for tool in TOOLS if not tool.is_read_only}
    words = {command.cli.split()[0] for command in COMMANDS if isinstance(command.cli, str)}
    writing = {name for name in cli.list_commands(None) if _previews(name)}  # type: ignore[arg-type]
    assert words == writing - {"import", "export", "restore-backup"}


def _previews(name: str) -> bool:
    """Whether a command, or one of its group, writes content: those can be looked at first."""
    command = cli.get_command(None, name)  # type: ignore[arg-type]
    inner = getattr(command, "commands", {"": command}).values()
    return any(option.name == "preview" for one in inner for option in one.params)


def test_a_door_that_lacks_a_command_says_why() -> None:
    lacking = [
        getattr(command, door)
        for command in COMMANDS
        for door in DOORS
        if isinstance(getattr(command, door), Lacks)
    ]
    assert all(len(one.why) > 20 for one in lacking)


def _told(change: Change, labels: dict[str, str]) -> Any:
    """The change, with names for ids, and without the time and who did it."""
    own = {op.id: _label(op) for op in change.operations if op.id not in labels}
    known = {**labels, **own}
    operations = [
        {"noun": op.noun, "id": known[op.id], "before": op.before, "after": op.after}
        for op in change.operations
    ]
    text = json.dumps(
        {"sentence": change.sentence, "undoes": change.undoes, "operations": operations}
    )
    text = re.sub(
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", lambda found: known.get(found[0], "ID"), text
    )
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "AT", text)
    return _sorted(json.loads(re.sub(r"user:owner|token:robot", "WHO", text)))


def _sorted(value: Any) -> Any:
    """Lists of names in order: ids come in another order each time."""
    if isinstance(value, dict):
        return {name: _sorted(one) for name, one in value.items()}
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return sorted(value)
    return [_sorted(one) for one in value] if isinstance(value, list) else value


def _label(operation: Operation) -> str:
    fields = operation.after or operation.before or {}
    return f"new {operation.noun} {fields.get('ref', fields.get('name', ''))}"


def _labels(services: Services, owner: Caller) -> dict[str, str]:
    tasks = services.tasks.find(owner, list("123456"))
    overview = services.projects.view(owner)
    return {
        **{task.id: f"#{task.ref}" for task in tasks},
        **{one.id: f"@{one.name}" for one, _ in overview.projects},
        **{one.id: f"tag {one.name}" for one, _ in overview.tags},
        **{one.id: one.name for one in services.filters.view(owner)},
        **{one.id: "comment" for one in services.comments.view(owner, "2")},
    }
