"""What the audit's routes answer, for the API description; the rows themselves are plain dicts."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

SeverityName = Literal["error", "warning", "info"]
AspectName = Literal["completeness", "correctness", "consistency", "coverage"]


class Rate(BaseModel):
    """一个比率：分子、分母与值；分母为 0 时值为空。"""

    numerator: int
    denominator: int
    ratio: float | None = Field(examples=[0.9712])


class Rates(BaseModel):
    """四率：覆盖、完整、准确、一致。"""

    coverage: Rate
    completeness: Rate
    correctness: Rate
    consistency: Rate


class Gravity(BaseModel):
    """按严重程度计数。"""

    error: int
    warning: int
    info: int


class PlaceOut(BaseModel):
    """位置：文档里的 JSON 指针；由文件导入的，还有文件、表、行。"""

    pointer: str = Field(examples=["/materials/2/name"])
    title: str | None = Field(examples=["材料名称"])
    file: str | None
    sheet: str | None
    row: int | None


class ItemOut(BaseModel):
    """发现所指的事项。"""

    code: str
    qualifier: str
    kind: Literal["base", "implementation"]
    name: str | None
    region: str | None
    region_name: str | None
    agency: str | None
    agency_name: str | None


class WaiverBrief(BaseModel):
    """豁免：谁因何接受了这条发现，到哪一天为止。"""

    id: int
    reason: str = Field(examples=["新系统上线前暂不能网上支付"])
    approver: str = Field(examples=["示例市政务服务管理局"])
    granted: date
    expires: date


class FindingOut(BaseModel):
    """一条审核发现。"""

    rule: str = Field(examples=["catch-all-material"])
    severity: SeverityName
    aspect: AspectName
    element: str
    message: str = Field(examples=["第3项“其他材料”是兜底条款"])
    remedy: str
    place: PlaceOut
    facts: dict[str, Any]
    waiver: WaiverBrief | None = Field(description="今日有效的豁免；没有则为空")
    item: ItemOut


class FindingPage(BaseModel):
    """一页发现。"""

    items: list[FindingOut]
    next: str | None
    total: int | None = Field(default=None, description="满足条件的总数；只在第一页给出")
    waived: int | None = Field(default=None, description="其中已豁免的；只在第一页给出")


class ItemAudit(BaseModel):
    """一个事项的审核结果：发现与十同比对。"""

    item: ItemOut
    standard: dict[str, Any] | None
    findings: list[FindingOut]
    comparison: list[dict[str, Any]]


class Part(BaseModel):
    """目录一部分的概况。"""

    items: int = Field(description="计入的事项：不含已取消和涉密的")
    implementation_items: int
    excluded: dict[Literal["cancelled", "secret"], int] = Field(
        description="没有计入的事项数：已取消 cancelled，涉密 secret；它们的发现也不计入",
        examples=[{"cancelled": 12}],
    )
    declined: int = Field(description="当地写明原因不认领的基本目录事项数；不计入覆盖率")
    rates: Rates
    findings: Gravity


class ElementRate(Rate):
    """一个要素的一致率。"""

    title: str
    better: int
    worse: int
    different: int
    unproven: int


class RuleCount(BaseModel):
    """一条规则的发现数。"""

    rule: str
    title: str
    title_en: str
    severity: SeverityName
    aspect: AspectName
    element: str
    findings: int


class MendFirst(BaseModel):
    """先改什么、归谁改。"""

    rule: str
    title: str
    title_en: str
    severity: SeverityName
    findings: int
    remedy: str
    remedy_en: str
    agency: str | None
    name: str | None


class SourceOut(BaseModel):
    """一个来源文件整体不含的要素：说一次，不逐条说。"""

    file: str
    batch: int
    rows: int
    absent: list[dict[str, Any]]


class SummaryOut(Part):
    """审核概况。"""

    profile: str
    version: int
    waived: Gravity = Field(description="发现之中今日已豁免的；`findings` 里也含这些")
    elements: dict[str, ElementRate]
    rules: list[RuleCount]
    mend_first: list[MendFirst]
    sources: list[SourceOut]


class BreakdownOut(BaseModel):
    """按区划、主体、要素或规则分列。"""

    items: list[dict[str, Any]]


class RuleOut(BaseModel):
    """一条审核规则。"""

    code: str
    severity: SeverityName
    aspect: AspectName
    element: str
    title: str
    title_en: str
    why: str
    why_en: str
    remedy: str
    remedy_en: str
    source: str
    citation: str
    since: str
    applies: str
    declared_severity: SeverityName = Field(
        description="规则自己定的严重程度；`severity` 是本系统采用的"
    )
    enabled: bool
    findings: int


class RuleList(BaseModel):
    """全部审核规则。"""

    items: list[RuleOut]


class RunOut(BaseModel):
    """一次全面审核。"""

    id: int
    started_at: str
    finished_at: str
    state: Literal["done"]
    anew: bool
    items: int
    findings: int
    drift: int = Field(description="与现有发现不一致的条数；应为 0")
    rule_set: str
    kept: bool = Field(description="明细是否还在，能否与别次比较")
    counts: dict[str, int]


class RunList(BaseModel):
    """历次全面审核。"""

    items: list[RunOut]
