"""Query parameters of figures, scores, and of the lists behind them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from app.agencies import by_code
from app.agencies.errors import AgencyNotFound
from app.items.asking import Narrowed, known_id
from app.measuring.definitions import Indicator
from app.measuring.parts import PartName, Wanted
from app.measuring.selecting import Selection


class PlaceQuery(BaseModel):
    """区划与主体."""

    region: str | None = Field(
        default=None,
        description="行政区划代码（6、9 或 12 位），含其下级 with all within it",
        examples=["990100000000"],
    )
    agency: str | None = Field(
        default=None, max_length=100, description="实施主体代码", examples=["11990100MB0A56783W"]
    )

    def selection(self, connection: Connection) -> Selection:
        """Return the part of the catalogue that this asks for.

        Raises:
            InvalidRegionCode, AgencyNotFound: there is no such place.
        """
        return Selection(known_id(self.region), _body(connection, self.agency))


class FigureQuery(PlaceQuery):
    """指标值的范围."""

    type: str | None = Field(default=None, max_length=8, description="事项类型", examples=["01"])
    level: int | None = Field(default=None, ge=1, le=7, description="行使层级 1–7")
    baseline: str | None = Field(
        default=None, max_length=100, description="与哪个基线相比；不写则与最近的一个"
    )

    def selection(self, connection: Connection) -> Selection:
        """Return the part of the catalogue that this asks for."""
        place = super().selection(connection)
        return Selection(place.region, place.agency, self.type, self.level)

    def stated(self) -> dict[str, Any]:
        """Return the parameters that are stated, as they lead on to the lists."""
        return self.model_dump(exclude_none=True, exclude={"at"})


class DatedQuery(FigureQuery):
    """指标值的范围和日期."""

    at: date | None = Field(
        default=None,
        description="那一天或之前最近一次留存的指标值；只能按区划或主体",
        examples=["2026-12-31"],
    )


class PartQuery(Narrowed):
    """指标背后的事项."""

    part: PartName = Field(
        default="denominator",
        description="numerator 分子 · denominator 分母 · shortfall 分母中不在分子的 ·"
        " unknown 只因没有写明而不在分子的 · excluded 不计入的",
        examples=["numerator"],
    )
    reason: str | None = Field(
        default=None, max_length=40, description="不计入的哪一种原因", examples=["suspended"]
    )
    baseline: str | None = Field(default=None, max_length=100, description="与哪个基线相比")
    format: Literal["json", "csv"] | None = Field(
        default=None, description="csv：全部事项，UTF-8 带 BOM，可直接用 Excel 打开"
    )

    def of(self, one: Indicator, *, secrets: bool) -> Wanted:
        """Return which items of an indicator are asked for."""
        return Wanted(one, self.part, self.narrowing(), self.reason, self.baseline, secrets)

    def selection(self, connection: Connection) -> Selection:
        """Return the part of the catalogue that this is narrowed to, but for words of the name."""
        body = _body(connection, self.agency)
        return Selection(known_id(self.region), body, self.type, self.level)


def _body(connection: Connection, code: str | None) -> int | None:
    if code is None:
        return None
    body = by_code(connection, code)
    if body is None:
        raise AgencyNotFound(code=code)
    return int(body["id"])
