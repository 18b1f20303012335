"""整改清单的表格: a list as rows, for the authority that is to mend it."""

from __future__ import annotations

from typing import Any

from app.kernel.language import Language
from app.mending.rectifying.rechecking import Checked

HEADERS = {
    "zh": (
        "序号", "状态", "事项编码", "事项名称", "规则", "严重程度", "字段", "位置", "问题",
        "如何改正", "出具日期", "整改期限",
    ),
    "en": (
        "number", "state", "code", "name", "rule", "severity", "field", "pointer", "message",
        "remedy", "issued", "due",
    ),
}  # fmt: skip
STATES = {
    "standing": "未改",
    "changed": "仍有问题",
    "waived": "已豁免",
    "mended": "已改",
    "gone-with-item": "事项已取消",
    "gone-with-rule": "规则已停用",
}
GRAVITY = {"error": "错误", "warning": "警告", "info": "提示"}


def rows(checked: Checked, language: Language) -> list[tuple[Any, ...]]:
    """Return the cells of each line, in the order of ``HEADERS``."""
    head = checked.head
    english = language == "en"
    return [
        (
            line["number"],
            line["state"] if english else STATES[line["state"]],
            line["item_code"],
            line["item_name"],
            line["rule"],
            line["severity"] if english else GRAVITY[line["severity"]],
            line["field"],
            line["pointer"],
            line["message"],
            line["remedy"],
            head["issued_on"],
            head["due_on"],
        )
        for line in checked.lines
    ]
