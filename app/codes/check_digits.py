"""校验码: GB 32100-2015 (credit code, character 18) and GB 11714 (organisation code, character 9).

Both are looked up from a memo: a million items are carried out by some thousands of bodies.
"""

from __future__ import annotations

from functools import lru_cache

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100 leaves out I, O, S, V and Z."""

_CREDIT_VALUES = {character: value for value, character in enumerate(CREDIT_ALPHABET)}
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORG_VALUES = {c: v for v, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORG_CHECKS = "0123456789X"


def credit_check(stem: str) -> str | None:
    """Return the check character of 17 characters; None where one is outside the alphabet."""
    values = [_CREDIT_VALUES.get(character) for character in stem]
    if len(stem) != 17 or None in values:
        return None
    total = sum(
        value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=True) if value
    )
    return CREDIT_ALPHABET[-total % 31]


def org_check(stem: str) -> str | None:
    """Return the check character of 8 characters; None where one is no digit or capital."""
    values = [_ORG_VALUES.get(character) for character in stem]
    if len(stem) != 8 or None in values:
        return None
    total = sum(value * weight for value, weight in zip(values, _ORG_WEIGHTS, strict=True) if value)
    return _ORG_CHECKS[-total % 11]


@lru_cache(maxsize=65536)
def credit_code_ok(body: str) -> bool:
    """Tell whether ``body`` is a well-formed 统一社会信用代码 (18 characters, GB 32100 check)."""
    return len(body) == 18 and credit_check(body[:17]) == body[17]


@lru_cache(maxsize=65536)
def org_code_ok(code: str) -> bool:
    """Tell whether ``code`` is a 组织机构代码 (9 characters without hyphen, GB 11714 check)."""
    return len(code) == 9 and org_check(code[:8]) == code[8]
