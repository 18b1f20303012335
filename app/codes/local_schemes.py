"""地方编码规则: shapes that provinces used before, or use beside, the national ones.

Each is data: a place, where the shape is known from, and a pattern whose groups are the parts. A
group not explained by its scheme is named as such; guessing would be worse. Only shapes that
collide with no national one are listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.codes.code import Part
from app.codes.item_types import TYPE_LETTERS, type_name
from app.codes.labels import Label
from app.codes.levels import LEVELS
from app.codes.provinces import issuer_name, region_name
from app.codes.segments import sub_meaning

LABELS = {
    "region": Label("行政区划", "region"),
    "area": Label("行政区划（8 位）", "region (8 digits)"),
    "department": Label("部门", "department"),
    "letters": Label("事项类型字母", "type letters"),
    "type": Label("事项类型", "item type"),
    "word": Label("事项类型", "item type"),
    "main": Label("主项", "main item"),
    "sub": Label("子项", "sub-item"),
    "serial": Label("顺序号", "serial"),
    "level": Label("事权（行使层级）", "exercise level"),
    "issuer": Label("省级区划", "province"),
    "org": Label("组织机构代码", "organisation code"),
    "item": Label("事项目录编码", "catalogue code of the item"),
    "body": Label("实施主体代码", "body code"),
    "version": Label("版本", "version"),
    "row": Label("系统内部标识", "row id of the system"),
    "unexplained": Label("含义未公布的段", "segment without published meaning"),
}


@dataclass(frozen=True, slots=True)
class LocalScheme:
    """One scheme: ``title`` names place and scheme, ``example`` is a code that follows it.

    ``name`` is what mappings call it. ``base`` are the parts that name the item wherever it is
    carried out: its local base code, where the scheme has one.
    """

    name: str
    title: Label
    pattern: re.Pattern[str]
    example: str
    base: tuple[str, ...] = ()

    def base_code(self, text: str) -> str | None:
        """Return the local base code inside ``text``: its parts as written, in their order."""
        found = self.pattern.fullmatch(text)
        if found is None or not self.base:
            return None
        start, end = found.start(self.base[0]), found.end(self.base[-1])
        return text[start:end].lstrip("-")

    def match(self, text: str) -> tuple[Part, ...] | None:
        """Return the labelled parts of ``text``, None where it does not follow this scheme."""
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        groups = found.groupdict()
        return tuple(_part(key, groups, found.start(key)) for key in groups)


def _part(key: str, groups: dict[str, str], offset: int) -> Part:
    value = groups[key]
    meanings = {
        "region": region_name(value),
        "area": region_name(value),
        "letters": TYPE_LETTERS.get(value),
        "type": type_name(value, groups.get("issuer") or "00"),
        "issuer": issuer_name(value),
        "level": LEVELS.get(value),
        "sub": sub_meaning(value) if len(value) == 3 else None,
    }
    return Part(key, LABELS[key], value, offset + 1, meanings.get(key))


def _scheme(
    name: str, zh: str, en: str, pattern: str, example: str, base: tuple[str, ...] = ()
) -> LocalScheme:
    return LocalScheme(name, Label(zh, en), re.compile(pattern), example, base)


LOCAL_SCHEMES = (
    _scheme(
        "guizhou-base",
        "贵州 DB52/T 1264-2018 基本编码",
        "Guizhou DB52/T 1264-2018, base code",
        r"(?P<letters>[A-Z]{2})(?P<main>\d{5})(?P<sub>\d{2}[\dY])",
        "XK00101001",
    ),
    _scheme(
        "guizhou",
        "贵州 DB52/T 1264-2018 实施编码",
        "Guizhou DB52/T 1264-2018, implementation code",
        r"(?P<letters>[A-Z]{2})(?P<main>\d{5})(?P<sub>\d{2}[\dY])"
        r"(?P<level>[1-7])(?P<region>52\d{4})(?P<org>[0-9A-Z]{8}[0-9X])",
        "XK001010012520000009390076",
        ("letters", "main", "sub"),
    ),
    _scheme(
        "hubei",
        "湖北 16 位事项编码",
        "Hubei, 16 characters",
        r"(?P<region>42\d{4})(?P<department>[0-9A-Z]{3})(?P<type>\d{2})(?P<serial>\d{3})(?P<sub>\d{2})",
        "4201000010100100",
        ("department", "type", "serial", "sub"),
    ),
    _scheme(
        "gansu-county",
        "甘肃 县级事项编码",
        "Gansu, county items",
        r"(?P<area>62\d{6})(?P<department>[A-Z]{2})-(?P<letters>[A-Z]{2})-(?P<serial>\d{4})",
        "62052400MZ-XK-0001",
        ("department", "letters", "serial"),
    ),
    _scheme(
        "jiangxi",
        "江西 事项编码",
        "Jiangxi",
        r"(?P<region>36\d{4})-(?P<item>\d{12})-(?P<letters>[A-Z]{2})-(?P<serial>\d{3})-(?P<sub>\d{2})",
        "360090-000001003000-XK-025-01",
        ("item",),
    ),
    _scheme(
        "sichuan",
        "四川 事项编码",
        "Sichuan",
        r"(?P<item>[0-9A-Z][0-9A-Z-]*)-(?P<region>51\d{10})-(?P<unexplained>\d{3})"
        r"-(?P<body>[0-9A-Za-z_-]{5,24})-(?P<version>\d+|null)-(?P<serial>\d{2})",
        "511A0138000000-511602000000-000-115113010833722043-1-00",
        ("item",),
    ),
    _scheme(
        "zhejiang-power",
        "浙江 权力基本码",
        "Zhejiang, basic code of a power",
        r"(?P<word>[\u4e00-\u9fff]{2,6})-(?P<main>\d{5})-(?P<sub>\d{3})",
        "许可-00101-000",
    ),
    _scheme(
        "zhejiang-row",
        "浙江 实施编码（内部标识 + 13 位）",
        "Zhejiang, row id and 13 characters",
        r"(?P<row>[0-9a-f]{32})(?P<level>[1-7])(?P<issuer>33)(?P<type>\d{2})(?P<main>\d{5})(?P<sub>\d{3})",
        "0123456789abcdef0123456789abcdef4331400515002",
    ),
    _scheme(
        "guid",
        "系统内部标识（GUID）",
        "Row id of a system (GUID)",
        r"(?P<row>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32})",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
    ),
)


BY_NAME = {scheme.name: scheme for scheme in LOCAL_SCHEMES}
"""The schemes by the names that mappings call them by."""


def scheme_of(text: str) -> LocalScheme | None:
    """Return the local scheme that ``text`` follows, as written; None where it follows none."""
    return next((one for one in LOCAL_SCHEMES if one.pattern.fullmatch(text)), None)


def match_local(text: str) -> tuple[Label, tuple[Part, ...]] | None:
    """Return the local scheme ``text`` follows (as written, else in capitals) and its parts."""
    for spelling in dict.fromkeys((text, text.upper())):
        for scheme in LOCAL_SCHEMES:
            if (parts := scheme.match(spelling)) is not None:
                return scheme.title, parts
    return None
