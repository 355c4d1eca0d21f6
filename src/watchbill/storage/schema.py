"""The tables. A table of content has a key that begins with `workspace_id`, and nothing joins across workspaces."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from watchbill.domain.instant import from_text, to_text

REVISION = "2026_11_24_baseline"
"""The schema that this program reads and writes; a test holds it equal to Alembic's head."""


class Instant(TypeDecorator[datetime]):
    """Aware UTC: a real timestamp where the database has one, sortable text in SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | str | None:
        if value is None or dialect.name == "postgresql":
            return value
        return to_text(value)

    def process_result_value(
        self, value: datetime | str | None, dialect: Dialect
    ) -> datetime | None:
        if isinstance(value, str):
            return from_text(value)
        return None if value is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """JSON: binary where the database has it, text in SQLite. None is NULL."""

    impl = JSON
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(none_as_null=True)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON(none_as_null=True))
        from sqlalchemy.dialects.postgresql import JSONB  # noqa: PLC0415 -- slow to import, and SQLite does without

        return dialect.type_descriptor(JSONB(none_as_null=True))


Key = String(64)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

workspaces = Table(
    "workspaces",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("last_change", Integer, nullable=False),
    Column("last_ref", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
)

tasks = Table(
    "tasks",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Key, primary_key=True),
    Column("ref", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("completed_at", Instant),
    Column("deleted_at", Instant),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
    # Derived: what an exact title and a word are looked up in, case aside.
    Column("title_key", Text, nullable=False),
    Column("description_key", Text, nullable=False),
    UniqueConstraint("workspace_id", "ref"),
    Index(None, "workspace_id", "title_key"),
)
Index(
    "ix_tasks_open",
    tasks.c.workspace_id,
    tasks.c.ref,
    sqlite_where=tasks.c.completed_at.is_(None) & tasks.c.deleted_at.is_(None),
    postgresql_where=tasks.c.completed_at.is_(None) & tasks.c.deleted_at.is_(None),
)
Index(
    "ix_tasks_done",
    tasks.c.workspace_id,
    tasks.c.completed_at,
    tasks.c.ref,
    sqlite_where=tasks.c.completed_at.is_not(None) & tasks.c.deleted_at.is_(None),
    postgresql_where=tasks.c.completed_at.is_not(None) & tasks.c.deleted_at.is_(None),
)
Index(
    "ix_tasks_deleted",
    tasks.c.workspace_id,
    tasks.c.deleted_at,
    tasks.c.ref,
    sqlite_where=tasks.c.deleted_at.is_not(None),
    postgresql_where=tasks.c.deleted_at.is_not(None),
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
    Column("undoes", Integer),
    Column("run", Text),
    Column("client", Text),
    Column("request_key", Text),
    Column("request_digest", Text),
    UniqueConstraint("workspace_id", "request_key"),
    Index(None, "workspace_id", "undoes"),
    Index(None, "workspace_id", "actor", "number"),
    Index(None, "workspace_id", "run", "number"),
)

change_tasks = Table(
    "change_tasks",
    metadata,
    Column("workspace_id", Key, primary_key=True),
    Column("task_id", Key, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    ForeignKeyConstraint(["workspace_id", "number"], ["changes.workspace_id", "changes.number"]),
)

users = Table(
    "users",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("password_hash", Text),
    Column("created_at", Instant, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("user_id", Key, ForeignKey("users.id"), primary_key=True),
    Column("role", String(16), nullable=False),
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

tokens = Table(
    "tokens",
    metadata,
    Column("id", Key, primary_key=True),
    Column("digest", Key, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("user_id", Key, ForeignKey("users.id"), nullable=False, index=True),
    Column("workspace_id", Key, ForeignKey("workspaces.id"), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
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
