"""清单条件: one condition of a list, as data — the SQL that decides it, and the words that tell it.

A condition holds, fails, or cannot be told because the item does not state what it turns on. Only
what holds counts: an item of which nothing is known is on no list, and the list says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from app.items.presence import bit_of
from app.kernel.language import Language


class State(IntEnum):
    """What can be said of one condition and one item."""

    FAILS = 0
    HOLDS = 1
    UNKNOWN = 2


class Words(NamedTuple):
    """A sentence in both languages; facts fill its braces."""

    zh: str
    en: str

    def say(self, language: Language, facts: dict[str, Any]) -> str:
        """Return the sentence with its facts."""
        return (self.zh if language == "zh" else self.en).format_map(facts)


class Change(NamedTuple):
    """就近改法: the least that would have to change, and in which field."""

    words: Words
    place: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Condition:
    """条件: ``holds`` and ``unknown`` are SQL over ``item i``; either may turn out NULL."""

    code: str
    holds: str
    unknown: str
    facts: tuple[str, ...]
    place: str
    title: Words
    reason: Words
    failing: Words
    unstated: Words
    change: Change

    def state_sql(self) -> str:
        """Return the SQL of the condition's ``State``."""
        return (
            f"CASE WHEN {self.holds} THEN {State.HOLDS.value}"
            f" WHEN {self.unknown} THEN {State.UNKNOWN.value} ELSE {State.FAILS.value} END"
        )


IN_USE_ONLINE = 4 | 8 | 16 | 32 | 64 | 128
"""网办深度 2–7: at least received over the internet."""
WHOLE_PROCESS = 32 | 64 | 128
"""网办深度 5–7: handled over the internet (全程网办)."""
ELECTRONIC_LICENCE = 128
NO_RESULT = 8
_REASON_GIVEN = bit_of()["/handling/visits_reason"]


ONLINE = Condition(
    "online",
    "i.online = 1",
    "i.online IS NULL",
    ("online",),
    "/handling/online",
    Words("可以网上办理", "Can be handled online"),
    Words("可以网上办理", "It can be handled online"),
    Words("写明不能网上办理", "It says that it cannot be handled online"),
    Words("没有写明能否网上办理", "It does not say whether it can be handled online"),
    Change(
        Words("开通网上办理，并写明“是否网办”为是", "Open online handling, and say so"),
        "/handling/online",
        True,
    ),
)
RECEIVED_ONLINE = Condition(
    "received-online",
    f"i.depth & {IN_USE_ONLINE} <> 0",
    "coalesce(i.depth, 0) = 0",
    ("depth",),
    "/handling/depth",
    Words("网办深度至少到互联网收件", "Materials are at least received online"),
    Words("网办深度：{depth}", "Depth of online handling: {depth}"),
    Words(
        "网办深度只有{depth}，材料不能在网上提交",
        "Online handling goes no further than {depth}: no materials are received",
    ),
    Words("没有写明网办深度", "The depth of online handling is not stated"),
    Change(
        Words("网办深度至少做到互联网收件（2）", "Receive materials online, at least (2)"),
        "/handling/depth",
        ["2"],
    ),
)
ENTRANCE = Condition(
    "online-entrance",
    "i.has_online_link = 1 OR i.has_mobile_link = 1",
    "i.has_online_link IS NULL AND i.has_mobile_link IS NULL",
    (),
    "/links/online",
    Words("有网上或手机办理入口", "There is an entrance, online or mobile"),
    Words("有网上或手机办理地址", "It gives an address, online or mobile"),
    Words("没有网上或手机办理地址", "It gives no address, online or mobile"),
    Words("没有网上或手机办理地址", "It gives no address, online or mobile"),
    Change(Words("填写网上办理地址", "Give the address where it is handled"), "/links/online"),
)
AT_MOST_ONE_VISIT = Condition(
    "at-most-one-visit",
    "i.visits BETWEEN 0 AND 1",
    "i.visits IS NULL OR i.visits < 0",
    ("visits",),
    "/handling/visits",
    Words("到现场不超过一次", "At most one visit"),
    Words("到现场 {visits} 次", "Visits: {visits}"),
    Words("要到现场 {visits} 次", "Visits: {visits}"),
    Words("没有写明到现场几次", "The number of visits is not stated"),
    Change(
        Words(
            "材料可网上提交或邮寄，结果可寄送，把到现场次数减到一次",
            "Take materials online or by post and deliver the result: one visit at most",
        ),
        "/handling/visits",
        1,
    ),
)
NO_VISIT = Condition(
    "no-visit",
    "i.visits = 0",
    "i.visits IS NULL OR i.visits < 0",
    ("visits",),
    "/handling/visits",
    Words("不用到现场", "No visit"),
    Words("不用到现场", "No visit is needed"),
    Words("要到现场 {visits} 次", "Visits: {visits}"),
    Words("没有写明到现场几次", "The number of visits is not stated"),
    Change(
        Words("取消到现场的要求，材料在网上核验", "Ask for no visit: check materials online"),
        "/handling/visits",
        0,
    ),
)
WHOLLY_ONLINE = Condition(
    "handled-online",
    f"i.depth & {WHOLE_PROCESS} <> 0",
    "coalesce(i.depth, 0) = 0",
    ("depth",),
    "/handling/depth",
    Words("网办深度到互联网办理", "Handled online from end to end"),
    Words("网办深度：{depth}", "Depth of online handling: {depth}"),
    Words("网办深度只到{depth}", "Online handling goes no further than {depth}"),
    Words("没有写明网办深度", "The depth of online handling is not stated"),
    Change(
        Words("审查、决定也在网上办，网办深度做到互联网办理（5）", "Review and decide online (5)"),
        "/handling/depth",
        ["5"],
    ),
)
WAY_IN = Condition(
    "materials-without-visit",
    "i.online = 1 OR i.mail_in = 1",
    "i.online IS NULL OR i.mail_in IS NULL",
    ("online", "mail_in"),
    "/handling/mail_in",
    Words("材料可网上提交或邮寄", "Materials go online or by post"),
    Words("材料可网上提交或邮寄", "Materials can go online or by post"),
    Words("材料不能网上提交，也不能邮寄", "Materials can go neither online nor by post"),
    Words(
        "没有写明材料能否网上提交或邮寄",
        "It does not say whether materials can go online or by post",
    ),
    Change(Words("开通材料邮寄", "Take materials by post"), "/handling/mail_in", True),
)
WAY_OUT = Condition(
    "result-without-visit",
    f"i.delivery = 1 OR i.depth & {ELECTRONIC_LICENCE} <> 0 OR i.result_types = {NO_RESULT}",
    "i.delivery IS NULL",
    ("delivery",),
    "/handling/delivery",
    Words(
        "结果可寄送、为电子证照或没有结果文书", "The result is delivered, or electronic, or none"
    ),
    Words("结果不用到现场领取", "The result can be had without a visit"),
    Words(
        "结果不寄送，也没有电子证照", "The result is neither delivered nor an electronic licence"
    ),
    Words("没有写明结果能否寄送", "It does not say whether the result is delivered"),
    Change(Words("开通结果寄送", "Deliver the result"), "/handling/delivery", True),
)
SIGN_ON = Condition(
    "single-sign-on",
    "i.sign_on = 1",
    "i.sign_on IS NULL",
    ("sign_on",),
    "/handling/pc_sign_on",
    Words("已对接统一身份认证", "Single sign-on"),
    Words("已对接统一身份认证", "It takes the single sign-on"),
    Words("没有对接统一身份认证，要另外登录", "It does not take the single sign-on"),
    Words("没有写明是否对接统一身份认证", "It does not say whether it takes the single sign-on"),
    Change(Words("对接统一身份认证", "Take the single sign-on"), "/handling/pc_sign_on", True),
)
REASON_GIVEN = Condition(
    "reason-for-visit",
    f"i.visits <> 1 OR i.present & {_REASON_GIVEN} <> 0",
    "i.visits IS NULL",
    (),
    "/handling/visits_reason",
    Words("到现场的原因已写明", "The reason for the visit is stated"),
    Words("到现场的原因已写明", "The reason for the visit is stated"),
    Words("要到现场一次，却没有写明原因", "One visit is needed, but why is not stated"),
    Words("没有写明到现场几次", "The number of visits is not stated"),
    Change(
        Words("写明必须到现场的原因", "State why the visit is needed"), "/handling/visits_reason"
    ),
)
NO_SPECIAL_PROCEDURE = Condition(
    "no-special-procedure",
    "coalesce(i.special_procedures, 0) = 0",
    "i.special_procedures IS NULL",
    ("special_procedures",),
    "/time_limit/special_procedures",
    Words("没有要再到场的特别程序", "No special procedure that asks for another visit"),
    Words("没有特别程序", "There is no special procedure"),
    Words(
        "有特别程序 {special_procedures} 项，申请人可能要再到场",
        "There are {special_procedures} special procedures, which may ask for another visit",
    ),
    Words("没有写明有无特别程序", "Special procedures are not stated"),
    Change(
        Words("说明特别程序不用申请人到场", "State that the applicant need not attend them"),
        "/time_limit/special_procedures",
    ),
)
