"""办理流程的瑕疵."""

from __future__ import annotations

from app.sample.faults.declare import fault
from app.sample.faults.edits import drop, put, rewrite
from app.sample.shipped import Document


def swapped(steps: list[Document]) -> list[Document]:
    """Return the steps with 审查 before 受理."""
    return [steps[0], steps[2], steps[1], *steps[3:]]


FAULTS = (
    fault(
        "农作物种子生产经营许可证核发@青石县",
        put("/process/steps/2/number", 15),
        ("steps-exceed-promise", "/process/steps"),
        note="各环节加起来超过承诺时限",
    ),
    fault(
        "动物防疫条件合格证核发@南岭县",
        rewrite("/process/steps", swapped),
        ("steps-out-of-order", "/process/steps/1"),
        ("different-process", "/process"),
        note="审查排在受理之前",
    ),
    fault(
        "计量标准器具核准@江平市",
        drop("/process/steps/2/number"),
        ("step-without-limit", "/process/steps"),
        note="考评环节没有时限",
    ),
    fault(
        "出版物零售业务经营许可@湖滨区",
        rewrite(
            "/process/steps",
            lambda steps: [*steps[:3], {**steps[2], "name": "集体会审", "number": 0}, *steps[3:]],
        ),
        ("worse-process", "/process"),
        note="比标准多一个会审环节",
    ),
    fault(
        "电影放映单位设立审批@临河县",
        rewrite("/process/steps", lambda steps: steps[:3]),
        ("process-lacks-stage", "/process/steps"),
        ("better-process", "/process"),
        note="只列到审查，看不出由谁决定",
    ),
    fault(
        "拖拉机和联合收割机登记@白杨县",
        rewrite("/process/steps", lambda steps: [*steps[:3], dict(steps[2]), *steps[3:]]),
        ("repeated-step", "/process/steps/3"),
        note="审查环节连续列了两次",
    ),
    fault(
        "乡村建设规划许可证核发@白杨县",
        drop("/process"),
        ("missing-process-text", "/process/text"),
        ("missing-process-chart", "/process/chart"),
        note="流程没有填",
    ),
)
