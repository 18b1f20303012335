"""What the API says about a region."""

from __future__ import annotations

from pydantic import BaseModel, Field

from app.regions.code import code_of
from app.regions.edition import RegionRow


class RegionBrief(BaseModel):
    """行政区划: a region in a list."""

    code: str = Field(description="12 位代码", examples=["440113000000"])
    name: str = Field(description="名称", examples=["番禺区"])
    level: int = Field(description="1 国家 2 省 3 市 4 县 5 乡镇街道 6 村居")
    parent: str | None = Field(description="上级代码；国家没有上级")


class RegionDetail(RegionBrief):
    """行政区划: one region with what it lies within and what lies directly within it."""

    year: int = Field(description="所据代码表的年份")
    path: list[RegionBrief] = Field(description="上级，从国家起 ancestors, from the nation down")
    children: list[RegionBrief] = Field(description="直接下级，按代码")


class RegionList(BaseModel):
    """行政区划一页: one page of regions."""

    items: list[RegionBrief]
    next: str | None = Field(description="下一页的 cursor")


def brief(row: RegionRow) -> RegionBrief:
    """Return a region as it stands in lists."""
    parent = None if row.parent_id is None else code_of(row.parent_id)
    return RegionBrief(code=row.code, name=row.name, level=row.level, parent=parent)


def detail(row: RegionRow, above: list[RegionRow], below: list[RegionRow]) -> RegionDetail:
    """Return a region with its ancestors (given nearest first) and its children."""
    return RegionDetail(
        **brief(row).model_dump(),
        year=row.year,
        path=[brief(region) for region in reversed(above)],
        children=[brief(region) for region in below],
    )
