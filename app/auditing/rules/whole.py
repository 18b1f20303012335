"""跨要素规则: what several elements of one item say of each other, as predicates in SQL."""

from __future__ import annotations

from app.auditing.rule import Severity, item_rule

_PROMISED_DAYS = (
    "(i.promised_unit IN (1, 2) AND i.promised > 1"
    " OR i.promised_unit IN (3, 4) AND i.promised > 0"
    " OR i.promised_unit = 5 AND i.promised > 8)"
)


@item_rule(
    Severity.WARNING,
    zh="即办件的承诺时限却是 {promised}{promised_unit}",
    en="Done on the spot, yet {promised} {promised_unit} are promised",
    where=f"i.project_type = 1 AND {_PROMISED_DAYS}",
    place="/time_limit/promised",
    facts=("project_type", "promised", "promised_unit"),
)
def instant_with_days() -> None:
    """即办件的承诺时限超过一天。

    An item done on the spot has a promised limit of more than a day.

    为何要紧：即办件就是当场办结；时限超过一天，不是类型填错就是时限填错，“即办率”也随之失真。
    如何改正：当场办结的，承诺时限改为 0；不能当场办结的，办件类型改为承诺件。
    Why it matters: either the type or the limit is wrong, and so is the rate of instant items.
    Put right by: a promise of 0, or the type “promised”.
    Source: practice
    """


@item_rule(
    Severity.WARNING,
    zh="承诺件的承诺时限却是 0",
    en="A promised item promises a limit of 0",
    where="i.project_type = 2 AND i.promised = 0",
    place="/time_limit/promised",
    facts=("project_type", "promised", "promised_unit"),
)
def promised_at_once() -> None:
    """承诺件的承诺时限为零。

    A promised item has a limit of 0.

    为何要紧：当场办结的是即办件；填成承诺件，“即办率”就少算了。
    如何改正：当场办结的，办件类型改为即办件；否则填写承诺时限。
    Why it matters: what is done at once is an instant item; the rate is understated.
    Put right by: the type “instant”, or the real limit.
    Source: practice
    """


@item_rule(
    Severity.WARNING,
    zh="即办件却列有 {special_procedures} 个特别程序",
    en="Done on the spot, yet {special_procedures} special procedures are listed",
    where="i.project_type = 1 AND i.special_procedures > 0",
    place="/time_limit/special_procedures",
    facts=("project_type", "special_procedures"),
)
def instant_with_special_procedure() -> None:
    """即办件列有特别程序。

    An item done on the spot has special procedures.

    为何要紧：现场勘验、听证、专家评审都不可能当场完成。
    如何改正：办件类型改为承诺件，或删去特别程序。
    Why it matters: inspections, hearings and expert reviews are not done on the spot.
    Put right by: the type “promised”, or deleting the procedures.
    Source: practice
    """


@item_rule(
    Severity.WARNING,
    zh="各环节时限共 {step_total}{step_unit}，超过承诺时限 {promised}{promised_unit}",
    en="The steps take {step_total} {step_unit}, more than the promised {promised} {promised_unit}",
    where="i.step_total > i.promised AND i.step_unit = i.promised_unit"
    " AND coalesce(i.special_procedures, 0) = 0",
    place="/process/steps",
    facts=("step_total", "step_unit", "promised", "promised_unit"),
)
def steps_exceed_promise() -> None:
    """各环节时限之和超过承诺时限。

    The limits of the steps add up to more than the promise.

    为何要紧：照环节走，承诺就做不到。有特别程序的，其时间另算，不在此列。
    如何改正：压缩环节时限，使其和等于承诺时限；并行的环节写明并行，不重复计时。
    Why it matters: following the steps breaks the promise. Items with special procedures, whose
    time is counted apart, are not meant.
    Put right by: shortening steps until they add up; steps side by side are counted once.
    Source: practice
    """


@item_rule(
    Severity.WARNING,
    zh="不收费，却支持网上支付",
    en="Nothing is charged, yet online payment is supported",
    where="i.charged = 0 AND i.online_payment = 1",
    place="/handling/online_payment",
    facts=("charged", "online_payment"),
)
def payment_though_free() -> None:
    """不收费的事项支持网上支付。

    An item that costs nothing supports online payment.

    为何要紧：群众会以为要交钱。
    如何改正：不收费的，网上支付改为“否”；收费的，改正“是否收费”。
    Why it matters: people think that they must pay.
    Put right by: no online payment, or stating that a fee is charged.
    Source: practice
    """


@item_rule(
    Severity.INFO,
    zh="收费，但不支持网上支付",
    en="A fee is charged, but cannot be paid online",
    where="i.charged = 1 AND i.online_payment = 0",
    place="/handling/online_payment",
    facts=("charged", "online_payment"),
)
def charged_without_online_payment() -> None:
    """收费的事项不支持网上支付。

    A fee is charged that cannot be paid online.

    为何要紧：别的都能网上办，为交费还要跑一趟。
    如何改正：接入统一公共支付。
    Why it matters: everything else is online, and people come only to pay.
    Put right by: connecting to the common payment platform.
    Source: practice
    """


@item_rule(
    Severity.INFO,
    zh="公共服务事项填了权力来源{power_source}",
    en="A public service states a source of power",
    where="i.type = '20' AND i.power_source IS NOT NULL",
    place="/authority/power_source",
    facts=("type", "power_source"),
    source="standard",
)
def power_source_of_a_service() -> None:
    """公共服务填了权力来源。

    A public service states a source of power.

    为何要紧：公共服务不是行政权力，没有权力来源；或者事项类型填错了。
    如何改正：删去权力来源，或改正事项类型。
    Why it matters: a public service is no power; or the type is wrong.
    Put right by: deleting the source, or correcting the type.
    Source: national exchange tables: up_task_public_basic has no power_source
    """


@item_rule(
    Severity.WARNING,
    zh="计划取消日期 {cancel_date} 已过，事项仍为在用",
    en="The item was to end on {cancel_date} and is still in use",
    where="i.status = 1 AND i.cancel_date < CURRENT_DATE",
    place="/status",
    facts=("status", "cancel_date"),
    applies="any",
)
def in_use_past_its_end() -> None:
    """过了计划取消日期仍在用。

    The item is in use after the date on which it was to end.

    为何要紧：已经取消的事项还在受理，群众会白跑。
    如何改正：已取消的改正状态；延续的改正计划取消日期。
    Why it matters: people apply for what no longer exists.
    Put right by: correcting the status, or the date.
    Source: practice
    """


@item_rule(
    Severity.INFO,
    zh="计划 {effective_date} 才生效，事项已为在用",
    en="The item takes effect on {effective_date} and is already in use",
    where="i.status = 1 AND i.effective_date > CURRENT_DATE",
    place="/status",
    facts=("status", "effective_date"),
    applies="any",
)
def in_use_before_its_beginning() -> None:
    """未到计划生效日期已经在用。

    The item is in use before the date on which it takes effect.

    为何要紧：群众按还没有施行的要求准备材料。
    如何改正：未生效的改为暂停或草稿；已生效的改正日期。
    Why it matters: people prepare for what does not yet apply.
    Put right by: correcting the status, or the date.
    Source: practice
    """


@item_rule(
    Severity.INFO,
    zh="事项须提交 {form_count} 份表格",
    en="The item asks for {form_count} forms",
    where="i.form_count > 1",
    place="/materials",
    facts=("form_count", "material_count"),
    source="policy",
)
def several_forms() -> None:
    """一个事项要填几张表。

    One item asks for several forms.

    为何要紧：政策要求“一表申请”；几张表里姓名、地址要填几遍。
    如何改正：合并为一张申请表；不同情形各用一张的，在备注里写明。
    Why it matters: the policy asks for one form; the same name and address are written over again.
    Put right by: merging them, or saying in the remark which case each is for.
    Source: the policy of 2020: 推行一次告知、一表申请
    """
