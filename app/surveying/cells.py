"""对照的格子: what one base item is to each of the peers; ``matrix`` says what the states mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from app.surveying.likeness import ALIKE, likeness
from app.surveying.peers import Peer

NAMED_LEVELS = 0b11111110
SHARED = 1 << 7
"""分级管理: every level has its part."""
Cell = Mapping[str, Any]


class Head(NamedTuple):
    """What a base item is called; ``name`` is JSON, as it is stored."""

    id: int
    code: str
    qualifier: str
    levels: int | None
    name: str | None


class Other(NamedTuple):
    """An item that follows no standard."""

    code: str
    name: str


class Known(NamedTuple):
    """What is known of one base item, by region."""

    claimed: Mapping[int, int]
    declined: Mapping[int, Cell]
    gaps: Collection[int]


def row_of(
    peers: Sequence[Peer], head: Head, known: Known, others: Mapping[int, Iterable[Other]]
) -> dict[str, Any]:
    """Return one row, with a cell per peer; ``others``: by region, what may be it by another name."""
    name = orjson.loads(head.name) if head.name else None
    cells = [_cell(head, name, peer, known, others) for peer in peers]
    return {
        "code": head.code,
        "issuer": head.qualifier,
        "name": name,
        "missing": sum(cell["state"] in ("missing", "renamed") for cell in cells),
        "cells": cells,
    }


def _cell(
    head: Head,
    name: str | None,
    peer: Peer,
    known: Known,
    others: Mapping[int, Iterable[Other]],
) -> Cell:
    if peer.id in known.declined:
        return known.declined[peer.id]
    if items := known.claimed.get(peer.id):
        return _listed("claimed" if _provides(head.levels, peer) else "beyond", items)
    if peer.id not in known.gaps:
        return _listed("none", 0)
    like = _most_alike(name, others.get(peer.id, ()))
    return {"state": "renamed", "items": 0, "like": like} if like else _listed("missing", 0)


@lru_cache(maxsize=1000)
def _listed(state: str, items: int) -> Cell:
    """Return a cell; cells that say the same are one, as there are tens of thousands of them."""
    return {"state": state, "items": items}


def _provides(levels: int | None, peer: Peer) -> bool:
    """Tell whether a base item provides for the level of a peer; one that names none leaves it open."""
    named = (levels or 0) & NAMED_LEVELS
    return not named or bool(named & (1 << peer.level | SHARED))


def _most_alike(name: str | None, others: Iterable[Other]) -> dict[str, Any] | None:
    """Return the item that is probably the same matter under another name, None where none is."""
    if name is None:
        return None
    found = max(((likeness(name, other.name), other) for other in others), key=_ratio, default=None)
    if found is None or found[0] < ALIKE:
        return None
    return {"code": found[1].code, "name": found[1].name, "likeness": round(found[0], 3)}


def _ratio(pair: tuple[float, Any]) -> float:
    return pair[0]
