"""Proposals; and changes say for whom a program acted, and who accepted what it proposed.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_proposals"
down_revision = "2026_11_25_turns"
branch_labels = None
depends_on = None

INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
KEY = sa.String(length=64)
VALUE = sa.Text().with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INDEXED = (("state", "number"), ("actor", "number"), ("digest",))


def upgrade() -> None:
    op.add_column(
        "workspaces", sa.Column("reviews", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("changes", sa.Column("on_behalf_of", sa.Text()))
    op.add_column("changes", sa.Column("proposal", sa.Integer()))
    op.add_column("changes", sa.Column("accepted_by", sa.Text()))
    op.create_table(
        "proposals",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *_told(),
        *_decided(),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_proposals_workspace_id"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", name="pk_proposals"),
        sa.UniqueConstraint(
            "workspace_id", "request_key", name="uq_proposals_workspace_id_request_key"
        ),
    )
    for names in INDEXED:
        op.create_index(
            f"ix_proposals_workspace_id_{'_'.join(names)}", "proposals", ["workspace_id", *names]
        )


def _told() -> list[sa.Column[object]]:
    return [
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("operations", JSON, nullable=False),
        sa.Column("undoes", VALUE),
        sa.Column("run", sa.Text()),
        sa.Column("client", sa.Text()),
        sa.Column("on_behalf_of", sa.Text()),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("task_ids", VALUE, nullable=False),
        sa.Column("stands_on", sa.Integer(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
    ]


def _decided() -> list[sa.Column[object]]:
    return [
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("decided_at", INSTANT),
        sa.Column("decided_by", sa.Text()),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("result", sa.Integer()),
        sa.Column("request_key", sa.Text()),
        sa.Column("digest", sa.String(64), nullable=False),
    ]
