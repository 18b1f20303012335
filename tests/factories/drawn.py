"""Hypothesis strategies: values and whole documents, drawn from the JSON Schemas of the standard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from app.elements.enumerations import enumeration_members
from app.elements.schemas import acceptance_schema
from app.importing.mappings.cell_readers import CODES
from app.items.record import BASE, RECORDS
from tests.factories.catalogue import base, local

ODD = st.sampled_from(
    ("", " ", "无", "/", "0", "-1", "²", "１０", "%", "'", '"', "\\", "\x00", "\u200b", "\ufeff", "😀",
     "《", "《》", "（）", "((", "第", "第条", "第零条", "1.5", "1e30", "2021-02-30", "0年", "http://", "=1+1",
     "20(工作日)", "最多到现场2次", "其他材料", "<p>", "&nbsp;", "{0}", "{name}", "{", "}", "%s", "010-",
     "1" * 40, "甲" * 300)
)  # fmt: skip
TEXTS = st.one_of(ODD, st.text(max_size=8), st.lists(ODD, max_size=3).map("".join))
HARD = st.sampled_from(
    ("=1+1", "+86 10 6600 0000", "-1", "@甲", "'=甲", "''=", "'00", "'甲", "＝1", "00012345678901234567890",
     "007", "1.0", "5.0", "1E+20", "2021-03-04", "2021/3/4", "44197", "一、甲\n二、乙；丙\r\n丁", "甲\r乙",
     "a_x000D_b", "_x0041_", "甲\t乙", "甲\u3000乙", "\u3000甲", "<b>粗</b>&amp;", "&lt;", "是", "否", "true",
     "[]", "[1]", "{}", "null", "None", '="00"', '"甲"', '甲"乙', "𠮷野", "\U0010fffd", "末尾\ufffe",
     "甲\u2028乙", "甲\x85乙", "甲\x0b乙\x0c", "甲\x1c乙", "甲，乙、丙；丁", "〔2020〕1号", "备注：无", "备注：甲",
     "合计", "说明：见附件", "长" * 32_767, "长" * 33_000, "行\n" * 300)
)  # fmt: skip
"""What spreadsheets, CSV and lenient readers are known to change."""
KEPT = {"name", "code", "base_code", "row_id", "region", "issuer", "effective_date", "cancel_date"}
"""Fields that identify an item, or place it: a drawn one would not be taken."""


@dataclass(frozen=True, slots=True)
class Draw:
    """How to draw: ``texts`` for any text; ``codes``: codes as the code tables have them."""

    texts: SearchStrategy[str] = TEXTS
    codes: bool = False
    members: int = 3


PLAIN = Draw()


def values_of(schema: dict[str, Any], draw: Draw = PLAIN, pointer: str = "") -> SearchStrategy[Any]:
    """Draw what a schema lets in: few members, odd texts, numbers at their bounds."""
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of(*(_of_type(name, schema, draw, pointer) for name in types))


def documents_of(kind: int, draw: Draw = PLAIN) -> SearchStrategy[dict[str, Any]]:
    """Draw documents of a kind of item: what identifies them is plain, all else may be anything."""
    make = base if kind == BASE else local
    parts = acceptance_schema(RECORDS[kind])["properties"]
    free = {
        name: values_of(part, draw, f"/{name}") for name, part in parts.items() if name not in KEPT
    }
    return st.fixed_dictionaries({}, optional=free).map(lambda drawn: {**make(), **drawn})


def _of_type(name: str, schema: dict[str, Any], draw: Draw, at: str) -> SearchStrategy[Any]:
    if name == "string":
        return _text(schema, draw, at)
    if name == "array":
        return st.lists(values_of(schema["items"], draw, f"{at}/*"), max_size=draw.members)
    if name == "object" and "properties" in schema:
        fields = {
            key: values_of(part, draw, f"{at}/{key}") for key, part in schema["properties"].items()
        }
        return st.fixed_dictionaries({}, optional=fields)
    low, high = schema.get("minimum", -(2**31)), schema.get("maximum", 2**31)
    low = 0 if draw.codes else low
    strategies: dict[str, SearchStrategy[Any]] = {
        "null": st.none(),
        "boolean": st.booleans(),
        "integer": st.sampled_from((0, 1, 5, 5.0, low, high)) | st.integers(low, high),
        "number": st.sampled_from((0, 0.5, 10.0, 1e300)) | st.integers(0, 10),
        "object": st.dictionaries(draw.texts.map("/".__add__), draw.texts, max_size=2),
    }
    return strategies[name]


def _text(schema: dict[str, Any], draw: Draw, pointer: str) -> SearchStrategy[str]:
    table = schema.get("x-enumeration")
    if draw.codes and table:
        return st.sampled_from([one.code for one in enumeration_members(table)])
    if draw.codes and pointer in CODES:
        return st.from_regex(r"[0-9]{1,2}[0-9A-Z-]{0,12}", fullmatch=True)
    if draw.codes and schema.get("format") == "date":
        return st.dates(date(1, 1, 1)).map(date.isoformat)
    known = [code for code in schema.get("examples") or [] if isinstance(code, str)]
    return st.one_of(draw.texts, st.sampled_from(known)) if known else draw.texts
