"""编码: the codes of items, bodies, materials and cases – parsed, checked, explained."""

from __future__ import annotations

from app.codes.check_digits import credit_code_ok, org_code_ok
from app.codes.code import Code, CodeKind, Part
from app.codes.errors import DamagedCode, UnrecognisedCode
from app.codes.parse import parse
from app.codes.split import damaged, normalise, split_task_code

__all__ = [
    "Code",
    "CodeKind",
    "DamagedCode",
    "Part",
    "UnrecognisedCode",
    "credit_code_ok",
    "damaged",
    "normalise",
    "org_code_ok",
    "parse",
    "split_task_code",
]
