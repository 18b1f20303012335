"""What ``/rectifications`` takes and answers, for the API description."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.auditing.payloads import SeverityName
from app.mending.rectifying.rechecking import State


class RectificationIn(BaseModel):
    """要求一个主体整改什么、几个工作日之内。"""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "agency": "11990100MB0A56783W",
                    "severities": ["error", "warning"],
                    "working_days": 15,
                    "note": "2026 年第四季度要素核查",
                }
            ]
        },
    )

    agency: str = Field(max_length=100, description="实施主体编码")
    severities: list[SeverityName] = Field(
        default=["error"], min_length=1, max_length=3, description="取哪些严重程度的发现"
    )
    rules: list[str] = Field(
        default=[], max_length=500, description="只取这些规则的发现；不写则不限"
    )
    working_days: int = Field(ge=1, le=500, description="几个工作日之内改完")
    issued_on: date | None = Field(default=None, description="出具日期，不写则为今日")
    note: str | None = Field(default=None, max_length=2000, description="说明")


class RectificationBrief(BaseModel):
    """一份整改清单出具时的情况。"""

    id: int
    agency: str
    agency_name: str | None
    note: str | None
    severities: list[SeverityName]
    rules: list[str]
    issued_on: date
    working_days: int
    due_on: date = Field(description="改完的最后一天")
    holidays_announced: bool = Field(
        description="推算期限时，所跨各年的放假安排是否都已公布；未公布的年份按周一至周五算"
    )
    version: int = Field(description="出具时目录的版本")
    lines: int


class RectificationPage(BaseModel):
    """一页整改清单。"""

    items: list[RectificationBrief]
    next: str | None


class RectificationHead(RectificationBrief):
    """一份整改清单现在的情况。"""

    counts: dict[State, int]
    done: bool = Field(description="是否已没有未改的、仍有问题的条目")
    overdue_working_days: int = Field(description="逾期几个工作日；已改完的为 0")
    checked_on: date


class RectificationLineOut(BaseModel):
    """整改清单的一条：出具时的发现，和它现在的状态。"""

    number: int
    state: State
    item_code: str
    qualifier: str
    item_name: str | None
    rule: str
    severity: SeverityName
    pointer: str
    field: str | None
    message: str
    remedy: str
    facts: dict[str, Any]


class RectificationOut(RectificationHead):
    """一份整改清单及其条目。"""

    items: list[RectificationLineOut]
    next: str | None
