"""区划与实施主体: one invented province, 14 cities, 130 counties, 1,500 towns, and who acts there.

Codes begin with 99, which no real region has. Credit codes pass both of their checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.codes.check_digits import credit_check, org_check
from bench import words

CITIES, COUNTIES, TOWNS = 14, 130, 1500
TOWN_BODIES = ((0, "人民政府"), (1, "便民服务中心"))


class Region(NamedTuple):
    """A region: its level is that of 行使层级 (2 province to 5 town)."""

    code: str
    name: str
    level: str
    parent: str
    government: str
    court: str


@cache
def regions() -> tuple[Region, ...]:
    """Return the regions from above: a city, its counties, the towns of each county, and on."""
    province = "990000000000"
    found = [Region(province, words.PROVINCE, "2", "0" * 12, "国务院", "云川省江平市中级")]
    for number, name in enumerate(words.CITIES):
        code = f"99{number + 1:02}00000000"
        found.append(Region(code, name, "3", province, f"{words.PROVINCE}人民政府", f"{name}中级"))
        first, last = (COUNTIES * place // CITIES for place in (number, number + 1))
        for county in range(first, last):
            found.extend(_county(county, county - first, code, name))
    return tuple(found)


def _county(number: int, place: int, city: str, above: str) -> Iterator[Region]:
    code = f"{city[:4]}{place + 2:02}000000"
    name = _name(number, words.COUNTY_ENDS)
    yield Region(code, name, "4", city, f"{above}人民政府", name)
    first, last = (TOWNS * place // COUNTIES for place in (number, number + 1))
    for town in range(first, last):
        town_code = f"{code[:6]}{town - first + 1:03}000"
        town_name = _name(town * 7 + 3, words.TOWN_ENDS)
        yield Region(town_code, town_name, "5", code, f"{name}人民政府", name)


def _name(number: int, ends: str | tuple[str, ...]) -> str:
    first = words.FIRST[number % len(words.FIRST)]
    second = words.SECOND[number // len(words.FIRST) % len(words.SECOND)]
    return f"{first}{second}{ends[number % len(ends)]}"


@dataclass(frozen=True, slots=True)
class Body:
    """实施主体: one agency of one region."""

    code: str
    name: str
    region: Region
    serial: int


def bodies(region: Region, place: int) -> tuple[Body, ...]:
    """Return the bodies of a region by line (towns: two bodies for all lines)."""
    if region.level == "5":
        return tuple(
            _body(region, place, serial, f"{region.name}{end}") for serial, end in TOWN_BODIES
        )
    return tuple(
        _body(region, place, serial, region.name + (province if region.level == "2" else local))
        for serial, (_, province, local) in enumerate(words.LINES)
    )


def _body(region: Region, place: int, serial: int, name: str) -> Body:
    stem = f"MB{place:04d}{serial:02d}"
    organisation = f"{stem}{org_check(stem)}"
    code = f"11{region.code[:6]}{organisation}"
    return Body(f"{code}{credit_check(code)}", name, region, serial)


def write_regions(path: Path) -> None:
    """Write the regions as the CSV file that ``app.regions.add_towns`` takes."""
    rows = [f"{one.code},{one.name},{one.parent}" for one in regions()]
    path.write_text("\n".join(["code,name,parent", *rows, ""]), encoding="utf-8")
