"""用词: values of elements as people read them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from app.auditing.findings import title_of
from app.elements.profiles import ProfileElement, load_profile, profile_names
from app.elements.standard import enumeration_members, label
from app.items.record import IMPLEMENTATION
from app.kernel.language import Language

UNITS = {
    "1": ("个工作日", "working days"),
    "2": ("个自然日", "days"),
    "3": ("个月", "months"),
    "4": ("年", "years"),
    "5": ("小时", "hours"),
}
AT_ONCE = ("即办", "at once")


def title(pointer: str, language: Language) -> str:
    """Return the name of a field by its place; one that the standard does not know by its own."""
    return title_of(pointer, IMPLEMENTATION, language) or pointer.rpartition("/")[2]


def label_of(enumeration: str, code: object, language: Language) -> str:
    """Return what a code means, or the code itself."""
    return label(enumeration, str(code), language == "en") or str(code)


def choices(enumeration: str, language: Language) -> list[tuple[str, str]]:
    """Return the codes of a dictionary with their labels, as a form offers them."""
    members = enumeration_members(enumeration)
    return [(one.code, label_of(enumeration, one.code, language)) for one in members]


def is_coded(value: object) -> bool:
    """Tell a code with its label."""
    return isinstance(value, dict) and value.keys() == {"code", "label"}


def is_limit(value: object) -> bool:
    """Tell a time limit: a number of units, or how somebody wrote one."""
    return (
        isinstance(value, dict)
        and not value.keys() - {"number", "unit", "text", "note"}
        and bool(value.keys() & {"number", "text"})
    )


def is_link(value: object) -> bool:
    """Tell an address that may be linked: a scheme such as ``javascript`` never is."""
    return isinstance(value, str) and value.startswith(("https://", "http://")) and " " not in value


def say(value: Any, language: Language) -> str:
    """Return any value of an element as words."""
    english = language == "en"
    if value is None:
        return "not stated" if english else "未填写"
    if isinstance(value, bool):
        return ("no", "yes")[value] if english else "否是"[value]
    if isinstance(value, list):
        return (", " if english else "、").join(say(one, language) for one in value) or _none(
            english
        )
    if isinstance(value, dict):
        return _record(value, language)
    return str(value)


def limit(value: dict[str, Any], language: Language) -> str:
    """Return a time limit: 20 个工作日; 即办; or as it was written where no number can be read."""
    number, unit = value.get("number"), value.get("unit")
    code = unit["code"] if isinstance(unit, dict) else unit
    if number is None:
        return str(value.get("text") or say(None, language))
    english = language == "en"
    if number == 0:
        return AT_ONCE[english]
    return f"{number} {UNITS[code][english]}" if code in UNITS else str(number)


def element_name(name: str, language: Language) -> str:
    """Return what an element of any profile is called, such as 申请材料 for ``materials``."""
    one = _elements()[name]
    return one.title_en if language == "en" else one.title


@lru_cache(maxsize=1)
def _elements() -> dict[str, ProfileElement]:
    profiles = (load_profile(name) for name in profile_names())
    return {one.element: one for profile in profiles for one in profile.elements}


def _none(english: bool) -> str:
    return "none" if english else "无"


def _record(value: dict[str, Any], language: Language) -> str:
    if is_coded(value):
        unknown = " (undefined code)" if language == "en" else "（字典里没有的代码）"
        return str(value["label"] or f"{value['code']}{unknown}")
    if is_limit(value):
        return limit(value, language)
    return "；".join(say(one, language) for one in value.values())
