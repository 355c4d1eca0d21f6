"""Moments of reminders to come, what was told of them, channels, and the outbox.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_delivery"
down_revision = "2026_11_25_people"
branch_labels = None
depends_on = None

KEY = sa.String(length=64)
INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")
VALUE = sa.Text().with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
SORT_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column(
        "workspaces", sa.Column("last_notice", sa.Integer(), nullable=False, server_default="0")
    )
    _make_moments()
    _make_notices()
    _make_channels()
    _make_deliveries()


def _make_moments() -> None:
    op.create_table(
        "task_moments",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("task_id", KEY, nullable=False),
        sa.Column("reminder", SORT_TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=True),
        sa.Column("wall", sa.String(length=16), nullable=True),
        sa.Column("since", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "task_id"],
            ["tasks.workspace_id", "tasks.id"],
            name="fk_task_moments_workspace_id_task_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "task_id", "reminder", name="pk_task_moments"),
    )
    _index("task_moments", "at")
    _index("task_moments", "wall")


def _make_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("task_id", KEY, nullable=False),
        sa.Column("reminder", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_notices_workspace_id"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", name="pk_notices"),
        sa.UniqueConstraint("id", name="uq_notices_id"),
    )
    _index("notices", "workspace_id", "task_id")
    _index("notices", "told_at")


def _make_channels() -> None:
    op.create_table(
        "channels",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("events", VALUE, nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", INSTANT, nullable=False),
        sa.Column("lease", KEY, nullable=True),
        sa.Column("failing_since", INSTANT, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("disabled_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_channels_workspace_id"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_channels"),
    )
    _index("channels", "retry_at")


def _make_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", INSTANT, nullable=True),
        sa.Column("lease", KEY, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "number"],
            ["notices.workspace_id", "notices.number"],
            name="fk_deliveries_workspace_id_number",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "channel_id"],
            ["channels.workspace_id", "channels.id"],
            name="fk_deliveries_workspace_id_channel_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", "channel_id", name="pk_deliveries"),
    )
    _index("deliveries", "retry_at")
    _index("deliveries", "workspace_id", "channel_id")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
