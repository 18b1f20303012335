"""办理方式规则: visits, online handling, hall and window, and what they say of each other."""

from __future__ import annotations

from collections.abc import Iterator

from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.wording import brief, is_empty
from app.elements.handling import Handling

INSTANT, PROMISED = "1", "2"
REVIEWED_FIRST, AT_ONCE = "1", "2"
BY_COURIER = "4"
AT_ONCE_FORM, ONLINE_FORM, ONCE_FORM, NO_FORM = "1", "2", "4", "5"


@value_rule(
    "handling",
    Severity.WARNING,
    zh="须到现场 {visits} 次，原因只写“{reason}”",
    en="{visits} visit(s) are required, the reason reads “{reason}”",
)
def hollow_visit_reason(handling: Handling) -> Iterator[Place]:
    """须到现场，却没有说明原因。

    A visit is required and its reason says nothing.

    为何要紧：“最多跑一次”之外的每一次现场都要有理由，说不出理由的就该减掉。
    如何改正：写明为什么非到现场不可，如“现场核验原件”；没有必要的，改为 0 次。
    Why it matters: every visit needs a reason; one without can be dropped.
    Put right by: saying why people must come, such as “originals are checked”, or 0 visits.
    Source: practice
    """
    reason = handling.visits_reason
    if (handling.visits or 0) > 0 and reason is not None and is_empty(reason):
        yield place("/handling/visits_reason", visits=handling.visits, reason=brief(reason))


@value_rule(
    "handling",
    Severity.INFO,
    zh="到现场 0 次，却写了必须现场办理的原因“{reason}”",
    en="No visit is needed, yet a reason is given: “{reason}”",
)
def reason_without_visit(handling: Handling) -> Iterator[Place]:
    """不用到现场，却写了现场原因。

    No visit is required, yet a reason for one is given.

    为何要紧：到底要不要去，群众看不明白。
    如何改正：不用去的删去原因；要去的改正次数。
    Why it matters: people cannot tell whether they must come.
    Put right by: deleting the reason, or correcting the number of visits.
    Source: practice
    """
    reason = handling.visits_reason
    if handling.visits == 0 and reason and not is_empty(reason) and not reason.startswith("不"):
        yield place("/handling/visits_reason", reason=brief(reason))


@value_rule(
    "handling",
    Severity.WARNING,
    zh="没有进驻政务大厅，原因只写“{reason}”",
    en="Not in the hall, and the reason reads “{reason}”",
    source="policy",
)
def hollow_hall_reason(handling: Handling) -> Iterator[Place]:
    """没有进驻大厅，却没有说明原因。

    The item is not in the service hall, and no reason is given.

    为何要紧：除对场地有特殊要求的以外，事项应进必进。
    如何改正：写明场地有何特殊要求；没有的，安排进驻。
    Why it matters: every item enters the hall unless it needs a special place.
    Put right by: naming what the place must have, or moving the item into the hall.
    Source: the policy of 2020: 除对场地有特殊要求的事项外，……“应进必进”
    """
    reason = handling.hall_reason
    if handling.hall is False and reason is not None and is_empty(reason):
        yield place("/handling/hall_reason", reason=brief(reason))


@value_rule(
    "handling",
    Severity.WARNING,
    zh="标明一窗受理，却没有进驻政务大厅",
    en="Accepted at the one window, yet not in the service hall",
)
def one_window_outside_hall(handling: Handling) -> Iterator[Place]:
    """一窗受理的事项没有进驻大厅。

    The item is accepted at the one window but is not in the hall.

    为何要紧：“一窗”是大厅里的综合窗口，不进大厅就不在一窗。
    如何改正：已进驻的改正“是否进驻”；没有进驻的，一窗受理改为“否”。
    Why it matters: the one window stands in the hall.
    Put right by: correcting either flag.
    Source: practice
    """
    if handling.one_window and handling.hall is False:
        yield place("/handling/one_window", hall=False)


@value_rule(
    "handling",
    Severity.INFO,
    zh="办件类型是{project_type}，审查类型却是{review_type}",
    en="Case type {project_type}, review type {review_type}",
)
def review_against_case_type(handling: Handling) -> Iterator[Place]:
    """审查类型与办件类型不符。

    The type of review does not fit the type of case.

    为何要紧：即办件即审即办，承诺件先审后批；两者不符，时限和叫号都会排错。
    如何改正：核对能否当场办结，改正其中之一。
    Why it matters: what is done at once is not reviewed first; limits and queues go wrong.
    Put right by: settling whether it is done at once, and correcting either.
    Source: practice
    """
    pair = (handling.project_type, handling.review_type)
    if pair in {(INSTANT, REVIEWED_FIRST), (PROMISED, AT_ONCE)}:
        yield place(
            "/handling/review_type",
            project_type=handling.project_type,
            review_type=handling.review_type,
        )


@value_rule(
    "handling",
    Severity.WARNING,
    zh="结果送达方式有物流快递，却标明不支持物流快递",
    en="Results are delivered by courier, yet courier delivery is not supported",
)
def courier_yet_no_delivery(handling: Handling) -> Iterator[Place]:
    """送达方式与是否支持物流快递矛盾。

    Results go by courier, yet delivery is not supported.

    为何要紧：群众选了快递，结果却寄不出来。
    如何改正：核对是否寄送，改正其中之一。
    Why it matters: people choose the courier and nothing arrives.
    Put right by: correcting either.
    Source: practice
    """
    if BY_COURIER in (handling.result_delivery or ()) and handling.delivery is False:
        yield place("/handling/delivery", delivery=False)


@value_rule(
    "handling",
    Severity.WARNING,
    zh="审批服务形式选了“{service_form}”，与{against}不符",
    en="Service form “{service_form}” contradicts {against}",
)
def service_form_contradicted(handling: Handling) -> Iterator[Place]:
    """审批服务形式与办理方式不符。

    A service form contradicts how the item is handled.

    为何要紧：“马上办、网上办、一次办”是对群众的承诺，要与次数、网办、办件类型一致。
    如何改正：做得到的，改正办理方式；做不到的，去掉这一形式。
    Why it matters: at once, online and in one visit are promises that the rest must bear out.
    Put right by: correcting how it is handled, or dropping the form.
    Source: practice
    """
    forms = set(handling.service_forms or ())
    if ONCE_FORM in forms and (handling.visits or 0) > 1:
        yield place("/handling/service_forms", service_form=ONCE_FORM, against="/handling/visits")
    if ONLINE_FORM in forms and handling.online is False:
        yield place("/handling/service_forms", service_form=ONLINE_FORM, against="/handling/online")
    if AT_ONCE_FORM in forms and handling.project_type == PROMISED:
        yield place(
            "/handling/service_forms", service_form=AT_ONCE_FORM, against="/handling/project_type"
        )
    if NO_FORM in forms and len(forms) > 1:
        yield place(
            "/handling/service_forms", service_form=NO_FORM, against="/handling/service_forms"
        )
