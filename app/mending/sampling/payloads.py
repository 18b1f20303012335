"""What ``/audit/samples`` answers, for the API description."""

from __future__ import annotations

from pydantic import BaseModel, Field

from app.auditing.payloads import ItemOut


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
