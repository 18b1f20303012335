"""Texts made to take long: every reader, folding and comparison stays quick."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest

from app.elements.comparison import COMPARATORS
from app.elements.kinds import KIND_BY_NAME
from app.elements.readers import READERS, read_phones

LENGTH = 20_000
SECONDS = 5.0  # milliseconds in fact; a regular expression gone wrong takes minutes
SHAPES = {
    name: (piece * LENGTH)[:LENGTH]
    for name, piece in {
        "digits": "1", "numerals": "一", "opening": "（", "titles": "《", "tags": "<p", "less": "<",
        "comments": "<!--", "scripts": "<script>", "entities": "&amp;", "blanks": "<  ", "lines": "\n",
        "dashes": "—>", "commas": "身份证、", "numbers": "1、", "brackets": "(1)", "copies": "复印件及",
        "checks": "（核验原件", "articles": "第一条、", "annexes": "附件1", "years": "国发〔2004〕",
        "laws": "《甲》", "citations": "《甲条例》（国务院令第1号）第一条：内容。", "issuers": "国务院",
        "dates": "2004年7月16日", "limits": "20个工作日内", "free": "不收费用", "need": "（必要）",
        "identity": "有效", "phones": "020-82000000/",
    }.items()
}  # fmt: skip


def in_time(start: float) -> bool:
    return perf_counter() - start < SECONDS


@pytest.mark.parametrize("shape", SHAPES)
def test_reading_stays_quick(shape: str) -> None:
    readers: tuple[Callable[[str], object], ...] = (*READERS.values(), read_phones)
    for reader in readers:
        start = perf_counter()
        reader(SHAPES[shape])
        assert in_time(start), reader


@pytest.mark.parametrize("shape", SHAPES)
def test_comparing_stays_quick(shape: str) -> None:
    text, other = SHAPES[shape], SHAPES[shape] + "完"
    for comparator in COMPARATORS.values():
        standard, local = (_value(comparator.kind, one) for one in (text, other))
        start = perf_counter()
        comparator.compare(standard, local)
        assert in_time(start), comparator.name


def test_long_lists_are_compared_quickly() -> None:
    lists = [
        [{"name": f"第{side}{place}号许可证明文件"} for place in range(400)] for side in (1, 2)
    ]
    standard, local = (KIND_BY_NAME["materials"].parse(plain) for plain in lists)
    start = perf_counter()
    COMPARATORS["materials"].compare(standard, local)
    assert in_time(start)


def _value(kind: str, text: str) -> object:
    plain = {
        "name": text,
        "conditions": text,
        "legal_basis": [{"law": text, "number": text, "article": text, "text": text}],
        "process": {"text": text},
        "time_limit": {"statutory": {"text": text}, "promised": {"text": text}},
        "materials": [{"name": text, "form": {"name": text}}],
        "fees": {"charged": True, "items": [{"name": text, "standard": text}]},
        "result": {"types": ["10"], "name": text},
        "audience": {"objects": [text]},
    }[kind]
    return KIND_BY_NAME[kind].parse(plain)
