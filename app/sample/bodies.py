"""实施主体: who carries the items out, with credit codes whose check digits are right."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from app.codes.check_digits import credit_check, org_check
from app.sample.places import Region, region, regions
from app.sample.shipped import read_json

TOWNS = "乡镇"
LICENSING = "行政审批"
LICENSING_COUNTY = "990121000000"
"""临河县 has gathered its licences in one bureau (相对集中行政许可权)."""
GATHERED = frozenset(
    {"教育", "住房城乡建设", "文化和旅游", "新闻出版和电影", "水利", "城市管理", "民政"}
)


class Agency(NamedTuple):
    """实施主体: credit code, name, region, department line 条线 and a running number."""

    code: str
    name: str
    region: str
    line: str
    number: int


def credit_code(registered: str, place: str, serial: str) -> str:
    """Return an 18-character credit code: kind 2, region 6, body 8 + check, check."""
    stem = f"{registered}{place[:6]}{serial}{org_check(serial)}"
    return f"{stem}{credit_check(stem)}"


@cache
def agency(line: str, place: str) -> Agency:
    """Return the body of a department line in a region; towns do everything themselves."""
    where = region(place)
    line = TOWNS if where.level == "5" else line
    facts = read_json("lines.json")[line]
    order = [each.code for each in regions()].index(place) + 1
    serial = f"55{order:02d}{facts['number']:04d}"
    code = credit_code(facts.get("registered", "11"), place, serial)
    return Agency(code, _name(where, facts), place, line, order * 100 + facts["number"])


def body_for(line: str, item_type: str, place: str) -> Agency:
    """Return who carries out an item of a line and a type in a region."""
    if place == LICENSING_COUNTY and item_type == "01" and line in GATHERED:
        return agency(LICENSING, place)
    return agency(line, place)


def _name(where: Region, facts: dict[str, str]) -> str:
    if where.level == "5":
        office = "办事处" if where.name.endswith("街道") else facts["local"]
        return f"{region(where.parent).name}{where.name}{office}"
    return where.name + facts["province" if where.level == "2" else "local"]


def registration(body: Agency) -> str:
    """Return the first two characters of the code: 11 organ, 12 institution, 13 mass body, 91 firm."""
    return body.code[:2]
