from __future__ import annotations

import csv
from pathlib import Path

from app.regions.code import level_of
from app.regions.edition import RegionRow, shipped_regions

CITIES_WITHOUT_COUNTIES = {"441900000000", "442000000000", "460400000000"}
ADDED = {"000000000000", "710000000000", "810000000000", "820000000000"}
LEVELS = {"省级": 2, "地级": 3, "县级": 4}

SHIPPED = {row.code: row for row in shipped_regions()}


def children(code: str) -> list[RegionRow]:
    return [row for row in SHIPPED.values() if row.parent_id == int(code)]


def test_ids_are_codes_and_parents_stand_before_their_children() -> None:
    seen: set[int] = set()
    for row in shipped_regions():
        assert row.id == int(row.code)
        assert row.level == level_of(row.code)
        assert (row.parent_id in seen) == (row.level > 1)
        seen.add(row.id)
    assert len(seen) == 3352


def test_parents_are_above_their_children() -> None:
    for row in SHIPPED.values():
        if row.parent_id is not None:
            assert SHIPPED[f"{row.parent_id:012d}"].level < row.level


def test_cities_without_counties_hang_on_their_province() -> None:
    for code in CITIES_WITHOUT_COUNTIES:
        assert SHIPPED[code].level == 3
        assert SHIPPED[code].parent_id == int(code[:2] + "0000000000")
        assert children(code) == []
    assert [row.code for row in children("620200000000")] == ["620201000000"]


def test_nominal_rows_are_kept() -> None:
    assert SHIPPED["110100000000"].name == "市辖区"
    assert SHIPPED["110101000000"].parent_id == 110100000000
    assert SHIPPED["419000000000"].name == "省直辖县级行政区划"
    assert [row.name for row in children("419000000000")] == ["济源市"]


def test_provinces() -> None:
    provinces = children("000000000000")
    assert len(provinces) == 34
    assert {row.level for row in provinces} == {2}


def test_the_list_equals_the_statistics_but_for_stated_differences(shared_data: Path) -> None:
    with (shared_data / "region_2023_nbs.csv").open(encoding="utf-8-sig", newline="") as file:
        published = {row["code"] + "000000": row for row in csv.DictReader(file)}
    assert set(SHIPPED) - set(published) == ADDED
    assert set(published) <= set(SHIPPED)
    for code, row in published.items():
        ours = SHIPPED[code]
        parent = (row["parent"] or "000000") + "000000"
        assert (ours.name, ours.level, ours.parent_id) == (
            row["name"],
            LEVELS[row["level"]],
            int(parent),
        )
