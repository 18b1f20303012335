"""窄标准表: the base items that others are held against, with no more columns than a pass asks for.

A full pass looks at a standard for every item. The rows of ``item`` are long, and it takes time to
find a column in them; a few thousand short rows in a table of their own are found sooner.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection

from app.items.models import ITEM
from app.items.record import BASE
from app.kernel.bulk import driver

NARROW = "narrow_standard"
_ASKED = re.compile(r"\bb\.(\w+)")
"""A column of the standard in an expression over item ``i`` and standard ``b``."""


def lay_out(connection: Connection, statement: str) -> None:
    """Fill the table for a statement that joins it as ``b``."""
    names = sorted(set(_ASKED.findall(statement)) - {"id"})
    columns = ", ".join(
        f"{name} {ITEM.c[name].type.compile(dialect=connection.dialect)}" for name in names
    )
    listed = ", ".join(("id", *names))
    cursor = driver(connection).cursor()
    cursor.execute(f"DROP TABLE IF EXISTS {NARROW}")
    cursor.execute(f"CREATE TEMP TABLE {NARROW} (id INTEGER PRIMARY KEY, {columns})")
    cursor.execute(f"INSERT INTO {NARROW} ({listed}) SELECT {listed} FROM item WHERE kind = {BASE}")
