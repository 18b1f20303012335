"""从要素值读出法规与文书: what one stored value names, read off its plain JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from app.elements.citations import fold_number, law_key, revision_year
from app.elements.kinds import KIND_BY_NAME
from app.elements.material_keys import exact_key
from app.elements.material_names import LONGEST_NAME, is_identifying, split_name
from app.elements.materials import FORM as FORM_TYPE
from app.elements.materials import OPTIONAL as NOT_REQUIRED
from app.elements.spelled.bases import read_bases
from app.items.mentions.models import EXEMPT, FORM, FOUNDED, IDENTIFYING, OPTIONAL

LEGAL_BASIS, TIME_LIMIT, MATERIALS, FEES, RESULT = (
    KIND_BY_NAME[name].number
    for name in ("legal_basis", "time_limit", "materials", "fees", "result")
)
CITING = (LEGAL_BASIS, TIME_LIMIT, MATERIALS, FEES)
MENTIONING = (MATERIALS, RESULT)
_DECREES = (("主席令", 1), ("国务院令", 2), ("军委令", 2))
_RULE = re.compile(r"(?:部|总局|委员会|署|银行|局)令")
_RULE_NAME = re.compile(r"(?:办法|规定|细则|规则)(?:\(.{0,12}\))?$")
_DOCUMENT_NAME = re.compile(r"(?:通知|意见|复函|的函|批复|工作方案|实施方案|指南)(?:\(.{0,20}\))?$")
_MARKED = re.compile(r"^《([^《》]*)》$")
_FORM_NAME = re.compile(
    r"(?:申请|申报|申领|登记|审批|审核|审查|备案|报名|变更|注册|报检|补发)(?:表格?|书|单|公函)"
    r"(?:[(（][^()（）]*[)）])?》?$"
)
_ABOVE = re.compile(r"国务院|中共中央|人大|国发|国函|国办|中发|中办")


class Law(NamedTuple):
    """A law as a value names it; the numbers are those of 依据类型."""

    key: str
    number: str
    year: int | None
    rank: int | None


class Cited(NamedTuple):
    """One law that is named, and where."""

    pointer: str
    law: Law
    spelled: str
    article: str | None


class Mentioned(NamedTuple):
    """One paper that is named: place in the list, key, name, flags."""

    position: int
    key: str
    name: str
    flags: int


def citations_of(kind: int, value: Any) -> Iterator[Cited]:
    """Yield the laws that one value names, in the order in which it names them."""
    if kind == LEGAL_BASIS:
        for place, one in enumerate(value):
            yield from _of_basis(f"/legal_basis/{place}", one)
    else:
        for pointer, words in _BASES[kind](value):
            yield from _in_words(pointer, words)


def papers_of(kind: int, value: Any) -> Iterator[Mentioned]:
    """Yield the papers that one list of materials asks for, or that one result is."""
    if kind == RESULT:
        yield from _paper(0, value.get("name"), 0)
    else:
        for place, one in enumerate(value):
            yield from _paper(place, one.get("name"), _flags(one))


def _of_basis(pointer: str, one: dict[str, Any]) -> Iterator[Cited]:
    """A name that holds a whole citation, or several, is taken apart first."""
    name, number = one.get("law") or "", one.get("number") or ""
    if not name and not number:
        yield from _in_words(f"{pointer}/text", one.get("text") or "")
    elif "》" in name.strip("《》") or "号" in name:
        parts = [part for part in read_bases(name) or () if part.law]
        for part in parts:
            stated = number if len(parts) == 1 and number else part.number or ""
            law = read_law(part.law or "", stated, one.get("kind"))
            yield Cited(f"{pointer}/law", law, part.law or "", part.article or one.get("article"))
    else:
        law = read_law(name, number, one.get("kind"))
        place = f"{pointer}/law" if name else f"{pointer}/number"
        yield Cited(place, law, name or number, one.get("article"))


def _in_words(pointer: str, words: str) -> Iterator[Cited]:
    for part in read_bases(words) or ():
        if part.law:
            law = read_law(part.law, part.number or "", None)
            yield Cited(pointer, law, part.law, part.article)


@lru_cache(maxsize=65536)
def read_law(name: str, number: str, stated: str | None) -> Law:
    """Read what identifies a law; values differ, the laws they name repeat."""
    key, folded = law_key(name), fold_number(number)
    return Law(key, folded, revision_year(name), _rank(key, folded, stated))


def _rank(key: str, number: str, stated: str | None) -> int | None:
    """What is stated, else what number and name tell beyond doubt.

    A document of the State Council may be a 国务院决定, which may set licences: it stays unknown.
    """
    decreed = next((rank for mark, rank in _DECREES if mark in number), None)
    if decreed:
        return decreed
    if stated in {"1", "2", "3", "4", "5"}:
        return int(stated)
    if _RULE.search(number) and _RULE_NAME.search(key):
        return 4
    is_document = stated == "6" or bool(_DOCUMENT_NAME.search(key))
    return 6 if is_document and not _ABOVE.search(key + number) else None


def _bases_of_fees(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if basis := value.get("basis"):
        yield "/fees/basis", basis
    for place, fee in enumerate(value.get("items") or ()):
        if basis := fee.get("basis"):
            yield f"/fees/items/{place}/basis", basis


def _bases_of_materials(value: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for place, material in enumerate(value):
        if basis := material.get("basis"):
            yield f"/materials/{place}/basis", basis


def _bases_of_limits(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for place, procedure in enumerate(value.get("special_procedures") or ()):
        if basis := procedure.get("basis"):
            yield f"/time_limit/special_procedures/{place}/basis", basis


_BASES: dict[int, Callable[[Any], Iterator[tuple[str, str]]]] = {
    TIME_LIMIT: _bases_of_limits,
    MATERIALS: _bases_of_materials,
    FEES: _bases_of_fees,
}


def _paper(place: int, name: str | None, flags: int) -> Iterator[Mentioned]:
    key = exact_key(name) if name and len(name) <= LONGEST_NAME else ""
    if key and name:
        flags |= IDENTIFYING if is_identifying(key) else 0
        yield Mentioned(place, key, _MARKED.sub(r"\1", split_name(name)[0]), flags)


def _flags(material: dict[str, Any]) -> int:
    return (
        (FOUNDED if material.get("basis") else 0)
        | (EXEMPT if material.get("exempt") else 0)
        | (FORM if _is_form(material) else 0)
        | (OPTIONAL if material.get("necessity") == NOT_REQUIRED else 0)
    )


def _is_form(material: dict[str, Any]) -> bool:
    """Tell a form to be filled in: stated to be one; where no type is stated, named like one."""
    stated = material.get("type")
    if stated is None and _FORM_NAME.search(material.get("name") or ""):
        return True
    return stated == FORM_TYPE or bool(material.get("form"))
