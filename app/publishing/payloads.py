"""What the API says about guides. The models describe; what is sent is written by orjson."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from app.items.payloads import Coded


class Named(BaseModel):
    """代码与名称."""

    code: str
    name: str | None


class GuideElement(BaseModel):
    """指南中的一个要素: what it says, and where it stands to the standard."""

    origin: Literal["own", "standard"] = Field(
        description="own：事项自己写明；standard：事项未写明，取自所依的标准"
    )
    same: bool | None = Field(
        description="与标准是否一致（只有写法不同的算一致）；一方没有写明的为 null"
    )
    issuer: str | None = Field(description="相比或所取的标准，由哪里发布（行政区划代码）")
    value: Any = Field(
        description="要素的内容，结构见要素标准；代码一律写成 {code, label}，字典里没有的 label 为 null"
    )


class GuideStandard(BaseModel):
    """所依标准，由近及远."""

    code: str
    issuer: str | None
    issuer_name: str | None
    revision: int
    href: str


class GuideRevision(BaseModel):
    """事项的版本."""

    number: int
    hash: str
    recorded_at: datetime


class GuideOther(BaseModel):
    """同一编码的其他事项."""

    qualifier: str
    name: str | None
    agency_name: str | None
    href: str


class Guide(BaseModel):
    """办事指南."""

    format: int = Field(description="指南格式的版本")
    code: str
    qualifier: str
    name: str | None
    identity: dict[str, Any] = Field(description="各种编码、类型、层级、状态、版本、日期")
    region: Named | None
    agency: Named | None
    links: dict[str, str] = Field(description="online、pc、mobile、appointment")
    elements: dict[str, GuideElement] = Field(description="要素名称 → 要素；都没有写明的不出现")
    standards: list[GuideStandard]
    others: list[GuideOther]
    revision: GuideRevision
    href: str
    document: str = Field(description="事项文档的地址")
    audit: str = Field(description="审核结果的地址")


class Limit(BaseModel):
    """时限."""

    number: int
    unit: Coded | None


class GuideRow(BaseModel):
    """指南概要: what a list tells of a guide."""

    code: str
    qualifier: str
    name: str | None
    type: Coded | None
    level: Coded | None
    region: str | None
    region_name: str | None
    agency: str | None
    agency_name: str | None
    objects: list[Coded] | None = Field(description="服务对象")
    project_type: Coded | None = Field(description="办件类型")
    visits: int | None = Field(description="到办事现场次数")
    online: bool | None = Field(description="是否网办")
    charged: bool | None = Field(description="是否收费")
    promised: Limit | None = Field(description="承诺办结时限")
    href: str


class GuideList(BaseModel):
    """一页指南."""

    items: list[GuideRow]
    next: str | None = Field(description="下一页的 cursor；没有则为 null")


class GuideChoices(BaseModel):
    """业务办理项: what an 实施编码 is split into."""

    code: str
    choices: list[GuideRow]
