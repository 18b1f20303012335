"""乡镇、村: adding regions that the shipped list does not hold, from a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TextIO

from sqlalchemy import Connection

from app.kernel.bulk import bulk_execute, bulk_insert
from app.kernel.text import tidy
from app.regions.code import code_of, full_code, level_of, usual_parent
from app.regions.edition import YEAR, RegionRow
from app.regions.index import RegionIndex

HEADERS = {
    "code": "code", "代码": "code", "区划代码": "code", "行政区划代码": "code",
    "name": "name", "名称": "name", "区划名称": "name",
    "parent": "parent", "上级": "parent", "上级代码": "parent", "上级区划代码": "parent",
}  # fmt: skip

PROBLEMS = {
    "invalid-code": "“{code}”不是 6、9 或 12 位数字的区划代码",
    "missing-name": "没有名称",
    "unknown-parent": "上级区划 {parent} 不在目录中",
    "parent-not-above": "上级区划 {parent} 的层级不高于本区划",
    "parent-differs": "目录中本区划的上级是另一个",
    "repeated-code": "{code} 在文件中已出现过，名称或上级不同",
}


@dataclass(frozen=True, slots=True)
class Town:
    """One row of a file: ``parent`` is empty where the digits of the code tell it."""

    line: int
    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class TownError:
    """Why one row was not taken."""

    line: int
    code: str
    problem: str
    facts: dict[str, str]

    @property
    def message(self) -> str:
        """Return the reason in Chinese."""
        return PROBLEMS[self.problem].format(**self.facts)


@dataclass(slots=True)
class TownsAdded:
    """What became of the rows."""

    added: int = 0
    renamed: int = 0
    unchanged: int = 0
    errors: list[TownError] = field(default_factory=list)


def read_towns(file: TextIO) -> Iterator[Town]:
    """Read a CSV file with the headers code, name and, if wanted, parent (or in Chinese)."""
    reader = csv.reader(file)
    headers = [HEADERS.get(tidy(header).lower(), "") for header in next(reader, [])]
    for cells in reader:
        row = dict(zip(headers, map(tidy, cells), strict=False))
        if any(row.values()):
            code, name, parent = (row.get(key, "") for key in ("code", "name", "parent"))
            yield Town(reader.line_num, code, name, parent)


def add_towns(connection: Connection, towns: Iterable[Town], year: int = YEAR) -> TownsAdded:
    """Add towns, villages, or any region the catalogue lacks; rename those it holds.

    Bad rows are reported with their line and leave the good ones alone. Rows may stand in any
    order: a village may come before its town.
    """
    report = TownsAdded()
    index = RegionIndex(connection)
    fresh: dict[int, RegionRow] = {}
    renamed: dict[int, str] = {}
    for town, row in sorted(_readable(towns, year, report), key=lambda pair: pair[1].level):
        if (problem := _misplaced(row, index, fresh)) is not None:
            report.errors.append(_error(town, problem, code_of(row.parent_id or 0)))
        elif row.id in fresh or index.names.get(row.id) == row.name:
            report.unchanged += 1
        elif row.id in index:
            renamed[row.id] = row.name
        else:
            fresh[row.id] = row
    report.added, report.renamed = len(fresh), len(renamed)
    report.errors.sort(key=lambda error: error.line)
    _write(connection, index, fresh, renamed, year)
    return report


def _readable(
    towns: Iterable[Town], year: int, report: TownsAdded
) -> Iterator[tuple[Town, RegionRow]]:
    """Yield the rows whose cells can be read; report the others."""
    for town in towns:
        code, parent = full_code(town.code), full_code(town.parent) if town.parent else ""
        if code is None or not code.strip("0"):
            report.errors.append(_error(town, "invalid-code"))
        elif not town.name:
            report.errors.append(_error(town, "missing-name"))
        elif parent is None:
            report.errors.append(_error(town, "unknown-parent", town.parent))
        else:
            above = int(parent or usual_parent(code))
            yield town, RegionRow(int(code), code, town.name, level_of(code), above, year)


def _misplaced(row: RegionRow, index: RegionIndex, fresh: dict[int, RegionRow]) -> str | None:
    """Return what is wrong with the place of ``row`` among the others, None when nothing is."""
    parent = row.parent_id or 0
    earlier = fresh.get(row.id)
    if earlier is not None and earlier != row:
        return "repeated-code"
    if level_of(code_of(parent)) >= row.level:
        return "parent-not-above"
    if parent not in index and parent not in fresh:
        return "unknown-parent"
    return "parent-differs" if index.parents.get(row.id, parent) != parent else None


def _error(town: Town, problem: str, parent: str = "") -> TownError:
    return TownError(town.line, town.code, problem, {"code": town.code, "parent": parent})


def _write(
    connection: Connection,
    index: RegionIndex,
    fresh: dict[int, RegionRow],
    renamed: dict[int, str],
    year: int,
) -> None:
    if renamed:
        sql = "UPDATE region SET name = ?, year = ? WHERE id = ?"
        bulk_execute(connection, sql, [(name, year, region) for region, name in renamed.items()])
    if fresh:
        index.parents.update((row.id, row.parent_id) for row in fresh.values())
        within = ((ancestor, region) for region in fresh for ancestor in index.lineage(region))
        bulk_insert(connection, "region", RegionRow._fields, fresh.values())
        bulk_insert(connection, "region_within", ("ancestor_id", "region_id"), within)
