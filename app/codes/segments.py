"""Segments of national codes: each function takes the text of one and returns it labelled.

Positions count from 1 in the whole code, so every function is told where its segment starts.
"""

from __future__ import annotations

from app.codes.check_digits import CREDIT_ALPHABET, credit_code_ok
from app.codes.code import Part
from app.codes.item_types import type_name
from app.codes.labels import Label
from app.codes.levels import LEVELS
from app.codes.provinces import issuer_name, region_name
from app.codes.registrars import REGISTRARS, body_class

NO_SUB_ITEM, HAS_SUB_ITEMS = "000", "00Y"

LABELS = {
    "body": Label("实施主体", "implementing body"),
    "credit": Label("统一社会信用代码", "unified social credit code"),
    "registrar": Label("登记管理部门代码", "registration authority"),
    "class": Label("机构类别代码", "class of body"),
    "region": Label("登记管理机关行政区划码", "registration region"),
    "organisation": Label("主体标识码（组织机构代码）", "organisation code"),
    "check": Label("校验码", "check character"),
    "level": Label("行使层级", "exercise level"),
    "base": Label("基本编码", "base code"),
    "issuer": Label("目录层级（省级区划）", "issuer of the catalogue"),
    "type": Label("事项类型", "item type"),
    "main": Label("主项", "main item"),
    "sub": Label("子项", "sub-item"),
    "serial": Label("业务办理项序号", "handling item serial"),
    "material": Label("材料序号", "material serial"),
    "date": Label("办件日期", "date of the case"),
    "case": Label("办件流水号", "case serial"),
}


def segment(key: str, value: str, start: int, meaning: Label | None = None, *parts: Part) -> Part:
    """Return one labelled part."""
    return Part(key, LABELS[key], value, start, meaning, parts)


def body(text: str, start: int = 1, key: str = "body") -> Part:
    """Return the 18 characters of a body, taken apart where they are a credit code."""
    if not is_credit_shape(text):
        return segment(key, text, start, Label("当地自编的主体代码", "a body code of local making"))
    meaning = body_class(text[:2])
    return segment(
        key,
        text,
        start,
        meaning,
        segment("registrar", text[0], start, REGISTRARS.get(text[0])),
        segment("class", text[1], start + 1, meaning),
        segment("region", text[2:8], start + 2, region_name(text[2:8])),
        segment("organisation", text[8:17], start + 8),
        segment("check", text[17], start + 17),
    )


def is_credit_shape(text: str) -> bool:
    """Tell whether ``text`` is built like a credit code; its check may fail (mistyped, or real)."""
    if credit_code_ok(text):
        return True
    known = body_class(text[:2]) is not None and region_name(text[2:8]) is not None
    return known and text[2:8].isdigit() and set(text) <= set(CREDIT_ALPHABET)


def level(text: str, start: int) -> Part:
    """Return the level digit."""
    return segment("level", text, start, LEVELS.get(text))


def base(text: str, start: int = 1) -> Part:
    """Return the 12 characters of a base code."""
    return segment("base", text, start, None, *base_parts(text, start))


def base_parts(text: str, start: int = 1) -> tuple[Part, ...]:
    """Return issuer, type, main item and sub-item of a base code."""
    return (
        segment("issuer", text[:2], start, issuer_name(text[:2])),
        segment("type", text[2:4], start + 2, type_name(text[2:4], text[:2])),
        segment("main", text[4:9], start + 4),
        segment("sub", text[9:], start + 9, sub_meaning(text[9:])),
    )


def sub_meaning(sub: str) -> Label | None:
    """Return what the three characters of a sub-item say."""
    if sub == NO_SUB_ITEM:
        return Label("未细分子项", "not divided into sub-items")
    if sub == HAS_SUB_ITEMS:
        return Label("设有子项的主项", "main item that has sub-items")
    return Label(f"第 {int(sub)} 子项", f"sub-item {int(sub)}") if sub.isdigit() else None
