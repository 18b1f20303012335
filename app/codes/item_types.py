"""事项类型 in codes: GB/T 39046-2020 table A.1, and what some provinces wrote instead."""

from __future__ import annotations

from app.codes.labels import Label

TYPES = {
    "00": Label("行政权力事项", "administrative powers"),
    "01": Label("行政许可", "licence"),
    "02": Label("行政处罚", "penalty"),
    "03": Label("行政强制", "coercion"),
    "04": Label("行政征收", "levy"),
    "05": Label("行政给付", "benefit payment"),
    "06": Label("行政检查", "inspection"),
    "07": Label("行政确认", "confirmation"),
    "08": Label("行政奖励", "reward"),
    "09": Label("行政裁决", "adjudication"),
    "10": Label("其他行政权力", "other power"),
    "20": Label("公共服务", "public service"),
}
"""11–19 and 21 onwards are left to extensions."""

LOCAL_TYPES = {
    ("33", "14"): Label("公共服务", "public service"),
    ("44", "20"): Label("其他行政权力", "other power"),
    ("44", "21"): Label("公共服务", "public service"),
    ("44", "TC"): Label("套餐服务", "package of items"),
}
"""(province, code): seen in published data of Zhejiang and Guangdong."""

TYPE_LETTERS = {
    "XK": TYPES["01"],
    "CF": TYPES["02"],
    "QZ": TYPES["03"],
    "ZS": TYPES["04"],
    "JF": TYPES["05"],
    "JC": TYPES["06"],
    "QR": TYPES["07"],
    "JL": TYPES["08"],
    "CJ": TYPES["09"],
    "QT": TYPES["10"],
    "GG": TYPES["20"],
    "FW": TYPES["20"],
}
"""Pinyin initials in older provincial codes."""


def type_name(code: str, issuer: str = "00") -> Label | None:
    """Return what type ``code`` means in a catalogue issued by province ``issuer`` (2 digits)."""
    return LOCAL_TYPES.get((issuer, code)) or TYPES.get(code)
