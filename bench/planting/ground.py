"""干净的目录: the sample without its faults, some base items that nobody follows, and a village."""

from __future__ import annotations

from copy import deepcopy
from typing import NamedTuple

from app.sample import catalogue
from app.sample.claims import standard_for
from app.sample.places import Region
from app.sample.shipped import Document

VILLAGE_ITEMS = 6
APART = 40
"""Base items under codes of their own, for faults that in a followed one would spread."""
VILLAGE = Region("990222200201", "杨树村", "6", "990222200000")
"""The sample ends at the towns; what only villages owe needs one."""
UPPER = ("upper_code", "parent_code", "parent_name")
SERVICE = "20"
UNSEEN = ["1"]
"""A level at which no region of the sample takes part: nobody need claim them."""


class Ground(NamedTuple):
    """底子: base items, implementation items with the standard of each, and base items apart."""

    base: list[Document]
    items: list[Document]
    standards: list[Document]
    apart: list[Document]


def ground() -> Ground:
    """Return a catalogue in which nothing is wrong."""
    items = catalogue.clean_items()
    base = catalogue.base_items()
    services = [one for one in base if one["type"] == SERVICE][:VILLAGE_ITEMS]
    apart = [_apart(*one) for one in enumerate((*services, *base[-APART:]))]
    followed = [{**deepcopy(one), "levels": ["6"]} for one in apart[:VILLAGE_ITEMS]]
    standards = [standard_for(item["base_code"], item["region"]) or {} for item in items]
    towns = [one for one in items if one["region"] == VILLAGE.parent]
    villages = [_in_village(deepcopy(towns[0]), one) for one in followed]
    whole = Ground(
        [*base, *followed], [*items, *villages], [*standards, *followed], apart[VILLAGE_ITEMS:]
    )
    return deepcopy(whole)


def _in_village(town: Document, standard: Document) -> Document:
    code, base = town["code"][:18], standard["base_code"]
    shared = {k: v for k, v in standard.items() if k not in ("issuer", "levels")}
    place = {"level": "6", "region": VILLAGE.code, "village_code": VILLAGE.code}
    named = {**place, "village_name": VILLAGE.name, "code": f"{code}6{base}"}
    authority = {k: v for k, v in town["authority"].items() if k != "power_source"}
    return {**town, **shared, **named, "authority": authority}


def _apart(number: int, item: Document) -> Document:
    code = f"99{item['type']}{80000 + number}000"
    kept = {k: v for k, v in deepcopy(item).items() if k not in UPPER}
    return {**kept, "base_code": code, "issuer": "990000000000", "levels": UNSEEN, "status": "1"}
