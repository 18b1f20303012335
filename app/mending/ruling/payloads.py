"""What ``/audit/rules/{code}/setting`` and ``/preview`` take and answer, for the API description."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.auditing.payloads import FindingOut, SeverityName


class Wanted(BaseModel):
    """规则怎样用。"""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"enabled": True, "severity": "warning"}]}
    )

    enabled: bool = Field(default=True, description="是否启用")
    severity: SeverityName | None = Field(
        default=None, description="按什么严重程度计；不写则照规则自己定的"
    )


class SettingIn(Wanted):
    """规则怎样用，谁定的，为什么。"""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "enabled": True,
                    "severity": "warning",
                    "who": "示例市政务服务管理局",
                    "reason": "本市事项系统暂无此字段，年底前只提示",
                }
            ]
        },
    )

    who: str = Field(min_length=2, max_length=100, description="谁定的")
    reason: str = Field(min_length=2, max_length=2000, description="为什么")


class PastSetting(BaseModel):
    """一次设置。"""

    enabled: bool
    severity: SeverityName | None
    who: str
    reason: str
    at: datetime


class SettingOut(BaseModel):
    """一条规则现在怎样用，以及历次设置，新的在前。"""

    rule: str
    enabled: bool
    severity: SeverityName
    declared_severity: SeverityName
    history: list[PastSetting]


class PreviewAgency(BaseModel):
    """一个主体会多出、消失几条；`agency` 为空的是基本目录事项。"""

    agency: str | None
    name: str | None
    come: int
    gone: int


class PreviewOut(BaseModel):
    """规则的设置会带来什么变化。"""

    rule: str
    before: int = Field(description="现有几条发现")
    after: int = Field(description="会有几条发现")
    come: int
    gone: int
    severity: dict[Literal["before", "after"], str]
    agencies: list[PreviewAgency]
    samples: dict[Literal["come", "gone"], list[FindingOut]]
