"""Runs the steps on the connection that `store.versions` hands over."""

from alembic import context

from bdr_desk.store.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
