"""办理流程: the steps from application to delivery, in order."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.elements.prose import fold_title
from app.elements.value import Code, Value, Whole, fold_fields


class Step(Value):
    """环节: one step, its limit and the office that takes it."""

    name: str | None = None
    number: Whole | None = None
    unit: Code | None = None
    office: str | None = None
    note: str | None = None


class Process(Value):
    """办理流程: steps, or a text, or a chart, or all of them."""

    text: str | None = None
    steps: tuple[Step, ...] | None = None
    chart: str | None = None


_ADAPTER = TypeAdapter(Process)


def parse(data: object) -> Process:
    """Validate plain data."""
    return _ADAPTER.validate_python(data)


def _fold_step(step: Step) -> dict[str, object]:
    return fold_fields(step, {"name": fold_title})


def canonical(value: Process) -> dict[str, object]:
    """Fold looks; the order of steps is kept, for it means something."""
    return fold_fields(
        value,
        {
            "steps": lambda steps: [_fold_step(step) for step in steps] or None,
            "chart": lambda chart: chart.strip() or None,
        },
    )
