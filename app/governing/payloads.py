"""What ``/claims/declines`` takes and answers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.claims.reasons import ReasonCode
from app.governing.reading import State

REASON = "no-power 无权限 · moved-down 下放 · cancelled 取消 · no-institution 机构缺失 · other 其他"


class DeclineIn(BaseModel):
    """哪个地区不认领哪个基本目录事项，为什么。"""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "base_code": "990118002000",
                    "region": "990222000000",
                    "reason": "no-institution",
                    "note": "本县没有道路运输管理机构，由市级办理",
                    "by": "示例县政务服务管理局",
                }
            ]
        },
    )

    base_code: str = Field(min_length=1, max_length=64, description="基本编码")
    issuer: str | None = Field(
        default=None, max_length=12, description="目录发布地区；不写则取最近的上级"
    )
    region: str = Field(max_length=12, description="不认领的地区，区划代码")
    agency: str | None = Field(default=None, max_length=50, description="应当认领的主体，编码")
    reason: ReasonCode = Field(description=REASON)
    note: str | None = Field(
        default=None, max_length=2000, description="说明；原因为 other 的必须写"
    )
    by: str = Field(min_length=2, max_length=100, description="谁写明的：人或机关")


class DeclineOut(BaseModel):
    """一条不认领的记录。"""

    id: int
    state: State = Field(
        description="in-force 有效 · idle 不起作用（已认领，或目录已不要求） · withdrawn 已撤回"
    )
    base_code: str = Field(examples=["990118002000"])
    issuer: str = Field(examples=["990000000000"])
    name: str | None
    region: str
    region_name: str
    agency: str | None
    agency_name: str | None
    reason: ReasonCode
    reason_words: str = Field(examples=["机构缺失"])
    reason_words_en: str = Field(examples=["no such institution"])
    note: str | None
    by: str
    at: str = Field(examples=["2026-11-02T08:30:00Z"])
    withdrawn_by: str | None
    withdrawn_at: str | None


class DeclinePage(BaseModel):
    """一页不认领的记录；总数只在第一页给出。"""

    items: list[DeclineOut]
    next: str | None
    total: int | None


class SheetOut(BaseModel):
    """一份表格写入了多少。"""

    created: int
    changed: int
    unchanged: int
    refused: int = Field(description="没有接受的行；见 errors")
    errors: list[dict[str, Any]]


Mode = Literal["all", "valid"]
