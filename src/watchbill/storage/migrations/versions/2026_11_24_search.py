"""Full text search: the words of every task, and an index of them; and indexes for the orders that a filter can ask for.

The types are spelled out here, so that this step stays as it was when the program's own move on.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from watchbill.domain.word import words_of

revision = "2026_11_24_search"
down_revision = "2026_11_24_chain"
branch_labels = None
depends_on = None

KEY = sa.String(length=64)
WORDS = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")
SORT_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

OPEN = "completed_at IS NULL AND deleted_at IS NULL"
BATCH = 1_000

# A row of SQLite's index is found by workspace, state (2 open, 1 done, 0 in the trash) and ref, in this order of its number:
# so the newest matches of a list come first, without sorting. The index keeps no text of its own.
SERIALS = "CREATE TABLE workspace_serials (serial INTEGER PRIMARY KEY, workspace_id TEXT NOT NULL UNIQUE)"
INDEX = """
CREATE VIRTUAL TABLE task_words USING fts5 (
    title, description, content='', columnsize=0, tokenize='ascii', prefix='1 2 3'
)
"""
PLACE = """(
    ((SELECT serial FROM workspace_serials WHERE workspace_id = {row}.workspace_id) << 34)
    | (CASE WHEN {row}.deleted_at IS NOT NULL THEN 0 WHEN {row}.completed_at IS NOT NULL THEN 1 ELSE 2 END << 32)
    | {row}.ref
)"""
ADD = f"""
    INSERT OR IGNORE INTO workspace_serials (workspace_id) VALUES (new.workspace_id);
    INSERT INTO task_words (rowid, title, description)
    VALUES ({PLACE.format(row="new")}, new.title_words, new.description_words);
"""  # noqa: S608 -- no value from outside
REMOVE = f"""
    INSERT INTO task_words (task_words, rowid, title, description)
    VALUES ('delete', {PLACE.format(row="old")}, old.title_words, old.description_words);
"""  # noqa: S608 -- the same
TRIGGERS = {
    "added": f"AFTER INSERT ON tasks BEGIN {ADD} END",
    "removed": f"AFTER DELETE ON tasks BEGIN {REMOVE} END",
    "changed": f"""AFTER UPDATE OF title_words, description_words, completed_at, deleted_at, ref
        ON tasks BEGIN {REMOVE} {ADD} END""",
}


def upgrade() -> None:
    for name in ("title_words", "description_words"):
        op.add_column("tasks", sa.Column(name, WORDS, nullable=False, server_default=""))
    op.create_table(
        "vocabulary",
        sa.Column("workspace_id", KEY, nullable=False),
        sa.Column("word", SORT_TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_vocabulary_workspace_id"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "word", name="pk_vocabulary"),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute(SERIALS)
        op.execute(INDEX)
        op.execute(f"CREATE TRIGGER task_words_filled AFTER UPDATE ON tasks BEGIN {ADD} END")
    _fill(is_sqlite=is_sqlite)
    _index(is_sqlite=is_sqlite)


def _fill(*, is_sqlite: bool) -> None:
    """Write the words of the tasks that are there."""
    connection = op.get_bind()
    write = sa.text(
        "UPDATE tasks SET description_words = :description, title_words = :title"
        " WHERE workspace_id = :workspace_id AND id = :id"
    )
    if not is_sqlite:
        write = sa.text(
            "UPDATE tasks SET description_words = CAST(:description AS tsvector),"
            " title_words = CAST(:title AS tsvector) WHERE workspace_id = :workspace_id AND id = :id"
        )
    learn = sa.text(
        "INSERT INTO vocabulary (workspace_id, word) VALUES (:workspace_id, :word) ON CONFLICT DO NOTHING"
    )
    for rows in _batches(connection):
        found = [(row, words_of(row.title), words_of(row.description)) for row in rows]
        connection.execute(
            write,
            [
                {
                    "workspace_id": row.workspace_id,
                    "id": row.id,
                    "title": _written(title, is_sqlite=is_sqlite),
                    "description": _written(description, is_sqlite=is_sqlite),
                }
                for row, title, description in found
            ],
        )
        words = {
            (row.workspace_id, word) for row, *both in found for part in both for word in part
        }
        if words:
            connection.execute(
                learn, [{"workspace_id": id, "word": word} for id, word in sorted(words)]
            )


def _batches(connection: sa.Connection) -> Iterator[list[sa.Row[tuple[str, str, str, str]]]]:
    tasks = sa.table("tasks", *map(sa.column, ("workspace_id", "id", "title", "description")))
    query = sa.select(tasks).order_by(tasks.c.workspace_id, tasks.c.id).limit(BATCH)
    rows = list(connection.execute(query))
    while rows:
        yield rows
        last = sa.tuple_(sa.literal(rows[-1].workspace_id), sa.literal(rows[-1].id))
        after = query.where(sa.tuple_(tasks.c.workspace_id, tasks.c.id) > last)
        rows = list(connection.execute(after))


def _written(words: tuple[str, ...], *, is_sqlite: bool) -> str:
    if is_sqlite:
        return " ".join(words)
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words, 1))


def _index(*, is_sqlite: bool) -> None:
    # Of two indexes that do, SQLite takes the younger: open tasks shouldn't be looked for among all that are kept.
    op.drop_index("ix_tasks_open", "tasks")
    op.create_index(
        "ix_tasks_open",
        "tasks",
        ["workspace_id", "position", "ref"],
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    for moment in ("created", "updated"):
        op.create_index(
            f"ix_tasks_{moment}",
            "tasks",
            ["workspace_id", f"{moment}_at", "ref"],
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )
    op.execute(
        "CREATE INDEX ix_tasks_by_due ON tasks (workspace_id, coalesce(due_key, '~'), position, ref)"
        f" WHERE {OPEN}"
    )
    if is_sqlite:
        op.execute("DROP TRIGGER task_words_filled")
        for name, body in TRIGGERS.items():
            op.execute(f"CREATE TRIGGER task_words_{name} {body}")
        return
    op.execute(
        "CREATE INDEX ix_tasks_words ON tasks USING gin"
        " ((setweight(title_words, 'A') || setweight(description_words, 'B')))"
    )
