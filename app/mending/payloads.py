"""What the routes of this room answer and take, for the API description."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.auditing.payloads import FindingOut, ItemOut, Rates, SeverityName, WaiverBrief
from app.kernel.clock import today
from app.mending.rectifying.rechecking import State as LineState
from app.mending.runs.comparing import Part
from app.mending.waivers.granting import State


class RuleChange(BaseModel):
    """一条规则在两次审核之间的变化。"""

    rule: str = Field(examples=["catch-all-material"])
    title: str
    severity: SeverityName
    counts: dict[Part, int]


class ChangeLine(BaseModel):
    """一条变化；事项已不在目录里的，`item` 为空。"""

    part: Part
    rule: str | None
    title: str | None
    severity: SeverityName | None
    number: int = Field(description="同一事项、同一规则、同一内容的发现有几处")
    item: ItemOut | None


class ComparisonOut(BaseModel):
    """两次全面审核的比较。"""

    before: int
    after: int
    same_rules: bool = Field(description="两次审核所用规则、口径是否完全相同")
    counts: dict[Part, int]
    rules: list[RuleChange]
    items: list[ChangeLine]
    next: str | None


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

    counts: dict[LineState, int]
    done: bool = Field(description="是否已没有未改的、仍有问题的条目")
    overdue_working_days: int = Field(description="逾期几个工作日；已改完的为 0")
    checked_on: date


class RectificationLineOut(BaseModel):
    """整改清单的一条：出具时的发现，和它现在的状态。"""

    number: int
    state: LineState
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


class StratumOut(BaseModel):
    """一层：有多少，抽多少。"""

    stratum: str = Field(examples=["11990100MB0A56783W"])
    name: str | None
    population: int
    sample: int


class SampledItem(ItemOut):
    """抽中的一个事项。"""

    number: int
    stratum: str
    order: str = Field(description="排序值：SHA-256，十六进制")


class SampleOut(BaseModel):
    """抽查样本，和重抽所需的一切。"""

    seed: str
    version: int = Field(description="目录的版本")
    by: str
    population: int
    size: int
    strata: list[StratumOut]
    items: list[SampledItem]


class TriedCounts(BaseModel):
    """会新增、消除、改变的发现各有几条。"""

    new: int
    mended: int
    altered: int = Field(description="同一事项、同一规则仍有发现，内容不同")


class TriedRule(TriedCounts):
    """一条规则的变化。"""

    rule: str


class TriedAgency(TriedCounts):
    """一个主体的变化；`agency` 为空的是基本目录事项。"""

    agency: str | None
    name: str | None


class TriedRates(BaseModel):
    """四率：修改之前，修改之后。"""

    before: Rates
    after: Rates


class TriedScore(TriedRates):
    """四率会变的一个主体。"""

    agency: str
    name: str | None


class TriedItem(ItemOut):
    """在清单上的位置会变的一个事项。"""

    change: Literal["undoubted", "doubted"]


class TriedList(BaseModel):
    """一份公开清单：几项会不再存疑，几项会变为存疑。"""

    slug: str
    title: str
    undoubted: int
    doubted: int
    items: list[TriedItem]


class TriedFinding(FindingOut):
    """会变化的一条发现；`was` 是原来的说法。"""

    change: Literal["new", "mended", "altered"]
    was: str | None = None


class TrialOut(BaseModel):
    """假如修改标准，会发生什么。"""

    verb: Literal["created", "changed", "unchanged"]
    version: int = Field(description="试算所依据的目录版本")
    counts: TriedCounts
    items: int = Field(description="发现会变化的事项数")
    rules: list[TriedRule]
    agencies: list[TriedAgency]
    rates: TriedRates
    scores: list[TriedScore]
    lists: list[TriedList]
    findings: list[TriedFinding]


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
