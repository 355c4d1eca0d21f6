"""The assistant, and agents of the server's own machine, can be frozen.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_freezes"
down_revision = "2026_11_25_words"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")
KEY = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "freezes",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("agent", sa.String(16), nullable=False),
        sa.Column("frozen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_freezes_workspace_id"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "agent", name="pk_freezes"),
    )
