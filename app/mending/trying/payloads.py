"""What ``/audit/what-if`` answers, for the API description."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from app.auditing.payloads import FindingOut, ItemOut, Rates


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
