"""Bring a database to the tables of this version, and tell how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.db import Database
from app.kernel.shipped import shipped

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables up to ``revision``, in one transaction."""
    from alembic import command

    with database.write() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to ``revision`` (``base`` removes them all), in one transaction."""
    from alembic import command

    with database.write() as connection:
        command.downgrade(_config(connection), revision)


def current(database: Database) -> str | None:
    """Return the revision the database is at; ``None`` before the first migration."""
    from alembic.runtime.migration import MigrationContext

    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """Return the newest revision that this version ships."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config(None)).get_current_head()


def _config(connection: object) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
