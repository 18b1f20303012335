"""办理结果规则: what the applicant receives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.wording import brief, is_empty
from app.elements.result import Result
from app.kernel.text import fold

LICENCE, APPROVAL, NONE = "10", "20", "99"
_DOCUMENT = re.compile(r"(?:批复|批文|决定书|通知书|意见书?|复函|公告)$")
_LICENCE = re.compile(
    r"(?<!凭)(?<!鉴)(?<!论)(?<!查)(?<!公)证(?:书|件|照)?$|执照$|许可证(?:副本|正本)?$"
)
_NOT_LICENCE = re.compile(r"(?:证明|凭证|保证|认证|论证|公证|签证|查证|见证)(?:书|材料)?$")


@value_rule(
    "result",
    Severity.INFO,
    zh="结果名称“{name}”看来是{expected_result}，结果类型却是{result_types}",
    en="The result “{name}” reads like type {expected_result}, the type is {result_types}",
)
def result_name_against_type(result: Result) -> Iterator[Place]:
    """结果名称与结果类型不符。

    The result's name does not fit its type.

    为何要紧：类型为证照的才会关联电子证照，填错就签发不了电子证照。
    如何改正：证书、许可证、执照选“证照”，批复、决定书选“批文”。
    Why it matters: only licences are tied to electronic licences.
    Put right by: “licence” for certificates and permits, “approval” for decisions and replies.
    Source: practice
    """
    types = set(result.types or ())
    if not result.name or len(types) != 1:
        return
    name = fold(result.name)
    is_licence = bool(_LICENCE.search(name)) and not _NOT_LICENCE.search(name)
    expected = LICENCE if is_licence else APPROVAL if _DOCUMENT.search(name) else None
    wrong = {LICENCE: {APPROVAL, NONE}, APPROVAL: {LICENCE, NONE}}
    if expected and types & wrong[expected]:
        yield place(
            "/result/types",
            name=brief(result.name),
            expected_result=expected,
            result_types=list(result.types or ()),
        )


@value_rule(
    "result",
    Severity.WARNING,
    zh="结果类型同时选了“无”和{result_types}",
    en="The result types contain both “none” and {result_types}",
)
def none_among_results(result: Result) -> Iterator[Place]:
    """结果类型既选“无”，又选其他。

    The result is both “none” and something.

    为何要紧：有没有结果说不清，送达和电子证照都无从安排。
    如何改正：有结果的去掉“无”。
    Why it matters: delivery and electronic licences depend on it.
    Put right by: dropping “none” where there is a result.
    Source: practice
    """
    types = result.types or ()
    if NONE in types and set(types) != {NONE}:
        others = [code for code in types if code != NONE]
        yield place("/result/types", result_types=others)


@value_rule(
    "result",
    Severity.INFO,
    zh="结果类型为“无”，却写了结果名称“{name}”",
    en="The result type is “none”, yet a result “{name}” is named",
)
def result_named_though_none(result: Result) -> Iterator[Place]:
    """结果类型为“无”，却有结果名称。

    The result is “none”, yet it has a name.

    为何要紧：群众领得到的结果，在统计和送达里却不存在。
    如何改正：按结果选“证照”“批文”或“其他”；确无结果的，删去名称。
    Why it matters: people receive something that delivery and figures do not know of.
    Put right by: choosing the type, or deleting the name.
    Source: practice
    """
    if result.types and set(result.types) == {NONE} and not is_empty(result.name):
        yield place("/result/types", name=brief(result.name or ""))
