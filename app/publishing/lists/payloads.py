"""What the API says about the public lists. The models describe; what is sent is built as it is."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from app.publishing.payloads import GuideRow


class ListBrief(BaseModel):
    """公开清单."""

    slug: str = Field(examples=["at-most-one-visit"])
    title: str = Field(examples=["最多跑一次"])
    definition: str = Field(examples=["从申请到拿到结果，申请人到现场不超过一次"])
    within: str | None = Field(description="是哪个清单的一部分")
    conditions: list[str] = Field(description="成为成员的条件，都要符合")
    doubts: list[str] = Field(description="存疑的条件：不符合的仍是成员，但注明存疑")
    target: float | None = Field(description="政策要求的占比", examples=[0.85])
    target_source: str | None
    population: int = Field(description="统计范围内的事项数")
    members: int
    doubted: int = Field(description="成员中存疑的")
    unknown: int = Field(description="只因没有写明有关内容而不能列入的")
    share: float | None = Field(description="成员数 ÷ 统计范围；统计范围为零时为 null")
    reached: bool | None = Field(description="是否达到目标")
    href: str


class ListIndex(BaseModel):
    """清单一览."""

    items: list[ListBrief]


class Reason(BaseModel):
    """理由: a condition that holds, with the facts that show it."""

    condition: str = Field(examples=["at-most-one-visit"])
    words: str = Field(examples=["到现场 1 次"])
    facts: dict[str, Any] = Field(examples=[{"visits": 1}])
    place: str = Field(description="依据的字段（JSON 指针）", examples=["/handling/visits"])


class Nearest(BaseModel):
    """就近改法."""

    words: str
    place: str
    value: Any = None


class Obstacle(BaseModel):
    """不符合的条件."""

    condition: str
    state: Literal["fails", "unknown"] = Field(description="fails 不符合 · unknown 没有写明")
    words: str
    facts: dict[str, Any] = {}
    place: str | None = None
    change: Nearest | None = Field(default=None, description="改了这一处就符合这一条")
    rule: str | None = Field(default=None, description="审核规则（condition 为 standing-error 时）")
    findings: int | None = None


class Member(GuideRow):
    """清单上（或不在清单上）的一个事项."""

    reasons: list[Reason] | None = Field(default=None, description="列入的理由（成员）")
    obstacles: list[Obstacle] | None = Field(default=None, description="不能列入的原因（非成员）")
    doubts: list[Obstacle] = Field(description="存疑之处，包括尚未改正的严重问题")


class MemberList(BaseModel):
    """一页成员."""

    items: list[Member]
    next: str | None


class Figures(BaseModel):
    """占比."""

    population: int
    members: int
    doubted: int
    unknown: int
    share: float | None
    target: float | None
    reached: bool | None


class OfRegion(Figures):
    """一个下级区划的占比."""

    region: str | None
    name: str | None


class OfAgency(Figures):
    """一个实施主体的占比."""

    agency: str
    name: str


class Excluded(BaseModel):
    """不在统计范围的."""

    reason: str
    words: str
    items: int


class ListSummary(Figures):
    """清单占比: in a region, in each of its sub-regions, and of each body, the lowest first."""

    slug: str
    title: str
    definition: str
    population_definition: str
    region: str
    excluded: list[Excluded]
    regions: list[OfRegion]
    agencies: list[OfAgency]
