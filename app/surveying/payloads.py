"""What ``/survey`` answers, for the API description; the rows themselves are plain dicts."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from app.claims.reasons import ReasonCode

Answer = Literal["same", "better", "worse", "different", "unproven"]


class HeatCell(BaseModel):
    """一个地区一个要素的比对结果计数。"""

    numerator: int
    denominator: int
    ratio: float | None = Field(examples=[0.9712])
    title: str
    better: int
    worse: int
    different: int
    unproven: int


class HeatRow(BaseModel):
    """一个地区。"""

    region: str = Field(examples=["990100000000"])
    name: str
    depth: int
    cells: list[HeatCell]


class ElementOut(BaseModel):
    """一个要素。"""

    element: str = Field(examples=["materials"])
    title: str = Field(examples=["申请材料"])


class HeatOut(BaseModel):
    """一致率热力图；各行的格与要素同序。"""

    elements: list[ElementOut]
    rows: list[HeatRow]


class StandardOut(BaseModel):
    """所依的上级标准与版本。"""

    code: str
    issuer: str
    revision: int
    followed_revision: int | None


class LevelOut(BaseModel):
    """一个行使层级上依此标准的事项数，其中落后于现行版本的。"""

    level: int | None
    items: int
    behind: int


class AnswerOut(BaseModel):
    """一个要素与上级标准比对的结论。"""

    element: str
    title: str
    answer: Answer


class LinkOut(BaseModel):
    """一级目录。"""

    code: str = Field(examples=["990118002000"])
    issuer: str
    issuer_name: str | None
    level: int | None
    name: str | None
    status: int | None
    revision: int
    follows: StandardOut | None
    answers: list[AnswerOut]
    local: list[LevelOut]


class ChainOut(BaseModel):
    """自上而下的各级目录；`more` 为没有列出的级数。"""

    code: str
    links: list[LinkOut]
    more: int


class BehindOut(BaseModel):
    """一个落后于标准的事项。"""

    code: str
    qualifier: str
    name: str | None
    region: str | None
    agency: str | None
    agency_name: str | None
    standard: str
    issuer: str
    followed_revision: int
    revision: int
    since: str = Field(examples=["2026-11-02"])
    working_days: int


class BehindPage(BaseModel):
    """一页落后于标准的事项；总数只在第一页给出。"""

    items: list[BehindOut]
    next: str | None
    total: int | None


class PeerOut(BaseModel):
    """一个同级地区。"""

    region: str
    name: str


class LikeOut(BaseModel):
    """疑似同一事项的另一名称。"""

    code: str
    name: str
    likeness: float


class DeclinedOut(BaseModel):
    """为什么不认领。"""

    id: int
    reason: ReasonCode = Field(examples=["no-institution"])
    note: str | None


class CellOut(BaseModel):
    """一格：已认领、不认领、未认领、疑似另名、超出层级、不要求。"""

    state: Literal["claimed", "declined", "missing", "renamed", "beyond", "none"]
    items: int
    like: LikeOut | None = None
    decline: DeclinedOut | None = None


class MatrixRow(BaseModel):
    """一个基本目录事项。"""

    code: str
    issuer: str
    name: str | None
    line: str | None
    missing: int
    cells: list[CellOut]


class MatrixOut(BaseModel):
    """认领对照表；各行的格与 `peers` 同序。"""

    peers: list[PeerOut]
    rows: list[MatrixRow]
    counts: dict[str, int]


class PointOut(BaseModel):
    """一个地区的事项数；`odd`：明显偏离同级。"""

    region: str
    name: str
    value: int
    odd: bool


class SpreadGroup(BaseModel):
    """一个条线（空为全部）的五数概括；不足五个地区时 `alike` 为空。"""

    line: str | None
    alike: bool | None
    low: float
    q1: float
    median: float
    q3: float
    high: float
    points: list[PointOut]


class SpreadOut(BaseModel):
    """事项数的分布。"""

    tolerance: float
    groups: list[SpreadGroup]


class BetterOut(BaseModel):
    """一条提高标准的建议。"""

    code: str
    issuer: str
    name: str | None
    element: str
    title: str
    better: int
    followers: int
    share: float
    regions: int
    standard: Any
    common: Any
    common_items: int


class BettersOut(BaseModel):
    """提高标准的建议，多数已做到的在前。"""

    items: list[BetterOut]
