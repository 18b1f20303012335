"""法规规则: the laws that items stand on, against the registry of laws."""

from __future__ import annotations

from app.auditing.rule import Severity, cited_rule

_TOO_LOW = "IN (4, 6)"
"""部门规章 and 规范性文件; a 省级政府规章 (5) may set a licence for a year, so it proves nothing."""


@cited_rule(
    Severity.ERROR,
    zh="“{law}”自 {ended_on} 起不再施行，接替它的是：{successor}",
    en="“{law}” has not been in force since {ended_on}; in its place: {successor}",
    where="l.superseded = 0 AND l.ended <= CURRENT_DATE",
    source="law",
)
def repealed_law() -> None:
    """所引的法规已经废止。

    A law that is cited has been repealed.

    为何要紧：废止的法规不能再作依据，据此办的事在复议和诉讼中站不住。
    如何改正：改引接替它的法规和对应条款；接替的法规没有规定这件事的，研究取消事项或材料。登记的法规见
    /laws；登记有误的，用 yizhi laws add 更正。
    Why it matters: what rests on a repealed law does not stand in a review or in court.
    Put right by: citing the law that took its place and its article; where that provides for
    nothing of the kind, dropping the item or the material. A mistaken registry entry is corrected
    with yizhi laws add.
    Source: the repealing clause that the registry names for the law
    """


@cited_rule(
    Severity.WARNING,
    zh="“{law}”引的是旧版（{version}），现行的是：{successor}",
    en="“{law}” is cited in an old version ({version}); in force: {successor}",
    where="(l.superseded = 1 AND l.ended <= CURRENT_DATE) OR (l.ended IS NULL AND c.year < l.year"
    " AND (l.effective IS NULL OR l.effective <= CURRENT_DATE))",
    source="law",
)
def amended_law_version() -> None:
    """所引的法规版本已被修改或重新公布的版本取代。

    A law is cited in a version that has been replaced.

    为何要紧：修订后条款序号和内容常有变化，引旧版会引错条文。只看引用自己写明的文号和年份，没有写的不报。
    如何改正：改写现行版本的文号或年份，并核对条款号和条文内容。
    Why it matters: articles are renumbered and reworded. Only a number or year that the citation
    itself states is weighed; one that states none is not reported.
    Put right by: naming the version in force, and checking the article and its wording.
    Source: the promulgation of the later version, as the registry has it
    """


@cited_rule(
    Severity.WARNING,
    zh="行政许可的设定依据都是部门规章或规范性文件，如“{law}”",
    en="The licence stands on ministry rules or documents only, such as “{law}”",
    where=f"c.kind = 2 AND coalesce(l.rank, c.rank, 0) {_TOO_LOW}"
    " AND c.id = (SELECT min(x.id) FROM citation x WHERE x.value_id = c.value_id)"
    " AND NOT EXISTS (SELECT 1 FROM citation x LEFT JOIN law y ON y.id = x.law_id"
    f" WHERE x.value_id = c.value_id AND NOT coalesce(y.rank, x.rank, 0) {_TOO_LOW})",
    items="i.type = '01'",
    place="/legal_basis",
    source="law",
)
def basis_too_low() -> None:
    """行政许可的设定依据效力不够。

    A licence stands on rules that may not set one.

    为何要紧：法律、行政法规、国务院决定、地方性法规可以设定行政许可，省级政府规章可以设定一年以内的临时许可，
    其他规范性文件一律不得设定。只要有一条依据的效力说不准，就不报。
    如何改正：补上设定这项许可的法律、法规或国务院决定；没有的，事项类型改为与依据相符的类型，或取消。
    Why it matters: laws, administrative regulations, decisions of the State Council and local
    regulations may set licences, provincial rules for a year; nothing else may. One citation
    whose rank is in doubt, and nothing is reported.
    Put right by: adding the law, regulation or decision that sets the licence; where there is
    none, another type of item, or dropping it.
    Source: 行政许可法第十四条、第十五条、第十七条
    """
