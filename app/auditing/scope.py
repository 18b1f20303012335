"""审核范围: which items a write has touched, and whose findings may change because of it.

Temporary tables live as long as their connection: ``scope_item`` holds the items to judge again,
``scope_claim`` the pairs of base item and region that may be claimed now, or no longer,
``touched_item`` those this transaction wrote, ``former_region`` the regions in which items stood
before it. Scope narrows the subject, never the evidence: a rule looks at every item of the
catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.auditing.rule import Rule
from app.auditing.unclaimed import TAKES_PART
from app.elements.kinds import KINDS
from app.items.models import BASE, IMPLEMENTATION
from app.kernel.db import driver

WHOLE_SHARE = 3  # from a third of the catalogue on, judging everything is the cheaper way
FEW = 1000  # so many are judged one by one whatever their share

SCOPED = "JOIN scope_item s ON s.item_id = i.id"
TEMPORARY = {
    "scope_item": "item_id INTEGER PRIMARY KEY",
    "scope_claim": "base_id INTEGER, region_id BIGINT, PRIMARY KEY (base_id, region_id)",
    "touched_item": "item_id INTEGER PRIMARY KEY",
    "changing_item": "item_id INTEGER PRIMARY KEY",
    "former_region": "region_id BIGINT PRIMARY KEY",
    "work": "item_id INTEGER PRIMARY KEY, flawed INTEGER, missing BIGINT, hits0 BIGINT,"
    " hits1 BIGINT, "
    + ", ".join(f"local_{kind.name} INTEGER, standard_{kind.name} INTEGER" for kind in KINDS),
    "found": "item_id INTEGER, rule_id SMALLINT, ref INTEGER",
    "scope_value": "value_id INTEGER PRIMARY KEY",
    "troubled": "value_id INTEGER, kind SMALLINT, rule_id SMALLINT, source INTEGER, line TEXT",
    "named": "item_id INTEGER, rule_id SMALLINT, source INTEGER",
}
_IGNORE = {
    "sqlite": ("INSERT OR IGNORE INTO", ""),
    "postgresql": ("INSERT INTO", "ON CONFLICT DO NOTHING"),
}


def prepare(connection: Connection) -> None:
    """Make sure the temporary tables exist and are empty."""
    cursor = driver(connection).cursor()
    for table, columns in TEMPORARY.items():
        cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({columns})")
        cursor.execute(f"DELETE FROM {table}")


def add_distinct(connection: Connection, table: str, select: str) -> None:
    """Add ids to a temporary table, those already there left alone."""
    verb, tail = _IGNORE[connection.dialect.name]
    driver(connection).cursor().execute(f"{verb} {table} {select} {tail}")


@dataclass(slots=True)
class Touched:
    """Collects what a transaction touches; the items' writer tells it (see ``Watcher``)."""

    connection: Connection
    neighbour_keys: tuple[tuple[str, ...], ...]
    everything: bool = False

    def changing(self, item_ids: Sequence[int]) -> None:
        """Note whose findings rested on what these items were until now."""
        if self.everything or not item_ids:
            return
        driver(self.connection).cursor().execute("DELETE FROM changing_item")
        self._note("changing_item", item_ids)
        add_distinct(self.connection, "former_region", _FORMER)
        self._spread("changing_item")

    def written(self, item_ids: Sequence[int]) -> None:
        """Note the items themselves."""
        if not self.everything and item_ids:
            self._note("touched_item", item_ids)

    def removed(self, item_ids: Sequence[int]) -> None:
        """Forget the findings of items that are no more, and what is known of their own parts."""
        cursor = driver(self.connection).cursor()
        for start in range(0, len(item_ids), 500):
            ids = ",".join(str(int(identity)) for identity in item_ids[start : start + 500])
            for table in ("finding", "touched_item"):
                cursor.execute(f"DELETE FROM {table} WHERE item_id IN ({ids})")

    def close(self) -> None:
        """Widen the scope to everyone whose findings rest on what the touched items are now."""
        self._look_whether_wide("touched_item")
        if not self.everything:
            add_distinct(self.connection, "scope_item", "SELECT item_id FROM touched_item")
            self._spread("touched_item")
            add_distinct(self.connection, "scope_item", _EXPECTING)
            self._look_whether_wide("scope_item")

    def _look_whether_wide(self, table: str) -> None:
        cursor = driver(self.connection).cursor()
        number = cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        if number > FEW:
            items = cursor.execute("SELECT count(*) FROM item").fetchone()[0]
            self.everything = self.everything or number * WHOLE_SHARE > items

    def _note(self, table: str, item_ids: Sequence[int]) -> None:
        for start in range(0, len(item_ids), 500):
            ids = ",".join(str(int(identity)) for identity in item_ids[start : start + 500])
            add_distinct(self.connection, table, f"SELECT id FROM item WHERE id IN ({ids})")

    def _spread(self, source: str) -> None:
        join = f"FROM {source} t JOIN item i ON i.id = t.item_id"
        claims = [f"SELECT i.standard_id, i.region_id {join} WHERE {_FOLLOWS}"]
        claims.append(
            f"SELECT o.id, i.region_id {join} JOIN item b ON b.id = i.standard_id"
            f" JOIN item o ON {_WHOLE_OF_B} WHERE {_FOLLOWS}"
        )
        add_distinct(self.connection, "scope_claim", " UNION ".join(claims))
        selects = [
            f"SELECT i.standard_id {join} WHERE i.kind = {BASE} AND i.standard_id IS NOT NULL",
            f"SELECT o.id {join} JOIN item o ON o.standard_id = i.id WHERE i.kind = {BASE}",
            (
                f"SELECT o.id {join} JOIN item b ON b.id IN (i.id, i.standard_id)"
                f" JOIN item o ON {_WHOLE_OF_B} WHERE i.kind = {BASE}"
            ),
        ]
        for key in self.neighbour_keys:
            equal = " AND ".join(f"o.{column} = i.{column}" for column in key)
            selects.append(
                f"SELECT o.id {join} JOIN item o ON o.kind = {IMPLEMENTATION} AND {equal}"
                f" WHERE i.kind = {IMPLEMENTATION}"
            )
        add_distinct(self.connection, "scope_item", " UNION ".join(selects))


_FOLLOWS = f"i.kind = {IMPLEMENTATION} AND i.standard_id IS NOT NULL AND i.region_id IS NOT NULL"
_WHOLE_OF_B = (
    f"o.kind = {BASE} AND o.base_code = substr(b.base_code, 1, 12) AND length(b.base_code) = 14"
)
"""The base item ``o`` of which ``b`` is a part."""
_FORMER = (
    "SELECT DISTINCT i.region_id FROM changing_item t JOIN item i ON i.id = t.item_id"
    f" WHERE i.region_id IS NOT NULL AND {TAKES_PART}"
    " AND NOT EXISTS (SELECT 1 FROM touched_item w WHERE w.item_id = i.id)"
)
"""Regions that took part until now; what this transaction wrote itself tells nothing of that."""
_EXPECTING = f"""
WITH present AS (
    SELECT DISTINCT i.region_id FROM touched_item t JOIN item i ON i.id = t.item_id
    WHERE i.region_id IS NOT NULL AND {TAKES_PART}
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
JOIN region_within w ON w.region_id = c.region_id
JOIN item b ON b.region_id = w.ancestor_id AND b.kind = {BASE}
"""
"""Base items of which more or fewer regions are expected, because one took part or left."""


def neighbour_keys(rules: Iterable[Rule]) -> tuple[tuple[str, ...], ...]:
    """Return the distinct keys by which group rules make items each other's evidence."""
    return tuple(sorted({rule.key for rule in rules if rule.form == "group" and rule.key}))
