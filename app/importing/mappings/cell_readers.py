"""Readers that only mappings need, beside those of the elements: codes, addresses, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.codes.local_schemes import scheme_of
from app.elements.material_names import split_name
from app.elements.readers import READERS, is_blank, read_bases, says_none
from app.elements.spelled.lists import drop_numbering, split_outside_brackets
from app.elements.standard import Field, enumeration
from app.elements.value import dump
from app.kernel.text import tidy

_STEPS = re.compile(r"\s*(?:→|➔|⟶|-+>|=+>|》|>|；|;|\n)\s*")

CODES = frozenset(
    {
        "/code", "/handling_code", "/local_code", "/row_id", "/base_code", "/local_base_code",
        "/upper_code", "/parent_code", "/agency/code", "/town_code", "/village_code",
        "/materials/*/code", "/materials/*/form/id",
    }
)  # fmt: skip
"""Fields that are identifiers: never numbers, never remembered, refused when Excel broke them."""


def read_code(text: str) -> str | None:
    """编码: as typed, without blanks around it; 无 and / are none."""
    text = tidy(text)
    if len(text) > 8 and text.isascii():
        return text
    return None if is_blank(text) or says_none(text) else text


def read_implementation_part(text: str) -> str | None:
    """实施编码 of a code that may be a 业务办理项编码: its first 31 characters."""
    code = read_code(text)
    return code[:31] if code and len(code) == 33 and code[31:].isdigit() else code


def read_handling_part(text: str) -> str | None:
    """业务办理项编码, where the code is one (33 characters)."""
    code = read_code(text)
    return code if code and len(code) == 33 and code[31:].isdigit() else None


def read_body_part(text: str) -> str | None:
    """实施主体编码: the first 18 characters of an item code of 31 or 33."""
    code = read_code(text)
    return code[:18] if code and len(code) in {31, 33} else None


def read_local_base_part(text: str) -> str | None:
    """地方基本编码: what a code of a local scheme calls the item; the code where it says no more."""
    code = read_code(text)
    scheme = scheme_of(code) if code else None
    return (scheme.base_code(code) or code) if scheme and code else code


def read_address(text: str) -> str | None:
    """网址: as typed; 无 is none."""
    text = tidy(text)
    return None if is_blank(text) or says_none(text) else text


def read_codes(text: str) -> list[str] | None:
    """其他编码: several codes of one cell."""
    codes = (read_code(part) for part in split_outside_brackets(tidy(text), ",，、;；\n "))
    return list(dict.fromkeys(code for code in codes if code)) or None


def read_steps(text: str) -> list[dict[str, str]] | None:
    """办理环节: the names of the steps, written in a row with arrows, semicolons or lines."""
    if is_blank(text) or says_none(text):
        return None
    names = (drop_numbering(part) for part in _STEPS.split(tidy(text)))
    return [{"name": name} for name in names if name] or None


def read_citation(text: str) -> object:
    """法律名称: the law a cell names, with number and article where it gives them too."""
    found = read_bases(text)
    return dump(found[0]) if found else None


def read_material(text: str) -> object:
    """申请材料: one material's name as a list of one; copies written into it go to their fields."""
    if is_blank(text) or says_none(text):
        return None
    name, stated = split_name(tidy(text))
    return [{"name": name, **stated}]


def read_names(text: str) -> list[dict[str, str]] | None:
    """Names in one cell, as records that have only a name."""
    names = READERS["list"](text)
    return [{"name": name} for name in names] if isinstance(names, list) and names else None


MAPPING_READERS: dict[str, Callable[[str], object]] = {
    **READERS,
    "code": read_code,
    "codes": read_codes,
    "implementation_part": read_implementation_part,
    "handling_part": read_handling_part,
    "body_part": read_body_part,
    "local_base_part": read_local_base_part,
    "address": read_address,
    "material": read_material,
    "steps": read_steps,
    "citation": read_citation,
    "names": read_names,
}
"""Every name a mapping may give as ``reader``."""

_BY_POINTER = {
    "/name": "line",
    "/region": "region",
    "/issuer": "region",
    "/other_codes": "codes",
    "/authority/joint_agencies": "agencies",
    "/legal_basis": "legal_basis",
    "/time_limit/statutory": "limit",
    "/time_limit/promised": "limit",
    "/time_limit/special_procedures": "names",
    "/process/steps": "steps",
    "/materials": "materials",
    "/fees": "fees",
    "/fees/items": "names",
    "/handling/visits": "visits",
    "/handling/depth": "depth",
    "/materials/*/name": "line",
}
_BY_ENUMERATION = {
    "area": "area", "body-kind": "body_kind", "channel": "channels", "depth": "depth",
    "corporate-topic": "corporate_topics", "item-type": "item_type", "level": "level",
    "legal-basis-kind": "law_kind", "material-format": "material_format",
    "material-necessity": "necessity", "material-source": "material_source",
    "material-type": "material_type", "personal-topic": "personal_topics",
    "power-source": "power_source", "project-type": "project_type",
    "result-delivery": "result_delivery", "result-type": "result_types",
    "review-type": "review_type", "service-form": "service_forms", "service-object": "objects",
    "status": "status", "time-unit": "time_unit",
}  # fmt: skip
_ENUMERATION_OF = {reader: name for name, reader in _BY_ENUMERATION.items()}
_BY_TYPE = {"boolean": "yes_no", "integer": "whole", "number": "amount", "array": "list"}


def known_codes(reader: str) -> Mapping[str, str]:
    """{code: label} of the enumeration a reader reads, empty where it reads none."""
    name = _ENUMERATION_OF.get(reader)
    return enumeration(name) if name else {}


def default_reader(field: Field) -> str | None:
    """The reader of a field whose mapping names none; None where one text cannot fill it."""
    if field.pointer in CODES:
        return "code"
    if field.pointer in _BY_POINTER:
        return _BY_POINTER[field.pointer]
    if field.enumeration_name:
        several = field.multiple and field.enumeration_name == "level"
        return "levels" if several else _BY_ENUMERATION[field.enumeration_name]
    if field.json_type == "object" or field.lists:
        return None
    return _by_shape(field)


def _by_shape(field: Field) -> str:
    if field.pointer.startswith("/links/"):
        return "address"
    if field.pointer.endswith("_date"):
        return "date"
    return _BY_TYPE.get(field.json_type, "text")
