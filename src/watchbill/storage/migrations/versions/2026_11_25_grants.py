"""What people let programs elsewhere do, by OAuth.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_grants"
down_revision = "2026_11_25_notes"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "grants",
        sa.Column("token_id", sa.String(64), nullable=False),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("family", sa.String(64), nullable=False),
        sa.Column("latest", sa.String(64), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("token_id", name="pk_grants"),
        sa.UniqueConstraint("family", name="uq_grants_family"),
        sa.ForeignKeyConstraint(["token_id"], ["tokens.id"], name="fk_grants_token_id"),
    )
