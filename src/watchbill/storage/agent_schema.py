"""The tables of programs: their tokens, what they propose, and how much of what they may they have used."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from watchbill.storage.column import Instant, Json, Key, Value, metadata

tokens = Table(
    "tokens",
    metadata,
    Column("id", Key, primary_key=True),
    Column("digest", Key, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("user_id", Key, ForeignKey("users.id"), nullable=False, index=True),
    Column("workspace_id", Key, ForeignKey("workspaces.id"), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("mode", String(16), nullable=False, server_default="act"),
    Column("frozen_at", Instant),
    # The limits of its own, by name.
    Column("budget", Value),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    Column("used_at", Instant),
)

proposals = Table(
    "proposals",
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
    Column("why", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("task_ids", Value, nullable=False),
    Column("stands_on", Integer, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", Text),
    Column("word", Text, nullable=False),
    Column("result", Integer),
    Column("request_key", Text),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("workspace_id", "request_key"),
    Index(None, "workspace_id", "state", "number"),
    Index(None, "workspace_id", "actor", "number"),
    Index(None, "workspace_id", "digest"),
)

# What a program did at one go, without asking a person: for the budget of a run.
runs = Table(
    "runs",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("changes", Integer, nullable=False),
    Index(None, "workspace_id", "actor", "last_at"),
)

# What a program read and wrote, by the minute: for the budgets of a minute and of an hour.
uses = Table(
    "uses",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("actor", Text, primary_key=True),
    Column("minute", Instant, primary_key=True),
    Column("reads", Integer, nullable=False),
    Column("writes", Integer, nullable=False),
)

# Agents that come without a token of their own, and are frozen: the assistant, and those of the server's own machine.
freezes = Table(
    "freezes",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("agent", String(16), primary_key=True),
    Column("frozen_at", Instant, nullable=False),
)
