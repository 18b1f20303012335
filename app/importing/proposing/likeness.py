"""表头相似: how near a header is to the names of the fields, and by which evidence.

Names are the titles, aliases and exchange columns of the standard, the columns of mappings that
are known already, and the pinyin initials of the titles. Likeness weighs what two names share by
how rare it is: 投诉 tells more than 事项.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import NamedTuple

from app.elements.schemas import Record
from app.elements.standard import Field, fold_header, load_standard
from app.importing.proposing.initials import initials

EXACT = 1.0
_NEAR = 0.4
"""Below this, two names have little to do with each other."""
_NEAR_IN_ENGLISH = 0.75
_INITIALS = 0.8
_LONGEST = 40
_WORD = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SAME = (
    ("职权", "事项"), ("权力", "事项"), ("项目", "事项"), ("公共服务", "政务服务"), ("服务依据", "办理依据"),
    ("期限", "时限"), ("时间", "时限"), ("号码", "编码"), ("编号", "编码"), ("代码", "编码"),
    ("机构", "主体"), ("机关", "主体"), ("单位", "主体"), ("部门", "主体"), ("热线", "电话"),
    ("形态", "形式"), ("种类", "类型"), ("类别", "类型"), ("性质", "类型"), ("对象类型", "对象"),
    ("名字", "名称"), ("全称", "名称"), ("简称", "名称"), ("标题", "名称"), ("要件", "材料"), ("地点", "地址"), ("描述", "说明"), ("天数", "数值"),
)  # fmt: skip
"""Words that people use for each other in headers."""


_IN_ENGLISH = {
    "item": "事项", "task": "事项", "matter": "事项", "ql": "事项", "sx": "事项", "name": "名称",
    "title": "名称", "code": "编码", "no": "编码", "org": "主体", "dept": "主体", "agency": "主体",
    "department": "主体", "type": "类型", "kind": "类型", "level": "层级", "tel": "电话",
    "phone": "电话", "telephone": "电话", "consult": "咨询", "link": "咨询", "contact": "咨询",
    "complaint": "投诉", "complain": "投诉", "supervise": "监督", "legal": "法定",
    "anticipate": "法定", "statutory": "法定", "promise": "承诺", "promised": "承诺", "day": "时限数值",
    "days": "时限数值", "limit": "时限", "law": "法律依据", "laws": "法律依据", "bylaw": "法律依据",
    "basis": "依据", "url": "地址", "address": "地址", "addr": "地址", "apply": "网上办理",
    "online": "网办", "object": "对象", "objects": "对象", "serve": "服务", "server": "服务",
    "service": "服务", "is": "是否", "fee": "收费", "charge": "收费", "result": "结果",
    "status": "状态", "state": "状态", "version": "版本", "region": "行政区划", "area": "行政区划",
    "base": "基本", "catalog": "目录", "catalogue": "目录", "condition": "条件",
    "conditions": "受理条件", "material": "材料", "materials": "申请材料", "flow": "流程",
    "process": "流程", "visits": "跑动次数", "handle": "办理", "project": "办件", "window": "窗口",
    "reason": "原因", "hours": "办理时间", "parent": "主项",
}  # fmt: skip
"""What the words mean that databases make the names of columns of."""


class Name(NamedTuple):
    """名: one name of a field, folded, and where it is from."""

    pointer: str
    text: str
    source: str
    """title, alias, exchange, initials, or the name of a mapping."""


class Likeness(NamedTuple):
    """相似: how near a header is to a field, and the name of the field that it is near to."""

    score: float
    source: str
    name: str


class Names:
    """各字段的名: the names of one record's fields, per sheet of its form."""

    def __init__(self, record: Record, more: Iterable[Name] = ()) -> None:
        standard = load_standard(record)
        self._names = [*_standard_names(record), *more]
        self._sheets = {
            one.pointer: standard.field(one.pointer).sheet
            for one in self._names
            if _known(record, one.pointer)
        }
        counted = Counter(gram for one in self._names for gram in _grams(one.text))
        total = len(self._names)
        self._weight = {gram: log(1 + total / count) for gram, count in counted.items()}
        self._unknown = log(1 + total)
        self._prepared = [(one, _grams(_plain(one.text))) for one in self._names]

    def like(self, header: str, sheet: str) -> dict[str, Likeness]:
        """Return {pointer: likeness} of the fields of a sheet that a header is near to."""
        found: dict[str, Likeness] = {}
        for one, score in self._scored(header[:_LONGEST]):
            if self._sheets.get(one.pointer) != sheet or score < _NEAR:
                continue
            known = found.get(one.pointer)
            if known is None or score > known.score:
                found[one.pointer] = Likeness(score, one.source, one.text)
        return found

    def _scored(self, header: str) -> Iterator[tuple[Name, float]]:
        spellings = {fold_header(header), fold_header(_CAMEL.sub("_", header))}
        grams = _grams(_plain(in_chinese(header) or fold_header(header)))
        for one, other in self._prepared:
            if one.text in spellings:
                yield one, _INITIALS if one.source == "initials" else EXACT
            elif one.source not in ("exchange", "initials"):
                score = min(0.95, self._dice(grams, other))
                if score >= _NEAR_IN_ENGLISH or not one.text.isascii():
                    yield one, score

    def _dice(self, one: Counter[str], other: Counter[str]) -> float:
        shared = sum(self._of(gram) * count for gram, count in (one & other).items())
        whole = self._total(one) + self._total(other)
        return 2 * shared / whole if whole else 0.0

    def _total(self, grams: Counter[str]) -> float:
        return sum(self._of(gram) * count for gram, count in grams.items())

    def _of(self, gram: str) -> float:
        return self._weight.get(gram, self._unknown)


@lru_cache(maxsize=1024)
def in_chinese(header: str) -> str | None:
    """Return a header of English words in Chinese, None where fewer than two of them are known."""
    if not header.isascii():
        return None
    words = _WORD.findall(_CAMEL.sub("_", header).lower())
    known = [_IN_ENGLISH[word] for word in words if word in _IN_ENGLISH]
    return "".join(known) if len(known) > 1 or len(known) == len(words) > 0 else None


def _known(record: Record, pointer: str) -> bool:
    try:
        load_standard(record).field(pointer)
    except KeyError:
        return False
    return True


@lru_cache(maxsize=2)
def _standard_names(record: Record) -> tuple[Name, ...]:
    return tuple(
        name
        for field in load_standard(record).fields
        if (field.leaf or field.spelled) and field.pointer != "/raw"
        for name in _of_field(field)
    )


def _of_field(field: Field) -> Iterator[Name]:
    titles = (field.title, *field.aliases)
    for place, title in enumerate(titles):
        yield Name(field.pointer, fold_header(title), "alias" if place else "title")
    for title in titles:
        if (short := initials(title)) and len(short) >= 3:
            yield Name(field.pointer, short, "initials")
    yield Name(field.pointer, fold_header(field.title_en), "title")
    yield Name(field.pointer, field.pointer, "title")
    for column in field.exchange:
        yield Name(field.pointer, column.partition(".")[2], "exchange")


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    """A folded name with the words that people use for each other made one."""
    for word, other in _SAME:
        text = text.replace(word, other)
    return text


@lru_cache(maxsize=8192)
def _grams(text: str) -> Counter[str]:
    """Characters (of letters: words) and pairs of neighbours."""
    signs = re.findall(r"[a-z]+|\d+|[^\W_a-z\d]", text)
    return Counter([*signs, *(a + b for a, b in pairwise(signs))])


@lru_cache(maxsize=4)
def names_for(record: Record, more: tuple[Name, ...] = ()) -> Names:
    """Return the names of a record's fields, weighed once."""
    return Names(record, more)


def known_names(record: Record) -> Iterator[str]:
    """Return every name of the standard's fields, folded: titles, columns, initials."""
    return (name.text for name in _standard_names(record))
