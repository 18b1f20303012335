"""What the routes of mappings take and answer, for the API description."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Document = Annotated[
    dict[str, Any],
    Field(description="映射，按 schemas/mappings/mapping.schema.json the mapping document"),
]
_EXAMPLE: dict[str, Any] = {
    "mapping": {
        "name": "our-city",
        "title": "某市旧系统",
        "title_en": "A city's old system",
        "record": "implementation",
        "recognise": {"all": ["事项编号", "服务事项"]},
        "tables": {"handling_project_type": {"1": "2", "2": "1"}},
        "fields": {
            "/local_code": {"from": "事项编号"},
            "/name": {"from": "服务事项"},
            "/handling/project_type": {"from": "办件性质", "table": "handling_project_type"},
        },
    },
    "confirmed": True,
    "author": "某科室",
}


class MappingIn(BaseModel):
    """要保存的映射。"""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    mapping: Document
    confirmed: bool = Field(
        default=False, description="已经人确认：下次表头相同的文件就用它 used from now on"
    )
    author: str | None = Field(default=None, max_length=80, description="谁保存的，自称")
    based_on: int | None = Field(
        default=None, ge=0, le=2**31 - 1, description="改动所依据的版本；已有更新的版本就不保存"
    )


class MappingHead(BaseModel):
    """一个来源映射。"""

    name: str
    title: str
    title_en: str
    record: Literal["implementation", "base"] | None = Field(description="native 的没有")
    description: str
    state: Literal["shipped", "draft", "confirmed", "removed"]
    version: int | None = Field(description="在本系统里保存的版本；随系统提供的没有")
    author: str | None
    saved_at: str | None
    undecided: int = Field(description="还没有选定读法的列数；不为 0 就不能导入")


class VersionOut(BaseModel):
    """一版：谁、何时。"""

    version: int
    state: Literal["draft", "confirmed", "removed"]
    author: str | None
    saved_at: str


class MappingOut(MappingHead):
    """一个映射的全文和各版。"""

    versions: list[VersionOut]
    mapping: Document


class MappingPage(BaseModel):
    """一页映射，本系统里做的在前。"""

    items: list[MappingHead]
    next: str | None


class FieldOut(BaseModel):
    """要素标准的一个字段。"""

    pointer: str
    title: str
    title_en: str


class OtherOut(FieldOut):
    """另一个可能的字段。"""

    confidence: float


class EvidenceOut(BaseModel):
    """依据。"""

    code: str
    facts: dict[str, Any]
    zh: str
    en: str


class ColumnOut(BaseModel):
    """一列：样值、提议的字段、把握、依据、其他可能；不读的说明为什么。"""

    part: str | None = Field(description="子记录的列：属于哪个列表")
    sheet: str | None
    column: str
    letter: str | None
    filled: int
    rows: int
    samples: list[str]
    field: FieldOut | None
    also: list[FieldOut] = Field(description="同一列的一部分还填这些字段（编码前 18 位是主体）")
    reader: str | None = Field(description="读法")
    separators: list[str] = Field(description="多值之间出现过的分隔符")
    confidence: float | None
    evidence: list[EvidenceOut]
    others: list[OtherOut]
    unread: EvidenceOut | None


class ReadingOut(BaseModel):
    """一种编号。"""

    name: str
    title: str
    title_en: str
    table: dict[str, str | None]


class ValueOut(BaseModel):
    """一个值：出现几次，是本标准的哪个代码。"""

    value: str
    count: int
    code: str | None
    label: str | None


class ValuesOut(BaseModel):
    """一列代码的值表；undecided 的须由人选定。"""

    pointer: str
    title: str
    column: str
    state: Literal["plain", "decided", "undecided"]
    reading: ReadingOut | None
    readings: list[ReadingOut]
    evidence: list[EvidenceOut]
    values: list[ValueOut]


class SheetOut(BaseModel):
    """一张表：holds 为空串是事项，指针是列表，没有则没有读。"""

    sheet: str | None
    header_row: int | None
    holds: str | None


class ProposalOut(BaseModel):
    """拟的映射及依据。"""

    file: str
    format: str
    looked_at: int = Field(description="看了多少行")
    complete: bool = Field(description="文件是否看完了")
    known: str | None = Field(description="已有映射能读这个文件时，是哪一个")
    record: Literal["implementation", "base"]
    sheets: list[SheetOut]
    columns: list[ColumnOut]
    values: list[ValuesOut]
    missing: list[FieldOut] = Field(description="应填而没有列可读的字段")
    mapping: Document
    others: list[str | None] = Field(description="ZIP 里没有看的其他文件")
