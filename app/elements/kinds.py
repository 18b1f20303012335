"""要素种类: the thirteen kinds of element, in the order of their stable numbers.

Numbers are stored; never reuse one. A new kind is appended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.elements import (
    audience,
    authority,
    conditions,
    contact,
    fees,
    handling,
    legal_basis,
    materials,
    name,
    process,
    questions,
    result,
    time_limit,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of element: ``parse`` validates plain data, ``canonical`` folds what is only looks."""

    number: int
    name: str
    title: str
    parse: Callable[[object], Any]
    canonical: Callable[[Any], object]


KINDS: tuple[Kind, ...] = (
    Kind(0, "name", "事项名称", name.parse, name.canonical),
    Kind(1, "authority", "实施主体与权力", authority.parse, authority.canonical),
    Kind(2, "legal_basis", "设定依据", legal_basis.parse, legal_basis.canonical),
    Kind(3, "conditions", "受理条件", conditions.parse, conditions.canonical),
    Kind(4, "audience", "服务对象与主题", audience.parse, audience.canonical),
    Kind(5, "time_limit", "办理时限", time_limit.parse, time_limit.canonical),
    Kind(6, "process", "办理流程", process.parse, process.canonical),
    Kind(7, "materials", "申请材料", materials.parse, materials.canonical),
    Kind(8, "fees", "收费", fees.parse, fees.canonical),
    Kind(9, "result", "办理结果", result.parse, result.canonical),
    Kind(10, "handling", "办理方式", handling.parse, handling.canonical),
    Kind(11, "contact", "办理地点、时间与电话", contact.parse, contact.canonical),
    Kind(12, "questions", "常见问题", questions.parse, questions.canonical),
)

KIND_BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
