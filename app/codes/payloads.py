"""What the API says about a code."""

from __future__ import annotations

from pydantic import BaseModel, Field

from app.codes.code import KIND_LABELS, Code, CodeKind, Part
from app.codes.labels import Label
from app.codes.remarks import Remark


class Words(BaseModel):
    """中英文: one phrase in both languages."""

    zh: str
    en: str


class PartExplanation(BaseModel):
    """编码段: one segment of the code."""

    key: str = Field(description="段的标识 name of the segment, the same for every code")
    name: Words
    value: str
    start: int = Field(description="起始位，从 1 数起 first position, counted from 1")
    length: int
    meaning: Words | None = Field(default=None, description="含义，未知时缺 absent when unknown")
    parts: list[PartExplanation] = Field(default=[], description="下一层的段 what it consists of")


class RemarkExplanation(BaseModel):
    """提示: one oddity of the code; no reason to refuse it."""

    code: str
    message: Words
    facts: dict[str, str | int]


class Explanation(BaseModel):
    """编码解释: what a code says, part by part."""

    given: str = Field(description="查询的编码 the code as asked for")
    code: str = Field(description="规范写法 the code that was meant")
    kind: CodeKind
    kind_name: Words
    scheme: Words | None = Field(
        default=None, description="所依地方规则 the local scheme it follows"
    )
    length: int
    parts: list[PartExplanation]
    problems: list[RemarkExplanation]


def words(label: Label) -> Words:
    """Return a label as it is sent."""
    return Words(zh=label.zh, en=label.en)


def explain_part(part: Part) -> PartExplanation:
    """Return one part, and those within it, as they are sent."""
    return PartExplanation(
        key=part.key,
        name=words(part.label),
        value=part.value,
        start=part.start,
        length=part.length,
        meaning=words(part.meaning) if part.meaning else None,
        parts=[explain_part(inner) for inner in part.parts],
    )


def explain_remark(remark: Remark) -> RemarkExplanation:
    """Return one oddity as it is sent."""
    return RemarkExplanation(code=remark.code, message=words(remark.message), facts=remark.facts)


def explain_code(code: Code) -> Explanation:
    """Return a parsed code as it is sent."""
    return Explanation(
        given=code.given,
        code=code.text,
        kind=code.kind,
        kind_name=words(KIND_LABELS[code.kind]),
        scheme=words(code.scheme) if code.scheme else None,
        length=len(code.text),
        parts=[explain_part(part) for part in code.parts],
        problems=[explain_remark(remark) for remark in code.problems],
    )
