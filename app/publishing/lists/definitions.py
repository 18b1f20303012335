"""清单定义: the public lists, as data: what makes an item a member, and what casts doubt on it."""

from __future__ import annotations

from dataclasses import dataclass

from app.publishing.catalogue import PUBLISHED
from app.publishing.lists import conditions as c
from app.publishing.lists.conditions import Condition, Words

APPLIED_FOR = ("01", "05", "07", "08", "09", "10", "20")
"""依申请事项: licences, benefits, confirmations, rewards, adjudications, others, public services."""
NOT_APPLIED_FOR = ("02", "03", "04", "06")

ERROR = 3
ERRORS = f"SELECT id FROM audit_rule WHERE severity >= {ERROR}"
STANDING = (
    f"EXISTS (SELECT 1 FROM finding f WHERE f.item_id = i.id AND (f.rule_id IN ({ERRORS})) IS TRUE)"
)
"""The audit has a standing ERROR about item ``i``. ``IS TRUE`` keeps the item's findings the way to
them, and the rules a set that is made once, in both engines."""

POPULATION = Words(
    "在用、不涉密的依申请实施清单事项（行政许可、给付、确认、奖励、裁决、其他行政权力、公共服务）",
    "implementation items in use, no state secrets, of the types that people apply for",
)
EXCLUSIONS = {
    "cancelled": Words("已取消", "cancelled"),
    "suspended": Words("已暂停", "suspended"),
    "draft": Words("草稿", "drafts"),
    "secret": Words("涉密", "state secrets"),
    "type-unknown": Words("没有写明事项类型", "type not stated"),
    "not-applied-for": Words("非依申请事项", "of types that nobody applies for"),
    "type-undefined": Words("事项类型不在字典中", "type not in the dictionary"),
}
"""Why an implementation item is not in the population; the first that fits counts."""


@dataclass(frozen=True, slots=True)
class Target:
    """目标: the share that a policy asks for."""

    share: float
    source: Words


@dataclass(frozen=True, slots=True)
class PublicList:
    """公开清单: an item of the population is a member when all of ``needed`` hold.

    ``doubts`` do not decide: where one of them does not hold, or the audit has a standing ERROR,
    the member is shown with that doubt, and left out on request (``strict``).
    """

    slug: str
    title: Words
    definition: Words
    needed: tuple[Condition, ...]
    doubts: tuple[Condition, ...]
    target: Target | None = None
    within: str | None = None
    """The list that this one is a part of."""

    def member_sql(self) -> str:
        """Return SQL that is true for members of the list, given that they are in the population."""
        return " AND ".join(f"({condition.holds})" for condition in self.needed)

    def open_sql(self) -> str:
        """Return SQL that is true where nothing speaks against membership, known or not."""
        return " AND ".join(f"({one.holds} OR {one.unknown})" for one in self.needed)

    def undoubted_sql(self) -> str:
        """Return SQL that is true where none of the conditions of doubt casts any."""
        return " AND ".join(f"({condition.holds})" for condition in self.doubts) or "1 = 1"


_TYPES = ", ".join(f"'{code}'" for code in APPLIED_FOR)
IN_POPULATION = f"+i.kind = 1 AND {PUBLISHED} AND i.type IN ({_TYPES})"

TARGET_2020 = Target(
    0.85,
    Words(
        "2020 年优化营商环境工作措施：85% 的政务服务事项“最多跑一次”",
        "Measures of 2020 for the business environment: 85 % of items at most one visit",
    ),
)

ONE_NETWORK = PublicList(
    "one-network",
    Words("一网通办", "Handled through one network"),
    Words(
        "可以网上办理，网办深度至少到互联网收件，并有网上或手机办理入口",
        "Handled online, materials at least received online, with an entrance online or mobile",
    ),
    (c.ONLINE, c.RECEIVED_ONLINE, c.ENTRANCE),
    (c.SIGN_ON,),
)
AT_MOST_ONE_VISIT = PublicList(
    "at-most-one-visit",
    Words("最多跑一次", "At most one visit"),
    Words(
        "从申请到拿到结果，申请人到现场不超过一次",
        "From applying to having the result, the applicant comes at most once",
    ),
    (c.AT_MOST_ONE_VISIT,),
    (c.REASON_GIVEN, c.NO_SPECIAL_PROCEDURE),
    TARGET_2020,
)
ONE_NETWORK_ONE_VISIT = PublicList(
    "one-network-one-visit",
    Words("“一网通办”前提下“最多跑一次”", "One network, at most one visit"),
    Words(
        "既在一网通办清单上，又在最多跑一次清单上",
        "On the list of one network and on that of at most one visit",
    ),
    (*ONE_NETWORK.needed, *AT_MOST_ONE_VISIT.needed),
    (*ONE_NETWORK.doubts, *AT_MOST_ONE_VISIT.doubts),
    within="at-most-one-visit",
)
FULLY_ONLINE = PublicList(
    "fully-online",
    Words("全程网办", "Online from end to end"),
    Words(
        "有网上或手机办理入口，网办深度到互联网办理，不用到现场，结果可寄送或为电子证照",
        "Handled online from end to end, no visit, the result delivered or electronic",
    ),
    (c.ONLINE, c.WHOLLY_ONLINE, c.ENTRANCE, c.NO_VISIT, c.WAY_OUT),
    (c.SIGN_ON, c.NO_SPECIAL_PROCEDURE),
    within="one-network",
)
ZERO_VISIT = PublicList(
    "zero-visit",
    Words("零跑动", "No visit at all"),
    Words(
        "不用到现场：材料可网上提交或邮寄，结果可寄送或为电子证照",
        "No visit: materials go online or by post, the result is delivered or electronic",
    ),
    (c.NO_VISIT, c.WAY_IN, c.WAY_OUT),
    (c.NO_SPECIAL_PROCEDURE,),
    within="at-most-one-visit",
)

LISTS = {
    one.slug: one
    for one in (ONE_NETWORK, AT_MOST_ONE_VISIT, ONE_NETWORK_ONE_VISIT, FULLY_ONLINE, ZERO_VISIT)
}
MAIN = (ONE_NETWORK.slug, AT_MOST_ONE_VISIT.slug)
"""The two lists that the policy asks to be published."""


def exclusion_sql() -> str:
    """Return SQL of why an implementation item is not in the population, '' where it is."""
    others = ", ".join(f"'{code}'" for code in NOT_APPLIED_FOR)
    return (
        "CASE WHEN i.status = 3 THEN 'cancelled' WHEN i.status = 2 THEN 'suspended'"
        " WHEN i.status = 4 THEN 'draft' WHEN i.secret = 1 THEN 'secret'"
        " WHEN i.type IS NULL THEN 'type-unknown'"
        f" WHEN i.type IN ({others}) THEN 'not-applied-for'"
        f" WHEN i.type NOT IN ({_TYPES}) THEN 'type-undefined' ELSE '' END"
    )
