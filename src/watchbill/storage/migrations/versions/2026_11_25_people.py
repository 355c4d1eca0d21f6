"""More people than the owner: names to sign in by, who they are elsewhere, invitations, and wrong passwords counted here.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_people"
down_revision = "2026_11_25_feeds"
branch_labels = None
depends_on = None

KEY = sa.String(64)
INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("users", sa.Column("name_key", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE users SET name_key = lower(name)")
    op.create_index("ix_users_name_key", "users", ["name_key"], unique=True)
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"])
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identities"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_identities_user_id"),
    )
    op.create_index("ix_identities_user_id", "identities", ["user_id"])
    op.create_table(
        "invitations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("digest", KEY, nullable=False),
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("digest", name="uq_invitations_digest"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_invitations_workspace_id"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name="fk_invitations_made_by"),
    )
    op.create_index("ix_invitations_workspace_id", "invitations", ["workspace_id"])
    op.create_table(
        "attempts",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_attempts"),
    )
