"""What the API says about indicators and scores. The models describe; what is sent is built as it is."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from app.publishing.payloads import GuideRow


class TargetOut(BaseModel):
    """目标."""

    value: float = Field(examples=[0.85])
    source: str


class Numbers(BaseModel):
    """指标值及其组成."""

    value: float | None = Field(description="分子 ÷ 分母；分母为零时为 null", examples=[0.871989])
    numerator: float = Field(description="分子：事项数，或合计的数", examples=[85836])
    denominator: float = Field(description="分母", examples=[98437])
    items: int = Field(description="计入的事项数（统计范围减去不计入的）")
    population: int = Field(description="统计范围内的事项数")
    unknown: int = Field(description="计入分母，只因没有写明而不在分子的事项数")
    gone: int = Field(description="基线里有、现在没有或不再使用的事项数（只用于压减率）")
    target: float | None
    reached: bool | None = Field(description="是否达到目标")


class ExcludedOut(BaseModel):
    """不计入的."""

    reason: str = Field(examples=["suspended"])
    words: str = Field(examples=["已暂停"])
    items: int
    href: str | None = Field(description="打开这些事项")


class FindingsOut(BaseModel):
    """拉低审核比率的发现，一条规则一项."""

    rule: str
    title: str
    findings: int
    href: str


class FigureOut(Numbers):
    """指标值，每个数都可以打开."""

    excluded: list[ExcludedOut]
    lists: dict[str, str] = Field(
        description="分子、分母等背后的事项",
        examples=[{"numerator": "/indicators/at-most-one-visit-rate/items?part=numerator"}],
    )
    findings: list[FindingsOut] = Field(
        description="审核的比率不是按事项计的：分母与分子之差就是这些发现"
    )


class KeptFigure(BaseModel):
    """留存的指标值."""

    value: float
    numerator: float
    denominator: float


class IndicatorOut(BaseModel):
    """指标：算式、范围、出处和现值."""

    slug: str = Field(examples=["at-most-one-visit-rate"])
    version: int = Field(description="算式的版本")
    title: str = Field(examples=["最多跑一次率"])
    variant_of: str | None = Field(description="是哪个指标的另一种算法")
    formula: str
    population_definition: str | None
    missing: str = Field(description="没有写明的怎样计")
    unit: Literal["share", "number"]
    direction: Literal["up", "down"]
    target: TargetOut | None
    source: str
    mark: Literal["verified", "memory", "recommended"] = Field(
        description="verified 已见原文 · memory 未见原文 · recommended 本系统的建议"
    )
    against_baseline: bool
    href: str
    at: str | None = Field(default=None, description="留存的日期；不写 at 时没有")
    figure: FigureOut | KeptFigure | None = Field(description="不能这样细分或还没有基线时为 null")


class IndicatorList(BaseModel):
    """全部指标."""

    items: list[IndicatorOut]
    baseline: str | None = Field(description="压减率与之相比的基线")


class BreakdownRow(Numbers):
    """一个下级区划、主体、类型或层级的指标值."""

    region: str | None = None
    agency: str | None = None
    type: str | None = None
    level: int | None = None
    name: str | None


class BreakdownOut(BaseModel):
    """分列，落后的在前."""

    slug: str
    by: Literal["region", "agency", "type", "level"]
    items: list[BreakdownRow]


class WhyNot(BaseModel):
    """不计入的原因."""

    reason: str
    words: str


class PartRow(GuideRow):
    """指标背后的一个事项."""

    excluded: WhyNot | None = Field(default=None, description="不计入的原因")
    counted: dict[str, float] | None = Field(
        default=None,
        description="合计或平均的指标：这个事项的分子、分母各计多少",
        examples=[{"numerator": 15.0, "denominator": 20.0}],
    )


class PartList(BaseModel):
    """一页事项."""

    items: list[PartRow]
    next: str | None
    total: int | None = Field(
        default=None, description="一共多少；只在第一页、不按名称查找时给出；含不予列出的涉密事项"
    )


class TrendPoint(KeptFigure):
    """一天留存的指标值."""

    day: str = Field(examples=["2026-11-24"])
    version: int = Field(description="目录的版本")
    baseline: str | None


class TrendOut(BaseModel):
    """走势."""

    slug: str
    version: int = Field(description="算式的版本；算式改了，走势另起一条")
    items: list[TrendPoint]


class BaselineIn(BaseModel):
    """要留的基线."""

    name: str = Field(
        min_length=1, max_length=100, description="名称，不与已有的重复", examples=["2026年底"]
    )
    note: str = Field(
        default="", max_length=1000, description="说明", examples=["清理申请材料之前"]
    )


class BaselineOut(BaseModel):
    """基线."""

    name: str = Field(examples=["2026年底"])
    taken_on: str = Field(description="留存的日期（北京时间）", examples=["2026-11-24"])
    version: int = Field(description="目录的版本")
    items: int
    note: str


class BaselineList(BaseModel):
    """基线，最近的在前."""

    items: list[BaselineOut]


class ProfileOut(BaseModel):
    """计分口径."""

    name: str = Field(examples=["claim-tiers"])
    title: str
    source: str
    mark: Literal["verified", "memory", "recommended"]
    note: str
    parts: list[dict[str, Any]]
    href: str


class ProfileList(BaseModel):
    """全部计分口径."""

    items: list[ProfileOut]


class ScoredPart(BaseModel):
    """一个得分项."""

    part: str = Field(examples=["county-claims"])
    title: str
    full: float
    points: float | None = Field(description="没有可计的数据时为 null，不计入满分")
    deductions: list[dict[str, Any]] = Field(
        description="每处扣分：扣多少、为什么、到哪里打开",
        examples=[
            [
                {
                    "off": 2,
                    "rule": "catch-all-material",
                    "title": "材料清单有兜底条款",
                    "findings": 3,
                    "href": "/audit/findings?rule=catch-all-material&region=990101000000",
                }
            ]
        ],
    )


class ScoreRow(BaseModel):
    """一个区划或主体的得分."""

    region: str | None = None
    agency: str | None = None
    name: str | None
    score: float | None
    full: float
    parts: list[ScoredPart]


class ScoreList(BaseModel):
    """得分，低的在前."""

    profile: str
    by: Literal["region", "agency"]
    items: list[ScoreRow]
