"""优于标准的做法: elements in which many local items do better than their standard.

What most of those who could compare already do better is a proposal to raise the standard: it
costs nobody anything new. Counted from the standing findings of the rules ``better-…``, per body,
and followed from write to write.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import orjson
from sqlalchemy import Connection, bindparam, text

from app.auditing.findings import known_rules
from app.auditing.following import EVERYWHERE, Follower, Numbers, Place, Sums
from app.auditing.plan import pair_code
from app.auditing.touching import Places, listed
from app.elements.profiles import ProfileElement, load_profile
from app.items.queries import IN_USE, OPEN, OPEN_BY_INDEX
from app.items.record import IMPLEMENTATION
from app.items.state import read_state

SHARE = 0.5
"""At least this share of the followers does better …"""
FEWEST = 3
"""… and at least so many."""


def betters(
    connection: Connection,
    *,
    element: str | None = None,
    share: float = SHARE,
    fewest: int = FEWEST,
) -> list[dict[str, Any]]:
    """Return proposals to raise a standard, those that most followers already meet first.

    Each names the base item, the element, the standard's value, the value that is commonest among
    those who do better, and how many do better out of how many.
    """
    elements = _elements(connection)
    chosen = {number: one for number, one in elements.items() if element in (None, one.element)}
    if not chosen:
        return []
    places = _follower.get(connection).sums
    better = {
        _Key(*key): items
        for key, items in cast("dict[Any, int]", places.over(None).counts).items()
        if key[1] in chosen and items >= fewest
    }
    followers = _followers(connection, sorted({key.standard for key in better}))
    shares = {
        key: items / followers[key.standard]
        for key, items in better.items()
        if followers.get(key.standard) and items >= share * followers[key.standard]
    }
    regions = _regions(places, shares.keys())
    ordered = sorted(shares, key=lambda key: (-shares[key], -better[key], key))
    rows = (_Better(*key, better[key], len(regions[key])) for key in ordered)
    return [
        _proposal(connection, row, chosen[row.rule_id], followers[row.standard_id]) for row in rows
    ]


class _Key(NamedTuple):
    standard: int
    rule: int


class _Better(NamedTuple):
    standard_id: int
    rule_id: int
    better: int
    regions: int


def _regions(places: Sums[Numbers], wanted: Collection[_Key]) -> dict[_Key, set[int | None]]:
    """Return in which regions there are items that do better."""
    found: dict[_Key, set[int | None]] = {key: set() for key in wanted}
    for (region, _), numbers in places.places.items():
        for key in numbers.counts.keys() & found.keys():
            found[cast("_Key", key)].add(region)
    return found


@dataclass(frozen=True, slots=True)
class _Betters:
    version: int
    sums: Sums[Numbers]


def _counted(connection: Connection, tables: str, again: Iterable[str]) -> dict[Place, Numbers]:
    rules = listed(_elements(connection))
    places: dict[Place, Numbers] = {}
    for where in again:
        sql = _BETTER.format(tables=tables, rules=rules, where=where)
        for region, agency, standard, rule, items in connection.execute(text(sql)):
            places.setdefault((region, agency), Numbers()).counts[standard, rule] = items
    return places


def _whole(connection: Connection) -> _Betters:
    places = _counted(connection, "finding f CROSS JOIN item i", (EVERYWHERE,))
    return _Betters(read_state(connection).version, Sums(places, Numbers))


def _followed(connection: Connection, before: _Betters, places: Places) -> _Betters:
    again = _counted(connection, "item i CROSS JOIN finding f", places.conditions())
    return _Betters(read_state(connection).version, before.sums.followed(places, again))


_follower: Follower[_Betters] = Follower(_whole, _followed)


def _elements(connection: Connection) -> dict[int, ProfileElement]:
    known = known_rules(connection).by_code
    profile = load_profile(read_state(connection).profile or "policy-2020")
    return {
        known[code][0]: element
        for element in profile.elements
        if (code := pair_code("better", element)) in known
    }


def _followers(connection: Connection, standards: Sequence[int]) -> dict[int, int]:
    counted: dict[int, int] = {}
    for start in range(0, len(standards), 500):
        rows = connection.execute(_FOLLOWERS, {"ids": standards[start : start + 500]})
        counted |= {row.standard_id: row.items for row in rows}
    return counted


def _proposal(
    connection: Connection, row: Any, element: ProfileElement, followers: int
) -> dict[str, Any]:
    sql = _VALUES.format(kind=element.kind)
    names = {"standard": row.standard_id, "rule": row.rule_id}
    common = connection.execute(text(sql), names).first()
    head = connection.execute(text(_HEAD.format(kind=element.kind)), {"id": row.standard_id}).one()
    return {
        "code": head.code,
        "issuer": head.qualifier,
        "name": orjson.loads(head.name) if head.name else None,
        "element": element.element,
        "title": element.title,
        "better": row.better,
        "followers": followers,
        "share": round(row.better / followers, 4),
        "regions": row.regions,
        "standard": orjson.loads(head.value) if head.value else None,
        "common": orjson.loads(common.content) if common and common.content else None,
        "common_items": common.items if common else 0,
    }


_LOCAL = f"i.kind = {IMPLEMENTATION} AND {IN_USE} AND {OPEN}"
_BETTER = (
    "SELECT i.region_id, i.agency_id, i.standard_id, f.rule_id, count(*) FROM {tables}"
    " WHERE f.item_id = i.id AND f.rule_id IN ({rules}) AND i.standard_id IS NOT NULL"
    f" AND {_LOCAL} AND {{where}} GROUP BY 1, 2, 3, 4"
)
_FOLLOWERS = text(
    "SELECT i.standard_id, count(*) AS items FROM item i WHERE i.standard_id IN :ids"
    f" AND i.kind = {IMPLEMENTATION} AND {IN_USE} AND {OPEN_BY_INDEX} GROUP BY i.standard_id"
).bindparams(bindparam("ids", expanding=True))
"""An index alone answers this."""
_VALUES = (
    "SELECT v.content, count(*) AS items FROM item i"
    " JOIN finding f ON f.item_id = i.id AND f.rule_id = :rule"
    " LEFT JOIN element_value v ON v.id = i.{kind}"
    f" WHERE i.standard_id = :standard AND {_LOCAL}"
    " GROUP BY v.content ORDER BY count(*) DESC, v.content LIMIT 1"
)
_HEAD = (
    "SELECT i.code, i.qualifier, n.content AS name, v.content AS value FROM item i"
    " LEFT JOIN element_value n ON n.id = i.name LEFT JOIN element_value v ON v.id = i.{kind}"
    " WHERE i.id = :id"
)
