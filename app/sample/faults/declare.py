"""瑕疵的声明: one fault in one document, and what an audit must say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.sample.faults.edits import Edit

Finding = tuple[str, str]
"""Rule code and JSON pointer."""
Manner = Literal["edit", "add", "remove"]


@dataclass(frozen=True, slots=True)
class Spot:
    """哪一件: kind of item and region, and 业务办理项 where the item is split."""

    kind: str
    region: str
    split: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """瑕疵: where, what was done, what must be found, and how it looks to people.

    A fault edits a document, adds an edited copy beside it, or removes it. The first finding is
    the point of the fault; the others follow from it by necessity. ``elsewhere`` are those that it
    causes on other documents, or with ``None`` on the base item.
    """

    spot: Spot
    edit: Edit
    findings: tuple[Finding, ...]
    note: str
    elsewhere: tuple[tuple[Spot | None, Finding], ...] = ()
    manner: Manner = "edit"


UNCLAIMED: tuple[None, Finding] = (None, ("unclaimed-base-item", "/levels"))
NOTHING = Edit((), lambda _: None)


def spot(where: str) -> Spot:
    """Read “食品经营许可@临河县” or “食品经营许可@临河县#变更”."""
    kind, _, rest = where.partition("@")
    region, _, split = rest.partition("#")
    return Spot(kind, region, split)


def fault(where: str, edit: Edit, *findings: Finding, note: str) -> Fault:
    """Declare a fault in one document."""
    return Fault(spot(where), edit, findings, note)


def addition(
    where: str, edit: Edit, *findings: Finding, note: str, beside: Finding | None = None
) -> Fault:
    """Declare a copy too many; ``beside`` is what is found on the document it was copied from."""
    elsewhere = ((spot(where), beside),) if beside else ()
    return Fault(spot(where), edit, findings, note, elsewhere, "add")


def removal(where: str, note: str) -> Fault:
    """Declare a document that is lacking: the base item is not claimed there."""
    return Fault(spot(where), NOTHING, (), note, (UNCLAIMED,), "remove")
