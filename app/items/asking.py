"""Query parameters of lists of items, shared by every list that filters them alike."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, Field

from app.items.queries import ItemFilter
from app.items.record import BASE, IMPLEMENTATION
from app.kernel.paging import InvalidCursor, decode
from app.regions import code_of, region_id
from app.regions.errors import InvalidRegionCode

Code = Annotated[
    str,
    Path(
        description="业务办理项编码（33 位）、实施编码（31 位）、地方编码或基本编码（12、14 位）",
        examples=["11990100MB0A56783W300011700100101"],
    ),
]
BaseCode = Annotated[str, Path(description="基本编码，12 或 14 位", examples=["000117001001"])]
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="第几版")]
Qualifier = Annotated[
    str | None, Query(max_length=64, description="同一编码有多个事项时，取这一个")
]
Issuer = Annotated[
    str | None, Query(description="发布基本目录的行政区划代码", examples=["990000000000"])
]


class Paged(BaseModel):
    """翻页: which page, of how many rows."""

    limit: int = Field(default=50, ge=1, le=200, description="每页条数 rows on a page")
    cursor: str | None = Field(
        default=None, max_length=1000, description="上一页给出的 next：接着往下读"
    )

    @property
    def after(self) -> int:
        """The id of the last item of the page before."""
        if self.cursor is None:
            return 0
        (key,) = decode(self.cursor, 1)
        if not isinstance(key, int):
            raise InvalidCursor
        return key


class Narrowed(Paged):
    """筛选: what people narrow items by, whatever list they stand in."""

    region: str | None = Field(
        default=None,
        description="行政区划代码（6、9 或 12 位），含其下级 with all within it",
        examples=["990100000000"],
    )
    agency: str | None = Field(
        default=None, max_length=100, description="实施主体代码", examples=["11990100MB0A56783W"]
    )
    type: str | None = Field(default=None, max_length=8, description="事项类型", examples=["01"])
    level: int | None = Field(default=None, ge=1, le=7, description="行使层级 1–7")
    q: str | None = Field(
        default=None,
        max_length=100,
        description="名称中的字；空格分开的都要有",
        examples=["排水 许可"],
    )

    def narrowing(self) -> ItemFilter:
        """Return the filter of implementation items that this asks for."""
        return ItemFilter(
            IMPLEMENTATION, known_id(self.region), self.agency, self.type, self.level, q=self.q
        )


class ItemQuery(Narrowed):
    """实施清单事项的筛选."""

    status: int | None = Field(
        default=None, ge=1, le=9, description="事项状态 1 在用 2 暂停 3 取消 4 草稿"
    )
    base_code: str | None = Field(
        default=None, max_length=64, description="基本编码", examples=["000117001001"]
    )

    def narrowing(self) -> ItemFilter:
        """Return the filter of items that this asks for."""
        region = known_id(self.region)
        return ItemFilter(
            IMPLEMENTATION,
            region,
            self.agency,
            self.type,
            self.level,
            self.status,
            self.base_code,
            self.q,
        )


class BaseItemQuery(Paged):
    """基本目录事项的筛选."""

    issuer: str | None = Field(
        default=None, description="发布机关的行政区划代码，不含下级", examples=["990000000000"]
    )
    type: str | None = Field(default=None, max_length=8, description="事项类型", examples=["01"])
    status: int | None = Field(
        default=None, ge=1, le=9, description="事项状态 1 在用 2 暂停 3 取消"
    )
    q: str | None = Field(default=None, max_length=100, description="名称中的字")

    def narrowing(self) -> ItemFilter:
        """Return the filter of base items that this asks for."""
        return ItemFilter(BASE, type=self.type, status=self.status, q=self.q)

    @property
    def issuing(self) -> int | None:
        return known_id(self.issuer)


def known_id(code: str | None) -> int | None:
    """Return the id of a region code, None for None.

    Raises:
        InvalidRegionCode: it has not 6, 9 or 12 digits.
    """
    region = None if code is None else region_id(code)
    if code is not None and region is None:
        raise InvalidRegionCode(code=code)
    return region


def issuer_qualifier(issuer: str | None) -> str | None:
    """Return the qualifier of the base items that a region issues."""
    region = known_id(issuer)
    return None if region is None else code_of(region)
