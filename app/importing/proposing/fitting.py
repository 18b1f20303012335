"""值相合: whether the values of a column read as a field is written, and how telling that is.

“97 of 100 values read as N个工作日” is evidence; that 100 of 100 are text is none. A kind of value
that hardly anything else looks like (31 signs, 即办件) is strong evidence, a bare number weak.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from app.codes import split_task_code
from app.codes.local_schemes import scheme_of
from app.codes.provinces import issuer_name
from app.codes.segments import is_credit_shape
from app.elements.readers import (
    is_blank,
    read_date,
    read_limit,
    read_phones,
    read_visits,
    says_none,
)
from app.elements.spelled.flags import read_yes_no
from app.elements.spelled.lists import read_list
from app.elements.spelled.numbers import read_amount, read_whole
from app.elements.spelled.words import vocabulary
from app.elements.standard import Field
from app.importing.proposing.looking import Column
from app.kernel.text import fold

Test = Callable[[str], bool]
WEAK, STRONG, SURE = 0.25, 0.55, 0.7
_TESTED = 120
"""Distinct values that are tried: the frequent ones."""
LABELLED = re.compile(r"[0-9A-Z]{1,4}[\s.、:：-]*([\u4e00-\u9fff].*)")
"""“01行政许可”, “20 其他行政权力”: the word says what the number means."""


class Fit(NamedTuple):
    """相合: ``good`` of ``total`` values read as ``what``; ``weight`` is how telling that is."""

    what: str
    good: int
    total: int
    weight: float

    @property
    def share(self) -> float:
        """Return the share of the values that fit."""
        return self.good / self.total if self.total else 0.0


_BASE = re.compile(r"[0-9]{2}[0-9A-Z]{10}(?:[0-9]{2})?")
_REGION = re.compile(r"\d{6}|\d{9}|\d{12}")
_ROW_ID = re.compile(r"[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_AGENCY = re.compile(
    r"(?:局|委|委员会|厅|政府|办公室|办事处|中心|部|院|队|站|所|处|公司|会|馆|校|大学|学院|银行|社)(?:[（(].*[)）])?$"
)
_PLACE = re.compile(r"[路街巷号楼室]|大厅|大道|窗口|中心|广场")
_HOURS = re.compile(r"\d{1,2}\s*[:：点时]\s*\d{0,2}")
_LAW = re.compile(r"《[^》]+》|国务院令|号令")
_FEE = re.compile(r"收费|免费|[元费]|^否$|^无$|^0$")
_STEPS = re.compile(r"→|➔|-+>|申请.*受理|受理.*审[查核]")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_DIGITS = re.compile(r"[\d.,;，；、/\s-]+")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+[条款章项]")
_LAW_NUMBER = re.compile(r"[〔\[（(﹝［]\d{4}[〕\])）﹞］]|第?\d+号")


def fits(field: Field, column: Column) -> Fit | None:
    """Return how the values of a column fit a field; None where its values tell nothing."""
    rule = _rule(field)
    values = {v: n for v, n in column.values.most_common(_TESTED) if not is_blank(v)}
    if rule is None or not values:
        return None
    what, weight, test = rule
    said = {v: n for v, n in values.items() if not says_none(v)} or values
    good = sum(count for value, count in said.items() if test(value))
    return Fit(what, good, sum(said.values()), weight)


def _rule(field: Field) -> tuple[str, float, Test] | None:
    """What is asked of a value: the kind of value, how telling it is, the test."""
    if field.enumeration_name:
        return "words", STRONG, words_test(field)
    if field.pointer in _BY_POINTER:
        return _BY_POINTER[field.pointer]
    return _by_shape(field)


def _by_shape(field: Field) -> tuple[str, float, Test] | None:
    if field.pointer.startswith("/links/"):
        return "address", STRONG, lambda text: bool(_ADDRESS.match(text))
    if field.pointer.endswith("_date"):
        return "date", STRONG, lambda text: read_date(text) is not None
    if field.json_type == "boolean":
        return "yes-no", STRONG, lambda text: read_yes_no(text) is not None
    if field.json_type in ("integer", "number"):
        read = read_whole if field.json_type == "integer" else read_amount
        return "number", WEAK, lambda text: read(text) is not None
    if field.json_type == "string" and not field.spelled:
        return "text", WEAK, lambda text: not _DIGITS.fullmatch(text)
    return None


def words_test(field: Field) -> Test:
    """Return the test whether every word of a cell is a code or a word of the field's table."""
    words = vocabulary(field.enumeration_name or "")
    folded = {fold(word) for word in words}

    def test(text: str) -> bool:
        if fold(text) in folded:
            return True
        parts = tokens(text) if field.multiple else [text]
        return bool(parts) and all(_word(part, words) for part in parts)

    return test


def _word(text: str, words: dict[str, str]) -> bool:
    if "工作日" not in text and (labelled := LABELLED.fullmatch(text)):
        text = labelled[1]
    bare = re.sub(r"\W", "", fold(text).removesuffix(".0"))
    return bare in words or (bare.isdigit() and bare.zfill(_width(words.values())) in words)


def _width(codes: Iterable[str]) -> int:
    return max(map(len, codes), default=1)


def tokens(text: str) -> list[str]:
    """Return the words of a cell that may hold several."""
    return list(read_list(text) or ())


def _limit(text: str) -> bool:
    read = read_limit(text)
    return read is not None and read.number is not None


def _bare(test: Test) -> Test:
    """A code as it is typed: blanks and small letters aside."""
    return lambda text: test("".join(text.split()).upper())


def _task(text: str) -> bool:
    return split_task_code(text) is not None


def is_base_code(text: str) -> bool:
    """12 or 14 characters that begin with a province, and are no region's code."""
    return (
        bool(_BASE.fullmatch(text)) and issuer_name(text[:2]) is not None and text[4:9] != "00000"
    )


def _credit(text: str) -> bool:
    return is_credit_shape(text)


def _local(text: str) -> bool:
    """A code that an authority made: of a known local scheme, or at least no national one."""
    return scheme_of(text) is not None or (
        8 <= len(text) <= 64
        and not _CHINESE.search(text)
        and not (_task(text) or _credit(text) or _national_base(text))
    )


def _phone(text: str) -> bool:
    return any(phone.kind for phone in read_phones(text))


def digits_only(column: Column) -> bool:
    """Whether a column holds nothing but numbers: they look like many things."""
    return all(_DIGITS.fullmatch(value) for value in column.values)


def spoken(field: Field, column: Column) -> bool:
    """Whether a column holds several words of a field's table, not its codes."""
    words = [value for value in column.values if _CHINESE.search(value)]
    return bool(field.enumeration_name) and len(words) > 1 and len(words) == len(column.values)


def _national_base(text: str) -> bool:
    return is_base_code(text) and text.startswith("00")


def _region(text: str) -> bool:
    return bool(_REGION.fullmatch(text)) and issuer_name(text[:2]) is not None


def _name(text: str) -> bool:
    return 3 <= len(text) <= 200 and bool(_CHINESE.search(text)) and not _AGENCY.search(text)


def _searched(pattern: re.Pattern[str]) -> Test:
    return lambda text: bool(pattern.search(text))


_BY_POINTER: dict[str, tuple[str, float, Test]] = {
    "/code": ("task-code", SURE, _bare(_task)),
    "/handling_code": ("task-code", SURE, _bare(_task)),
    "/local_code": ("local-code", STRONG, _local),
    "/local_base_code": ("local-code", WEAK, _local),
    "/row_id": ("row-id", STRONG, lambda text: bool(_ROW_ID.fullmatch(text))),
    "/base_code": ("base-code", SURE, _bare(is_base_code)),
    "/upper_code": ("base-code", SURE, _bare(is_base_code)),
    "/parent_code": ("base-code", SURE, _bare(is_base_code)),
    "/other_codes": ("task-code", STRONG, _bare(_task)),
    "/agency/code": ("credit-code", SURE, _bare(_credit)),
    "/agency/name": ("agency", STRONG, _searched(_AGENCY)),
    "/region": ("region", STRONG, _region),
    "/issuer": ("region", STRONG, _region),
    "/town_code": ("region", STRONG, _region),
    "/village_code": ("region", STRONG, _region),
    "/name": ("name", WEAK, _name),
    "/time_limit/statutory": ("limit", STRONG, _limit),
    "/time_limit/promised": ("limit", STRONG, _limit),
    "/legal_basis": ("law", STRONG, _searched(_LAW)),
    "/fees": ("fee", STRONG, _searched(_FEE)),
    "/handling/visits": ("visits", STRONG, lambda text: (read_visits(text) or 0) < 10 and read_visits(text) is not None),
    "/contact/consult": ("phone", STRONG, _phone),
    "/contact/complaint": ("phone", STRONG, _phone),
    "/contact/address": ("place", STRONG, _searched(_PLACE)),
    "/contact/hours": ("hours", STRONG, _searched(_HOURS)),
    "/process/text": ("steps", WEAK, _searched(_STEPS)),
    "/process/steps": ("steps", STRONG, _searched(_STEPS)),
    "/version": ("number", WEAK, lambda text: read_whole(text) is not None),
    "/legal_basis/*/law": ("law", STRONG, _searched(_LAW)),
    "/legal_basis/*/number": ("law-number", STRONG, _searched(_LAW_NUMBER)),
    "/legal_basis/*/article": ("article", STRONG, _searched(_ARTICLE)),
}  # fmt: skip
