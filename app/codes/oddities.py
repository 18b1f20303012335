"""Which remarks the parts of a national code deserve."""

from __future__ import annotations

from collections.abc import Iterator

from app.codes.check_digits import credit_check, org_check
from app.codes.item_types import type_name
from app.codes.levels import LEVELS, levels_of_region
from app.codes.provinces import issuer_name
from app.codes.remarks import Remark
from app.codes.segments import HAS_SUB_ITEMS, is_credit_shape


def of_body(text: str) -> Iterator[Remark]:
    """Yield what is odd about the 18 characters of a body."""
    if not is_credit_shape(text):
        yield Remark("body-not-credit-code", {"body": text})
        return
    expected, org = credit_check(text[:17]), org_check(text[8:16])
    if expected != text[17]:
        yield Remark("check-digit", {"expected": expected or "", "found": text[17]})
        if text.isdigit() and text.endswith("000"):
            yield Remark("rounded-by-excel")
    if org != text[16]:
        yield Remark("org-check-digit", {"expected": org or "", "found": text[16]})


def of_base(text: str) -> Iterator[Remark]:
    """Yield what is odd about the 12 characters of a base code."""
    issuer, kind, main = text[:2], text[2:4], text[4:9]
    if issuer_name(issuer) is None:
        yield Remark("unknown-issuer", {"value": issuer})
    if type_name(kind, issuer) is None:
        yield Remark("unknown-type", {"value": kind})
    digits = text[:-1] if text.endswith(HAS_SUB_ITEMS) else text
    if letters := "".join(filter(str.isalpha, digits)):
        yield Remark("letters-in-base", {"letters": letters})
    if main == "00000":
        yield Remark("looks-like-region")


def of_level(level: str, body: str) -> Iterator[Remark]:
    """Yield what is odd about the level digit, alone and beside its body."""
    if level not in LEVELS:
        yield Remark("unknown-level", {"value": level})
    elif is_credit_shape(body) and level not in levels_of_region(body[2:8]):
        facts: dict[str, str | int] = {"level": LEVELS[level].zh, "region": body[2:8]}
        yield Remark("level-differs-from-region", facts)
