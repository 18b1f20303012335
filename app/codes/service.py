"""Explaining a code to people and programs."""

from __future__ import annotations

from app.codes.parse import parse
from app.codes.payloads import Explanation, explain_code


def explain(code: str) -> Explanation:
    """Explain any code, in Chinese and English.

    Raises:
        DamagedCode: Excel kept the code as a number and its digits are lost.
    """
    return explain_code(parse(code))
