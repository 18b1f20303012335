"""Migrations: they give the tables that the models describe, and go both ways on both engines."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from app.generated import load_all
from app.kernel import migrating
from app.kernel.db import Base, Database


def test_a_migrated_database_is_at_the_head(database: Database) -> None:
    assert migrating.current(database) == migrating.head() is not None


def test_migrations_equal_the_models(database: Database) -> None:
    load_all()
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_go_down_to_nothing_and_up_again(database: Database) -> None:
    migrating.downgrade(database, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    assert migrating.current(database) is None
    migrating.upgrade(database)
    assert migrating.current(database) == migrating.head()
