"""实施主体与权力: where the power comes from, who holds it, who works along."""

from __future__ import annotations

import re

from pydantic import TypeAdapter

from app.elements.value import Code, Value, fold_fields
from app.kernel.text import fold


class Authority(Value):
    """权力要素 of one implementation item; who implements it stands in the item's identity."""

    power_source: Code | None = None
    body_kind: Code | None = None
    entrusted_by: str | None = None
    joint_agencies: tuple[str, ...] | None = None
    exercise_content: str | None = None
    reconsideration: str | None = None
    litigation: str | None = None


_ADAPTER = TypeAdapter(Authority)


def parse(data: object) -> Authority:
    """Validate plain data."""
    return _ADAPTER.validate_python(data)


_WITH_TASKS = re.compile(r"([^()]+)\(([^()]+)\)?")


def _fold_agency(agency: str) -> str:
    """联办机构: “省级司法（受理,审核）” names an agency and its tasks, in any order."""
    folded = fold(agency)
    match = _WITH_TASKS.fullmatch(folded)
    return f"{match[1]}({','.join(sorted(match[2].split(',')))})" if match else folded


def _fold_agencies(agencies: tuple[str, ...]) -> list[str] | None:
    return sorted({_fold_agency(agency) for agency in agencies} - {""}) or None


def canonical(value: Authority) -> dict[str, object]:
    """Fold looks; the order of joint agencies and of their tasks means nothing."""
    return fold_fields(value, {"joint_agencies": _fold_agencies})
