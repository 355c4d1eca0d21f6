"""The store of this machine, worked on in the owner's name."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel

from watchbill.bootstrap import Services, build_services
from watchbill.cli import store
from watchbill.cli.local_content import LocalContent, options_of, receipt_of
from watchbill.cli.store import (
    FileQuery,
    HistoryQuery,
    How,
    Json,
    Kind,
    ListQuery,
    Tell,
    UndoQuery,
)
from watchbill.domain.errors import InvalidError
from watchbill.domain.query import TaskFilter
from watchbill.schemas.agent import Agent, AgentDetail
from watchbill.schemas.change import Change
from watchbill.schemas.channel import Channel, ChannelAdd, NewChannel
from watchbill.schemas.conversation import (
    Conversation,
    ConversationDetail,
    ConversationList,
)
from watchbill.schemas.notice import ComingReminder, Notice, NoticeList, ReminderList
from watchbill.schemas.proposal import Proposal, ProposalDetail
from watchbill.schemas.task import Task
from watchbill.schemas.task_request import TaskChange, TaskItem
from watchbill.schemas.token import NewToken, Token
from watchbill.services import writing
from watchbill.services.accepting import Choice
from watchbill.services.caller import Caller
from watchbill.services.history import HistoryFilter
from watchbill.services.undoing import Selection
from watchbill.settings import Settings

if TYPE_CHECKING:
    from watchbill.cli.local_people import LocalPeople


@dataclass(frozen=True, slots=True)
class LocalStore:
    """The services themselves; who can read the file is its owner."""

    services: Services
    caller: Caller

    @classmethod
    @contextmanager
    def opened(cls, settings: Settings) -> Iterator[Self]:
        services = build_services(settings)
        try:
            yield cls(services, services.users.owner())
        finally:
            services.close()

    @property
    def content(self) -> LocalContent:
        return LocalContent(self.services, self.caller)

    @property
    def people(self) -> "LocalPeople":
        from watchbill.cli.local_people import LocalPeople  # noqa: PLC0415 -- its parts are slow to import, and seldom needed

        return LocalPeople(self.services, self.caller)

    def view(self, query: ListQuery) -> Json:
        filter = TaskFilter(
            query=query.words,
            state=query.state,
            limit=query.limit,
            cursor=query.cursor,
            as_of=query.as_of,
        )
        page = self.services.tasks.view(self.caller, filter)
        return {
            "tasks": [_dump(Task.of(task, page.names)) for task in page.tasks],
            "next": page.next_cursor,
        }

    def find(self, names: Sequence[str], as_of: str | None = None) -> list[Json]:
        shown = self.services.tasks.show(self.caller, names, as_of=as_of)
        return [_dump(Task.of(task, shown.names)) for task in shown.tasks]

    def add(self, items: Sequence[Json], how: How) -> Json:
        drafts = [TaskItem(**item).draft() for item in items]
        return receipt_of(self.services.tasks.add(self.caller, drafts, options_of(how)))

    def edit(self, names: Sequence[str], fields: Json, how: How) -> Json:
        patch = TaskChange(**fields).patch()
        return receipt_of(self.services.tasks.update(self.caller, names, patch, options_of(how)))

    def act(self, verb: str, names: Sequence[str], how: How, fields: Json | None = None) -> Json:
        write = getattr(self.services.tasks, verb)
        receipt: writing.Receipt = write(self.caller, names, options_of(how), **(fields or {}))
        return receipt_of(receipt)

    def erase(self, name: str, how: How) -> Json:
        return receipt_of(self.services.erasing.erase(self.caller, name, options_of(how)))

    def history(self, query: HistoryQuery) -> Json:
        found = self.services.history.view(self.caller, HistoryFilter(**asdict(query)))
        return {"changes": [_dump(Change.of(entry)) for entry in found.entries]}

    def turn_back(self, verb: str, query: UndoQuery, how: How) -> Json:
        journal, options = self.services.journal, options_of(how)
        if query.is_many:
            chosen = self._selection(query)
            return receipt_of(journal.undo_many(self.caller, chosen, options, force=query.force))
        write = journal.undo if verb == "undo" else journal.redo
        return receipt_of(write(self.caller, query.change, options, force=query.force))

    def _selection(self, query: UndoQuery) -> Selection:
        chosen = Selection(numbers=query.changes, actor=query.actor, run=query.run)
        now, zone = self.services.clock(), self.caller.zone
        return chosen.within(query.since, query.until, now=now, zone=zone)

    def take(self, file: FileQuery, how: How, tell: Tell) -> Json:
        from watchbill.schemas.transfer import Imported, import_file  # noqa: PLC0415 -- slow to import, and seldom needed

        given = import_file(file.data, file.name, file.format, file.columns)
        return _dump(
            Imported.of(
                self.services.imports.take(
                    self.caller, given, replace(options_of(how), watch=tell)
                )
            )
        )

    def bring_back(self, data: bytes, how: How) -> Json:
        count = self.services.restoring.restore(self.caller, data, preview=how.preview)
        return {"changes": count, "preview": how.preview}

    def export(self, format: str, query: str, kind: Kind) -> Iterator[bytes]:
        from watchbill.schemas.transfer import export_format  # noqa: PLC0415 -- the same

        return self.services.exports.write(
            self.caller, export_format(format), query=query, kind=kind
        )

    def tokens(self) -> Json:
        tokens = self.services.tokens.list(self.caller)
        return {"tokens": [_dump(Token.of(token)) for token in tokens]}

    def add_token(self, wanted: store.NewToken) -> Json:
        until = None if wanted.expires_at is None else _instant(wanted.expires_at)
        made = self.services.tokens.create(
            self.caller, wanted.name, wanted.scopes, until, mode=wanted.mode
        )
        return _dump(NewToken.with_text(*made))

    def change_token(self, verb: store.TokenVerb, id: str) -> Json:
        change = getattr(self.services.tokens, verb)
        return _dump(Token.of(change(self.caller, id)))

    def reminders(self, limit: int) -> Json:
        found = self.services.notices.coming(self.caller, limit=limit)
        return _dump(ReminderList(reminders=[ComingReminder.of(one) for one in found]))

    def notices(self, limit: int, *, failed: bool) -> Json:
        notices = self.services.notices
        view = notices.failed if failed else notices.view
        found = view(self.caller, limit=limit)
        return _dump(NoticeList(notices=[Notice.of(one) for one in found]))

    def retry_notice(self, number: int) -> Json:
        return {"deliveries": self.services.notices.retry(self.caller, number)}

    def channels(self) -> Json:
        found = self.services.channels.list(self.caller)
        return {"channels": [_dump(Channel.of(one)) for one in found]}

    def add_channel(self, wanted: Json) -> Json:
        made, secret = self.services.channels.add(self.caller, ChannelAdd(**wanted).draft())
        return _dump(NewChannel.with_secret(made, secret))

    def change_channel(self, verb: str, id: str, since: int | None) -> Json:
        write = getattr(self.services.channels, verb)
        arguments = () if since is None else (since,)
        return _dump(Channel.of(write(self.caller, id, *arguments)))

    def proposals(self) -> Json:
        found = self.services.proposals.view(self.caller)
        waiting = self.services.proposals.count_waiting(self.caller)
        shown = [_dump(Proposal.of(one)) for one in found]
        return {"proposals": shown, "waiting": waiting, "next": None}

    def proposal(self, number: int) -> Json:
        return _dump(ProposalDetail.of(self.services.proposals.find(self.caller, number)))

    def decide(self, verb: Literal["accept", "decline"], number: int, body: Json) -> Json:
        proposals = self.services.proposals
        if verb == "decline":
            return _dump(Proposal.of(proposals.decline(self.caller, number, body["word"])))
        choice = Choice(tasks=tuple(body["tasks"]), rest=body["rest"])
        return receipt_of(proposals.accept(self.caller, number, choice))

    def freeze(self, agent: str) -> Json:
        freezing = self.services.freezing
        name = freezing.freeze(self.caller, agent).name
        return _dump(AgentDetail.told(*freezing.find(self.caller, name)))

    def unfreeze(self, agent: str) -> Json:
        return _dump(Agent.of(self.services.freezing.unfreeze(self.caller, agent)))

    def set_budget(self, id: str, own: Mapping[str, int]) -> Json:
        return _dump(Token.of(self.services.tokens.set_budget(self.caller, id, own)))

    def conversations(self, words: str) -> Json:
        found = self.services.conversations.list(self.caller, query=words, limit=100)
        return _dump(ConversationList(conversations=[Conversation.of(one) for one in found]))

    def conversation(self, id: str) -> Json:
        found, messages = self.services.conversations.find(self.caller, id)
        running = self.services.conversations.is_running(found)
        return _dump(ConversationDetail.whole(found, messages, running=running))

    def rename_conversation(self, id: str, title: str) -> Json:
        return _dump(Conversation.of(self.services.conversations.rename(self.caller, id, title)))

    def delete_conversation(self, id: str) -> None:
        self.services.conversations.delete(self.caller, id)


def _dump(model: BaseModel) -> Json:
    return model.model_dump(mode="json")


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise InvalidError.of(
            "expires_at", f"“{text}” is not an instant.", hint="Write 2027-01-31T12:00:00Z."
        )
    return instant
