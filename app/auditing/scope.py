"""审核范围: which items a write has touched, and whose findings may change because of it.

In temporary tables (see ``temporary``) ``scope_item`` holds the items to judge again, first those
this transaction wrote, ``scope_claim`` the pairs of base item and region that may be claimed now, or
no longer, ``former_item`` what the items were before it, and ``moving_item`` both sides of those in
which something changed that findings of others rest on.
Most edits move nothing; then only the items themselves are judged again, and what was found about
several items stands. Scope narrows the subject, never the evidence: a rule looks at every item of
the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection

from app.auditing.rule import Rule
from app.auditing.temporary import EVIDENCE, FORMER, IN_SCOPE, NOW, SCOPED, add_distinct
from app.auditing.unclaimed import TAKES_PART
from app.items.record import BASE, IMPLEMENTATION
from app.kernel.bulk import batched, driver, given_ids, insert_ids, next_id

WHOLE_SHARE = 3  # from a third of the catalogue on, judging everything is the cheaper way
FEW = 1000  # so many are judged one by one whatever their share


class Reach(NamedTuple):
    """How many items are in scope, how many of them are base items, and whether claims are.

    ``moved``: whether anything changed that findings of others rest on.
    """

    items: int
    bases: int
    claims: bool
    moved: bool


NOWHERE = Reach(0, 0, claims=False, moved=False)


@dataclass(slots=True)
class Touched:
    """Collects what a transaction touches; the items' writer tells it (see ``Watcher``)."""

    connection: Connection
    neighbour_keys: tuple[tuple[str, ...], ...]
    everything: bool = False
    _told: int = 0
    """How many items were written; some are told of twice."""
    _look_at: int = FEW
    """When so many were told, it is worth a look whether they are most of the catalogue."""
    _untold: list[int] = field(default_factory=list)
    """Items written that ``scope_item`` does not hold yet."""
    _declared: bool = False
    _reach: Reach | None = None
    """How far the scope goes, once it is closed."""

    def changing(self, item_ids: Sequence[int]) -> None:
        """Keep what these items were until now, unless this transaction made them."""
        if self.everything or not item_ids:
            return
        self._tell()
        ids, given = given_ids(self.connection, item_ids)
        add_distinct(self.connection, "former_item", _STANDING.format(ids), given)

    def written(self, item_ids: Sequence[int]) -> None:
        """Note the items themselves."""
        if self.everything:
            return
        self._untold += item_ids
        self._told += len(item_ids)
        if self._told > self._look_at:
            self._look_at = 2 * self._told
            self._tell()
            self._look_whether_wide(self._count("SELECT count(*) FROM scope_item"))

    def declared(self, base_ids: Sequence[int], region_id: int) -> None:
        """Note that a region declines these base items now, or no longer."""
        self._declared = True
        for base_id in base_ids:
            pair = f"SELECT {int(base_id)}, {int(region_id)}"
            add_distinct(self.connection, "scope_claim", pair)

    def removed(self, item_ids: Sequence[int]) -> None:
        """Forget the findings of items that are no more, and what is known of their own parts."""
        self._tell()
        cursor = driver(self.connection).cursor()
        for start in range(0, len(item_ids), 500):
            ids = ",".join(str(int(identity)) for identity in item_ids[start : start + 500])
            for table in ("finding", "scope_item"):
                cursor.execute(f"DELETE FROM {table} WHERE item_id IN ({ids})")

    def close(self) -> Reach:
        """Widen the scope to everyone whose findings rest on what the touched items are now.

        Once: the scope then holds others too. Whoever asks again is told the same.
        """
        if self._reach is None:
            self._reach = NOWHERE if self.everything else self._widened()
        return self._reach

    def _widened(self) -> Reach:
        with batched(self.connection):
            self._tell()
            add_distinct(self.connection, "moving_item", _MOVING)
            looked = driver(self.connection).cursor().execute(_LOOK)
        items, moving, bases = looked.fetchone()
        if moving:
            reach = self._spread(bases > 0)
        else:
            reach = Reach(items, 0, claims=self._declared, moved=False)
        self._look_whether_wide(reach.items)
        return reach

    def _spread(self, bases: bool) -> Reach:
        """Bring those into scope whose findings rest on the items that move."""
        claims, items = _resting(self.neighbour_keys, bases=bases)
        with batched(self.connection):
            add_distinct(self.connection, "scope_claim", claims)
            add_distinct(self.connection, "scope_item", items)
            add_distinct(self.connection, "scope_item", _EXPECTING)
            reached = driver(self.connection).cursor().execute(_REACH)
        items, number = reached.fetchone()
        return Reach(items, number, claims=True, moved=True)

    def _tell(self) -> None:
        if self._untold:
            insert_ids(self.connection, "scope_item", self._untold)
            self._untold.clear()

    def _look_whether_wide(self, number: int) -> None:
        if number > FEW:
            items = next_id(self.connection, "item")  # or fewer: counting them reads them all
            self.everything = self.everything or number * WHOLE_SHARE > items

    def _count(self, sql: str) -> int:
        return int(driver(self.connection).cursor().execute(sql).fetchone()[0])


@lru_cache(maxsize=8)
def _resting(keys: tuple[tuple[str, ...], ...], *, bases: bool) -> tuple[str, str]:
    """Return who rests on the items that move: the pairs they claim, and other items.

    A base item is claimed, held against, and taken part of: three ways to rest on it.
    """
    wholes = "CROSS JOIN item b CROSS JOIN item o WHERE b.id = m.standard_id"
    claims = (
        f"SELECT m.standard_id, m.region_id {_MOVED} WHERE {_FOLLOWS}",
        f"SELECT o.id, m.region_id {_MOVED} {wholes} AND {_FOLLOWS} AND {_whole_of('b')}",
    )
    resting_on_bases = (
        f"SELECT m.standard_id {_MOVED} WHERE {_IS_BASE} AND m.standard_id IS NOT NULL",
        f"SELECT o.id {_MOVED} CROSS JOIN item o WHERE {_IS_BASE} AND o.standard_id = m.item_id",
        f"SELECT o.id {_MOVED} CROSS JOIN item o WHERE {_IS_BASE} AND {_whole_of('m')}",
        f"SELECT o.id {_MOVED} {wholes} AND {_IS_BASE} AND {_whole_of('b')}",
    )
    items = (*(_neighbours(key) for key in keys), *(resting_on_bases if bases else ()))
    return " UNION ".join(claims), " UNION ".join(items)


def _neighbours(key: Sequence[str]) -> str:
    equal = " AND ".join(f"o.{column} = m.{column}" for column in key)
    kinds = f"m.kind = {IMPLEMENTATION} AND o.kind = {IMPLEMENTATION}"
    return f"SELECT o.id {_MOVED} CROSS JOIN item o WHERE {kinds} AND {equal}"


def _whole_of(part: str) -> str:
    """Return when ``o`` is the base item of which another one is a part."""
    return (
        f"o.kind = {BASE} AND o.base_code = substr({part}.base_code, 1, 12)"
        f" AND length({part}.base_code) = 14"
    )


def _differs(name: str) -> str:
    """Neither a space alone nor -1 is ever written, so they stand for nothing at all."""
    nothing = "' '" if EVIDENCE[name] == "TEXT" else "-1"
    return f"coalesce(f.{name}, {nothing}) <> coalesce(i.{name}, {nothing})"


def _sides(alias: str) -> str:
    return ", ".join(f"{alias}.{name}" for name in EVIDENCE)


_MOVED = "FROM moving_item m"
_IS_BASE = f"m.kind = {BASE}"
_FOLLOWS = f"m.kind = {IMPLEMENTATION} AND m.standard_id IS NOT NULL AND m.region_id IS NOT NULL"
_STANDING = (
    f"SELECT i.id, {_sides('i')} FROM {{}} CROSS JOIN item i WHERE i.id = given.value"
    " AND NOT EXISTS (SELECT 1 FROM scope_item s WHERE s.item_id = i.id)"
)
_MOVES = " OR ".join(map(_differs, EVIDENCE))
_MOVING = (
    f"SELECT {NOW}, i.id, {_sides('i')} FROM scope_item s CROSS JOIN item i"
    " LEFT JOIN former_item f ON f.item_id = i.id"
    f" WHERE i.id = s.item_id AND (f.item_id IS NULL OR i.kind = {BASE} OR {_MOVES})"
    f" UNION ALL SELECT {FORMER}, f.item_id, {_sides('f')} FROM former_item f"
    " LEFT JOIN item i ON i.id = f.item_id"
    f" WHERE i.id IS NULL OR i.kind = {BASE} OR {_MOVES}"
)
"""Whatever changes in a base item, others rest on it."""
_LOOK = (
    "SELECT (SELECT count(*) FROM scope_item), count(*),"
    f" coalesce(sum(CASE WHEN kind = {BASE} THEN 1 ELSE 0 END), 0) FROM moving_item"
)
_TAKING = f"SELECT i.region_id FROM moving_item i WHERE i.region_id IS NOT NULL AND {TAKES_PART}"
_EXPECTING = f"""
WITH former AS ({_TAKING} AND i.side = {FORMER}),
entered AS (
    {_TAKING} AND i.side = {NOW} AND i.region_id NOT IN (SELECT region_id FROM former)
      AND NOT EXISTS (
          SELECT 1 FROM item o
          WHERE o.region_id = i.region_id AND {TAKES_PART.replace("i.", "o.")}
            AND NOT EXISTS (
                SELECT 1 FROM moving_item m WHERE m.side = {NOW} AND m.item_id = o.id
            )
      )
),
gone AS (
    SELECT f.region_id FROM former f
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
    """Return the distinct keys by which group rules make items each other's evidence.

    Raises:
        ValueError: a rule looks at a column of items that ``EVIDENCE`` does not hold.
    """
    grouping = [rule for rule in rules if rule.form == "group" and rule.key]
    for rule in grouping:
        seen = {*re.findall(r"\b[io]\.(\w+)", rule.where or ""), *rule.key} - {"id"}
        if unknown := seen - EVIDENCE.keys():
            raise ValueError(f"{rule.code}: not among the evidence: {', '.join(sorted(unknown))}")
    return tuple(sorted({rule.key for rule in grouping}))
