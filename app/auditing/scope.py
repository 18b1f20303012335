"""审核范围: which items a write has touched, and whose findings may change because of it.

Temporary tables live as long as their connection: ``scope_item`` holds the items to judge again,
``scope_claim`` the pairs of base item and region that may be claimed now, or no longer,
``touched_item`` those this transaction wrote, ``former_region`` the regions in which items stood
before it, ``former_place`` regions with bodies. Scope narrows the subject, never the evidence: a rule looks at every item of the
catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection

from app.auditing.rule import Rule
from app.auditing.unclaimed import TAKES_PART
from app.elements.kinds import KINDS
from app.items.record import BASE, IMPLEMENTATION
from app.kernel.db import batched, driver, insert_ids

WHOLE_SHARE = 3  # from a third of the catalogue on, judging everything is the cheaper way
FEW = 1000  # so many are judged one by one whatever their share

EVERY, SCOPED = "item i", "scope_item s CROSS JOIN item i"
IN_SCOPE = "i.id = s.item_id"
"""Joins are crossed wherever the small table must come first: no planner knows its size."""

TEMPORARY = {
    "scope_item": "item_id INTEGER PRIMARY KEY",
    "scope_claim": "base_id INTEGER, region_id BIGINT, PRIMARY KEY (base_id, region_id)",
    "touched_item": "item_id INTEGER PRIMARY KEY",
    "changing_item": "item_id INTEGER PRIMARY KEY",
    "former_region": "region_id BIGINT PRIMARY KEY",
    "former_place": "region_id BIGINT, agency_id INTEGER, PRIMARY KEY (region_id, agency_id)",
    "work": "item_id INTEGER PRIMARY KEY, flawed INTEGER, missing BIGINT, hits0 BIGINT,"
    " hits1 BIGINT, " + ", ".join(f"pair_{kind.name} BIGINT" for kind in KINDS),
    "unfolding": "place SMALLINT, mask BIGINT, rule_id SMALLINT, PRIMARY KEY (place, mask, rule_id)",
    "found": "item_id INTEGER, rule_id SMALLINT, ref INTEGER",
    "scope_value": "value_id INTEGER PRIMARY KEY",
    "troubled": "value_id INTEGER, kind SMALLINT, rule_id SMALLINT, source INTEGER, line TEXT",
    "named": "item_id INTEGER, rule_id SMALLINT, source INTEGER",
}
SMALL = (
    "scope_item",
    "scope_claim",
    "scope_value",
    "touched_item",
    "changing_item",
    "former_region",
    "work",
)
_THERE = {
    "sqlite": "SELECT count(*) FROM temp.sqlite_master WHERE name = 'found'",
    "postgresql": "SELECT count(to_regclass('pg_temp.found'))",
}
_IGNORE = {
    "sqlite": ("INSERT OR IGNORE INTO", ""),
    "postgresql": ("INSERT INTO", "ON CONFLICT DO NOTHING"),
}


def prepare(connection: Connection) -> None:
    """Make sure the temporary tables exist and are empty."""
    cursor = driver(connection).cursor()
    if not cursor.execute(_THERE[connection.dialect.name]).fetchone()[0]:
        for table, columns in TEMPORARY.items():
            cursor.execute(f"CREATE TEMP TABLE {table} ({columns})")
        for table in SMALL if connection.dialect.name == "sqlite" else TEMPORARY:
            _say_small(cursor, table)
    with batched(connection):
        for table in TEMPORARY:
            driver(connection).cursor().execute(f"DELETE FROM {table}")


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


def add_distinct(connection: Connection, table: str, select: str) -> None:
    """Add ids to a temporary table, those already there left alone."""
    verb, tail = _IGNORE[connection.dialect.name]
    driver(connection).cursor().execute(f"{verb} {table} {select} {tail}")


class Reach(NamedTuple):
    """How many items are in scope, and how many of them are base items."""

    items: int
    bases: int


@dataclass(slots=True)
class Touched:
    """Collects what a transaction touches; the items' writer tells it (see ``Watcher``)."""

    connection: Connection
    neighbour_keys: tuple[tuple[str, ...], ...]
    whole: bool = False
    """Whether the catalogue was empty when the transaction began: it writes all there is."""
    everything: bool = False
    told: int = 0
    """How many items were written, or fewer: some are told of twice."""

    def changing(self, item_ids: Sequence[int]) -> None:
        """Note whose findings rested on what these items were until now."""
        if self.everything or not item_ids:
            return
        with batched(self.connection):
            driver(self.connection).cursor().execute("DELETE FROM changing_item")
            insert_ids(self.connection, "changing_item", item_ids)
            add_distinct(self.connection, "former_region", _FORMER)
            add_distinct(self.connection, "former_place", _PLACES)
            self._spread("changing_item")

    def written(self, item_ids: Sequence[int]) -> None:
        """Note the items themselves."""
        if not self.everything and item_ids:
            self.told += len(item_ids)
            self.everything = self.whole and self.told > FEW
            insert_ids(self.connection, "touched_item", item_ids)

    def declared(self, base_ids: Sequence[int], region_id: int) -> None:
        """Note that a region declines these base items now, or no longer."""
        for base_id in base_ids:
            pair = f"SELECT {int(base_id)}, {int(region_id)}"
            add_distinct(self.connection, "scope_claim", pair)

    def removed(self, item_ids: Sequence[int]) -> None:
        """Forget the findings of items that are no more, and what is known of their own parts."""
        cursor = driver(self.connection).cursor()
        for start in range(0, len(item_ids), 500):
            ids = ",".join(str(int(identity)) for identity in item_ids[start : start + 500])
            for table in ("finding", "touched_item"):
                cursor.execute(f"DELETE FROM {table} WHERE item_id IN ({ids})")

    def close(self) -> Reach:
        """Widen the scope to everyone whose findings rest on what the touched items are now."""
        if self.told > FEW:
            self._look_whether_wide(self._count("SELECT count(*) FROM touched_item"))
        if self.everything:
            return Reach(0, 0)
        with batched(self.connection):
            add_distinct(self.connection, "scope_item", "SELECT item_id FROM touched_item")
            self._spread("touched_item")
            add_distinct(self.connection, "scope_item", _EXPECTING)
            reach = driver(self.connection).cursor().execute(_REACH)
        reach = Reach(*reach.fetchone())
        self._look_whether_wide(reach.items)
        return reach

    def _look_whether_wide(self, number: int) -> None:
        if number > FEW:
            items = self._count("SELECT count(*) FROM item")
            self.everything = self.everything or number * WHOLE_SHARE > items

    def _count(self, sql: str) -> int:
        return int(driver(self.connection).cursor().execute(sql).fetchone()[0])

    def _spread(self, source: str) -> None:
        claims, items = _resting(source, self.neighbour_keys)
        add_distinct(self.connection, "scope_claim", claims)
        add_distinct(self.connection, "scope_item", items)


@lru_cache(maxsize=8)
def _resting(source: str, keys: tuple[tuple[str, ...], ...]) -> tuple[str, str]:
    """Return who rests on the items of a table: the pairs they claim, and other items.

    A base item is claimed, held against, and taken part of: three ways to rest on it.
    """
    items = f"FROM {source} t CROSS JOIN item i"
    wholes = f"{items} CROSS JOIN item b CROSS JOIN item o"
    base = f"i.id = t.item_id AND i.kind = {BASE}"
    claims = (
        f"SELECT i.standard_id, i.region_id {items} WHERE {_FOLLOWS}",
        f"SELECT o.id, i.region_id {wholes} WHERE {_FOLLOWS} AND {_FOLLOWS_B} AND {_WHOLE_OF_B}",
    )
    others = (
        f"SELECT i.standard_id {items} WHERE {base} AND i.standard_id IS NOT NULL",
        f"SELECT o.id {items} CROSS JOIN item o WHERE {base} AND o.standard_id = i.id",
        f"SELECT o.id {wholes} WHERE {base} AND b.id IN (i.id, i.standard_id) AND {_WHOLE_OF_B}",
        *(_neighbours(items, key) for key in keys),
    )
    return " UNION ".join(claims), " UNION ".join(others)


def _neighbours(items: str, key: Sequence[str]) -> str:
    equal = " AND ".join(f"o.{column} = i.{column}" for column in key)
    kinds = f"i.kind = {IMPLEMENTATION} AND o.kind = {IMPLEMENTATION}"
    return f"SELECT o.id {items} CROSS JOIN item o WHERE i.id = t.item_id AND {kinds} AND {equal}"


_FOLLOWS = (
    f"i.id = t.item_id AND i.kind = {IMPLEMENTATION}"
    " AND i.standard_id IS NOT NULL AND i.region_id IS NOT NULL"
)
_FOLLOWS_B = "b.id = i.standard_id"
_WHOLE_OF_B = (
    f"o.kind = {BASE} AND o.base_code = substr(b.base_code, 1, 12) AND length(b.base_code) = 14"
)
"""The base item ``o`` of which ``b`` is a part."""
_PLACES = (
    "SELECT DISTINCT coalesce(i.region_id, -1), coalesce(i.agency_id, -1)"
    " FROM changing_item t CROSS JOIN item i WHERE i.id = t.item_id"
)
_FORMER = (
    "SELECT DISTINCT i.region_id FROM changing_item t CROSS JOIN item i"
    f" WHERE i.id = t.item_id AND i.region_id IS NOT NULL AND {TAKES_PART}"
    " AND NOT EXISTS (SELECT 1 FROM touched_item w WHERE w.item_id = i.id)"
)
"""Regions that took part until now; what this transaction wrote itself tells nothing of that."""
_EXPECTING = f"""
WITH present AS (
    SELECT DISTINCT i.region_id FROM touched_item t CROSS JOIN item i
    WHERE i.id = t.item_id AND i.region_id IS NOT NULL AND {TAKES_PART}
),
entered AS (
    SELECT p.region_id FROM present p
    WHERE NOT EXISTS (SELECT 1 FROM former_region f WHERE f.region_id = p.region_id)
      AND NOT EXISTS (
          SELECT 1 FROM item i WHERE i.region_id = p.region_id AND {TAKES_PART}
          AND NOT EXISTS (SELECT 1 FROM touched_item t WHERE t.item_id = i.id)
      )
),
gone AS (
    SELECT f.region_id FROM former_region f
    WHERE NOT EXISTS (SELECT 1 FROM item i WHERE i.region_id = f.region_id AND {TAKES_PART})
)
SELECT b.id FROM (SELECT region_id FROM entered UNION SELECT region_id FROM gone) c
CROSS JOIN region_within w CROSS JOIN item b
WHERE w.region_id = c.region_id AND b.region_id = w.ancestor_id AND b.kind = {BASE}
"""
"""Base items of which more or fewer regions are expected, because one took part or left."""


_REACH = (
    f"SELECT count(*), coalesce(sum(CASE WHEN i.kind = {BASE} THEN 1 ELSE 0 END), 0)"
    f" FROM {SCOPED} WHERE {IN_SCOPE}"
)


def neighbour_keys(rules: Iterable[Rule]) -> tuple[tuple[str, ...], ...]:
    """Return the distinct keys by which group rules make items each other's evidence."""
    return tuple(sorted({rule.key for rule in rules if rule.form == "group" and rule.key}))
