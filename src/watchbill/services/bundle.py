"""All services over one store, as the doors get them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from watchbill.domain.budget import UNLIMITED, Budget
from watchbill.services import together
from watchbill.services.allowance import ReadAllowance
from watchbill.services.answering import AnsweringService
from watchbill.services.backup import BackupService
from watchbill.services.caller import Caller
from watchbill.services.channel import ChannelService
from watchbill.services.comment import CommentService
from watchbill.services.conversation import ConversationService
from watchbill.services.detail import DetailService
from watchbill.services.erasing import ErasingService
from watchbill.services.freezing import FreezingService
from watchbill.services.grant import GrantService
from watchbill.services.history import HistoryService
from watchbill.services.identity import IdentityService
from watchbill.services.invitation import InvitationService
from watchbill.services.journal import JournalService
from watchbill.services.language_model import LanguageModelService
from watchbill.services.meaning import PLAIN_CUSTOMS, Customs
from watchbill.services.member import MemberService
from watchbill.services.noticing import NoticeService
from watchbill.services.outbox import OutboxService
from watchbill.services.project import ProjectService
from watchbill.services.proposal import ProposalService
from watchbill.services.purging import PurgingService
from watchbill.services.saved_filter import SavedFilterService
from watchbill.services.tag import TagService
from watchbill.services.task import TaskService
from watchbill.services.token import TokenService
from watchbill.services.user import UserService
from watchbill.services.writing import Clock, Decision, Receipt, WriteOptions, Writer
from watchbill.storage.database import Database
from watchbill.storage.transaction import Transaction
from watchbill.storage.within import Within

if TYPE_CHECKING:
    from watchbill.services.device import DeviceService
    from watchbill.services.transfer.exporting import ExportService
    from watchbill.services.transfer.feed import FeedService
    from watchbill.services.transfer.restoring import RestoringService
    from watchbill.services.transfer.service import ImportService

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What Watchbill can do, over one store and by one clock. Close it at the end."""

    database: Database
    clock: Clock
    zone: str
    customs: Customs = PLAIN_CUSTOMS
    push_key: str = field(default="", repr=False)
    tasks: TaskService
    details: DetailService
    projects: ProjectService
    tags: TagService
    comments: CommentService
    filters: SavedFilterService
    journal: JournalService
    history: HistoryService
    proposals: ProposalService
    users: UserService
    members: MemberService
    invitations: InvitationService
    identities: IdentityService
    tokens: TokenService
    reads: ReadAllowance
    grants: GrantService
    freezing: FreezingService
    backups: BackupService
    erasing: ErasingService
    purging: PurgingService
    conversations: ConversationService
    answering: AnsweringService
    notices: NoticeService
    channels: ChannelService
    outbox: OutboxService
    models: LanguageModelService

    @classmethod
    def over(
        cls,
        database: Database,
        clock: Clock,
        *,
        zone: str = "UTC",
        customs: Customs = PLAIN_CUSTOMS,
        budget: Budget = UNLIMITED,
        push_key: str = "",
    ) -> "Services":
        """`zone` is that of users who have named none, `customs` how all of them write, `budget` what a program may do by itself.

        `push_key` is what push services know the server by, where it isn't kept in the store.
        """
        invitations = InvitationService(database, clock)
        proposals = ProposalService(database, clock)
        tokens = TokenService(database, clock, zone=zone, budget=budget)
        return cls(
            database=database,
            clock=clock,
            zone=zone,
            customs=customs,
            push_key=push_key,
            tasks=TaskService(database, clock, customs=customs),
            details=DetailService(database),
            projects=ProjectService(database, clock),
            tags=TagService(database, clock),
            comments=CommentService(database, clock),
            filters=SavedFilterService(database, clock),
            journal=JournalService(database, clock),
            history=HistoryService(database, clock),
            members=MemberService(database, clock),
            invitations=invitations,
            identities=IdentityService(database, clock, invitations),
            proposals=proposals,
            users=UserService(database, clock, zone=zone),
            reads=ReadAllowance(database, clock),
            tokens=tokens,
            grants=GrantService(database, clock, tokens),
            freezing=FreezingService(database, clock),
            backups=BackupService(database, clock),
            erasing=ErasingService(database, clock),
            purging=PurgingService(database, clock),
            conversations=ConversationService(database, clock),
            answering=AnsweringService(database, clock, proposals),
            notices=NoticeService(database, clock, zone=zone),
            channels=ChannelService(database, clock),
            outbox=OutboxService(database, clock, zone=zone),
            models=LanguageModelService(database, clock),
        )

    @property
    def devices(self) -> "DeviceService":
        from watchbill.services.device import DeviceService  # noqa: PLC0415 -- brings cryptography, which the command line can do without

        return DeviceService(self.database, self.clock, key=self.push_key)

    @property
    def imports(self) -> "ImportService":
        from watchbill.services.transfer.service import ImportService  # noqa: PLC0415 -- its formats are slow to import, and seldom needed

        return ImportService(self.database, self.clock)

    @property
    def exports(self) -> "ExportService":
        from watchbill.services.transfer.exporting import ExportService  # noqa: PLC0415 -- the same

        return ExportService(self.database, self.clock)

    @property
    def feeds(self) -> "FeedService":
        from watchbill.services.transfer.feed import FeedService  # noqa: PLC0415 -- the same

        return FeedService(self.database, self.clock, zone=self.zone)

    @property
    def restoring(self) -> "RestoringService":
        from watchbill.services.transfer.restoring import RestoringService  # noqa: PLC0415 -- the same

        return RestoringService(self.database)

    def together(
        self,
        caller: Caller,
        act: Callable[["Services"], object],
        *,
        body: Mapping[str, Any],
        options: WriteOptions,
    ) -> Receipt:
        """What `act` does with the services that it gets, as one change: all of it or nothing. `body` is the request in JSON."""

        def decide(tx: Transaction, now: datetime) -> Decision:
            return together.decided(tx, lambda: act(self._within(tx, now)))

        writer = Writer(self.database, self.clock)
        return writer.write(caller, decide, body=body, options=options)

    def tried(self, caller: Caller, act: Callable[["Services"], Answer]) -> Answer:
        """What `act` answers with the services that it gets; what it writes is dropped when it ends."""
        with self.database.begin(caller.workspace_id) as tx, tx.trial():
            return act(self._within(tx, self.clock()))

    def _within(self, tx: Transaction, now: datetime) -> "Services":
        store = Within(self.database, tx)
        return Services.over(store, lambda: now, zone=self.zone, customs=self.customs)

    def check(self) -> None:
        """Try whether the store can be written, and change nothing. Raises STORAGE_UNAVAILABLE."""
        with self.database.begin() as tx:
            tx.touch()

    def close(self) -> None:
        self.database.close()
