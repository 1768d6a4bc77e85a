"""Where Alembic starts: the schema is changed over the connection, and within the transaction, that it is handed."""

from alembic import context
from sqlmodel import SQLModel

import monitor.storage.tables  # noqa: F401 - registers the tables that a drift check compares with

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
context.run_migrations()
