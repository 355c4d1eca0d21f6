"""The tables of content: what changes write, and what is derived from it."""

from typing import Any

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
    literal_column,
)
from sqlalchemy.sql.elements import ColumnElement

from watchbill.storage.column import Instant, Key, SortText, Value, Words, metadata

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
    Column("priority", Integer, nullable=False, server_default="4"),
    Column("due", Text),
    Column("recurrence", Value),
    Column("occurrence", Value),
    Column("template", Value),
    Column("project_id", Key),
    Column("parent_id", Key),
    Column("tags", Value, nullable=False, server_default="[]"),
    Column("blocked_by", Value, nullable=False, server_default="[]"),
    Column("reminders", Value, nullable=False, server_default="[]"),
    Column("position", SortText, nullable=False, server_default=""),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
    # Derived: what an exact title and a word are looked up in, case aside.
    Column("title_key", Text, nullable=False),
    Column("description_key", Text, nullable=False),
    # Derived from `due`: its date, or its instant; and the day or wall time that it shows, to sort by.
    Column("due_on", String(10)),
    Column("due_at", Instant),
    Column("due_key", SortText),
    # Derived: what full text search finds them by. SQLite's index of these and PostgreSQL's are made by the migration.
    Column("title_words", Words, nullable=False, server_default=""),
    Column("description_words", Words, nullable=False, server_default=""),
    UniqueConstraint("workspace_id", "ref"),
    Index(None, "workspace_id", "title_key"),
    Index(None, "workspace_id", "parent_id"),
)
EMPTY: ColumnElement[Any] = literal_column("'[]'")
"""Written out, not bound: so an index on the same expression is found."""

# Derived: every word that a task of the workspace has or had, to know what is meant by one that none has.
vocabulary = Table(
    "vocabulary",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("word", SortText, primary_key=True),
    # The change that first used it; 0 for what was there before this was noted.
    Column("since", Integer, nullable=False, server_default="0"),
)

# Derived from the tasks' own sets, to look up by.
task_tags = Table(
    "task_tags",
    metadata,
    Column("workspace_id", Key, primary_key=True),
    Column("tag_id", Key, primary_key=True),
    Column("task_id", Key, primary_key=True),
    ForeignKeyConstraint(
        ["workspace_id", "task_id"], ["tasks.workspace_id", "tasks.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "task_id"),
)

task_blockers = Table(
    "task_blockers",
    metadata,
    Column("workspace_id", Key, primary_key=True),
    Column("task_id", Key, primary_key=True),
    Column("blocker_id", Key, primary_key=True),
    ForeignKeyConstraint(
        ["workspace_id", "task_id"], ["tasks.workspace_id", "tasks.id"], ondelete="CASCADE"
    ),
    Index(None, "workspace_id", "blocker_id"),
)

projects = Table(
    "projects",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("colour", Text),
    Column("created_at", Instant, nullable=False),
    Column("archived_at", Instant),
    Column("position", SortText, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("name_key", Text, nullable=False),
    UniqueConstraint("workspace_id", "name_key"),
)

tags = Table(
    "tags",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("colour", Text),
    Column("created_at", Instant, nullable=False),
    Column("archived_at", Instant),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("name_key", Text, nullable=False),
    UniqueConstraint("workspace_id", "name_key"),
)

comments = Table(
    "comments",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Key, primary_key=True),
    Column("task_id", Key, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "workspace_id", "task_id", "created_at"),
)

filters = Table(
    "filters",
    metadata,
    Column("workspace_id", Key, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("position", SortText, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("name_key", Text, nullable=False),
    UniqueConstraint("workspace_id", "name_key"),
)
