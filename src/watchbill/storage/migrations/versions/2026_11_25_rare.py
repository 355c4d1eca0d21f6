"""Tasks that repeat, remind or wait are few, and have indexes of their own."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_rare"
down_revision = "2026_11_25_freezes"
branch_labels = None
depends_on = None

OPEN = "completed_at IS NULL AND deleted_at IS NULL"


def upgrade() -> None:
    for name, condition in (
        ("repeating", "recurrence IS NOT NULL"),
        ("reminding", "reminders != '[]'"),
        ("waiting", "blocked_by != '[]'"),
    ):
        where = sa.text(f"{OPEN} AND {condition}")
        op.create_index(
            f"ix_tasks_{name}",
            "tasks",
            ["workspace_id", "position", "ref"],
            sqlite_where=where,
            postgresql_where=where,
        )
