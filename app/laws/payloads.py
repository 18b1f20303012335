"""What the API says about a law."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field
from sqlalchemy import RowMapping

from app.elements.standard import label
from app.kernel.clock import today
from app.laws.queries import STATUSES, Status, status_of


class LawPayload(BaseModel):
    """法规: one law as it was issued under one number; what is not certain is null."""

    id: int = Field(description="登记编号", examples=[235])
    name: str = Field(description="名称", examples=["医疗器械监督管理条例"])
    number: str | None = Field(description="文号", examples=["国务院令第650号"])
    rank: str | None = Field(description="效力位阶，同依据类型的代码", examples=["2"])
    rank_name: str | None = Field(description="效力位阶的名称", examples=["行政法规"])
    issuer: str | None = Field(description="制定机关", examples=["国务院"])
    published: date | None = Field(description="公布日期")
    effective: date | None = Field(description="施行日期")
    revised: int | None = Field(description="所知最近一次修改的年份")
    ended: date | None = Field(description="不再施行的第一天", examples=["2021-06-01"])
    status: Status = Field(description="今天的效力", examples=["amended"])
    status_name: str = Field(description="有效、已修改、已废止或尚未生效", examples=["已修改"])
    successor: str | None = Field(description="接替它的法规")
    source: str | None = Field(description="这些事实从何而来")


class LawDetail(LawPayload):
    """法规: one law with the other laws of its name."""

    versions: list[LawPayload] = Field(description="同名的其他版本，新的在前")


class LawList(BaseModel):
    """法规一页: one page of laws."""

    items: list[LawPayload]
    next: str | None = Field(description="下一页的 cursor")


def payload(row: RowMapping) -> LawPayload:
    """Return a law as it is sent."""
    status = status_of(row, today())
    rank = None if row["rank"] is None else str(row["rank"])
    kept = {name: row[name] for name in _KEPT}
    return LawPayload(
        **kept,
        rank=rank,
        rank_name=label("legal-basis-kind", rank) if rank else None,
        status=status,
        status_name=STATUSES[status][0],
    )


_KEPT = (
    "id", "name", "number", "issuer", "published", "effective", "revised", "ended", "successor",
    "source",
)  # fmt: skip
