"""发现的文字: sentences put together from a rule and the facts of one finding.

Facts are stored, words are rendered: codes become their labels, pointers the titles of fields, a
comparison's difference a few phrases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from app.auditing.rule import Rule
from app.elements.fields import Field
from app.elements.schemas import RECORDS
from app.elements.standard import label, load_standard
from app.kernel.language import Language

DICTIONARIES = {
    "type": "item-type",
    "level": "level",
    "rank": "legal-basis-kind",
    "status": "status",
    "project_type": "project-type",
    "review_type": "review-type",
    "power_source": "power-source",
    "body_kind": "body-kind",
    "area": "area",
    "depth": "depth",
    "service_form": "service-form",
    "expected_result": "result-type",
    "result_types": "result-type",
}
"""Which dictionary explains the codes under a fact's name."""

UNITS = {
    "1": ("个工作日", "working day(s)"),
    "2": ("个自然日", "calendar day(s)"),
    "3": ("个月", "month(s)"),
    "4": ("年", "year(s)"),
    "5": ("小时", "hour(s)"),
}
WORDS = {
    "acceptance": ("受理", "acceptance"),
    "decision": ("决定", "decision"),
    "natural-person": ("自然人", "natural persons"),
    "legal-person": ("法人", "legal persons"),
    "standard": ("标准", "standard"),
    "missing": ("缺少", "lacks"),
    "extra": ("多出", "adds"),
    "no-successor": ("没有接替的", "none"),
}
REASONS = {
    "absent-both": ("两边都没有填写", "neither side states it"),
    "absent-standard": ("标准没有填写", "the standard does not state it"),
    "absent-local": ("本事项没有填写", "the item does not state it"),
    "not-stated": ("有一方没有填写", "one side does not state it"),
    "not-comparable": ("写法无法比对", "the wording cannot be compared"),
    "placeholder": ("有一方只有占位的字", "one side holds only a placeholder"),
    "suffix": (
        "名称带有后缀，可能是业务办理项",
        "the name has a suffix; it may be a handling item",
    ),
    "similar-name": ("名称相近，可能是同一个", "the names are alike and may mean the same"),
    "similar-steps": (
        "环节名称相近，可能是同样的环节",
        "the steps are alike and may mean the same",
    ),
    "unnamed-material": ("有的材料没有名称", "a material has no name"),
    "necessity-not-stated": ("没有写明材料是否必要", "the necessity of a material is not stated"),
    "no-article": ("没有写明条款", "no article is named"),
    "other-version": ("所引的版本不同", "another version of the law is quoted"),
    "narrower": ("所引条款的范围不同", "the articles quoted are wider or narrower"),
    "units": ("单位不同，换算后仍说不准", "the units differ, and conversion leaves a doubt"),
    "unreadable": ("有一方的时限读不出数值", "no number can be read from one of the limits"),
}
MOST_SHOWN = 3


def message(rule: Rule, facts: Mapping[str, Any], language: Language = "zh") -> str:
    """Return the sentence of one finding.

    ``facts`` are those of the verdict, the columns named in ``rule.facts``, or, for a comparison,
    ``{"difference": …}``. A fact that is not there reads 未填.
    """
    template = rule.zh if language == "zh" else rule.en
    return template.format_map(_Shown(facts, language))


class _Shown(dict[str, str]):
    """Facts as words, looked up by the names a template uses."""

    def __init__(self, facts: Mapping[str, Any], language: Language) -> None:
        super().__init__()
        self._facts, self._language = facts, language

    def __missing__(self, name: str) -> str:
        value = self._facts.get(name)
        if name == "difference" and isinstance(value, Mapping):
            return difference_words(value, self._language)
        return show(name, value, self._language)


def show(name: str, value: Any, language: Language = "zh") -> str:
    """Return one fact as words."""
    english = language == "en"
    if value is None:
        return "(not stated)" if english else "（未填）"
    if isinstance(value, bool):
        return ("no", "yes")[value] if english else "否是"[value]
    if isinstance(value, (list, tuple)):
        return (", " if english else "、").join(show(name, one, language) for one in value)
    return _word(name, value, english)


def _word(name: str, value: Any, english: bool) -> str:
    text = str(value)
    if name == "unit" or name.endswith("_unit"):
        return UNITS[text][english] if text in UNITS else text
    if name in DICTIONARIES:
        return label(DICTIONARIES[name], text, english) or text
    if text.startswith("/"):
        return _title(text, english) or text
    return WORDS[text][english] if text in WORDS else text


@lru_cache(maxsize=4096)
def _title(pointer: str, english: bool) -> str | None:
    found = field_at(pointer)
    if found is None:
        return None
    return found.title_en if english else found.title


def field_at(pointer: str) -> Field | None:
    """Return the field of the standard at a document's pointer, or None."""
    for record in RECORDS:
        try:
            return load_standard(record).field(pointer)
        except KeyError:
            continue
    return None


def difference_words(difference: Mapping[str, Any], language: Language = "zh") -> str:
    """Return the difference of a comparison as a few phrases.

    >>> difference_words({"missing": ["身份证"], "extra": ["户口簿"]})
    '缺少身份证；多出户口簿'
    """
    english = language == "en"
    phrases = [
        _listed(WORDS[key][english], [str(one) for one in difference[key]], language)
        for key in ("missing", "extra")
        if difference.get(key)
    ]
    changes = [_change(entry, language) for entry in difference.get("changed", ())]
    if changes:
        phrases.append(_listed("", changes, language))
    reason = difference.get("reason")
    if reason:
        phrases.append(REASONS[reason][english] if reason in REASONS else str(reason))
    return ("; " if english else "；").join(phrases)


def _listed(head: str, entries: Sequence[str], language: Language) -> str:
    english = language == "en"
    shown = [entry if len(entry) <= 60 else entry[:59] + "…" for entry in entries[:MOST_SHOWN]]
    joined = (", " if english else "、").join(shown)
    if len(entries) > MOST_SHOWN:
        joined += f" and {len(entries) - MOST_SHOWN} more" if english else f"等 {len(entries)} 项"
    return f"{head} {joined}".strip() if english else head + joined


CHANGES = {
    "statutory": ("法定办结时限", "statutory limit"),
    "promised": ("承诺办结时限", "promised limit"),
    "necessity": ("必要性", "necessity"),
    "originals": ("原件份数", "originals"),
    "copies": ("复印件份数", "copies"),
    "article": ("条款", "article"),
    "form": ("表格", "form"),
    "steps": ("环节", "steps"),
    "name": ("名称", "name"),
    "types": ("结果类型", "result types"),
    "conditions": ("受理条件", "conditions"),
    "charged": ("是否收费", "charged"),
    "amount": ("金额", "amount"),
    "standard": ("收费标准", "standard"),
    "limit": ("", ""),
}
_CODES = {"necessity": "material-necessity", "types": "result-type"}


def _change(entry: Mapping[str, Any], language: Language) -> str:
    """Say one entry of ``changed``: 承诺办结时限：标准 5个工作日，本事项 10个工作日."""
    english = language == "en"
    names = [str(entry.get("of") or ""), str(entry.get("field") or "")]
    subject = " ".join(CHANGES[name][english] if name in CHANGES else name for name in names)
    standard, local = (
        _spelled(names[1], entry.get(side), language) for side in ("standard", "local")
    )
    subject = " ".join(subject.split())
    if english:
        return f"{subject}: {standard} in the standard, {local} here".removeprefix(": ")
    return f"{subject}：标准为{standard}，本事项为{local}".removeprefix("：")


def _spelled(name: str, value: Any, language: Language) -> str:
    if isinstance(value, (list, tuple)):
        glue = ", " if language == "en" else "、"
        return glue.join(_spelled(name, one, language) for one in value) or show("", None, language)
    if name in _CODES and value is not None:
        return label(_CODES[name], str(value), language == "en") or str(value)
    text = show("", value, language)
    return text if len(text) <= 40 else text[:39] + "…"
