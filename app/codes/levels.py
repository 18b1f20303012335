"""行使层级 in codes: GB/T 39046-2020 table A.2, and the level a registration region implies."""

from __future__ import annotations

from app.codes.labels import Label

LEVELS = {
    "1": Label("国家级", "national"),
    "2": Label("省级", "provincial"),
    "3": Label("市级", "city"),
    "4": Label("县级", "county"),
    "5": Label("镇（乡、街道）级", "town"),
    "6": Label("村（社区）级", "village"),
    "7": Label("分级管理", "shared between levels"),
}

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
"""直辖市: their districts exercise powers as level 3 or 4, both are seen."""


def levels_of_region(region: str) -> frozenset[str]:
    """Return the 行使层级 a body registered in a 6-digit region is expected to exercise.

    Towns and villages have no 6-digit region of their own, so a county region also stands for
    levels 5 and 6; 分级管理 fits every region.
    """
    if region.startswith("10"):
        return frozenset("17")
    if region.endswith("0000"):
        return frozenset("27")
    if region.endswith("00"):
        return frozenset("3567")
    return frozenset("34567") if region[:2] in MUNICIPALITIES else frozenset("4567")
