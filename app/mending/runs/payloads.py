"""What ``/audit/runs`` answers of two runs compared, for the API description."""

from __future__ import annotations

from pydantic import BaseModel, Field

from app.auditing.payloads import ItemOut, SeverityName
from app.mending.runs.parts import Part


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
