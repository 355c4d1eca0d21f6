"""A token may have limits of its own.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_budgets"
down_revision = "2026_11_25_proposals"
branch_labels = None
depends_on = None

VALUE = sa.Text().with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("tokens", sa.Column("budget", VALUE))
