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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, bindparam, text

from app.auditing.findings import known_rules
from app.auditing.plan import UNCLAIMED
from app.auditing.unclaimed import DECLINED
from app.items.queries import IN_USE, OPEN
from app.items.record import IMPLEMENTATION
from app.regions import RegionRow
from app.surveying.likeness import ALIKE, likeness
from app.surveying.peers import (
    Listed,
    Peer,
    expected_of,
    line_of_standard,
    listed_under,
    peers_within,
)

NAMED_LEVELS = 0b11111110
SHARED = 1 << 7
"""分级管理: every level has its part."""
STATES = ("claimed", "declined", "missing", "renamed", "beyond", "none")


@dataclass(frozen=True, slots=True)
class Survey:
    """What the peers under one parent list, with the base items they list it under."""

    parent: RegionRow
    peers: list[Peer]
    listed: list[Listed]
    lines: dict[int, str]
    expected: dict[int, Any]

    @property
    def known_lines(self) -> dict[str, int]:
        """Department lines with the number of their base items, the largest first."""
        return dict(Counter(self.lines.values()).most_common())


def survey(connection: Connection, parent: RegionRow) -> Survey:
    """Look at the regions directly under ``parent``."""
    peers = peers_within(connection, parent)
    listed = listed_under(connection, parent.id) if peers else []
    expected = expected_of(connection, parent, peers[0].level) if peers else {}
    return Survey(parent, peers, listed, line_of_standard(listed), expected)


def matrix(connection: Connection, seen: Survey, line: str | None = None) -> dict[str, Any]:
    """Return ``{"peers", "rows", "counts"}``; each row has one cell per peer, in their order.

    ``line`` narrows the rows to the base items of one department line. Base items that a nearer
    issuer lists in its own catalogue are asked of nobody here, and are left out.
    """
    claims = _claims(seen.listed)
    rows = [
        identity
        for identity in sorted({*seen.expected, *(one for one, _ in claims)})
        if line is None or seen.lines.get(identity) == line
    ]
    gaps = _gaps(connection, seen.peers) if rows else set()
    declines = _declines(connection, seen.peers) if rows else {}
    others = _others(connection, {region for row, region in gaps if row in set(rows)})
    heads = _heads(connection, rows)
    told = [_row(seen, heads[row], claims, gaps, others, declines) for row in rows if row in heads]
    told = [row for row in told if any(cell["state"] != "none" for cell in row["cells"])]
    counts = Counter(cell["state"] for row in told for cell in row["cells"])
    return {
        "peers": [{"region": peer.code, "name": peer.name} for peer in seen.peers],
        "rows": sorted(told, key=lambda row: (-row["missing"], row["code"])),
        "counts": {state: counts[state] for state in STATES},
    }


def _claims(listed: Iterable[Listed]) -> dict[tuple[int, int], int]:
    claims: dict[tuple[int, int], int] = {}
    for one in listed:
        if one.standard_id is not None:
            key = (one.standard_id, one.region_id)
            claims[key] = claims.get(key, 0) + one.items
    return claims


def _row(
    seen: Survey,
    head: Any,
    claims: Mapping[tuple[int, int], int],
    gaps: set[tuple[int, int]],
    others: Mapping[int, list[Any]],
    declines: Mapping[tuple[int, int], dict[str, Any]],
) -> dict[str, Any]:
    name = orjson.loads(head.name) if head.name else None
    cells = [
        declines.get((head.id, peer.id))
        or _cell(head, name, peer, claims.get((head.id, peer.id), 0), gaps, others)
        for peer in seen.peers
    ]
    return {
        "code": head.code,
        "issuer": head.qualifier,
        "name": name,
        "line": seen.lines.get(head.id),
        "missing": sum(cell["state"] in ("missing", "renamed") for cell in cells),
        "cells": cells,
    }


def _cell(
    head: Any,
    name: str | None,
    peer: Peer,
    items: int,
    gaps: set[tuple[int, int]],
    others: Mapping[int, list[Any]],
) -> dict[str, Any]:
    if items:
        return {"state": "claimed" if _provides(head.levels, peer) else "beyond", "items": items}
    if (head.id, peer.id) not in gaps:
        return {"state": "none", "items": 0}
    like = _most_alike(name, others.get(peer.id, ()))
    return {"state": "renamed", "items": 0, "like": like} if like else _MISSING


def _provides(levels: int | None, peer: Peer) -> bool:
    """Tell whether a base item provides for the level of a peer; one that names none leaves it open."""
    named = (levels or 0) & NAMED_LEVELS
    return not named or bool(named & (1 << peer.level | SHARED))


_MISSING = {"state": "missing", "items": 0}


def _most_alike(name: str | None, others: Iterable[Any]) -> dict[str, Any] | None:
    """Return the item that is probably the same matter under another name, None where none is."""
    if name is None:
        return None
    found = max(((likeness(name, other.name), other) for other in others), key=_ratio, default=None)
    if found is None or found[0] < ALIKE:
        return None
    return {"code": found[1].code, "name": found[1].name, "likeness": round(found[0], 3)}


def _ratio(pair: tuple[float, Any]) -> float:
    return pair[0]


def _gaps(connection: Connection, peers: Iterable[Peer]) -> set[tuple[int, int]]:
    """Return (base item, region) that the audit found unclaimed."""
    known = known_rules(connection).by_code.get(UNCLAIMED)
    if known is None:
        return set()
    parameters = {"rule": known[0], "ids": [peer.id for peer in peers]}
    return {(row.item_id, row.region_id) for row in connection.execute(_GAPS, parameters)}


def _declines(
    connection: Connection, peers: Iterable[Peer]
) -> dict[tuple[int, int], dict[str, Any]]:
    """Return the cells of (base item, region) that are declined, with the reason."""
    rows = connection.execute(_DECLINES, {"ids": [peer.id for peer in peers]})
    return {
        (row.base_id, row.region_id): {
            "state": "declined",
            "items": 0,
            "decline": {"id": row.id, "reason": row.reason, "note": row.note},
        }
        for row in rows
    }


def _others(connection: Connection, regions: set[int]) -> dict[int, list[Any]]:
    """Return per region the items that follow no standard: one of them may be what is missing."""
    found: dict[int, list[Any]] = {}
    if regions:
        for row in connection.execute(_OWN, {"ids": sorted(regions)}):
            other = _Other(row.code, orjson.loads(row.name))
            found.setdefault(row.region_id, []).append(other)
    return found


@dataclass(frozen=True, slots=True)
class _Other:
    code: str
    name: str


def _heads(connection: Connection, ids: list[int]) -> dict[int, Any]:
    heads: dict[int, Any] = {}
    for start in range(0, len(ids), 500):
        rows = connection.execute(_HEADS, {"ids": ids[start : start + 500]})
        heads |= {row.id: row for row in rows}
    return heads


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
_HEADS = text(
    "SELECT i.id, i.code, i.qualifier, i.levels, n.content AS name FROM item i"
    f" LEFT JOIN element_value n ON n.id = i.name WHERE i.id IN :ids AND {OPEN}"
).bindparams(_MANY)
