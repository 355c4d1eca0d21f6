"""Projects, tags, comments and saved filters; and what a task has beside its title.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_24_model"
down_revision = "2026_11_24_baseline"
branch_labels = None
depends_on = None

KEY = sa.String(length=64)
INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")
VALUE = sa.Text().with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
SORT_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

OPEN = "completed_at IS NULL AND deleted_at IS NULL"


def upgrade() -> None:
    op.add_column("users", sa.Column("time_zone", sa.Text(), nullable=True))
    _widen_tasks()
    _index_tasks()
    _make_sets()
    _make_projects()
    _make_tags()
    _make_comments()
    _make_filters()


def _widen_tasks() -> None:
    for column in (
        sa.Column("priority", sa.Integer(), nullable=False, server_default="4"),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("recurrence", VALUE, nullable=True),
        sa.Column("occurrence", VALUE, nullable=True),
        sa.Column("template", VALUE, nullable=True),
        sa.Column("project_id", KEY, nullable=True),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("tags", VALUE, nullable=False, server_default="[]"),
        sa.Column("blocked_by", VALUE, nullable=False, server_default="[]"),
        sa.Column("position", SORT_TEXT, nullable=False, server_default=""),
        sa.Column("due_on", sa.String(length=10), nullable=True),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("due_key", SORT_TEXT, nullable=True),
    ):
        op.add_column("tasks", column)
    ref = "printf('%09d', ref)" if _is_sqlite() else "lpad(ref::text, 9, '0')"
    op.execute(f"UPDATE tasks SET position = {ref} || 'V'")  # noqa: S608 -- no value from outside


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _index_tasks() -> None:
    op.drop_index("ix_tasks_open", "tasks")
    op.create_index("ix_tasks_workspace_id_parent_id", "tasks", ["workspace_id", "parent_id"])
    for name, condition, columns in (
        ("open", OPEN, ["position"]),
        ("project", OPEN, ["project_id", "position"]),
        ("due", f"{OPEN} AND due_key IS NOT NULL", ["due_key"]),
        ("priority", OPEN, ["priority", "position"]),
        ("kept", "deleted_at IS NULL", ["position"]),
    ):
        op.create_index(
            f"ix_tasks_{name}",
            "tasks",
            ["workspace_id", *columns, "ref"],
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def _make_sets() -> None:
    for table, first, second, looked_up in (
        ("task_tags", "tag_id", "task_id", "task_id"),
        ("task_blockers", "task_id", "blocker_id", "blocker_id"),
    ):
        op.create_table(
            table,
            sa.Column("workspace_id", KEY, nullable=False),
            sa.Column(first, KEY, nullable=False),
            sa.Column(second, KEY, nullable=False),
            sa.ForeignKeyConstraint(
                ["workspace_id", "task_id"],
                ["tasks.workspace_id", "tasks.id"],
                name=f"fk_{table}_workspace_id_task_id",
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint("workspace_id", first, second, name=f"pk_{table}"),
        )
        op.create_index(f"ix_{table}_workspace_id_{looked_up}", table, ["workspace_id", looked_up])


def _make_projects() -> None:
    _make(
        "projects",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
        sa.Column("position", SORT_TEXT, nullable=False),
        is_named=True,
    )


def _make_tags() -> None:
    _make(
        "tags",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
        is_named=True,
    )


def _make_comments() -> None:
    _make(
        "comments",
        sa.Column("task_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
    )
    op.create_index(
        "ix_comments_workspace_id_task_id_created_at",
        "comments",
        ["workspace_id", "task_id", "created_at"],
    )


def _make_filters() -> None:
    _make(
        "filters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("position", SORT_TEXT, nullable=False),
        is_named=True,
    )


def _make(table: str, *columns: sa.Column[Any], is_named: bool = False) -> None:
    """A table of content; a named one keeps its names apart within the workspace."""
    parts: list[sa.Column[Any] | sa.UniqueConstraint] = [*columns]
    if is_named:
        parts += [
            sa.Column("name_key", sa.Text(), nullable=False),
            sa.UniqueConstraint(
                "workspace_id", "name_key", name=f"uq_{table}_workspace_id_name_key"
            ),
        ]
    op.create_table(
        table,
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        *parts,
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=f"fk_{table}_workspace_id"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=f"pk_{table}"),
    )
