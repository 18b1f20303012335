"""办理方式与联系方式的瑕疵."""

from __future__ import annotations

from app.sample.faults.declare import fault
from app.sample.faults.edits import drop, handled, together

OFFLINE = {"online": False, "depth": None, "pc_sign_on": False, "mobile_sign_on": False}
NO_POST = {"delivery": False, "mail_in": False, "self_service": False, "result_delivery": ["6"]}

VISITS = (
    fault(
        "巡游出租汽车经营许可@南岭县",
        drop("/handling/visits_reason"),
        ("missing-handling-visits-reason", "/handling/visits_reason"),
        note="须到现场一次，没有写原因",
    ),
    fault(
        "动物防疫条件合格证核发@白杨县",
        handled(visits_reason="无"),
        ("hollow-visit-reason", "/handling/visits_reason"),
        note="须到现场一次，原因写“无”",
    ),
    fault(
        "燃气经营许可证核发@湖滨区",
        drop("/handling/visits"),
        ("missing-handling-visits", "/handling/visits"),
        note="没有填到办事现场次数",
    ),
    fault(
        "电影放映单位设立审批@白杨县",
        handled(depth=["1", "2", "3", "4", "5", "6"]),
        ("wholly-online-yet-visits", "/handling/visits"),
        note="标成全程网办，却要到现场一次",
    ),
    fault(
        "设置大型户外广告及在城市建筑物、设施上悬挂、张贴宣传品审批@青石县",
        together(
            handled(channels=["1"], service_forms=["4"], **OFFLINE, **NO_POST),
            drop("/links/online"),
            drop("/links/mobile"),
        ),
        ("no-way-to-apply", "/handling/visits"),
        note="到现场 0 次，又不能网上办，也不能邮寄",
    ),
    fault(
        "医疗机构执业登记@白杨县",
        handled(channels=["2"]),
        ("visits-though-only-online", "/handling/channels"),
        note="只有网上办理，却要到现场一次",
    ),
    fault(
        "烟草专卖零售许可证核发@南岭县",
        handled(visits=2, visits_reason="须现场核验原件并签收许可证", depth=["1", "2", "3"]),
        ("service-form-contradicted", "/handling/service_forms"),
        note="选了“一次办”，却要跑两次",
    ),
    fault(
        "道路货物运输经营许可@城东区",
        handled(visits_reason="须现场核验材料"),
        ("reason-without-visit", "/handling/visits_reason"),
        note="不用到现场，却留着旧的现场原因",
    ),
)

ONLINE = (
    fault(
        "统计资料公开查询@白杨县",
        handled(depth=["1"]),
        ("online-in-name-only", "/handling/depth"),
        note="标明网办，只有咨询",
    ),
    fault(
        "企业变更登记@白杨县",
        drop("/handling/depth"),
        ("missing-handling-depth", "/handling/depth"),
        note="标明网办，没有填网办深度",
    ),
    fault(
        "教师资格认定@青石县",
        handled(online=False, service_forms=["4"], channels=["1"]),
        ("online-traces-though-offline", "/handling/depth"),
        note="标明不网办，却填了网办深度",
    ),
    fault(
        "租赁住房提取住房公积金@云泽市",
        drop("/handling/project_type"),
        ("missing-handling-project-type", "/handling/project_type"),
        note="没有填办件类型",
    ),
)

FAULTS = (*VISITS, *ONLINE)
