"""What the API says about an agency."""

from __future__ import annotations

from pydantic import BaseModel, Field
from sqlalchemy import RowMapping

from app.codes import credit_code_ok


class AgencyPayload(BaseModel):
    """实施主体: one implementing body."""

    code: str = Field(description="统一社会信用代码，或来源自编的代码；只有名称的以 name: 开头")
    name: str
    line: str | None = Field(description="条线，从名称得出 department line, read off the name")
    region: str | None = Field(description="行政区划代码")
    region_name: str | None
    is_credit_code: bool = Field(description="代码是校验无误的统一社会信用代码")


class AgencyList(BaseModel):
    """实施主体一页: one page of agencies."""

    items: list[AgencyPayload]
    next: str | None = Field(description="下一页的 cursor")


def payload(row: RowMapping) -> AgencyPayload:
    """Return an agency as it is sent."""
    return AgencyPayload(
        code=row["code"],
        name=row["name"],
        line=row["line"],
        region=row["region"],
        region_name=row["region_name"],
        is_credit_code=credit_code_ok(row["code"]),
    )
