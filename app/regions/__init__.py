"""行政区划: regions by their 12-digit codes, with explicit parents and the closure of "within".

The id of a region is its code as a number (``440113000000``; the nation is 0): no look-up needed.
"""

from __future__ import annotations

from app.regions.code import code_of, full_code, level_of, region_id
from app.regions.edition import YEAR, RegionRow
from app.regions.index import RegionIndex
from app.regions.lineages import Lineages
from app.regions.loading import load_regions
from app.regions.queries import (
    ancestors,
    by_code,
    by_id,
    children,
    subtree,
    subtree_ids,
    within_ids,
)
from app.regions.towns import Town, TownsAdded, add_towns, read_towns

__all__ = [
    "YEAR",
    "Lineages",
    "RegionIndex",
    "RegionRow",
    "Town",
    "TownsAdded",
    "add_towns",
    "ancestors",
    "by_code",
    "by_id",
    "children",
    "code_of",
    "full_code",
    "level_of",
    "load_regions",
    "read_towns",
    "region_id",
    "subtree",
    "subtree_ids",
    "within_ids",
]
