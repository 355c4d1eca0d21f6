"""A change may take several back, and is found by everything that it touches, not by tasks alone.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_24_undo"
down_revision = "2026_11_24_model"
branch_labels = None
depends_on = None

KEY = sa.String(length=64)
VALUE = sa.Text().with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _make("change_things", sa.Column("thing_id", KEY, nullable=False))
    _make("change_undoes", sa.Column("undoes", sa.Integer(), autoincrement=False, nullable=False))
    op.create_index(
        "ix_change_undoes_workspace_id_number", "change_undoes", ["workspace_id", "number"]
    )
    op.execute(
        "INSERT INTO change_things (workspace_id, thing_id, number)"
        " SELECT workspace_id, task_id, number FROM change_tasks"
    )
    op.execute(
        "INSERT INTO change_undoes (workspace_id, undoes, number)"
        " SELECT workspace_id, undoes, number FROM changes WHERE undoes IS NOT NULL"
    )
    op.drop_table("change_tasks")
    op.drop_index("ix_changes_workspace_id_undoes", "changes")
    op.add_column("changes", sa.Column("undoes_all", VALUE, nullable=True))
    whole = "('[' || undoes || ']')::jsonb" if _is_postgresql() else "'[' || undoes || ']'"
    op.execute(f"UPDATE changes SET undoes_all = {whole} WHERE undoes IS NOT NULL")  # noqa: S608 -- no value from outside
    op.drop_column("changes", "undoes")
    op.alter_column("changes", "undoes_all", new_column_name="undoes")
    op.create_index("ix_changes_workspace_id_at", "changes", ["workspace_id", "at"])


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _make(table: str, column: sa.Column[object]) -> None:
    op.create_table(
        table,
        sa.Column("workspace_id", KEY, nullable=False),
        column,
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "number"],
            ["changes.workspace_id", "changes.number"],
            name=f"fk_{table}_workspace_id_number",
        ),
        sa.PrimaryKeyConstraint("workspace_id", column.name, "number", name=f"pk_{table}"),
    )
