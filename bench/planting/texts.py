"""Faults in names, conditions, audience, questions and contacts, and in any text or number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.sample.faults.edits import owner_of
from bench.planting.fault import (
    LIMITS,
    MATERIALS,
    NAME,
    OF_ELEMENT,
    PROCESS,
    Document,
    Places,
    Spot,
    plants,
    swap,
)


def _parted(text: str) -> str:
    return f"{text[:2]} {text[2:]}"


swap(
    "untidy-name", "/name", _parted, lambda name: f"{name}。", lambda name: f"{name}（试行)",
    lambda name: f"{name}（", follows=NAME,
)  # fmt: skip
swap("name-of-a-document", "/name", lambda name: f"关于{name}的通知", follows=NAME)

CATCH_ALLS = ("法律、法规规定的其他条件", "法律、行政法规规定的其他条件", "国务院规定的其他条件")
swap(
    "catch-all-condition", "/conditions",
    *(lambda text, words=words: f"{text}\n（二）{words}。" for words in CATCH_ALLS),
)  # fmt: skip
swap(
    "hollow-condition", "/conditions", "符合相关规定的条件", "符合以上条件", "详见办事指南", "待定"
)
swap("no-condition", "/conditions", "无", "无条件", "没有限制条件")
swap("short-condition", "/conditions", "自然人", "八十岁", "本地户籍")
swap("condition-breaks-off", "/conditions", "申请人应当符合下列条件：", "申请单位须具备以下条件:")


@plants("topic-of-another-audience", kind="persons")
def _corporate_topics(item: Document, _at: Spot) -> Places:
    item["audience"] = {"objects": ["1"], "personal_topics": ["040"], "corporate_topics": ["075"]}
    return ("/audience/corporate_topics",)


@plants("topic-of-another-audience", kind="bodies")
def _personal_topics(item: Document, _at: Spot) -> Places:
    item["audience"] = {"objects": ["2"], "personal_topics": ["040"], "corporate_topics": ["075"]}
    return ("/audience/personal_topics",)


@plants("duplicate-question")
def _asked_twice(item: Document, at: Spot) -> Places:
    questions = item.get("questions")
    if not questions:
        return None
    again = at.choice(questions)
    questions.append({"question": f" {again['question']}", "answer": "请到窗口咨询。"})
    return (f"/questions/{len(questions) - 1}/question",)


@plants("answer-repeats-question")
def _parrot(item: Document, at: Spot) -> Places:
    if not item.get("questions"):
        return None
    place = at.randrange(len(item["questions"]))
    one = item["questions"][place]
    one["answer"] = one["question"].rstrip("？?") + at.choice(("？", "?", "。", ""))
    return (f"/questions/{place}/answer",)


NUMBERS = ("/contact/consult", "/contact/complaint")
for field in NUMBERS:
    swap("malformed-telephone", field, "0960-5551", "0960-55512345678", "1380013800")
    swap("contact-without-number", field, "本单位办公室", "纪检监察组")
swap("hours-without-time", "/contact/hours", "周一至周五", "法定工作日")
swap(
    "impossible-time", "/contact/hours", "工作日 8:30—12:70，14:00—17:30", "9:00-11:30 14:00-25:30"
)
swap("vague-address", "/contact/address", "云川省江平市", "本县城区")


@plants("telephone-without-area-code")
def _no_area(item: Document, at: Spot) -> Places:
    item["contact"] |= {"consult": "5551234", "complaint": "12345"}
    return ("/contact/consult",)


@plants("complaint-to-the-same-number")
def _same_number(item: Document, _at: Spot) -> Places:
    if "consult" not in item.get("contact", {}):
        return None
    item["contact"]["complaint"] = item["contact"]["consult"]
    return ("/contact/complaint",)


CONTENT = (
    "/name", "/process/text", "/process/steps/*/name", "/legal_basis/*/law", "/materials/*/name",
    "/fees/items/*/name", "/contact/address", "/contact/hours", "/contact/consult",
    "/contact/complaint", "/questions/*/question", "/questions/*/answer",
)  # fmt: skip
HOLLOW = ("待定", "待补充", "详见备注", "同上", "测试", "xxxx", "****", "按规定执行")
for pattern in CONTENT:
    element = pattern.split("/")[1]
    after = {"process-lacks-stage"} if element == "process" else set()
    swap("placeholder-text", pattern, *HOLLOW, follows={*OF_ELEMENT.get(element, ()), *after})

KINDS = (
    "name", "authority", "legal_basis", "conditions", "time_limit", "process", "materials", "fees",
    "result", "handling", "contact", "questions",
)  # fmt: skip
SHOWS = frozenset({
    "hours-without-time", "vague-address", "contact-without-number", "process-lacks-stage",
    "limit-without-number", "fee-without-amount", "document-without-number", "untidy-name",
    "result-name-against-type", "basis-without-article", "overlong-text", "repeated-step", "unmatched-marks-in-basis",
})  # fmt: skip
"""What besides is true of a text that was replaced by something else."""


def _prose(value: Any, pointer: str) -> Iterator[str]:
    """Yield the places of running text: Chinese, longer than a code, no address of a page."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _prose(inner, f"{pointer}/{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _prose(inner, f"{pointer}/{place}")
    elif isinstance(value, str) and any("\u4e00" <= sign <= "\u9fff" for sign in value):
        yield pointer


def _in_prose(rule: str, *writings: Any) -> None:
    """Declare one planter of ``rule`` for each element: any running text of it."""
    for kind in KINDS:

        def make(item: Document, at: Spot, kind: str = kind) -> Places:
            places = list(_prose(item.get(kind), f"/{kind}"))
            if not places:
                return None
            pointer, writing = at.choice(places), at.choice(writings)
            owner, key = owner_of(item, pointer)
            owner[key] = writing(owner[key])
            return (pointer,)

        plants(rule, follows={*OF_ELEMENT.get(kind, ()), *SHOWS}, kind=kind)(make)


_in_prose(
    "markup-in-text",
    lambda text: f"<p>{text}</p>", lambda text: f"{text}<br/>", lambda text: f"{text}&nbsp;",
    lambda text: f'{text[:1]}<span style="color:red">{text[1:]}</span>',
)  # fmt: skip
_in_prose(
    "error-page-in-text",
    lambda _: "未找到匹配的信息", lambda _: "系统异常，请稍后再试", lambda _: "404 Not Found",
    lambda _: "java.lang.NullPointerException at com.yizhi.Main(Main.java:12)",
)  # fmt: skip
_in_prose(
    "garbled-text",
    lambda text: f"{text}锟斤拷", lambda text: f"{text[:1]}烫烫烫{text[1:]}",
    lambda text: f"{text[:-1]}\ufffd", lambda text: f"{text}????",
)  # fmt: skip

COUNTS = {
    "/time_limit/statutory/number": LIMITS
    | {"limit-text-differs", "promise-longer-than-statutory"},
    "/time_limit/promised/number": LIMITS | {"limit-text-differs", "steps-exceed-promise"},
    "/process/steps/*/number": PROCESS,
    "/materials/*/originals": MATERIALS,
    "/materials/*/copies": MATERIALS,
    "/handling/visits": frozenset({"no-way-to-apply"}),
}
for pattern, follows in COUNTS.items():
    swap("negative-number", pattern, -1, -2, follows=follows)
