"""试行: a write transaction that is always taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection

from app.kernel.db import Database


class _TakenBack(Exception):
    """Raised inside the transaction, so that nothing of it stays."""


@contextmanager
def rehearsal(database: Database) -> Iterator[Connection]:
    """Give the write transaction, rolled back at the end whatever happens."""
    with suppress(_TakenBack), database.write() as connection:
        yield connection
        raise _TakenBack
