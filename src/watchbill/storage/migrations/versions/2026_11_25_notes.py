"""A change may have a note: why a program did it, in its own words.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_notes"
down_revision = "2026_11_25_devices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("changes", sa.Column("note", sa.Text(), nullable=False, server_default=""))
