"""临时表: the tables that an audit works in. They live as long as their connection.

What a write touches is noted in the small ones (see ``scope``); ``work``, ``unfolding`` and
``found`` take a pass from the items to their findings.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection

from app.elements.kinds import KINDS
from app.kernel.bulk import driver, execute

EVERY, SCOPED = "item i", "scope_item s CROSS JOIN item i"
IN_SCOPE = "i.id = s.item_id"
"""Joins are crossed wherever the small table must come first: no planner knows its size."""

EVIDENCE = {
    "kind": "SMALLINT",
    "code": "TEXT",
    "base_code": "TEXT",
    "standard_id": "INTEGER",
    "region_id": "BIGINT",
    "agency_id": "INTEGER",
    "name": "INTEGER",
    "level": "SMALLINT",
    "status": "SMALLINT",
    "secret": "SMALLINT",
}
"""Columns of an implementation item that findings of other items rest on."""
FORMER, NOW = 0, 1
_TYPED = ", ".join(f"{name} {kind}" for name, kind in EVIDENCE.items())

TEMPORARY = {
    "scope_item": "item_id INTEGER PRIMARY KEY",
    "scope_claim": "base_id INTEGER, region_id BIGINT, PRIMARY KEY (base_id, region_id)",
    "former_item": f"item_id INTEGER PRIMARY KEY, {_TYPED}",
    "moving_item": f"side SMALLINT, item_id INTEGER, {_TYPED}, PRIMARY KEY (side, item_id)",
    "work": "item_id INTEGER PRIMARY KEY, flawed INTEGER, missing BIGINT, hits0 BIGINT,"
    " hits1 BIGINT, " + ", ".join(f"pair_{kind.name} BIGINT" for kind in KINDS),
    "unfolding": "place SMALLINT, mask BIGINT, rule_id SMALLINT, PRIMARY KEY (place, mask, rule_id)",
    "found": "item_id INTEGER, rule_id SMALLINT, ref INTEGER",
    "turned": "id INTEGER PRIMARY KEY",
    "clouded": "id INTEGER PRIMARY KEY",
    "unsettled": "id INTEGER PRIMARY KEY",
    "scope_value": "value_id INTEGER PRIMARY KEY",
    "troubled": "value_id INTEGER, kind SMALLINT, rule_id SMALLINT, source INTEGER, line TEXT,"
    " PRIMARY KEY (value_id, rule_id, source)",
    "named": "item_id INTEGER, rule_id SMALLINT, source INTEGER",
}
SMALL = ("scope_item", "scope_claim", "scope_value", "moving_item", "work")
"""Where a pass begins. What it looks into by a key, SQLite would read through if it were small."""
OF_TROUBLED = ("scope_value", "troubled", "named")
OF_EVERY_WRITE = (
    "scope_item", "scope_claim", "former_item", "moving_item", "work", "unfolding", "found",
)  # fmt: skip
"""Emptied before they are used; the others by whoever fills them."""
LARGE = 1 << 20
"""From so many bytes on, PostgreSQL's temporary tables are made anew: deleted rows stay in them, to
be read past by every write to come, and planners expect as many again."""
_FIT = {
    "sqlite": "SELECT count(*) FROM temp.sqlite_master WHERE name = 'found'",
    "postgresql": "SELECT coalesce(max(pg_relation_size(oid)), {large}) < {large} FROM pg_class"
    " WHERE relnamespace = pg_my_temp_schema() AND relname IN ('found', 'work', 'scope_item')",
}
_EMPTIED = [f"DELETE FROM {table}" for table in OF_EVERY_WRITE]
_EMPTY = {
    "sqlite": _EMPTIED,
    "postgresql": [
        f"WITH {', '.join(f't{n} AS ({one})' for n, one in enumerate(_EMPTIED))} SELECT 1"
    ],
}
"""PostgreSQL takes longer to be asked than to empty a table."""
_IGNORE = {
    "sqlite": ("INSERT OR IGNORE INTO", ""),
    "postgresql": ("INSERT INTO", "ON CONFLICT DO NOTHING"),
}


def prepare(connection: Connection) -> None:
    """Make sure the temporary tables exist and are empty."""
    cursor = driver(connection).cursor()
    if not cursor.execute(_FIT[connection.dialect.name].format(large=LARGE)).fetchone()[0]:
        _make(connection)
    for statement in _EMPTY[connection.dialect.name]:
        cursor.execute(statement)


def _make(connection: Connection) -> None:
    cursor = driver(connection).cursor()
    schema = "temp" if connection.dialect.name == "sqlite" else "pg_temp"
    for table, columns in TEMPORARY.items():
        cursor.execute(f"DROP TABLE IF EXISTS {schema}.{table}")
        cursor.execute(f"CREATE TEMP TABLE {table} ({columns})")
    for table in SMALL if connection.dialect.name == "sqlite" else TEMPORARY:
        _say_small(cursor, table)


def _say_small(cursor: Any, table: str) -> None:
    """Planners take a table they know nothing of for a large one, and would read all items first.

    PostgreSQL looks how long the table has grown since, SQLite does not: there this is only said
    of tables that are small in a full pass too.
    """
    columns = TEMPORARY[table]
    composite = re.search(r"PRIMARY KEY \((.+)\)", columns)
    key = composite[1] if composite else columns.split()[0]
    cursor.execute(f"INSERT INTO {table} ({key}) VALUES ({', '.join('0' for _ in key.split(','))})")
    cursor.execute(f"ANALYZE {table}")


def add_distinct(connection: Connection, table: str, select: str, *given: object) -> None:
    """Add ids to a temporary table, those already there left alone."""
    verb, tail = _IGNORE[connection.dialect.name]
    execute(connection, f"{verb} {table} {select} {tail}", *given)
