"""办事指南: one implementation item for those who need it done, complete and in plain words.

A guide is the item's own elements, and, where it states none, those of the standard it follows
(``origin``); every code has its label. Element values never change, so each is rendered once per
language and kept; a guide is put together from such fragments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from app.codes import normalise
from app.elements.kinds import KINDS
from app.items.composing import whole_own
from app.kernel.language import Language
from app.publishing.addresses import guide_address, item_path, quoted
from app.publishing.errors import GuideNotFound, ItemWithdrawn
from app.publishing.labels import coded, labelled
from app.publishing.lru import ByteLru
from app.publishing.records import (
    ItemRecord,
    Source,
    StandardRecord,
    ValueRecord,
    records_with,
    values_of,
)
from app.regions import code_of

FORMAT = 1
"""Raised whenever the same item would be told differently."""

FRAGMENT_BYTES = 64 << 20
STATES = {2: ("暂停", "suspended"), 3: ("取消", "cancelled")}
IDENTITY = (
    "code",
    "handling_code",
    "local_code",
    "base_code",
    "local_base_code",
    "other_codes",
    "type",
    "level",
    "status",
    "version",
    "effective_date",
    "cancel_date",
    "town_code",
    "town_name",
    "village_code",
    "village_name",
)
CODED = {"type": "item-type", "level": "level", "status": "status"}
_NAME = 0


class Fragment(NamedTuple):
    """One element value as it stands in guides."""

    json: orjson.Fragment
    sense: bytes


class _Part(NamedTuple):
    """Which value an element of a guide shows, and beside which of the standard."""

    name: str
    own: int | None
    standard: int | None
    issuer: str | None

    @property
    def shown(self) -> int | None:
        return self.own if self.own is not None else self.standard


@dataclass(slots=True)
class Maker:
    """Puts guides together; keeps the fragments of values that repeat."""

    fragments: ByteLru[tuple[int, Language], Fragment]

    @classmethod
    def fresh(cls, limit: int = FRAGMENT_BYTES) -> Maker:
        """Return a maker that keeps up to ``limit`` bytes of fragments."""
        return cls(ByteLru(limit))

    def guide(
        self, source: Source, code: str, language: Language, qualifier: str | None = None
    ) -> bytes:
        """Return the guide of the item with a code, as JSON.

        Raises:
            GuideNotFound: no item with this code is published.
            ItemWithdrawn: it is suspended or cancelled.
        """
        found = records_with(source, normalise(code))
        item, others = published(found.items, code, qualifier)
        return self._told(source, item, found.chain(item.standard_id), others, language)

    def _told(
        self,
        source: Source,
        item: ItemRecord,
        chain: Sequence[StandardRecord],
        others: Sequence[ItemRecord],
        language: Language,
    ) -> bytes:
        parts = _parts(item, chain)
        wanted = {value for part in parts for value in (part.own, part.standard)}
        wanted |= {other.values[_NAME] for other in others}
        fragments = self._fragments(source, (v for v in wanted if v is not None), language)
        guide = _head(item, language)
        guide["name"] = _shown(fragments, item.values[_NAME])
        guide["elements"] = {part.name: _element(part, fragments) for part in parts}
        guide["standards"] = [_standard(standard) for standard in chain]
        guide["others"] = [_other(other, fragments) for other in others]
        return orjson.dumps(guide)

    def _fragments(
        self, source: Source, ids: Iterable[int], language: Language
    ) -> Mapping[int, Fragment]:
        found: dict[int, Fragment] = {}
        missing: list[int] = []
        for value_id in ids:
            kept = self.fragments.get((value_id, language))
            if kept is None:
                missing.append(value_id)
            else:
                found[value_id] = kept
        for value in values_of(source, missing) if missing else ():
            rendered = orjson.dumps(render(value, language))
            fragment = Fragment(orjson.Fragment(rendered), bytes(value.sense))
            self.fragments.put((value.id, language), fragment, len(rendered) + 200)
            found[value.id] = fragment
        return found


def render(value: ValueRecord, language: Language) -> Any:
    """Return an element value with labels."""
    return labelled(KINDS[value.kind].name, orjson.loads(value.content), language)


def published(
    items: Sequence[ItemRecord], code: str, qualifier: str | None
) -> tuple[ItemRecord, list[ItemRecord]]:
    """Return the item to tell of, in use, and the others in use with the same code.

    Raises:
        GuideNotFound: there is none.
        ItemWithdrawn: all there are, are suspended or cancelled.
    """
    open_items = [item for item in items if not item.secret]
    asked = [i for i in open_items if qualifier is None or i.qualifier == qualifier]
    in_use = [item for item in asked if item.in_use]
    if in_use:
        others = [item for item in open_items if item.in_use and item.id != in_use[0].id]
        return in_use[0], others
    withdrawn = next((item for item in asked if item.status in STATES), None)
    if withdrawn is not None and withdrawn.status is not None:
        raise _gone(withdrawn, withdrawn.status)
    raise GuideNotFound(code=code)


def _gone(item: ItemRecord, status: int) -> ItemWithdrawn:
    state, state_en = STATES[status]
    return ItemWithdrawn(code=item.code, state=state, state_en=state_en)


def _parts(item: ItemRecord, chain: Sequence[StandardRecord]) -> list[_Part]:
    """Return the elements that the item or one of its standards states; the nearest counts."""
    above: list[tuple[int | None, str | None]] = [(None, None)] * len(KINDS)
    for standard in reversed(chain):
        issuer = _place(standard.region_id)
        for place, value in enumerate(standard.values):
            if value is not None:
                above[place] = value, issuer
    return [
        _Part(kind.name, own, *nearest)
        for kind, own, nearest in zip(KINDS, item.values, above, strict=True)
        if own is not None or nearest[0] is not None
    ]


def _element(part: _Part, fragments: Mapping[int, Fragment]) -> dict[str, Any]:
    assert part.shown is not None
    return {
        "origin": "own" if part.own is not None else "standard",
        "same": _same(part, fragments),
        "issuer": part.issuer,
        "value": fragments[part.shown].json,
    }


def _same(part: _Part, fragments: Mapping[int, Fragment]) -> bool | None:
    """Whether the own value says what the standard's says; None where one of them is not there."""
    if part.own is None or part.standard is None:
        return None
    return fragments[part.own].sense == fragments[part.standard].sense


def _shown(fragments: Mapping[int, Fragment], value_id: int | None) -> orjson.Fragment | None:
    return None if value_id is None else fragments[value_id].json


def _head(item: ItemRecord, language: Language) -> dict[str, Any]:
    own = whole_own(item.own, item.frame, item.base_frame)
    address = item_path(item.code, item.qualifier)
    return {
        "format": FORMAT,
        "code": item.code,
        "qualifier": item.qualifier,
        "name": None,
        "identity": {
            name: coded(CODED[name], own[name], language) if name in CODED else own[name]
            for name in IDENTITY
            if name in own
        },
        "region": _named(_place(item.region_id), item.region_name),
        "agency": _named(item.agency, item.agency_name),
        "links": own.get("links", {}),
        "elements": {},
        "standards": [],
        "others": [],
        "revision": {
            "number": item.number,
            "hash": bytes(item.hash).hex(),
            "recorded_at": _utc(item.recorded_at),
        },
        "href": f"/guides/{address}",
        "document": f"/items/{address}",
        "audit": f"/audit/items/{quoted(item.code)}",
    }


def _standard(standard: StandardRecord) -> dict[str, Any]:
    issuer = _place(standard.region_id)
    query = f"?issuer={issuer}" if issuer else ""
    return {
        "code": standard.code,
        "issuer": issuer,
        "issuer_name": standard.region_name,
        "revision": standard.number,
        "href": f"/base-items/{quoted(standard.code)}{query}",
    }


def _other(item: ItemRecord, fragments: Mapping[int, Fragment]) -> dict[str, Any]:
    return {
        "qualifier": item.qualifier,
        "name": _shown(fragments, item.values[_NAME]),
        "agency_name": item.agency_name,
        "href": guide_address(item.code, item.qualifier),
    }


def _named(code: str | None, name: str | None) -> dict[str, str | None] | None:
    return None if code is None else {"code": code, "name": name}


def _place(region_id: int | None) -> str | None:
    return None if region_id is None else code_of(region_id)


def _utc(recorded_at: Any) -> str:
    """SQLite gives the time as text, PostgreSQL as a time; both are UTC."""
    return datetime.fromisoformat(str(recorded_at)).replace(tzinfo=UTC).isoformat()
