"""A token has a mode, and can be frozen. Those that there are go on acting.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_modes"
down_revision = "2026_11_25_reminders"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("tokens", sa.Column("mode", sa.String(16), nullable=False, server_default="act"))
    op.add_column("tokens", sa.Column("frozen_at", INSTANT))
