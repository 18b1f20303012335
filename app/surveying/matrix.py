"""横向比对: base items × peer regions; who has claimed what, who has not, and who has it otherwise.

States of a cell:

- ``claimed`` 已认领: the region lists items that follow the base item;
- ``declined`` 不认领: it lists nothing, and has said why (see ``app.claims``);
- ``missing`` 未认领: it should exercise the base item and lists nothing under it (the standing
  finding of ``unclaimed-base-item``);
- ``renamed`` 疑似另名: missing, but the region lists an item of nearly that name outside it;
- ``beyond`` 超出层级: it lists items although the base item does not provide for its level (as the
  rule ``level-outside-standard`` reads it);
- ``none`` 不要求: neither expected nor listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, text

from app.auditing.findings import known_rules
from app.auditing.plan import UNCLAIMED
from app.auditing.unclaimed import DECLINED
from app.items.queries import IN_USE, OPEN
from app.items.record import IMPLEMENTATION
from app.kernel.bulk import bulk_select
from app.regions import RegionRow
from app.surveying.cells import Cell, Head, Known, Other, row_of
from app.surveying.peers import (
    Listings,
    Peer,
    expected_of,
    line_of_standard,
    listed_under,
    peers_within,
)

STATES = ("claimed", "declined", "missing", "renamed", "beyond", "none")


@dataclass(frozen=True, slots=True)
class Survey:
    """What the peers under one parent list, and which department line each base item belongs to."""

    parent: RegionRow
    peers: list[Peer]
    listings: Listings
    lines: dict[int, str]

    @property
    def known_lines(self) -> dict[str, int]:
        """Department lines with the number of their base items, the largest first."""
        return dict(Counter(self.lines.values()).most_common())


def survey(connection: Connection, parent: RegionRow) -> Survey:
    """Look at the regions directly under ``parent``."""
    peers = peers_within(connection, parent)
    listings = listed_under(connection, parent.id)
    return Survey(parent, peers, listings, line_of_standard(listings.everywhere()))


def matrix(connection: Connection, seen: Survey, line: str | None = None) -> dict[str, Any]:
    """Return ``{"peers", "rows", "counts"}``; each row has one cell per peer, in their order.

    ``line`` narrows the rows to the base items of one department line. Base items that a nearer
    issuer lists in its own catalogue are asked of nobody here, and are left out.
    """
    claims = _claims(seen)
    expected = expected_of(connection, seen.parent, seen.peers[0].level) if seen.peers else set()
    chosen = sorted(
        identity
        for identity in expected | claims.keys()
        if line is None or seen.lines.get(identity) == line
    )
    gaps = _gaps(connection, seen.peers, chosen)
    others = _others(connection, set().union(*gaps.values()))
    declines = _declines(connection, seen.peers)
    told = []
    for head in _heads(connection, chosen):
        known = Known(claims.get(head.id, {}), declines.get(head.id, {}), gaps.get(head.id, ()))
        row = row_of(seen.peers, head, known, others)
        if any(cell["state"] != "none" for cell in row["cells"]):
            told.append({**row, "line": seen.lines.get(head.id)})
    counts = Counter(cell["state"] for row in told for cell in row["cells"])
    return {
        "peers": [{"region": peer.code, "name": peer.name} for peer in seen.peers],
        "rows": sorted(told, key=lambda row: (-row["missing"], row["code"])),
        "counts": {state: counts[state] for state in STATES},
    }


def _claims(seen: Survey) -> dict[int, dict[int, int]]:
    """Return {base item: {region: how many of its items follow it}}."""
    claims: dict[int, dict[int, int]] = {}
    for peer in seen.peers:
        for (standard, _), items in seen.listings.within(peer.id).items():
            if standard is not None:
                row = claims.setdefault(standard, {})
                row[peer.id] = row.get(peer.id, 0) + items
    return claims


def _gaps(
    connection: Connection, peers: Iterable[Peer], chosen: Collection[int]
) -> dict[int, set[int]]:
    """Return {base item: the regions that the audit found to leave it unclaimed}, of those chosen."""
    known = known_rules(connection).by_code.get(UNCLAIMED)
    found: dict[int, set[int]] = {}
    if known is not None:
        asked = {"rule": known[0], "ids": [peer.id for peer in peers]}
        wanted = set(chosen)
        for row in connection.execute(_GAPS, asked):
            if row.item_id in wanted:
                found.setdefault(row.item_id, set()).add(row.region_id)
    return found


def _declines(connection: Connection, peers: Iterable[Peer]) -> dict[int, dict[int, Cell]]:
    """Return {base item: {region: its cell}} where it is declined, with the reason."""
    found: dict[int, dict[int, Cell]] = {}
    for row in connection.execute(_DECLINES, {"ids": [peer.id for peer in peers]}):
        decline = {"id": row.id, "reason": row.reason, "note": row.note}
        cell = {"state": "declined", "items": 0, "decline": decline}
        found.setdefault(row.base_id, {})[row.region_id] = cell
    return found


def _others(connection: Connection, regions: set[int]) -> dict[int, list[Other]]:
    """Return per region the items that follow no standard: one of them may be what is missing."""
    found: dict[int, list[Other]] = {}
    if regions:
        for row in connection.execute(_OWN, {"ids": sorted(regions)}):
            other = Other(row.code, orjson.loads(row.name))
            found.setdefault(row.region_id, []).append(other)
    return found


def _heads(connection: Connection, ids: Iterable[int]) -> list[Head]:
    """Return what the rows are called; state secrets are left out."""
    return sorted(map(Head._make, bulk_select(connection, _HEADS, ids)))


_MANY: BindParameter[Any] = bindparam("ids", expanding=True)
_GAPS = text(
    "SELECT item_id, region_id FROM verdict WHERE rule_id = :rule AND region_id IN :ids"
).bindparams(_MANY)
_DECLINES = text(
    f"SELECT h.* FROM ({DECLINED}) h WHERE h.region_id IN :ids AND coalesce(h.secret, 0) = 0"
).bindparams(_MANY)
_OWN = text(
    "SELECT i.region_id, i.code, n.content AS name FROM item i JOIN element_value n ON n.id = i.name"
    f" WHERE i.region_id IN :ids AND i.kind = {IMPLEMENTATION} AND i.standard_id IS NULL"
    f" AND {IN_USE} AND {OPEN}"
).bindparams(_MANY)
_HEADS = (
    "SELECT i.id, i.code, i.qualifier, i.levels, n.content FROM item i"
    f" LEFT JOIN element_value n ON n.id = i.name WHERE i.id IN ({{keys}}) AND {OPEN}"
)
