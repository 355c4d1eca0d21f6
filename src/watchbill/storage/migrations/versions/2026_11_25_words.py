"""Since which change a word has been there, so that a slip in a search of then is corrected by the words of then."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_words"
down_revision = "2026_11_25_grants"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "vocabulary", sa.Column("since", sa.Integer(), nullable=False, server_default="0")
    )
