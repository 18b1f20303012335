"""依据: what speaks for a proposal, as data; words are rendered on demand, Chinese first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.kernel.language import Language

WORDS: dict[str, tuple[str, str]] = {
    "exact": ("表头“{name}”就是这一要素的名称或别名", "“{name}” is a name of this field"),
    "exchange": ("“{name}”是全国交换表的列名", "“{name}” is a column of the national exchange"),
    "similar": ("表头与“{name}”相近（{score}）", "the header is like “{name}” ({score})"),
    "initials": ("“{name}”是名称的拼音首字母", "“{name}” are the initials of its name"),
    "known": ("映射 {mapping} 里就是这样读的", "the mapping {mapping} reads it so"),
    "values": (
        "{total} 个值中有 {good} 个读作{what_zh}",
        "{good} of {total} values read as {what_en}",
    ),
    "doubt": (
        "表头这样写，值却不像：{total} 个值中只有 {good} 个读作{what_zh}",
        "the header says so, the values do not: {good} of {total} read as {what_en}",
    ),
    "list-name": ("列表“{name}”", "the list “{name}”"),
    "part-of-code": ("编码的一部分：{what_zh}", "a part of the code: {what_en}"),
    "scheme": ("{good} 个编码合于“{what_zh}”", "{good} codes follow “{what_en}”"),
    "repeats-code": (
        "{good} 行都与“{column}”中的这一段相同",
        "the same as that part of “{column}” in {good} rows",
    ),
    "other-code": (
        "与“{column}”不是同一个编码，是另一目录的编码",
        "not the code in “{column}”: that of another catalogue",
    ),
    "two-catalogues": (
        "“{nation}”是国家目录的编码，“{place}”是地方自己的",
        "“{nation}” is of the national catalogue, “{place}” the place's own",
    ),
    "taken": ("更像的列已经是“{name}”", "another column is nearer to “{name}”"),
    "nothing": ("没有相近的要素", "no field is near"),
    "several": ("像几个要素，分不清是哪一个", "it is like several fields alike"),
    "empty": ("整列是空的", "the column is empty"),
    "structured": ("单元格里是对象，读不了", "the cells hold objects"),
    "labels": (
        "同一行“{column}”写的是文字，{good} 行都对得上",
        "“{column}” names the codes in the same rows, {good} of them",
    ),
    "only-reading": (
        "出现的代码（{seen}）只合于“{title}”",
        "the codes seen ({seen}) fit “{title_en}” only",
    ),
    "agree": (
        "出现的代码（{seen}）在各种编号里意思相同",
        "the codes seen ({seen}) mean the same in every numbering",
    ),
    "words": ("写的是文字，不是代码", "words, not codes"),
}
WHAT: dict[str, tuple[str, str]] = {
    "words": ("代码表中的代码或文字", "a code or word of its table"),
    "task-code": ("31 位实施编码或 33 位业务办理项编码", "a code of 31 or 33 signs"),
    "local-code": ("地方编码", "a local code"),
    "row-id": ("系统的记录标识", "a row id"),
    "base-code": ("12 或 14 位基本编码", "a base code of 12 or 14 signs"),
    "credit-code": ("18 位统一社会信用代码", "a credit code of 18 signs"),
    "agency": ("单位名称", "the name of a body"),
    "region": ("行政区划代码", "a region code"),
    "name": ("名称", "a name"),
    "limit": ("N 个工作日这样的时限", "a time limit"),
    "law": ("引用的法规", "a citation of a law"),
    "law-number": ("文号", "the number of a document"),
    "article": ("条款", "an article"),
    "fee": ("收费情况", "what it costs"),
    "visits": ("次数", "a number of visits"),
    "phone": ("电话号码", "telephone numbers"),
    "place": ("地点", "a place"),
    "hours": ("钟点", "hours"),
    "steps": ("用箭头或顺序写的环节", "steps in a row"),
    "number": ("数字", "a number"),
    "address": ("网址", "a web address"),
    "date": ("日期", "a date"),
    "yes-no": ("是或否", "yes or no"),
    "text": ("文字", "text"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """依据: a code and facts."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def say(self, language: Language = "zh") -> str:
        """Return the evidence as a sentence."""
        what = WHAT.get(str(self.facts.get("what")), ("", ""))
        told = {"what_zh": what[0], "what_en": what[1], **self.facts}
        return WORDS[self.code][language == "en"].format_map(told)

    def document(self) -> dict[str, Any]:
        """Return the evidence as JSON, in both languages."""
        return {"code": self.code, "facts": self.facts, "zh": self.say("zh"), "en": self.say("en")}
