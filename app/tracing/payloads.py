"""What the law graph and the material graph answer, for the API description."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from app.laws.payloads import LawPayload


class UsingItem(BaseModel):
    """一个事项。"""

    kind: Literal["implementation", "base"]
    code: str = Field(examples=["11990100MB0A56783W3000117001001"])
    qualifier: str
    name: str | None = Field(examples=["城镇污水排入排水管网许可"])
    region: str | None = Field(examples=["990100000000"])
    region_name: str | None
    agency: str | None
    agency_name: str | None


class LawUse(BaseModel):
    """一处引用: one place where an item cites the law."""

    item: UsingItem
    element: Literal["legal_basis", "time_limit", "materials", "fees"]
    pointer: str = Field(description="在事项文档中的位置", examples=["/legal_basis/0/law"])
    law: str = Field(description="事项写的名称", examples=["《中华人民共和国合同法》"])
    article: str | None = Field(examples=["第三百九十六条"])


class LawUses(BaseModel):
    """引用处一页；total 为引用处总数，by_element 按要素分，翻页后的各页为 null。"""

    items: list[LawUse]
    next: str | None
    total: int | None = Field(description="引用处总数，精确 exact count", examples=[128])
    by_element: dict[str, int] | None = Field(examples=[{"legal_basis": 120, "fees": 8}])


class OutdatedLaw(BaseModel):
    """仍被引用的失效法规。"""

    law: LawPayload
    items: int = Field(description="引用它的事项数 items that cite it", examples=[17])


class OutdatedLaws(BaseModel):
    """仍被引用的失效法规，引用最多的在前。"""

    items: list[OutdatedLaw]


class UnknownLaw(BaseModel):
    """登记里没有的法规。"""

    key: str = Field(description="归一的名称", examples=["云川省供水用水管理条例"])
    law: str = Field(description="事项写的名称之一", examples=["《云川省供水用水管理条例》"])
    items: int = Field(description="引用它的事项数", examples=[3])


class UnknownLaws(BaseModel):
    """登记里没有的法规一页，按名称。"""

    items: list[UnknownLaw]
    next: str | None


class PaperOut(BaseModel):
    """一种材料: one paper, whatever its spellings."""

    paper: int = Field(description="文书编号", examples=[12])
    name: str = Field(examples=["营业执照"])
    items: int = Field(description="要它的事项数", examples=[320])
    lists: int = Field(description="要它的材料清单数（内容相同的清单算一份）", examples=[14])


class UnfoundedPaper(PaperOut):
    """没有依据的材料: asked for without a basis of its own."""

    agencies: int = Field(description="要它的实施主体数", examples=[9])


class UnfoundedPapers(BaseModel):
    """清理清单一页，要得最多的在前。"""

    items: list[UnfoundedPaper]
    next: str | None


class KnownPaper(PaperOut):
    """一种材料，以及所知的核发者。"""

    certificate: bool = Field(description="在随附的证照清单中 on the shipped list of certificates")
    issuer: str | None = Field(examples=["市场主体登记机关"])
    line: str | None = Field(description="核发它的条线", examples=["市场监管"])
    ended: str | None = Field(description="不再核发的第一天", examples=[None])
    instead: str | None = Field(description="现用什么", examples=[None])


class Issuing(BaseModel):
    """产生这份文书的事项。"""

    code: str = Field(description="基本编码，没有的是事项编码", examples=["000131001000"])
    kind: Literal["implementation", "base"]
    agency: str | None
    agency_name: str | None
    items: int = Field(description="这一主体有几个这样的事项")


class CandidatePaper(KnownPaper):
    """免提交候选: issued by government, or the result of an item of the catalogue."""

    issued_by: list[Issuing] = Field(description="至多三个，基本目录事项在前")


class KnownPapers(BaseModel):
    """材料一页，要得最多的在前。"""

    items: list[KnownPaper]
    next: str | None


class CandidatePapers(BaseModel):
    """免提交候选一页，要得最多的在前。"""

    items: list[CandidatePaper]
    next: str | None


class PaperUse(BaseModel):
    """一处材料: one place where an item asks for the paper."""

    item: UsingItem
    pointer: str = Field(examples=["/materials/2/name"])
    paper: int
    name: str
    issuer: str | None


class PaperUses(BaseModel):
    """要这份材料的事项一页。"""

    items: list[PaperUse]
    next: str | None
    total: int | None = Field(description="总数，精确 exact count")


class SelfIssued(BaseModel):
    """自发自要：本主体要本主体自己的办理结果。"""

    items: list[PaperUse]


class Repeated(BaseModel):
    """同一主项的几个子项要同一份材料。"""

    main: str = Field(description="主项：基本编码前 9 位", examples=["000117001"])
    paper: int
    name: str
    parts: list[str] = Field(description="要它的子项的基本编码", min_length=2)


class RepeatedPapers(BaseModel):
    """重复提交的材料。"""

    items: list[Repeated]
