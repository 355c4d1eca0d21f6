"""What programs used of their budgets is counted by run and by minute. Runs that are going on begin to count anew.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_usage"
down_revision = "2026_11_25_budgets"
branch_labels = None
depends_on = None

KEY = sa.String(64)
INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_runs_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_runs"),
    )
    op.create_index(
        "ix_runs_workspace_id_actor_last_at", "runs", ["workspace_id", "actor", "last_at"]
    )
    op.create_table(
        "uses",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("minute", INSTANT, nullable=False),
        sa.Column("reads", sa.Integer(), nullable=False),
        sa.Column("writes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_uses_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "actor", "minute", name="pk_uses"),
    )
