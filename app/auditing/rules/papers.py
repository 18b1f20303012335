"""文书规则: papers that government issues, asked for as materials."""

from __future__ import annotations

from app.auditing.rule import Severity, mentioned_rule
from app.items.mentions.models import EXEMPT, OPTIONAL

_CHANGING = ("换", "补", "变更", "注销", "延续", "更正", "遗失", "挂失", "收回", "撤销", "迁", "审验", "年审", "年检", "延期", "复审")  # fmt: skip
_ABOUT_IT = (
    "EXISTS (SELECT 1 FROM name_text n, mention y, paper z WHERE n.value_id = i.name"
    " AND y.id = t.source AND z.id = y.paper_id AND (n.folded LIKE '%' || z.key || '%'"
    + "".join(f" OR n.folded LIKE '%{word}%'" for word in _CHANGING)
    + "))"
)


@mentioned_rule(
    Severity.WARNING,
    zh="“{name}”自 {ended_on} 起不再核发，现用：{instead}",
    en="“{name}” has not been issued since {ended_on}; now: {instead}",
    where=f"p.ended <= CURRENT_DATE AND m.flags & {EXEMPT} = 0",
    place="/materials",
    source="law",
)
def material_no_longer_issued() -> None:
    """所要的证照已经不再核发。

    A material is a certificate that is no longer issued.

    为何要紧：新近办事的人拿不出已经取消的证照，只能白跑。
    如何改正：改要接替它的证照，或删去这一项；旧证仍须收回的，在备注里写明。
    Why it matters: whoever applies now has no such paper, and comes in vain.
    Put right by: asking for the paper that took its place, or deleting the line.
    Source: the document that the list of certificates names; the list holds few and certain ones
    """


@mentioned_rule(
    Severity.INFO,
    zh="“{name}”由{issuer}核发，收件的就是这一条线的部门",
    en="“{name}” is issued by {issuer}, the very line of departments that asks for it",
    where=f"p.line IS NOT NULL AND p.ended IS NULL AND p.key <> '居民身份证'"
    f" AND m.flags & {EXEMPT | OPTIONAL} = 0",
    items=f"i.kind = 1 AND NOT {_ABOUT_IT}",
    place="/materials",
    source="policy",
)
def material_issued_by_the_asker() -> None:
    """向申请人要本部门自己核发的证照。

    Applicants are asked for a certificate that the asking department itself issues.

    为何要紧：自己核发的证照自己查得到，可以免提交。换发、补办、变更、注销这份证照本身的事项不在此列，
    居民身份证用于核对身份，也不在此列。
    如何改正：标明免提交，改为内部核验；系统尚未联通的，列入共享需求。
    Why it matters: a department can look up what it has issued. Items about the certificate
    itself (renewal, change, cancellation) are not meant, nor is the identity card.
    Put right by: marking it as not to be handed in, and checking it internally.
    Source: the policy of 2020: 减材料
    """
