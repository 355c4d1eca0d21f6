"""All tables. A table of content has a key that begins with `workspace_id`, and nothing joins across workspaces."""

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from watchbill.storage.agent_schema import freezes, proposals, runs, tokens, uses
from watchbill.storage.column import Instant, Json, Key, Value, metadata
from watchbill.storage.content_schema import (
    comments,
    filters,
    projects,
    tags,
    task_blockers,
    task_tags,
    tasks,
    vocabulary,
)
from watchbill.storage.delivery_schema import channels, deliveries, notices, task_moments
from watchbill.storage.grant_schema import grants

__all__ = [
    "REVISION",
    "Instant",
    "attempts",
    "change_things",
    "change_undoes",
    "changes",
    "channels",
    "comments",
    "conversations",
    "deliveries",
    "feeds",
    "filters",
    "freezes",
    "grants",
    "identities",
    "invitations",
    "memberships",
    "messages",
    "metadata",
    "notices",
    "projects",
    "proposals",
    "runs",
    "secrets",
    "sessions",
    "tags",
    "task_blockers",
    "task_moments",
    "task_tags",
    "tasks",
    "tokens",
    "users",
    "uses",
    "vocabulary",
    "workspaces",
]

REVISION = "2026_11_25_rare"
"""The schema that this program reads and writes; a test holds it equal to Alembic's head."""

workspaces = Table(
    "workspaces",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("last_change", Integer, nullable=False),
    Column("last_ref", Integer, nullable=False),
    Column("last_notice", Integer, nullable=False, server_default="0"),
    Column("last_hash", String(64), nullable=False, server_default="0" * 64),
    # How often a proposal was made or decided: who has seen that many has seen all.
    Column("reviews", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("operations", Json, nullable=False),
    Column("undoes", Value),
    Column("run", Text),
    Column("client", Text),
    Column("on_behalf_of", Text),
    Column("proposal", Integer),
    Column("accepted_by", Text),
    Column("note", Text, nullable=False, server_default=""),
    Column("request_key", Text),
    Column("request_digest", Text),
    Column("hash", String(64), nullable=False, server_default=""),
    Column("salt", String(32)),
    Column("leaves", Json),
    UniqueConstraint("workspace_id", "request_key"),
    Index(None, "workspace_id", "at"),
    Index(None, "workspace_id", "actor", "number"),
    Index(None, "workspace_id", "run", "number"),
)

# Derived from the operations: in which changes a thing is found.
change_things = Table(
    "change_things",
    metadata,
    Column("workspace_id", Key, primary_key=True),
    Column("thing_id", Key, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    ForeignKeyConstraint(["workspace_id", "number"], ["changes.workspace_id", "changes.number"]),
)

change_undoes = Table(
    "change_undoes",
    metadata,
    Column("workspace_id", Key, primary_key=True),
    Column("undoes", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    ForeignKeyConstraint(["workspace_id", "number"], ["changes.workspace_id", "changes.number"]),
    Index(None, "workspace_id", "number"),
)

users = Table(
    "users",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    # Derived: what a name is looked up by, case aside.
    Column("name_key", Text, nullable=False, server_default=""),
    Column("password_hash", Text),
    Column("time_zone", Text),
    Column("created_at", Instant, nullable=False),
    Index(None, "name_key", unique=True),
)

memberships = Table(
    "memberships",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("user_id", Key, ForeignKey("users.id"), primary_key=True),
    Column("role", String(16), nullable=False),
    Index(None, "user_id"),
)

# Who a user is for somebody else who lets them in (OpenID Connect).
identities = Table(
    "identities",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("user_id", Key, ForeignKey("users.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("digest", Key, nullable=False, unique=True),
    Column("workspace_id", Key, ForeignKey("workspaces.id"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("made_by", Key, ForeignKey("users.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

# Wrong passwords by address, counted here so that replicas agree.
attempts = Table(
    "attempts",
    metadata,
    Column("address", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Key, primary_key=True),
    Column("user_id", Key, ForeignKey("users.id"), nullable=False, index=True),
    Column("workspace_id", Key, ForeignKey("workspaces.id"), nullable=False),
    Column("client", Text),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", Key, primary_key=True),
    Column("digest", Key, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("user_id", Key, ForeignKey("users.id"), nullable=False, index=True),
    Column("workspace_id", Key, ForeignKey("workspaces.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", Key, primary_key=True),
    Column("value", Text, nullable=False),
    Column("expires_at", Instant),
)

conversations = Table(
    "conversations",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Key, primary_key=True),
    Column("user_id", Key, ForeignKey("users.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    # The turn that runs, on whichever replica, and until when it counts as running if that replica dies.
    Column("turn", Text),
    Column("turn_until", Instant),
    Column("stopped_turn", Text),
    Index(None, "workspace_id", "user_id", "updated_at"),
)

messages = Table(
    "messages",
    metadata,
    Column("workspace_id", Key, primary_key=True),
    Column("conversation_id", Key, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("role", String(16), nullable=False),
    Column("text", Text, nullable=False),
    # What the assistant's page and its next turn need beside the text: tool events, state.
    Column("data", Json, nullable=False),
    Column("request_key", Text),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(
        ["workspace_id", "conversation_id"],
        ["conversations.workspace_id", "conversations.id"],
        ondelete="CASCADE",
    ),
    UniqueConstraint("workspace_id", "conversation_id", "request_key"),
)
