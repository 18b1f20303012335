"""代码值: words and sloppy codes → the codes of the enumerations in schemas/enumerations/.

Titles and aliases stand in those files. A word nobody knows is returned as it is: the audit then
shows it as an undefined code, and nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import orjson

from app.elements.spelled.blanks import clean, is_blank, says_none
from app.elements.spelled.lists import read_list
from app.kernel.shipped import shipped
from app.kernel.text import fold

Patterns = tuple[tuple[re.Pattern[str], str], ...]

_PUNCTUATION = re.compile(r"[^\w]")
_IN_BRACKETS = re.compile(r"\([^()]*\)?")


@lru_cache(maxsize=64)
def vocabulary(enumeration: str) -> dict[str, str]:
    """Return folded word → code for one enumeration: its codes, titles and aliases."""
    path = shipped("schemas") / "enumerations" / f"{enumeration}.json"
    words: dict[str, str] = {}
    for entry in orjson.loads(path.read_bytes())["oneOf"]:
        for word in (entry["const"], entry["title"], *entry.get("x-aliases", ())):
            words.setdefault(_bare(word), entry["const"])
    return words


def _bare(word: str) -> str:
    return _PUNCTUATION.sub("", fold(word))


def _spellings(word: str) -> tuple[str, ...]:
    """The ways to look a word up: as it is, and without what stands in brackets."""
    folded = fold(word)
    return _bare(folded.removesuffix(".0")), _bare(_IN_BRACKETS.sub("", folded))


def _code_of(word: str, words: dict[str, str], patterns: Patterns) -> str:
    for spelling in _spellings(word):
        if spelling in words:
            return words[spelling]
    folded = fold(word)
    if folded.isdigit():
        width = max(len(code) for code in words.values())
        return words.get(folded.zfill(width), folded)
    return next((code for pattern, code in patterns if pattern.search(folded)), word)


def code_reader(enumeration: str, *patterns: tuple[str, str]) -> Callable[[str], str | None]:
    """Make a reader of one code; ``patterns`` are tried on words the enumeration lacks."""
    compiled = tuple((re.compile(pattern), code) for pattern, code in patterns)

    @lru_cache(maxsize=4096)
    def read(text: str) -> str | None:
        if is_blank(text):
            return None
        return _code_of(clean(text), vocabulary(enumeration), compiled)

    return read


def codes_reader(
    enumeration: str, *patterns: tuple[str, str]
) -> Callable[[str], tuple[str, ...] | None]:
    """Make a reader of several codes in one cell, each once, sorted."""
    compiled = tuple((re.compile(pattern), code) for pattern, code in patterns)

    @lru_cache(maxsize=4096)
    def read(text: str) -> tuple[str, ...] | None:
        if is_blank(text):
            return None
        words = vocabulary(enumeration)
        if _bare(clean(text)) in words:
            return (words[_bare(clean(text))],)
        if says_none(text):
            return None
        return tuple(sorted({_code_of(word, words, compiled) for word in read_list(text) or ()}))

    return read


read_item_type = code_reader("item-type", (r"^其他(?:行政)?权力", "10"), (r"^公共服务", "20"))
read_level = code_reader(
    "level", (r"^(?:国家|中央)", "1"), (r"^(?:省|自治区|直辖市)", "2"),
    (r"^(?:设区的?市|地级?市|市(?!辖))", "3"), (r"^(?:县|区|旗)", "4"),
    (r"^(?:乡|镇|街道|苏木)", "5"), (r"^(?:村|社区|嘎查)", "6"),
)  # fmt: skip
read_status = code_reader("status")
read_time_unit = code_reader("time-unit", (r"^个?工作[日天]", "1"), (r"^(?:自然|日历)[日天]", "2"))
read_project_type = code_reader("project-type", (r"^即办", "1"), (r"^承诺", "2"))
read_review_type = code_reader("review-type")
read_area = code_reader("area", (r"^跨省|^全国", "1"))
read_necessity = code_reader(
    "material-necessity", (r"容缺", "3"), (r"^(?:非|不)必|可选", "2"), (r"^必", "1")
)
read_material_type = code_reader("material-type")
read_material_format = code_reader(
    "material-format", (r"纸质.*电子|电子.*纸质", "3"), (r"^电子", "2"), (r"^纸质", "1")
)
read_material_source = code_reader(
    "material-source", (r"^申请人", "10"), (r"(?:政府|部门|机关).*(?:核发|出具)", "20"),
    (r"中介", "30"),
)  # fmt: skip
read_power_source = code_reader("power-source")
read_body_kind = code_reader("body-kind")
read_law_kind = code_reader("legal-basis-kind")

read_levels = codes_reader("level")
read_objects = codes_reader("service-object", (r"^自然人|^个人|退休人员|居民$", "1"))
read_channels = codes_reader(
    "channel", (r"窗口|现场|大厅", "1"), (r"网上|线上", "2"), (r"快递|邮寄", "3")
)
read_result_types = codes_reader("result-type", (r"证照|执照|证件", "10"), (r"批文|批复", "20"))
read_service_forms = codes_reader("service-form")
read_result_delivery = codes_reader("result-delivery")
read_personal_topics = codes_reader("personal-topic")
read_corporate_topics = codes_reader("corporate-topic")
