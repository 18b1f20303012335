"""标记: what makes a finding the same finding in another run.

A finding's ``ref`` is the number of a verdict, and verdicts are numbered anew when they are made
anew. Its mark lasts: a 64-bit hash of what the verdict says, less where in a list it stands, so
that a material moved from the third place to the fourth is no new finding. What rests on columns
of the item or on a comparison is found at most once per item and rule; its mark is 0, so a value
that differs from the standard in another way than before still is the finding that it differs.

Hashing is done once per distinct verdict; findings get their marks by a join.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any

import orjson
from sqlalchemy import Connection

from app.kernel.bulk import bulk_insert, driver

CHUNK = 20_000
MOVING = ("position", "first")
"""Facts that only say where in a list something stands."""
_PLACE = re.compile(r"(?<=/)\d+(?=/|$)")
_TABLE = "mark_of"
MARK = "coalesce(m.mark, 0)"
"""The mark of finding ``f``, joined with ``MARKS``."""
MARKS = f"LEFT JOIN {_TABLE} m ON m.ref = f.ref AND m.rule_id = f.rule_id"


def mark_of(pointer: str, facts: str) -> int:
    """Return the mark of a verdict: 64 bits, never 0.

    >>> mark_of("/materials/2/name", '{"position":3}') == mark_of("/materials/0/name", "{}")
    True
    """
    said: dict[str, Any] = orjson.loads(facts)
    lasting = {name: fact for name, fact in said.items() if name not in MOVING}
    told = orjson.dumps([_PLACE.sub("*", pointer), lasting], option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(blake2b(told, digest_size=8).digest(), signed=True) or 1


def prepare_marks(connection: Connection, where: str = "") -> None:
    """Fill the temporary table that ``MARKS`` joins, for the verdicts ``v`` that ``where`` names."""
    cursor = driver(connection).cursor()
    columns = "ref INTEGER PRIMARY KEY, rule_id SMALLINT, mark BIGINT"
    cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {_TABLE} ({columns})")
    cursor.execute(f"DELETE FROM {_TABLE}")
    also, last = f"AND {where}" if where else "", 0
    while True:
        page = (
            "SELECT v.id, v.rule_id, v.pointer, v.facts FROM verdict v"
            f" WHERE v.id > {last} {also} ORDER BY v.id LIMIT {CHUNK}"
        )
        rows = cursor.execute(page).fetchall()
        if not rows:
            break
        marked = [(ref, rule, mark_of(pointer, facts)) for ref, rule, pointer, facts in rows]
        bulk_insert(connection, _TABLE, ("ref", "rule_id", "mark"), marked)
        last = rows[-1][0]
    if connection.dialect.name == "postgresql":
        cursor.execute(f"ANALYZE {_TABLE}")
