"""The tables of what is told, and to whom: nothing of it is content, and none of it holds a task's text."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from watchbill.storage.column import Instant, Key, SortText, Value, metadata

# Derived by each change: the moments to come of open tasks. What has come is taken out by the one who tells it.
# `at` is an instant; for what counts from a due date `wall` is what clocks show then, wherever the owner is.
# What had passed when it was written, at `since`, is never told.
task_moments = Table(
    "task_moments",
    metadata,
    Column("workspace_id", Key, primary_key=True),
    Column("task_id", Key, primary_key=True),
    Column("reminder", SortText, primary_key=True),
    Column("at", Instant),
    Column("wall", String(16)),
    Column("since", Instant, nullable=False),
    ForeignKeyConstraint(
        ["workspace_id", "task_id"], ["tasks.workspace_id", "tasks.id"], ondelete="CASCADE"
    ),
    Index(None, "at"),
    Index(None, "wall"),
)

# A reminder whose moment has come: told once, since its id is made of the task, the reminder and the moment.
notices = Table(
    "notices",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Key, nullable=False, unique=True),
    Column("task_id", Key, nullable=False),
    Column("reminder", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("is_late", Boolean(create_constraint=False), nullable=False),
    Index(None, "workspace_id", "task_id"),
    Index(None, "told_at"),
)

# Where reminders and changes are sent. `cursor` is the last change that went there. A channel with a `user_id` is a device of that
# person, and ends with the `session` that it was signed in with.
channels = Table(
    "channels",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Key, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("events", Value, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retry_at", Instant, nullable=False),
    Column("lease", Key),
    Column("failing_since", Instant),
    Column("error", Text),
    Column("disabled_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("user_id", Key, ForeignKey("users.id")),
    Column("session", Key, ForeignKey("sessions.digest", ondelete="CASCADE")),
    Index(None, "retry_at"),
    Index(None, "id"),
    Index(None, "user_id"),
    Index(None, "session"),
)

# The outbox: one notice on its way to one channel.
deliveries = Table(
    "deliveries",
    metadata,
    Column("workspace_id", Key, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("channel_id", Key, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retry_at", Instant),
    Column("lease", Key),
    Column("error", Text),
    Column("settled_at", Instant),
    ForeignKeyConstraint(
        ["workspace_id", "number"],
        ["notices.workspace_id", "notices.number"],
        ondelete="CASCADE",
    ),
    ForeignKeyConstraint(
        ["workspace_id", "channel_id"],
        ["channels.workspace_id", "channels.id"],
        ondelete="CASCADE",
    ),
    Index(None, "retry_at"),
    Index(None, "workspace_id", "channel_id"),
)
