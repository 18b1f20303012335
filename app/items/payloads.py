"""What the API says about an item: brief rows, whole documents, revisions.

The models describe; what is sent is built from dictionaries and written by orjson.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from pydantic import BaseModel, ConfigDict, Field

from app.elements.standard import label
from app.items.documents import Document, Version
from app.items.queries import ItemHead
from app.items.record import BASE
from app.kernel.language import Language


class Coded(BaseModel):
    """代码与名称: a code with what it means; the label is null where the code is undefined."""

    code: str = Field(examples=["01"])
    label: str | None = Field(examples=["行政许可"])


class ItemBrief(BaseModel):
    """事项概要: what a list tells of an item."""

    kind: str = Field(description="base 基本目录事项 · implementation 实施清单事项")
    code: str = Field(examples=["11990100MB0A56783W300011700100101"])
    qualifier: str = Field(description="同一编码有多个事项时加以区分；基本目录事项为发布机关的区划")
    base_code: str | None = Field(examples=["000117001001"])
    name: str | None = Field(examples=["城镇污水排入排水管网许可"])
    type: Coded | None
    level: Coded | None
    status: Coded | None
    region: str | None = Field(examples=["990100000000"])
    region_name: str | None
    agency: str | None
    agency_name: str | None
    revision: int = Field(description="当前是第几版")
    href: str = Field(description="完整内容的地址")


class ItemList(BaseModel):
    """一页事项."""

    items: list[ItemBrief]
    next: str | None = Field(description="下一页的 cursor；没有则为 null")


class RevisionBrief(BaseModel):
    """版本: one revision; ``previous`` is the hash of the one before, so history is a chain."""

    number: int
    hash: str
    previous: str | None
    batch: int | None = Field(description="写入它的导入批次")
    recorded_at: datetime
    withdrawn: bool = Field(description="这一版说明事项已撤回：创建它的导入被撤销")


class RevisionList(BaseModel):
    """一个事项的全部版本，新的在前."""

    code: str
    items: list[RevisionBrief]


class Followed(BaseModel):
    """所依标准: the base item an item is held against, and which revision it was written under."""

    code: str
    issuer: str | None
    name: str | None
    followed_revision: int | None = Field(description="事项写入时标准的版本")
    revision: int = Field(description="标准当前的版本")
    href: str


class ItemDocument(BaseModel):
    """事项文档: one revision of an item in full."""

    model_config = ConfigDict(title="事项文档")

    kind: str
    code: str
    qualifier: str
    revision: RevisionBrief
    standard: Followed | None
    document: dict[str, Any] = Field(
        description="事项的全部字段，结构见要素标准 docs/elements；未知的字段不出现"
    )
    others: list[ItemBrief] = Field(description="同一编码的其他事项")


class Choices(BaseModel):
    """业务办理项: an 实施编码 that is split answers the handling items to choose from."""

    code: str
    choices: list[ItemBrief]


def brief(head: ItemHead, language: Language) -> dict[str, Any]:
    """Return a row of a list."""
    return {
        "kind": "base" if head.kind == BASE else "implementation",
        "code": head.code,
        "qualifier": head.qualifier,
        "base_code": head.base_code,
        "name": orjson.Fragment(head.name) if head.name else None,
        "type": coded("item-type", head.type, language),
        "level": coded("level", head.level, language),
        "status": coded("status", head.status, language),
        "region": head.region,
        "region_name": head.region_name,
        "agency": head.agency,
        "agency_name": head.agency_name,
        "revision": head.number,
        "href": href(head),
    }


def coded(name: str, code: str | int | None, language: Language) -> dict[str, Any] | None:
    """Return a code of an enumeration with its label, None for none."""
    if code is None:
        return None
    return {"code": str(code), "label": label(name, str(code), english=language == "en")}


def href(head: ItemHead) -> str:
    """Return the address of an item's document."""
    path = quote(head.code, safe="")
    if head.kind == BASE:
        return f"/base-items/{path}?{urlencode({'issuer': head.qualifier})}"
    query = f"?{urlencode({'qualifier': head.qualifier})}" if head.qualifier else ""
    return f"/items/{path}{query}"


def whole(
    head: ItemHead,
    document: Document,
    standard: ItemHead | None,
    others: Sequence[ItemHead],
    language: Language,
) -> dict[str, Any]:
    """Return one revision of an item in full."""
    return {
        "kind": "base" if head.kind == BASE else "implementation",
        "code": head.code,
        "qualifier": head.qualifier,
        "revision": document.version.document(),
        "standard": _followed(head, standard) if standard else None,
        "document": document.content,
        "others": [brief(other, language) for other in others],
    }


def _followed(head: ItemHead, standard: ItemHead) -> dict[str, Any]:
    return {
        "code": standard.code,
        "issuer": standard.region,
        "name": orjson.Fragment(standard.name) if standard.name else None,
        "followed_revision": head.standard_number,
        "revision": standard.number,
        "href": href(standard),
    }


def history(head: ItemHead, versions: Sequence[Version]) -> dict[str, Any]:
    """Return the revisions of an item."""
    return {"code": head.code, "items": [version.document() for version in versions]}
