"""What ``/audit/waivers`` takes and answers, for the API description."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.auditing.payloads import ItemOut, WaiverBrief
from app.kernel.clock import today
from app.mending.waivers.granting import State


class WaiverIn(BaseModel):
    """豁免哪些发现：一条规则，用于一个事项、一个主体，或一个区划及其下级（三者取一）。"""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "rule": "charged-without-online-payment",
                    "agency": "11990100MB0A56783W",
                    "reason": "新缴费系统上线前暂不能网上支付",
                    "approver": "示例市政务服务管理局",
                    "expires": "2027-06-30",
                }
            ]
        },
    )

    rule: str = Field(max_length=80, description="规则编号")
    pointer: str | None = Field(
        default=None, max_length=200, pattern="^/", description="只豁免这个位置（及其以下）"
    )
    item: str | None = Field(default=None, max_length=64, description="事项编码")
    qualifier: str | None = Field(default=None, max_length=64, description="同码事项中的哪一个")
    agency: str | None = Field(default=None, max_length=100, description="实施主体编码")
    region: str | None = Field(default=None, max_length=12, description="区划代码，含其下级")
    reason: str = Field(min_length=2, max_length=2000, description="理由")
    approver: str = Field(min_length=2, max_length=100, description="批准人或批准机关")
    granted: date | None = Field(default=None, description="起始日，不写则为今日")
    expires: date = Field(description="最后有效的一天")

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if sum(one is not None for one in (self.item, self.agency, self.region)) != 1:
            raise ValueError("item、agency、region 必须且只能写一个 name exactly one")
        if self.expires < (self.granted or today()):
            raise ValueError("截止日早于起始日 expires before it begins")
        return self


class WaiverOut(WaiverBrief):
    """一项豁免。"""

    state: State
    rule: str | None
    pointer: str | None
    item: ItemOut | None
    agency: str | None
    agency_name: str | None
    region: str | None
    region_name: str | None


class WaiverPage(BaseModel):
    """一页豁免。"""

    items: list[WaiverOut]
    next: str | None
    total: int | None = Field(default=None, description="现有的发现数；只在第一页给出")
    waived: int | None = Field(default=None, description="其中今日已豁免的；只在第一页给出")
