"""What Alembic runs to reach the database. It gets an open connection, so that a migration is one transaction."""

from alembic import context

from watchbill.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
