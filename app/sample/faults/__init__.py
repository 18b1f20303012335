"""埋设的瑕疵: known faults in copies of clean documents, so that an audit can be checked."""

from __future__ import annotations

from app.sample.faults import (
    codes,
    contact,
    limits,
    manner,
    materials,
    money,
    names,
    steps,
    structure,
    texts,
)
from app.sample.faults.declare import Fault, Finding, Spot
from app.sample.faults.lookalikes import LOOKALIKES

FAULTS: tuple[Fault, ...] = (
    *codes.FAULTS,
    *names.FAULTS,
    *texts.FAULTS,
    *limits.FAULTS,
    *steps.FAULTS,
    *materials.FAULTS,
    *money.FAULTS,
    *manner.FAULTS,
    *contact.FAULTS,
    *structure.FAULTS,
)

__all__ = ["FAULTS", "LOOKALIKES", "Fault", "Finding", "Spot"]
