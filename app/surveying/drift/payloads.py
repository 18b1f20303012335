"""What ``/survey/drift`` answers, for the API description; the rows themselves are plain dicts."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

Kind = Literal["renamed", "misfiled", "unlinked", "duplicate", "twin"]


class ReadOut(BaseModel):
    """名称的读法：事由、行为、办理项、地名、层级或范围；没有说的为空串。"""

    matter: str = Field(examples=["食品经营"])
    act: str = Field(examples=["许可"])
    handling: str = Field(examples=["变更"])
    place: str
    scope: str


class FollowedOut(BaseModel):
    """所依的标准。"""

    code: str
    issuer: str
    name: str | None


class SideOut(BaseModel):
    """建议的一边：能代表它的一个事项。"""

    kind: Literal["base", "implementation"]
    code: str = Field(examples=["990118002000"])
    qualifier: str
    name: str | None
    region: str | None
    region_name: str | None
    agency: str | None
    agency_name: str | None
    follows: FollowedOut | None
    read: ReadOut


class PartOut(BaseModel):
    """分数的一部分；`value` 为空：没有人填，按一半算。"""

    part: Literal["name", "code", "type", "legal_basis", "materials", "result", "agency"]
    title: str
    weight: int
    value: float | None = Field(examples=[0.9])


class NameDifferenceOut(BaseModel):
    """两个名称的一处差别。"""

    kind: Literal[
        "place",
        "scope",
        "handling",
        "act",
        "filler",
        "order",
        "detail",
        "synonym",
        "more",
        "matter",
    ]
    title: str = Field(examples=["地名"])
    left: str
    right: str


class ElementAnswerOut(BaseModel):
    """两边的一个要素是不是一个意思。"""

    element: str
    title: str
    answer: Literal["same", "different", "unstated"]


class DriftOut(BaseModel):
    """一条建议：两个事项、或一个事项的两种写法，是同一件事；附证据与怎么办。"""

    id: str = Field(description="编码与名称不变，它就不变", examples=["9c1e5a07d4b28f36"])
    kind: Kind
    title: str = Field(examples=["同码异名"])
    advice: str
    score: float = Field(examples=[0.9231])
    parts: list[PartOut]
    items: int = Field(description="涉及的实施清单事项数")
    agencies: int
    regions: int
    left: SideOut
    right: SideOut
    differences: list[NameDifferenceOut]
    elements: list[ElementAnswerOut]
    laws: list[str] = Field(description="两边都引用的法规，至多五部")
    papers: list[str] = Field(description="两边都要的材料，至多五种")


class DriftPage(BaseModel):
    """一页建议，最有把握的在前；总数只在第一页给出。"""

    items: list[DriftOut]
    next: str | None
    total: int | None
    by_kind: dict[str, int] | None
