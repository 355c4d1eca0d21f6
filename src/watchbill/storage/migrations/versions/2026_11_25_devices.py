"""A channel can be a device of one person's, which ends with the session that it was signed in with.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_devices"
down_revision = "2026_11_25_usage"
branch_labels = None
depends_on = None

KEY = sa.String(length=64)


def upgrade() -> None:
    _add("user_id", "users.id")
    _add("session", "sessions.digest", ondelete="CASCADE")
    for column in ("id", "user_id", "session"):
        op.create_index(f"ix_channels_{column}", "channels", [column])


def _add(name: str, target: str, *, ondelete: str | None = None) -> None:
    reference = sa.ForeignKey(target, name=f"fk_channels_{name}", ondelete=ondelete)
    op.add_column("channels", sa.Column(name, KEY, reference), inline_references=True)
