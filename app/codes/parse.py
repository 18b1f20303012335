"""编码解析: any code taken apart. Oddities become remarks; only destroyed digits are an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from app.codes import oddities, segments
from app.codes.check_digits import org_code_ok
from app.codes.code import Code, CodeKind, Part
from app.codes.errors import DamagedCode
from app.codes.item_types import TYPES, type_name
from app.codes.labels import Label
from app.codes.local_schemes import match_local
from app.codes.provinces import issuer_name
from app.codes.remarks import Remark
from app.codes.split import damaged, half_width, split_task_code

_BASE = re.compile(r"[0-9]{2}[0-9A-Z]{10}")
_BODY = re.compile(r"[0-9A-Z]{18}")
_ORG = re.compile(r"[0-9A-Z]{8}-?[0-9X]")
_AS_NUMBER = re.compile(r"([0-9]{8,15})(\.0+)")
_CASE_LENGTHS = (43, 48)

Shape = tuple[CodeKind, tuple[Part, ...], list[Remark]]


def parse(code: str) -> Code:
    """Take ``code`` apart: labelled parts, kind, remarks. Anything at all can be parsed.

    Raises:
        DamagedCode: Excel kept the code as a number and its digits are lost.
    """
    text, remarks = _clean(code)
    if damaged(text):
        raise DamagedCode(code=code)
    if (local := match_local(text)) is not None:
        scheme, parts = local
        return Code(code, text, CodeKind.LOCAL, parts, tuple(remarks), scheme)
    return _national(code, text, remarks) or _unknown(code, text, remarks)


def _clean(code: str) -> tuple[str, list[Remark]]:
    """Return the code without what nobody meant to type, and a remark for each thing dropped."""
    remarks = []
    text = half_width(code)
    if any(character.isspace() for character in code):
        remarks.append(Remark("blank"))
    if any("\uff01" <= character <= "\uff5e" for character in code):
        remarks.append(Remark("full-width"))
    if text.startswith("'"):
        text = text.lstrip("'")
        remarks.append(Remark("apostrophe"))
    if as_number := _AS_NUMBER.fullmatch(text):
        text = as_number[1]
        remarks.append(Remark("decimal-point", {"tail": as_number[2]}))
    return text, remarks


def _national(given: str, text: str, remarks: list[Remark]) -> Code | None:
    """Recognise a national code, first as it stands, then in capitals, then without hyphens."""
    capitals = text.upper()
    for spelling in dict.fromkeys((text, capitals, capitals.replace("-", ""))):
        shape = _shape(spelling)
        if shape is None:
            continue
        kind, parts, found = shape
        lower = [Remark("lower-case")] if text != capitals else []
        is_org = kind is CodeKind.ORGANISATION  # the standard itself writes 00877868-5
        hyphen = [Remark("hyphen")] if "-" in text and not is_org else []
        return Code(given, spelling, kind, parts, (*remarks, *lower, *hyphen, *found))
    return _without_zeros(given, text, remarks)


def _unknown(given: str, text: str, remarks: list[Remark]) -> Code:
    remark = Remark("unknown-shape", {"length": len(text)})
    return Code(given, text, CodeKind.UNKNOWN, (), (*remarks, remark))


def _shape(text: str) -> Shape | None:
    reader = _READERS.get(len(text)) if text.isascii() else None
    return reader(text) if reader else None


def _base(text: str) -> Shape | None:
    if not _BASE.fullmatch(text):
        return None
    return CodeKind.BASE, segments.base_parts(text), list(oddities.of_base(text))


def _fourteen(text: str) -> Shape | None:
    """Tell a base-level handling item from a supervision code: both may be 14 digits."""
    base, serial = text[:12], text[12:]
    fits = issuer_name(text[:2]) is not None and type_name(text[2:4], text[:2]) is not None
    if text.isdigit() and not fits:
        label = Label("监管事项目录编码", "supervision catalogue code")
        return CodeKind.SUPERVISION, (Part("supervision", label, text, 1),), []
    if not _BASE.fullmatch(base) or not serial.isdigit():
        return None
    parts = (segments.base(base), segments.segment("serial", serial, 13))
    return CodeKind.BASE_HANDLING, parts, list(oddities.of_base(base))


def _credit(text: str) -> Shape | None:
    if not _BODY.fullmatch(text):
        return None
    return CodeKind.CREDIT, (segments.body(text, 1, "credit"),), list(oddities.of_body(text))


def _organisation(text: str) -> Shape | None:
    plain = text.replace("-", "")
    if not _ORG.fullmatch(text) or not org_code_ok(plain):
        return None
    return CodeKind.ORGANISATION, (segments.segment("organisation", text, 1),), []


def _task(text: str) -> Shape | None:
    split = split_task_code(text)
    if split is None:
        return None
    body, level, base, serial = split
    parts = (segments.body(body), segments.level(level, 19), segments.base(base, 20))
    remarks = list(_task_remarks(body, level, base))
    if not serial:
        return CodeKind.IMPLEMENTATION, parts, remarks
    return CodeKind.HANDLING, (*parts, segments.segment("serial", serial, 32)), remarks


def _task_remarks(body: str, level: str, base: str) -> Iterator[Remark]:
    yield from oddities.of_body(body)
    yield from oddities.of_level(level, body)
    yield from oddities.of_base(base)


def _material(text: str) -> Shape | None:
    task = _task(text[:31])
    if task is None or not text[31:].isalnum():
        return None
    return CodeKind.MATERIAL, (*task[1], segments.segment("material", text[31:], 32)), task[2]


def _case(text: str) -> Shape | None:
    task, day, serial = _task(text[:31]), _day(text[31:39]), text[39:]
    if task is None or day is None or not serial.isdigit():
        return None
    written = Label(f"{day.year}年{day.month}月{day.day}日", day.isoformat())
    dated = segments.segment("date", text[31:39], 32, written)
    return CodeKind.CASE, (*task[1], dated, segments.segment("case", serial, 40)), task[2]


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _without_zeros(given: str, text: str, remarks: list[Remark]) -> Code | None:
    """Recognise a national base code (00…) that lost its leading noughts as a number."""
    if not text.isdigit() or len(text) not in (9, 10):
        return None
    restored = text.zfill(12)
    if restored[2:4] not in TYPES:
        return None
    parts, found = segments.base_parts(restored), oddities.of_base(restored)
    lost = Remark("leading-zeros-lost")
    return Code(given, restored, CodeKind.BASE, parts, (*remarks, lost, *found))


_READERS: dict[int, Callable[[str], Shape | None]] = {
    9: _organisation,
    10: _organisation,
    12: _base,
    14: _fourteen,
    18: _credit,
    31: _task,
    33: _task,
    34: _material,
    **dict.fromkeys(_CASE_LENGTHS, _case),
}
"""Readers by length: no two kinds of national code are equally long, but for 14."""
