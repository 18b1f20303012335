"""办理时限与办理流程的瑕疵."""

from __future__ import annotations

from typing import Any

from app.sample.faults.declare import fault
from app.sample.faults.edits import drop, handled, put


def days(number: int) -> dict[str, Any]:
    """Return a limit in working days."""
    return {"number": number, "unit": "1", "text": f"{number}个工作日"}


def swapped(steps: list[Any]) -> list[Any]:
    """Return the steps with 审查 before 受理."""
    return [steps[0], steps[2], steps[1], *steps[3:]]


FAULTS = (
    fault(
        "公共租赁住房保障资格确认@青石县",
        put("/time_limit/promised", days(40)),
        ("promise-longer-than-statutory", "/time_limit/promised"),
        ("worse-time-limit", "/time_limit"),
        note="承诺 40 个工作日，法定只有 30 个",
    ),
    fault(
        "道路货物运输经营许可@白杨县",
        put("/time_limit/promised", {"number": 2, "unit": "3", "text": "2个月"}),
        ("promise-longer-than-statutory", "/time_limit/promised"),
        ("worse-time-limit", "/time_limit"),
        note="单位不同，换算后仍然超过法定",
    ),
    fault(
        "农药经营许可证核发@南岭县",
        put("/time_limit/promised", days(15)),
        ("worse-time-limit", "/time_limit"),
        note="没有超过法定，但比标准承诺的长",
    ),
    fault(
        "医疗机构执业登记@湖滨区",
        put("/time_limit/statutory", days(60)),
        ("worse-time-limit", "/time_limit"),
        note="法定时限抄错，比标准长",
    ),
    fault(
        "城市建筑垃圾处置核准@江平市",
        put("/time_limit/statutory", days(10)),
        ("different-time-limit", "/time_limit"),
        note="法定时限与标准不同",
    ),
    fault(
        "兽药经营许可证核发@临河县",
        put("/time_limit/promised/text", "12个工作日"),
        ("limit-text-differs", "/time_limit/promised"),
        note="原文 12 个工作日，数值录成 15",
    ),
    fault(
        "食品生产许可@云泽市",
        put("/time_limit/promised/note", "当场办结"),
        ("at-once-yet-days", "/time_limit/promised"),
        note="说明写当场办结，时限却是 10 个工作日",
    ),
    fault(
        "残疾人证办理@青石县",
        put("/time_limit/promised", {"text": "按评定机构排期确定"}),
        ("limit-without-number", "/time_limit/promised"),
        ("unproven-time-limit", "/time_limit"),
        note="承诺时限写成一句话",
    ),
    fault(
        "林木采伐许可证核发@白杨县",
        drop("/time_limit/promised"),
        ("missing-time-limit-promised", "/time_limit/promised"),
        ("unproven-time-limit", "/time_limit"),
        note="没有填承诺时限",
    ),
    fault(
        "校车使用许可@湖滨区",
        drop("/time_limit/statutory"),
        ("missing-time-limit-statutory", "/time_limit/statutory"),
        ("unproven-time-limit", "/time_limit"),
        note="没有填法定时限",
    ),
    fault(
        "城镇污水排入排水管网许可@城东区",
        handled(project_type="1", review_type="2", service_forms=["1", "2", "4"]),
        ("instant-with-days", "/time_limit/promised"),
        note="标为即办件，却承诺 7 个工作日",
    ),
    fault(
        "股权出质设立登记@南岭县",
        handled(project_type="2", review_type="1", service_forms=["2", "4"]),
        ("promised-at-once", "/time_limit/promised"),
        note="标为承诺件，承诺时限却是 0",
    ),
)
