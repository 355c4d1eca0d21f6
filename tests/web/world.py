"""A thing of each kind that an address can name, for walks over every route."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from tests.delivery.browser import Browser

from watchbill.services.bundle import Services
from watchbill.services.caller import Caller
from watchbill.services.channel import ChannelDraft
from watchbill.services.device import Subscription
from watchbill.services.drafting import TaskDraft
from watchbill.services.project import ProjectPatch
from watchbill.services.tag import TagPatch

PASSWORD = "correct horse"
KEYS: Mapping[str, str] = Browser("").subscription["keys"]


@dataclass
class World:
    """Things of the owner's in one workspace, made when they are first asked for; `mark` is in all that they say."""

    services: Services
    owner: Caller
    mark: str
    made: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, kind: str) -> str:
        if kind not in self.made:
            self.made[kind] = str(MAKERS[kind](self))
        return self.made[kind]

    def fill(self, said: Any) -> Any:
        """The same with every “{kind}” replaced."""
        if isinstance(said, dict):
            return {name: self.fill(value) for name, value in said.items()}
        if isinstance(said, str):
            return re.sub(r"{([a-z-]+)}", lambda found: self[found[1]], said)
        return said

    def add(self, **fields: Any) -> int:
        draft = TaskDraft(title=f"Task {self.mark}", description=self.mark, **fields)
        [task] = self.services.tasks.add(self.owner, [draft]).tasks
        return task.ref

    def change(self) -> int:
        receipt = self.services.comments.add(self.owner, self["task"], f"Said {self.mark}")
        assert receipt.change
        return receipt.change.number


def _done(world: World) -> str:
    ref = str(world.add())
    world.services.tasks.complete(world.owner, [ref])
    return ref


def _deleted(world: World) -> str:
    ref = str(world.add())
    world.services.tasks.delete(world.owner, [ref])
    return ref


def _undone(world: World) -> int:
    number = world.change()
    world.services.journal.undo(world.owner, number)
    return number


def _project(world: World, *, archived: bool = False) -> str:
    name = f"{'Old' if archived else 'Project'} {world.mark}"
    world.services.projects.add(world.owner, name, ProjectPatch())
    if archived:
        world.services.projects.update(world.owner, name, ProjectPatch(archived=True))
    return name


def _tag(world: World, *, archived: bool = False) -> str:
    name = f"{'old' if archived else 'tag'}-{world.mark}"
    world.services.tags.add(world.owner, name, TagPatch())
    if archived:
        world.services.tags.update(world.owner, name, TagPatch(archived=True))
    return name


def _filter(world: World) -> str:
    world.services.filters.add(world.owner, f"Filter {world.mark}", "p1")
    return f"Filter {world.mark}"


def _comment(world: World) -> str:
    world.services.comments.add(world.owner, world["task"], f"Comment {world.mark}")
    return world.services.comments.view(world.owner, world["task"])[0].id


def _robot(world: World, mode: Any, name: str) -> Caller:
    scopes = ["tasks:read", "tasks:write"]
    _, text = world.services.tokens.create(world.owner, name, scopes, mode=mode)
    return world.services.tokens.verify(text)


def _proposal(world: World) -> int:
    robot = _robot(world, "propose", f"shy {world.mark}")
    draft = TaskDraft(title=f"Perhaps {world.mark}")
    proposal = world.services.tasks.add(robot, [draft]).proposal
    assert proposal
    return proposal.number


def _proposed(world: World) -> int:
    shown = world.services.proposals.find(world.owner, int(world["proposal"]))
    [operation] = shown.proposal.change.operations
    return int(operation.after["ref"])


def _agent(world: World) -> str:
    name = f"robot {world.mark}"
    robot = _robot(world, "act", name)
    world.services.tasks.add(robot, [TaskDraft(title=f"By it {world.mark}")])
    return name


def _run(world: World) -> str:
    _, run = world.services.freezing.find(world.owner, world["agent"])
    assert run
    return run.run


def _channel(world: World) -> str:
    hook = f"https://{world.mark}.example.org/"
    draft = ChannelDraft(
        kind="webhook", name=world.mark, target=hook, events=("changes", "reminders")
    )
    channel, _ = world.services.channels.add(world.owner, draft)
    return channel.id


def _device(world: World) -> str:
    given = Subscription(
        endpoint=f"https://push.example.org/{world.mark}", name=world.mark, **KEYS
    )
    return world.services.devices.add(world.owner, given, session=None).id


def _notice(world: World) -> int:
    """One that could not be delivered, and so may be tried again."""
    _ = world["channel"]
    clock: Any = world.services.clock
    soon = clock.now + timedelta(minutes=2)
    world.add(reminders=(f"{soon:%Y-%m-%dT%H:%M}",))
    clock.now = soon
    world.services.notices.tell()
    for parcel in world.services.outbox.claim():
        world.services.outbox.not_sent(parcel, f"{world.mark} is away.", is_gone=True)
    return world.services.notices.failed(world.owner)[0].notice.number


def _feed_secret(world: World) -> str:
    _, secret = world.services.feeds.create(world.owner, f"open feed {world.mark}")
    return secret


def _member(world: World) -> str:
    _, secret = world.services.invitations.invite(world.owner, "member")
    session = world.services.invitations.join(secret, f"Kim {world.mark}", PASSWORD)
    return world.services.users.identify(session, is_local=False).user_name


def _session(world: World) -> str:
    world.services.users.sign_in(PASSWORD)
    return world.services.users.sessions(world.owner)[0].id


def _setup(world: World) -> str:
    """None can be had where a password is set: there a link never holds."""
    return world.services.users.make_setup() or "over"


def _model(world: World) -> str:
    world.services.models.save(
        world.owner, api="openai", url="http://127.0.0.1:9/v1", name=world.mark, key=None
    )
    return world.mark


_NEW = count(1)

MAKERS: dict[str, Callable[[World], object]] = {
    "new": lambda _: f"new-{next(_NEW)}",
    "password": lambda _: PASSWORD,
    "notice": _notice,
    "task": lambda world: world.add(),
    "other": lambda world: world.add(),
    "blocked": lambda world: world.add(blocked_by=(world["other"],)),
    "repeating": lambda world: world.add(due="2026-11-25", recurrence="every day"),
    "done": _done,
    "deleted": _deleted,
    "change": World.change,
    "undone": _undone,
    "last": lambda world: world.services.journal.last_change(world.owner.workspace_id),
    "project": _project,
    "archived-project": lambda world: _project(world, archived=True),
    "tag": _tag,
    "archived-tag": lambda world: _tag(world, archived=True),
    "filter": _filter,
    "comment": _comment,
    "proposal": _proposal,
    "proposed": _proposed,
    "agent": _agent,
    "run": _run,
    "token": lambda world: (
        world.services.tokens.create(world.owner, f"token {world.mark}", ["tasks:read"])[0].id
    ),
    "channel": _channel,
    "device": _device,
    "feed": lambda world: world.services.feeds.create(world.owner, f"feed {world.mark}")[0].id,
    "feed-secret": _feed_secret,
    "invitation": lambda world: (
        world.services.invitations.invite(world.owner, "member", world.mark)[0].id
    ),
    "invitation-secret": lambda world: world.services.invitations.invite(
        world.owner, "member", world.mark
    )[1],
    "setup-secret": _setup,
    "conversation": lambda world: world.services.conversations.create(world.owner).id,
    "member": _member,
    "session": _session,
    "workspace": lambda world: world.owner.workspace_id,
    "model": _model,
    "format": lambda _: "json",
}
