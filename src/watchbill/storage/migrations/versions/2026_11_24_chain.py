"""Each change holds a hash of all before it; those that are there are linked in their order.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import secrets
from dataclasses import replace

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from watchbill.domain import chain
from watchbill.domain.instant import from_text
from watchbill.domain.operation import Actor, Change, Operation

revision = "2026_11_24_chain"
down_revision = "2026_11_24_undo"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
INSTANT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")
STEP = 500

CHANGES = sa.table(
    "changes",
    sa.column("workspace_id", sa.String),
    sa.column("number", sa.Integer),
    sa.column("at", INSTANT),
    sa.column("actor", sa.Text),
    sa.column("sentence", sa.Text),
    sa.column("operations", JSON),
    sa.column("undoes", JSON),
    sa.column("run", sa.Text),
    sa.column("client", sa.Text),
    sa.column("hash", sa.String),
    sa.column("salt", sa.String),
)


def upgrade() -> None:
    op.add_column(
        "workspaces",
        sa.Column("last_hash", sa.String(64), nullable=False, server_default=chain.START),
    )
    op.add_column("changes", sa.Column("hash", sa.String(64), nullable=False, server_default=""))
    op.add_column("changes", sa.Column("salt", sa.String(32), nullable=True))
    op.add_column("changes", sa.Column("leaves", JSON, nullable=True))
    connection = op.get_bind()
    for (workspace_id,) in connection.execute(sa.text("SELECT id FROM workspaces")).all():
        _link(connection, workspace_id)


def _link(connection: sa.Connection, workspace_id: str) -> None:
    mine = CHANGES.c.workspace_id == workspace_id
    last, number = chain.START, 0
    while rows := connection.execute(
        sa.select(CHANGES).where(mine, CHANGES.c.number > number).order_by("number").limit(STEP)
    ).all():
        for row in rows:
            change = chain.sealed(last, _change(row), salt=secrets.token_hex(16))
            last, number = change.hash, change.number
            connection.execute(
                sa.update(CHANGES)
                .where(mine, CHANGES.c.number == number)
                .values(hash=change.hash, salt=change.salt)
            )
    connection.execute(
        sa.text("UPDATE workspaces SET last_hash = :hash WHERE id = :id"),
        {"hash": last, "id": workspace_id},
    )


def _change(row: sa.Row[tuple[object, ...]]) -> Change:
    change = Change(
        number=row.number,
        at=from_text(row.at) if isinstance(row.at, str) else row.at,
        actor=Actor.parse(row.actor),
        sentence=row.sentence,
        operations=tuple(Operation(**operation) for operation in row.operations),
        run=row.run,
        client=row.client,
    )
    return replace(change, undoes=tuple(row.undoes or ()))
