"""受理条件规则: what must hold for an application to be accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.wording import SHOWN, brief, is_hollow, says_nothing
from app.elements.markup import plain
from app.kernel.text import fold

_HOLLOW = re.compile(
    r"(?:申请人)?(?:须|需|应当?|必须)?(?:同时)?(?:符合|满足|具备)"
    r"(?:以上|上述|相关|有关|相应|规定|法定|办理|受理|申请|国家|法律|法规|规章|政策|文件|的|和|、|,|及)*"
    r"(?:条件|规定|要求|标准)(?:的|的申请人|即可|者)?"
    r"|以[^\n。;,]{0,16}为准"
    r"|依据[^\n。;,]{0,12}(?:文件|通知|公告|简章)中?的?[^\n。;,]{0,4}条件"
    r"|按照?[^\n。;,]{0,20}(?:办法|规定|文件|部署)的?(?:要求|执行|办理)"
    r"|(?:具体)?(?:要求|条件)?详?见[^\n。;,]{0,12}(?:指南|通知|公告|简章|办法)"
    r"|材料齐全(?:,?符合(?:法定|规定)?(?:形式|要求|条件))?|(?:详?见)(?:备注|附件|指南|办事指南|依据|法律依据)"
)
_CATCH_ALL = re.compile(
    r"(?:^|[\n。；;：:，,、\uff0e.)）])\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.\uff0e]\s*)?"
    r"((?:法律|法规|规章|国家|国务院|省|市|行政)?[^\n。；;：:，,]{0,24}?(?:规定|要求|需要|认为)的?(?:应当?)?(?:具备|符合|满足)?的?"
    r"其[他它](?:相关|有关|必要的?)?(?:条件|要求)"
    r"|(?:符合|具备|满足)?其[他它](?:相关|有关|必要的?|应当具备的?|需要具备的?|应具备的?)?(?:条件|要求))"
    r"(?=[\n。；;，,）)]|$)"
)
_UNCONDITIONAL = re.compile(
    r"(?:无需?|没有|不设)(?:任何|特定|受理|特殊|前置|限[定制]|其[他它])*(?:条件|限制|要求|门槛|限定)(?:限制|受理|办理|申请)?"
    r"|无需受理|(?:申请人)?(?:直接|按需要?|自动)(?:申请|查询|受理|咨询)(?:办证进度)?|主动(?:公开|发布|公示)"
)
SHORTEST = 6


def says_none(text: str) -> bool:
    """Tell whether conditions say that there are none: 无, 无条件, 无受理条件."""
    return says_nothing(text) or (
        len(text) <= 12 and bool(_UNCONDITIONAL.fullmatch(fold(text).rstrip(".。")))
    )


@value_rule(
    "conditions",
    Severity.WARNING,
    zh="受理条件只写“{text}”，没有说明是什么条件",
    en="The conditions only say “{text}”",
)
def hollow_condition(conditions: str) -> Iterator[Place]:
    """受理条件没有内容。

    The conditions name no condition.

    为何要紧：“符合以上条件”“见备注”说不出条件是什么，申请人无从判断自己能不能办。
    如何改正：逐项写明条件；没有条件的写“无”。
    Why it matters: “meets the above conditions” tells nobody whether they may apply.
    Put right by: listing the conditions, or writing 无 where there are none.
    Source: practice
    """
    text = plain(conditions)
    if says_none(text):
        return
    if is_hollow(text) or (len(text) <= 40 and _HOLLOW.fullmatch(fold(text))):
        yield place("/conditions", text=brief(text))


@value_rule(
    "conditions",
    Severity.INFO,
    zh="受理条件写“{text}”",
    en="The conditions say “{text}” (none)",
)
def no_condition(conditions: str) -> Iterator[Place]:
    """受理条件为“无”。

    The conditions say “none”.

    为何要紧：确有不设条件的事项，但多数是没有填写；申请人会以为谁都能办。
    如何改正：有条件的逐项写明；确无条件的保留“无”，可以豁免本条。
    Why it matters: some items have no conditions, most were just not filled in.
    Put right by: listing the conditions; keep 无 where there are none, and waive this.
    Source: practice
    """
    text = plain(conditions)
    if text and says_none(text):
        yield place("/conditions", text=text)


@value_rule(
    "conditions",
    Severity.INFO,
    zh="受理条件“{text}”只有 {length} 个字",
    en="The conditions “{text}” have only {length} characters",
)
def short_condition(conditions: str) -> Iterator[Place]:
    """受理条件过短。

    The conditions are too short to be one.

    为何要紧：几个字写不成一个完整的条件，多半填错了栏目。
    如何改正：写完整：什么人，在什么情形下，可以申请。
    Why it matters: a few characters hardly make a condition; often the column was mistaken.
    Put right by: saying who may apply, and in which case.
    Source: practice
    """
    text = plain(conditions)
    if len(text) < SHORTEST and not says_none(text) and not is_hollow(text):
        yield place("/conditions", text=text, length=len(text))


@value_rule(
    "conditions",
    Severity.WARNING,
    zh="受理条件写到“{text}”就断了，后面的各项没有写",
    en="The conditions break off at “{text}”",
    aspect="completeness",
)
def condition_breaks_off(conditions: str) -> Iterator[Place]:
    """受理条件在冒号处断了。

    The conditions break off at a colon: what was to follow is not there.

    为何要紧：“应当符合下列条件：”后面什么也没有，申请人看不到条件。多为采集或粘贴时只取了第一段。
    如何改正：把冒号后面的各项补全。
    Why it matters: after “the following conditions:” nothing follows; often only the first
    paragraph was copied.
    Put right by: adding what follows the colon.
    Source: practice
    """
    text = plain(conditions).rstrip()
    if text.endswith(("：", ":")):
        last = text.splitlines()[-1].strip()
        yield place("/conditions", text=last if len(last) <= SHOWN else "…" + last[1 - SHOWN :])


@value_rule(
    "conditions",
    Severity.WARNING,
    zh="受理条件含有兜底条款“{text}”",
    en="The conditions contain a catch-all: “{text}”",
)
def catch_all_condition(conditions: str) -> Iterator[Place]:
    """受理条件含有“其他条件”一类的兜底条款。

    The conditions contain a catch-all such as “other conditions required by law”.

    为何要紧：谁也不知道“其他条件”是什么，窗口因此有了随意取舍的余地。
    如何改正：把法律、法规规定的条件逐项列明，删去兜底的一项。
    Why it matters: nobody knows what the other conditions are; it leaves room for discretion.
    Put right by: listing what the law demands and deleting the catch-all.
    Source: practice
    """
    text = plain(conditions)
    found = _CATCH_ALL.search(text) if "其他" in text or "其它" in text else None
    if found:
        yield place("/conditions", text=brief(found[1].strip()))
