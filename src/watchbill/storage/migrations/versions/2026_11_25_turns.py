"""Which conversation has a turn running, until when at most, and whether it shall stop: for all replicas to see.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_turns"
down_revision = "2026_11_25_delivery"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")
TEXT = sa.Text()


def upgrade() -> None:
    op.add_column("conversations", sa.Column("turn", TEXT, nullable=True))
    op.add_column("conversations", sa.Column("turn_until", INSTANT, nullable=True))
    op.add_column("conversations", sa.Column("stopped_turn", TEXT, nullable=True))
