"""抽查样本: drawn by a rule that anybody can follow, so that nobody can choose what is checked.

Population: implementation items in use that are no state secrets, narrowed by region (with all
within it), body, type and level.

1. Every item of the population gets the SHA-256 of seed, code and qualifier, joined by line feeds
   (UTF-8; the qualifier is empty unless several items share a code).
2. Size n: the number asked for, or share × population rounded up; never more than the population.
3. Strata are the bodies, regions or types of the population (or there is one stratum). Stratum s
   with Pₛ of P items gets ⌊n·Pₛ/P⌋ places; those left over go, one each, to the largest
   remainders of n·Pₛ/P, equal ones in the order of the strata's codes (Hamilton's method).
4. Of each stratum, the items with the smallest hashes are taken, and listed in that order.

The same seed over the same version of the catalogue gives the same sample on either database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from heapq import heappush, heappushpop
from math import ceil
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, text

from app.items.queries import IN_USE, JOINS, OPEN
from app.items.record import IMPLEMENTATION
from app.items.state import read_state
from app.kernel.language import Language
from app.mending.errors import CatalogueMoved
from app.mending.heads import heads_of, told
from app.publishing.labels import coded
from app.regions import code_of

By = Literal["none", "agency", "region", "type"]
_COLUMNS = {"none": "''", "agency": "a.code", "region": "i.region_id", "type": "i.type"}
_NAMES = {"none": "''", "agency": "a.name", "region": "r.name", "type": "''"}


@dataclass(frozen=True, slots=True)
class Draw:
    """What is to be drawn; ``size`` is a number of items, ``share`` a part of the population."""

    seed: str
    size: int | None = None
    share: float | None = None
    by: By = "none"
    region: int | None = None
    agency: int | None = None
    type: str | None = None
    level: int | None = None

    def where(self) -> tuple[str, dict[str, Any]]:
        """Return the condition of the population over ``item i``, and its parameters."""
        parts = [f"i.kind = {IMPLEMENTATION}", IN_USE, OPEN]
        named: dict[str, Any] = {}
        for name in ("agency", "type", "level"):
            value = getattr(self, name)
            if value is not None:
                column = "agency_id" if name == "agency" else name
                parts.append(f"i.{column} = :{name}")
                named[name] = value
        if self.region is not None:
            within = "SELECT region_id FROM region_within WHERE ancestor_id = :region"
            parts.append(f"i.region_id IN ({within})")
            named["region"] = self.region
        return " AND ".join(parts), named


class Stratum(NamedTuple):
    """One part of the population."""

    code: str
    name: str | None
    population: int


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn: the quota of each stratum, and the items in order, (stratum, id)."""

    draw: Draw
    version: int
    strata: tuple[Stratum, ...]
    quotas: Mapping[str, int]
    items: tuple[tuple[str, int], ...]


def draw_sample(connection: Connection, draw: Draw, version: int | None = None) -> Sample:
    """Draw a sample from the catalogue as it is.

    Raises:
        CatalogueMoved: it is no longer at ``version``; another sample would come out.
    """
    now = read_state(connection).version
    if version is not None and version != now:
        raise CatalogueMoved(version=version, now=now)
    strata = tuple(_strata(connection, draw))
    quotas = shares_of({one.code: one.population for one in strata}, _size(draw, strata))
    chosen: dict[str, list[tuple[int, int]]] = {code: [] for code in quotas}
    for stratum, identity, code, qualifier in _population(connection, draw):
        _consider(chosen[stratum], quotas[stratum], order(draw.seed, code, qualifier), identity)
    items = tuple(
        (code, identity)
        for code in sorted(chosen)
        for _, identity in sorted(chosen[code], reverse=True)
    )
    return Sample(draw, now, strata, quotas, items)


def order(seed: str, code: str, qualifier: str) -> int:
    """Return where an item stands among those of its stratum: smaller first."""
    return int.from_bytes(sha256(f"{seed}\n{code}\n{qualifier}".encode()).digest())


def shares_of(population: Mapping[str, int], size: int) -> dict[str, int]:
    """Share out ``size`` places by largest remainder.

    >>> shares_of({"a": 5, "b": 3, "c": 2}, 5)
    {'a': 3, 'b': 1, 'c': 1}
    """
    total = sum(population.values())
    if not total:
        return {}
    quotas = {code: size * number // total for code, number in sorted(population.items())}
    left = size - sum(quotas.values())
    by_rest = sorted(quotas, key=lambda code: (-(size * population[code] % total), code))
    for code in by_rest[:left]:
        quotas[code] += 1
    return quotas


def _consider(heap: list[tuple[int, int]], quota: int, place: int, identity: int) -> None:
    """Keep the ``quota`` smallest places; the heap has the largest of them on top, negated."""
    if len(heap) < quota:
        heappush(heap, (-place, identity))
    elif quota and -place > heap[0][0]:
        heappushpop(heap, (-place, identity))


def _size(draw: Draw, strata: tuple[Stratum, ...]) -> int:
    population = sum(one.population for one in strata)
    wanted = draw.size if draw.size is not None else ceil((draw.share or 0) * population)
    return min(wanted, population)


def _strata(connection: Connection, draw: Draw) -> Iterator[Stratum]:
    where, named = draw.where()
    column, name = _COLUMNS[draw.by], _NAMES[draw.by]
    sql = (
        f"SELECT {column} AS stratum, max({name}) AS name, count(*) AS number"
        f" FROM item i {JOINS} WHERE {where} GROUP BY 1"
    )
    found = [
        Stratum(_code(draw.by, row.stratum), row.name or None, row.number)
        for row in connection.execute(text(sql), named)
    ]
    return iter(sorted(one for one in found))


def _population(connection: Connection, draw: Draw) -> Iterator[tuple[str, int, str, str]]:
    where, named = draw.where()
    sql = (
        f"SELECT {_COLUMNS[draw.by]} AS stratum, i.id, i.code, i.qualifier FROM item i"
        f" LEFT JOIN agency a ON a.id = i.agency_id WHERE {where}"
    )
    streamed = connection.execution_options(yield_per=10_000)
    for row in streamed.execute(text(sql), named):
        yield _code(draw.by, row.stratum), row.id, row.code, row.qualifier


def _code(by: By, stratum: Any) -> str:
    if stratum is None:
        return ""
    return code_of(stratum) if by == "region" else str(stratum)


def shown(connection: Connection, sample: Sample, language: Language) -> dict[str, Any]:
    """Return a sample as an API shows it, with all that is needed to draw it again."""
    heads = heads_of(connection, (identity for _, identity in sample.items))
    draw = sample.draw
    return {
        "seed": draw.seed,
        "version": sample.version,
        "by": draw.by,
        "population": sum(one.population for one in sample.strata),
        "size": len(sample.items),
        "strata": [
            {
                "stratum": one.code,
                "name": _name(draw.by, one, language),
                "population": one.population,
                "sample": sample.quotas[one.code],
            }
            for one in sample.strata
        ],
        "items": [
            {
                "number": number,
                "stratum": stratum,
                "order": f"{order(draw.seed, heads[i].code, heads[i].qualifier):064x}",
                **(told(heads[i]) or {}),
            }
            for number, (stratum, i) in enumerate(sample.items, 1)
        ],
    }


def _name(by: By, stratum: Stratum, language: Language) -> str | None:
    if by == "type" and stratum.code:
        label: str | None = coded("item-type", stratum.code, language)["label"]
        return label
    return stratum.name


HEADERS = {
    "zh": (
        "序号", "层", "编码", "区分", "事项名称", "区划", "区划名称", "实施主体", "实施主体名称",
        "排序值", "抽查结论", "抽查人", "抽查日期",
    ),
    "en": (
        "number", "stratum", "code", "qualifier", "name", "region", "region name", "agency",
        "agency name", "order", "finding", "checked by", "checked on",
    ),
}  # fmt: skip
CELLS = (
    "number", "stratum", "code", "qualifier", "name", "region", "region_name", "agency",
    "agency_name", "order",
)  # fmt: skip
"""What is filled in; the last three columns are for whoever checks."""
