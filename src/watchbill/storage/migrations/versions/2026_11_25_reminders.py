"""When to remind of a task."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_reminders"
down_revision = "2026_11_24_search"
branch_labels = None
depends_on = None

VALUE = sa.Text().with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("tasks", sa.Column("reminders", VALUE, nullable=False, server_default="[]"))
