"""The store's schema: its revision, the newest one that this program knows, and the way there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from monitor.storage.errors import StoreError

_LEAST_SERVER = (14,)
_HERE = Path(__file__).parent / "migrations"


def newest() -> str:
    """The revision that this program works with."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def present(connection: Connection) -> str | None:
    """The store's revision; `None` for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection) -> tuple[str | None, str]:
    """Bring the schema up to date within the caller's transaction; gives the revisions before and after.

    Raises `StoreError` when the store was written by a newer program.
    """
    version = connection.dialect.server_version_info or ()
    if connection.dialect.name == "postgresql" and version < _LEAST_SERVER:
        raise StoreError(f"the store needs PostgreSQL {_LEAST_SERVER[0]} or newer; this one is {version[0]}")
    before, after = present(connection), newest()
    if before == after:
        return before, after
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if before is not None and before not in known:
        raise StoreError(
            f"the store was written by a newer emc-monitor (schema {before}); this one knows up to {after}: "
            "install the newer program, or restore a backup from before its upgrade"
        )
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return before, after


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    return config
