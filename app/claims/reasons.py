"""不认领的原因: why a region does not claim a base item that is asked of it.

The first four are those met in practice (湖北咸宁: of 810 main items 27 left out: 下放 19, 取消 5,
无权限 4); anything else is said in words.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

ReasonCode = Literal["no-power", "moved-down", "cancelled", "no-institution", "other"]


class Reason(NamedTuple):
    """原因, in Chinese and in English."""

    zh: str
    en: str


REASONS: dict[ReasonCode, Reason] = {
    "no-power": Reason("无权限", "no such power"),
    "moved-down": Reason("下放", "moved down"),
    "cancelled": Reason("取消", "cancelled"),
    "no-institution": Reason("机构缺失", "no such institution"),
    "other": Reason("其他", "other"),
}
OTHER: ReasonCode = "other"
"""The one reason that must be put in words."""
