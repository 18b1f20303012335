"""The two engines behave alike."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.kernel.db import Database


def test_a_write_is_seen_after_it_ends(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("CREATE TABLE thing (n integer)"))
        connection.execute(text("INSERT INTO thing VALUES (1)"))
    with database.read() as connection:
        assert connection.execute(text("SELECT n FROM thing")).scalar_one() == 1


def test_a_failed_write_leaves_nothing(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("CREATE TABLE thing (n integer)"))
    with pytest.raises(RuntimeError), database.write() as connection:
        connection.execute(text("INSERT INTO thing VALUES (1)"))
        raise RuntimeError
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM thing")).scalar_one() == 0
